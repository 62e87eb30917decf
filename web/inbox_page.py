"""The inbox of one reviewer: what waits, by the risk of missing its promise, and why the first is first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from urllib.parse import urlencode

from governance.business_time import HOUR_MS
from governance.clocks import OVERDUE
from governance.eligibility import seat_for
from governance.gates import Standing, decided_in
from governance.passing import handed_to
from web import outcomes
from web.answers import Reader
from web.changes import Changed, Reading
from web.decision_page import Desk, due_here
from web.inbox_parts import InboxGroup, InboxPage, InboxPreview, InboxRow
from web.moments import day_of, moment
from web.pages import PageFrame
from web.parts import Choice, Due, State
from web.records import Record
from web.redlined import redlined, word_count
from web.way import listed, may_decide

WORDS_A_MINUTE = 180
SOON_PERCENT = 80
WHOLE = 100
HOUR = 60
MOST_CHANGES = 4
WEEK_ENDS = 4
ORDERS = (("risk", "By risk"), ("size", "By size"), ("date", "By date"))

PAGE = 50
"""Rows of a page."""

Address = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the URL asks for: where it leads, the order, which page."""

    here: str
    order: str = "risk"
    page: int = 1

    def href(self, **other: object) -> str:
        """The same with some of it changed; what is as usual is left out."""
        asked: dict[str, object] = {"order": self.order, "page": self.page, **other}
        usual = {"order": "risk", "page": 1}
        words = urlencode({name: str(value) for name, value in asked.items() if value and value != usual.get(name)})
        return f"{self.here}?{words}" if words else self.here


@dataclass(frozen=True, slots=True)
class Counted:
    """How many wait, whether that is all or as far as was counted, and whether another page follows."""

    waiting: int
    exact: bool = True
    more: bool = False


@dataclass(frozen=True)
class Waiting:
    """One decision that waits, with what is needed to rank and show it."""

    desk: Desk
    href: str

    @cached_property
    def reading(self) -> Reading:
        """What there is to read."""
        return self.desk.reading

    @cached_property
    def due(self) -> Due:
        """The clock."""
        found = due_here(self.desk)
        return replace(found, left=found.left.partition(" of ")[0].partition(" the ")[0])

    @cached_property
    def minutes(self) -> int:
        """Minutes of reading, at least one: what is new or changed in the reviewer's sections."""
        reader = self.desk.reader
        words = sum(word_count(redlined(one.field, one.before, one.after, reader)) for one in self.reading.mine)
        return max(1, round(words / WORDS_A_MINUTE))

    @property
    def ends(self) -> int:
        """When the clock ends, UTC ms; 0 without one."""
        mark = self.desk.record.state.marks.get(self.desk.gate.name)
        return mark.due if mark else 0

    @property
    def passed(self) -> str:
        """Whom the reader has passed this on to, where that person can decide now; "" while it is the reader's."""
        to = handed_to(self.desk.record.state, self.desk.gate.name, self.desk.person)
        return to if to in self.desk.record.standings[self.desk.gate.name].able else ""

    @property
    def risk(self) -> tuple[int, int]:
        """Late first, then the largest share of the clock used; without a clock last."""
        return (-self.due.used if self.ends else 1, self.ends)


def waiting_at(record: Record, person: str, reader: Reader, address: Address, zone: tzinfo = UTC) -> list[Waiting]:
    """The gates of a record at which this person may decide now."""
    found = []
    for standing in record.standings.values():
        if may_decide(record, standing, person):
            seat = seat_for(record.law, record.facts, record.state, standing.gate, standing.votes, person, record.at)
            desk = Desk(record, standing.gate, person, str(seat), reader, zone)
            found.append(Waiting(desk, address(record.state.number, standing.gate.name)))
    return found


