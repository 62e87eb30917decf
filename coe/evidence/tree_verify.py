"""The bytes of the log and its tree: every entry hashed, every larger subtree, signed root and the head compared.

Nothing is decoded here, so this is the quick half of *intact*; what the bytes say is read in `entry_verify`. Memory is
one page of entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, func, select

from coe import ledger
from coe.evidence.problems import Found, Problem, guarded
from coe.statements import Prepared, prepared
from coe.tables import entry, node
from governance.ledger.merkle import CompactRange, node_hash

PAGE = 4_096
"""Entries read at once; a multiple of the leaves under a kept subtree."""
BLOCK = 1 << ledger.NODE_LEVEL

Roots = Mapping[int, tuple[bytes, str]]
"""Root and name of what was signed, by size."""


class Tree:
    """One reading of the bytes in order. `size` and `root` are what the entries themselves come to."""

    def __init__(self, connection: Connection, roots: Roots, page: int = PAGE) -> None:
        self._connection = connection
        self._page = page
        self._roots = roots
        self._blocks: list[bytes] = []
        self._count = 0
        self.edge = CompactRange()

    def problems(self) -> Iterator[Problem]:
        """Every problem, in the order of the log, then those of the log as a whole."""
        cursor: Any = self._connection.connection.cursor()
        statement = _bytes_between(self._connection)
        start = 0
        try:
            while page := statement.run(cursor, seq=self.edge.size, upto=self.edge.size + self._page).fetchall():
                start = self.edge.size
                missing = next((n for n, (seq, _) in enumerate(page, start) if seq != n), None)
                if missing is not None:
                    yield _missing(missing, page[missing - start][0])
                    return
                leaves = [sha256(b"\x00" + data).digest() for _, data in page]
                yield from guarded(start, lambda leaves=leaves: self._grown(leaves))  # type: ignore[misc]  # bound at once
        except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
            found = f"{type(error).__name__}: {error}"[:300]
            yield Problem(None, f"{self._page} readable rows from entry {start} on", found)
            return
        finally:
            cursor.close()
        for check in (self._ends, self._head, self._unreached, self._nodes):
            yield from guarded(None, check)

    def _grown(self, leaves: Sequence[bytes]) -> Iterator[Found]:
        """One page more: its roots that were signed, and the subtrees it completes."""
        start, end = self.edge.size, self.edge.size + len(leaves)
        edge = self.edge
        for size in sorted(size for size in self._roots if start < size <= end):
            edge = edge.extend(leaves[edge.size - start : size - start])
            root, what = self._roots[size]
            if edge.root() != root:
                yield size - 1, f"root {root.hex()} of the {what} of {size} entries", edge.root().hex()
        whole = len(leaves) // BLOCK * BLOCK
        completed = [each for digest in _blocks(leaves[:whole]) for each in self._completed(digest)]
        self.edge = CompactRange(start + whole, tuple(self._blocks)).extend(leaves[whole:])
        yield from self._kept(completed)

    def _completed(self, digest: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Level, place and hash of each kept subtree that one more block completes."""
        full, level = self._count, ledger.NODE_LEVEL
        self._count += 1
        yield level, full, digest
        while full & 1:
            digest, full, level = node_hash(self._blocks.pop(), digest), full >> 1, level + 1
            yield level, full, digest
        self._blocks.append(digest)

    def _kept(self, completed: Sequence[tuple[int, int, bytes]]) -> Iterator[Found]:
        """The subtrees as kept, in the order of their last entry."""
        wrong = []
        for level in {level for level, _, _ in completed}:
            wanted = {place: digest for each, place, digest in completed if each == level}
            between = node.c.place.between(min(wanted), max(wanted))
            rows = self._connection.execute(select(node.c.place, node.c.hash).where(node.c.level == level, between))
            found = {place: bytes(kept) for place, kept in rows}
            wrong += [(((p + 1) << level) - 1, level, p) for p, digest in wanted.items() if found.get(p) != digest]
        for seq, level, place in sorted(wrong):
            yield seq, f"subtree {level}/{place} as hashed", "another or none"

    def _ends(self) -> Iterator[Found]:
        """No row stands before the first entry or beyond a gap."""
        ends = (select(entry.c.seq).order_by(order).limit(1) for order in (entry.c.seq, entry.c.seq.desc()))
        first, last = (self._connection.execute(end).scalar() for end in ends)
        if self.edge.size and (first, last) != (0, self.edge.size - 1):
            yield None, f"rows 0 to {self.edge.size - 1}", f"rows {first} to {last}: entries are missing or renumbered"

    def _head(self) -> Iterator[Found]:
        found = ledger.read_head(self._connection)
        if found.range != self.edge:
            yield (
                None,
                f"a head of {self.edge.size} entries, root {self.edge.root().hex()}",
                f"a head of {found.size} entries, root {found.range.root().hex()}",
            )

    def _unreached(self) -> Iterator[Found]:
        for size, (_, what) in self._roots.items():
            if size > self.edge.size:
                yield None, f"{size} entries, as the {what} says", f"{self.edge.size} entries"

    def _nodes(self) -> Iterator[Found]:
        expected = sum(self.edge.size >> level for level in range(ledger.NODE_LEVEL, self.edge.size.bit_length()))
        found = self._connection.execute(select(func.count()).select_from(node)).scalar_one()
        if found != expected:
            yield None, f"{expected} subtrees", f"{found} subtrees"


def _missing(expected: int, found: int) -> Problem:
    return Problem(expected, f"entry {expected}", f"entry {found}: entries are missing or renumbered")


def _blocks(leaves: Sequence[bytes]) -> Sequence[bytes]:
    """The roots of whole blocks of leaves, level by level over all of them at once."""
    for _ in range(ledger.NODE_LEVEL):
        leaves = [
            sha256(b"\x01" + left + right).digest() for left, right in zip(leaves[::2], leaves[1::2], strict=True)
        ]
    return leaves


def _bytes_between(connection: Connection) -> Prepared:
    seq, upto = bindparam("seq", type_=BigInteger), bindparam("upto", type_=BigInteger)
    statement = select(entry.c.seq, entry.c.bytes).where(entry.c.seq >= seq, entry.c.seq < upto)
    return prepared(statement.order_by(entry.c.seq), connection.dialect)
