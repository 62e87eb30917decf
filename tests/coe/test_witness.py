"""A witness on another machine: it remembers before it signs, and signs no two histories."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from coe.office_errors import BadKey
from governance.errors import NotCosigned
from governance.ledger.note import NoteError, open_checkpoint, parse_vkey
from tests.coe.evidence_office import Bureau
from tests.coe.witnessed_office import WHEN, Witnessed, founded, opened


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    return founded(tmp_path_factory.mktemp("witness"))


@pytest.fixture
def world(kept: Bureau, tmp_path: Path) -> Iterator[Witnessed]:
    with opened(kept, tmp_path) as world:
        world.witness("qa")
        world.declares("qa")
        yield world


def apart(*arguments: str | Path, module: str = "coe.cli.main") -> subprocess.CompletedProcess[str]:
    """A second machine: another process, no office, no COE_HOME."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    bare = {"PATH": os.environ["PATH"], "COE_HOME": "/nowhere"}
    return subprocess.run(command, env=bare, capture_output=True, text=True, check=False, timeout=60)


def test_another_machine_makes_a_witness_and_cosigns_what_is_carried_to_it(world: Witnessed, tmp_path: Path) -> None:
    made = apart("witness", "init", tmp_path / "stick", "--name", "qa.example/2", "--log", world.key.public.vkey())
    public = parse_vkey(made.stdout.strip())
    assert (tmp_path / "stick" / "witness.pem").stat().st_mode & 0o777 == 0o600
    world.seals()
    carried = tmp_path / "carried.request"
    carried.write_bytes(world.asks("qa"))
    done = apart("witness", "cosign", tmp_path / "stick", carried)
    assert done.returncode == 0, done.stderr
    answer = (tmp_path / "carried.cosigned").read_bytes()
    _, signed = open_checkpoint(answer, [world.key.public, public])
    assert signed.keys == {world.key.public, public}
    assert answer.decode() == done.stdout


def test_killed_between_remembering_and_answering_it_answers_the_next_time(world: Witnessed, tmp_path: Path) -> None:
    witness = world.witnesses["qa"]
    world.cosigns("qa")
    world.grows()
    world.seals()
    request = tmp_path / "request"
    request.write_bytes(world.asks("qa"))
    killed = apart(witness.folder, request, module="tests.coe.witness_apart")
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    remembered = witness.seen(world.key.origin)
    assert remembered is not None
    answer = witness.cosign(request.read_bytes(), WHEN)
    assert open_checkpoint(answer, [witness.public])[0] == remembered.checkpoint
    assert witness.seen(world.key.origin) == remembered
    assert world.accepts(answer).size == remembered.checkpoint.size


def test_a_fork_is_refused_remembered_as_it_was_and_kept_as_proof(world: Witnessed) -> None:
    backup = world.backup("backup.sqlite")
    world.grows()
    size = world.cosigns("qa").size
    witness, before = world.witnesses["qa"], world.witnesses["qa"].seen(world.key.origin)
    (world.office.home.keys / "last-checkpoint").unlink()
    for path in world.office.home.keys.glob("witnessed-*"):
        path.unlink()  # an operator who hides what would keep the office from signing
    with world.restored(backup) as fork:
        fork.grows("another")
        fork.grows("history")
        forged = fork.seals()
        with pytest.raises(NotCosigned, match="two histories"):
            witness.cosign(fork.asks("qa", size), WHEN)
    assert witness.seen(world.key.origin) == before
    assert [path.read_bytes() for path in (witness.folder / "refused").iterdir()] == [forged]


def test_a_shrunken_log_and_a_replayed_request_are_refused(world: Witnessed) -> None:
    world.seals()
    old = world.asks("qa")
    world.grows()
    world.cosigns("qa")
    with pytest.raises(NotCosigned, match="an old request is carried again, or the log was cut short"):
        world.witnesses["qa"].cosign(old, WHEN)


def test_a_foreign_log_is_refused_until_its_key_is_trusted(world: Witnessed, kept: Bureau, tmp_path: Path) -> None:
    world.seals()
    stranger = world.witness("stranger")
    (stranger.folder / "logs").write_text("")
    with pytest.raises(NotCosigned, match="keeps no key of that log"):
        stranger.cosign(world.asks("qa"), WHEN)
    runner = CliRunner()
    from coe.cli.main import main

    assert runner.invoke(main, ["witness", "trust", str(stranger.folder), world.key.public.vkey()]).exit_code == 0
    assert stranger.cosign(world.asks("qa"), WHEN)


def test_nothing_is_signed_with_a_key_or_a_memory_that_was_tampered_with(world: Witnessed) -> None:
    world.cosigns("qa")
    witness = world.witnesses["qa"]
    (note,) = (witness.folder / "seen").rglob("*.note")
    note.write_bytes(note.read_bytes().replace(world.key.origin.encode(), b"other.example"))
    with pytest.raises(NoteError, match="is not the memory"):
        witness.cosign(world.asks("qa"), WHEN)
    (witness.folder / "witness.pem").chmod(0o640)
    with pytest.raises(BadKey, match="chmod 600"):
        witness.cosign(world.asks("qa"), WHEN)
    with pytest.raises(BadKey, match="exists"):
        world.witness("qa")
