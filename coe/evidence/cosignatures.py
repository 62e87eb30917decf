"""The office's side of its witnesses: what is carried to them, what comes back, and the checkpoint with both."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from coe.clock import Clock
from coe.database import reading, writing
from coe.evidence.checkpoints import latest, outside_file
from coe.evidence.keys import LogKey, log_keys, own_keys, witnesses
from coe.home import Home, write_private
from coe.ledger import nodes, read_head
from coe.office_errors import BadCosignature, NotConsistent, UnknownRecord
from coe.tables import checkpoint, cosignature, entry
from governance.ledger.merkle import consistency_proof, tree_root
from governance.ledger.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    NoteError,
    Verified,
    add_signatures,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
)
from governance.ledger.witnessing import Asked, Quorum, quorum
from governance.office.keys import Witnesses

CURE = "Ask the witness again: `coe witness request`."


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came back: the checkpoint's size, whose cosignatures were kept, and whether they are enough."""

    size: int
    names: tuple[str, ...]
    quorum: Quorum


def ask(engine: Engine, witness: Key, old: int | None = None) -> bytes:
    """The request for one witness: the newest checkpoint, and the proof from what the witness saw last (`old` entries;
    by default the size it last cosigned here).

    Raises UnknownRecord when nothing was sealed yet, NotConsistent for an `old` beyond the log.
    """
    with reading(engine) as connection:
        newest = latest(connection)
        if newest is None:
            raise UnknownRecord("There is nothing to cosign.", "No checkpoint was signed yet.", "Run `coe seal`.")
        size, _, note = newest
        start = last_cosigned(connection, witness) if old is None else old
        if start > size:
            raise _ahead(witness.name, start, size)
        proof = consistency_proof(nodes(connection), start, size) if 0 < start < size else ()
    return Asked(start, proof, note).encode()


def last_cosigned(connection: Connection, witness: Key) -> int:
    """The greatest size this witness cosigned, as far as it came back; 0 for none."""
    mine = select(func.max(cosignature.c.size)).where(cosignature.c.witness == witness.vkey())
    return connection.execute(mine).scalar() or 0


def accept(engine: Engine, home: Home, key: LogKey, data: bytes, clock: Clock) -> Accepted:
    """Keep the cosignatures in a checkpoint that came back, after the log was found to hold what they cosigned.

    Raises BadCosignature; NotConsistent when the witness saw another log or more of this one, and then nothing is
    signed any more until that is cleared up.
    """
    with writing(engine) as connection:
        declared = witnesses(connection)
        own = own_keys(log_keys(connection), key)
        found, signed = _opened(data, declared.public_keys(), own, key.origin)
        names = tuple(dict.fromkeys(each.key.name for each in signed))
        refused = _differs(connection, names, found)
        if refused is None:
            _keep(connection, found, data, signed, clock.now())
            data = assembled(connection, found.size)
    for each in signed:
        keep_outside(home, each.key, data, found)
    if refused is not None:
        raise refused
    return Accepted(found.size, names, quorum(data, declared.public_keys(), declared.needed, own))


def _opened(
    data: bytes, declared: tuple[Key, ...], own: tuple[Key, ...], origin: str
) -> tuple[Checkpoint, tuple[Verified, ...]]:
    what = "This was not accepted."
    try:
        found, opened = open_checkpoint(data, (*declared, *own))
    except NoteError as error:
        raise BadCosignature(what, f"It is no checkpoint that a declared witness cosigned: {error}.", CURE) from error
    if found.origin != origin:
        raise BadCosignature(what, f"It is of the log {found.origin}; this is {origin}.", CURE)
    if opened.keys.isdisjoint(own):
        raise BadCosignature(what, "The log itself has not signed it.", CURE)
    signed = tuple(each for each in opened.verified if each.key in declared)
    if not signed:
        lines = ", ".join(sorted({line.name for line in parse_note(data).signatures} - {origin})) or "nobody"
        raise BadCosignature(
            what,
            f"No declared witness cosigned it, but {lines[:200]}.",
            "Declare the witness first: `coe witness declare`.",
        )
    return found, signed


def _differs(connection: Connection, names: tuple[str, ...], found: Checkpoint) -> NotConsistent | None:
    """Whether this log is not the one that was cosigned."""
    size, who = read_head(connection).size, ", ".join(names)
    if found.size > size:
        return _ahead(who, found.size, size)
    if tree_root(nodes(connection), found.size) != found.root:
        why = f"{who} cosigned {found.size} entries with another root than this log's first {found.size} have."
        return NotConsistent("This log is not the one that was cosigned.", why, _FORKED)
    return None


_FORKED = "Run `coe verify`; keep what the witness gave back, and find out before anything is signed."


def _ahead(who: str, seen: int, size: int) -> NotConsistent:
    return NotConsistent(
        "A witness is ahead of this log.",
        f"{who} has seen {seen} entries; this log has {size}. A restored backup is a fork of the log.",
        _FORKED,
    )


