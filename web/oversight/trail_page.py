"""The trail of an auditor: the ledger entry by entry, every filter in the URL, and what verification established."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Row
from wtforms import DateField, Form, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from coe.evidence.window import Window
from governance.language.definition import Definition
from governance.record.entry import entry_hash
from governance.record.events import DenialRecorded
from web.parts.answers import Reader
from web.parts.choosing import options
from web.parts.moments import day_of, moment
from web.parts.pages import Chip, TrailDay, TrailPage, TrailRow, Verdict
from web.parts.pieces import Link, Moment, PersonRef, State
from web.record import history
from web.rows import entry_words
from web.rows.entry_words import Words
from web.rows.records import Happened
from web.rows.trail import Found, Sealed, Wanted
from web.words.translating import date_words, gettext, lazy_gettext, ngettext

DAY_MS = 86_400_000
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "decision": (lazy_gettext("Decisions"), ("sign-decision",)),
    "submission": (lazy_gettext("Submissions"), ("submit",)),
    "condition": (lazy_gettext("Conditions"), ("meet-condition", "verify-condition", "release")),
    "coordination": (
        lazy_gettext("Holds, tiers, withdrawals, revocations"),
        ("hold", "resume", "raise-tier", "withdraw", "revoke"),
    ),
    "clock": (lazy_gettext("Reminders and escalations"), ("remind", "escalate")),
    "people": (
        lazy_gettext("People, roles, absences"),
        ("register-person", "record-manager", "declare-absence", "note-absence", "grant", "ungrant", "delegate"),
    ),
    "policy": (
        lazy_gettext("Definitions, calendars, keys"),
        ("publish", "declare-calendar", "declare-key", "rotate-key", "revoke-key", "declare-witnesses"),
    ),
    "credential": (
        lazy_gettext("Identity and credentials"),
        (
            "confirm-identity",
            "ask-credential-reset",
            "approve-credential-reset",
            "report-loss",
            "test-authenticator",
            "note-credential",
            "close-account",
            "demand-certification",
            "enable-signatures",
        ),
    ),
    "denial": (lazy_gettext("Denials"), ("record-denial",)),
    "erasure": (lazy_gettext("Erasures"), ("erase-person", "erase-answer")),
    "continuity": (lazy_gettext("Restore drills"), ("record-restore-drill",)),
    "oversight": (lazy_gettext("Reviews and configuration"), ("record-review", "record-configuration")),
    "incident": (lazy_gettext("Incidents"), ("open-incident", "acknowledge-incident", "close-incident")),
}


MOST_NAMED = 3


class TrailForm(Form):
    """The filter; it is sent by GET, so that the URL is the question."""

    who = SelectField(lazy_gettext("Who"), [Optional()])
    what = SelectField(
        lazy_gettext("What"),
        [Optional()],
        choices=options([("", lazy_gettext("Everything")), *((key, one[0]) for key, one in KINDS.items())]),
    )
    since = DateField(lazy_gettext("From"), [Optional()])
    until = DateField(lazy_gettext("To"), [Optional()])
    initiative = StringField(lazy_gettext("Initiative"), [Optional(), Length(max=40)])


    @property
    def person(self) -> str:
        """Whose entries are wanted, by id; "" for everybody's."""
        return str(self.who.data or "")


class NamedTrailForm(TrailForm):
    """The filter of an office with more people than a list should hold: `who` is written. `known`: names by id."""

    who = StringField(  # type: ignore[assignment]  # a list there, a line here
        lazy_gettext("Who"), [Optional(), Length(max=100)]
    )
    known: Mapping[str, str] = {}
    found = ""

    @property
    def person(self) -> str:
        """Whom the written name is of."""
        return self.found

    def validate_who(self, field: StringField) -> None:
        """A part of a name will do if only one person has it. Raises ValidationError."""
        written = str(field.data).strip()
        names = {id_: name for id_, name in self.known.items() if written == id_}
        names = names or {id_: name for id_, name in self.known.items() if written.casefold() in name.casefold()}
        if not names:
            raise ValidationError(gettext("Nobody here has this name. Write a part of it."))
        if len(names) > 1:
            some = ", ".join(list(names.values())[:MOST_NAMED])
            raise ValidationError(gettext("Several people have this in their name: %(some)s. Write more.", some=some))
        ((self.found, field.data),) = names.items()


