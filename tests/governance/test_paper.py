"""A decision given on paper in an outage: by whom it was given, with its scan, at a time that can be true."""

import pytest

from governance.record import commands as c
from governance.record import events as e
from governance.record.codec import command_json, event_json
from governance.record.state import Initiative
from tests.governance import proven_office as office
from tests.governance.proven_office import HOUR, MEDICAL, SUBJECT, Log

SCAN = "5" * 64


@pytest.fixture
def log() -> Log:
    log = office.submitted()
    log.at += 5 * HOUR
    return log


def opened(log: Log) -> int:
    state = log.head(SUBJECT).state
    assert isinstance(state, Initiative)
    return state.marks["medical"].opened


def on_paper(log: Log, stated: int, scan: str = SCAN) -> c.SignDecision:
    return log.signing("medical", "approve", MEDICAL, stated=stated, scan=scan)


def test_both_times_and_the_scan_are_on_record(log: Log) -> None:
    stated = opened(log) + HOUR
    entry = log.does(SUBJECT, on_paper(log, stated), MEDICAL)
    event = entry.events[0]
    assert isinstance(event, e.DecisionSigned)
    assert (event.stated, event.scan, entry.at) == (stated, SCAN, log.at - HOUR // 2)


@pytest.mark.parametrize(("after", "taken"), [(-1, False), (0, True)])
def test_it_was_not_given_before_the_gate_opened(log: Log, after: int, taken: bool) -> None:  # noqa: FBT001 - a case
    command = on_paper(log, opened(log) + after)
    if taken:
        log.judged(SUBJECT, command, MEDICAL)
    else:
        assert log.refused(SUBJECT, command, MEDICAL) == "incomplete-paper"


@pytest.mark.parametrize(("later", "taken"), [(0, True), (1, False)])
def test_it_was_not_given_in_the_future(log: Log, later: int, taken: bool) -> None:  # noqa: FBT001 - a case
    command = on_paper(log, log.at + later)
    if taken:
        log.judged(SUBJECT, command, MEDICAL)
    else:
        assert log.refused(SUBJECT, command, MEDICAL) == "incomplete-paper"


@pytest.mark.parametrize(("stated", "scan"), [(0, SCAN), (1, ""), (1, "a scan")])
def test_time_and_scan_come_together(log: Log, stated: int, scan: str) -> None:
    command = on_paper(log, stated and opened(log) + stated, scan)
    assert log.refused(SUBJECT, command, MEDICAL) == "incomplete-paper"


def test_the_bytes_of_an_ordinary_decision_are_as_before(log: Log) -> None:
    entry = log.says(MEDICAL, "medical")
    assert not {"stated", "scan"} & event_json(entry.events[0]).keys()
    assert not {"stated", "scan"} & command_json(entry.command()).keys()