def inbox_page(
    frame: PageFrame, waiting: Sequence[Waiting], asked: Asked, counted: Counted, next_due: str
) -> InboxPage:
    """The page in one of its orders; the preview is of the first by risk."""
    by_risk = sorted(waiting, key=lambda one: (bool(one.passed), one.risk))
    first = by_risk[0] if by_risk else None
    whole = asked.page == 1 and not counted.more
    if asked.order == "size":
        groups = _one_group(sorted(waiting, key=lambda one: one.minutes), first, "Shortest first", whole=whole)
    elif asked.order == "date":
        groups = _one_group(sorted(waiting, key=lambda one: (not one.ends, one.ends)), first, "By date", whole=whole)
    else:
        groups = _groups(by_risk, first)
    orders = tuple(
        Choice(label, asked.href(order=name, page=1), current=name == asked.order) for name, label in ORDERS
    )
    preview = _preview(first, alone=whole and len(by_risk) == 1, top=asked.page == 1) if first else None
    earlier = asked.href(page=asked.page - 1) if asked.page > 1 else ""
    later = asked.href(page=asked.page + 1) if counted.more else ""
    summary = _summary(by_risk) if whole else _part_summary(by_risk, asked, counted)
    orders = orders if len(waiting) > 1 else ()
    return InboxPage(frame, summary, groups, preview, orders, next_due, earlier, later, asked.page)


def row(one: Waiting, *, selected: bool = False) -> InboxRow:
    """One decision as a row."""
    state, reading = one.desk.record.state, one.reading
    new = not reading.since
    size = (
        f"New, {_counted(reading.of, 'answer')}" if new else f"{len(reading.mine)} of {_counted(reading.of, 'answer')}"
    )
    return InboxRow(
        state.number,
        one.desk.record.title,
        one.href,
        state.tier,
        one.desk.reader.name_of(state.owner),
        one.due,
        size,
        reading.of if new else len(reading.mine),
        reading.of,
        reading.unrequested,
        state.round if reading.since else 1,
        f"{one.minutes} min",
        _where(one),
        selected,
        "" if one.ends and one.ends - one.desk.record.at <= HOUR_MS else one.desk.gate.name,
    )


def _where(one: Waiting) -> str:
    title = one.desk.gate.title
    return f"{title}, passed on to {one.desk.reader.name_of(one.passed)}" if one.passed else title


def coming_words(records: Sequence[Record], person: str, zone: tzinfo = UTC) -> str:
    """What comes next to somebody whose inbox is clear; "" when nothing is on its way."""
    found = [
        (standing, record)
        for record in records
        for standing in record.standings.values()
        if _coming(record, standing, person)
    ]
    if not found:
        return ""
    standing, record = min(found, key=lambda pair: _when(pair[1], pair[0]) or 1 << 62)
    titles = listed(tuple(record.law.gate_by_name[name].title for name in standing.waits_for))
    when = _when(record, standing)
    by = f", due there {moment(when, record.at, zone).text}" if when else ""
    return f"Next on its way to you: “{record.title}” for {standing.gate.title}, after {titles}{by}."


def _coming(record: Record, standing: Standing, person: str) -> bool:
    if standing.state != "waiting" or record.state.status not in ("in review", *decided_in(standing.gate)):
        return False
    seat = seat_for(record.law, record.facts, record.state, standing.gate, standing.votes, person, record.at)
    return isinstance(seat, str)


def _when(record: Record, standing: Standing) -> int:
    marks = [record.state.marks[name].due for name in standing.waits_for if name in record.state.marks]
    return max(marks, default=0)


def _groups(found: Sequence[Waiting], first: Waiting | None) -> tuple[InboxGroup, ...]:
    named: dict[tuple[str, str], list[Waiting]] = {
        ("Late", "the promise is missed; deciding still helps"): [],
        ("Likely late", f"{SOON_PERCENT}\u00a0% of the clock is used"): [],
        ("This week", "due by Friday"): [],
        ("Later", "next week and after"): [],
        ("Without a clock", "whenever you can"): [],
        ("Passed on", "with a colleague; you may still decide"): [],
    }
    places = list(named)
    for one in found:
        named[places[_place(one)]].append(one)
    return tuple(
        InboxGroup(title, meta, tuple(row(one, selected=one is first) for one in some))
        for (title, meta), some in named.items()
        if some
    )


def _place(one: Waiting) -> int:
    if one.passed:
        return 5
    if not one.ends:
        return 4
    if one.due.used > WHOLE:
        return 0
    if one.due.used >= SOON_PERCENT:
        return 1
    then, now = (
        datetime.fromtimestamp(at / 1000, UTC).astimezone(one.desk.zone) for at in (one.ends, one.desk.record.at)
    )
    return 2 if then.isocalendar()[:2] == now.isocalendar()[:2] else 3


