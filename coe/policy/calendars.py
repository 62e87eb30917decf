"""Declared working calendars, compiled to the UTC intervals the ledger keeps.

After compiling, neither a time-zone table nor a holiday table is needed to judge a deadline.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import pairwise
from zoneinfo import ZoneInfo

from governance.formats.jcs import Jsonable, encode
from governance.language.business_time import Calendar, calendar_from

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEYS = {"name", "zone", "days", "hours", "hours_per_day", "holidays", "closed"}
HOURS_A_DAY = 24
MINUTES_A_DAY = HOURS_A_DAY * 60
FIRST_YEAR, LAST_YEAR = 1970, 2200

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a declaration: what, in which key, why, and how to cure it."""

    what: str
    where: str
    why: str
    cure: str


class BadDeclaration(ValueError):
    """The declaration is not a calendar; carries every problem at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.where}: {p.what}: {p.why}. {p.cure}" for p in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class CompiledCalendar:
    """`document` is the JSON that is ledgered; `digest` is the SHA-256 (hex) of its canonical bytes."""

    name: str
    document: dict[str, Jsonable]
    digest: str

    def calendar(self) -> Calendar:
        """The same intervals as the law reads them."""
        return calendar_from(self.document)


@dataclass(frozen=True, slots=True)
class _Week:
    name: str
    zone: ZoneInfo
    weekdays: frozenset[int]
    hours: tuple[tuple[int, int], ...]
    hours_per_day: int
    closed: frozenset[date]


def compile_calendar(declaration: Mapping[str, object], years: Iterable[int]) -> CompiledCalendar:
    """Compile a declaration for consecutive `years`. Raises BadDeclaration with all problems.

    Keys: name, zone (IANA), days (`mon-fri`, `mon,wed`), hours (`09:00-17:00`, or a list), and optionally
    hours_per_day (8), holidays (`DE/BE`), closed (ISO dates).
    """
    reading = _Reading(declaration)
    covered = reading.years(years)
    week = reading.week(covered)
    if reading.problems or week is None:
        raise BadDeclaration(reading.problems)
    valid_from = _utc_ms(_midnight(date(covered[0], 1, 1)), week.zone)
    valid_to = _utc_ms(_midnight(date(covered[-1] + 1, 1, 1)), week.zone)
    document: dict[str, Jsonable] = {
        "v": 1,
        "name": week.name,
        "zone": week.zone.key,
        "hours_per_day": week.hours_per_day,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "spans": _spans(_intervals(week, covered), valid_from),
    }
    if not document["spans"]:
        raise BadDeclaration([_no_work(covered)])
    return CompiledCalendar(week.name, document, hashlib.sha256(encode(document)).hexdigest())


def _intervals(week: _Week, years: Sequence[int]) -> Iterator[tuple[int, int]]:
    day = date(years[0], 1, 1)
    while day.year <= years[-1]:
        if day.weekday() in week.weekdays and day not in week.closed:
            midnight = _midnight(day)
            for opens, closes in week.hours:
                start = _utc_ms(midnight + timedelta(minutes=opens), week.zone)
                end = _utc_ms(midnight + timedelta(minutes=closes), week.zone)
                if start < end:
                    yield start, end
        day += timedelta(days=1)


def _spans(intervals: Iterable[tuple[int, int]], valid_from: int) -> list[Jsonable]:
    """Alternating gap and working length; intervals that touch (midnight shifts) become one."""
    spans: list[int] = []
    reached = valid_from
    for start, end in intervals:
        if start == reached and spans:
            spans[-1] += end - start
        else:
            spans += [start - reached, end - start]
        reached = end
    return list(spans)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _utc_ms(wall: datetime, zone: ZoneInfo) -> int:
    """UTC milliseconds of a wall time: of one that occurs twice the first, of one that is skipped the change itself."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) != wall:
        first = _change_between(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), first, zone)
    return (first - EPOCH) // timedelta(milliseconds=1)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


