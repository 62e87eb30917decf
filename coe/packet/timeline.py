"""Working and waiting time of a record, read off its states: each opening of a gate, each return, each hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coe.packet.page import Bar, Fact, Span
from coe.packet.record import PacketRecord
from governance.errors import LawError
from governance.language import business_time
from governance.language.business_time import HOUR_MS, Calendar
from governance.law import clocks
from governance.law.gates import decided_in
from governance.record.state import Initiative, Mark

THOUSAND = 1000
HOURS_A_DAY = 24
PHASES = {"in review": "With reviewers", "in rework": "With the owner", "on hold": "On hold"}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of the record's life, UTC ms: an opening of `gate`, or a phase where that is "". `ended` is false for
    what was still so at the last entry.
    """

    gate: str
    since: int
    until: int
    state: Initiative
    ended: bool = True


def timeline(record: PacketRecord) -> tuple[Span, ...]:
    """Openings, returns and holds in order of their start. Solid is time that counted; hatched is a hold, or time after
    the clock had run out.
    """
    phases = tuple(_phases(record))
    stretches = [*_openings(record), *(each for each in phases if each.state.status in ("in rework", "on hold"))]
    held = [(each.since, each.until) for each in phases if each.state.status == "on hold"]
    return tuple(_span(record, each, held) for each in sorted(stretches, key=lambda each: (each.since, each.until)))


def totals(record: PacketRecord) -> tuple[Fact, ...]:
    """Working time in each phase, from the first submission until it was decided or, undecided, to the last entry."""
    return tuple(Fact(PHASES[name], _days(record, length)) for name, length in _spent(record).items() if length)


def duration(record: PacketRecord) -> str:
    """All of that working time together."""
    return _days(record, sum(_spent(record).values()))


def _spent(record: PacketRecord) -> dict[str, int]:
    spent = dict.fromkeys(PHASES, 0)
    for each in _phases(record):
        if each.state.status in spent:
            spent[each.state.status] += worked(record.calendar(), each.since, each.until)
    return spent


def _phases(record: PacketRecord) -> Iterator[_Stretch]:
    """The record's life cut where its status changes."""
    first, *rest = record.moments
    for moment in rest:
        if moment.state.status != first.state.status:
            yield _Stretch("", first.entry.at, moment.entry.at, first.state)
            first = moment
    yield _Stretch("", first.entry.at, record.moments[-1].entry.at, first.state, ended=False)


def _openings(record: PacketRecord) -> Iterator[_Stretch]:
    open_: dict[tuple[str, int], tuple[int, Initiative]] = {}
    for moment in record.moments:
        now = {(name, mark.opening): mark for name, mark in _open_marks(record, moment.state)}
        for name, opening in [key for key in open_ if key not in now]:
            since, state = open_.pop((name, opening))
            yield _Stretch(name, since, moment.entry.at, state)
        for (name, opening), mark in now.items():
            since = open_[name, opening][0] if (name, opening) in open_ else mark.opened
            open_[name, opening] = (since, moment.state)
    last = record.moments[-1].entry.at
    yield from (_Stretch(name, since, last, state, ended=False) for (name, _), (since, state) in open_.items())


def _open_marks(record: PacketRecord, state: Initiative) -> Iterator[tuple[str, Mark]]:
    for name, mark in state.marks.items():
        law = next((law for law in (record.law, *record.earlier) if name in law.gate_by_name), None)
        deciding = {"on hold", *(decided_in(law.gate_by_name[name]) if law else ())}
        if mark.state == "open" and state.status in deciding:
            yield name, mark


def _span(record: PacketRecord, each: _Stretch, held: list[tuple[int, int]]) -> Span:
    days = dict.fromkeys((record.day(each.since), record.day(each.until)))
    dates = " to ".join(days) if each.ended else f"since {record.day(each.since)}"
    if not each.gate:
        label = f"{PHASES[each.state.status]}, round {each.state.round}"
        spent = _length(worked(record.calendar(), each.since, each.until))
        kind = "waiting" if each.state.status == "on hold" else "working"
        return Span(label, dates, spent, (_bar(record, kind, each.since, each.until),))
    label = f"{record.gate_title(each.gate)}, round {each.state.round}"
    due = each.state.marks[each.gate].due or each.until
    waits = [*held, (max(due, each.since), each.until)]
    cut = [(max(since, each.since), min(until, each.until)) for since, until in waits]
    bars = [_bar(record, "working", each.since, each.until)]
    bars += [_bar(record, "waiting", since, until) for since, until in cut if since < until]
    return Span(label, dates, _used(record, each), tuple(bars))


def _used(record: PacketRecord, each: _Stretch) -> str:
    """`9 h of 80 h` of a gate's clock, `9 h` where it has none; the clock stands still while the record is held."""
    mark, calendar = each.state.marks[each.gate], record.calendar()
    law = next((law for law in (record.law, *record.earlier) if each.gate in law.gate_by_name), record.law)
    gate = law.gate_by_name.get(each.gate)
    within = gate.clock(mark.tier) if gate and mark.due else None
    until = each.state.held if each.state.status == "on hold" else each.until
    if within is None:
        return _length(worked(calendar, each.since, until))
    try:
        used = clocks.spent(calendar, within, mark, until)
        business = within.kind.startswith("business") and calendar is not None
        whole = (
            business_time.working_ms(calendar, within) if business and calendar else mark.due - mark.since + mark.spent
        )
    except LawError:
        return _length(each.until - each.since)
    return f"{_length(used)} of {_length(whole)}"


def worked(calendar: Calendar | None, since: int, until: int) -> int:
    """Working milliseconds between two moments; all of them where no calendar covers both."""
    try:
        return business_time.between(calendar, since, until) if calendar else until - since
    except LawError:
        return until - since


def _bar(record: PacketRecord, kind: str, since: int, until: int) -> Bar:
    start, end = record.moments[0].entry.at, record.moments[-1].entry.at
    whole = max(1, end - start)
    first = min(max(0, since - start) * THOUSAND // whole, THOUSAND - 1)
    last = min(max(first + 1, (until - start) * THOUSAND // whole), THOUSAND)
    return Bar("waiting" if kind == "waiting" else "working", first, last)


def _length(milliseconds: int) -> str:
    """`9 h`, `45 min`, `2 h 30 min`."""
    hours, minutes = divmod(milliseconds // 60_000, 60)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else ""]))


def _days(record: PacketRecord, milliseconds: int) -> str:
    """`2 working days 3 h`, as the calendar counts a day; hours where it is less than one."""
    calendar = record.calendar()
    a_day = (calendar.hours_per_day if calendar else HOURS_A_DAY) * HOUR_MS
    days, rest = divmod(milliseconds, a_day)
    if not days:
        return _length(rest)
    unit = f"{'working ' if calendar else ''}day{'s' if days > 1 else ''}"
    return f"{days} {unit}" + (f" {rest // HOUR_MS} h" if rest >= HOUR_MS else "")
