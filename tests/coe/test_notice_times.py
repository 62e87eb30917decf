"""When notices leave: quiet hours over midnight, weekends, summer time, and what may never wait."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coe.notice_times import Leaves, Preference, Waiting, after_quiet, leaves, next_daily

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
NIGHT = Preference(quiet_from=19 * 60, quiet_to=7 * 60)
MINUTES = some.integers(0, 24 * 60 - 1)
PREFERENCES = some.builds(
    Preference, some.sampled_from(["at once", "daily", "both"]), MINUTES, MINUTES, MINUTES, some.booleans()
)
MOMENTS = some.integers(1_700_000_000_000, 1_900_000_000_000)


def at(said: str, zone: ZoneInfo = BERLIN) -> int:
    return int(datetime.fromisoformat(said).replace(tzinfo=zone).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-16T18:59", "2026-11-16T18:59"),
        ("2026-11-16T19:00", "2026-11-17T07:00"),
        ("2026-11-17T00:30", "2026-11-17T07:00"),
        ("2026-11-17T06:59", "2026-11-17T07:00"),
        ("2026-11-17T07:00", "2026-11-17T07:00"),
        ("2026-03-29T01:00", "2026-03-29T07:00"),
        ("2026-10-25T01:00", "2026-10-25T07:00"),
    ],
)
def test_quiet_hours_end_in_the_morning(now: str, end: str) -> None:
    assert after_quiet(NIGHT, BERLIN, at(now)) == at(end)


def test_quiet_hours_by_day_and_in_the_persons_own_zone() -> None:
    noon = Preference(quiet_from=12 * 60, quiet_to=13 * 60)
    assert after_quiet(noon, TOKYO, at("2026-11-16T12:30", TOKYO)) == at("2026-11-16T13:00", TOKYO)
    assert after_quiet(noon, TOKYO, at("2026-11-16T12:30")) == at("2026-11-16T12:30")


def test_a_quiet_weekend_ends_on_monday_when_the_night_does() -> None:
    both = Preference(quiet_from=19 * 60, quiet_to=7 * 60, weekends=True)
    assert after_quiet(both, BERLIN, at("2026-11-20T20:00")) == at("2026-11-23T07:00")
    assert after_quiet(Preference(weekends=True), BERLIN, at("2026-11-21T12:00")) == at("2026-11-23T00:00")


def test_the_daily_mail_is_the_next_one_today_or_tomorrow() -> None:
    assert next_daily(Preference("daily", daily=480), BERLIN, at("2026-11-16T08:00")) == at("2026-11-16T08:00")
    assert next_daily(Preference("daily", daily=480), BERLIN, at("2026-11-16T08:01")) == at("2026-11-17T08:00")


def test_a_daily_mail_that_was_missed_goes_now() -> None:
    since, now = at("2026-11-16T07:00"), at("2026-11-18T10:00")
    assert leaves(Preference("daily", daily=480), BERLIN, Waiting(since), now) == Leaves(now, together=True)


def test_what_is_due_before_it_would_leave_goes_at_once_alone() -> None:
    now = at("2026-11-16T20:00")
    assert leaves(NIGHT, BERLIN, Waiting(now, due=at("2026-11-17T07:00")), now) == Leaves(now)
    assert leaves(NIGHT, BERLIN, Waiting(now, due=at("2026-11-17T07:01")), now) == Leaves(at("2026-11-17T07:00"))


@given(
    PREFERENCES,
    MOMENTS,
    some.integers(0, 10**9),
    some.integers(0, 10**10),
    some.tuples(some.booleans(), some.booleans()),
)
def test_nothing_waits_past_its_due_or_for_more_than_four_days(
    chosen: Preference, since: int, later: int, ahead: int, kind: tuple[bool, bool]
) -> None:
    now, due = since + later, since + ahead
    asks, never = kind
    left = leaves(chosen, BERLIN, Waiting(since, due, asks=asks, never_waits=never), now)
    assert now <= left.at <= now + 4 * 86_400_000
    assert left.at == now or left.at < due
    if never:
        assert left == Leaves(now)
    if left.at > now:
        assert leaves(chosen, BERLIN, Waiting(since, due, asks=asks, never_waits=never), left.at).at == left.at
