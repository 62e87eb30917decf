"""The command line: quick to ask for help, and one clear message for whatever goes wrong."""

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from coe.clock import SystemClock
from coe.database import engine_for, reading
from coe.home import Home
from coe.identity.totp import STEP_MS, code_at
from coe.tables import person
from governance.ledger.note import parse_vkey
from tests.coe.small_library import LEAFLET

HEAVY = (
    "alembic", "argon2", "cryptography", "flask", "holidays", "prefect", "psycopg", "pyhanko", "ruamel", "sqlalchemy",
    "uuid6", "weasyprint",
)  # fmt: skip
QUICK_S = 0.3
PASSWORD = "correct horse battery"
Run = Callable[..., Result]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "leaflet.yaml").write_text(LEAFLET, "utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COE_TRACEBACK", raising=False)

    def invoke(*arguments: str | Path, given: str = "") -> Result:
        from coe.cli.main import main

        return CliRunner().invoke(main, [str(each) for each in arguments], input=given)

    return invoke


def secret_in(printed: str) -> bytes:
    """The authenticator secret of a printed otpauth address."""
    import base64

    uri = re.search(r"otpauth://\S+", printed)
    assert uri is not None
    return base64.b32decode(parse_qs(urlsplit(uri[0]).query)["secret"][0])


def code(secret: bytes, ahead: int = 0) -> str:
    return code_at(secret, SystemClock().now() + ahead * STEP_MS)


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 1, result.output
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.output
    for word in words:
        assert word in result.stderr


def test_help_imports_nothing_heavy() -> None:
    asked = f"import sys, coe.cli.main; print([name for name in {HEAVY!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_help_is_there_in_a_blink() -> None:
    def spent() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "coe.cli.main", "--help"], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(spent() for _ in range(3)) <= QUICK_S


def test_every_command_says_what_it_does(run: Run) -> None:
    listed = run("--help")
    assert listed.exit_code == 0
    for command in ("init", "serve", "flows", "web", "demo", "verify", "rebuild", "seal", "packet", "replay"):
        assert run(command, "--help").exit_code == 0
        assert f"  {command}" in listed.output


