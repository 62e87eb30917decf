"""Steps of a person who is forgotten, and of what must survive that."""

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe.database import reading, writing
from coe.erasing import Named, Order, erase_answer, erase_person, extent
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.founding import new_seed
from coe.identity import accounts
from coe.identity.accounts import Invitation
from coe.identity.credential_errors import LoginTaken
from coe.packet.record import packet_record
from coe.rebuild import rebuild
from coe.tables import RECORD_TABLES, disclosure, pool_member
from governance.verifier.evidence import read_evidence
from tests.features.house import PASSWORD, House
from tests.features.steps.packets import Case, hand_evidence


def order(house: House, name: str) -> Order:
    return Order(house.people[name], "Asked for by letter", house.clock.new_id(), new_seed())


@step(parsers.re(r"(?P<name>\w+) has (?P<whom>\w+) erased"))
def erases(house: House, name: str, whom: str) -> None:
    found = extent(house.office.engine, house.people[whom], house.clock.now())
    house.last = erase_person(house.office, house.home, found, order(house, name), house.ceremony.key)[-1]


@step(parsers.re(r"(?P<name>\w+) tries to have (?P<whom>\w+) erased"))
def tries_to_erase(house: House, name: str, whom: str) -> None:
    house.try_to(lambda: erases(house, name, whom))


@step(parsers.re(r"(?P<name>\w+) has the answer “(?P<field>\w+)” of the leaflet erased"))
def erases_answer(house: House, name: str, field: str) -> None:
    answer = Named(house.record_id(), house.state().number, field)
    house.last = erase_answer(house.office, house.home, answer, order(house, name))


@step(parsers.re(r"(?P<name>\w+) tries to give (?P<whom>\w+) the role (?P<role>\w+)"))
def tries_to_give(house: House, name: str, whom: str, role: str) -> None:
    assert house.administrator == name
    house.try_to(lambda: house.grant(whom, f"role/{role}"))


@then("the auditor's evidence still answers yes three times")
def still_yes(case: Case) -> None:
    case.verify(keys=True)
    assert [each["answer"] for each in case.answers.values()] == ["yes", "yes", "yes"], case.answers


@then(parsers.re(r"nobody can read “(?P<words>.+)” any more"))
def unreadable(house: House, words: str) -> None:
    """Neither a query nor whoever has the files of the database in hand."""
    with reading(house.office.engine) as connection:
        assert not [v for v in connection.execute(select(disclosure.c.value)).scalars() if words in v]
    files = b"".join(path.read_bytes() for path in house.home.folder.glob("office.sqlite*"))
    assert words.encode() not in files


@then(parsers.re(r"the packet of the leaflet prints “\(erased\)” for it"))
def prints_erased(house: House, case: Case) -> None:
    hand_evidence(house, case)
    record = packet_record(read_evidence(case.file.read_bytes()), "Europe/Berlin")
    answer = house.state().answers["heard"]
    assert isinstance(answer, dict)
    assert record.text(str(answer["commit"])) == "(erased)"


@then(parsers.re(r"the account of (?P<name>\w+) is closed, and its login is never given again"))
def closed(house: House, name: str) -> None:
    login = f"{name.lower()}@example.org"
    with writing(house.office.engine) as connection:
        found = accounts.find_account(connection, house.accounts[name].id)
        assert found is not None
        assert not found.active
        invitation = Invitation(login, login, house.clock.new_id(), PASSWORD)
        with pytest.raises(LoginTaken):
            accounts.create_account(connection, invitation, house.ceremony.passwords, house.ceremony.key, 1)


@then(parsers.re(r"“(?P<words>\w+)” can still be read beside (?:her|his) signature"))
def still_named(house: House, case: Case, words: str) -> None:
    hand_evidence(house, case)
    record = packet_record(read_evidence(case.file.read_bytes()), "Europe/Berlin")
    assert record.names[house.people[words]] == words


@then(parsers.re(r"(?P<name>\w+) holds nothing any more"))
def holds_nothing(house: House, name: str) -> None:
    mine = pool_member.c.person == house.people[name], pool_member.c.until > house.clock.now()
    with reading(house.office.engine) as connection:
        assert connection.execute(select(pool_member.c.pool).where(*mine)).all() == []


@then("the whole log verifies, and rebuilds to the same tables")
def sound(house: House) -> None:
    def rows() -> list[list[tuple[object, ...]]]:
        with reading(house.office.engine) as connection:
            return [sorted(map(tuple, connection.execute(select(table)))) for table in (*RECORD_TABLES, disclosure)]

    before = rows()
    assert verify(house.office.engine, house.office.law).problems == ()
    assert list(contradictions(house.office.engine)) == []
    rebuild(house.office.engine, house.office.law)
    assert rows() == before
