"""Checkpoints: the office signs size and root of its log, and never two logs that do not extend each other.

The last checkpoint signed is kept beside the key, outside the database: a restored backup is noticed and not signed.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, select

from coe.clock import Clock
from coe.database import writing
from coe.evidence.keys import LogKey
from coe.home import Home, write_private
from coe.ledger import Head, leaves, nodes, range_at, read_head
from coe.office_errors import NotConsistent
from coe.tables import checkpoint, head
from governance.merkle import CompactRange, ProofError, consistency_proof, verify_consistency
from governance.note import Checkpoint, NoteError, assemble, open_checkpoint, signature_line

LAST = "last-checkpoint"


def seal(engine: Engine, home: Home, key: LogKey, clock: Clock) -> bytes | None:
    """The signed checkpoint (C2SP) of the log as it stands, kept before it is returned; None for an empty log.

    Raises NotConsistent, OfficeUnavailable; then nothing was signed.
    """
    with writing(engine) as connection:
        connection.execute(select(head).with_for_update())
        now = read_head(connection)
        last = last_signed(home, key)
        if last is not None:
            _prove(connection, last[0], now)
            _keep(connection, last[0].size, last[1], clock)
        if not now.size:
            return None
        if last is not None and last[0].size == now.size:
            return last[1]
        text = Checkpoint(key.origin, now.size, now.range.root()).text()
        line = signature_line(key.origin, key.public.public, key.sign(text.encode()))
        note = assemble(text, [line])
        write_private(home.keys / LAST, note)
        _keep(connection, now.size, note, clock)
    return note


def latest(connection: Connection) -> tuple[int, int, bytes] | None:
    """Size, time and note of the newest checkpoint kept."""
    statement = select(checkpoint.c.size, checkpoint.c.at, checkpoint.c.note).order_by(checkpoint.c.size.desc())
    row = connection.execute(statement.limit(1)).first()
    return None if row is None else (row.size, row.at, bytes(row.note))


def last_signed(home: Home, key: LogKey) -> tuple[Checkpoint, bytes] | None:
    """The last checkpoint signed with this key, as kept beside it. Raises NotConsistent."""
    path: Path = home.keys / LAST
    if not path.exists():
        return None
    note = path.read_bytes()
    try:
        found, _ = open_checkpoint(note, [key.public])
    except NoteError as error:
        raise _refused(f"What was signed last, {path}, does not hold: {error}.") from error
    if found.origin != key.origin:
        raise _refused(f"What was signed last is of the log {found.origin}, this is {key.origin}.")
    return found, note


def _prove(connection: Connection, last: Checkpoint, now: Head) -> None:
    """That the log extends what was signed: by the proof anyone would be given, and entry by entry from the bytes."""
    if now.size < last.size:
        raise _refused(f"It has {now.size} entries; {last.size} were signed. A restored backup is a fork of the log.")
    if not last.size:
        return
    read = nodes(connection)
    try:
        proof = consistency_proof(read, last.size, now.size)
        verify_consistency(last.size, now.size, proof, last.root, now.range.root())
        grown: CompactRange = range_at(read, last.size).extend(leaves(connection, last.size, now.size))
    except ProofError as error:
        raise _refused(f"It does not extend what was signed: {error}.") from error
    if grown != now.range:
        raise _refused(f"The entries from {last.size} on are not those that were hashed when they were recorded.")


def _keep(connection: Connection, size: int, note: bytes, clock: Clock) -> None:
    if connection.execute(select(checkpoint.c.size).where(checkpoint.c.size == size)).first() is None:
        connection.execute(checkpoint.insert().values(size=size, at=clock.now(), note=note))


def _refused(why: str) -> NotConsistent:
    return NotConsistent("The log was not signed.", why, "Run `coe verify`, and find out before anything is signed.")
