"""The heads of all streams in little memory: versions and hashes of all, folded states of those used last.

A state that was dropped is folded again from the log, up to the version the pass has reached. So the law can be asked
about a million entries in the memory of a thousand records.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import Connection

from coe.memory import events_of
from coe.statements import Statements
from governance.office.office_law import State, advance
from governance.verifier.judging import Head

STATES_KEPT = 1_000
_HASH = 32


def packed(version: int, digest: str) -> bytes:
    """A stream's head, its version and the hash (hex) of its last entry, in 40 bytes."""
    return bytes.fromhex(digest) + version.to_bytes(8, "big")


def unpacked(head: bytes) -> tuple[int, str]:
    """Version and hash (hex) of a packed head."""
    return int.from_bytes(head[_HASH:], "big"), head[:_HASH].hex()


class Recalled(MutableMapping[str, Head]):
    """Heads by stream, for `judging.Pass`; reads through one connection, of entries the pass has gone over already."""

    def __init__(self, connection: Connection, heads: dict[str, bytes] | None = None, kept: int = STATES_KEPT) -> None:
        self._cursor: Any = connection.connection.cursor()
        self._statements = Statements(connection.dialect)
        self._limit = kept
        self._heads = {} if heads is None else heads
        self._states: OrderedDict[str, State] = OrderedDict()

    def __getitem__(self, stream: str) -> Head:
        """The head with its state; KeyError for a stream nothing was read of."""
        version, digest = unpacked(self._heads[stream])
        if stream in self._states:
            self._states.move_to_end(stream)
        else:
            self._keep(stream, self._folded(stream, version))
        return Head(version, digest, self._states[stream])

    def __setitem__(self, stream: str, head: Head) -> None:
        self._heads[stream] = packed(head.version, head.hash)
        self._keep(stream, head.state)

    def __delitem__(self, stream: str) -> None:
        del self._heads[stream]
        self._states.pop(stream, None)

    def __contains__(self, stream: object) -> bool:
        return stream in self._heads

    def __iter__(self) -> Iterator[str]:
        return iter(self._heads)

    def __len__(self) -> int:
        return len(self._heads)

    def _keep(self, stream: str, state: State) -> None:
        self._states[stream] = state
        self._states.move_to_end(stream)
        if len(self._states) > self._limit:
            self._states.popitem(last=False)

    def _folded(self, stream: str, version: int) -> State:
        state: State = None
        rows = self._statements.of_stream.run(self._cursor, stream=stream, upto=1 << 62).fetchmany(version)
        for seq, _, _, data in rows:
            events, actor, at = events_of(seq, bytes(data))
            for event in events:
                state = advance(state, event, actor, at)
        return state
