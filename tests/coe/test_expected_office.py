"""The expected date of a record under way: from decided ones like it, in working time; promises until there are ten."""

from dataclasses import replace

import pytest

from coe.forecast.expected import ENOUGH, Expecting, learnt
from coe.forecast.expected_office import Open, due_date
from coe.forecast.history import Course, Place, course_of, keys_of, seen_in, working
from governance.language.business_time import DAY_MS, HOUR_MS, Calendar, Duration
from governance.language.definition import Definition
from governance.law.gates import standings
from governance.law.pools import Facts
from governance.record import events as e
from governance.record.state import Initiative, Mark
from tests.coe.forecast_office import one_gate

MONDAY = 1_767_571_200_000  # 5 January 2026, midnight UTC
OPEN: Place = ("T1", 1, frozenset({"desk"}), False)
WEEKDAYS = 5


def calendar(weeks: int = 30) -> Calendar:
    days = [MONDAY + (week * 7 + day) * DAY_MS for week in range(weeks) for day in range(WEEKDAYS)]
    intervals = tuple((day + 9 * HOUR_MS, day + 17 * HOUR_MS) for day in days)
    return Calendar(intervals, MONDAY, MONDAY + weeks * 7 * DAY_MS)


def at(day: int, hour: int = 9) -> int:
    return MONDAY + day * DAY_MS + hour * HOUR_MS


def decided(hours: int) -> Course:
    """Submitted on Monday at nine, decided so many hours of the same day later."""
    return Course(((at(0), OPEN),), (), at(0) + hours * HOUR_MS)


def history(*hours: int) -> Expecting:
    return learnt([seen for n, one in enumerate(hours) for seen in seen_in(str(n), decided(one), calendar())])


def record(status: str = "in review", course: Course | None = None, law: Definition | None = None) -> Open:
    marks = {"desk": Mark("open", opened=at(4), due=at(7))}
    state = Initiative(status=status, round=1, tier="T1", marks=marks)  # type: ignore[arg-type]
    law = law or one_gate()
    where = course or Course(((at(4, 15), OPEN),), (), 0)
    return Open(law, state, standings(law, Facts({}, law=law), state, at(4)), where)


def promising() -> Definition:
    """The desk promises two business days and the owner one for changes."""
    law = one_gate()
    desk = replace(law.gates[0], within=Duration("business hours", 16))
    return replace(law, gates=(desk,), rework=Duration("business hours", 8))


def test_working_time_left_is_told_as_a_date_past_the_weekend() -> None:
    """Four working hours like each past record: from Friday at three it is Monday at eleven, not Friday night."""
    due = due_date(record(), calendar(), history(*[4] * 20), at(4, 15))
    assert due is not None
    assert due.basis == "history"
    assert due.low == due.likely == due.high == at(7, 11)
    assert (due.records, due.history) == (20, 20)


def test_time_already_waited_moves_the_date_by_what_the_others_had_left_then() -> None:
    """Half took two hours, half eight: after three hours only those of eight are like it, with five left."""
    past = history(*([2] * 20), *([8] * 20))
    course = Course(((at(1), OPEN),), (), 0)
    due = due_date(record(course=course), calendar(), past, at(1, 12))
    assert due is not None
    assert due.likely == at(1, 17)
    assert due.records == 20


def test_a_record_on_hold_has_no_date_and_says_so() -> None:
    due = due_date(record("on hold"), calendar(), history(*[4] * 20), at(4, 15))
    assert due is not None
    assert (due.basis, due.likely) == ("on hold", 0)


def test_a_record_that_waited_longer_than_any_has_no_date() -> None:
    course = Course(((at(0), OPEN),), (), 0)
    due = due_date(record(course=course), calendar(), history(*[4] * 20), at(3))
    assert due is not None
    assert (due.basis, due.likely) == ("longer than any", 0)


def test_four_that_stayed_as_long_are_too_few_to_say_8_in_10() -> None:
    course = Course(((at(1), OPEN),), (), 0)
    four = due_date(record(course=course), calendar(), history(*[2] * 20, *[8] * 4), at(1, 12))
    five = due_date(record(course=course), calendar(), history(*[2] * 20, *[8] * 5), at(1, 12))
    assert four is not None
    assert five is not None
    assert (four.basis, five.basis) == ("longer than any", "history")


def test_with_nine_decided_the_promises_stand_and_with_ten_the_history() -> None:
    few = due_date(record(law=promising()), calendar(), history(*[4] * (ENOUGH - 1)), at(4, 15))
    enough = due_date(record(law=promising()), calendar(), history(*[4] * ENOUGH), at(4, 15))
    assert few is not None
    assert enough is not None
    assert (few.basis, few.history, enough.basis) == ("promises", 9, "history")


