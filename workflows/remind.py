"""Reminders at 50 %, 80 % and when overdue, or as the definition says: once for each opening, recipient and step."""

from coe.office import Office
from coe.reading import DueStep
from governance.commands import Remind
from workflows.clock_steps import take


def remind(office: Office, now: int) -> int:
    """Send what is due at `now` (UTC ms), missed ticks included; how many are new. Raises OfficeUnavailable."""
    return take(office, now, "remind", _command)


def _command(due: DueStep) -> Remind:
    return Remind(due.gate, due.opening, due.step)