@dataclass(frozen=True, slots=True)
class Texts:
    """What a page of the trail opens: names, texts by commitment, laws by digest, initiatives by stream."""

    name: Callable[[str], str]
    roles: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]
    laws: Mapping[str, Definition]
    initiatives: Mapping[str, Row[Any]]
    address: Callable[[str], str]
    now: int
    zone: tzinfo = UTC


def wanted(form: TrailForm, before: int, after: int, zone: tzinfo) -> Wanted:
    """What the form asks for; days begin and end in the reader's zone."""
    since = _midnight(form.since.data, zone) if form.since.data else 0
    until = _midnight(form.until.data, zone) + DAY_MS if form.until.data else 0
    kind = KINDS.get(str(form.what.data or ""))
    number = str(form.initiative.data or "").strip().upper()
    return Wanted(form.person, kind[1] if kind else (), since, until, number, before, after)


def trail_page(
    page: TrailPage, found: Found, entries: Sequence[Happened], texts: Texts, asked: Mapping[str, str]
) -> TrailPage:
    """The page: `page` brings frame, form and what stands beside the entries; `asked` is the query without paging."""
    days: dict[str, list[TrailRow]] = {}
    for row, each in zip(found.rows, entries, strict=True):
        day = date_words(datetime.fromtimestamp(each.at / 1000, UTC).astimezone(texts.zone), "yMMMMEEEEd")
        days.setdefault(day, []).append(row_shown(each, entry_hash(bytes(row.bytes)), texts))
    streams = len({each.stream for each in entries if each.stream.startswith("initiative/")})
    shown = gettext(", %(entries)s on this page", entries=len(entries)) if found.count > len(entries) else ""
    query = urlencode(asked)
    base = f"{page.action}?{query}&" if query else f"{page.action}?"
    return replace(
        page,
        count=ngettext(
            "%(count)s%(shown)s, %(num)s initiative",
            "%(count)s%(shown)s, %(num)s initiatives",
            streams,
            num=streams,
            count=_counted(found.count),
            shown=shown,
        )
        if entries
        else "0 entries",
        days=tuple(TrailDay(title, tuple(rows)) for title, rows in days.items()),
        chips=tuple(_chips(page.action, asked, texts)),
        url=f"{page.action}?{query}" if query else page.action,
        csv_href=f"{page.action}.csv?{query}" if query else f"{page.action}.csv",
        earlier_href=f"{base}before={entries[-1].seq}" if found.earlier and entries else "",
        later_href=f"{base}after={entries[0].seq}" if found.later and entries else "",
    )


def verdict(state: Sealed, outside: Window, zone: tzinfo, more: Link) -> Verdict:
    """What is signed and kept outside, and what this page does not establish, in the same size."""
    rest, now = state.log - state.size, outside.now
    kept = _kept_outside(outside)
    not_established = _not_shown(kept=bool(kept))
    if not state.size:
        found = (
            State("warning", gettext("Not sealed")),
            gettext("Not sealed yet"),
            gettext("No checkpoint has been signed."),
        )
        return Verdict(*found, kept, tuple(not_established), more)
    if rest:
        what = ngettext(
            "The last %(rest)s is not under a checkpoint",
            "The last %(rest)s are not under a checkpoint",
            rest,
            rest=_counted(rest),
        )
        not_established.insert(
            0, (State("warning", gettext("Open")), what, gettext("The next checkpoint takes them in."))
        )
    when = moment(state.at, now, zone).text
    signed = (
        State("passed", gettext("Signed")),
        gettext("The first %(size)s signed as one", size=_counted(state.size)),
        gettext("None of them can be altered or removed without the signature failing."),
    )
    return Verdict(
        State("conditional" if rest else "passed", gettext("Sealed")),
        gettext("Sealed %(when)s", when=when),
        gettext(
            "Checkpoint over %(size)s of %(log)s entries, Ed25519.",
            size=format(state.size, ","),
            log=format(state.log, ","),
        ),
        (signed, *kept),
        tuple(not_established),
        more,
    )


