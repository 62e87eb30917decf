"""Calendars for simulations: the office's, repeated for as long as it takes, and each reviewer's hours in it."""

from __future__ import annotations

from collections.abc import Iterator

from coe.forecast.chance import mixed, share, tag
from coe.forecast.inputs import BadInputs
from governance.language.business_time import DAY_MS, HOUR_MS, Calendar

WEEK_MS = 7 * DAY_MS
YEAR_MS = 52 * WEEK_MS
WORKING_DAYS = 260
MONDAY = 4 * DAY_MS  # 5 January 1970


def standard() -> Calendar:
    """Monday to Friday, nine to five, without holidays, for a definition that names no calendar: 2026, in UTC."""
    first = 1_767_571_200_000  # Monday, 5 January 2026
    days = (first + week * WEEK_MS + day * DAY_MS for week in range(52) for day in range(5))
    return Calendar(tuple((day + 9 * HOUR_MS, day + 17 * HOUR_MS) for day in days), first, first + YEAR_MS)


def lasting(calendar: Calendar, begins: int, weeks: int) -> Calendar:
    """The calendar from `begins`, its last year (or what whole weeks it has) repeated to cover so many weeks.

    Weekdays stay where they are; holidays move by a day a year. Raises BadInputs for less than a week.
    """
    period = min(YEAR_MS, (calendar.valid_to - calendar.valid_from) // WEEK_MS * WEEK_MS)
    if not period:
        raise BadInputs("The calendar covers less than a week, so nothing can be simulated in it. Publish more of it.")
    ends = begins + weeks * WEEK_MS
    if begins < calendar.valid_from:
        return lasting(_earlier(calendar, period * -(-(calendar.valid_from - begins) // period), period), begins, weeks)
    repeated = [each for each in calendar.intervals if each[0] >= calendar.valid_to - period]
    intervals = [each for each in calendar.intervals if each[1] > begins]
    shift = 0
    while not intervals or calendar.valid_to + shift < ends:
        shift += period
        intervals += [(start + shift, end + shift) for start, end in repeated if end + shift > begins]
    joined = _merged(intervals)
    return Calendar(tuple(joined), min(begins, joined[0][0]), max(ends, joined[-1][1]), calendar.hours_per_day)


def _earlier(calendar: Calendar, by: int, period: int) -> Calendar:
    """The calendar's first period as it would have been so much earlier."""
    first = [each for each in calendar.intervals if each[1] <= calendar.valid_from + period]
    if not first:
        raise BadInputs("The calendar's first year has no working time, so nothing can be simulated before it.")
    starts = calendar.valid_from - by
    return Calendar(
        tuple((start - by, end - by) for start, end in first), starts, starts + period, calendar.hours_per_day
    )


def reviewing(office: Calendar, share_of_day: float, place: float, absent: float, luck: int) -> Calendar:
    """A reviewer's hours: this share of every working day, lying early (`place` 0) to late (1) in it, without the weeks
    of absence, of which there are `absent` working days a year.
    """
    if share_of_day >= 1 and not absent:
        return office
    kept = _blocks(office, min(1.0, share_of_day), place)
    if absent:
        chance = min(1.0, absent / WORKING_DAYS)
        away: dict[int, bool] = {}
        intervals = []
        for start, end in kept:
            week = (start - MONDAY) // WEEK_MS
            if week not in away:
                away[week] = share(mixed(luck, week)) < chance
            if not away[week]:
                intervals.append((start, end))
    else:
        intervals = list(kept)
    if not intervals:
        raise BadInputs("A reviewer is never there: absences leave no working day. Give fewer days of absence.")
    return Calendar(tuple(intervals), office.valid_from, office.valid_to, office.hours_per_day)


def luck_of(seed: int, person: str) -> int:
    """The luck of a person's absences."""
    return mixed(seed, tag("absence", person))


def _blocks(office: Calendar, part: float, place: float) -> Iterator[tuple[int, int]]:
    for opens, closes in office.intervals:
        if part == 1:
            yield opens, closes
            continue
        if closes - opens <= DAY_MS:
            length = max(1, int((closes - opens) * part))
            first = opens + int((closes - opens - length) * place)
            yield first, first + length
            continue
        # An office that never closes has intervals of many days; its people have days all the same.
        for start in range(opens, closes, DAY_MS):
            end = min(start + DAY_MS, closes)
            length = max(1, int((end - start) * part))
            first = start + int((end - start - length) * place)
            yield first, first + length


def _merged(intervals: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Touching intervals as one."""
    found: list[tuple[int, int]] = []
    for start, end in intervals:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
