"""Keys change hands: ledgered, cross-signed, finished when cut short; whoever holds one key follows to the others."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coe.acts import reasoned
from coe.evidence.checkpoints import seal
from coe.evidence.keys import FILE, NEXT, declare, log_key, next_key, put_in_place
from coe.evidence.log_verify import Report, verify
from coe.evidence.permissions import check_keys
from coe.evidence.rotation import revoke, rotate, signed_by_both, told
from coe.founding import new_seed
from coe.governance_law import Governance
from coe.office_errors import BadKey, NotConsistent
from coe.packet.seal import make_seal_key
from coe.requests import Request
from governance.ledger.note import Key, assemble, open_checkpoint, signature_line
from governance.office.keys import LOG
from governance.record import commands as c
from tests.coe.evidence_office import Bureau
from tests.coe.small_library import LEAFLET
from tests.coe.witnessed_office import Witnessed, founded, opened

DAY = 86_400_000


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    return founded(tmp_path_factory.mktemp("rotation"))


@pytest.fixture
def world(kept: Bureau, tmp_path: Path) -> Iterator[Witnessed]:
    with opened(kept, tmp_path) as world:
        yield world


def rotates(world: Witnessed, overlap: int = 30) -> Key:
    """The new key; the world's own is renewed."""
    rotate(world.office.office, world.office.home, "Yearly change", overlap)
    world.key = log_key(world.office.home, world.office.clock)
    return world.key.public


def read(world: Witnessed, *keys: Key) -> Report:
    return verify(world.office.engine, Governance(), keys=keys)


def signers(note: bytes, *keys: Key) -> set[Key]:
    return set(open_checkpoint(note, keys)[1].keys)


def test_after_the_hand_over_both_keys_sign_until_the_overlap_ends(world: Witnessed) -> None:
    old = world.key.public
    before = world.seals()
    new = rotates(world, overlap=1)
    world.grows()
    assert signers(world.seals(), old, new) == {old, new}
    world.office.clock.advance(DAY)
    world.grows()
    after = world.seals()
    assert signers(after, old, new) == {new}
    assert signers(before, old) == {old}
    assert [what for _, what in told(world.office.office)] == ["in use", "handed over"]


def test_whoever_keeps_one_key_follows_the_hand_over_to_the_others_notes(world: Witnessed, kept: Bureau) -> None:
    old = world.key.public
    world.seals()
    new = rotates(world, overlap=0)
    world.grows()
    world.seals()
    for brought in (old, new):
        report = read(world, brought)
        assert (report.intact, report.signed) == (True, 3)
    stranger = Key(old.name, world.witness("x").public.public)
    assert not read(world, stranger).intact


def test_a_hand_over_cut_short_after_it_was_ledgered_is_finished_by_the_next_who_seals(world: Witnessed) -> None:
    home, old = world.office.home, world.key
    heir = next_key(home, old.origin)
    note = signed_by_both(old, heir)
    command = reasoned(
        lambda why: c.RotateKey(old.public.vkey(), heir.public.vkey(), note, why, 30), "Yearly", new_seed()
    )
    world.office.office.handle(Request("r", LOG, "system", command.command, command.disclosures))
    assert signers(seal(world.office.engine, home, old, world.office.clock) or b"", heir.public) == {heir.public}
    assert log_key(home, world.office.clock).public == heir.public
    assert not (home.keys / NEXT).exists()
    assert declare(world.office.office, heir).repeated
    assert rotate(world.office.office, home, "Again", 30).public != heir.public


def test_a_hand_over_cut_short_between_the_files_is_finished_and_not_repeated(world: Witnessed) -> None:
    home, old = world.office.home, world.key
    new = rotates(world)
    (home.keys / FILE).rename(home.keys / NEXT)  # as it was before the last step
    (home.keys / f"log-{old.public.key_id.hex()}.pem").rename(home.keys / FILE)
    assert rotate(world.office.office, home, "Again", 30).public == new
    assert [what for _, what in told(world.office.office)] == ["in use", "handed over, signs beside its successor"]


def test_there_is_always_a_key_in_use_wherever_the_files_were_left(world: Witnessed) -> None:
    home = world.office.home
    heir = next_key(home, world.key.origin)
    former = home.keys / f"log-{world.key.public.key_id.hex()}.pem"
    former.hardlink_to(home.keys / FILE)  # the first half was done before
    put_in_place(home, world.key)
    assert log_key(home, world.office.clock).public == heir.public
    assert former.stat().st_mode & 0o777 == 0o600


