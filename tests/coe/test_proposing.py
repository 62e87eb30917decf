"""`coe workflow propose`: a file becomes a policy change; once its people have approved it, it is in force."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from coe.cli.proposing import complete, read_answer
from coe.cli.terminal import existing_office, ready_office
from coe.clock import MovedClock, SystemClock
from coe.database import reading
from coe.demo import story
from coe.demo.acting import Stage
from coe.demo.load import moved_office
from coe.demo.people import COST, PASSWORD, founders, login
from coe.evidence.keys import declare, log_key
from coe.evidence.law_verify import contradictions
from coe.founding import found, library_folder
from coe.home import Home
from coe.identity.ceremony import Ceremony
from coe.identity.passwords import Passwords
from coe.identity.totp import STEP_MS, code_at
from coe.opening import second_factor_key
from coe.policy.definitions import compile_file
from coe.reading import Reader, id_of_number
from coe.tables import initiative
from governance.formats.jcs import Json
from governance.language.definition import Definition, Field
from governance.law.shelf import Shelf

WHY = "The administration was late in June"
FURTHER = ("origin=improvement", "direction=equal", "comparison_read=yes", "running=stays", "training=no")
LATER = ("forecast=No change expected", "effective=2030-01-01")
PERMIT = {
    "title": "Conference in Porto", "first_check": "administration", "budget_owner_needed": "no",
    "director_needed": "no",
}  # fmt: skip


class AtRecord(Stage):
    """A stage on which everybody speaks about one record."""

    record = ""

    def stream(self, tale: story.Story) -> str:
        return self.record or super().stream(tale)


@dataclass
class Desk:
    """An office with the whole library and the demonstration's people, and its command line."""

    home: Home
    folder: Path
    secrets: dict[str, bytes]

    def run(self, *arguments: str | Path, given: str = "") -> Result:
        from coe.cli.main import main

        return CliRunner().invoke(main, ["--home", str(self.home.folder), *map(str, arguments)], input=given)

    def file(self, old: str, new: str) -> Path:
        """The travel permit with this changed."""
        shutil.copytree(library_folder(), self.folder, dirs_exist_ok=True)
        path = self.folder / "travel-permit.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    def signs(self, who: str, ahead: int = 0) -> str:
        """What somebody types: password, and a code of now."""
        return f"{PASSWORD}\n{code_at(self.secrets[login(who)], SystemClock().now() + ahead * STEP_MS)}\n"

    def propose(self, file: Path, *further: str, who: str = "priya.raman") -> Result:
        answers = [word for pair in further for word in ("--answer", pair)]
        named = ("--title", "24 hours for administration", "--why", WHY, "--as", login(who))
        return self.run("workflow", "propose", file, *named, *answers, given=self.signs(who))

    def versions(self, workflow: str = "travel-permit") -> tuple[str, ...]:
        with existing_office(self.home) as office:
            shelf = Reader(office.engine, office.law).look(f"definition/{workflow}")[0].state
        return shelf.digests if isinstance(shelf, Shelf) else ()

    def count(self, prefix: str) -> int:
        with existing_office(self.home) as office, reading(office.engine) as connection:
            statement = select(func.count()).where(initiative.c.number.startswith(prefix))
            return int(connection.execute(statement).scalar_one())


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    home = Home(tmp_path_factory.mktemp("propose") / "home").prepare()
    with ready_office(home) as office:
        made = found(office, home, founders(), passwords=Passwords(COST))
        declare(office, log_key(home, office.clock))
    return Desk(home, Path(), {name: each.secret for name, each in made.accounts.items()})


@pytest.fixture
def desk(founded: Desk, tmp_path: Path) -> Desk:
    shutil.copytree(founded.home.folder, tmp_path / "home")
    return Desk(Home(tmp_path / "home"), tmp_path / "files", founded.secrets)


def longer(desk: Desk) -> Path:
    return desk.file("within: 16 business hours", "within: 24 business hours")


def test_a_file_is_proposed_decided_in_force_once_and_run(desk: Desk) -> None:
    file = longer(desk)
    told = desk.propose(file, *FURTHER, *LATER)
    assert told.exit_code == 0, told.output
    number = told.stdout.split()[0]
    assert number.startswith("PCH-")
    assert "decides now    Owner of the policy: Beate Hoffmann, Anders Vik" in told.stdout
    assert "decides now    Legal: Jonas Meier, Hannah Cohen" in told.stdout
    assert "Pre-approval" in told.stderr  # the comparison with the version in force
    assert len(desk.versions()) == 1
    clock = MovedClock(SystemClock().now() + 10 * STEP_MS)
    with existing_office(desk.home) as plain:
        office = moved_office(plain, desk.home, clock)
        stage = AtRecord(office, clock, Ceremony(Passwords(COST), second_factor_key(desk.home)))
        stage.record = f"initiative/{record_of(stage, number)}"
        approvals = tuple(
            story.Step(0, story.Decide(who, gate, "approve"))
            for who, gate in (("beate.hoffmann", "quality"), ("jonas.meier", "legal"))
        )
        deciding = story.Story("change", approvals)
        stage.perform(deciding, 0, clock.now())
        assert len(desk.versions()) == 1
        stage.perform(deciding, 1, clock.now())
        assert stage.state(stage.record).status == "approved"
        assert desk.versions()[1:] == (compile_file(file).digest,)
        stage.record = ""
        trip = story.Story("trip", (story.Step(0, story.Submit("astrid.lindqvist", PERMIT)),), "travel-permit")
        stage.perform(trip, 0, clock.now())
        assert stage.state(stage.stream(trip)).definition == compile_file(file).digest
        assert list(contradictions(office.engine)) == []


