"""Every planted defect is found where it was planted, and what runs can show is shown by one that replays."""

from __future__ import annotations

import pytest

from governance.checker.exploring import replay
from governance.language.definition import Definition
from governance.reading.document import read
from tests.governance.planted import CX, SMALL, TABLE
from tests.governance.planted_checker import Base, Planted, Report, checked, library, pointer, reports

# The library's own definition takes most of a second to search.
ROWS = [
    pytest.param(
        planted,
        id=planted.name,
        marks=pytest.mark.slow if planted.base == CX and planted.found[0][0] != "reading" else (),
    )
    for planted in TABLE
]


@pytest.mark.parametrize("base", [pytest.param(CX, marks=pytest.mark.slow), SMALL])
def test_nothing_is_found_where_nothing_is_planted(base: Base) -> None:
    assert reports(read(library(base))) == []


@pytest.mark.parametrize("planted", ROWS)
def test_planted_defect_is_found(planted: Planted) -> None:
    found, law = checked(planted)
    for part, where in planted.found:
        at = pointer(planted, where)
        there = [report for report in found if report.part == part and report.pointer.startswith(at)]
        assert there, f"{planted.name}: nothing of {part} at {at} in {found}"
    for report in found:
        if report.run is not None and law is not None:
            replays(law, report)


def replays(law: Definition, report: Report) -> None:
    """From an empty stream, to what the report says."""
    assert report.run is not None
    if report.pointer.endswith("/after"):
        assert not report.run.steps, "the engine has no order to play gates in that wait for themselves"
        return
    state = replay(law, report.run)
    assert report.run.steps
    if report.pointer.startswith("/guarantees"):
        assert state.status == "approved"
    else:
        assert state.status in ("in review", "in rework"), "it waits, and for ever"


def test_there_are_enough_of_them() -> None:
    assert len({planted.name for planted in TABLE}) == len(TABLE) >= 25
    assert sum(planted.name.startswith("pair") for planted in TABLE) >= 4
