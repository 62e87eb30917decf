"""The evidence of one initiative, taken out of the log: its entries and all they read, proven under one checkpoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from coe import ledger
from coe.office_errors import Damaged, UnknownRecord
from coe.tables import disclosure, entry
from governance.errors import Unreadable
from governance.formats.jcs import Json, NotCanonical, decode
from governance.law.consulted import ENTITLING
from governance.ledger.commitments import Disclosure
from governance.ledger.merkle import ProofError, inclusion_proof
from governance.ledger.note import parse_checkpoint, parse_note
from governance.office.keys import LOG
from governance.record import events as e
from governance.record.entry import Entry
from governance.verifier.evidence import Evidence, Proven
from governance.verifier.judging import Pass, readable
from governance.verifier.naming import named

ASKED_AT_ONCE = 500


def extract(connection: Connection, initiative: str, checkpoint: bytes) -> Evidence:
    """Everything of one initiative (its id) under the checkpoint (a signed note, empty for an empty log), and the
    registrations of people it names.

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
    grounds = [item for kept in others.values() for item, _ in kept]
    disclosed = _disclosed(connection, own, grounds)
    mentioned = named([*own, *_concerning(own, grounds)], (each.value for each in disclosed)) - others.keys()
    people = _registrations(connection, mentioned, size)
    entries = sorted((pair for kept in (mine, *others.values(), people) for pair in kept), key=lambda pair: pair[0].seq)
    names = {*_names(item for item, _ in people)} - {each.commit for each in disclosed}
    return Evidence(
        subject,
        checkpoint,
        _proven(connection, entries, size),
        tuple(sorted((*disclosed, *_opening(connection, names)), key=lambda each: each.commit)),
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


def _registrations(connection: Connection, people: Iterable[str], size: int) -> list[tuple[Entry, bytes]]:
    """The first entry of each of these streams that there is: what commits to a person's name."""
    first = select(entry.c.seq, entry.c.bytes).where(entry.c.version == 1, entry.c.seq < size)
    rows = (row for some in _parted(people) for row in connection.execute(first.where(entry.c.stream.in_(some))))
    return [_read(seq, data) for seq, data in rows]


def _concerning(own: list[Entry], grounds: list[Entry]) -> list[Entry]:
    """The entries that gave or lent a role to somebody who acted here, which a packet tells with all who had part."""
    acted = {item.actor for item in own}

    def concerns(event: e.Event) -> bool:
        match event:
            case e.Granted(person=person) | e.Ungranted(person=person):
                return person in acted
            case e.Delegated(person=person, to=to):
                return bool({person, to} & acted)
            case _:
                return False

    return [item for item in grounds if any(map(concerns, item.events))]


def _disclosed(connection: Connection, own: list[Entry], grounds: list[Entry]) -> tuple[Disclosure, ...]:
    """What opens the initiative's own commitments, its owner's name, and the ground on which those who acted in it hold
    their roles; erased values are simply not there.
    """
    acted = {item.actor for item in own}
    owners = {f"person/{event.owner}" for item in own for event in item.events if isinstance(event, e.Submitted)}
    commits = {commit for item in own for commit in item.commits}
    commits |= set(_names(item for item in grounds if item.stream in owners))
    commits |= {
        event.reason
        for item in grounds
        for event in item.events
        if isinstance(event, e.Granted | e.Ungranted) and event.person in acted
    }
    return _opening(connection, commits)


def _names(entries: Iterable[Entry]) -> Iterator[str]:
    """The commitments to printed names in these entries."""
    return (event.name for item in entries for event in item.events if isinstance(event, e.PersonRegistered))


def _opening(connection: Connection, commits: Iterable[str]) -> tuple[Disclosure, ...]:
    """What opens these commitments, in their order."""
    found: list[Disclosure] = []
    for some in _parted(commits):
        statement = select(disclosure).where(disclosure.c.commit.in_(some)).order_by(disclosure.c.commit)
        rows = connection.execute(statement)
        found += map(_disclosed_as, rows)
    return tuple(found)


def _disclosed_as(row: Row[Any]) -> Disclosure:
    """A kept value. One that is no JSON is disclosed as the text it is: it opens nothing, and a verifier says so."""
    try:
        return Disclosure(row.commit, row.nonce, decode(row.value.encode()))
    except NotCanonical:
        return Disclosure(row.commit, row.nonce, row.value)


def _parted(names: Iterable[str]) -> Iterator[list[str]]:
    """All of them in order, in parts that a database takes as one question."""
    wanted = sorted(names)
    return (wanted[start : start + ASKED_AT_ONCE] for start in range(0, len(wanted), ASKED_AT_ONCE))


def _trees(entries: list[tuple[Entry, bytes]], subject: str) -> dict[int, Json]:
    """The *why* tree as it stood at each entry of the initiative."""
    walk = Pass()
    trees: dict[int, Json] = {}
    for item, data in entries:
        walk.follow(item, data, decided=False)
        if item.stream == subject and (tree := walk.tree(subject, item.at)) is not None:
            trees[item.seq] = tree.as_json()
    return trees
