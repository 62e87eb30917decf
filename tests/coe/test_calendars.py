"""Calendars over daylight saving, holidays, and every way to declare one wrongly."""

import hashlib
import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from coe.policy.calendars import BadDeclaration, compile_calendar
from governance.formats.jcs import encode
from governance.language.business_time import HOUR_MS, add, between, parse_duration, working_ms

BERLIN: dict[str, object] = {
    "name": "berlin",
    "zone": "Europe/Berlin",
    "days": "mon-fri",
    "hours": ["09:00-12:00", "13:00-18:00"],
    "holidays": "DE/BE",
    "closed": ["2026-12-24", "2026-12-31"],
}


def berlin(**changes: object) -> dict[str, object]:
    return BERLIN | changes


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_monday_morning_is_an_hour_earlier_in_summer() -> None:
    intervals = compile_calendar(BERLIN, [2026]).calendar().intervals
    assert (at("2026-03-27T08:00"), at("2026-03-27T11:00")) in intervals
    assert (at("2026-03-30T07:00"), at("2026-03-30T10:00")) in intervals
    assert (at("2026-10-23T07:00"), at("2026-10-23T10:00")) in intervals
    assert (at("2026-10-26T08:00"), at("2026-10-26T11:00")) in intervals


def test_every_working_day_lasts_eight_hours_whatever_the_season() -> None:
    calendar = compile_calendar(BERLIN, [2026]).calendar()
    per_day: dict[date, int] = {}
    for start, end in calendar.intervals:
        day = datetime.fromtimestamp(start / 1000, ZoneInfo("Europe/Berlin")).date()
        per_day[day] = per_day.get(day, 0) + end - start
    assert set(per_day.values()) == {8 * HOUR_MS}
    assert all(day.weekday() < 5 for day in per_day)


def test_a_clock_over_the_change_to_summer_time_gives_the_same_wall_time() -> None:
    calendar = compile_calendar(BERLIN, [2026]).calendar()
    friday_ten = at("2026-03-27T09:00")
    assert add(calendar, friday_ten, working_ms(calendar, parse_duration("1 business day"))) == at("2026-03-30T08:00")


@pytest.mark.parametrize("day", ["2026-03-08", "2026-10-03", "2026-12-24", "2026-12-25", "2026-12-31", "2027-03-08"])
def test_nobody_works_on_holidays_and_closed_days(day: str) -> None:
    calendar = compile_calendar(berlin(days="mon-sun"), [2026, 2027]).calendar()
    assert between(calendar, at(day + "T00:00"), at(day + "T23:00")) == 0


def test_womens_day_is_a_holiday_in_berlin_and_a_working_day_in_hamburg() -> None:
    monday = at("2027-03-08T00:00"), at("2027-03-08T22:00")
    assert between(compile_calendar(BERLIN, [2027]).calendar(), *monday) == 0
    assert between(compile_calendar(berlin(holidays="DE/HH"), [2027]).calendar(), *monday) == 8 * HOUR_MS


def test_a_night_that_loses_an_hour_is_an_hour_shorter() -> None:
    nights = berlin(days="sun", hours="01:00-04:00", holidays=None, closed=[])
    calendar = compile_calendar(nights, [2026]).calendar()
    assert between(calendar, at("2026-03-29T00:00"), at("2026-03-29T12:00")) == 2 * HOUR_MS
    assert between(calendar, at("2026-10-25T00:00"), at("2026-10-25T12:00")) == 3 * HOUR_MS
    assert between(calendar, at("2026-10-24T22:00"), at("2026-10-25T12:00")) == 4 * HOUR_MS


def test_hours_inside_the_lost_hour_vanish_and_half_inside_start_at_the_change() -> None:
    lost = compile_calendar(berlin(days="sun", hours="02:15-02:45", holidays=None), [2026]).calendar()
    assert between(lost, at("2026-03-29T00:00"), at("2026-03-29T12:00")) == 0
    half = compile_calendar(berlin(days="sun", hours="02:30-03:30", holidays=None), [2026]).calendar()
    assert (at("2026-03-29T01:00"), at("2026-03-29T01:30")) in half.intervals


def test_round_the_clock_shifts_become_one_interval() -> None:
    always = berlin(days="mon-sun", hours=["00:00-12:00", "12:00-24:00"], holidays=None, closed=None)
    calendar = compile_calendar(always, [2026]).calendar()
    assert calendar.intervals == ((calendar.valid_from, calendar.valid_to),)


def test_the_horizon_is_local_midnight_to_local_midnight() -> None:
    calendar = compile_calendar(BERLIN, [2027, 2026]).calendar()
    assert (calendar.valid_from, calendar.valid_to) == (at("2025-12-31T23:00"), at("2027-12-31T23:00"))


def test_the_identity_is_the_hash_of_the_canonical_bytes_and_the_form_is_compact() -> None:
    compiled = compile_calendar(BERLIN, [2026])
    raw = encode(compiled.document)
    assert compiled.digest == hashlib.sha256(raw).hexdigest()
    assert json.loads(raw) == compiled.document
    assert len(raw) < 12_000
    assert compile_calendar(dict(reversed(BERLIN.items())), [2026]).digest == compiled.digest
    assert compile_calendar(berlin(closed=["2026-12-24"]), [2026]).digest != compiled.digest


def test_dates_that_yaml_already_read_are_taken() -> None:
    assert compile_calendar(berlin(closed=[date(2026, 12, 24), date(2026, 12, 31)]), [2026]) == compile_calendar(
        BERLIN, [2026]
    )


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"name": "Berlin Office"}, "name"),
        ({"zone": "Europe/Atlantis"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"zone": "Europe"}, "zone"),
        ({"zone": 3}, "zone"),
        ({"days": "mon-fry"}, "days"),
        ({"days": []}, "days"),
        ({"hours": "17:00-09:00"}, "hours"),
        ({"hours": "23:00-24:30"}, "hours"),
        ({"hours": None}, "hours"),
        ({"hours": ["09:00-12:00", "11:00-13:00"]}, "hours"),
        ({"hours_per_day": 0}, "hours_per_day"),
        ({"hours_per_day": 7.5}, "hours_per_day"),
        ({"holidays": "DE/ZZ"}, "holidays"),
        ({"holidays": "Atlantis"}, "holidays"),
        ({"closed": ["24.12.2026"]}, "closed"),
        ({"holiday": "DE"}, "holiday"),
    ],
)
def test_a_wrong_declaration_names_the_key_and_the_cure(change: dict[str, object], where: str) -> None:
    with pytest.raises(BadDeclaration) as refused:
        compile_calendar(berlin(**change), [2026])
    assert [problem.where for problem in refused.value.problems] == [where]
    assert refused.value.problems[0].cure


def test_all_problems_are_reported_together() -> None:
    with pytest.raises(BadDeclaration) as refused:
        compile_calendar({"zone": "Nowhere", "days": "x", "hours": "y", "closed": ["z"]}, [2026, 2028])
    found = {problem.where for problem in refused.value.problems}
    assert found == {"years", "name", "zone", "days", "hours", "closed"}


def test_a_calendar_without_any_open_minute_is_refused() -> None:
    with pytest.raises(BadDeclaration) as refused:
        compile_calendar(
            berlin(days="sun", hours="02:15-02:20", closed=None, holidays=None, zone="Etc/UTC")
            | {
                "closed": [
                    date.fromordinal(day).isoformat()
                    for day in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
                ]
            },
            [2026],
        )
    assert refused.value.problems[0].what == "no working time"
