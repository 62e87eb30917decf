"""Rebuilding the record tables, and noticing every change made behind the office's back."""

import sqlite3
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from coe.blobs import Blobs
from coe.database import engine_for
from coe.evidence.log_verify import Report, verify
from coe.office_errors import OfficeUnavailable
from coe.rebuild import rebuild
from coe.requests import Request
from coe.tables import entry
from governance.record import commands as c
from governance.record.entry import read_entry
from tests.coe.office_world import HOUR, START, SmallLaw, World, contents, founded, stored, submission


def busy(world: World) -> str:
    """A little of everything."""
    stream = world.submit("First")
    world.send(stream, "system", c.Remind("medical", 1, "50%"))
    world.decide(stream, "medical", "request changes")
    world.send(stream, world.owner, c.Hold(world.text("pause").commit), "pause")
    world.send(stream, world.owner, c.Resume())
    world.send(stream, world.owner, submission("First, better"))
    world.decide(stream, "medical")
    world.decide(stream, "legal")
    world.send(f"person/{world.legal}", world.legal, c.DeclareAbsence(START, START + HOUR))
    world.send("role/legal", "system", c.Ungrant(world.legal, world.text("founding").commit))
    world.office.deny(world.owner, "sign-decision", stream, "wrong-password")
    return world.submit("Second")


def check(world: World) -> Report:
    return verify(world.engine, SmallLaw())


def test_rebuilding_gives_the_same_rows(world: World) -> None:
    busy(world)
    live = contents(world.engine)
    assert all(
        live[name] for name in ("initiative", "gate_open", "clock_step", "decision", "request", "notice", "denial")
    )
    with world.engine.begin() as connection:
        connection.execute(text("DELETE FROM notice"))
        connection.execute(text("UPDATE initiative SET status = 'approved'"))
    assert rebuild(world.engine, SmallLaw()) == len(stored(world.engine))
    assert contents(world.engine) == live


def test_an_untouched_log_is_intact(world: World) -> None:
    busy(world)
    report = check(world)
    assert report.intact, report.problems
    assert (report.size, report.signed) == (len(stored(world.engine)), None)


def test_a_log_of_more_than_one_page_keeps_its_larger_subtrees(sqlite_world: World) -> None:
    requests = [sqlite_world.request(f"initiative/{n}", sqlite_world.owner, submission(str(n))) for n in range(1_100)]
    for start in range(0, len(requests), 100):
        sqlite_world.office.batch(requests[start : start + 100])
    report = check(sqlite_world)
    assert report.intact, report.problems
    with sqlite_world.engine.begin() as connection:
        connection.execute(text("UPDATE node SET hash = zeroblob(32) WHERE level = 9 AND place = 1"))
    assert [problem.seq for problem in check(sqlite_world).problems] == [1023]


TAMPERING = [
    "UPDATE entry SET bytes = replace(CAST(bytes AS TEXT), 'First', 'Fists') WHERE seq = 7",
    "UPDATE entry SET bytes = CAST(bytes AS TEXT) || ' ' WHERE seq = 7",
    "UPDATE entry SET bytes = 'nonsense' WHERE seq = 7",
    "UPDATE entry SET at = at + 1 WHERE seq = 7",
    "UPDATE entry SET actor = 'somebody' WHERE seq = 7",
    "UPDATE entry SET type = 'withdraw' WHERE seq = 7",
    "UPDATE entry SET version = 9 WHERE seq = 7",
    "UPDATE entry SET stream = 'initiative/other' WHERE seq = 7",
    "UPDATE entry SET command = 'other' WHERE seq = 7",
    "DELETE FROM entry WHERE seq = 7",
    "UPDATE entry SET seq = 7000 WHERE seq = 7",
]


@pytest.mark.parametrize("sql", TAMPERING)
def test_an_entry_changed_through_sql_is_named(sqlite_world: World, sql: str) -> None:
    busy(sqlite_world)
    with sqlite_world.engine.begin() as connection:
        for trigger in ("entry_no_update", "entry_no_delete", "entry_no_replace"):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        assert connection.execute(text(sql)).rowcount == 1
    report = check(sqlite_world)
    assert report.problems[0].seq == 7, report.problems
    assert "entry 7" in str(report.problems[0])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"prev": "0" * 64}, "prev"),
        ({"reads": {"role/legal": 5}}, "to have read version 1 of role/legal"),
        ({"at": START - 1}, "a time not before"),
        ({"version": 3}, "version 2 of"),
        ({"seq": 9}, "columns"),
    ],
)
def test_a_well_formed_entry_that_was_never_recorded_is_named(
    sqlite_world: World, change: dict[str, Any], named: str
) -> None:
    stream = sqlite_world.submit()
    sqlite_world.decide(stream, "medical")
    forged = replace(read_entry(stored(sqlite_world.engine)[8]), **change)
    with sqlite_world.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_no_update"))
        values = {"bytes": forged.encode(), "at": forged.at, "version": forged.version}
        connection.execute(update(entry).where(entry.c.seq == 8).values(values))
    problems = check(sqlite_world).problems
    assert problems[0].seq == 8
    assert any(named in problem.expected for problem in problems if problem.seq == 8)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE initiative SET status = 'released'",
        "DELETE FROM decision WHERE seq = (SELECT min(seq) FROM decision)",
        "INSERT INTO absence VALUES ('nobody', 0, 1, 2)",
        "UPDATE head SET at = at + 1",
        "UPDATE head SET size = size - 1",
        "UPDATE head SET hashes = X'00'",
        "UPDATE head SET hashes = zeroblob(length(hashes))",
        "DELETE FROM head",
        "UPDATE disclosure SET value = '\"Somebody else\"' WHERE value = '\"Dr Reviewer\"'",
        "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
        "DROP TABLE node",
    ],
)
def test_a_change_beside_the_entries_is_noticed(sqlite_world: World, sql: str) -> None:
    busy(sqlite_world)
    with sqlite_world.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_no_delete"))
        connection.execute(text(sql))
    assert not check(sqlite_world).intact