def test_promises_run_from_half_of_them_to_a_round_of_changes_after_all() -> None:
    """Due on Monday at nine, asked on Friday at three: two hours; then a day of changes and two days of review."""
    due = due_date(record(law=promising()), calendar(), history(), at(4, 15))
    assert due is not None
    assert (due.low, due.likely) == (at(4, 16), at(7))
    assert due.high == at(9, 17)


def test_a_gate_that_is_overdue_is_given_its_clock_again() -> None:
    due = due_date(record(law=promising()), calendar(), history(), at(8))
    assert due is not None
    assert due.likely == at(9, 17)


def test_without_promises_nothing_is_made_up() -> None:
    due = due_date(record(), calendar(), history(), at(8))
    assert due is not None
    assert (due.basis, due.likely) == ("unknown", 0)


def test_what_is_closed_is_not_forecast() -> None:
    for status in ("approved", "released", "rejected", "withdrawn", "expired", "draft"):
        assert due_date(record(status), calendar(), history(*[4] * 20), at(4)) is None


def test_beyond_the_calendar_no_date_is_made_up() -> None:
    due = due_date(record(), calendar(weeks=1), history(*[4] * 20), at(4, 16))
    assert due is not None
    assert due.basis == "unknown"


def test_hours_on_hold_are_not_hours_of_work() -> None:
    course = Course(((at(0), OPEN),), ((at(0, 11), at(1, 11)),), at(1, 13))
    assert working(calendar(), course, at(0), at(1, 13)) == 4 * HOUR_MS
    running = Course(((at(0), OPEN),), ((at(0, 11), 0),), 0)
    assert working(calendar(), running, at(0), at(2)) == 2 * HOUR_MS


def test_a_course_is_read_from_the_ledgers_events_and_ends_with_the_decision() -> None:
    submitted = e.Submitted("note", {}, {}, {}, "d", "NOT-1", "ann", 1, "T1", {}, ())
    again = replace(submitted, round=2)
    entries = [
        ((submitted, e.GateOpened("desk", 1, 0)), 10),
        ((e.PutOnHold("why"),), 20),
        ((e.Resumed({}, {}),), 30),
        ((e.GateSettled("desk"), e.ReturnedToOwner(0)), 40),
        ((again, e.GateOpened("desk", 2, 0)), 50),
        ((e.GatePassed("desk"), e.Approved()), 60),
        ((e.Released(),), 70),
    ]
    found = course_of(entries)
    assert [when for when, _ in found.steps] == [10, 40, 50]
    assert [place[1:] for _, place in found.steps] == [
        (1, frozenset({"desk"}), False),
        (1, frozenset(), True),
        (2, frozenset({"desk"}), False),
    ]
    assert found.held == ((20, 30),)
    assert found.decided == 60
    assert course_of([*entries, ((e.Rejected("desk"),), 80)]).decided == 60
    assert not found.on_hold
    assert course_of(entries[:2]).on_hold


def test_a_withdrawn_record_teaches_nothing() -> None:
    submitted = e.Submitted("note", {}, {}, {}, "d", "NOT-1", "ann", 1, "T1", {}, ())
    found = course_of([((submitted, e.GateOpened("desk", 1, 0)), at(0)), ((e.Withdrawn("why"),), at(1))])
    assert seen_in("x", found, calendar()) == []


def test_places_are_compared_from_the_exact_one_to_how_many_gates_are_open() -> None:
    exact, without_tier, open_ = keys_of(("T2", 1, frozenset({"legal", "medical"}), False))
    assert exact != keys_of(("T3", 1, frozenset({"legal", "medical"}), False))[0]
    assert without_tier == keys_of(("T3", 1, frozenset({"legal", "medical"}), False))[1]
    assert open_ == keys_of(("T1", 2, frozenset({"safety", "medical"}), False))[2]


@pytest.mark.parametrize("hours", [(1, 2, 3, 4, 5, 6, 7, 8) * 5])
def test_the_band_of_an_office_lies_within_what_happened(hours: tuple[int, ...]) -> None:
    due = due_date(record(course=Course(((at(1), OPEN),), (), 0)), calendar(), history(*hours), at(1))
    assert due is not None
    assert at(1, 10) <= due.low < due.likely < due.high <= at(1, 17)
    assert due.naive == at(1, 13) + HOUR_MS // 2
