"""`coe verify`: the whole log read distrustfully. Whatever fails while reading counts as tampering and names its entry.

Memory grows with the number of streams (about a quarter of a kilobyte each), not with the number of entries.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Engine, func, select

from coe import ledger
from coe.blobs import Blobs
from coe.database import reading
from coe.erasing import commits_of
from coe.evidence.keys import revocations, successors
from coe.evidence.record_verify import record_differences
from coe.evidence.store_verify import store_faults
from coe.law import OfficeLaw
from coe.office_errors import OfficeError
from coe.tables import checkpoint, disclosure, entry, node
from governance.commitments import Disclosure
from governance.entry import Entry, entry_hash, read_entry
from governance.jcs import decode
from governance.merkle import CompactRange, leaf_hash
from governance.note import Checkpoint, Key, open_checkpoint, parse_checkpoint, parse_note

MOST_PROBLEMS = 100
PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One *no*: the entry it concerns (None for the log as a whole), what was expected, what was found."""

    seq: int | None
    expected: str
    found: str

    def __str__(self) -> str:
        where = "log" if self.seq is None else f"entry {self.seq}"
        return f"{where}: expected {self.expected}; found {self.found}"


@dataclass(frozen=True, slots=True)
class Report:
    """The answer. `signed` counts checkpoints whose signature holds, None where no key was brought: not asked."""

    size: int
    root: str
    problems: tuple[Problem, ...]
    signed: int | None

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def verify(
    engine: Engine, law: OfficeLaw, *, keys: Iterable[Key] = (), blobs: Blobs | None = None, last: bytes | None = None
) -> Report:
    """Read everything once. `last` is a checkpoint kept elsewhere, which the log must contain.

    Raises nothing about the content of the database; OfficeUnavailable when there is none.
    """
    with reading(engine) as connection:
        audit = _Audit(connection, tuple(keys), blobs, last)
        problems = list(islice(audit.problems(), MOST_PROBLEMS))
        if not problems:
            found = _guarded(None, lambda: record_differences(connection, law))
            problems += islice(found, MOST_PROBLEMS)
        return Report(audit.edge.size, audit.edge.root().hex(), tuple(problems), audit.signed if audit.keys else None)


def _guarded(seq: int | None, read: Callable[[], Iterable[tuple[int | None, str, str]]]) -> Iterator[Problem]:
    try:
        for problem in read():
            yield Problem(*problem)
    except OfficeError as error:
        yield Problem(seq, "what the office wrote", str(error))
    except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
        yield Problem(seq, "what the office wrote", f"{type(error).__name__}: {error}"[:300])


Found = Iterator[tuple[int | None, str, str]]