def test_a_key_the_ledger_does_not_know_signs_nothing(world: Witnessed, tmp_path: Path) -> None:
    world.seals()
    path = world.office.home.keys / FILE
    path.unlink()
    next_key(world.office.home, world.key.origin)
    (world.office.home.keys / NEXT).rename(path)
    world.grows()
    swapped = log_key(world.office.home, world.office.clock)
    with pytest.raises(BadKey, match="The ledger has the key"):
        seal(world.office.engine, world.office.home, swapped, world.office.clock)
    (world.office.home.keys / "last-checkpoint").write_bytes(b"gone")
    with pytest.raises(NotConsistent):
        seal(world.office.engine, world.office.home, swapped, world.office.clock)


def test_a_revoked_key_signs_no_more_and_what_it_signs_alone_afterwards_is_told(world: Witnessed) -> None:
    old = world.key
    new = rotates(world, overlap=300)
    revoke(world.office.office, old.public.vkey(), "Left on a stick", world.office.clock.now())
    world.grows()
    assert signers(world.seals(), old.public, new) == {new}
    assert read(world, old.public, new).intact
    assert [what for _, what in told(world.office.office)] == ["in use", "revoked"]
    text = open_checkpoint(world.seals(), [new])[1].text
    forged = assemble(text, [signature_line(old.origin, old.public.public, old.sign(text.encode()))])
    report = verify(world.office.engine, Governance(), keys=[old.public, new], last=forged)
    assert "only one that was revoked before" in str(report.problems[0])


@pytest.mark.parametrize(("mode", "cure"), [(0o640, "chmod 600"), (0o604, "chmod 600")])
def test_every_secret_is_its_users_alone_or_nothing_is_served(world: Witnessed, mode: int, cure: str) -> None:
    check_keys(world.office.home)
    rotates(world)
    (former,) = world.office.home.keys.glob("log-*.pem")
    former.chmod(mode)
    with pytest.raises(BadKey, match=cure):
        check_keys(world.office.home)
    world.grows()
    with pytest.raises(BadKey, match=cure):
        world.seals()


def test_the_certificate_of_the_seal_is_for_everybody_and_its_key_for_nobody_else(world: Witnessed) -> None:
    certificate = make_seal_key(world.office.home.keys, at=datetime(2026, 11, 23, tzinfo=UTC))
    assert certificate.stat().st_mode & 0o777 == 0o644
    check_keys(world.office.home)
    (world.office.home.keys / "seal-key.pem").chmod(0o644)
    with pytest.raises(BadKey, match="chmod 600"):
        check_keys(world.office.home)


def test_a_key_of_another_user_or_in_an_open_folder_is_not_used(world: Witnessed) -> None:
    path = world.office.home.keys / FILE
    world.office.home.keys.chmod(0o770)
    with pytest.raises(BadKey, match="can be written by others"):
        check_keys(world.office.home)
    world.office.home.keys.chmod(0o700)
    if os.geteuid() == 0:  # only root can give a file away
        os.chown(path, 1, -1)
        with pytest.raises(BadKey, match="belongs to another user"):
            log_key(world.office.home, world.office.clock)
    else:
        assert path.stat().st_uid == os.geteuid()


def test_at_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from coe.cli.main import main

    (tmp_path / "leaflet.yaml").write_text(LEAFLET, "utf-8")
    monkeypatch.setenv("COE_HOME", str(tmp_path / "home"))
    assert CliRunner().invoke(main, ["init", "--library", str(tmp_path)]).exit_code == 0

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["key", *arguments])

    old = run("show").output.strip()
    assert run("new").stdout.strip() == run("new").stdout.strip() != old
    assert run("rotate").exit_code == 2
    new = run("rotate", "--reason", "Yearly change").stdout.strip()
    assert run("show").output.strip() == new
    assert run("show", "--all").output.splitlines() == [
        f"{new}  # in use",
        f"{old}  # handed over, signs beside its successor",
    ]
    assert run("show", "--statements").output.startswith(f"clearway/key-rotation/v1\nfrom {old}\nto {new}\n\n")
    current = run("revoke", new, "--reason", "Lost")
    assert (current.exit_code, "Have it hand over first" in current.stderr) == (1, True)
    assert run("revoke", old, "--reason", "Lost").exit_code == 0
    assert run("show", "--all").output.splitlines()[1] == f"{old}  # revoked"
    assert CliRunner().invoke(main, ["verify"]).exit_code == 0
    (tmp_path / "home" / "keys" / "session.key").write_text("secret")
    web = [sys.executable, "-m", "coe.cli.main", "web", "--port", "0"]  # it would become the server: apart, and timed
    refused = subprocess.run(web, capture_output=True, text=True, timeout=30, check=False)
    assert (refused.returncode, "chmod 600" in refused.stderr) == (1, True)
