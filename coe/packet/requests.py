"""Packets asked for and packets made, as files in the data folder: a page asks, a flow prints, the page finds the file.

`RECORD.asked` stands until the packet is there; `RECORD.failed` says why it is not.
"""

import re
from pathlib import Path

from coe.home import PRIVATE_FOLDER, Home, write_private
from coe.office_errors import OfficeError

ASKED, FAILED, MADE = ".asked", ".failed", ".pdf"

_RECORD = re.compile(r"[0-9a-f-]{1,64}", re.ASCII)


class NoSuchPacket(OfficeError):
    """What was asked for cannot be the id of a record."""


def ask(home: Home, record: str) -> None:
    """Have the packet of this initiative (its id) made, again if there is one. Raises NoSuchPacket, OSError."""
    write_private(_path(home, record, ASKED), b"")
    _path(home, record, FAILED).unlink(missing_ok=True)


def asked(home: Home) -> tuple[str, ...]:
    """The initiatives whose packet is asked for, the longest waiting first."""
    waiting = sorted(_folder(home).glob(f"*{ASKED}"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return tuple(path.name.removesuffix(ASKED) for path in waiting)


def keep(home: Home, record: str, packet: bytes) -> Path:
    """Keep a packet that was made; it is no longer asked for."""
    path = _path(home, record, MADE)
    write_private(path, packet)
    _path(home, record, ASKED).unlink(missing_ok=True)
    return path


def give_up(home: Home, record: str, why: str) -> None:
    """Say why the packet cannot be made; it is tried again when asked for again."""
    write_private(_path(home, record, FAILED), why.encode())
    _path(home, record, ASKED).unlink(missing_ok=True)


def made(home: Home, record: str) -> Path | None:
    """The packet, if it was made and is not being made again."""
    path = _path(home, record, MADE)
    return path if path.is_file() and not _path(home, record, ASKED).exists() else None


def forget(home: Home, record: str) -> None:
    """Throw away the packet that was made: what it shows was erased since. Packets handed out stay what they are."""
    for kind in (MADE, FAILED):
        _path(home, record, kind).unlink(missing_ok=True)


def failure(home: Home, record: str) -> str:
    """Why the packet could not be made, "" where nothing failed."""
    path = _path(home, record, FAILED)
    return path.read_text("utf-8") if path.is_file() else ""


def _folder(home: Home) -> Path:
    folder = home.folder / "packets"
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


def _path(home: Home, record: str, kind: str) -> Path:
    if not _RECORD.fullmatch(record):
        raise NoSuchPacket("There is no such packet.", f"{record[:80]!r} is no record's id.", "Check the address.")
    return _folder(home) / f"{record}{kind}"
