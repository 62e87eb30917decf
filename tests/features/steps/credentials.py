"""Steps about credentials: identities confirmed, resets by two, losses, closed accounts, and who is told."""

from collections.abc import Sequence
from functools import partial

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import func, select

from coe import credentials
from coe.acts import Act
from coe.credentials import Issued, Newcomer, Sender
from coe.database import reading, writing
from coe.founding import new_seed
from coe.identity import sign_ins
from coe.identity.account_tables import sign_in
from coe.identity.certified import SIGNATURES, standing
from coe.identity.own_credentials import change_password
from coe.requests import Request
from coe.tables import incident, notice
from governance.record import commands as c
from tests.features.house import PASSWORD, House
from tests.workflows.mail_server import serving
from workflows.deliver import deliver

NOBODY = {"the office itself": "system"}
ACTOR = r"(?P<actor>the office itself|\w+)"


@pytest.fixture
def issued() -> dict[str, Issued]:
    """New credentials that were handed over, by whom they are for."""
    return {}


def sender(house: House, actor: str) -> Sender:
    return Sender(house.people.get(actor, NOBODY.get(actor, actor)), house.clock.new_id(), new_seed())


def send(house: House, request: Request) -> None:
    house.office.handle(request)


@step(parsers.re(r"(?P<actor>\w+) demands certification"))
def demands(house: House, actor: str) -> None:
    house.send(SIGNATURES, actor, Act(c.DemandCertification()))


@step(parsers.re(r"(?P<actor>\w+) enables signatures: “(?P<reference>.+)”"))
def enables(house: House, actor: str, reference: str) -> None:
    house.send(SIGNATURES, actor, Act(c.EnableSignatures(reference)))


@then(parsers.re(r"the certification that can be exported is “(?P<reference>.+)”"))
def certified(house: House, reference: str) -> None:
    with reading(house.office.engine) as connection:
        found = standing(connection)
    assert (found.reference, found.enabled > 0) == (reference, True)


@step(parsers.re(r"(?P<actor>\w+) confirms who (?P<name>\w+) is: “(?P<how>.+)”"))
def confirms(house: House, actor: str, name: str, how: str) -> None:
    send(house, credentials.confirmation(sender(house, actor), house.people[name], how))


@step(parsers.re(r"(?P<actor>\w+) tries to confirm who (?P<name>\w+) is"))
def tries_to_confirm(house: House, actor: str, name: str) -> None:
    house.try_to(partial(confirms, house, actor, name, "I know them"))


@step(parsers.re(r"(?P<actor>\w+) asks for new credentials for (?P<name>\w+): “(?P<reason>.+)”"))
def asks(house: House, actor: str, name: str, reason: str) -> None:
    send(house, credentials.reset_asked(sender(house, actor), house.people[name], reason))


@step(parsers.re(ACTOR + r" approves new credentials for (?P<name>\w+)"))
def approves(house: House, issued: dict[str, Issued], actor: str, name: str) -> None:
    with reading(house.office.engine) as connection:
        asked = credentials.asked_at(connection, house.people[name])
    who = sender(house, actor)
    issued[name] = credentials.reset(house.office, house.ceremony, who, house.people[name], asked)


@step(parsers.re(ACTOR + r" tries to approve new credentials for (?P<name>\w+)"))
def tries_to_approve(house: House, issued: dict[str, Issued], actor: str, name: str) -> None:
    house.try_to(partial(approves, house, issued, actor, name))


@step(parsers.re(r"(?P<name>\w+) takes over the new credentials"))
def takes_over(house: House, issued: dict[str, Issued], name: str) -> None:
    house.accounts[name] = issued[name].account
    house.passwords[name] = issued[name].password


@step(parsers.re(r"(?P<name>\w+) chooses a password"))
def chooses(house: House, name: str) -> None:
    with writing(house.office.engine) as connection:
        account, current = house.accounts[name].id, house.passwords.pop(name)
        change_password(connection, house.ceremony, account, current, PASSWORD, house.clock.now())


