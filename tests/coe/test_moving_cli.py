"""`coe workflow move` and `publish`: shown before done, and refused in one message."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coe import acts
from coe.cli.terminal import existing_office
from coe.founding import new_seed
from coe.home import Home
from coe.reading import Reader
from coe.requests import Request
from tests.coe.small_library import LEAFLET

Run = Callable[..., Result]
PERSON = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COE_HOME", str(tmp_path / "home"))

    def invoke(*arguments: str | Path, given: str = "") -> Result:
        from coe.cli.main import main

        return CliRunner().invoke(main, [str(each) for each in arguments], input=given)

    return invoke


@pytest.fixture
def number(run: Run, tmp_path: Path) -> str:
    """A leaflet in review under the first version of two."""
    library = tmp_path / "library"
    library.mkdir()
    file = library / "leaflet.yaml"
    file.write_text(LEAFLET, "utf-8")
    assert run("init", "--library", library).exit_code == 0
    with existing_office(Home.find()) as office:
        register = acts.person("Olga", "olga@example.org", new_seed())
        office.handle(
            Request(office.clock.new_id(), f"person/{PERSON}", "system", register.command, register.disclosures)
        )
        law = Reader(office.engine, office.law).definition("", "leaflet")
        assert law is not None
        act = acts.submission(law, acts.Draft({"title": "Which pill when"}), new_seed(), {})
        record = f"initiative/{office.clock.new_id()}"
        office.handle(Request(office.clock.new_id(), record, PERSON, act.command, act.disclosures))
        state = Reader(office.engine, office.law).initiative_state(record.partition("/")[2])
    file.write_text(LEAFLET.replace("within: 8", "within: 16"), "utf-8")
    published = run("workflow", "publish", file, "--reason", "More time")
    assert published.exit_code == 0, published.output
    assert state is not None
    return state.number


def in_force() -> str:
    with existing_office(Home.find()) as office:
        law = Reader(office.engine, office.law).definition("", "leaflet")
    assert law is not None
    return law.digest


def test_what_would_come_of_it_is_shown_and_nothing_recorded(run: Run, number: str) -> None:
    told = run("workflow", "move", number, "--to", in_force()[:12], "--dry-run")
    assert told.exit_code == 0, told.output
    assert "Nobody has decided yet; nothing lapses." in told.stdout
    assert told.stdout.count(number) == 1


def test_system_is_no_coordinator(run: Run, number: str) -> None:
    refused = run("workflow", "move", number, "--to", in_force(), "--reason", "Because", "--yes")
    assert refused.exit_code == 1
    assert "It is for the coordinators of this workflow." in refused.stderr
    assert "Traceback" not in refused.output


def test_it_is_asked_again_and_no_means_no(run: Run, number: str) -> None:
    asked = run("workflow", "move", number, "--to", in_force(), "--reason", "Because", given="n\n")
    assert asked.exit_code == 1
    assert "Record this?" in asked.stdout


@pytest.mark.parametrize(
    ("which", "digest", "words"),
    [("LFT-1999-0001", "ab" * 32, "There is no such initiative."), ("", "ab" * 32, "There is no such version."),
     ("", "ab", "Give at least 8 of its characters.")],
)  # fmt: skip
def test_what_is_not_there_is_named(run: Run, number: str, which: str, digest: str, words: str) -> None:
    refused = run("workflow", "move", which or number, "--to", digest, "--dry-run")
    assert refused.exit_code == 1
    assert words in refused.stderr
