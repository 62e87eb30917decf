"""The commands by which an office is backed up, restored, exercised, and has somebody forgotten."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.coe.small_library import LEAFLET
from tests.coe.test_cli import PASSWORD, Run, code, refused, secret_in


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """An office with an administrator, once; its folder and the secret of the authenticator."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "library").mkdir()
    (folder / "library" / "leaflet.yaml").write_text(LEAFLET, "utf-8")
    found = run_in(folder)(
        "init", "--library", folder / "library", "--administrator", "Ada Ek", "--email", "ada@example.org",
        "--password-file", "-", given=PASSWORD,
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    return folder, secret_in(found.output)


def run_in(folder: Path) -> Run:
    def invoke(*arguments: str | Path, given: str = "") -> Result:
        from coe.cli.main import main

        said = ["--home", str(folder / "home"), *map(str, arguments)]
        return CliRunner().invoke(main, said, input=given)

    return invoke


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--home` sets it for the program; it is not to stay set."""
    monkeypatch.setenv("COE_HOME", "")


def test_a_backup_is_made_checked_and_restored(founded: tuple[Path, bytes], tmp_path: Path) -> None:
    run = run_in(founded[0])
    made = run("backup", "-o", tmp_path / "b.zip", "--keys", tmp_path / "k.zip")
    assert made.exit_code == 0, made.output
    assert "taken from    sqlite" in made.output
    assert "Whoever has them can sign" in made.stderr
    checked = run("backup", "--check", tmp_path / "b.zip")
    assert checked.output.splitlines()[1:] == made.stdout.splitlines()[1:]
    again = run("restore", tmp_path / "b.zip", tmp_path / "x" / "home", "--keys", tmp_path / "k.zip")
    refused(again, "could not be used")  # the folder it belongs in does not exist
    (tmp_path / "x").mkdir()
    again = run("restore", tmp_path / "b.zip", tmp_path / "x" / "home", "--keys", tmp_path / "k.zip")
    assert again.exit_code == 0, again.output
    assert "verified; root" in again.output
    verified = run_in(tmp_path / "x")("verify")
    assert verified.exit_code == 0, verified.output
    refused(run("restore", tmp_path / "b.zip", tmp_path / "x" / "home"), "is not empty")


def test_an_office_that_is_behind_says_so_with_the_cure(founded: tuple[Path, bytes], tmp_path: Path) -> None:
    run = run_in(founded[0])
    assert run("backup", "-o", tmp_path / "b.zip", "--keys", tmp_path / "k.zip").exit_code == 0
    assert run("drill").exit_code == 0
    (tmp_path / "note").write_text(run("seal").output)
    told = run("restore", tmp_path / "b.zip", tmp_path / "home", "--keys", tmp_path / "k.zip",
               "--checkpoint", tmp_path / "note")  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "This office will not sign" in told.stderr
    assert "Restore a newer backup" in told.stderr
    refused(run_in(tmp_path)("seal"), "A restored backup is a fork of the log")


def test_a_drill_tells_what_it_recorded(founded: tuple[Path, bytes]) -> None:
    done = run_in(founded[0])("drill", "--json")
    assert done.exit_code == 0, done.output
    assert '"result": "restored"' in done.output


def test_an_administrator_has_a_person_erased_at_the_machine(founded: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, secret = founded
    run, who = run_in(folder), ("--as", "ada@example.org")
    invited = run("person", "invite", "Olga Nyberg", "olga@example.org", *who, "--password-file", "-",
                  given=f"{PASSWORD}\n{code(secret)}\n{PASSWORD}\n")  # fmt: skip
    assert invited.exit_code == 0, invited.output
    refused(run("person", "erase", "nobody@example.org", "--reason", "Asked"), "no such person")
    asked = run("person", "erase", "olga@example.org", "--reason", "Asked", *who, given="n\n")
    assert asked.exit_code == 1
    assert "erase the address, the account's secrets and the name" in asked.stderr
    given = f"{PASSWORD}\n{code(secret, 1)}\n"
    done = run("person", "erase", "olga@example.org", "--reason", "Asked", "--yes", *who, given=given)
    assert done.exit_code == 0, done.output
    assert "older packets still verify" in done.output
    listed = run("person", "erased", "-o", tmp_path / "erasures.json")
    assert "1 erasures" in listed.output
    assert run("verify").exit_code == 0