def test_a_text_that_was_destroyed_without_an_entry_is_named(sqlite_world: World) -> None:
    busy(sqlite_world)
    assert check(sqlite_world).lost == ()
    with sqlite_world.engine.begin() as connection:
        connection.execute(text("DELETE FROM disclosure WHERE value = '\"pause\"'"))
    report = check(sqlite_world)
    (lost,) = report.lost
    committed = read_entry(stored(sqlite_world.engine)[lost.seq or 0]).commits
    assert any(lost.expected.startswith(f"a text that opens commitment {one[:16]}") for one in committed)
    assert report.intact


def test_a_trigger_that_is_gone_is_missed_on_both_databases(world: World) -> None:
    world.submit()
    on = "" if world.engine.dialect.name == "sqlite" else " ON entry"
    name = "entry_no_delete" if not on else "entry_no_change"
    with world.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {name}{on}"))
    (problem,) = check(world).problems
    assert f"the trigger {name}" in problem.expected


def test_a_trigger_replaced_by_a_harmless_one_is_missed(sqlite_world: World) -> None:
    with sqlite_world.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_no_update"))
        connection.execute(text("CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT 1; END"))
    (problem,) = check(sqlite_world).problems
    assert "the trigger entry_no_update" in problem.expected


def test_an_entry_left_out_of_an_index_is_noticed_though_every_row_is_there(sqlite_world: World) -> None:
    stream = sqlite_world.submit()
    with sqlite_world.engine.begin() as connection:
        for sql in (
            "DROP INDEX entry_stream",
            f"CREATE UNIQUE INDEX entry_stream ON entry (stream, version) WHERE stream <> '{stream}'",
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = substr(sql, 1, instr(sql, ' WHERE')) WHERE name = 'entry_stream'",
        ):
            connection.execute(text(sql))
    sqlite_world.engine.dispose()
    problem, *_ = check(sqlite_world).problems
    assert "missing from index entry_stream" in problem.found


def test_a_row_before_the_first_entry_is_noticed(sqlite_world: World) -> None:
    row = "SELECT -5, 'person/x', 1, 'x', at, actor, type, bytes FROM entry WHERE seq = 0"
    with sqlite_world.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO entry {row}"))
    (problem,) = check(sqlite_world).problems
    assert problem.found.startswith("rows -5 to ")


def test_a_record_table_that_lies_on_postgresql_is_noticed_too(world: World) -> None:
    busy(world)
    with world.engine.begin() as connection:
        connection.execute(text("UPDATE pool_member SET seat = 'head' WHERE pool = 'role/medical'"))
    (problem,) = check(world).problems
    assert "pool_member" in problem.expected


def test_a_damaged_database_file_counts_as_tampering(sqlite_world: World) -> None:
    busy(sqlite_world)
    path = Path(str(sqlite_world.engine.url.database))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entry'").fetchone()[0]
    connection.close()
    sqlite_world.engine.dispose()
    data = bytearray(path.read_bytes())
    data[(root - 1) * 4096 : (root - 1) * 4096 + 64] = b"\xff" * 64
    path.write_bytes(data)
    engine = engine_for(f"sqlite:///{path}")
    assert not verify(engine, SmallLaw()).intact
    engine.dispose()


def test_a_schema_that_is_no_text_is_said_in_words(sqlite_world: World) -> None:
    path = Path(str(sqlite_world.engine.url.database))
    sqlite_world.engine.dispose()
    path.write_bytes(path.read_bytes().replace(b"PRIMARY KEY", b"PRIMARY K\xc5Y", 1))
    engine = engine_for(f"sqlite:///{path}")
    with pytest.raises(OfficeUnavailable):
        verify(engine, SmallLaw())
    engine.dispose()


def test_a_file_named_by_an_entry_is_checked(tmp_path: Path) -> None:
    engine, blobs = engine_for(f"sqlite:///{tmp_path}/o.sqlite"), Blobs(tmp_path / "blobs")
    world = founded(engine, blobs)
    digest = blobs.put(BytesIO(b"artwork"))
    world.office.handle(Request("f", "initiative/f", world.owner, submission("F"), (), (digest,)))
    assert verify(engine, SmallLaw(), blobs=blobs).intact
    blobs.path(digest).write_bytes(b"Artwork")
    (problem,) = verify(engine, SmallLaw(), blobs=blobs).problems
    assert problem.seq == 7
    engine.dispose()
