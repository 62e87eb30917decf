"""Packets that were asked for and that nobody has made yet, as after a crash."""

from coe.home import Home
from coe.office import Office
from coe.packet.making import Build, make_asked


def packets(office: Office, home: Home, build: Build | None = None) -> int:
    """Make what is asked for; how many were made. Raises OfficeUnavailable; then what is left is still asked for."""
    return make_asked(office, home, build) if build else make_asked(office, home)
