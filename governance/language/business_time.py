"""Business time: working intervals in UTC milliseconds, and the durations a definition promises.

Errors, within the law's tree: CalendarHorizon is Refused; BadCalendar and BadDuration are BusinessTimeError.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Literal, assert_never

from governance.errors import LawError, Refused

SECOND_MS = 1_000
HOUR_MS = 3_600 * SECOND_MS
HOURS_A_DAY = 24
DAY_MS = HOURS_A_DAY * HOUR_MS
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Kind = Literal["business hours", "business days", "hours", "days", "months", "percent"]


class BusinessTimeError(LawError):
    """Carries what is wrong, where, why, and the cure, in words for the person concerned."""

    def __init__(self, what: str, where: str, why: str, cure: str) -> None:
        super().__init__(f"{what} ({where}): {why}. {cure}")
        self.what, self.where, self.why, self.cure = what, where, why, cure


class BadCalendar(BusinessTimeError):
    """The intervals are empty, unsorted, overlapping, or outside the horizon."""


class BadDuration(BusinessTimeError):
    """The words are not a duration, or the duration does not fit its use."""


class CalendarHorizon(Refused):
    """A moment lies outside the years the calendar covers; `data` has `at`, UTC milliseconds."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A promised span. `amount` is a whole positive number of `kind`; a percent is a share of another span."""

    kind: Kind
    amount: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working intervals `(start, end)`, UTC milliseconds, end excluded, sorted and disjoint.

    Answers are given for moments in `[valid_from, valid_to]` only. Raises BadCalendar.
    """

    intervals: tuple[tuple[int, int], ...]
    valid_from: int
    valid_to: int
    hours_per_day: int = 8
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    worked: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _refuse_disorder(self)
        lengths = (end - start for start, end in self.intervals)
        object.__setattr__(self, "starts", tuple(start for start, _ in self.intervals))
        object.__setattr__(self, "worked", tuple(accumulate(lengths, initial=0)))

    def worked_until(self, at_ms: int) -> int:
        """Working milliseconds before `at_ms`, counted from the first interval."""
        index = bisect_right(self.starts, at_ms)
        if index == 0:
            return 0
        return min(self.worked[index], self.worked[index - 1] + at_ms - self.starts[index - 1])


def add(calendar: Calendar, at_ms: int, working_ms: int) -> int:
    """The earliest moment by which `working_ms` of working time have passed since `at_ms`.

    Nothing to wait for returns `at_ms` itself. Raises CalendarHorizon, or BadDuration when negative.
    """
    _refuse_outside(calendar, at_ms)
    if working_ms < 0:
        raise BadDuration(
            "negative working time", str(working_ms), "a clock runs forward only", "Give zero or more milliseconds."
        )
    if working_ms == 0:
        return at_ms
    target = calendar.worked_until(at_ms) + working_ms
    index = bisect_left(calendar.worked, target)
    if index == len(calendar.worked):
        raise CalendarHorizon(
            "calendar-horizon",
            f"A clock started {utc_text(at_ms)} runs beyond the calendar.",
            f"The calendar ends {utc_text(calendar.valid_to)}, {target - calendar.worked[-1]} ms of work short.",
            "Publish the calendar for the following years.",
            {"at": at_ms},
        )
    return calendar.starts[index - 1] + target - calendar.worked[index - 1]


def between(calendar: Calendar, a_ms: int, b_ms: int) -> int:
    """Working milliseconds from `a_ms` to `b_ms`; negative when `b_ms` is the earlier. Raises CalendarHorizon."""
    _refuse_outside(calendar, a_ms)
    _refuse_outside(calendar, b_ms)
    return calendar.worked_until(b_ms) - calendar.worked_until(a_ms)


def due(calendar: Calendar, at_ms: int, duration: Duration) -> int:
    """The moment a clock of `duration` started at `at_ms` runs out, UTC milliseconds.

    Days are 24 hours; months are civil months in UTC, clamped to the month's last day.
    Raises CalendarHorizon, or BadDuration for a percentage, which is a share of some other duration.
    """
    match duration.kind:
        case "business hours" | "business days":
            return add(calendar, at_ms, working_ms(calendar, duration))
        case "hours" | "days" | "months" | "percent":
            return later(at_ms, duration)
        case _:
            assert_never(duration.kind)


def later(at_ms: int, duration: Duration) -> int:
    """The moment so many hours, days or months after `at_ms`, as `due` counts them; no calendar is needed for it.

    Raises BadDuration for any other kind.
    """
    match duration.kind:
        case "hours":
            return at_ms + duration.amount * HOUR_MS
        case "days":
            return at_ms + duration.amount * DAY_MS
        case "months":
            return _months_later(at_ms, duration.amount)
        case "business hours" | "business days" | "percent":
            raise _not_a_span(duration)
        case _:
            assert_never(duration.kind)


def working_ms(calendar: Calendar, duration: Duration) -> int:
    """The working milliseconds of a duration in business hours or days. Raises BadDuration for any other kind."""
    match duration.kind:
        case "business hours":
            return duration.amount * HOUR_MS
        case "business days":
            return duration.amount * calendar.hours_per_day * HOUR_MS
        case "hours" | "days" | "months" | "percent":
            raise _not_a_span(duration)
        case _:
            assert_never(duration.kind)


def portion(share: Duration, whole_ms: int) -> int:
    """The milliseconds that a percentage is of `whole_ms`, rounded down. Raises BadDuration for any other kind."""
    if share.kind != "percent":
        raise BadDuration(
            "not a share", f"{share.amount} {share.kind}", "a share is a percentage", "Write it like 50%."
        )
    return whole_ms * share.amount // 100


_WORDS: Mapping[str, Kind] = {
    "business hour": "business hours",
    "business day": "business days",
    "hour": "hours",
    "day": "days",
    "month": "months",
}
_LARGEST: Mapping[Kind, int] = {
    "business hours": 20_000,
    "business days": 2_500,
    "hours": 100_000,
    "days": 3_660,
    "months": 120,
    "percent": 1_000,
}
_DURATION = re.compile(r"([0-9]{1,6}) ?(%|(?:business )?(?:hour|day)s?|months?)", re.ASCII)


def parse_duration(words: str) -> Duration:
    """Read `16 business hours`, `2 business days`, `48 hours`, `30 days`, `12 months` or `50%`. Raises BadDuration."""
    found = _DURATION.fullmatch(" ".join(words.lower().split()))
    if found is None:
        raise BadDuration(
            "not a duration",
            repr(words[:80]),
            "a duration is a whole number and a unit",
            "Write it like `16 business hours`, `2 business days`, `30 days`, `12 months` or `50%`.",
        )
    unit = found[2]
    kind: Kind = "percent" if unit == "%" else _WORDS[unit.removesuffix("s")]
    amount = int(found[1])
    if not 1 <= amount <= _LARGEST[kind]:
        raise BadDuration(
            "not a usable duration",
            repr(words[:80]),
            f"{kind} go from 1 to {_LARGEST[kind]}",
            "Choose a number in that range.",
        )
    return Duration(kind, amount)


def calendar_from(document: Mapping[str, object]) -> Calendar:
    """The calendar of a ledgered document: `spans` alternates gap and working length from `valid_from`.

    Gaps and lengths are positive (only the first gap may be 0), so intervals cannot overlap. Raises BadCalendar.
    """
    valid_from, valid_to, hours = (_whole(document, key) for key in ("valid_from", "valid_to", "hours_per_day"))
    spans = document.get("spans")
    if not isinstance(spans, list) or len(spans) % 2 or not all(type(span) is int for span in spans):
        raise _bad("spans", "they are pairs of whole milliseconds, gap then working time")
    if any(span < (0 if place == 0 else 1) for place, span in enumerate(spans)):
        raise _bad("spans", "every gap and every working time is longer than nothing")
    edges = list(accumulate(spans, initial=valid_from))[1:]
    return Calendar(tuple(zip(edges[::2], edges[1::2], strict=True)), valid_from, valid_to, hours)


def utc_text(at_ms: int) -> str:
    """`2026-03-29T01:00:00.000Z`, or the bare number when no civil date can hold it."""
    try:
        return (EPOCH + timedelta(milliseconds=at_ms)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except OverflowError:
        return f"{at_ms} ms"


def _months_later(at_ms: int, months: int) -> int:
    at = EPOCH + timedelta(milliseconds=at_ms)
    year, month0 = divmod(at.year * 12 + at.month - 1 + months, 12)
    first = at.replace(year=year, month=month0 + 1, day=1)
    last_day = ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day
    return (first.replace(day=min(at.day, last_day)) - EPOCH) // timedelta(milliseconds=1)


def _whole(document: Mapping[str, object], key: str) -> int:
    value = document.get(key)
    if type(value) is not int:
        raise _bad(key, "it is missing or not a whole number")
    return value


def _refuse_disorder(calendar: Calendar) -> None:
    if not 1 <= calendar.hours_per_day <= HOURS_A_DAY:
        raise _bad("hours_per_day", "a working day has 1 to 24 hours")
    edges = [edge for interval in calendar.intervals for edge in interval]
    if not edges:
        raise _bad("intervals", "there is no working time at all, so no clock could run out")
    if not all(a < b for a, b in pairwise(edges)):
        raise _bad("intervals", "they must be sorted, disjoint, not touching, and longer than nothing")
    if edges[0] < calendar.valid_from or edges[-1] > calendar.valid_to:
        raise _bad("intervals", "they must lie between valid_from and valid_to")


def _refuse_outside(calendar: Calendar, at_ms: int) -> None:
    if not calendar.valid_from <= at_ms <= calendar.valid_to:
        raise CalendarHorizon(
            "calendar-horizon",
            f"The calendar does not cover {utc_text(at_ms)}.",
            f"It covers {utc_text(calendar.valid_from)} to {utc_text(calendar.valid_to)}.",
            "Publish the calendar for that year.",
            {"at": at_ms},
        )


def _bad(where: str, why: str) -> BadCalendar:
    return BadCalendar("not a calendar", where, why, "Compile the calendar again from its declaration.")


def _not_a_span(duration: Duration) -> BadDuration:
    return BadDuration(
        "this duration does not fit here",
        f"{duration.amount} {duration.kind}",
        "its length depends on something else than this calendar",
        "Use business hours or business days, or for a share name the duration it is a share of.",
    )
