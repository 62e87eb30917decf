"""Steps about incidents: alarms the office raises, reports of people, and how they end."""

from functools import partial

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe import acts
from coe.database import reading
from coe.founding import new_seed
from coe.incidents import alarm
from coe.reading import values
from coe.tables import incident, notice
from governance.record import commands as c
from tests.features.house import House

NOBODY = {"nobody": "", "the office itself": "system"}


@pytest.fixture
def known() -> list[str]:
    """The streams of the incidents of a scenario, in order."""
    return []


@step(parsers.re(r"the office raises the alarm (?P<kind>[\w-]+) (?P<times>\d+) times"))
def raises(house: House, known: list[str], kind: str, times: str) -> None:
    for place in range(int(times)):
        id_ = alarm(house.office, kind, "", f"{kind}/today", f"Found at look {place}.")
        known[:] = [f"incident/{id_}"]


@step(parsers.re(r"(?P<name>\w+) reports an incident: (?P<kind>[\w-]+) of (?P<about>\w+), “(?P<words>.+)”"))
def reports(house: House, known: list[str], name: str, kind: str, about: str, words: str) -> None:
    stream = NOBODY.get(about, f"person/{house.people.get(about)}")
    known.append(f"incident/{house.clock.new_id()}")
    house.send(known[-1], name, acts.reasoned(partial(c.OpenIncident, kind, stream), words, new_seed()))


@step(parsers.re(r"(?P<name>\w+) acknowledges it: “(?P<words>.+)”"))
def acknowledges(house: House, known: list[str], name: str, words: str) -> None:
    house.send(known[-1], name, acts.reasoned(c.AcknowledgeIncident, words, new_seed()))


@step(parsers.re(r"(?P<name>\w+) tries to acknowledge it"))
def tries_to_acknowledge(house: House, known: list[str], name: str) -> None:
    house.try_to(lambda: acknowledges(house, known, name, "Seen"))


@step(parsers.re(r"(?P<name>\w+) closes it: “(?P<words>.+)”"))
def closes(house: House, known: list[str], name: str, words: str) -> None:
    house.send(known[-1], name, acts.reasoned(c.CloseIncident, words, new_seed()))


@step(parsers.re(r"(?P<name>the office itself|\w+) tries to close it(?: without a root cause|: “(?P<words>.+)”)"))
def tries_to_close(house: House, known: list[str], name: str, words: str | None) -> None:
    house.try_to(lambda: closes(house, known, NOBODY.get(name, name), words or ""))


@then(parsers.re(r"one incident is open: (?P<kind>[\w-]+), by (?P<who>the office itself|\w+)"))
def one_open(house: House, kind: str, who: str) -> None:
    assert still_open(house) == [(kind, NOBODY.get(who) or house.people[who])]


@then("no incident is open")
def none_open(house: House) -> None:
    assert still_open(house) == []


def still_open(house: House) -> list[tuple[str, str]]:
    with reading(house.office.engine) as connection:
        rows = connection.execute(select(incident.c.kind, incident.c.opener).where(incident.c.closed == 0))
        return [(row.kind, row.opener) for row in rows]


@then(parsers.re(r"(?P<name>\w+) is told once that (?P<what>there is an incident|the incident is closed)"))
def told_once(house: House, name: str, what: str) -> None:
    kind = "incident" if what.startswith("there") else "incident-closed"
    with reading(house.office.engine) as connection:
        found = connection.execute(select(notice.c.person).where(notice.c.kind == kind)).scalars().all()
    assert [house.name(person) for person in found] == [name]


@then(parsers.re(r"it says who acknowledged it, when and why: (?P<name>\w+), “(?P<words>.+)”"))
def acknowledged(house: House, known: list[str], name: str, words: str) -> None:
    with reading(house.office.engine) as connection:
        row = connection.execute(select(incident).where(incident.c.id == known[-1].partition("/")[2])).one()
        texts = values(connection, [row.answer])
    assert (row.acknowledged_by, row.acknowledged) == (house.people[name], house.clock.now())
    assert texts[row.answer] == words
