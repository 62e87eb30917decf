"""Deadlines that two readings of a calendar place on different days, each with the earliest start that shows it.

Read are the coming 24 months, from every opening and closing of the calendar and from shortly before and after every
midnight. Compared with what Clearway does are: counting by the clock on the wall (where clocks change), the day in UTC,
a month that has no such day, a business day of another length than the office's, and working time where plain time
runs on while nobody is there.

A reviewer's or owner's clock in plain days, in a zone whose clocks change, is a *problem*: `1 day` has two readings and
both `24 hours` and `1 business day` have one. All else is a *note*: what Clearway does is certain, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from coe.policy.calendars import BadDeclaration, compile_calendar
from governance.checker.policy_words import span
from governance.errors import LawError, Problem
from governance.language import business_time
from governance.language.business_time import DAY_MS, EPOCH, HOUR_MS, Calendar, Duration
from governance.language.definition import Definition
from governance.reading.words import listed

MONTHS_AHEAD = 24
NEAR_MIDNIGHT = (timedelta(minutes=30), timedelta(hours=23, minutes=30))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline with two readings. Only a `problem` forbids publication."""

    told: Problem
    problem: bool


@dataclass(frozen=True, slots=True)
class _Clock:
    """One span of the definition: where it stands, whose it is in words, and whether a person must act within it."""

    pointer: str
    whose: str
    duration: Duration
    acted: bool


@dataclass(frozen=True)
class _Year:
    """A compiled calendar with its zone, and the moments from which clocks are tried."""

    calendar: Calendar
    zone: ZoneInfo
    today: date

    def local(self, at: int) -> datetime:
        """The wall time of a moment."""
        return (EPOCH + timedelta(milliseconds=at)).astimezone(self.zone)

    def at(self, wall: datetime) -> int:
        """The moment of a wall time; of two the first."""
        return (wall.replace(tzinfo=self.zone).astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)

    def wall(self, at: int) -> int:
        """Wall time as if it were UTC, so that a day always has 24 hours."""
        return (self.local(at).replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)

    @cached_property
    def horizon(self) -> tuple[int, int]:
        """The coming 24 months."""
        start = datetime.combine(self.today, datetime.min.time())
        return self.at(start), self.at(start + timedelta(days=round(MONTHS_AHEAD * 30.44)))

    @cached_property
    def worked(self) -> tuple[int, ...]:
        """Every opening and closing."""
        first, last = self.horizon
        return tuple(at for pair in self.calendar.intervals for at in pair if first <= at <= last)

    @cached_property
    def any_time(self) -> tuple[int, ...]:
        """Openings, closings, and moments near every midnight."""
        start = datetime.combine(self.today, datetime.min.time())
        days = range(round(MONTHS_AHEAD * 30.44))
        nights = {self.at(start + timedelta(days=day) + near) for day in days for near in NEAR_MIDNIGHT}
        return tuple(sorted({*self.worked, *nights}))

    @cached_property
    def changes(self) -> bool:
        """Whether the clocks change within the horizon."""
        return len({self.local(at).utcoffset() for at in self.worked}) > 1

    @cached_property
    def on_the_wall(self) -> Calendar | None:
        """The calendar in wall time; None where a change of clocks would make hours overlap."""
        intervals = tuple((self.wall(a), self.wall(b)) for a, b in self.calendar.intervals)
        if not all(a < b for pair in intervals for a, b in [pair]) or any(a[1] >= b[0] for a, b in pairwise(intervals)):
            return None
        return Calendar(intervals, intervals[0][0], intervals[-1][1], self.calendar.hours_per_day)


def deadlines(law: Definition, declaration: Mapping[str, object], today: date) -> tuple[Deadline, ...]:
    """The deadlines of a definition with two readings of this calendar declaration; none where it is no calendar."""
    try:
        compiled = compile_calendar(declaration, range(today.year, today.year + 5))
    except BadDeclaration:
        return ()
    year = _Year(compiled.calendar(), ZoneInfo(str(compiled.document["zone"])), today)
    found: list[Deadline] = []
    for duration, clocks in _alike(law).items():
        for reading in (_wall_days, _wall_hours, _no_such_day, _other_day_in_utc, _short_days, _nobody_there):
            told = reading(year, duration)
            if told is not None:
                problem = reading is _wall_days and any(clock.acted for clock in clocks)
                found.append(_deadline(clocks, duration, told, problem=problem))
    return tuple(found)


_LATER = "What follows an approval has no other words than days and months: tell people which day is meant."


def _deadline(clocks: list[_Clock], duration: Duration, told: tuple[str, str], *, problem: bool) -> Deadline:
    whose = listed([clock.whose for clock in clocks])
    words = f"{whose[:1].upper()}{whose[1:]}: {span(duration)} {told[0]}"
    cure = told[1] if any(clock.acted for clock in clocks) else _LATER
    return Deadline(Problem(clocks[0].pointer, words, cure), problem)


def _alike(law: Definition) -> dict[Duration, list[_Clock]]:
    found: dict[Duration, list[_Clock]] = {}
    for clock in _clocks(law):
        found.setdefault(clock.duration, []).append(clock)
    return found


