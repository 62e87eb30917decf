"""Founding an office: what is there afterwards, what a second run does, and what stops it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from coe.clock import MovedClock
from coe.credentials import Issued, Newcomer, Sender, invite
from coe.database import reading
from coe.demo.people import COST, founders
from coe.founding import (
    Appointment,
    BadLibrary,
    Founders,
    declared_calendars,
    found,
    library_folder,
    new_seed,
)
from coe.home import Home
from coe.identity.accounts import find_by_login
from coe.identity.ceremony import Ceremony
from coe.identity.credential_errors import LoginTaken, WeakPassword
from coe.identity.passwords import Passwords
from coe.migrate import migrate
from coe.office import Office
from coe.opening import open_office, second_factor_key
from coe.reading import calendar_names
from coe.tables import definition, entry, pool_member
from coe.tables import person as person_table
from governance.errors import Forbidden, Refused
from governance.law.pools import SYSTEM
from tests.coe.small_library import LEAFLET

NOW = 1_790_000_000_000
PASSWORDS = Passwords(COST)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").prepare()


@pytest.fixture
def office(home: Home) -> Iterator[Office]:
    office = open_office(home, MovedClock(NOW))
    migrate(office.engine)
    yield office
    office.engine.dispose()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "leaflet.yaml").write_text(LEAFLET, "utf-8")
    return folder


def people(*logins: str, password: str = "correct horse battery") -> tuple[Newcomer, ...]:
    return tuple(Newcomer(login, login.title(), f"{login}@example.org", password) for login in logins)


def size(office: Office) -> int:
    with reading(office.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(entry)).scalar_one())


def registered(office: Office) -> int:
    with reading(office.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(person_table)).scalar_one())


def test_a_founded_office_has_calendars_workflows_people_accounts_and_roles(office: Office, home: Home) -> None:
    founded = found(office, home, founders(), passwords=PASSWORDS)
    files = {path.stem: path.read_text("utf-8") for path in library_folder().glob("*.yaml")}
    assert founded.published == tuple(sorted(name for name, text in files.items() if "\nworkflow: " in text))
    assert {"cx-initiative", "policy-change"} <= {*founded.published}
    with reading(office.engine) as connection:
        assert set(calendar_names(connection)) == {"office", "office-berlin"}
        assert connection.execute(select(func.count()).select_from(person_table)).scalar() == len(founders().people)
        held = set(connection.execute(select(pool_member.c.pool)).scalars())
        for newcomer in founders().people:
            account = find_by_login(connection, newcomer.login)
            assert account is not None
            assert account.person_id == founded.people[newcomer.login]
    assert {"committee/executive-steering", "role/medical_reviewer", "role/administrator"} <= held
    assert set(founded.accounts) == {newcomer.login for newcomer in founders().people}


def test_a_second_founding_adds_nothing_and_knows_everybody(office: Office, home: Home, library: Path) -> None:
    plan = Founders(people("ada", "ben"), (Appointment("ben", "role/administrator"),), {"ada": "ben"})
    first = found(office, home, plan, library=library, passwords=PASSWORDS)
    before = size(office)
    again = found(office, home, plan, library=library, passwords=PASSWORDS)
    assert (again.published, dict(again.accounts), again.people) == ((), {}, first.people)
    assert size(office) == before


def test_a_founding_that_stopped_half_way_continues(office: Office, home: Home, library: Path) -> None:
    grants = (Appointment("ada", "role/auditor"), Appointment("ben", "role/administrator"))
    without_a_seat = (Appointment("ada", "committee/board"),)
    with pytest.raises(Refused):
        found(office, home, Founders(people("ada", "ben"), without_a_seat), library=library, passwords=PASSWORDS)
    before = size(office)
    founded = found(office, home, Founders(people("ada", "ben"), grants), library=library, passwords=PASSWORDS)
    assert size(office) == before + len(grants)
    assert founded.published == ()


def test_a_weak_password_stops_a_founding_before_anything_is_recorded(
    office: Office, home: Home, library: Path
) -> None:
    before = size(office)
    with pytest.raises(WeakPassword):
        found(office, home, Founders(people("ada", password="short")), library=library)
    assert size(office) == before


def test_from_the_first_administrator_on_the_system_grants_nothing(office: Office, home: Home, library: Path) -> None:
    admins = (Appointment("ada", "role/administrator"), Appointment("ben", "role/administrator"))
    plan = Founders(people("ada", "ben", "eve"), admins)
    founded = found(office, home, plan, library=library, passwords=PASSWORDS)
    with reading(office.engine) as connection:
        actors = connection.execute(
            select(entry.c.actor).where(entry.c.stream == "role/administrator").order_by(entry.c.seq)
        )
        assert list(actors.scalars()) == [SYSTEM, founded.people["ada"]]
    grant = Founders(plan.people, (*admins, Appointment("eve", "role/auditor")))
    with pytest.raises(Forbidden):
        found(office, home, grant, library=library, passwords=PASSWORDS)


def test_a_calendar_that_no_file_declares_is_the_standard_week(office: Office, home: Home, library: Path) -> None:
    found(office, home, Founders(), library=library)
    with reading(office.engine) as connection:
        assert calendar_names(connection) == ("office",)


def test_a_workflow_that_cannot_be_published_stops_the_founding_with_its_line(
    office: Office, home: Home, library: Path
) -> None:
    (library / "broken.yaml").write_text(LEAFLET.replace("reviews: [about]", "reviews: [abuot]"), "utf-8")
    with pytest.raises(BadLibrary, match=r"broken\.yaml:\d+"):
        found(office, home, Founders(), library=library)
    assert size(office) == 0


def test_a_file_that_is_no_yaml_stops_the_founding_too(office: Office, home: Home, library: Path) -> None:
    (library / "broken.yaml").write_text("workflow: [leaflet\n", "utf-8")
    with pytest.raises(BadLibrary, match=r"broken\.yaml:\d+"):
        found(office, home, Founders(), library=library)


def test_a_folder_without_workflows_is_refused(office: Office, home: Home, tmp_path: Path) -> None:
    with pytest.raises(BadLibrary):
        found(office, home, Founders(), library=tmp_path)


def test_another_version_in_the_library_is_named_and_not_published(office: Office, home: Home, library: Path) -> None:
    found(office, home, Founders(), library=library)
    (library / "leaflet.yaml").write_text(LEAFLET.replace("within: 8", "within: 16"), "utf-8")
    founded = found(office, home, Founders(), library=library)
    assert (founded.published, founded.held_back) == ((), ("leaflet",))
    with reading(office.engine) as connection:
        assert connection.execute(select(func.count()).select_from(definition)).scalar() == 1


def test_somebody_welcomed_under_a_taken_login_is_not_registered_either(
    office: Office, home: Home, library: Path
) -> None:
    found(office, home, Founders(people("ada")), library=library, passwords=PASSWORDS)
    ceremony = Ceremony(PASSWORDS, second_factor_key(home))

    def welcome(name: str) -> Issued:
        sender = Sender(SYSTEM, office.clock.new_id(), new_seed())
        return invite(office, ceremony, sender, people(name)[0])

    with pytest.raises(LoginTaken):
        welcome("ada")
    assert registered(office) == 1
    assert welcome("ben").account.uri.startswith("otpauth://")
    assert registered(office) == 2


def test_the_library_is_found_without_importing_its_package() -> None:
    assert (library_folder() / "cx-initiative.yaml").is_file()


def test_calendars_are_read_from_a_file_of_their_own(tmp_path: Path) -> None:
    (names,) = (each["name"] for each in declared_calendars(library_folder() / "calendars.yaml"))
    assert names == "office-berlin"
    (tmp_path / "none.yaml").write_text("calendars: []\n", "utf-8")
    with pytest.raises(BadLibrary):
        declared_calendars(tmp_path / "none.yaml")
