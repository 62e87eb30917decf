"""Periodic reviews and their reports as the pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial

from wtforms import DateField, Form, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from coe.review_report import Line, Report
from coe.reviews import Standing
from governance.law.pools import SYSTEM
from governance.record import events as e
from governance.record.review_kinds import OUTCOMES
from web.oversight.oversight_pages import ReportLine, ReportPart, ReviewRow
from web.parts.choosing import options
from web.parts.moments import day_of, moment
from web.parts.pieces import State
from web.people.people_forms import PeopleForm
from web.record.decision_form import LONGEST_TEXT
from web.rows import entry_words
from web.rows.entry_words import Told, Words
from web.rows.records import Happened
from web.words.translating import date_words, gettext, lazy_gettext

MOST_LINES = 200
MOST_DIGITS = 16
ACTS: Mapping[type, str] = {
    e.PutOnHold: lazy_gettext("Put on hold"),
    e.Resumed: lazy_gettext("Resumed"),
    e.TierRaised: lazy_gettext("Tier raised"),
    e.Withdrawn: lazy_gettext("Withdrawn"),
    e.Revoked: lazy_gettext("Approval revoked"),
    e.Moved: lazy_gettext("Moved to another version"),
    e.Retired: lazy_gettext("Retired"),
}


class PeriodForm(Form):
    """Which days a report is of; sent by GET, so that the URL is the question."""

    since = DateField(lazy_gettext("From"), [Optional()])
    until = DateField(lazy_gettext("Last day"), [Optional()])


class ReviewForm(PeopleForm):
    """That a report was read, and what of it."""

    since = HiddenField(validators=[InputRequired(), Regexp(rf"[0-9]{{1,{MOST_DIGITS}}}\Z")])
    until = HiddenField(validators=[InputRequired(), Regexp(rf"[0-9]{{1,{MOST_DIGITS}}}\Z")])
    digest = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    outcome = RadioField(
        lazy_gettext("Outcome"),
        [InputRequired(lazy_gettext("Choose an outcome."))],
        choices=options((each, lazy_gettext(each.capitalize())) for each in OUTCOMES),
    )
    note = TextAreaField(
        lazy_gettext("What you looked at and found"),
        [DataRequired(lazy_gettext("Write what you looked at and found; auditors read it.")), Length(max=LONGEST_TEXT)],
        render_kw={"rows": 4, "data-voice": "person"},
    )

    def begin_for(self, found: Report) -> None:
        """Make it a fresh form for the report shown."""
        self.begin()
        self.since.data, self.until.data, self.digest.data = str(found.since), str(found.until), found.digest()

    def period(self) -> tuple[int, int]:
        """What the form says it is of, UTC ms; (0, 0) for what is no period."""
        found = [str(each.data or "") for each in (self.since, self.until)]
        usable = all(each.isascii() and each.isdecimal() and len(each) <= MOST_DIGITS for each in found)
        return (int(found[0]), int(found[1])) if usable else (0, 0)


def row(
    found: Standing, name: Callable[[str], str], address: Callable[[str], str], now: int, zone: tzinfo = UTC
) -> ReviewRow:
    """One kind of review."""
    last = found.last
    by = gettext("the office itself") if last and last["person"] == SYSTEM else name(last["person"]) if last else ""
    told = (
        gettext(
            "%(last)s, %(when)s, by %(by)s",
            last=gettext(last["outcome"].capitalize()),
            when=moment(last["at"], now, zone).text,
            by=by,
        )
        if last
        else gettext("never reviewed")
    )
    return ReviewRow(
        gettext(found.kind.title), found.kind.clause, gettext(found.kind.what), address(found.name), _state(found, now),
        day_of(found.due, now, zone) if found.due else "", told,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """What a report opens: names by person, texts by commitment, records' numbers by stream, the time."""

    name: Callable[[str], str]
    texts: Mapping[str, str]
    numbers: Mapping[str, str]
    now: int
    zone: tzinfo = UTC

    def by(self, person: str) -> str:
        """Who did it."""
        return gettext("the office itself") if person == SYSTEM else self.name(person)


def parts(found: Report, around: Around) -> Iterator[ReportPart]:
    """The sections of a report, each entry in words."""
    day = partial(day_of, now=around.now, zone=around.zone)
    words = Words(around.by, lambda commit: around.texts.get(commit, "") if commit else "", day)
    for section, lines in found.sections:
        shown = tuple(_line(line, words, around.numbers, around.now, around.zone) for line in lines[:MOST_LINES])
        left = len(lines) - len(shown)
        more = gettext("%(left)s more are in `coe report %(kind)s --json`.", left=left, kind=found.kind) if left else ""
        yield ReportPart(gettext(section.title), shown, more)


def exact(at: int, zone: tzinfo) -> str:
    """“16 November 2026, 16:30”."""
    then = datetime.fromtimestamp(at / 1000, zone)
    return f"{date_words(then, 'yMMMMd')}, {then:%H:%M}"


def _line(line: Line, words: Words, numbers: Mapping[str, str], now: int, zone: tzinfo) -> ReportLine:
    entry = line.entry
    happened = Happened(entry.seq, entry.stream, entry.actor, entry.at, entry.events)
    told = _intervened(happened, words, numbers) or entry_words.told(happened, words)
    return ReportLine(
        f"{entry.seq:,}", moment(entry.at, now, zone), words.name(entry.actor), State(told.mark, told.word),
        told.title, told.quote, told.detail,
    )  # fmt: skip


def _intervened(happened: Happened, words: Words, numbers: Mapping[str, str]) -> Told | None:
    """What was done to a record outside of its gates; None for everything else."""
    event = happened.events[0]
    said = ACTS.get(type(event))
    if said is None:
        return None
    number = numbers.get(happened.stream, gettext("a record"))
    return Told("on_hold", gettext("Intervention"), f"{said}: {number}", words.text(str(getattr(event, "reason", ""))))


def _state(found: Standing, now: int) -> State:
    if found.due and found.due <= now:
        return State("warning", gettext("Overdue"))
    if found.last and found.last["outcome"] != OUTCOMES[0]:
        return State("conditional", gettext("Findings"))
    return State("passed", gettext("In time")) if found.last else State("waiting", gettext("Not yet due"))
