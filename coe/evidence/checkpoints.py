"""Checkpoints: the office signs size and root of its log, and never two logs that do not extend each other.

What was signed last, and what witnesses are known to have seen, is kept beside the key, outside the database: a
restored backup, a fork and a log that was cut short are noticed and not signed.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from coe.clock import Clock
from coe.database import writing
from coe.evidence.keys import LogKey, log_keys, own_keys, signers
from coe.home import Home, write_private
from coe.ledger import Head, leaves, nodes, range_at, read_head
from coe.office_errors import NotConsistent
from coe.tables import checkpoint, head
from governance.ledger.merkle import CompactRange, ProofError, consistency_proof, verify_consistency
from governance.ledger.note import Checkpoint, Key, NoteError, assemble, open_checkpoint, signature_line

LAST = "last-checkpoint"
SHARED = "witness_folder"
"""The setting that names a folder both the office and its witnesses reach; see `shared_folder`."""


def seal(engine: Engine, home: Home, key: LogKey, clock: Clock) -> bytes | None:
    """The signed checkpoint (C2SP) of the log as it stands, kept before it is returned; None for an empty log.

    Raises NotConsistent, OfficeUnavailable; then nothing was signed.
    """
    with writing(engine) as connection:
        connection.execute(select(head).with_for_update())
        now = read_head(connection)
        state = log_keys(connection)
        last = last_signed(home, key, own_keys(state, key))
        if last is not None:
            _extends(connection, last[0], now)
            _grown(connection, last[0], now)
            _keep(connection, last[0].size, last[1], clock)
        for who, seen in witnessed(home, key.origin, own_keys(state, key)):
            _extends(connection, seen, now, who)
        signing = signers(home, key, state, clock.now())
        if not now.size:
            return None
        if last is not None and last[0].size == now.size:
            return last[1]
        text = Checkpoint(key.origin, now.size, now.range.root()).text()
        note = assemble(text, [signature_line(key.origin, k.public.public, k.sign(text.encode())) for k in signing])
        write_private(home.keys / LAST, note)
        _keep(connection, now.size, note, clock)
    return note


def latest(connection: Connection) -> tuple[int, int, bytes] | None:
    """Size, time and note of the newest checkpoint kept."""
    statement = select(checkpoint.c.size, checkpoint.c.at, checkpoint.c.note).order_by(checkpoint.c.size.desc())
    row = connection.execute(statement.limit(1)).first()
    return None if row is None else (row.size, row.at, bytes(row.note))


def last_signed(home: Home, key: LogKey, own: tuple[Key, ...] = ()) -> tuple[Checkpoint, bytes] | None:
    """The last checkpoint signed with this key, or another of the log's `own`, as kept beside it.

    Raises NotConsistent.
    """
    path: Path = home.keys / LAST
    if not path.exists():
        return None
    note = path.read_bytes()
    try:
        found, _ = open_checkpoint(note, {key.public, *own})
    except NoteError as error:
        raise _refused(f"What was signed last, {path}, does not hold: {error}.") from error
    if found.origin != key.origin:
        raise _refused(f"What was signed last is of the log {found.origin}, this is {key.origin}.")
    return found, note


def outside_file(home: Home, witness: Key) -> Path:
    """Where the last that a witness is known to have seen is kept, beside the key."""
    return home.keys / f"witnessed-{witness.key_id.hex()}.note"


def witnessed(home: Home, origin: str, own: tuple[Key, ...]) -> Iterator[tuple[str, Checkpoint]]:
    """What witnesses are known to have seen of this log, from beside the key and from the folder shared with them.

    Only what the log's own key signed counts: nobody else can keep the office from signing.
    """
    shared = home.config().get(SHARED, "")
    paths = [*home.keys.glob("witnessed-*.note"), *(Path(shared).glob("*.seen") if shared else ())]
    for path in sorted(paths):
        try:
            found, _ = open_checkpoint(path.read_bytes(), own)
        except (OSError, NoteError):
            continue
        if found.origin == origin:
            yield f"the witness of {path.name}", found


def _extends(connection: Connection, seen: Checkpoint, now: Head, witness: str = "") -> None:
    """That the log extends what was signed, or what a witness has seen, by the proof anyone would be given."""
    if now.size < seen.size:
        whole = f"{witness} has seen {seen.size}" if witness else f"{seen.size} were signed"
        raise _refused(f"It has {now.size} entries; {whole}. A restored backup is a fork of the log.")
    if not seen.size:
        return
    try:
        proof = consistency_proof(nodes(connection), seen.size, now.size)
        verify_consistency(seen.size, now.size, proof, seen.root, now.range.root())
    except ProofError as error:
        what = f"what {witness} has seen" if witness else "what was signed"
        raise _refused(f"It does not extend {what}: {error}.") from error


def _grown(connection: Connection, last: Checkpoint, now: Head) -> None:
    """That the entries since then are the ones that were hashed, entry by entry from the bytes."""
    try:
        since = leaves(connection, last.size, now.size)
        grown: CompactRange = range_at(nodes(connection), last.size).extend(since)
    except ProofError as error:
        raise _refused(f"It does not extend what was signed: {error}.") from error
    if grown != now.range:
        raise _refused(f"The entries from {last.size} on are not those that were hashed when they were recorded.")


def _keep(connection: Connection, size: int, note: bytes, clock: Clock) -> None:
    if connection.execute(select(checkpoint.c.size).where(checkpoint.c.size == size)).first() is None:
        connection.execute(checkpoint.insert().values(size=size, at=clock.now(), note=note))


def _refused(why: str) -> NotConsistent:
    return NotConsistent("The log was not signed.", why, "Run `coe verify`, and find out before anything is signed.")
