"""When an open record will probably be decided: from the office's own history, until then from promised times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coe.forecast.expected import ENOUGH, Expecting
from coe.forecast.history import Course, keys_of, working
from governance.errors import Refused
from governance.language import business_time
from governance.language.business_time import Calendar
from governance.language.definition import Definition, Gate
from governance.law.gates import Standing
from governance.record.state import Initiative

Basis = Literal["history", "promises", "on hold", "longer than any", "unknown"]


@dataclass(frozen=True, slots=True)
class Due:
    """When a record will probably be decided, UTC ms: `likely`, 8 in 10 between `low` and `high`; all 0 where `basis`
    says why there is no date. `naive` is what replaying past cycle times says, `beats_floor` whether ours was closer to
    past records; `records` how many are like it, `history` how many were decided at all.
    """

    basis: Basis
    low: int = 0
    likely: int = 0
    high: int = 0
    records: int = 0
    history: int = 0
    naive: int = 0
    beats_floor: bool = True


@dataclass(frozen=True, slots=True)
class Open:
    """A record under way, as the law sees it now."""

    law: Definition
    state: Initiative
    standings: Mapping[str, Standing]
    course: Course


def due_date(record: Open, calendar: Calendar | None, past: Expecting, now: int) -> Due | None:
    """When it will probably be decided; None for a record that is not under way."""
    if record.state.status == "on hold":
        return Due("on hold", history=past.records)
    if record.state.status not in ("in review", "in rework") or not record.course.steps:
        return None
    if past.records < ENOUGH:
        return _promised(record, calendar, past, now)
    return _from_history(record, calendar, past, now)


def _from_history(record: Open, calendar: Calendar | None, past: Expecting, now: int) -> Due:
    steps = record.course.steps
    age = working(calendar, record.course, steps[0][0], now)
    stayed = working(calendar, record.course, steps[-1][0], now)
    if age is None or stayed is None:
        return Due("unknown", history=past.records)
    band = past.band(keys_of(steps[-1][1]), float(age), float(stayed))
    if band is None:
        return Due("longer than any", history=past.records)
    low, likely, high, naive = (
        _after(calendar, now, left) for left in (band.low, band.likely, band.high, past.naive(float(age)))
    )
    if not high:
        return Due("unknown", history=past.records)
    return Due("history", low, likely, high, band.records, past.records, naive, past.beats_floor)


def _after(calendar: Calendar | None, now: int, left: float) -> int:
    """The moment so much working time after `now`; 0 beyond the calendar."""
    try:
        return business_time.add(calendar, now, round(left)) if calendar else now + round(left)
    except Refused:
        return 0


def _promised(record: Open, calendar: Calendar | None, past: Expecting, now: int) -> Due:
    """An assumption, not a measure: at best half of what is promised for the rest, likely all of it, at worst one round
    of changes after it.
    """
    unknown = Due("unknown", history=past.records)
    if calendar is None:
        return unknown
    try:
        start = max(now, record.state.due) if record.state.status == "in rework" else now
        likely = _path(record, calendar, start, again=record.state.status == "in rework")
        rework = business_time.due(calendar, likely, record.law.rework) if record.law.rework else likely
        high = _path(record, calendar, rework, again=True)
        low = business_time.add(calendar, now, max(0, business_time.between(calendar, now, likely)) // 2)
    except (Refused, business_time.BusinessTimeError):
        return unknown
    return Due("promises", low, likely, high, history=past.records) if likely > now else unknown


def _path(record: Open, calendar: Calendar, start: int, *, again: bool) -> int:
    """When the last gate ends if each uses its whole clock; `again`: those that have passed too."""
    ends: dict[str, int] = {}
    for gate in record.law.in_order:
        begun = max((ends[name] for name in gate.after), default=start)
        ends[gate.name] = _end(record, calendar, gate, begun, again=again)
    return max(ends.values(), default=start)


def _end(record: Open, calendar: Calendar, gate: Gate, begun: int, *, again: bool) -> int:
    """When one gate ends; one that is overdue is given its clock again."""
    standing, mark = record.standings.get(gate.name), record.state.marks.get(gate.name)
    within = gate.clock(record.state.tier)
    if gate.ratifies or within is None or standing is None or standing.state == "not needed":
        return begun
    if not again and standing.state == "passed":
        return begun
    if not again and standing.state == "open" and mark is not None and mark.due > begun:
        return mark.due
    return business_time.due(calendar, begun, within)
