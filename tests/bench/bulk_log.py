"""A log of any size for benchmarks of what reads it, written past the office and yet one that `coe verify` passes.

Bulk path: an office is founded through its own door. Then one journey a wave is judged by the law, and every other
record of the wave takes the same ten steps at the same moments under an id, a number and command ids of its own, so
that its due times and *why* trees are the same and its digests of what was seen are drawn again. Entries, subtrees and
head are written as the office writes them; the record tables are filled by `coe.rebuild`.

`portfolio` leaves the newest tenth of its records on the way: each stops after a few of the ten steps, at steering, at
some of the three gates, with its owner, or approved. Each wave has an owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Engine, insert, update

from coe import ledger
from coe.database import engine_for, reading, writing
from coe.requests import Receipt
from coe.tables import entry as entries
from coe.tables import head, node
from governance.language.definition import Definition
from governance.law.consulted import streams
from governance.law.gates import seen
from governance.law.pools import facts_of
from governance.ledger.commitments import Disclosure
from governance.ledger.merkle import leaf_hash
from governance.office.office_law import advance, judge
from governance.record import codec
from governance.record import commands as c
from governance.record import events as e
from governance.record.entry import Entry, command_digest, entry_hash, read_entry
from governance.record.state import Initiative
from governance.verifier.judging import Pass
from tests.bench.journey import HOUR, Bench

RECORDS = 500
"""Records of one wave: as many are open side by side."""
MODEL = "initiative/model"
NUMBER = "JRN-2026-000000"
OPEN_PART = 10
"""One record in so many is still on its way, the newest ones."""
STOPS = (4, 8, 4, 5, 4, 1, 4, 2, 6, 7, 4, 8, 5, 3, 4, 9)
"""After how many of the ten steps such a record stands: most often before Medical, Legal and Regulatory together."""

BATCH = 50
"""Records of one wave of a portfolio: all of one owner, so that many owners have some."""


@dataclass
class Modelled(Bench):
    """An office whose journeys are judged and kept in memory, for records that follow the model."""

    walked: Pass = field(default_factory=Pass)
    model: list[tuple[Entry, Initiative]] = field(default_factory=list)
    at: int = 0
    founded: bool = False
    pace: int = HOUR

    def found(self) -> None:
        """Take over what the office recorded while it was founded."""
        with reading(self.engine) as connection:
            for row in ledger.rows(connection):
                self.walked.follow(read_entry(row.bytes), row.bytes, decided=False)
                self.at = row.at
        self.founded = True

    def send(self, stream: str, actor: str, command: c.Command, *texts: Disclosure) -> Receipt:
        """The command recorded; once the office is founded, judged and kept as the next entry of the model."""
        if not self.founded:
            return super().send(stream, actor, command, *texts)
        self.at += self.pace
        before = self.model[-1][1] if self.model else None
        names = streams(stream, command, before, self.definition, actor)
        heads = self.walked.heads
        facts = facts_of({name: heads[name].state for name in names if name in heads}, self.definition)
        events = judge(stream, before, facts, c.Stamped(command, actor, self.at, NUMBER))
        state = before
        for event in events:
            folded = advance(state, event, actor, self.at)
            assert isinstance(folded, Initiative)
            state = folded
        assert state is not None
        entry = Entry(
            seq=0, stream=stream, version=len(self.model) + 1, prev="0" * 64 if self.model else "",
            reads={name: heads[name].version if name in heads else 0 for name in sorted(names)},
            command_id="", command_type=codec.tag_of(command), command_digest="0" * 64, actor=actor, at=self.at,
            events=events, commits=tuple(sorted(text.commit for text in texts)),
        )  # fmt: skip
        self.model.append((entry, state))
        return Receipt(0, stream, entry.version, self.at, events)

    def state(self, stream: str) -> Initiative:
        """The model as it stands."""
        return self.model[-1][1] if self.founded else super().state(stream)


def grown(file: Path, size: int) -> int:
    """A log of at least `size` entries in a new SQLite file, its record tables empty; how many it has."""
    office = Modelled(engine_for(f"sqlite:///{file}"))
    try:
        office.found()
        writer = _Writer(office.engine)
        count = 0
        while writer.edge.size < size:
            office.model.clear()
            office.walk(MODEL)
            records = min(RECORDS, -(-(size - writer.edge.size) // len(office.model)))
            writer.write(_wave(office, count, [len(office.model)] * records, writer.edge.size))
            count += records
        return writer.edge.size
    finally:
        office.engine.dispose()


@dataclass(frozen=True)
class Portfolio:
    """An office of many records: its people by place, and the moment (UTC ms) of its last entry."""

    people: dict[str, str]
    at: int


def portfolio(file: Path, records: int, owners: int) -> Portfolio:
    """So many records in a new SQLite file, the newest tenth on its way, its record tables empty."""
    office = Modelled(engine_for(f"sqlite:///{file}"), pace=HOUR * BATCH // RECORDS)
    try:
        office.enlist("role/auditor")
        names = [office.enlist(f"role/owner_{n}") for n in range(owners)]
        office.found()
        writer, finished = _Writer(office.engine), records - records // OPEN_PART
        for first in range(0, records, BATCH):
            office.model.clear()
            office.people["owner"] = names[first // BATCH % owners]
            office.walk(MODEL)
            steps = [
                len(office.model) if place < finished else STOPS[place % len(STOPS)]
                for place in range(first, min(first + BATCH, records))
            ]
            writer.write(_wave(office, first, steps, writer.edge.size))
        return Portfolio(office.people, office.at)
    finally:
        office.engine.dispose()


def _wave(office: Modelled, first: int, steps: list[int], seq: int) -> Iterator[tuple[Entry, bytes]]:
    """The model's steps, each taken by every record of the wave that goes so far before the next."""
    prev = [""] * len(steps)
    law = office.definition
    before: Initiative | None = None
    for step, (entry, state) in enumerate(office.model):
        for n in (n for n, reached in enumerate(steps) if step < reached):
            number = f"JRN-2026-{first + n + 1:06}"
            events = tuple(_own(x, number, before, law) for x in entry.events)
            own = replace(
                entry, seq=seq, stream=f"initiative/{first + n + 1:032x}", prev=prev[n], events=events,
                command_id=f"{first + n}-{step}", command_digest=command_digest(codec.answers_to(events[0])),
            )  # fmt: skip
            data = own.encode()
            prev[n], seq = entry_hash(data), seq + 1
            yield own, data
        before = state


