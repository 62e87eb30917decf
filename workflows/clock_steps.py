"""What every clockwork flow does: each due step becomes one command by `system`, however ticks slip or bunch.

The command's id derives from the step, so the ledger holds it once: a second tick or process gets the same entry back.
"""

import logging
from collections.abc import Collection

from coe.clock import step_id
from coe.database import reading
from coe.office import Office
from coe.office_errors import OfficeUnavailable
from coe.reading import DueStep, StepKind, steps_due
from coe.requests import Receipt, Request
from governance.errors import Refused
from governance.law.pools import SYSTEM

MOST_STEPS = 50_000
BATCH = 50

_log = logging.getLogger(__name__)


def take(office: Office, now: int, kinds: Collection[StepKind]) -> int:
    """Send every step of these kinds due at `now` (UTC ms), in order of time; how many entries are new.

    A step the law refuses was overtaken by a decision and is left alone. Any other failure is raised after all other
    steps were sent, so that one damaged record stops nobody's reminder. Raises OfficeUnavailable at once.
    """
    with reading(office.engine) as connection:
        due = [step for step in steps_due(connection, now, MOST_STEPS) if step.kind in kinds]
    new, failures = 0, list[Exception]()
    for start in range(0, len(due), BATCH):
        some = due[start : start + BATCH]
        requests = [_request(step) for step in some]
        for step, request, outcome in zip(some, requests, office.batch(requests), strict=True):
            match outcome:
                case Receipt(repeated=repeated):
                    new += not repeated
                case OfficeUnavailable():
                    raise outcome
                case Refused():
                    _log.info("%s: %s was not sent: %s", request.stream, step.kind, outcome)
                case _:
                    _log.error("%s: %s failed: %s", request.stream, step.kind, outcome)
                    failures.append(outcome)
    if failures:
        raise failures[0]
    return new


def _request(due: DueStep) -> Request:
    once = step_id(due.initiative, due.gate, due.opening, due.step)
    return Request(once, f"initiative/{due.initiative}", SYSTEM, due.command())
