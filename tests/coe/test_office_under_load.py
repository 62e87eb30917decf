"""Many callers, several processes, and failures of the machine: nothing acknowledged is lost, nothing is half done."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from coe.database import engine_for, reading, writing
from coe.office import Office
from coe.office_errors import OfficeUnavailable
from coe.requests import Receipt
from governance.record.entry import read_entry
from tests.coe.office_world import SmallLaw, World, contents, stored, submission

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def apart(world: World, url: str, *act: str) -> Iterator[subprocess.Popen[bytes]]:
    arguments = [sys.executable, "-m", "tests.coe.office_apart", url, act[0], world.owner, *act[1:]]
    process = subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    try:
        assert process.stdout.readline() == b"ready\n"
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def let_go(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.write(b"\n")
    process.stdin.flush()


def sound(world: World) -> None:
    """The log is gap-free and every stream's versions run from 1."""
    versions: Counter[str] = Counter()
    for place, data in enumerate(stored(world.engine)):
        entry = read_entry(data)
        versions[entry.stream] += 1
        assert (entry.seq, entry.version) == (place, versions[entry.stream])


def test_sixteen_callers_at_once_each_get_their_own_receipt(world: World) -> None:
    commits: list[int] = []
    event.listen(world.engine, "commit", lambda _: commits.append(1))
    start, receipts = threading.Barrier(16), dict[str, Receipt]()

    def caller(name: str) -> None:
        start.wait()
        for number in range(5):
            stream = f"initiative/{name}-{number}"
            receipts[stream] = world.send(stream, world.owner, submission(name))

    threads = [threading.Thread(target=caller, args=(f"t{n}",)) for n in range(16)]
    before = len(stored(world.engine))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(receipt.stream == stream for stream, receipt in receipts.items())
    assert sorted(receipt.seq for receipt in receipts.values()) == list(range(before, before + 80))
    assert len(commits) < 80
    sound(world)
    numbers = [str(row[3]) for row in contents(world.engine)["initiative"]]
    assert sorted(numbers) == [f"INI-2026-{n:04}" for n in range(1, 81)]


@pytest.mark.slow
def test_two_processes_interleave_without_gap_or_fork(world: World, database_url: str) -> None:
    with (
        apart(world, database_url, "submit-many", "40") as first,
        apart(world, database_url, "submit-many", "40") as other,
    ):
        let_go(first)
        let_go(other)
        for number in range(20):
            stream = world.submit(stream=f"initiative/here-{number}")
            world.decide(stream, "medical")
        assert first.wait(120) == 0
        assert other.wait(120) == 0
    sound(world)
    assert world.sizes()["initiative"] == 100
    assert len({row[3] for row in contents(world.engine)["initiative"]}) == 100


@pytest.mark.slow
def test_what_was_committed_before_a_kill_is_acknowledged_to_the_retry(world: World, database_url: str) -> None:
    with apart(world, database_url, "die") as process:
        let_go(process)
        assert process.wait(60) == -signal.SIGKILL
    sound(world)
    receipt = world.send("initiative/k", world.owner, submission("K"), id_="acknowledged-to-nobody")
    assert receipt.repeated
    assert world.sizes()["initiative"] == 1


def test_a_transaction_that_may_write_has_the_lock_from_its_beginning_and_readers_need_none(
    sqlite_world: World,
) -> None:
    def second() -> None:
        with writing(sqlite_world.engine):
            pass

    with writing(sqlite_world.engine):
        with pytest.raises(OfficeUnavailable, match="locked"):
            second()
        with reading(sqlite_world.engine) as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == 7


def test_a_locked_database_is_one_clear_error_and_leaves_nothing(sqlite_world: World) -> None:
    world = sqlite_world
    before = stored(world.engine)
    with sqlite3.connect(str(world.engine.url.database), isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(OfficeUnavailable, match="Close that program"):
            world.send("initiative/x", world.owner, submission("A"), id_="later")
        holder.execute("ROLLBACK")
    holder.close()
    assert stored(world.engine) == before
    assert not world.send("initiative/x", world.owner, submission("A"), id_="later").repeated


def test_a_full_disk_is_one_clear_error_and_leaves_nothing(sqlite_world: World) -> None:
    url = sqlite_world.engine.url
    engine = engine_for(str(url))

    @event.listens_for(engine, "connect")
    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    before, rows = stored(engine), contents(engine)
    office = Office(engine, SmallLaw(), clock=sqlite_world.clock)
    large = sqlite_world.request("initiative/x", sqlite_world.owner, submission("A" * 100_000))
    with pytest.raises(OfficeUnavailable, match="Free some space"):
        office.handle(large)
    assert (stored(engine), contents(engine)) == (before, rows)
    engine.dispose()
    assert not sqlite_world.office.handle(large).repeated


def test_an_error_of_one_caller_reaches_that_caller_and_the_office_goes_on(world: World) -> None:
    def broken(_: object, __: int) -> None:
        raise KeyError("a mistake in the code")

    with pytest.raises(KeyError):
        world.send("initiative/x", world.owner, submission("A"), before=broken)
    assert world.submit()


def test_a_transaction_that_fails_leaves_nothing(world: World) -> None:
    before = world.sizes()

    def half() -> None:
        with writing(world.engine) as connection:
            connection.exec_driver_sql("DELETE FROM person")
            connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(OfficeUnavailable):
        half()
    assert world.sizes() == before
