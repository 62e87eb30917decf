"""Appending to the log and reading it: exact bytes in, exact bytes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from coe.office_errors import Damaged
from coe.tables import entry, head, node
from governance.errors import Unreadable
from governance.ledger.merkle import HASH_SIZE, CompactRange, NodeReader, ProofError, leaf_hash, node_hash, nodes_of
from governance.record.entry import Entry, read_entry

PAGE = 1_000
NODE_LEVEL = 8
BLOCKS_KEPT = 8
NODES_KEPT = 16_384
_CURE = "Run `coe verify` and restore the database from a backup."


@dataclass(frozen=True, slots=True)
class Head:
    """The log's size, the time of its last entry, and its right edge."""

    at: int
    range: CompactRange

    @property
    def size(self) -> int:
        """Entries in the log."""
        return self.range.size


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as stored: the columns beside the bytes repeat what the bytes say, for queries."""

    seq: int
    stream: str
    version: int
    command: str
    at: int
    actor: str
    type: str
    bytes: bytes


def range_from(size: int, data: bytes) -> CompactRange:
    """The compact range from its stored form, hash after hash."""
    return CompactRange(size, tuple(data[start : start + HASH_SIZE] for start in range(0, len(data), HASH_SIZE)))


def grow(edge: CompactRange, leaf: bytes) -> tuple[CompactRange, list[dict[str, object]]]:
    """The range with one more leaf hash, and the rows of the larger perfect subtrees it completes.

    Keeping those of 256 leaves and more makes every proof O(log n) with at most 256 entries read.
    """
    hashes, full, level, right = list(edge.hashes), edge.size, 0, leaf
    completed: list[dict[str, object]] = []
    while full & 1:
        right, full, level = node_hash(hashes.pop(), right), full >> 1, level + 1
        if level >= NODE_LEVEL:
            completed.append({"level": level, "place": full, "hash": right})
    return CompactRange(edge.size + 1, (*hashes, right)), completed


def range_at(read: NodeReader, size: int) -> CompactRange:
    """The compact range of the log's first `size` entries."""
    hashes, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            hashes.append(read(level, start >> level))
            start += 1 << level
    return CompactRange(size, tuple(hashes))


def read_head(connection: Connection) -> Head:
    """The log's head as committed. Raises Damaged."""
    found = connection.execute(select(head.c.size, head.c.at, head.c.hashes)).all()
    if len(found) > 1:
        raise Damaged("The log's head cannot be read.", f"It has {len(found)} rows.", _CURE)
    return head_of(found[0] if found else None)


def head_of(row: Sequence[Any] | None) -> Head:
    """The head from its row: size, time, hashes. Raises Damaged."""
    if row is None:
        raise Damaged("The log has no head.", "Its row is missing.", _CURE)
    size, at, hashes = row
    try:
        return Head(at, range_from(size, bytes(hashes)))
    except (ProofError, TypeError) as error:
        raise Damaged("The log's head cannot be read.", f"{error}.", _CURE) from error


def entries(connection: Connection, stream: str, upto: int | None = None) -> tuple[Entry, ...]:
    """A stream's entries in order, of the first `upto` of the log if given. Raises Damaged."""
    statement = select(entry.c.seq, entry.c.bytes).where(entry.c.stream == stream).order_by(entry.c.version)
    if upto is not None:
        statement = statement.where(entry.c.seq < upto)
    return tuple(_read(seq, bytes(data)) for seq, data in connection.execute(statement))


def entry_at(connection: Connection, seq: int) -> Entry | None:
    """One entry by its place in the log. Raises Damaged."""
    data = connection.execute(select(entry.c.bytes).where(entry.c.seq == seq)).scalar_one_or_none()
    return None if data is None else _read(seq, bytes(data))


def rows(connection: Connection, start: int = 0, end: int | None = None) -> Iterator[Row]:
    """Stored entries from `start` to `end` (excluded), a page in memory at a time."""
    last = start - 1
    while True:
        statement = select(entry).where(entry.c.seq > last).order_by(entry.c.seq).limit(PAGE)
        if end is not None:
            statement = statement.where(entry.c.seq < end)
        page = connection.execute(statement).all()
        for found in page:
            columns = found.seq, found.stream, found.version, found.command, found.at, found.actor, found.type
            yield Row(*columns, bytes=bytes(found.bytes))
        if len(page) < PAGE:
            return
        last = page[-1].seq


def bytes_of(connection: Connection, types: Sequence[str]) -> Iterator[bytes]:
    """The bytes of every entry that answers a command of these types, in order; reads the whole log."""
    statement = select(entry.c.bytes).where(entry.c.type.in_(types)).order_by(entry.c.seq)
    yield from map(bytes, connection.execute(statement.execution_options(yield_per=PAGE)).scalars())


def first_since(connection: Connection, at: int) -> int:
    """The place of the first entry recorded at `at` or later; times never go back, so it is found by halving."""
    low, high = 0, read_head(connection).size
    while low < high:
        middle = (low + high) // 2
        found = connection.execute(select(entry.c.at).where(entry.c.seq == middle)).scalar_one()
        low, high = (middle + 1, high) if found < at else (low, middle)
    return low


def leaves(connection: Connection, start: int, end: int) -> Sequence[bytes]:
    """Leaf hashes of a range, from the entries' bytes."""
    statement = select(entry.c.bytes).where(entry.c.seq >= start, entry.c.seq < end).order_by(entry.c.seq)
    return [leaf_hash(bytes(data)) for data in connection.execute(statement).scalars()]


def nodes(connection: Connection) -> NodeReader:
    """Perfect subtrees of the log: the larger ones as kept, the smaller ones from the entries.

    It remembers what it read last, for the proofs of neighbours share nearly everything.
    """

    @lru_cache(maxsize=BLOCKS_KEPT)
    def block(place: int) -> Sequence[bytes]:
        return leaves(connection, place << NODE_LEVEL, place + 1 << NODE_LEVEL)

    def some(start: int, end: int) -> Sequence[bytes]:
        first = start >> NODE_LEVEL << NODE_LEVEL
        found = block(start >> NODE_LEVEL)[start - first : end - first]
        # The last block may have grown since it was read.
        return found if len(found) == end - start else leaves(connection, start, end)

    from_leaves = nodes_of(some)

    @lru_cache(maxsize=NODES_KEPT)
    def read(level: int, place: int) -> bytes:
        if level >= NODE_LEVEL:
            kept = connection.execute(select(node.c.hash).where(node.c.level == level, node.c.place == place)).scalar()
            if kept is not None:
                return bytes(kept)
        return from_leaves(level, place)

    return read


def _read(seq: int, data: bytes) -> Entry:
    try:
        return read_entry(data)
    except (Unreadable, ValueError) as error:
        raise Damaged(f"Entry {seq} cannot be read.", str(error), _CURE) from error
