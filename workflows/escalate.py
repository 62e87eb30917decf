"""Escalations: when a clock has run out, those the definition names join the gate. Waiting never approves anything."""

from coe.office import Office
from coe.reading import DueStep
from governance.commands import Escalate
from workflows.clock_steps import take


def escalate(office: Office, now: int) -> int:
    """Send what is due at `now` (UTC ms), missed ticks included; how many are new. Raises OfficeUnavailable."""
    return take(office, now, "escalate", _command)


def _command(due: DueStep) -> Escalate:
    return Escalate(due.gate, due.opening, due.step)
