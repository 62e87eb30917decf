"""What must not cost by the size of the office: a grant in a pool of thousands, proofs of neighbouring entries."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from coe import tables as t
from coe.changes import Changes
from coe.database import create, engine_for, reading
from coe.ledger import grow, nodes, range_from
from coe.projections import Happened, project
from governance.law.pools import FOREVER, Facts, Holding, Lent, Pool
from governance.ledger.merkle import inclusion_proof, leaf_hash, verify_inclusion
from governance.record.entry import Entry

ENTRIES = 600


def changed(before: Pool, after: Pool) -> dict[str, set[tuple[object, ...]]]:
    """Keys written or dropped by an entry that leads from one pool to the other."""
    changes = Changes()
    entry = Entry(0, "role/legal", 1, "", {}, "id", "grant", "d" * 64, "system", 1, (), (), ())
    project(Happened(entry, before, after, Facts({})), changes)
    return {table: set(rows) for table, rows in changes.rows.items() if rows}


def holding(number: int) -> Holding:
    return Holding(f"person {number}", "", False, 0, FOREVER, {})


def test_a_change_in_a_pool_of_thousands_touches_only_the_rows_that_change() -> None:
    many = Pool(tuple(map(holding, range(2_000))))
    granted = replace(many, holdings=(*many.holdings, holding(2_000)))
    assert changed(many, granted) == {"pool_member": {("role/legal", 2_000)}}
    ended = tuple(replace(each, until=5) if each.person == "person 7" else each for each in many.holdings)
    assert changed(many, replace(many, holdings=ended)) == {"pool_member": {("role/legal", 7)}}
    lent = replace(many, lent=(Lent("person 1", "person 2", 0, 9),))
    assert changed(many, lent) == {"delegation": {("role/legal", 0)}}
    assert changed(many, Pool(many.holdings[:-1])) == {"pool_member": {("role/legal", 1_999)}}


@pytest.fixture
def long_log(tmp_path: Path) -> Iterator[Engine]:
    """A log of entries that are bytes and nothing else, for proofs ask for no more."""
    engine = engine_for(f"sqlite:///{tmp_path}/log.sqlite")
    create(engine)
    with engine.begin() as connection:
        _grown(connection, 0, ENTRIES)
    yield engine
    engine.dispose()


def _grown(connection: Connection, start: int, end: int) -> None:
    edge = range_from(0, b"")
    for seq in range(end):
        edge, completed = grow(edge, leaf_hash(b"%d" % seq))
        if seq >= start:
            row = {"seq": seq, "stream": "s/s", "version": seq + 1, "command": str(seq), "at": 0, "actor": "a"}
            connection.execute(t.entry.insert().values(**row, type="t", bytes=b"%d" % seq))
            for each in completed:
                connection.execute(t.node.insert().values(**each))


def root(size: int) -> bytes:
    edge = range_from(0, b"")
    for seq in range(size):
        edge, _ = grow(edge, leaf_hash(b"%d" % seq))
    return edge.root()


def test_the_proofs_of_all_entries_read_the_log_about_once(long_log: Engine) -> None:
    asked: list[str] = []
    event.listen(long_log, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with reading(long_log) as connection:
        node, expected = nodes(connection), root(ENTRIES)
        for seq in range(ENTRIES):
            verify_inclusion(seq, ENTRIES, leaf_hash(b"%d" % seq), inclusion_proof(node, seq, ENTRIES), expected)
    assert len(asked) < 20


def test_proofs_hold_when_the_log_grows_between_two_of_them(long_log: Engine) -> None:
    with long_log.connect() as connection:
        node = nodes(connection)
        for size in (ENTRIES, ENTRIES + 50, ENTRIES + 90):
            if size > ENTRIES:
                _grown(connection, 600 if size == ENTRIES + 50 else 650, size)
            for seq in (0, 555, 599, size - 1):
                proof = inclusion_proof(node, seq, size)
                verify_inclusion(seq, size, leaf_hash(b"%d" % seq), proof, root(size))
