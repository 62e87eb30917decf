"""Folded states kept in this process and brought up to date, inside the lock, from what others appended meanwhile."""

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coe.law import OfficeLaw
from coe.office_errors import Damaged
from coe.statements import Statements
from governance.errors import Unreadable
from governance.record.codec import event_of
from governance.record.entry import entry_hash
from governance.record.events import Event

STREAMS_KEPT = 4_096
FOREIGN_ENTRIES_READ = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A stream's head: its version, the hash of its last entry ("" while empty), and its folded state."""

    version: int = 0
    head: str = ""
    state: object = None


EMPTY = Kept()


class Memory:
    """The heads of the streams used last. Used under the baton only, so it has no lock of its own."""

    def __init__(self, law: OfficeLaw, statements: Statements, limit: int = STREAMS_KEPT) -> None:
        self._law = law
        self._statements = statements
        self._limit = limit
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self.size = 0

    def catch_up(self, cursor: Any, size: int) -> None:
        """Bring what is kept up to a log of `size` entries."""
        if size == self.size:
            return
        if size < self.size or size - self.size > FOREIGN_ENTRIES_READ:
            self.forget()
        else:
            rows = self._statements.between.run(cursor, seq=self.size, upto=size).fetchall()
            for row in rows:
                if row[1] in self._kept:
                    self._kept[row[1]] = self._next(self._kept[row[1]], row)
        self.size = size

    def look(self, cursor: Any, stream: str) -> Kept:
        """The stream's head in the log as far as it was caught up with."""
        kept = self._kept.get(stream)
        if kept is None:
            kept = EMPTY
            for row in self._statements.of_stream.run(cursor, stream=stream, upto=self.size).fetchall():
                kept = self._next(kept, row)
            self._kept[stream] = kept
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(stream)
        return kept

    def learn(self, heads: dict[str, Kept], size: int) -> None:
        """Take over what this process has just committed."""
        self._kept.update(heads)
        self.size = size

    def forget(self) -> None:
        """Drop everything: it is read again when needed."""
        self._kept.clear()
        self.size = 0

    def _next(self, kept: Kept, row: Sequence[Any]) -> Kept:
        seq, stream, version, data = row[0], row[1], row[2], bytes(row[3])
        if version != kept.version + 1:
            raise Damaged(
                f"Entry {seq} cannot be used.",
                f"It is version {version} of {stream}, which is at version {kept.version}.",
                "Run `coe verify` and restore the database from a backup.",
            )
        events, actor, at = events_of(seq, data)
        return Kept(version, entry_hash(data), folded(self._law, kept.state, events, actor, at))


def folded(law: OfficeLaw, state: object, events: Sequence[Event], actor: str, at: int) -> object:
    """The state after these events."""
    for event in events:
        state = law.advance(state, event, actor, at)
    return state


def events_of(seq: int, data: bytes) -> tuple[list[Event], str, int]:
    """Events, actor and time of an entry of our own; it is `coe verify` that reads distrustfully. Raises Damaged."""
    try:
        raw = json.loads(data)
        return [event_of(event) for event in raw["events"]], raw["actor"], raw["at"]
    except (ValueError, KeyError, TypeError, Unreadable) as error:
        raise Damaged(
            f"Entry {seq} cannot be read.", str(error), "Run `coe verify` and restore the database from a backup."
        ) from error