def record_of(stage: Stage, number: str) -> str:
    with reading(stage.office.engine) as connection:
        found = id_of_number(connection, number)
    assert found is not None
    return found


def test_publishing_by_hand_is_refused_and_names_the_command_that_proposes(desk: Desk) -> None:
    words = ("--reason", "More time", "--as", login("beate.hoffmann"))
    refused = desk.run("workflow", "publish", longer(desk), *words, given=desk.signs("beate.hoffmann"))
    assert refused.exit_code == 1
    assert "Submit a policy change with this definition." in refused.stderr
    assert "coe workflow propose" in refused.stderr
    assert len(desk.versions()) == 1


def test_without_a_terminal_what_is_missing_is_listed_and_the_password_is_no_answer(desk: Desk) -> None:
    refused = desk.propose(longer(desk), *FURTHER)
    assert refused.exit_code == 1
    assert "forecast: “What does the forecast say?” is not answered." in refused.stderr
    assert "effective:" in refused.stderr
    assert "training" not in refused.stderr
    assert "--answer NAME=VALUE" in refused.stderr
    assert desk.count("PCH-") == 0


def test_answers_come_from_a_file_and_those_of_the_command_line_win(desk: Desk, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("\n".join(pair.replace("=", ": ") for pair in (*FURTHER, *LATER, "training=yes")[:-1]), "utf-8")
    named = ("--title", "Later", "--why", WHY, "--as", login("priya.raman"), "--answers", answers)
    wrong = desk.run("workflow", "propose", longer(desk), *named, "--answer", "direction=louder")
    assert wrong.exit_code == 1
    assert "has no option" in wrong.stderr
    assert "(looser, stricter, both, equal, first)" in wrong.stderr
    fine = desk.run("workflow", "propose", longer(desk), *named, given=desk.signs("priya.raman"))
    assert fine.exit_code == 0, fine.output


@pytest.mark.parametrize("words", ["- a\n", "a: [", "a: 1.5\n"])
def test_a_file_that_holds_no_answers_is_refused_in_one_message(desk: Desk, tmp_path: Path, words: str) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(words, "utf-8")
    named = ("--title", "Later", "--why", WHY, "--as", login("priya.raman"), "--answers", answers)
    refused = desk.run("workflow", "propose", longer(desk), *named)
    assert refused.exit_code == 1
    assert "answers.yaml" in refused.stderr
    assert "Traceback" not in refused.output


def test_a_file_that_fails_the_check_against_these_people_is_not_proposed(desk: Desk) -> None:
    refused = desk.propose(desk.file("panel: {role: administration}", "panel: {role: astronaut}"), *FURTHER, *LATER)
    assert refused.exit_code == 1
    assert "Nobody of astronaut may decide at “Administration”." in refused.stderr
    assert desk.count("PCH-") == 0


def test_what_is_in_force_is_not_proposed_again(desk: Desk) -> None:
    refused = desk.propose(desk.file("within", "within"), *FURTHER, *LATER)
    assert refused.exit_code == 1
    assert "exactly this travel-permit is in force already" in refused.stderr


def test_an_office_whose_policy_does_not_govern_itself_says_how_to_publish(desk: Desk, tmp_path: Path) -> None:
    file = longer(desk)
    other = tmp_path / "other"
    (tmp_path / "library").mkdir()
    shutil.copy(file, tmp_path / "library" / file.name)
    assert desk.run("--home", other, "init", "--library", tmp_path / "library").exit_code == 0
    named = ("--title", "Later", "--why", WHY, "--as", "nobody")
    refused = desk.run("--home", other, "workflow", "propose", file, *named)
    assert refused.exit_code == 1
    assert "coe workflow publish" in refused.stderr


def form() -> Definition:
    law = compile_file(library_folder() / "policy-change.yaml").definition
    assert law is not None
    return law


def test_what_the_form_asks_is_asked_until_it_is_answered_as_its_answers_call_for_it() -> None:
    document = compile_file(library_folder() / "travel-permit.yaml").document
    given: dict[str, Json] = {"title": "Later", "why": WHY, "policy": document}
    typed = iter(
        ["regulation", "Code of 1 January", "sideways", "", "yes", "No change", "stays", "no", "1.1.", "2030-01-01"]
    )
    asked: list[tuple[str, str]] = []

    def ask(question: str, offer: str) -> str:
        asked.append((question, offer))
        return next(typed) or offer

    answers = complete(form(), given, ask, {"direction": "stricter"})
    assert (answers["source"], answers["direction"], answers["effective"]) == (
        "Code of 1 January",
        "stricter",
        "2030-01-01",
    )
    assert [offer for _, offer in asked].count("stricter") == 2  # “sideways” is no direction, so it was asked again
    assert next(typed, None) is None
    first = asked[0][0]
    assert "Where does it come from?" in first
    assert "regulation: A law, code or guideline" in first


def test_what_cannot_be_typed_is_left_to_a_file() -> None:
    with pytest.raises(click.ClickException, match="policy"):
        complete(form(), {}, lambda question, offer: offer or "regulation" if "title" not in question else "x", {})


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [("number", " 7 ", 7), ("number", "seven", "seven"), ("choices", "a, b,", ["a", "b"]), ("line", " so ", "so")],
)
def test_one_line_is_read_as_its_question_asks(kind: str, typed: str, answer: object) -> None:
    assert read_answer(Field("one", kind, "One"), typed) == answer  # type: ignore[arg-type]  # kinds by name
