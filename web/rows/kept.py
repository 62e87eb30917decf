"""Folded states of the streams many pages consult - pools, people, calendars -, kept for the life of the app.

What is kept is asked for by version in the page's own snapshot, so a page never mixes two moments, whichever process
wrote meanwhile. Initiatives are not kept here: there are too many, and a page reads few.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from coe.law import OfficeLaw
from coe.memory import events_of, folded
from coe.tables import entry

STREAMS_KEPT = 2_048
ASKED_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    state: object


class KeptStreams:
    """The streams asked for last. Safe for many threads."""

    def __init__(self, limit: int = STREAMS_KEPT) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._limit = limit
        self._lock = threading.Lock()

    def states(self, connection: Connection, law: OfficeLaw, streams: Iterable[str]) -> Mapping[str, object]:
        """The state of each stream that is not empty: one statement, and one more for what is new, for every 400."""
        wanted, found = sorted(set(streams)), dict[str, object]()
        for start in range(0, len(wanted), ASKED_AT_ONCE):
            some = wanted[start : start + ASKED_AT_ONCE]
            asked = select(entry.c.stream, func.max(entry.c.version)).where(entry.c.stream.in_(some))
            heads = {row[0]: row[1] for row in connection.execute(asked.group_by(entry.c.stream))}
            found |= self._current(connection, law, heads)
        return found

    def _current(self, connection: Connection, law: OfficeLaw, heads: Mapping[str, int]) -> dict[str, object]:
        with self._lock:
            kept = {name: self._kept[name] for name in heads if name in self._kept}
        stale = [name for name in heads if name not in kept or kept[name].version != heads[name]]
        if stale:
            kept |= _read(connection, law, {name: kept.get(name) for name in stale}, heads)
        with self._lock:
            for name, one in kept.items():
                self._kept[name] = one
                self._kept.move_to_end(name)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return {name: one.state for name, one in kept.items()}


def _read(
    connection: Connection, law: OfficeLaw, known: Mapping[str, _Kept | None], heads: Mapping[str, int]
) -> dict[str, _Kept]:
    """These streams as they stand now; what is known of one is read on from there, if it is not of a later moment."""
    found: dict[str, _Kept] = {}
    for name, one in known.items():
        found[name] = one if one is not None and one.version < heads[name] else _Kept(0, None)
    least = min((one.version for one in found.values()), default=0)
    columns = select(entry.c.seq, entry.c.stream, entry.c.version, entry.c.bytes)
    statement = columns.where(entry.c.stream.in_(sorted(found)), entry.c.version > least)
    for seq, name, version, data in connection.execute(statement.order_by(entry.c.stream, entry.c.version)):
        if version == found[name].version + 1:
            events, actor, at = events_of(seq, bytes(data))
            found[name] = _Kept(version, folded(law, found[name].state, events, actor, at))
    return found
