"""Packets that were asked for, printed one after the other; one that cannot be made holds up no other."""

import logging
from collections.abc import Callable

from coe.home import Home
from coe.office import Office
from coe.office_errors import OfficeUnavailable
from coe.packet.requests import asked, give_up, keep

_log = logging.getLogger(__name__)

Build = Callable[[Office, Home, str], bytes]


def packets(office: Office, home: Home, build: Build | None = None) -> int:
    """Make what is asked for; how many were made. Raises OfficeUnavailable; then what is left is still asked for."""
    made, printed = 0, build or _build
    for record in asked(home):
        try:
            packet = printed(office, home, record)
        except OfficeUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one packet raises holds up no other
            _log.exception("the packet of %s was not made", record)
            give_up(home, record, str(error))
        else:
            keep(home, record, packet)
            made += 1
    return made


def _build(office: Office, home: Home, record: str) -> bytes:
    from coe.packet.build import build_packet

    return build_packet(office, home, record).pdf
