"""Cases of the travel log written as one line each, and the real log where it is at hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coe.replay.eventlog import LogCase, LogEvent

DATA = Path(__file__).parents[3] / "shared" / "data"
TRAVEL_LOG = DATA / "tue-travel-permits.xes.gz"
HELPDESK_LOG = DATA / "helpdesk-tickets.xes.gz"
DEFINITIONS = Path(__file__).parents[2] / "workflows" / "definitions"
TRAVEL_PERMIT = DEFINITIONS / "travel-permit.yaml"
TRAVEL_ANSWERS = DEFINITIONS / "travel-permit.answers.json"

needs_real_logs = pytest.mark.skipif(
    not TRAVEL_LOG.exists(), reason="the real event logs are not beside this repository (../shared/data)"
)
MONDAY = datetime(2017, 1, 9, 8, 0, tzinfo=UTC)


def permit_case(line: str, name: str = "travel permit 1", start: datetime = MONDAY) -> LogCase:
    """`SUBMITTED by EMPLOYEE | APPROVED by SUPERVISOR`: an event an hour; `=` before a step keeps the last time."""
    events: list[LogEvent] = []
    at = start
    for words in line.split(" | "):
        at = at if words.startswith("=") or not events else at + timedelta(hours=1)
        events.append(LogEvent(f"Permit {words.removeprefix('=')}", at))
    return LogCase(name, tuple(events))
