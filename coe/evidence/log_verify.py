"""`coe verify`: the whole log read distrustfully. Whatever fails while reading counts as tampering and names its entry.

Three readings: the bytes and their tree, what the bytes say, and whether the record tables repeat it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Engine, func, select

from coe import ledger
from coe.blobs import Blobs
from coe.database import reading
from coe.evidence.entry_verify import Entries
from coe.evidence.law_verify import own_reviews
from coe.evidence.problems import MOST_PROBLEMS, Found, Problem, guarded
from coe.evidence.record_verify import record_differences
from coe.evidence.store_verify import store_faults
from coe.evidence.tree_verify import Tree
from coe.law import OfficeLaw
from coe.tables import checkpoint, disclosure, entry
from governance.formats.jcs import decode
from governance.ledger.commitments import Disclosure
from governance.ledger.note import Checkpoint, Key, open_checkpoint, parse_checkpoint, parse_note
from governance.office.keys import LOG
from governance.verifier.key_following import Followed, follow

__all__ = ["Problem", "Report", "verify"]

PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Report:
    """The answer. `signed` counts checkpoints whose signature holds, None where no key was brought: not asked;
    `unlawful` is None where the law was not asked. `lost` are texts that nobody can open and no entry had erased: a
    restored backup that had to forget again leaves such gaps, and so does whoever destroys what was written.
    """

    size: int
    root: str
    problems: tuple[Problem, ...]
    signed: int | None
    unlawful: tuple[Problem, ...] | None = None
    lost: tuple[Problem, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def verify(
    engine: Engine,
    law: OfficeLaw,
    *,
    keys: Iterable[Key] = (),
    blobs: Blobs | None = None,
    last: bytes | None = None,
    against: Iterable[tuple[str, Checkpoint]] = (),
    decided: bool = False,
) -> Report:
    """Read everything. `last` is a checkpoint kept outside, `against` are others by name; the log must contain them.
    `decided` asks the law about every entry as well.

    Raises nothing about the content of the database; OfficeUnavailable when there is none.
    """
    with reading(engine) as connection:
        audit = _Audit(connection, tuple(keys), blobs, last, tuple(against))
        problems = list(islice(audit.problems(decided=decided), MOST_PROBLEMS))
        if not problems:
            found = guarded(None, lambda: record_differences(connection, law, audit.forgotten))
            problems += islice(found, MOST_PROBLEMS)
        if decided and not problems:
            audit.unlawful += own_reviews(connection)
        return Report(
            audit.size,
            audit.root,
            tuple(problems),
            audit.signed if audit.keys else None,
            tuple(audit.unlawful) if decided and not problems else None,
            audit.lost,
        )


class _Audit:
    def __init__(
        self,
        connection: Connection,
        keys: tuple[Key, ...],
        blobs: Blobs | None,
        last: bytes | None,
        against: tuple[tuple[str, Checkpoint], ...],
    ) -> None:
        self.connection = connection
        self.keys = keys
        self.blobs = blobs
        self.last = last
        self.against = against
        self.signed = 0
        self.size = 0
        self.root = ""
        self.unlawful: list[Problem] = []
        self.lost: tuple[Problem, ...] = ()
        self.forgotten: set[str] = set()
        self._roots: dict[int, tuple[bytes, str]] = {}
        self._followed = Followed(keys)

    def problems(self, *, decided: bool) -> Iterator[Problem]:
        """Every problem, in the order of the log, then those of the log as a whole."""
        yield from guarded(None, self._checkpoints)
        tree = Tree(self.connection, self._roots)
        grown = list(islice(tree.problems(), MOST_PROBLEMS))
        self.size, self.root = tree.edge.size, tree.edge.root().hex()
        entries = Entries(self.connection, self.blobs, decided=decided and not grown)
        said = islice(entries.problems(), MOST_PROBLEMS)
        found = dict.fromkeys([*said, *grown])  # both readings name an entry that is missing
        yield from sorted(found, key=lambda each: (each.seq is None, each.seq or 0))
        self.unlawful, self.forgotten = entries.unlawful, entries.forgotten
        for check in (lambda: self._at(entries.at), self._commands, lambda: self._disclosures(entries.forgotten)):
            yield from guarded(None, check)
        self.lost = tuple(islice(guarded(None, entries.lost), MOST_PROBLEMS))
        yield from guarded(None, lambda: store_faults(self.connection))

    def _checkpoints(self) -> Iterator[Found]:
        statement = select(checkpoint.c.size, checkpoint.c.note).order_by(checkpoint.c.size)
        notes = [(size, bytes(note), "checkpoint") for size, note in self.connection.execute(statement)]
        if self.last is not None:
            notes.append((-1, self.last, "checkpoint kept outside"))
        if self.keys:
            self._followed = follow(ledger.entries(self.connection, LOG), self.keys)
        origins: set[str] = set()
        for size, note, what in notes:
            found, late = self._opened(note)
            if late:
                yield None, f"a key in use for the {what} of {found.size} entries", "only one that was revoked before"
            if size not in (-1, found.size):
                yield None, f"a checkpoint of {size} entries", f"one of {found.size}"
            yield from self._wanted(found, what)
            origins.add(found.origin)
        for name, found in self.against:
            if origins and found.origin not in origins:
                yield None, f"a checkpoint of {', '.join(sorted(origins))} in {name}", f"one of {found.origin}"
                continue
            yield from self._wanted(found, f"checkpoint in {name}")

    def _wanted(self, found: Checkpoint, what: str) -> Iterator[Found]:
        known, other = self._roots.setdefault(found.size, (found.root, what))
        if known != found.root:
            yield None, f"one root for {found.size} entries", f"two, in the {other} and the {what}"

    def _opened(self, note: bytes) -> tuple[Checkpoint, bool]:
        """The checkpoint, and whether all who signed it were revoked before."""
        if not self.keys:
            return parse_checkpoint(parse_note(note).text), False
        found, opened = open_checkpoint(note, self._followed.keys)
        self.signed += 1
        return found, self._followed.late(opened.keys, found.size)

    def _at(self, last: int) -> Iterator[Found]:
        found = ledger.read_head(self.connection)
        if found.at != last:
            yield None, f"the head's time {last}", str(found.at)

    def _commands(self) -> Iterator[Found]:
        twice = select(entry.c.command, func.max(entry.c.seq)).group_by(entry.c.command).having(func.count() > 1)
        for command, seq in self.connection.execute(twice.limit(MOST_PROBLEMS)):
            yield seq, "a command id of its own", f"{command}, which another entry has"

    def _disclosures(self, forgotten: set[str]) -> Iterator[Found]:
        last = ""
        while True:
            page = self.connection.execute(
                select(disclosure).where(disclosure.c.commit > last).order_by(disclosure.c.commit).limit(PAGE)
            ).all()
            for row in page:
                if row.commit in forgotten:
                    yield None, f"nothing to open the erased commitment {row.commit[:16]}…", "its value is there again"
                try:
                    Disclosure(row.commit, row.nonce, decode(row.value.encode())).check()
                except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
                    yield None, f"a value that opens commitment {row.commit[:16]}…", str(error)[:200]
            if len(page) < PAGE:
                return
            last = page[-1].commit
