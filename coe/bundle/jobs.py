"""Bundles asked for on a page and made by a flow, as files in the data folder: the same way as packets.

What is asked for stands until it is made or given up, so a restart loses nothing: the next run begins it again. The
file's own time says whether anybody works on it at this moment.
"""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from coe.bundle.kept import MADE, SAID, folder_of
from coe.bundle.making import Making, Told, make_bundle
from coe.database import reading
from coe.erasing import erased_since
from coe.home import Home, write_private
from coe.ledger import read_head
from coe.office import Office
from coe.office_errors import BadBackup, OfficeError, OfficeUnavailable, UnknownRecord
from governance.verifier.sampling import Selection, selection_of

ASKED, DONE, FAILED = ".asked", ".done", ".failed"
SILENT_MS = 10 * 60_000
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}", re.ASCII)
State = Literal["waiting", "making", "lost", "made", "failed"]
Crew: TypeAlias = Callable[[], AbstractContextManager[Making]]


@dataclass(frozen=True, slots=True)
class Bundle:
    """One that was asked for: by whom, when (UTC ms), how it is drawn, and how far it is. `begun` counts the times it
    was begun; `why` says why it failed. `lost`: begun, and nobody has worked on it for ten minutes.
    """

    id: str
    selection: Selection
    person: str
    asked: int
    state: State
    done: int = 0
    total: int = 0
    begun: int = 0
    why: str = ""


def ask(home: Home, id_: str, selection: Selection, person: str, now: int) -> None:
    """Have a bundle made; asking again under the same id changes nothing. Raises UnknownRecord, OSError."""
    path = _path(home, id_, ASKED)
    if not path.exists() and not _path(home, id_, MADE).exists():
        said = {"selection": asdict(selection), "person": person, "asked": now}
        write_private(path, json.dumps(said).encode())
        write_private(_path(home, id_, SAID), json.dumps(said).encode())


def find(home: Home, id_: str, now: int) -> Bundle:
    """One bundle as it stands. Raises UnknownRecord."""
    said = _path(home, id_, SAID)
    if not said.is_file():
        raise _unknown(id_)
    asked = json.loads(said.read_text("utf-8"))
    done, total, begun = _progress(home, id_)
    failed = _path(home, id_, FAILED)
    why = failed.read_text("utf-8") if failed.is_file() else ""
    selection = selection_of(asked["selection"])
    return Bundle(id_, selection, asked["person"], asked["asked"], _state(home, id_, now), done, total, begun, why)


def all_of(home: Home, now: int) -> tuple[Bundle, ...]:
    """Every bundle asked for, latest first."""
    found = [find(home, path.name.removesuffix(SAID), now) for path in folder_of(home).glob(f"*{SAID}")]
    return tuple(sorted(found, key=lambda one: -one.asked))


def made(home: Home, id_: str) -> Path | None:
    """The finished ZIP."""
    path = _path(home, id_, MADE)
    return path if path.is_file() else None


def make_asked(office: Office, home: Home, crew: Crew) -> int:
    """Make what is asked for, the longest waiting first; how many were. One that cannot be made says why.

    Raises OfficeUnavailable; then what is left is still asked for.
    """
    count = 0
    for path in sorted(folder_of(home).glob(f"*{ASKED}"), key=lambda each: (each.stat().st_mtime_ns, each.name)):
        id_ = path.name.removesuffix(ASKED)
        begun = _progress(home, id_)[2] + 1

        def told(done: int, total: int, id_: str = id_, begun: int = begun) -> None:
            write_private(_path(home, id_, DONE), f"{done} {total} {begun}".encode())

        try:
            _make(office, home, id_, crew, told)
        except OfficeUnavailable:
            raise
        except BadBackup:  # another process is making it
            continue
        except (OfficeError, OSError) as error:
            write_private(_path(home, id_, FAILED), str(error).encode())
        else:
            count += 1
        path.unlink(missing_ok=True)
    return count


def _make(office: Office, home: Home, id_: str, crew: Crew, told: Told) -> None:
    """Make one, and again for as long as something was erased meanwhile, which a packet of it may still show."""
    selection, path = find(home, id_, 0).selection, _path(home, id_, MADE)
    while True:
        with reading(office.engine) as connection:
            size = read_head(connection).size
        with crew() as making:
            make_bundle(office, home, selection, path, making, told)
        with reading(office.engine) as connection:
            if not erased_since(connection, size):
                return
        path.unlink(missing_ok=True)


def _state(home: Home, id_: str, now: int) -> State:
    if _path(home, id_, ASKED).is_file():
        progress = _path(home, id_, DONE)
        if not progress.is_file():
            return "waiting"
        return "lost" if now - progress.stat().st_mtime * 1000 > SILENT_MS else "making"
    return "failed" if _path(home, id_, FAILED).is_file() else "made"


def _progress(home: Home, id_: str) -> tuple[int, int, int]:
    path = _path(home, id_, DONE)
    numbers = path.read_text("ascii").split() if path.is_file() else ["0", "0", "0"]
    return int(numbers[0]), int(numbers[1]), int(numbers[2])


def _path(home: Home, id_: str, kind: str) -> Path:
    if not _ID.fullmatch(id_):
        raise _unknown(id_)
    return folder_of(home) / f"{id_}{kind}"


def _unknown(id_: str) -> UnknownRecord:
    return UnknownRecord("There is no such bundle.", f"None was asked for as {id_[:40]!r}.", "Draw one again.")