class _Audit:
    def __init__(self, connection: Connection, keys: tuple[Key, ...], blobs: Blobs | None, last: bytes | None) -> None:
        self.connection = connection
        self.keys = keys
        self.blobs = blobs
        self.last = last
        self.edge = CompactRange()
        self.signed = 0
        self._at = 0
        self._heads: dict[str, tuple[int, bytes]] = {}
        self._roots: dict[int, tuple[bytes, str]] = {}
        self._forgotten: set[str] = set()
        self._revoked: dict[str, int] = {}

    def problems(self) -> Iterator[Problem]:
        """Every problem, in the order of the log, then those of the log as a whole."""
        yield from _guarded(None, self._checkpoints)
        rows = ledger.rows(self.connection)
        while True:
            expected = self.edge.size
            try:
                row = next(rows, None)
            except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
                yield Problem(expected, "a readable row", f"{type(error).__name__}: {error}"[:300])
                return
            if row is None:
                break
            if row.seq != expected:
                yield Problem(expected, f"entry {expected}", f"entry {row.seq}: entries are missing or renumbered")
                return
            yield from _guarded(row.seq, lambda row=row: self._entry(row))  # type: ignore[misc]  # bound at once
            yield from _guarded(row.seq, lambda row=row: self._grown(row))  # type: ignore[misc]  # bound at once
        for check in (self._head, self._unreached, self._commands, self._nodes, self._disclosures):
            yield from _guarded(None, check)
        yield from _guarded(None, lambda: store_faults(self.connection))

    def _entry(self, row: ledger.Row) -> Found:
        found = read_entry(row.bytes)
        version, prev = self._heads.get(found.stream, (0, b""))
        self._heads[found.stream] = (found.version, bytes.fromhex(entry_hash(row.bytes)))
        columns = (row.seq, row.stream, row.version, row.command, row.at, row.actor, row.type)
        inside = (found.seq, found.stream, found.version, found.command_id, found.at, found.actor, found.command_type)
        if columns != inside:
            yield row.seq, f"columns that repeat the entry, {inside}", str(columns)
        if found.version != version + 1:
            yield row.seq, f"version {version + 1} of {found.stream}", f"version {found.version}"
        if found.prev != prev.hex():
            yield row.seq, f"prev {prev.hex() or 'absent'}", found.prev or "absent"
        if found.at < self._at:
            yield row.seq, f"a time not before {self._at}", str(found.at)
        self._at = max(self._at, found.at)
        self._forgotten.update(commits_of(found))
        yield from self._reads(row.seq, found)
        for digest in found.blobs if self.blobs else ():
            self.blobs.read(digest) if self.blobs else None

    def _reads(self, seq: int, found: Entry) -> Found:
        for stream, version in found.reads.items():
            known = self._heads.get(stream, (0, b""))[0]
            if version != known:
                yield seq, f"to have read version {known} of {stream}", f"version {version}"

    def _grown(self, row: ledger.Row) -> Found:
        self.edge, completed = ledger.grow(self.edge, leaf_hash(row.bytes))
        for each in completed:
            kept = select(node.c.hash).where(node.c.level == each["level"], node.c.place == each["place"])
            found = self.connection.execute(kept).scalar()
            if found is None or bytes(found) != each["hash"]:
                yield row.seq, f"subtree {each['level']}/{each['place']} as hashed", "another or none"
        if self.edge.size in self._roots:
            root, what = self._roots.pop(self.edge.size)
            if self.edge.root() != root:
                yield row.seq, f"root {root.hex()} of the {what} of {self.edge.size} entries", self.edge.root().hex()

    def _checkpoints(self) -> Found:
        statement = select(checkpoint.c.size, checkpoint.c.note).order_by(checkpoint.c.size)
        notes = [(size, bytes(note), "checkpoint") for size, note in self.connection.execute(statement)]
        if self.last is not None:
            notes.append((-1, self.last, "checkpoint kept outside"))
        if self.keys:
            self.keys, self._revoked = successors(self.connection, self.keys), revocations(self.connection)
        for size, note, what in notes:
            found, late = self._opened(note)
            if late:
                yield None, f"a key in use for the {what} of {found.size} entries", "only one that was revoked before"
            if size not in (-1, found.size):
                yield None, f"a checkpoint of {size} entries", f"one of {found.size}"
            if self._roots.setdefault(found.size, (found.root, what))[0] != found.root:
                yield None, f"one root for {found.size} entries", "two that were signed"

    def _opened(self, note: bytes) -> tuple[Checkpoint, bool]:
        """The checkpoint, and whether all who signed it were revoked before."""
        if not self.keys:
            return parse_checkpoint(parse_note(note).text), False
        found, opened = open_checkpoint(note, self.keys)
        self.signed += 1
        return found, all(self._revoked.get(key.vkey(), found.size) < found.size for key in opened.keys)

    def _head(self) -> Found:
        found = ledger.read_head(self.connection)
        if found.range != self.edge:
            yield (
                None,
                f"a head of {self.edge.size} entries, root {self.edge.root().hex()}",
                (f"a head of {found.size} entries, root {found.range.root().hex()}"),
            )
        if found.at != self._at:
            yield None, f"the head's time {self._at}", str(found.at)

    def _unreached(self) -> Found:
        for size, (_, what) in self._roots.items():
            yield None, f"{size} entries, as the {what} says", f"{self.edge.size} entries"

    def _commands(self) -> Found:
        twice = select(entry.c.command, func.max(entry.c.seq)).group_by(entry.c.command).having(func.count() > 1)
        for command, seq in self.connection.execute(twice.limit(MOST_PROBLEMS)):
            yield seq, "a command id of its own", f"{command}, which another entry has"

    def _nodes(self) -> Found:
        expected = sum(self.edge.size >> level for level in range(ledger.NODE_LEVEL, self.edge.size.bit_length()))
        found = self.connection.execute(select(func.count()).select_from(node)).scalar_one()
        if found != expected:
            yield None, f"{expected} subtrees", f"{found} subtrees"

    def _disclosures(self) -> Found:
        last = ""
        while True:
            page = self.connection.execute(
                select(disclosure).where(disclosure.c.commit > last).order_by(disclosure.c.commit).limit(PAGE)
            ).all()
            for row in page:
                if row.commit in self._forgotten:
                    yield None, f"nothing to open the erased commitment {row.commit[:16]}…", "its value is there again"
                try:
                    Disclosure(row.commit, row.nonce, decode(row.value.encode())).check()
                except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
                    yield None, f"a value that opens commitment {row.commit[:16]}…", str(error)[:200]
            if len(page) < PAGE:
                return
            last = page[-1].commit