def _own(event: e.Event, number: str, before: Initiative | None, law: Definition) -> e.Event:
    match event:
        case e.Submitted():
            return replace(event, number=number)
        case e.DecisionSigned():
            assert before is not None
            shown = seen(law, replace(before, number=number), event.gate)
            return replace(event, signature=replace(event.signature, seen=shown))
        case _:
            return event


class _Writer:
    """Appends entries as the office does: rows, larger subtrees, head; a transaction a wave."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with reading(engine) as connection:
            self.edge = ledger.read_head(connection).range

    def write(self, wave: Iterator[tuple[Entry, bytes]]) -> None:
        rows, nodes, at = [], [], 0
        for own, data in wave:
            self.edge, completed = ledger.grow(self.edge, leaf_hash(data))
            nodes += completed
            at = own.at
            rows.append(
                {
                    "seq": own.seq, "stream": own.stream, "version": own.version, "command": own.command_id,
                    "at": at, "actor": own.actor, "type": own.command_type, "bytes": data,
                }
            )  # fmt: skip
        with writing(self.engine) as connection:
            connection.execute(insert(entries), rows)
            if nodes:
                connection.execute(insert(node), nodes)
            hashes = b"".join(self.edge.hashes)
            connection.execute(update(head).values(size=self.edge.size, at=at, hashes=hashes))
