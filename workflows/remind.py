"""Reminders at 50 %, 80 % and when overdue, or as the definition says; notices before an approval ends; check-ins after
release. Each once, for each opening, term and step.
"""

from coe.office import Office
from workflows.clock_steps import take


def remind(office: Office, now: int) -> int:
    """Send what is due at `now` (UTC ms), missed ticks included; how many are new. Raises OfficeUnavailable."""
    return take(office, now, ("remind", "notice", "check-in"))