def _one_group(
    found: Sequence[Waiting], first: Waiting | None, title: str, *, whole: bool
) -> tuple[InboxGroup, ...]:
    meta = "first due first" if title == "By date" else "minutes of reading"
    if title != "By date" and not whole:
        meta = f"the {len(found)} of this page that are most at risk, by minutes of reading"
    return (InboxGroup(title, meta, tuple(row(one, selected=one is first) for one in found)),) if found else ()


def _part_summary(found: Sequence[Waiting], asked: Asked, counted: Counted) -> str:
    """What is said where not all that waits is on the page."""
    many = str(counted.waiting) if counted.exact else f"More than {counted.waiting - 1}"
    first = (asked.page - 1) * PAGE + 1
    which = "the first due" if asked.order == "date" else "those most at risk first"
    here = f"On this page {first} to {first + len(found) - 1}, {which}" if found else "None is left on this page"
    return f"{many} decisions wait for you. {here}, about {_reading(found)} of reading."


def _summary(found: Sequence[Waiting]) -> str:
    if not found:
        return ""
    late = sum(one.due.used >= SOON_PERCENT for one in found)
    risk = f" {late} {'is' if late == 1 else 'are'} late or likely to be." if late else ""
    verb = "waits" if len(found) == 1 else "wait"
    return f"{_counted(len(found), 'decision')} {verb} for you, about {_reading(found)} of reading.{risk}"


def _reading(found: Sequence[Waiting]) -> str:
    minutes = sum(one.minutes for one in found)
    return f"{minutes // HOUR} h {minutes % HOUR} min" if minutes >= HOUR else f"{minutes} min"


def _preview(first: Waiting, *, alone: bool, top: bool) -> InboxPreview:
    desk, reading = first.desk, first.reading
    state, facts = desk.record.state, []
    if reading.since:
        votes = [vote for vote in state.votes.get(desk.gate.name, ()) if vote.person == desk.person]
        on = day_of(votes[-1].at, desk.record.at, desk.zone)
        facts.append((f"Round {state.round}", f"You signed version {reading.since} on {on}"))
    same = reading.of - len(reading.mine)
    unchanged = f"; {same} of {reading.of} answers unchanged" if reading.since else ""
    facts.append(("Reading", f"{first.minutes} min{unchanged}"))
    facts.append(("If late", if_late(desk)))
    cleared = outcomes.follows(desk.record, desk.gate, desk.person, desk.seat, "approve", desk.reader.name_of)
    if cleared:
        facts.append(("Approving", cleared))
    changes = (
        tuple((_mark(one, desk.person), one.field.label) for one in reading.mine[:MOST_CHANGES])
        if reading.since
        else ()
    )
    because = _because(first, alone=alone, top=top)
    return InboxPreview(replace(row(first), selected=True), because, tuple(facts), changes)


def _mark(one: Changed, person: str) -> State:
    if not one.asked:
        return State("warning", "Changed, and nobody asked for it")
    if not one.changed:
        return State("warning", "Asked for, and not changed")
    mine = any(request.person == person for request in one.requests)
    return State("passed", "Answers your request" if mine else "Answers a request")


def _because(first: Waiting, *, alone: bool, top: bool) -> str:
    where = "here" if top else "on this page"
    if first.due.used > WHOLE:
        missed = "its promise is missed already"
        return f"{missed}." if alone else f"{missed}, longer than any other {where}."
    if not first.ends:
        return f"nothing {where} has a clock, and it came first."
    only = "it is the only decision that waits for you" if alone else f"no other clock {where} has run further"
    return f"{only}: {first.due.used}\u00a0% is used, and it can still be on time."


def if_late(desk: Desk) -> str:
    """What the clock does when nobody decides."""
    mark = desk.record.state.marks.get(desk.gate.name)
    left = [one for one in desk.gate.escalate if mark is None or one.step not in mark.steps]
    if not mark or not mark.due:
        return "Nothing: this gate has no clock"
    if not left:
        return (
            "Everybody the policy names has it already"
            if OVERDUE in mark.steps
            else "Reminders go on; nothing is approved by waiting"
        )
    said = []
    for one in left:
        whom = "your delegate" if one.to == "delegate" else f"the {one.to.partition('/')[2].replace('_', ' ')}"
        said.append(f"{whom} may decide too {'when it is due' if one.percent else one.step}")
    told = "; ".join(said)
    return told[:1].upper() + told[1:]


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
