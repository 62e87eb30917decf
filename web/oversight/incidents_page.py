"""Incidents as their pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from typing import TypeVar

from sqlalchemy import RowMapping
from wtforms import Form

from governance.law.pools import SYSTEM
from governance.record.incident_kinds import HOURS, KINDS, Kind
from web.oversight.incidents_forms import IncidentForm
from web.oversight.oversight_pages import IncidentPage, IncidentRow
from web.parts.moments import moment
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, HistoryEntry, Link, State
from web.words.translating import gettext, lazy_gettext

HOUR_MS = 3_600_000
ERASED = lazy_gettext("a text that was erased")
SEVERITIES = {
    "critical": State("refused", lazy_gettext("Critical")),
    "major": State("warning", lazy_gettext("Major")),
    "minor": State("waiting", lazy_gettext("Minor")),
}
F = TypeVar("F", bound=IncidentForm)


@dataclass(frozen=True, slots=True)
class Around:
    """What a page opens beside the row: names by person, what each is about in words, the time."""

    name: Callable[[str], str]
    about: Mapping[str, str]
    now: int
    zone: tzinfo = UTC

    def by(self, person: str) -> str:
        """Who did it; alarms are the office's own."""
        return gettext("the office itself") if person == SYSTEM else self.name(person)


def row(found: RowMapping, around: Around, address: Callable[[str], str]) -> IncidentRow:
    """One incident in the list."""
    kind = KINDS[found["kind"]]
    return IncidentRow(
        gettext(kind.title), address(found["id"]), around.about[found["about"]], SEVERITIES[kind.severity],
        standing(found, around.now), moment(found["opened"], around.now, around.zone), around.by(found["opener"]),
    )  # fmt: skip


def standing(found: RowMapping, now: int) -> State:
    """Open, acknowledged, late to be acknowledged, or closed."""
    if found["closed"]:
        return State("passed", gettext("Closed"))
    if found["acknowledged"]:
        return State("conditional", gettext("Acknowledged"))
    return State("warning", gettext("Open, late")) if now > answer_by(found) else State("yours", gettext("Open"))


def urgency(found: RowMapping) -> tuple[bool, int, int]:
    """The order of the list: open before closed, the open ones by severity, the newest first."""
    severity = tuple(SEVERITIES).index(KINDS[found["kind"]].severity)
    return bool(found["closed"]), 0 if found["closed"] else severity, -int(found["opened"])


def answer_by(found: RowMapping) -> int:
    """By when it is to be acknowledged, UTC ms."""
    return int(found["opened"]) + HOURS[KINDS[found["kind"]].severity] * HOUR_MS


def incident_page(
    frame: PageFrame, back: Link, found: RowMapping, texts: Mapping[str, str], around: Around
) -> IncidentPage:
    """One incident, without forms."""
    kind = KINDS[found["kind"]]
    return IncidentPage(
        frame, back, gettext(kind.title), around.about[found["about"]], SEVERITIES[kind.severity],
        standing(found, around.now), tuple(_facts(found, kind, around)), texts.get(found["reason"], ERASED),
        tuple(_history(found, texts, around)),
    )  # fmt: skip


def begun(typed: F | None, form: Callable[..., F]) -> F:
    """The form as typed, or a fresh one."""
    if typed is not None:
        return typed
    fresh = form(formdata=None)
    fresh.begin()
    return fresh


def with_forms(
    page: IncidentPage,
    acknowledging: tuple[Form | None, str],
    closing: tuple[Form | None, str],
    errors: tuple[FieldError, ...],
) -> IncidentPage:
    """The page with what its reader may do; each form with where it posts."""
    return replace(
        page,
        acknowledge_form=acknowledging[0], acknowledge_action=acknowledging[1],
        close_form=closing[0], close_action=closing[1], errors=errors,
    )  # fmt: skip


def _facts(found: RowMapping, kind: Kind, around: Around) -> Iterator[tuple[str, str]]:
    yield gettext("What it means"), gettext(kind.meaning)
    if not found["closed"]:
        yield gettext("What to do"), gettext(kind.cure)
    if not found["closed"] and not found["acknowledged"]:
        yield gettext("Acknowledge by"), moment(answer_by(found), around.now, around.zone).text


def _history(found: RowMapping, texts: Mapping[str, str], around: Around) -> Iterator[HistoryEntry]:
    if found["closed"]:
        when = moment(found["closed"], around.now, around.zone)
        cause, note = texts.get(found["root_cause"], ERASED), texts.get(found["note"], "")
        by = around.by(found["closed_by"])
        said = gettext("What was done: %(note)s", note=note) if note else ""
        yield HistoryEntry(
            when,
            State("passed", gettext("Closed")),
            gettext("%(by)s closed it with its root cause", by=by),
            said,
            cause,
        )
    if found["acknowledged"]:
        when, by = moment(found["acknowledged"], around.now, around.zone), around.by(found["acknowledged_by"])
        answer = texts.get(found["answer"], ERASED)
        yield HistoryEntry(
            when, State("conditional", gettext("Acknowledged")), gettext("%(by)s acknowledged it", by=by), "", answer
        )
    when, by = moment(found["opened"], around.now, around.zone), around.by(found["opener"])
    yield HistoryEntry(when, State("warning", gettext("Opened")), gettext("Opened by %(by)s", by=by), "", "")
