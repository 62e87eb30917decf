"""Reading initiatives: ledger entries folded to state and facts, in as many statements for many as for one."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row, select

from coe.law import OfficeLaw, facts_from, id_of
from coe.memory import events_of, folded
from coe.tables import definition, entry, initiative
from governance.language.definition import Definition
from governance.law.consulted import of_initiative
from governance.law.gates import Standing, standings
from governance.law.pools import Facts
from governance.law.why import Why, why_of
from governance.reading.document import read
from governance.record.codec import event_of
from governance.record.events import Event, Published
from governance.record.state import Initiative
from web.rows.kept import KeptStreams
from web.rows.nothing_here import nothing_here

STREAMS_AT_ONCE = 400
RECORDS_KEPT = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of a stream as pages need it."""

    seq: int
    stream: str
    actor: str
    at: int
    events: tuple[Event, ...]


def happened(rows: Iterable[Row[Any]]) -> tuple[Happened, ...]:
    """The entries of rows with `seq`, `stream` and `bytes`, in their order."""
    found = []
    for row in rows:
        events, actor, at = events_of(row.seq, bytes(row.bytes))
        found.append(Happened(row.seq, row.stream, actor, at, tuple(events)))
    return tuple(found)


@dataclass(frozen=True)
class Record:
    """One initiative as it stands `at` (UTC ms): its law, state, facts, entries and `head`, what it is called."""

    id: str
    title: str
    law: Definition
    state: Initiative
    facts: Facts
    entries: tuple[Happened, ...]
    at: int

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Every gate's standing, in order of dependence."""
        return standings(self.law, self.facts, self.state, self.at)

    @cached_property
    def why(self) -> Why:
        """The tree of why, why not yet and who can act next."""
        return why_of(self.law, self.state, self.standings)


class Library:
    """Published definitions by digest, each read from its entry once in the life of the app; and the streams that many
    records consult, and the initiatives read last, kept as they stand.
    """

    def __init__(self) -> None:
        self.consulted = KeptStreams()
        self._read: OrderedDict[str, tuple[tuple[Happened, ...], object]] = OrderedDict()
        self._kept: dict[str, Definition] = {}
        self._lock = threading.Lock()

    def by_digest(self, connection: Connection, digests: Iterable[str]) -> Mapping[str, Definition]:
        """These definitions; at most one statement. Unknown digests are left out."""
        wanted = set(digests)
        missing = wanted - self._kept.keys()
        if missing:
            statement = select(entry.c.bytes).where(
                entry.c.seq.in_(select(definition.c.seq).where(definition.c.digest.in_(missing)))
            )
            for data in connection.execute(statement).scalars():
                self._keep(bytes(data))
        return {digest: self._kept[digest] for digest in wanted & self._kept.keys()}

    def in_force(self, connection: Connection) -> Mapping[str, Definition]:
        """The latest definition of each workflow, by workflow, in order of title."""
        rows = connection.execute(
            select(definition.c.workflow, definition.c.digest).order_by(definition.c.workflow, definition.c.seq)
        ).all()
        latest = {row.workflow: row.digest for row in rows}
        known = self.by_digest(connection, latest.values())
        found = {workflow: known[digest] for workflow, digest in latest.items() if digest in known}
        return dict(sorted(found.items(), key=lambda pair: pair[1].title))

    def read_records(
        self, connection: Connection, law: OfficeLaw, versions: Mapping[str, int]
    ) -> dict[str, tuple[tuple[Happened, ...], object]]:
        """Entries and folded state of these initiatives, each at its version; one statement for every 400."""
        with self._lock:
            known = {id_: self._read[id_] for id_ in versions if id_ in self._read}
        found = {id_: one for id_, one in known.items() if len(one[0]) == versions[id_]}
        missing = {f"initiative/{id_}" for id_ in versions.keys() - found.keys()}
        for stream, entries in _entries(connection, missing).items():
            found[id_of(stream)] = (entries, _fold(law, entries))
        with self._lock:
            self._read.update(found)
            for id_ in found:
                self._read.move_to_end(id_)
            while len(self._read) > RECORDS_KEPT:
                self._read.popitem(last=False)
        return found

    def _keep(self, data: bytes) -> None:
        for raw in json.loads(data)["events"]:
            event = event_of(raw)
            if isinstance(event, Published) and event.digest not in self._kept:
                with self._lock:
                    self._kept[event.digest] = read(event.definition)


def records(
    connection: Connection, library: Library, law: OfficeLaw, rows: Iterable[Row[Any]], at: int
) -> tuple[Record, ...]:
    """The records of these rows of `initiative`, in their order: as many statements for many as for one."""
    found = list(rows)
    laws = library.by_digest(connection, {row.definition for row in found})
    found = [row for row in found if row.definition in laws]
    consulted = {row.id: of_initiative(laws[row.definition], row.owner) for row in found}
    # A definition is known by its digest already; its stream would be read for nothing.
    around = {name for names in consulted.values() for name in names if not name.startswith("definition/")}
    states = library.consulted.states(connection, law, around)
    read = library.read_records(connection, law, {row.id: row.version for row in found})
    return tuple(
        _record(row, laws[row.definition], facts_from(_named(states, consulted[row.id]), laws[row.definition]),
                *read[row.id], at)
        for row in found
    )  # fmt: skip


def _named(states: Mapping[str, object], names: Iterable[str]) -> dict[str, object]:
    return {name: states.get(name) for name in names}


def record_by_number(connection: Connection, library: Library, law: OfficeLaw, number: str, at: int) -> Record:
    """One initiative by its number. Raises NothingHere."""
    return _one(records(connection, library, law, _rows(connection, initiative.c.number == number), at))


def record_by_id(connection: Connection, library: Library, law: OfficeLaw, id_: str, at: int) -> Record:
    """One initiative by its id. Raises NothingHere."""
    return _one(records(connection, library, law, _rows(connection, initiative.c.id == id_), at))


def folded_stream(connection: Connection, law: OfficeLaw, stream: str) -> object:
    """The state of one stream, None while it is empty."""
    return _fold(law, _entries(connection, (stream,)).get(stream, ()))


def _rows(connection: Connection, condition: object) -> list[Row[Any]]:
    return list(connection.execute(select(initiative).where(condition)))  # type: ignore[arg-type]  # either column's test


def _one(found: tuple[Record, ...]) -> Record:
    if not found:
        raise nothing_here()
    return found[0]


def _record(
    row: Row[Any], law: Definition, facts: Facts, entries: tuple[Happened, ...], state: object, at: int
) -> Record:
    assert isinstance(state, Initiative)  # noqa: S101 - the stream's kind says so; this tells the type checker
    return Record(row.id, row.title, law, state, facts, entries, at)


def _entries(connection: Connection, streams: Iterable[str]) -> dict[str, tuple[Happened, ...]]:
    wanted, found = sorted(streams), dict[str, list[Happened]]()
    for start in range(0, len(wanted) or 1, STREAMS_AT_ONCE):
        some = wanted[start : start + STREAMS_AT_ONCE]
        statement = select(entry.c.seq, entry.c.stream, entry.c.bytes).where(entry.c.stream.in_(some))
        for seq, stream, data in connection.execute(statement.order_by(entry.c.stream, entry.c.version)):
            events, actor, at = events_of(seq, bytes(data))
            found.setdefault(stream, []).append(Happened(seq, stream, actor, at, tuple(events)))
    return {stream: tuple(happened) for stream, happened in found.items()}


def _fold(law: OfficeLaw, entries: Iterable[Happened]) -> object:
    state: object = None
    for each in entries:
        state = folded(law, state, each.events, each.actor, each.at)
    return state
