"""Packets that were asked for, made one after the other in a process of their own: `python -m coe.packet.making`.

Printing takes seconds of a processor and hundreds of megabytes; a page that waits for it would hold a web process.
"""

from __future__ import annotations

import fcntl
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from coe.database import reading
from coe.erasing import erased_since
from coe.home import Home
from coe.ledger import read_head
from coe.office import Office
from coe.office_errors import OfficeUnavailable
from coe.packet.build import Packet, build_packet
from coe.packet.requests import ask, asked, give_up, keep, note

_log = logging.getLogger(__name__)

Build = Callable[[Office, Home, str, Callable[[str], None]], Packet]


def begin(home: Home) -> subprocess.Popen[bytes]:
    """Start a process that makes what is asked for; nobody need wait for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "coe.packet.making"],
        env={**os.environ, "COE_HOME": str(home.folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def make_asked(office: Office, home: Home, build: Build = build_packet) -> int:
    """Make what is asked for; how many were made. One that cannot be made holds up no other, and says why.

    Raises OfficeUnavailable; then what is left is still asked for.
    """
    made = 0
    with _alone(home):
        for record in asked(home):
            try:
                _make(office, home, record, build)
            except OfficeUnavailable:
                raise
            except Exception as error:  # noqa: BLE001 - whatever one packet raises holds up no other
                _log.exception("the packet of %s was not made", record)
                give_up(home, record, str(error))
            else:
                made += 1
    return made


def _make(office: Office, home: Home, record: str, build: Build) -> None:
    """Print and keep one packet, and again for as long as something was erased meanwhile, which it may still show."""
    while True:
        with reading(office.engine) as connection:
            size = read_head(connection).size
        packet = build(office, home, record, partial(note, home, record))
        kept = keep(home, record, packet.pdf, packet.size)
        with reading(office.engine) as connection:
            if not erased_since(connection, size):
                return
        kept.unlink(missing_ok=True)
        ask(home, record)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """One maker at a time: a second waits, then finds what the first has left, so nothing is printed twice."""
    with (home.folder / "packets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Make what is asked for in the office of COE_HOME."""
    from coe.opening import open_office

    home = Home.find()
    office = open_office(home)
    try:
        make_asked(office, home)
    finally:
        office.engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
