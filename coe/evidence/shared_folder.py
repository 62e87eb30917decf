"""A folder that the office and its witnesses both reach, or a stick carried between them: one file each way.

Named after the witness's key id: `.request` is written by the office, `.cosigned` by the witness as its answer, and
`.seen` by the witness whenever it answers, so that the office knows where the next proof begins.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from coe.clock import Clock
from coe.database import reading
from coe.evidence.cosignatures import Accepted, accept, ask, last_cosigned
from coe.evidence.keys import LogKey, witnesses
from coe.evidence.witness import Witness
from coe.home import Home, write_private
from coe.office_errors import OfficeError, UnknownRecord
from governance.errors import LawError
from governance.ledger.note import Key, NoteError, parse_checkpoint, parse_note

REQUEST, COSIGNED, SEEN = ".request", ".cosigned", ".seen"


def place(folder: Path, witness: Key, kind: str) -> Path:
    """The file of a witness in the folder."""
    return folder / f"{witness.key_id.hex()}{kind}"


def write_requests(engine: Engine, folder: Path) -> tuple[Path, ...]:
    """A request for every declared witness that has not seen the newest checkpoint. Raises OfficeError, OSError."""
    made = []
    with reading(engine) as connection:
        asked = [(each, last_cosigned(connection, each)) for each in witnesses(connection).public_keys()]
    for witness, known in asked:
        path = place(folder, witness, REQUEST)
        write_private(path, ask(engine, witness, max(known, _seen(place(folder, witness, SEEN)))))
        made.append(path)
    return tuple(made)


def answer(witness: Witness, folder: Path, now: int) -> bytes:
    """Have the witness answer its request in the folder at `now` (POSIX seconds): the cosigned checkpoint.

    Raises UnknownRecord without a request, and what `Witness.cosign` raises.
    """
    public = witness.public
    request = place(folder, public, REQUEST)
    if not request.exists():
        raise UnknownRecord(
            "There is no request for this witness.", f"{request} is missing.", "Have the office write it."
        )
    data = request.read_bytes()
    try:
        made = witness.cosign(data, now)
    finally:
        _show_seen(witness, folder, data)
    write_private(place(folder, public, COSIGNED), made)
    return made


def accept_answers(engine: Engine, home: Home, key: LogKey, folder: Path, clock: Clock) -> tuple[Accepted, ...]:
    """Keep every answer in the folder. Raises the first fault after the others were kept: OfficeError."""
    found, faults = [], []
    for path in sorted(folder.glob(f"*{COSIGNED}")):
        try:
            found.append(accept(engine, home, key, path.read_bytes(), clock))
        except OfficeError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return tuple(found)


def _show_seen(witness: Witness, folder: Path, data: bytes) -> None:
    """Tell the office where this witness stands, whether it cosigned or not."""
    for origin in _origins(data):
        seen = witness.seen(origin)
        if seen is not None:
            write_private(place(folder, witness.public, SEEN), seen.note)


def _origins(data: bytes) -> Iterator[str]:
    try:
        yield parse_checkpoint(parse_note(data.partition(b"\n\n")[2]).text).origin
    except (NoteError, LawError):
        return


def _seen(path: Path) -> int:
    """The size a witness says it has seen, 0 where it says nothing readable."""
    try:
        return parse_checkpoint(parse_note(path.read_bytes()).text).size
    except (OSError, NoteError):
        return 0
