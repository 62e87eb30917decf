"""A drill is recorded as it went: nothing that failed counts as restored, and nobody records one by hand."""

import pytest

from governance.errors import Forbidden, Refused
from governance.law.pools import SYSTEM, Facts
from governance.office.continuity import CONTINUITY, Drills, decide_drill, evolve_drills
from governance.office.office_law import advance, judge
from governance.record import commands as c
from governance.record import events as e

GOOD = c.RecordRestoreDrill("restored", "a" * 64, 7, "b" * 64, 900)
BAD = c.RecordRestoreDrill("failed", "", 0, "", 900, "The disk did not take it.")


@pytest.mark.parametrize("command", [GOOD, BAD])
def test_a_drill_is_recorded_with_all_it_found(command: c.RecordRestoreDrill) -> None:
    (event,) = judge(CONTINUITY, None, Facts({}), c.Stamped(command, SYSTEM, 5))
    assert event == decide_drill(command, SYSTEM)
    assert isinstance(event, e.RestoreDrilled)
    assert (event.result, event.root, event.cause) == (command.result, command.root, command.cause)


def test_nobody_records_a_drill_by_hand() -> None:
    with pytest.raises(Forbidden, match="records itself"):
        decide_drill(GOOD, "ada")


@pytest.mark.parametrize(
    "command",
    [
        c.RecordRestoreDrill("restored", "", 7, "b" * 64, 1),
        c.RecordRestoreDrill("restored", "a" * 64, 0, "b" * 64, 1),
        c.RecordRestoreDrill("restored", "a" * 64, 7, "b", 1),
        c.RecordRestoreDrill("restored", "a" * 64, 7, "b" * 64, 1, "but"),
        c.RecordRestoreDrill("failed", "a" * 64, 7, "b" * 64, 1),
    ],
)
def test_a_drill_that_does_not_say_what_it_found_is_refused(command: c.RecordRestoreDrill) -> None:
    with pytest.raises(Refused, match="cannot be recorded so"):
        decide_drill(command, SYSTEM)


def test_a_failed_drill_does_not_count_as_the_last_that_restored() -> None:
    state = evolve_drills(Drills(), decide_drill(GOOD, SYSTEM), 5)
    after = advance(state, decide_drill(BAD, SYSTEM), SYSTEM, 9)
    assert after == Drills(9, 5, decide_drill(BAD, SYSTEM))


def test_a_drill_has_no_place_in_another_stream() -> None:
    with pytest.raises(Forbidden, match="no place"):
        judge("office/elsewhere", None, Facts({}), c.Stamped(GOOD, SYSTEM, 5))
