"""Reminders at 50 %, 80 % and when overdue, or as the definition says: once for each opening, recipient and step."""

from coe.due import DueStep
from coe.office import Office
from governance.commands import Remind
from workflows.clock_steps import take


def remind(office: Office, now: int) -> int:
    """Send what is due at `now` (UTC ms), missed ticks included; how many reminders are new. Raises OfficeUnavailable."""
    return take(office, now, "remind", _command)


def _command(due: DueStep) -> Remind:
    return Remind(due.gate, due.opening, due.step)