@then(parsers.re(r"(?P<name>\w+) can still sign at (?P<gate>\w+)"))
def can_still_sign(house: House, name: str, gate: str) -> None:
    house.decide(name, gate, "approve")


@step(parsers.re(r"(?P<actor>\w+) reports a loss: “(?P<reason>.+)”"))
def reports(house: House, actor: str, reason: str) -> None:
    send(house, credentials.loss(sender(house, actor), house.people[actor], reason))


@step(parsers.re(r"(?P<actor>\w+) reports the loss of (?P<name>\w+): “(?P<reason>.+)”"))
def reports_for(house: House, actor: str, name: str, reason: str) -> None:
    send(house, credentials.loss(sender(house, actor), house.people[name], reason))


@step(parsers.re(r"(?P<name>\w+) is signed in"))
def signed_in(house: House, name: str) -> None:
    with writing(house.office.engine) as connection:
        sign_ins.begin(connection, house.accounts[name].id, house.clock.now())


@then(parsers.re(r"(?P<name>\w+) is signed in nowhere"))
def signed_in_nowhere(house: House, name: str) -> None:
    with reading(house.office.engine) as connection:
        rows = connection.execute(select(sign_in).where(sign_in.c.account_id == house.accounts[name].id)).all()
    assert rows
    assert {row.ended_at for row in rows} == {house.clock.now()}


@step(parsers.re(r"(?P<actor>\w+) closes the account of (?P<name>\w+): “(?P<reason>.+)”"))
def closes(house: House, actor: str, name: str, reason: str) -> None:
    send(house, credentials.closing(sender(house, actor), house.people[name], reason))


@step(parsers.re(r"(?P<actor>\w+) tries to close the account of (?P<name>\w+)"))
def tries_to_close(house: House, actor: str, name: str) -> None:
    house.try_to(partial(closes, house, actor, name, "Once more"))


@step(parsers.re(r"(?P<actor>\w+) tries to invite somebody (?:as (?P<name>\w+)|with the login “(?P<login>.+)”)"))
def tries_to_invite(house: House, actor: str, name: str | None, login: str | None) -> None:
    newcomer = Newcomer(login or f"{str(name).lower()}@example.org", "Another One", "another@example.org")
    house.try_to(lambda: credentials.invite(house.office, house.ceremony, sender(house, actor), newcomer))


@then(parsers.re(r"(?P<name>\w+) is told: (?P<kind>[\w-]+)"))
def told(house: House, name: str, kind: str) -> None:
    with reading(house.office.engine) as connection:
        found = connection.execute(select(notice.c.person).where(notice.c.kind == kind)).scalars().all()
    assert found.count(house.people[name]) == 1


@step("the mail is delivered", target_fixture="mails")
def delivered(house: House) -> list[tuple[str, str, int]]:
    """By the delivery function itself, to a real mail server: to whom, subject, and when."""
    with serving() as server:
        house.home.configure(
            smtp=f"smtp://127.0.0.1:{server.port}", url="https://clearway.example", origin="clearway.example/log"
        )
        deliver(house.office, house.home)
    at = house.clock.now()
    return [(str(mail["To"]).partition(" <")[0], str(mail["Subject"]), at) for mail in server.messages]


@then(parsers.re(r"within (?P<seconds>\d+) seconds of the last guess these mails are there:"))
def mails_there(
    house: House, mails: list[tuple[str, str, int]], seconds: str, datatable: Sequence[Sequence[str]]
) -> None:
    with reading(house.office.engine) as connection:
        opened = connection.execute(select(func.max(incident.c.opened))).scalar_one()
    wanted = {(row[0], row[1]) for row in datatable[1:]}
    assert wanted <= {(to, subject) for to, subject, at in mails if at <= opened + int(seconds) * 1000}
