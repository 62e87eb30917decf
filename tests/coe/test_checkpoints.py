"""Signing the log's size and root, and refusing to sign a fork."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.clock import SystemClock
from coe.database import engine_for
from coe.evidence.checkpoints import latest, seal
from coe.evidence.keys import LogKey, declare, log_key
from coe.evidence.log_verify import verify
from coe.home import Home
from coe.ledger import leaves, nodes, read_head
from coe.office_errors import BadKey, NotConsistent
from coe.tables import checkpoint
from governance.ledger.merkle import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from governance.ledger.note import Checkpoint, assemble, open_checkpoint, signature_line
from tests.coe.office_world import SmallLaw, World, stored, submission


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").prepare()


@pytest.fixture
def key(home: Home) -> LogKey:
    return log_key(home, SystemClock())


def copied(world: World, path: Path) -> None:
    with sqlite3.connect(str(world.engine.url.database)) as connection:
        connection.execute(f"VACUUM INTO '{path}'")
    connection.close()


def rewritten(world: World, seq: int) -> None:
    with world.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        changed = "replace(CAST(bytes AS TEXT), 'True', 'Fake')"
        connection.exec_driver_sql(f"UPDATE entry SET bytes = CAST({changed} AS BLOB) WHERE seq = {seq}")


def test_a_checkpoint_states_the_log_and_opens_with_the_public_key(world: World, home: Home, key: LogKey) -> None:
    note = seal(world.engine, home, key, world.clock)
    assert note is not None
    found, _ = open_checkpoint(note, [key.public])
    with world.engine.connect() as connection:
        head = read_head(connection)
        assert latest(connection) == (head.size, world.clock.now(), note)
    assert (found.origin, found.size, found.root) == (key.origin, head.size, head.range.root())


def test_sealing_again_without_new_entries_returns_the_same_note(world: World, home: Home, key: LogKey) -> None:
    first = seal(world.engine, home, key, world.clock)
    assert seal(world.engine, home, key, world.clock) == first
    world.submit()
    assert seal(world.engine, home, key, world.clock) != first
    assert verify(world.engine, SmallLaw(), keys=[key.public]).signed == 2


def test_a_restored_backup_is_not_signed(sqlite_world: World, home: Home, key: LogKey, tmp_path: Path) -> None:
    world = sqlite_world
    copied(world, tmp_path / "backup.sqlite")
    world.submit()
    seal(world.engine, home, key, world.clock)
    backup = engine_for(f"sqlite:///{tmp_path}/backup.sqlite")
    with pytest.raises(NotConsistent, match="fork"):
        seal(backup, home, key, world.clock)
    backup.dispose()


def test_another_history_of_the_same_length_is_not_signed(
    sqlite_world: World, home: Home, key: LogKey, tmp_path: Path
) -> None:
    world = sqlite_world
    copied(world, tmp_path / "fork.sqlite")
    world.submit("One")
    seal(world.engine, home, key, world.clock)
    fork = engine_for(f"sqlite:///{tmp_path}/fork.sqlite")
    world.office.__init__(fork, SmallLaw(), clock=world.clock)  # type: ignore[misc]  # the same office on the fork
    for title in ("Other", "More"):
        world.send(f"initiative/{title.lower()}", world.owner, submission(title))
        with pytest.raises(NotConsistent, match="does not extend"):
            seal(fork, home, key, world.clock)
    fork.dispose()


@pytest.mark.parametrize(("seq", "why"), [(600, "does not extend"), (300, "not those that were hashed")])
def test_new_entries_rewritten_before_sealing_are_not_signed(
    sqlite_world: World, home: Home, key: LogKey, seq: int, why: str
) -> None:
    world = sqlite_world
    seal(world.engine, home, key, world.clock)
    wanted = [world.request(f"initiative/{n}", world.owner, submission("True")) for n in range(600)]
    world.office.batch(wanted)
    rewritten(world, seq)
    with pytest.raises(NotConsistent, match=why):
        seal(world.engine, home, key, world.clock)
    with world.engine.connect() as connection:
        assert connection.execute(select(checkpoint.c.size)).scalars().all() == [7]


def test_a_checkpoint_lost_before_it_was_kept_is_kept_next_time(world: World, home: Home, key: LogKey) -> None:
    note = seal(world.engine, home, key, world.clock)
    assert note is not None
    with world.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE checkpoint RENAME TO gone")
        connection.exec_driver_sql("CREATE TABLE checkpoint AS SELECT * FROM gone WHERE size < 0")
    assert seal(world.engine, home, key, world.clock) == note
    with world.engine.connect() as connection:
        assert connection.execute(select(checkpoint.c.note)).scalars().all() == [note]


def test_verify_counts_a_checkpoint_by_another_key_and_a_longer_one_as_tampering(
    world: World, home: Home, key: LogKey, tmp_path: Path
) -> None:
    note = seal(world.engine, home, key, world.clock)
    other = log_key(Home(tmp_path / "other").prepare(), SystemClock())
    assert not verify(world.engine, SmallLaw(), keys=[other.public]).intact
    longer = note and note.replace(b"\n7\n", b"\n8\n")
    assert verify(world.engine, SmallLaw(), last=note).intact
    assert not verify(world.engine, SmallLaw(), last=longer).intact


def test_a_signed_checkpoint_of_another_history_is_named_where_the_histories_part(world: World, key: LogKey) -> None:
    text = Checkpoint(key.origin, 7, b"\1" * 32).text()
    note = assemble(text, [signature_line(key.origin, key.public.public, key.sign(text.encode()))])
    (problem,) = verify(world.engine, SmallLaw(), keys=[key.public], last=note).problems
    assert (problem.seq, "01" * 32 in problem.expected) == (6, True)


def test_inclusion_and_consistency_are_proven_from_what_is_kept(sqlite_world: World) -> None:
    world = sqlite_world
    with world.engine.connect() as connection:
        small = read_head(connection).range
    wanted = [world.request(f"initiative/{n}", world.owner, submission(str(n))) for n in range(600)]
    world.office.batch(wanted)
    with world.engine.connect() as connection:
        head = read_head(connection).range
        read = nodes(connection)
        for index in (0, 255, 256, 511, 600):
            proof = inclusion_proof(read, index, head.size)
            verify_inclusion(index, head.size, leaves(connection, index, index + 1)[0], proof, head.root())
        proof = consistency_proof(read, small.size, head.size)
        verify_consistency(small.size, head.size, proof, small.root(), head.root())


def test_the_key_is_private_and_declared_once(world: World, home: Home, key: LogKey) -> None:
    path = home.keys / "log.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    assert log_key(home, SystemClock()).public == key.public
    first = declare(world.office, key)
    assert declare(world.office, key).seq == first.seq
    assert key.public.vkey().encode() in stored(world.engine)[-1]
    path.chmod(0o644)
    with pytest.raises(BadKey, match="chmod 600"):
        log_key(home, SystemClock())


def test_a_missing_key_is_not_replaced_by_a_new_one(home: Home, key: LogKey) -> None:
    path = home.keys / "log.pem"
    shutil.move(path, path.with_suffix(".away"))
    with pytest.raises(BadKey, match="another log"):
        log_key(home, SystemClock())
    path.write_text("not a key")
    path.chmod(0o600)
    with pytest.raises(BadKey, match="cannot be read"):
        log_key(home, SystemClock())
