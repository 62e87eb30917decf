"""What the bytes of the log say: every entry well formed, in its place, chained; and, where asked, lawful.

Each entry is decoded once for both. Memory grows with the number of streams (about a third of a kilobyte each), not
with the number of entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from coe import ledger
from coe.blobs import Blobs
from coe.erasing import commits_of
from coe.evidence.problems import MOST_PROBLEMS, Found, Problem, guarded
from coe.evidence.recalled import Recalled, packed, unpacked
from coe.tables import disclosure
from governance.record.entry import Entry, entry_hash, read_entry
from governance.verifier.judging import Pass

COMMITS_AT_ONCE = 500


class Entries:
    """One reading of the entries in order. `decided` has the law asked about each; what it contradicts is `unlawful`.

    A fault of the record ends that: the law is not asked about what follows something broken.
    """

    def __init__(self, connection: Connection, blobs: Blobs | None, *, decided: bool = False) -> None:
        self._connection = connection
        self._blobs = blobs
        self._heads: dict[str, bytes] = {}
        self._walk = Pass(Recalled(connection, self._heads)) if decided else None
        self.at = 0
        self.forgotten: set[str] = set()
        self.unlawful: list[Problem] = []
        self._committed: dict[str, int] = {}
        self._unopened: dict[str, int] = {}

    def problems(self) -> Iterator[Problem]:
        """Every fault of the record, in the order of the log."""
        rows, expected = ledger.rows(self._connection), 0
        while True:
            try:
                row = next(rows, None)
            except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
                yield Problem(expected, "a readable row", f"{type(error).__name__}: {error}"[:300])
                return
            if row is None:
                return
            if row.seq != expected:
                yield Problem(expected, f"entry {expected}", f"entry {row.seq}: entries are missing or renumbered")
                return
            for problem in guarded(row.seq, lambda row=row: self._entry(row)):  # type: ignore[misc]  # bound at once
                self._walk = None
                yield problem
            expected += 1

    def lost(self) -> Iterator[Found]:
        """Texts that somebody committed to and nobody can open, without an entry that had them erased."""
        self._look_for()
        for commit, seq in self._unopened.items():
            if commit not in self.forgotten:
                yield seq, f"a text that opens commitment {commit[:16]}…, or an entry that erased it", "neither"

    def _entry(self, row: ledger.Row) -> Iterator[Found]:
        found = read_entry(row.bytes)
        yield from self._placed(row, found)
        if found.at < self.at:
            yield row.seq, f"a time not before {self.at}", str(found.at)
        self.at = max(self.at, found.at)
        self.forgotten.update(commits_of(found))
        self._committed.update((commit, row.seq) for commit in found.commits)
        if len(self._committed) >= COMMITS_AT_ONCE:
            self._look_for()
        for digest in found.blobs if self._blobs else ():
            self._blobs.read(digest) if self._blobs else None
        if self._walk is None:
            self._heads[found.stream] = packed(found.version, entry_hash(row.bytes))
        elif len(self.unlawful) < MOST_PROBLEMS:
            faults = self._walk.follow(found, row.bytes, decided=True)
            self.unlawful += [Problem(fault.seq, fault.expected, fault.found) for fault in faults]

    def _look_for(self) -> None:
        """Ask for the texts of the entries read last, many at once, and note which are not there."""
        wanted = select(disclosure.c.commit).where(disclosure.c.commit.in_(self._committed))
        there = set(self._connection.execute(wanted).scalars())
        self._unopened.update((commit, seq) for commit, seq in self._committed.items() if commit not in there)
        self._committed.clear()

    def _placed(self, row: ledger.Row, found: Entry) -> Iterator[Found]:
        """The columns repeat the entry, and it is the next of its stream, having read what was there."""
        columns = (row.seq, row.stream, row.version, row.command, row.at, row.actor, row.type)
        inside = (found.seq, found.stream, found.version, found.command_id, found.at, found.actor, found.command_type)
        if columns != inside:
            yield row.seq, f"columns that repeat the entry, {inside}", str(columns)
        version, prev = self._head(found.stream)
        if found.version != version + 1:
            yield row.seq, f"version {version + 1} of {found.stream}", f"version {found.version}"
        if found.prev != prev:
            yield row.seq, f"prev {prev or 'absent'}", found.prev or "absent"
        for stream, read in found.reads.items():
            known = self._head(stream)[0]
            if read != known:
                yield row.seq, f"to have read version {known} of {stream}", f"version {read}"

    def _head(self, stream: str) -> tuple[int, str]:
        return unpacked(self._heads[stream]) if stream in self._heads else (0, "")
