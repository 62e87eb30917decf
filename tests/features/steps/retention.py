"""Steps about records kept for years: the office of an earlier release, opened by this one."""

import json

from pytest_bdd import step, then
from sqlalchemy import func, select

from coe.database import reading
from coe.identity.account_tables import account
from coe.identity.accounts import NewAccount
from coe.ledger import leaves
from coe.migrate import migrate
from coe.reading import Reader
from coe.tables import entry, person
from governance.ledger.merkle import CompactRange
from governance.ledger.note import open_checkpoint, parse_vkey
from tests.compliance import old_release
from tests.features.house import House
from tests.features.steps.packets import Case


@step("the office of an earlier release is opened by this one")
def opened(house: House) -> None:
    """Its database takes the place of the scenario's; its people and their authenticators are those it had."""
    house.office.engine.dispose()
    for left in house.home.folder.glob("office.sqlite*"):
        left.unlink()
    old_release.restored(house.home.folder)
    migrate(house.office.engine)
    house.reopen()
    with reading(house.office.engine) as connection:
        rows = connection.execute(
            select(account.c.id, account.c.login, account.c.person_id, account.c.totp_secret)
        ).all()
        names = dict(connection.execute(select(person.c.id, person.c.name)).all())
    for row in rows:
        name = row.login.partition("@")[0].capitalize()
        house.people[name], house.names[name] = row.person_id, names[row.person_id]
        house.accounts[name] = NewAccount(row.id, house.ceremony.key.open(row.totp_secret, row.id), "", ())


@then("every record reads as that release told it")
def reads(house: House) -> None:
    told = old_release.told_of(Reader(house.office.engine, house.office.law), house.office.engine)
    assert told == json.loads(old_release.TOLD.read_text("utf-8"))


@then("it holds as many entries, under the same root, as that release signed")
def same_root(house: House) -> None:
    """Counted in the table, not believed of the head."""
    signed, _ = open_checkpoint(
        old_release.CHECKPOINT.read_bytes(), [parse_vkey(old_release.KEYS.read_text("ascii").strip())]
    )
    with reading(house.office.engine) as connection:
        count = connection.execute(select(func.count()).select_from(entry)).scalar_one()
        root = CompactRange().extend(leaves(connection, 0, count)).root()
    assert (count, root) == (signed.size, signed.root)


@step("the evidence in a packet of an earlier release is handed to the auditor, and its key")
def old_packet(case: Case) -> None:
    case.hold("evidence.json", old_release.evidence())
    case.keys = old_release.KEYS
