"""Steps of the signing ceremony: pages opened, components left out, replayed, foreign, late or guessed."""

from dataclasses import dataclass

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe import acts
from coe.database import reading
from coe.founding import new_seed
from coe.identity.ceremony import Attempt
from coe.identity.totp import STEP_MS
from coe.reading import values
from coe.tables import decision, entry
from governance.law.gates import seen
from governance.record.entry import read_entry
from governance.record.events import DecisionSigned
from tests.features.house import House, with_wrong
from tests.features.moments import spoken

MINUTE = 60_000
WRONG: dict[str, dict[str, str | None]] = {
    "a wrong password": {"password": "incorrect horse"},
    "no password": {"password": ""},
    "no code": {"code": None},
    "a wrong code": {"code": "000000"},
    "no login": {"login": None},
}


@dataclass
class Page:
    """A decision page as it was opened: the act prepared on it, and the components that go with it."""

    name: str
    act: acts.Act
    attempt: Attempt
    command_id: str


@pytest.fixture
def pages() -> dict[str, Page]:
    """Pages opened, by who opened them."""
    return {}


def opened(house: House, name: str, gate: str) -> Page:
    """The page as it is shown now, with an approval entered."""
    house.fresh_code(name)
    law, state = house.law(), house.state()
    shown = seen(law, state, gate)
    judged = house.judgement(law.gate_by_name[gate], "approve", {})
    act = acts.decision(law, state, gate, judged, acts.Signer(house.names[name], new_seed(), shown))
    return Page(name, act, house.attempt(name, f"decide {gate} {house.record}", shown), house.clock.new_id())


@step(parsers.re(r"(?P<name>\w+) opens the page of (?P<gate>\w+)"))
def opens(house: House, pages: dict[str, Page], name: str, gate: str) -> None:
    pages[name] = opened(house, name, gate)


@step(parsers.re(r"(?P<name>\w+) signs that page"))
def signs(house: House, pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    house.signed(name, page.act, page.attempt, page.command_id)


@step(parsers.re(r"(?P<name>\w+) tries to sign that page"))
def tries_to_sign(house: House, pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    house.try_to(lambda: house.signed(name, page.act, page.attempt, house.clock.new_id()))


@step(parsers.re(r"(?P<name>\w+) tries to sign that page with (?P<what>an? \w+ \w+|no \w+)"))
def tries_with(house: House, pages: dict[str, Page], name: str, what: str) -> None:
    page = pages[name]
    house.try_to(lambda: house.signed(name, page.act, with_wrong(page.attempt, **WRONG[what]), house.clock.new_id()))


@step(parsers.re(r"(?P<name>\w+) guesses the password (?P<times>\d+) times on that page"))
def guesses(house: House, pages: dict[str, Page], name: str, times: str) -> None:
    for _ in range(int(times)):
        tries_with(house, pages, name, "a wrong password")
        assert "password" in str(house.refused())


@step(parsers.re(r"(?P<name>\w+) tries to sign the page of (?P<gate>\w+) with the code of that signature"))
def replays(house: House, pages: dict[str, Page], name: str, gate: str) -> None:
    code = pages[name].attempt.code
    page = opened(house, name, gate)
    house.clock.set(house.clock.now() - STEP_MS)
    attempt = with_wrong(page.attempt, code=code)
    house.try_to(lambda: house.signed(name, page.act, attempt, page.command_id))


@step(parsers.re(r"(?P<name>\w+) tries to sign with the challenge of (?P<other>\w+)"))
def foreign(house: House, pages: dict[str, Page], name: str, other: str) -> None:
    page = pages[other]
    mine = with_wrong(
        page.attempt, account_id=house.accounts[name].id, code=house.code(name), login=f"{name.lower()}@example.org"
    )
    house.try_to(lambda: house.signed(name, page.act, mine, house.clock.new_id()))


@step(parsers.re(r"(?P<name>\w+) tries to use that challenge at (?P<gate>\w+)"))
def other_act(house: House, pages: dict[str, Page], name: str, gate: str) -> None:
    page = opened(house, name, gate)
    attempt = with_wrong(page.attempt, challenge=pages[name].attempt.challenge)
    house.try_to(lambda: house.signed(name, page.act, attempt, page.command_id))


@step(parsers.re(r"(?P<name>\w+) tries to put the signature of that page under this (?:leaflet)"))
def other_record(house: House, pages: dict[str, Page], name: str) -> None:
    """The ceremony is gone through for this record; what is signed is what the other page showed."""
    house.try_to(
        lambda: house.sign(name, pages[name].act, f"decide medical {house.record}", pages[name].attempt.seen_digest)
    )


@step(parsers.re(r"(?P<minutes>\d+) minutes? pass(?:es)?"))
def minutes_pass(house: House, minutes: str) -> None:
    house.clock.advance(int(minutes) * MINUTE)


@then(parsers.re(r"the signature at (?P<gate>\w+) says “(?P<name>.+)”, “(?P<meaning>.+)” and (?P<said>.+)"))
def signature_says(house: House, gate: str, name: str, meaning: str, said: str) -> None:
    """Printed name, meaning and time, all in the signed record itself."""
    with reading(house.office.engine) as connection:
        data = connection.execute(select(entry.c.bytes).where(entry.c.type == "sign-decision")).scalars().all()
        signed = [(read_entry(bytes(each)), each) for each in data]
        found, event = next(
            (e, x) for e, _ in signed for x in e.events if isinstance(x, DecisionSigned) and x.gate == gate
        )
        printed = values(connection, (event.signature.name,))
    assert printed[event.signature.name] == name
    assert event.signature.meaning == meaning
    assert spoken(found.at) == said


@then(parsers.re(r"(?P<count>\d+) decisions? (?:is|are) on record at (?P<gate>\w+)"))
def decisions_on_record(house: House, count: str, gate: str) -> None:
    with reading(house.office.engine) as connection:
        rows = connection.execute(select(decision).where(decision.c.gate == gate)).all()
    assert len(rows) == len(house.state().votes.get(gate, ())) == int(count)
