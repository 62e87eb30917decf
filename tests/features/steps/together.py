"""Steps about several decisions signed in one sitting."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256

import pytest
from pytest_bdd import parsers, step, then

from coe import acts
from coe.database import reading
from coe.founding import new_seed
from coe.identity.joint import Once
from coe.reading import entries
from coe.requests import Outcome, Receipt
from governance.law.gates import seen
from governance.record import commands as c
from governance.record.events import DecisionSigned
from tests.features.house import House, said
from tests.features.steps.submitting import answers


@dataclass
class Shelf:
    """Records by title, what became of each on the last page, and what that page showed of it."""

    records: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def titles(spoken: str) -> list[str]:
    """`Alpha, Beta and Gamma`."""
    return spoken.replace(" and ", ", ").split(", ")


@step(parsers.re(r"Olga submits the leaflets (?P<spoken>.+)"))
def submits_several(house: House, shelf: Shelf, spoken: str) -> None:
    for title in titles(spoken):
        house.submit("Olga", acts.Draft({**answers(house), "title": title}))
        shelf.records[title] = house.record


@step(parsers.re(r"Olga takes (?P<title>\w+) back"))
def takes_back(house: House, shelf: Shelf, title: str) -> None:
    house.send(shelf.records[title], "Olga", acts.reasoned(c.Withdraw, "The campaign is off", new_seed()))


@step(parsers.re(r"(?P<name>\w+) signs (?P<chosen>.+) of one page with (?P<page>.+) at (?P<gate>\w+)"))
def signs_several(house: House, shelf: Shelf, name: str, chosen: str, page: str, gate: str) -> None:
    """As the page does it: one challenge for all that is shown in its order, one commit."""
    shelf.shown = {title: shown(house, shelf, title, gate) for title in titles(page)}
    house.fresh_code(name)
    digest = sha256(" ".join(shelf.shown.values()).encode()).hexdigest()
    attempt = house.attempt(name, f"decide together {gate}", digest)
    with reading(house.office.engine) as connection:
        once = Once(house.ceremony, house.ceremony.check(connection, attempt, house.clock.now()))
    wanted = []
    for title in titles(chosen):
        own = shelf.shown.get(title) or shown(house, shelf, title, gate)
        judged = replace(
            house.judgement(house.law().gate_by_name[gate], "approve", {}), together=(*shelf.shown.values(),)
        )
        act = acts.decision(house.law(), house.state(), gate, judged, acts.Signer(house.names[name], new_seed(), own))
        house.record = shelf.records[title]
        wanted.append(replace(house.request(name, act, house.clock.new_id()), before=once))
    shelf.outcomes = dict(zip(titles(chosen), house.office.batch(wanted), strict=True))


def shown(house: House, shelf: Shelf, title: str, gate: str) -> str:
    """What a page shows of a record, by digest."""
    house.record = shelf.records[title]
    return seen(house.law(), house.state(), gate)


@then(parsers.re(r"(?P<spoken>.+) (?:each carry|carries) (?P<name>\w+)’s signature on .+, and names? all (?P<n>\d) .+"))
def carries(house: House, shelf: Shelf, spoken: str, name: str, n: str) -> None:
    for title in titles(spoken):
        assert isinstance(shelf.outcomes[title], Receipt), shelf.outcomes[title]
        (event,) = signed(house, shelf, title)
        assert event.signature.name == house.names[name]
        assert event.signature.seen == shelf.shown[title]
        assert event.together == tuple(shelf.shown.values())
        assert len(event.together) == int(n)


@then(parsers.re(r"(?P<title>\w+) carries no signature"))
def carries_none(house: House, shelf: Shelf, title: str) -> None:
    assert signed(house, shelf, title) == []


@then(parsers.re(r"(?P<title>\w+) was not signed: “(?P<why>.+)”"))
def was_not(house: House, shelf: Shelf, title: str, why: str) -> None:
    refused = shelf.outcomes[title]
    assert isinstance(refused, Exception), refused
    assert why in said(refused)
    assert signed(house, shelf, title) == []


def signed(house: House, shelf: Shelf, title: str) -> list[DecisionSigned]:
    with reading(house.office.engine) as connection:
        found = entries(connection, shelf.records[title])
    return [event for entry in found for event in entry.events if isinstance(event, DecisionSigned)]
