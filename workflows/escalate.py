"""Escalations: when a clock has run out, those the definition names join the gate. Nothing is ever approved by waiting."""

from coe.due import DueStep
from coe.office import Office
from governance.commands import Escalate
from workflows.clock_steps import take


def escalate(office: Office, now: int) -> int:
    """Send what is due at `now` (UTC ms), missed ticks included; how many are new. Raises OfficeUnavailable."""
    return take(office, now, "escalate", _command)


def _command(due: DueStep) -> Escalate:
    return Escalate(due.gate, due.opening, due.step)
