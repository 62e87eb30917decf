"""Audit bundles that were asked for, one after the other, their packets in worker processes."""

from coe.bundle.jobs import make_asked
from coe.bundle.making import workers
from coe.home import Home
from coe.office import Office


def bundles(office: Office, home: Home) -> int:
    """Make what is asked for; how many were made. Raises OfficeUnavailable; then what is left is still asked for."""
    return make_asked(office, home, lambda: workers(home, 0, office.clock.now()))
