"""Packets asked for and packets made, as files in the data folder: a page asks, a flow prints, the page finds the file.

`RECORD.asked` stands until the packet is there, `RECORD.SIZE.pdf` for a log of SIZE entries; `RECORD.failed` says why
it is not, `RECORD.progress` how far it is.
"""

import re
from pathlib import Path

from coe.home import PRIVATE_FOLDER, Home, write_private
from coe.office_errors import OfficeError

ASKED, FAILED, PROGRESS, MADE = ".asked", ".failed", ".progress", ".pdf"

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


def note(home: Home, record: str, step: str) -> None:
    """Say which step of making it is done now; a page shows it."""
    write_private(_path(home, record, PROGRESS), step.encode())


def keep(home: Home, record: str, packet: bytes, size: int) -> Path:
    """Keep a packet made under a checkpoint of `size` entries, in place of any earlier; it is no longer asked for."""
    path = _path(home, record, f".{size}{MADE}")
    write_private(path, packet)
    for earlier in _made(home, record):
        if earlier != path:
            earlier.unlink(missing_ok=True)
    _done(home, record)
    return path


def give_up(home: Home, record: str, why: str) -> None:
    """Say why the packet cannot be made; it is tried again when asked for again."""
    write_private(_path(home, record, FAILED), why.encode())
    _done(home, record)


def made(home: Home, record: str) -> Path | None:
    """The packet, if it was made and is not being made again."""
    found = _made(home, record)
    return found[-1] if found and not _path(home, record, ASKED).exists() else None


def covers(packet: Path) -> int:
    """How many entries of the log the checkpoint of a packet that was made covers."""
    return int(packet.name.removesuffix(MADE).rpartition(".")[2])


def progress(home: Home, record: str) -> str | None:
    """The step being done, "" where it waits its turn; None where nothing is asked for."""
    if not _path(home, record, ASKED).exists():
        return None
    path = _path(home, record, PROGRESS)
    return path.read_text("utf-8") if path.is_file() else ""


def forget_all(home: Home) -> None:
    """Throw away every packet made, and why one was not: what was erased since may stand in any. What is asked for
    stays so, and packets handed out stay what they are.
    """
    for path in (path for kind in (MADE, FAILED) for path in _folder(home).glob(f"*{kind}")):
        path.unlink(missing_ok=True)


def failure(home: Home, record: str) -> str:
    """Why the packet could not be made, "" where nothing failed."""
    path = _path(home, record, FAILED)
    return path.read_text("utf-8") if path.is_file() else ""


def _made(home: Home, record: str) -> list[Path]:
    """Packets of a record; more than one only between keeping the new and dropping the old."""
    name = _path(home, record, "").name
    found = (path for path in _folder(home).glob(f"{name}.*{MADE}") if path.name[len(name) + 1 : -len(MADE)].isdigit())
    return sorted(found, key=covers)


def _done(home: Home, record: str) -> None:
    for kind in (ASKED, PROGRESS):
        _path(home, record, kind).unlink(missing_ok=True)


def _folder(home: Home) -> Path:
    folder = home.folder / "packets"
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


def _path(home: Home, record: str, kind: str) -> Path:
    if not _RECORD.fullmatch(record):
        raise NoSuchPacket("There is no such packet.", f"{record[:80]!r} is no record's id.", "Check the address.")
    return _folder(home) / f"{record}{kind}"
