"""What reminders and escalations share: every due step becomes one command by `system`, however ticks slip or bunch.

The command's id derives from the step, so the ledger holds it once: a second tick or process gets the same entry back.
"""

import json
import logging
import uuid
from collections.abc import Callable, Iterator, Sequence

from coe.database import reading
from coe.due import DueStep, StepKind, due_steps
from coe.office import Office
from coe.office_errors import OfficeUnavailable
from coe.requests import Receipt, Request
from governance.commands import Escalate, Remind
from governance.errors import Refused
from governance.pools import SYSTEM

PAGE = 50
_STEPS = uuid.UUID("8f8c6f5e-6c3a-5f0e-8a51-636c6f636b73")

_log = logging.getLogger(__name__)


def command_id(kind: StepKind, due: DueStep) -> str:
    """UUIDv5 of kind, initiative, gate, opening and step."""
    return str(uuid.uuid5(_STEPS, json.dumps([kind, due.initiative, due.gate, due.opening, due.step])))


def take(office: Office, now: int, kind: StepKind, command: Callable[[DueStep], Remind | Escalate]) -> int:
    """Send every step of this kind due at `now` (UTC ms); how many entries are new.

    A step the law refuses was overtaken by a decision and is left alone. Any other failure is raised after all other
    steps were sent, so that one damaged record stops nobody's reminder. Raises OfficeUnavailable at once.
    """
    new, failures = 0, list[Exception]()
    for page in _pages(office, now, kind):
        requests = [
            Request(command_id(kind, due), f"initiative/{due.initiative}", SYSTEM, command(due)) for due in page
        ]
        for request, outcome in zip(requests, office.batch(requests), strict=True):
            match outcome:
                case Receipt(repeated=repeated):
                    new += not repeated
                case OfficeUnavailable():
                    raise outcome
                case Refused():
                    _log.info("%s: %s was not sent: %s", request.stream, kind, outcome)
                case _:
                    _log.error("%s: %s failed: %s", request.stream, kind, outcome)
                    failures.append(outcome)
    if failures:
        raise failures[0]
    return new


def _pages(office: Office, now: int, kind: StepKind) -> Iterator[Sequence[DueStep]]:
    last: DueStep | None = None
    while True:
        with reading(office.engine) as connection:
            page = due_steps(connection, kind, now, last, PAGE)
        if not page:
            return
        yield page
        last = page[-1]