def _clocks(law: Definition) -> Iterator[_Clock]:
    for place, gate in enumerate(law.gates):
        at, title = f"/gates/{place}/within", f"the clock of “{gate.title}”"
        if gate.within:
            yield _Clock(at, title, gate.within, acted=True)
        for tier, each in gate.within_by_tier:
            yield _Clock(f"{at}/{tier}", f"{title} in {tier}", each, acted=True)
    if law.rework:
        yield _Clock("/rework/within", "rework", law.rework, acted=True)
    if law.expires:
        yield _Clock("/afterwards/expires/after", "expiry", law.expires, acted=False)
    for place, check_in in enumerate(law.afterwards.check_ins):
        yield _Clock(f"/afterwards/check_ins/{place}/at", f"the check-in “{check_in.ask}”", check_in.at, acted=False)


Told = tuple[str, str] | None


def _first(year: _Year, starts: tuple[int, ...], ours: Callable[[int], int], other: Callable[[int], date]) -> Told:
    """The earliest start whose due date differs from another reading: where from, ours, theirs."""
    for at in starts:
        try:
            due = year.local(ours(at)).date()
            theirs = other(at)
        except (LawError, OverflowError):
            return None
        if due != theirs:
            return f"from {_moment(year, at)} end on {_day(due)} here", _day(theirs)
    return None


def _wall_days(year: _Year, duration: Duration) -> Told:
    if duration.kind != "days" or not year.changes:
        return None

    def by_the_calendar(at: int) -> date:
        return year.local(at).date() + timedelta(days=duration.amount)

    found = _first(year, year.any_time, lambda at: at + duration.amount * DAY_MS, by_the_calendar)
    if found is None:
        return None
    hours = duration.amount * 24
    return (
        f"{found[0]}, counted as {hours} hours, and on {found[1]} counted by the calendar, because the clocks change.",
        f"Write {hours} hours, or {span(Duration('business days', duration.amount))}.",
    )


def _wall_hours(year: _Year, duration: Duration) -> Told:
    on_the_wall = year.on_the_wall
    if not duration.kind.startswith("business") or not year.changes or on_the_wall is None:
        return None

    def by_the_wall(at: int) -> date:
        due = business_time.due(on_the_wall, year.wall(at), duration)
        return (EPOCH + timedelta(milliseconds=due)).date()

    found = _first(year, year.worked, lambda at: business_time.due(year.calendar, at, duration), by_the_wall)
    if found is None:
        return None
    return f"{found[0]}, and on {found[1]} by the clock on the wall, because the clocks change.", _OURS


_OURS = "Here hours are hours that pass; say so where you promise the deadline."


def _no_such_day(year: _Year, duration: Duration) -> Told:
    if duration.kind != "months":
        return None

    def carried_over(at: int) -> date:
        day = year.local(at).date()
        first = _month_later(day.replace(day=1), duration.amount)
        return first + timedelta(days=day.day - 1)

    def ours(at: int) -> int:
        return business_time.due(year.calendar, at, duration)

    found = _first(year, year.worked, ours, carried_over)
    if found is None:
        return None
    return f"{found[0]}, and on {found[1]} for whoever counts on.", "Here a month ends with its last day; say so."


def _month_later(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return first.replace(year=year, month=month + 1)


def _other_day_in_utc(year: _Year, duration: Duration) -> Told:
    if duration.kind == "percent":
        return None

    def ours(at: int) -> int:
        return business_time.due(year.calendar, at, duration)

    def in_utc(at: int) -> date:
        return (EPOCH + timedelta(milliseconds=ours(at))).date()

    found = _first(year, year.worked, ours, in_utc)
    if found is None:
        return None
    return f"{found[0]} in {year.zone.key}, and on {found[1]} in UTC.", "Quote the deadline with its zone."


def _short_days(year: _Year, duration: Duration) -> Told:
    """A business day counts as many hours as the calendar says, however long the office is open."""
    if duration.kind != "business days":
        return None
    closings: dict[date, int] = {}
    for _, closes in year.calendar.intervals:
        closings[year.local(closes - 1).date()] = closes
    days = list(closings)
    place = {day: n for n, day in enumerate(days)}
    openings = {year.local(opens).date(): opens for opens, _ in reversed(year.calendar.intervals)}
    first, last = year.horizon
    starts = tuple(sorted(at for at in openings.values() if first <= at <= last))

    def whole_days(at: int) -> date:
        return days[min(place[year.local(at).date()] + duration.amount - 1, len(days) - 1)]

    found = _first(year, starts, lambda at: business_time.due(year.calendar, at, duration), whole_days)
    if found is None:
        return None
    hours = year.calendar.hours_per_day
    return (
        f"{found[0]}, at {hours} hours a day, and on {found[1]} counted in days the office is open.",
        f"Set hours_per_day to the hours the office is open, or write {duration.amount * hours} business hours.",
    )


def _nobody_there(year: _Year, duration: Duration) -> Told:
    if duration.kind not in ("hours", "days"):
        return None
    open_days = {year.local(opens).date() for opens, _ in year.calendar.intervals}
    length = duration.amount * (HOUR_MS if duration.kind == "hours" else DAY_MS)

    def next_open_day(at: int) -> date:
        day = year.local(at + length).date()
        while day not in open_days:
            day += timedelta(days=1)
        return day

    found = _first(year, year.worked, lambda at: at + length, next_open_day)
    if found is None:
        return None
    return f"{found[0]}, when nobody works; the next working day is {found[1]}.", "Use business hours or business days."


def _moment(year: _Year, at: int) -> str:
    local = year.local(at)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