@dataclass(slots=True)
class _Reading:
    """Reads a declaration, collecting every problem instead of stopping at the first."""

    source: Mapping[str, object]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, where: str, what: str, why: str, cure: str) -> None:
        self.problems.append(Problem(what, where, why, cure))

    def years(self, years: Iterable[int]) -> list[int]:
        covered = sorted(set(years))
        if not covered or covered != list(range(covered[0], covered[0] + len(covered))):
            self.refuse("years", "not consecutive", "a gap would look like a long holiday", "Give every year between.")
            return [2000]
        if covered[0] < FIRST_YEAR or covered[-1] > LAST_YEAR:
            self.refuse("years", "out of range", "no zone table reaches there", f"Give {FIRST_YEAR} to {LAST_YEAR}.")
            return [2000]
        return covered

    def week(self, years: Sequence[int]) -> _Week | None:
        for key in sorted(set(map(str, self.source)) - KEYS):
            self.refuse(key, "unknown key", f"a calendar has {', '.join(sorted(KEYS))}", "Remove or rename it.")
        name, zone = self._name(), self._zone()
        weekdays, hours, closed = self._weekdays(), self._hours(), self._closed() | self._holidays(years)
        a_day = self.source.get("hours_per_day", 8)
        if type(a_day) is not int or not 1 <= a_day <= HOURS_A_DAY:
            self.refuse("hours_per_day", "not a length of day", "a business day has 1 to 24 whole hours", "Write 8.")
            return None
        return _Week(name, zone, weekdays, hours, a_day, closed) if zone else None

    def _name(self) -> str:
        name = self.source.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            self.refuse(
                "name", "not a name", "it becomes a stream id", "Use lowercase letters, digits and hyphens: berlin."
            )
            return ""
        return name

    def _zone(self) -> ZoneInfo | None:
        key = self.source.get("zone")
        zone = _packaged_zone(key) if isinstance(key, str) else None
        if zone is None:
            self.refuse("zone", "not a time zone", f"{key!r} is not in the IANA table", "Write it like Europe/Berlin.")
        return zone

    def _weekdays(self) -> frozenset[int]:
        given = self.source.get("days")
        parts = given.split(",") if isinstance(given, str) else given
        found: set[int] = set()
        for part in parts if isinstance(parts, list) and parts else [None]:
            start, _, end = str(part).strip().lower().partition("-")
            if start not in DAYS or (end or start) not in DAYS:
                self.refuse("days", "not a weekday", f"{part!r} names none", "Write mon-fri, or mon,wed,fri.")
                continue
            first, last = DAYS.index(start), DAYS.index(end or start)
            found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        return frozenset(found)

    def _hours(self) -> tuple[tuple[int, int], ...]:
        given = self.source.get("hours")
        parts = [given] if isinstance(given, str) else given
        hours: list[tuple[int, int]] = []
        for part in parts if isinstance(parts, list) and parts else [None]:
            read = _HOURS.fullmatch(str(part).replace(" ", ""))
            opens, closes = (int(read[1]) * 60 + int(read[2]), int(read[3]) * 60 + int(read[4])) if read else (0, 0)
            if not 0 <= opens < closes <= MINUTES_A_DAY:
                self.refuse(
                    "hours",
                    "not opening hours",
                    f"{part!r} is no span within a day",
                    "Write 09:00-17:00; split nights.",
                )
            hours.append((opens, closes))
        hours.sort()
        if any(earlier[1] > later[0] for earlier, later in pairwise(hours)):
            self.refuse("hours", "overlapping hours", "the same minute would count twice", "Make the spans disjoint.")
        return tuple(hours)

    def _closed(self) -> frozenset[date]:
        given = self.source.get("closed") or []
        dates: set[date] = set()
        for entry in given if isinstance(given, list) else [given]:
            try:
                dates.add(date.fromisoformat(str(entry)))
            except ValueError:
                self.refuse("closed", "not a date", f"{entry!r} is no day of the calendar", "Write it like 2026-12-24.")
        return frozenset(dates)

    def _holidays(self, years: Sequence[int]) -> frozenset[date]:
        place = self.source.get("holidays")
        if place is None:
            return frozenset()
        country, _, part = str(place).partition("/")
        # The holiday tables load slowly and only publishing a calendar needs them.
        import holidays

        try:
            return frozenset(holidays.country_holidays(country, subdiv=part or None, years=years))
        except NotImplementedError:
            self.refuse(
                "holidays", "unknown place", f"no holidays are known for {place!r}", "Write it like DE/BE or DE."
            )
            return frozenset()


def _packaged_zone(key: str) -> ZoneInfo | None:
    """The zone from the locked tzdata package, so that two machines compile the same bytes."""
    *folders, name = key.split("/")
    if not all(re.fullmatch(r"[A-Za-z0-9_+-]+", part) for part in (*folders, name)):
        return None
    table = resources.files("tzdata").joinpath("zoneinfo", *folders, name)
    try:
        with table.open("rb") as data:
            return ZoneInfo.from_file(data, key=key)
    except (OSError, ValueError):
        return None


def _no_work(years: Sequence[int]) -> Problem:
    return Problem(
        "no working time", "closed", f"{years[0]} to {years[-1]} has no open minute", "Open some days or remove dates."
    )
