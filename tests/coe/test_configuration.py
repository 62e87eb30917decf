"""What governs an installation is on record; what changed unannounced is an incident, with every part named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from coe.cli.main import main
from coe.cli.terminal import ready_office
from coe.clock import MovedClock
from coe.configuration import announce, found, note_at_start, recorded
from coe.database import create
from coe.home import Home
from coe.office import Office
from coe.opening import open_office
from coe.reading import entries, values
from coe.tables import entry, incident
from governance.record.events import ConfigurationRecorded
from tests.coe.office_world import START


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").prepare()
    home.configure(zone="Europe/Berlin", smtp="smtp://clearway:s3cret@mail.example:587")
    return home


@pytest.fixture
def office(home: Home) -> Iterator[Office]:
    office = open_office(home, MovedClock(START))
    create(office.engine)
    yield office
    office.engine.dispose()


def incidents(office: Office) -> list[tuple[str, str]]:
    """Kind and reason of each, in order."""
    with office.engine.connect() as connection:
        rows = connection.execute(select(incident.c.kind, incident.c.reason).order_by(incident.c.seq)).all()
        texts = values(connection, [row.reason for row in rows])
    return [(row.kind, str(texts[row.reason])) for row in rows]


def last(office: Office) -> ConfigurationRecorded:
    with office.engine.connect() as connection:
        event = entries(connection, "office/configuration")[-1].events[0]
    assert isinstance(event, ConfigurationRecorded)
    return event


def test_the_first_start_is_recorded_and_is_no_incident(office: Office, home: Home) -> None:
    changed = note_at_start(office, home)
    assert {"release", "zone", "smtp", "database", "library/sqlalchemy"} <= set(changed)
    assert note_at_start(office, home) == ()
    assert incidents(office) == []


def test_what_changed_unannounced_is_an_incident_with_every_part_named(office: Office, home: Home) -> None:
    note_at_start(office, home)
    home.configure(zone="Europe/Paris", sender="office@clearway.example")
    assert note_at_start(office, home) == ("sender", "zone")
    assert note_at_start(office, home) == ()
    assert incidents(office) == [("configuration-drift", "Since the last start these changed: sender, zone.")]


def test_an_announced_change_is_recorded_with_its_reason_and_is_no_incident(office: Office, home: Home) -> None:
    note_at_start(office, home)
    assert announce(office, home, "The office has moved", zone="Europe/Paris") == ("zone",)
    assert home.config()["zone"] == "Europe/Paris"
    assert note_at_start(office, home) == ()
    assert incidents(office) == []
    event = last(office)
    with office.engine.connect() as connection:
        assert values(connection, [event.reason]) == {event.reason: "The office has moved"}
    assert event.changed == ("zone",)


def test_two_programs_that_start_at_once_record_it_once(office: Office, home: Home) -> None:
    now, version = found(home), recorded(office)[0]
    assert (version, now.digest) == (0, found(home).digest)
    note_at_start(office, home)
    other = open_office(home, MovedClock(START))
    note_at_start(other, home)
    other.engine.dispose()
    with office.engine.connect() as connection:
        assert connection.execute(select(entry.c.type)).scalars().all() == ["record-configuration"]


def test_no_secret_and_no_path_goes_on_record(office: Office, home: Home) -> None:
    note_at_start(office, home)
    with office.engine.connect() as connection:
        stored = b"".join(connection.execute(select(entry.c.bytes)).scalars())
    for secret in (b"s3cret", b"mail.example", str(home.folder).encode()):
        assert secret not in stored
    before = last(office).parts["smtp"]
    home.configure(smtp="smtp://clearway:an0ther@mail.example:587")
    assert found(home).parts["smtp"] == before, "a new password is no change of behaviour"
    home.configure(demo_loaded="yes")
    assert found(home).parts.keys() == last(office).parts.keys(), "progress of the demonstration governs nothing"


def test_the_commands_show_set_and_record(home: Home) -> None:
    run = CliRunner()
    place = ["--home", str(home.folder), "config"]
    with ready_office(home):
        pass
    assert "* zone  Europe/Berlin" in run.invoke(main, [*place, "show"]).output
    assert run.invoke(main, [*place, "record", "--reason", "First"]).exit_code == 0
    shown = run.invoke(main, [*place, "show"]).output
    assert "  zone  Europe/Berlin" in shown
    assert "as what was recorded" in shown
    assert "Nothing was recorded" in run.invoke(main, [*place, "record", "--reason", "Again"]).output
    assert "recorded zone" in run.invoke(main, [*place, "set", "zone", "UTC", "--reason", "Moved"]).output
    assert home.config()["zone"] == "UTC"
    assert run.invoke(main, [*place, "set", "zone", "Asia/Tokyo", "--reason", " "]).exit_code == 2
    assert run.invoke(main, [*place, "set", "../x", "1", "--reason", "x"]).exit_code == 2
