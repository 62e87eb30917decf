"""Trainings and undertakings at the command line, by an administrator who proves it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coe.cli.main import main
from coe.database import engine_for, reading
from coe.home import Home
from coe.tables import person, training, undertaking
from tests.coe.small_library import LEAFLET
from tests.coe.test_cli import PASSWORD, code, secret_in


def run(*arguments: str | Path, given: str = "") -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], input=given)


def test_an_administrator_records_and_issues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COE_HOME", str(tmp_path / "home"))
    (library := tmp_path / "library").mkdir()
    (library / "leaflet.yaml").write_text(LEAFLET, "utf-8")
    (text := tmp_path / "conduct.txt").write_text("I sign only what I have read.\n", "utf-8")
    ada = ("init", "--library", library, "--administrator", "Ada Berg", "--email", "ada@example.org")
    secret = secret_in(run(*ada, given=f"{PASSWORD}\n").stdout)
    ben = ("person", "invite", "Ben", "ben@example.org", "--as", "ada@example.org")
    assert run(*ben, given=f"{PASSWORD}\n{code(secret, -1)}\nanother good password\n").exit_code == 0
    record = ("training", "record", "gcp", "ben@example.org", "--from", "2026-01-01", "--until", "2026-12-31")
    nobody = run(*record, "--evidence", "LMS 4711")
    assert nobody.exit_code == 1
    assert "It is for administrators" in nobody.stderr
    recorded = run(*record, "--evidence", "LMS 4711", "--as", "ada@example.org", given=f"{PASSWORD}\n{code(secret)}\n")
    assert recorded.exit_code == 0, recorded.output
    issue = ("undertaking", "issue", "conduct", "--title", "How I sign", "--text", text, "--reason", "SOP-7")
    issued = run(*issue, "--as", "ada@example.org", given=f"{PASSWORD}\n{code(secret, 1)}\n")
    assert issued.exit_code == 0, issued.output
    with reading(engine_for(Home(tmp_path / "home").database_url())) as connection:
        trained = connection.execute(training.select()).one()
        assert trained.name == "gcp"
        assert trained.person in connection.execute(person.select().with_only_columns(person.c.id)).scalars().all()
        assert connection.execute(undertaking.select()).one().text == "I sign only what I have read."
