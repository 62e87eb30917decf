"""Business time against a deliberately naive minute-by-minute oracle, and the laws it must keep."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.language.business_time import (
    DAY_MS,
    HOUR_MS,
    BadCalendar,
    BadDuration,
    Calendar,
    CalendarHorizon,
    Duration,
    add,
    between,
    calendar_from,
    due,
    parse_duration,
    portion,
    working_ms,
)

MINUTE_MS = 60_000
HORIZON_MINUTES = 600


@st.composite
def minute_calendars(draw: st.DrawFn) -> Calendar:
    edges = draw(
        st.lists(st.integers(0, HORIZON_MINUTES), min_size=2, max_size=24, unique=True)
        .map(sorted)
        .filter(lambda found: len(found) >= 2)
    )
    edges = edges[: len(edges) // 2 * 2]
    spans = tuple((a * MINUTE_MS, b * MINUTE_MS) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return Calendar(spans, 0, HORIZON_MINUTES * MINUTE_MS)


minutes = st.integers(0, HORIZON_MINUTES)


def works_in(calendar: Calendar, minute: int) -> bool:
    return any(start <= minute * MINUTE_MS < end for start, end in calendar.intervals)


def naive_add(calendar: Calendar, at: int, amount: int) -> int | None:
    while amount > 0:
        if at >= HORIZON_MINUTES:
            return None
        amount -= works_in(calendar, at)
        at += 1
    return at


@given(minute_calendars(), minutes, st.integers(0, 300))
def test_adding_agrees_with_stepping_minute_by_minute(calendar: Calendar, at: int, amount: int) -> None:
    expected = naive_add(calendar, at, amount)
    if expected is None:
        with pytest.raises(CalendarHorizon):
            add(calendar, at * MINUTE_MS, amount * MINUTE_MS)
    else:
        assert add(calendar, at * MINUTE_MS, amount * MINUTE_MS) == expected * MINUTE_MS


@given(minute_calendars(), minutes, minutes)
def test_counting_agrees_with_stepping_minute_by_minute(calendar: Calendar, a: int, b: int) -> None:
    low, high = sorted((a, b))
    counted = sum(works_in(calendar, minute) for minute in range(low, high)) * MINUTE_MS
    assert between(calendar, low * MINUTE_MS, high * MINUTE_MS) == counted
    assert between(calendar, high * MINUTE_MS, low * MINUTE_MS) == -counted


milliseconds = st.integers(0, HORIZON_MINUTES * MINUTE_MS)


@given(minute_calendars(), milliseconds, st.floats(0, 1), st.floats(0, 1))
def test_what_was_added_lies_between_and_parts_add_up(calendar: Calendar, at: int, x: float, y: float) -> None:
    left = between(calendar, at, calendar.valid_to)
    first, second = int(left * x / 2), int(left * y / 2)
    middle = add(calendar, at, first)
    assert between(calendar, at, middle) == first
    assert add(calendar, middle, second) == add(calendar, at, first + second)
    assert at <= middle <= add(calendar, at, first + second)


@given(minute_calendars(), milliseconds, milliseconds, st.integers(0, 60 * MINUTE_MS))
def test_a_later_start_never_ends_sooner(calendar: Calendar, a: int, b: int, amount: int) -> None:
    early, late = sorted((a, b))
    if between(calendar, late, calendar.valid_to) >= amount:
        assert add(calendar, early, amount) <= add(calendar, late, amount)


WEEK = Calendar(((9 * HOUR_MS, 17 * HOUR_MS), (33 * HOUR_MS, 41 * HOUR_MS)), 0, 3 * DAY_MS)


def test_a_full_day_ends_when_work_ends_not_next_morning() -> None:
    assert add(WEEK, 9 * HOUR_MS, 8 * HOUR_MS) == 17 * HOUR_MS
    assert add(WEEK, 9 * HOUR_MS, 8 * HOUR_MS + 1) == 33 * HOUR_MS + 1


def test_a_clock_started_at_night_starts_next_morning() -> None:
    assert add(WEEK, 20 * HOUR_MS, HOUR_MS) == 34 * HOUR_MS


def test_a_clock_beyond_the_calendar_names_the_cure() -> None:
    with pytest.raises(CalendarHorizon) as beyond:
        add(WEEK, 0, 17 * HOUR_MS)
    assert "Publish the calendar" in beyond.value.cure
    assert "1970-01-04" in beyond.value.why
    with pytest.raises(CalendarHorizon):
        add(WEEK, -1, HOUR_MS)
    with pytest.raises(CalendarHorizon):
        between(WEEK, 0, 3 * DAY_MS + 1)


def test_a_negative_clock_is_refused() -> None:
    with pytest.raises(BadDuration):
        add(WEEK, 0, -1)


@pytest.mark.parametrize(
    "intervals",
    [(), ((5, 5),), ((5, 4),), ((0, 5), (5, 9)), ((0, 5), (4, 9)), ((6, 9), (0, 5)), ((-1, 5),), ((0, 11),)],
)
def test_disordered_intervals_are_no_calendar(intervals: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(BadCalendar):
        Calendar(intervals, 0, 10)


@pytest.mark.parametrize(
    ("words", "kind", "amount"),
    [
        ("16 business hours", "business hours", 16),
        ("1 business hour", "business hours", 1),
        ("  2   Business Days ", "business days", 2),
        ("48 hours", "hours", 48),
        ("30 days", "days", 30),
        ("12 months", "months", 12),
        ("50%", "percent", 50),
        ("80 %", "percent", 80),
    ],
)
def test_durations_read_as_people_write_them(words: str, kind: str, amount: int) -> None:
    duration = parse_duration(words)
    assert (duration.kind, duration.amount) == (kind, amount)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "0 days",
        "-1 days",
        "1.5 business hours",
        "business hours",
        "2 business months",
        "\u0661 days",
        "999999 days",
        "2 business days late",
        "1e3 days",
        "0%",
    ],
)
def test_anything_else_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(BadDuration) as refused:
        parse_duration(words)
    assert refused.value.cure


def test_business_days_follow_the_hours_the_calendar_declares() -> None:
    seven = Calendar(WEEK.intervals, WEEK.valid_from, WEEK.valid_to, hours_per_day=7)
    assert working_ms(WEEK, Duration("business days", 2)) == 16 * HOUR_MS
    assert due(seven, 9 * HOUR_MS, Duration("business days", 1)) == 16 * HOUR_MS


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31T10:00:00", 1, "2026-02-28T10:00:00"),
        ("2027-11-30T23:59:59", 3, "2028-02-29T23:59:59"),
        ("2026-12-15T00:00:00", 12, "2027-12-15T00:00:00"),
        ("2028-02-29T01:02:03", 12, "2029-02-28T01:02:03"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(start: str, months: int, end: str) -> None:
    assert due(WEEK, moment(start), Duration("months", months)) == moment(end)


def test_calendar_days_ignore_working_hours() -> None:
    assert due(WEEK, 5, Duration("days", 30)) == 5 + 30 * DAY_MS
    assert due(WEEK, 5, Duration("hours", 48)) == 5 + 2 * DAY_MS


def test_a_share_needs_the_whole_it_is_a_share_of() -> None:
    assert portion(parse_duration("50%"), 16 * HOUR_MS) == 8 * HOUR_MS
    with pytest.raises(BadDuration):
        due(WEEK, 0, parse_duration("50%"))
    with pytest.raises(BadDuration):
        portion(parse_duration("2 days"), HOUR_MS)


def test_a_ledgered_document_becomes_the_same_calendar() -> None:
    document = {
        "valid_from": 0,
        "valid_to": 3 * DAY_MS,
        "hours_per_day": 8,
        "spans": [9 * HOUR_MS, 8 * HOUR_MS, 16 * HOUR_MS, 8 * HOUR_MS],
    }
    assert calendar_from(document) == WEEK


@pytest.mark.parametrize(
    "spans", [None, [1], [1, "2"], [1, -2], [1, 2, 0, 3], [1, True], [0.5, 1], [], [1, 3 * DAY_MS]]
)
def test_a_malformed_document_is_no_calendar(spans: object) -> None:
    with pytest.raises(BadCalendar):
        calendar_from({"valid_from": 0, "valid_to": 3 * DAY_MS, "hours_per_day": 8, "spans": spans})