@pytest.mark.parametrize(
    "arguments",
    [("verify",), ("rebuild",), ("seal",), ("key", "show"), ("packet", "INI-2026-0001", "-o", "x.pdf"),
     ("demo", "code", "astrid"), ("absence", "declare", "ada", "--from", "2026-01-01", "--until", "2026-01-02")],
)  # fmt: skip
def test_without_an_office_a_command_says_how_to_make_one(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    refused(run(*arguments), "There is no office", "coe init")
    assert not (tmp_path / "home").exists()


def test_wrong_usage_ends_with_two(run: Run) -> None:
    assert run("packet").exit_code == 2
    assert run("nonsense").exit_code == 2
    assert run("init", "--administrator", "Ada").exit_code == 2
    assert run("replay", "/no/such/log.xes").exit_code == 2


def test_an_office_is_set_up_once(run: Run, library: Path) -> None:
    first = run("init", "--library", library)
    assert (first.exit_code, "leaflet" in first.stdout) == (0, True)
    again = run("init", "--library", library)
    assert again.exit_code == 0
    assert "nothing new" in again.stdout
    assert run("verify").exit_code == 0


def test_the_log_is_sealed_and_its_key_shown(run: Run, library: Path) -> None:
    run("init", "--library", library)
    sealed = run("seal")
    assert sealed.exit_code == 0
    key = parse_vkey(run("key", "show").stdout.strip())
    assert sealed.stdout.startswith(key.name + "\n")
    report = run("verify", "--json")
    assert '"intact": true' in report.stdout
    assert '"signed": 2' in report.stdout  # the checkpoint in the database, and the one kept beside the key
    assert "entries read" in run("rebuild").stdout


def test_an_altered_log_is_noticed_and_named(run: Run, library: Path, tmp_path: Path) -> None:
    import sqlite3

    run("init", "--library", library)
    with sqlite3.connect(tmp_path / "home" / "office.sqlite") as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE entry SET actor = 'somebody' WHERE seq = 1")
    result = run("verify")
    assert result.exit_code == 1
    assert "  x entry 1: expected" in result.stdout


def test_a_database_that_is_none_gives_one_message(run: Run, library: Path, tmp_path: Path) -> None:
    run("init", "--library", library)
    home = Home(tmp_path / "home")
    for beside in home.folder.glob("office.sqlite*"):
        beside.unlink()
    home.database.write_bytes(b"not a database, " * 400)
    refused(run("verify"))


def test_the_first_administrator_is_named_and_then_invites(run: Run, library: Path) -> None:
    made = run(
        "init", "--library", library, "--administrator", "Ada Berg", "--email", "ada@example.org", given=f"{PASSWORD}\n"
    )
    assert made.exit_code == 0, made.output
    ada = secret_in(made.stdout)
    refused(run("person", "invite", "Ben", "ben@example.org", given=f"{PASSWORD}\n"), "It is for administrators")
    wrong = run("person", "invite", "Ben", "ben@example.org", "--as", "ada@example.org", given="wrong password\n1\n")
    refused(wrong, "password")
    told = run(
        "person", "invite", "Ben", "ben@example.org", "--as", "ada@example.org",
        given=f"{PASSWORD}\n{code(ada, -1)}\nanother good password\n",
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    secret_in(told.stdout)
    granted = run(
        "role", "grant", "medical_reviewer", "ben@example.org", "--reason", "Joins the team", "--as", "ada@example.org",
        given=f"{PASSWORD}\n{code(ada)}\n",
    )  # fmt: skip
    assert granted.exit_code == 0, granted.output
    replayed = run(
        "role", "end", "medical_reviewer", "ben@example.org", "--reason", "Leaves", "--as", "ada@example.org",
        given=f"{PASSWORD}\n{code(ada, -1)}\n",
    )  # fmt: skip
    refused(replayed)
    ended = run(
        "role", "end", "medical_reviewer", "ben@example.org", "--reason", "Leaves", "--as", "ada@example.org",
        given=f"{PASSWORD}\n{code(ada, 1)}\n",
    )  # fmt: skip
    assert ended.exit_code == 0, ended.output


def test_people_declare_their_own_absence(run: Run, library: Path) -> None:
    made = run(
        "init", "--library", library, "--administrator", "Ada Berg", "--email", "ada@example.org", given=f"{PASSWORD}\n"
    )
    away = run(
        "absence", "declare", "ada@example.org", "--from", "2030-01-07", "--until", "2030-01-11", "--as",
        "ada@example.org", given=f"{PASSWORD}\n{code(secret_in(made.stdout))}\n",
    )  # fmt: skip
    assert away.exit_code == 0, away.output
    refused(run("absence", "declare", "eve", "--from", "2030-01-07", "--until", "2030-01-11"), "Nobody signs in as eve")


def test_a_weak_password_is_refused_before_anybody_is_registered(run: Run, library: Path) -> None:
    def found(password: str) -> Result:
        named = ("--administrator", "Ada", "--email", "a@example.org")
        return run("init", "--library", library, *named, given=f"{password}\n")

    refused(found("short"))
    assert registered(Home.find()) == 0
    assert found(PASSWORD).exit_code == 0
    assert registered(Home.find()) == 1


def registered(home: Home) -> int:
    """How many people the ledger knows."""
    engine = engine_for(home.database_url())
    with reading(engine) as connection:
        count = connection.execute(select(func.count()).select_from(person)).scalar_one()
    engine.dispose()
    return int(count)


def test_a_broken_workflow_is_told_fault_by_fault_with_its_lines(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(LEAFLET.replace("[about]", "[abuot]").replace("record:", "recrod:"), "utf-8")
    result = run("workflow", "check", broken)
    assert result.exit_code == 1
    assert len(re.findall(r"^broken\.yaml:\d+:\d+: ", result.stderr, re.MULTILINE)) >= 2
    assert run("workflow", "publish", broken, "--reason", "Try").exit_code == 1


def test_a_workflow_is_checked_explained_and_published(run: Run, library: Path) -> None:
    file = library / "leaflet.yaml"
    assert run("workflow", "check", file).exit_code == 0
    explained = run("workflow", "explain", file).stdout
    assert "The role medical reviewer decides by one approval without an objection." in explained
    assert "It is always needed." in explained
    run("init", "--library", library)
    refused(run("workflow", "publish", file, "--reason", "Again"), "was in force before")
    file.write_text(LEAFLET.replace("within: 8", "within: 16"), "utf-8")
    assert run("workflow", "publish", file, "--reason", "More time").exit_code == 0


def test_the_library_is_explained(run: Run) -> None:
    from coe.founding import library_folder

    told = run("workflow", "explain", library_folder() / "cx-initiative.yaml").stdout
    assert "Gate: Executive steering" in told
    assert "Guaranteed: when" in told


def test_a_workflow_is_begun_checked_drawn_into_examples_and_never_overwritten(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "price-change.yaml"
    assert run("workflow", "new", "price-change", "--out", path).exit_code == 0
    assert run("workflow", "check", path).exit_code == 0
    assert "T2, with Expert review" in run("workflow", "examples", path).stdout
    assert run("workflow", "examples", path, "--yaml").stdout.startswith("examples:")
    refused(run("workflow", "new", "price-change", "--out", path), "exists already")
    refused(run("workflow", "new", "Price Change"), "Write it like price-change.")
    assert run("workflow", "new", "price-change", "--out", "-").stdout == path.read_text("utf-8")
    assert json.loads(run("workflow", "schema").stdout)["title"] == "Clearway workflow file"


def test_every_file_is_checked_and_one_problem_fails_them_all(run: Run, library: Path) -> None:
    fine, broken = library / "leaflet.yaml", library / "broken.yaml"
    broken.write_text(LEAFLET.replace("within: 8 business hours", "within: 1 days"), "utf-8")
    ended = run("workflow", "check", fine, broken)
    assert ended.exit_code == 1
    assert "leaflet.yaml: leaflet, 1 gates" in ended.stdout
    assert ended.stderr.startswith("broken.yaml:15:5: The clock of “Medical”: 1 day from ")
    told = run("workflow", "check", "--json", fine, broken)
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert {each["file"]: each["passed"] for each in found["files"]} == {"leaflet.yaml": True, "broken.yaml": False}
    assert found["files"][1]["problems"][0]["part"] == "deadline"
    broken.write_text("workflow: leaflet\n", "utf-8")
    assert "needs the word `form`" in run("workflow", "explain", broken).stderr


def test_a_file_is_checked_against_the_people_of_an_office_before_it_is_published(
    run: Run, library: Path, tmp_path: Path
) -> None:
    file = library / "leaflet.yaml"
    administrator = ("--administrator", "Ada Berg", "--email", "ada@example.org")
    assert run("init", "--library", library, *administrator, given=f"{PASSWORD}\n").exit_code == 0
    assert run("workflow", "check", file).exit_code == 0
    ended = run("workflow", "check", file, "--home", tmp_path / "home")
    assert ended.exit_code == 1
    assert "leaflet.yaml:12:5: Nobody of medical reviewer may decide at “Medical”." in ended.stderr
    file.write_text(LEAFLET.replace("within: 8", "within: 16"), "utf-8")
    ended = run("workflow", "publish", file, "--reason", "More time")
    assert ended.exit_code == 1
    assert "Nobody of medical reviewer" in ended.stderr
    refused(run("workflow", "check", file, "--home", tmp_path / "elsewhere"), "There is no office")


def test_a_calendar_is_declared(run: Run, library: Path, tmp_path: Path) -> None:
    run("init", "--library", library)
    file = tmp_path / "calendars.yaml"
    file.write_text(
        "calendars:\n  - {name: porto, zone: Europe/Lisbon, days: mon-fri, hours: '09:00-18:00'}\n", "utf-8"
    )
    told = run("calendar", "declare", file, "--reason", "A new office")
    assert (told.exit_code, told.stdout[:6]) == (0, "porto:")
    file.write_text("calendars:\n  - {name: porto, zone: Europe/Nowhere, days: mon-fri, hours: '9-18'}\n", "utf-8")
    refused(run("calendar", "declare", file, "--reason", "A new office"), "Europe/Nowhere", "hours")


def test_an_unknown_number_and_a_log_that_is_none_are_refused(run: Run, library: Path, tmp_path: Path) -> None:
    run("init", "--library", library)
    refused(run("packet", "INI-1999-0001", "-o", tmp_path / "x.pdf"), "INI-1999-0001")
    assert not (tmp_path / "x.pdf").exists()
    log = tmp_path / "log.xes"
    log.write_text("<log><trace>", "utf-8")
    refused(run("replay", log))


def test_a_folder_that_cannot_be_made_gives_one_message(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused(run("--home", tmp_path / "file" / "below", "init"))


@pytest.mark.slow
def test_the_pages_are_served_by_the_program_that_takes_our_place(run: Run, library: Path, tmp_path: Path) -> None:
    run("init", "--library", library)
    program = subprocess.Popen(
        [sys.executable, "-m", "coe.cli.main", "web", "--port", "0"],
        env={**os.environ, "COE_HOME": str(tmp_path / "home")},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline().startswith("Clearway is ready at http://127.0.0.1:")
    finally:
        program.terminate()
        program.wait(timeout=30)


def test_flows_without_a_server_say_what_is_missing(run: Run, library: Path, tmp_path: Path) -> None:
    run("init", "--library", library)
    known = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    ended = subprocess.run(
        [sys.executable, "-m", "coe.cli.main", "flows"], env=known, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "PREFECT_API_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
