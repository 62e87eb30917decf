"""`coe witness`: every command once, over files and over a folder both reach; what goes wrong is one message."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coe.cli.main import main
from tests.coe.small_library import LEAFLET

Run = Callable[..., Result]
REASON = ("--reason", "Two pairs of eyes")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A founded office."""
    folder = tmp_path_factory.mktemp("cli-witness")
    (folder / "leaflet.yaml").write_text(LEAFLET, "utf-8")
    environment = {"COE_HOME": str(folder / "home")}
    assert CliRunner().invoke(main, ["init", "--library", str(folder)], env=environment).exit_code == 0
    return folder / "home"


@pytest.fixture
def run(kept: Path) -> Run:
    """`coe` on that office; COE_HOME as it stands outside is put back."""

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(each) for each in arguments], env={"COE_HOME": str(kept)})

    return invoke


@pytest.fixture
def witnesses(run: Run, tmp_path: Path) -> tuple[str, ...]:
    """Two witnesses in folders `a` and `b`, declared, both needed."""
    log = run("key", "show").output.strip()
    made = tuple(
        run("witness", "init", tmp_path / name, "--name", f"{name}.example", "--log", log).stdout.strip()
        for name in ("a", "b")
    )
    declared = run("witness", "declare", *made, *REASON, "--hours", "12", "--approval-hours", "2")
    assert declared.output == "2 witnesses, 2 needed; an anchor may be 12 h old, an approval's 2 h\n"
    return made


def test_one_file_each_way(run: Run, witnesses: tuple[str, ...], tmp_path: Path) -> None:
    request = tmp_path / "today.request"
    unclear = run("witness", "request", "-o", request)
    assert (unclear.exit_code, "Declared: a.example, b.example" in unclear.stderr) == (1, True)
    for name in ("a", "b"):
        assert run("witness", "request", "-o", request, "--witness", f"{name}.example").exit_code == 0
        assert run("witness", "cosign", tmp_path / name, request).exit_code == 0
        assert run("witness", "accept", tmp_path / "today.cosigned").exit_code == 0
    accepted = run("witness", "accept", tmp_path / "today.cosigned")  # again, which changes nothing
    assert "2 of 2 witnesses cosigned, 2 needed (a.example, b.example)" in accepted.output
    status = run("witness", "status")
    assert (status.exit_code, "entries are cosigned. None can be rewritten unseen." in status.output) == (0, True)
    assert "Cosigned: " in status.output
    again = run("witness", "request", "-o", request, "--witness", "a.example", "--from", "0")
    assert again.exit_code == 0
    assert request.read_bytes().startswith(b"old 0\n\n")


def test_a_folder_both_reach(run: Run, witnesses: tuple[str, ...], tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    nothing = run("witness", "cosign", tmp_path / "a", shared)
    assert (nothing.exit_code, "There is no request for this witness" in nothing.stderr) == (1, True)
    assert len(run("witness", "request", "-o", shared).output.splitlines()) == 2
    for name in ("a", "b"):
        assert run("witness", "cosign", tmp_path / name, shared).exit_code == 0
    accepted = run("witness", "accept", shared)
    assert [line.partition(":")[0] for line in accepted.output.splitlines()].count("a.example") == 1
    assert "2 of 2 witnesses cosigned" in accepted.output
    seen = run("witness", "status", tmp_path / "a").output.splitlines()
    assert seen[0] == witnesses[0]
    assert "entries seen, 1 checkpoints" in seen[1]


def test_a_whole_log_verification_says_what_is_kept_outside(run: Run) -> None:
    verified = run("verify")
    assert verified.exit_code == 0, verified.output
    assert "rewritten unseen" in verified.output


def test_what_cannot_be_is_one_message(run: Run, witnesses: tuple[str, ...], tmp_path: Path) -> None:
    foreign = "else.example+cc0d2e2e+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    for arguments, words in (
        (("init", tmp_path / "a", "--name", "a", "--log", witnesses[0]), "No key was made."),
        (("init", tmp_path / "c", "--name", "two words", "--log", witnesses[0]), "a space"),
        (("trust", tmp_path / "nobody", witnesses[0]), "There is no witness here."),
        (("trust", tmp_path / "a", foreign), "states the id"),
        (("declare", "nonsense", *REASON), "These witnesses cannot be declared."),
        (("accept", Path(__file__)), "This was not accepted."),
    ):
        refused = run("witness", *arguments)
        assert (refused.exit_code, words in refused.stderr, "Traceback" in refused.output) == (1, True, False), (
            refused.output
        )
