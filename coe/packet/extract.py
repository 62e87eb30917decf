"""The evidence of one initiative, taken out of the log: its entries and all they read, proven under one checkpoint."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from coe import ledger
from coe.office_errors import Damaged, UnknownRecord
from coe.tables import disclosure, entry
from governance.errors import Unreadable
from governance.formats.jcs import Json, decode
from governance.law.consulted import ENTITLING
from governance.ledger.commitments import Disclosure
from governance.ledger.merkle import ProofError, inclusion_proof
from governance.ledger.note import parse_checkpoint, parse_note
from governance.office.keys import LOG
from governance.record import events as e
from governance.record.entry import Entry
from governance.verifier.evidence import Evidence, Proven
from governance.verifier.judging import Pass, readable

ASKED_AT_ONCE = 500


def extract(connection: Connection, initiative: str, checkpoint: bytes) -> Evidence:
    """Everything of one initiative (its id) under the checkpoint (a signed note, empty for an empty log).

    Raises UnknownRecord, Damaged.
    """
    size = _size(checkpoint)
    subject = f"initiative/{initiative}"
    mine = _kept(connection, subject, size)
    own = [item for item, _ in mine]
    if not own:
        raise UnknownRecord(
            "There is no such record under this checkpoint.",
            f"No entry of {subject} lies among the first {size} of the log.",
            "Seal a new checkpoint, or check the address.",
        )
    read = {stream: max(item.reads.get(stream, 0) for item in own) for item in own for stream in item.reads}
    others = {stream: _kept(connection, stream, size)[:most] for stream, most in read.items()}
    for stream in reversed(ENTITLING):  # owners of the policy first: their grants read the administrators
        most = max((item.reads.get(stream, 0) for kept in others.values() for item, _ in kept), default=0)
        if most > read.get(stream, 0):
            others[stream] = _kept(connection, stream, size)[:most]
    others |= _key_history(connection, size)
    entries = sorted((pair for kept in (mine, *others.values()) for pair in kept), key=lambda pair: pair[0].seq)
    return Evidence(
        subject,
        checkpoint,
        _proven(connection, entries, size),
        _disclosed(connection, own, (item for item, _ in entries)),
        _trees(entries, subject),
    )


def _key_history(connection: Connection, size: int) -> dict[str, list[tuple[Entry, bytes]]]:
    """The log's keys, once one handed over or was revoked: whoever holds another of them can follow."""
    kept = _kept(connection, LOG, size)
    changed = any(isinstance(event, e.KeyRotated | e.KeyRevoked) for item, _ in kept for event in item.events)
    return {LOG: kept} if changed else {}


def _proven(connection: Connection, entries: list[tuple[Entry, bytes]], size: int) -> tuple[Proven, ...]:
    node = ledger.nodes(connection)
    try:
        return tuple(Proven(item.seq, data, inclusion_proof(node, item.seq, size)) for item, data in entries)
    except ProofError as error:
        raise Damaged(
            f"The log does not hold the {size} entries of the checkpoint.", f"{error}.", "Run `coe verify`; restore."
        ) from error


def size_of(evidence: Evidence) -> int:
    """How many entries the checkpoint of some evidence covers."""
    return _size(evidence.checkpoint)


def _size(checkpoint: bytes) -> int:
    return parse_checkpoint(parse_note(checkpoint).text).size if checkpoint else 0


def _kept(connection: Connection, stream: str, size: int) -> list[tuple[Entry, bytes]]:
    """A stream's entries among the first `size` of the log, with the bytes that were hashed."""
    columns = select(entry.c.seq, entry.c.bytes).where(entry.c.stream == stream, entry.c.seq < size)
    return [_read(seq, data) for seq, data in connection.execute(columns.order_by(entry.c.version))]


def _read(seq: int, data: bytes) -> tuple[Entry, bytes]:
    try:
        return readable(bytes(data)), bytes(data)
    except (Unreadable, TypeError) as error:
        raise Damaged(
            f"Entry {seq} cannot be read, so there is no evidence to take.", f"{error}.", "Run `coe verify`; restore."
        ) from error


def _disclosed(connection: Connection, own: list[Entry], entries: Iterable[Entry]) -> tuple[Disclosure, ...]:
    """What opens the initiative's own commitments, its owner's name, and the ground on which those who acted in it hold
    their roles; erased values are simply not there.
    """
    listed = tuple(entries)
    acted = {item.actor for item in own}
    owners = {f"person/{event.owner}" for item in own for event in item.events if isinstance(event, e.Submitted)}
    commits = {commit for item in own for commit in item.commits}
    commits |= {
        event.name
        for item in listed
        if item.stream in owners
        for event in item.events
        if isinstance(event, e.PersonRegistered)
    }
    commits |= {
        event.reason
        for item in listed
        for event in item.events
        if isinstance(event, e.Granted | e.Ungranted) and event.person in acted
    }
    found: list[Disclosure] = []
    wanted = sorted(commits)
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        some = wanted[start : start + ASKED_AT_ONCE]
        statement = select(disclosure).where(disclosure.c.commit.in_(some)).order_by(disclosure.c.commit)
        rows = connection.execute(statement)
        found += [Disclosure(row.commit, row.nonce, decode(row.value.encode())) for row in rows]
    return tuple(found)


def _trees(entries: list[tuple[Entry, bytes]], subject: str) -> dict[int, Json]:
    """The *why* tree as it stood at each entry of the initiative."""
    walk = Pass()
    trees: dict[int, Json] = {}
    for item, data in entries:
        walk.follow(item, data, decided=False)
        if item.stream == subject and (tree := walk.tree(subject, item.at)) is not None:
            trees[item.seq] = tree.as_json()
    return trees