def _keep(connection: Connection, found: Checkpoint, data: bytes, signed: Iterable[Verified], now: int) -> None:
    note = parse_note(data)
    if connection.execute(select(checkpoint.c.size).where(checkpoint.c.size == found.size)).first() is None:
        own = [line for line in note.signatures if line.name == found.origin]
        bare = f"{note.text}\n{''.join(line.line() for line in own)}".encode()
        connection.execute(checkpoint.insert().values(size=found.size, at=now, note=bare))
    for each in signed:
        vkey = each.key.vkey()
        mine = (cosignature.c.size == found.size) & (cosignature.c.witness == vkey)
        if connection.execute(select(cosignature.c.size).where(mine)).first() is None:
            line = next(line for line in note.signatures if line.key_id == each.key.key_id).line()
            at = (each.timestamp or 0) * 1000
            row = {"size": found.size, "witness": vkey, "at": at, "line": line, "kept": now}
            connection.execute(cosignature.insert().values(row))


def assembled(connection: Connection, size: int) -> bytes:
    """The checkpoint of this size with every cosignature kept for it. Raises UnknownRecord."""
    note = connection.execute(select(checkpoint.c.note).where(checkpoint.c.size == size)).scalar()
    if note is None:
        raise UnknownRecord("There is no such checkpoint.", f"None of {size} entries is kept.", "Run `coe seal`.")
    order = (cosignature.c.at, cosignature.c.witness)
    lines = connection.execute(select(cosignature.c.line).where(cosignature.c.size == size).order_by(*order))
    kept = list(lines.scalars())
    return add_signatures(bytes(note), kept) if kept else bytes(note)


def best(connection: Connection, covering: int, log: tuple[Key, ...]) -> bytes | None:
    """The checkpoint that proves most about the log's first `covering` entries: the newest that enough witnesses
    cosigned, else the one most of them did, else the newest of all; None where none covers them.
    """
    declared = witnesses(connection)
    asked = select(checkpoint.c.size).where(checkpoint.c.size >= covering)
    newest = connection.execute(asked.order_by(checkpoint.c.size.desc()).limit(1)).scalar()
    if newest is None:
        return None
    sizes = select(cosignature.c.size).where(cosignature.c.size >= covering).distinct()
    ranked = [(False, 0, newest, assembled(connection, newest))]
    for size in connection.execute(sizes).scalars():
        note = assembled(connection, size)
        count = quorum(note, declared.public_keys(), declared.needed, log)
        ranked.append((count.reached, len(count.names), size, note))
    return max(ranked, key=lambda each: each[:3])[3]


def best_for(connection: Connection, initiative: str, key: LogKey) -> bytes | None:
    """The checkpoint that proves most about an initiative (its id): a cosigned one over all of its entries goes before
    a newer one that nobody outside has seen.
    """
    last = connection.execute(
        select(func.max(entry.c.seq)).where(entry.c.stream == f"initiative/{initiative}")
    ).scalar()
    return None if last is None else best(connection, last + 1, own_keys(log_keys(connection), key))


def keep_outside(home: Home, witness: Key, data: bytes, found: Checkpoint) -> None:
    """Remember beside the key, outside the database, the furthest a witness is known to have seen."""
    path = outside_file(home, witness)
    known = _size_of(path)
    if known is None or known < found.size:
        write_private(path, data)


def _size_of(path: Path) -> int | None:
    try:
        return parse_checkpoint(parse_note(path.read_bytes()).text).size
    except (OSError, NoteError):
        return None


def furthest(connection: Connection) -> dict[str, tuple[int, int]]:
    """What each witness (verifier key) cosigned last, as far as it came back: size, and when (UTC ms)."""
    newest = select(cosignature.c.witness, func.max(cosignature.c.size).label("size")).group_by(cosignature.c.witness)
    found = newest.subquery()
    both = (cosignature.c.witness == found.c.witness) & (cosignature.c.size == found.c.size)
    rows = connection.execute(select(found.c.witness, found.c.size, cosignature.c.at).join(cosignature, both))
    return {row.witness: (row.size, row.at) for row in rows}


def standing(connection: Connection, declared: Witnesses, log: tuple[Key, ...]) -> tuple[int, Quorum] | None:
    """The newest checkpoint that enough declared witnesses cosigned: its size and who did."""
    if not declared.needed:
        return None
    sizes = select(cosignature.c.size).group_by(cosignature.c.size).having(func.count() >= declared.needed)
    for size in connection.execute(sizes.order_by(cosignature.c.size.desc())).scalars():
        count = quorum(assembled(connection, size), declared.public_keys(), declared.needed, log)
        if count.reached:
            return size, count
    return None


def newest_cosigned(connection: Connection, keys: tuple[Key, ...], needed: int) -> tuple[int, Quorum] | None:
    """The newest checkpoint that at least `needed` (and one) of the witnesses among `keys` cosigned, whoever the office
    declares: its size and who did.
    """
    trusted = [key for key in keys if key.kind == COSIGNATURE]
    logs = [key for key in keys if key.kind != COSIGNATURE]
    sizes = select(cosignature.c.size).distinct().order_by(cosignature.c.size.desc())
    for size in connection.execute(sizes).scalars() if trusted else ():
        count = quorum(assembled(connection, size), trusted, max(1, needed), logs)
        if count.reached:
            return size, count
    return None