def _not_shown(*, kept: bool) -> list[tuple[State, str, str]]:
    """What no page of the office can establish of its own log."""
    found = [
        (
            State("warning", gettext("Not checked here")),
            gettext("This page has not recomputed the log"),
            gettext("Whoever runs the office does so with “coe verify”; a packet is verified offline, by anyone."),
        ),
        (
            State("not_open", gettext("Open")),
            gettext("Who sat at the keyboard"),
            gettext("The log knows accounts, not people."),
        ),
    ]
    alone = gettext("No witness has cosigned and no checkpoint was mailed: an operator’s rewrite goes unseen.")
    if not kept:
        found.insert(1, (State("not_open", gettext("Open")), gettext("Nothing kept outside"), alone))
    return found


def _kept_outside(outside: Window) -> tuple[tuple[State, str, str], ...]:
    """The anchor that counts, if there is one."""
    anchor, rest = outside.counted, outside.rest
    if anchor is None:
        return ()
    who = gettext(" by %(who)s", who=" and ".join(anchor.who)) if anchor.who else ""
    after = (
        gettext("%(entries)s since could still be rewritten unseen.", entries=_counted(rest.entries))
        if rest.entries
        else gettext("Nothing lies after.")
    )
    return (
        (
            State("passed", gettext("Kept outside")),
            gettext("The first %(size)s %(kind)s%(who)s", size=_counted(anchor.size), kind=anchor.kind, who=who),
            after,
        ),
    )


def row_shown(each: Happened, digest: str, texts: Texts) -> TrailRow:
    """One entry in words; `digest` is its hash."""
    found = texts.initiatives.get(each.stream)
    law = texts.laws.get(found.definition) if found is not None else None
    role = ", ".join(entry_words.plain(name) for name in texts.roles.get(each.actor, ())[:1])
    office = each.actor == "system" and found is None
    who = PersonRef(gettext("the office itself") if office else texts.name(each.actor), role.capitalize())
    exact = datetime.fromtimestamp(each.at / 1000, UTC)
    when = Moment(f"{exact.astimezone(texts.zone):%H:%M}", f"{exact:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z")
    printed = f"{digest[:4]} {digest[4:8]}"
    reader = Reader(texts.name, texts.texts)
    told = history.entry_shown(law, each, reader, texts.now, "", texts.zone) if law else None
    if told is not None and found is not None:
        link = Link(found.number, texts.address(found.number))
        quote = "” “".join(filter(None, (told.quote, *(f"{asked}: {comment}" for asked, comment in told.said))))
        return TrailRow(f"{each.seq:,}", when, who, told.state, told.title, link, printed, quote, told.detail)
    words = Words(
        texts.name,
        lambda commit: texts.texts.get(commit, "") if commit else "",
        lambda at: day_of(at, texts.now, texts.zone),
        {stream: row.number for stream, row in texts.initiatives.items()},
    )
    plain, about = entry_words.told(each, words), _denied_about(each, texts)
    mark = State(plain.mark, plain.word)
    return TrailRow(f"{each.seq:,}", when, who, mark, plain.title, about, printed, plain.quote, plain.detail)


def _denied_about(each: Happened, texts: Texts) -> Link | None:
    """The initiative at which something was denied."""
    event = each.events[0]
    found = texts.initiatives.get(event.about) if isinstance(event, DenialRecorded) else None
    return Link(found.number, texts.address(found.number)) if found is not None else None


def _chips(action: str, asked: Mapping[str, str], texts: Texts) -> list[Chip]:
    names = {
        "who": gettext("Who"),
        "what": gettext("What"),
        "since": gettext("From"),
        "until": gettext("To"),
        "initiative": gettext("Initiative"),
    }
    chips = []
    for key, value in asked.items():
        rest = urlencode({name: kept for name, kept in asked.items() if name != key})
        shown = texts.name(value) if key == "who" else KINDS.get(value, (value,))[0] if key == "what" else value
        chips.append(Chip(names[key], shown, f"{action}?{rest}" if rest else action))
    return chips


def _midnight(day: date, zone: tzinfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def _counted(number: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", number, count=format(number, ","))
