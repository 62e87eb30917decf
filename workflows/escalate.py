"""Escalations: when a clock has run out, those the definition names join the gate. Waiting never approves anything; it
ends an approval whose time is over.
"""

from coe.office import Office
from workflows.clock_steps import take


def escalate(office: Office, now: int) -> int:
    """Send what is due at `now` (UTC ms), missed ticks included; how many are new. Raises OfficeUnavailable."""
    return take(office, now, ("escalate", "expire"))
