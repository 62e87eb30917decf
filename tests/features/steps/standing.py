"""Steps that read where a record and its gates stand, why, and who can act next."""

import re
from collections.abc import Sequence

from pytest_bdd import parsers, then
from sqlalchemy import select

from coe.database import reading
from coe.evidence.log_verify import verify
from coe.tables import denial
from governance.law.why_words import gate_sentences
from governance.record import events as e
from tests.features.house import House, said

STATES = "passed|open|settled|rejected|waiting|not needed"
Table = Sequence[Sequence[str]]


@then(parsers.re(rf"(?P<gate>\w+) is (?P<state>{STATES})"))
def gate_is(house: House, gate: str, state: str) -> None:
    found = house.gate(gate)
    assert found.state == state, (found, house.state().status)


@then("the gates stand so:")
def gates_stand(house: House, datatable: Table) -> None:
    """| gate | state |, or with a third column a sentence of the *why* tree."""
    for row in datatable[1:]:
        found = house.gate(row[0])
        assert found.state == row[1], (row, found)
        if len(row) > 2 and row[2]:
            assert row[2] in sentences(house, row[0])


def sentences(house: House, gate: str) -> tuple[str, ...]:
    """What the *why* tree says of a gate, as it is read aloud."""
    return gate_sentences(house.law(), house.gate(gate), house.name)


@then(parsers.re(r"(?P<gate>\w+) says: “(?P<sentence>.+)”"))
def gate_says(house: House, gate: str, sentence: str) -> None:
    assert sentence in sentences(house, gate), sentences(house, gate)


@then(parsers.re(r"(?P<people>[\w, ]+) can act at (?P<gate>\w+)"))
def can_act(house: House, people: str, gate: str) -> None:
    wanted = [] if people == "nobody" else re.split(r", | and ", people)
    assert sorted(map(house.name, house.gate(gate).next)) == sorted(wanted)


STATUS = "in review|in rework|on hold|approved|released|expired|retired|revoked|rejected|withdrawn"


@then(parsers.re(rf"the (?:leaflet|motion|initiative|brochure) is (?P<status>{STATUS})"))
def record_is(house: House, status: str) -> None:
    assert house.state().status == status, house.why()


@then(parsers.re(r"the (?:leaflet|motion|initiative) is in tier (?P<tier>T\d)"))
def tier_is(house: House, tier: str) -> None:
    assert house.state().tier == tier


@then(parsers.re(r"it is refused: “(?P<words>.+)”"))
def refused(house: House, words: str) -> None:
    refusal = house.refused()
    assert words in said(refusal), said(refusal)


@then("nothing was recorded in it since")
def nothing_since(house: House) -> None:
    assert house.last is not None
    assert (house.last.stream, house.last.version) == (house.record, house.version())


@then(parsers.re(r"the attempt of (?P<name>\w+) is on record as “(?P<code>[\w-]+)”"))
def denied(house: House, name: str, code: str) -> None:
    with reading(house.office.engine) as connection:
        found = connection.execute(select(denial.c.person, denial.c.code)).all()
    assert (house.people[name], code) in [tuple(row) for row in found], found


@then("the whole log verifies")
def log_verifies(house: House) -> None:
    report = verify(house.office.engine, house.office.law)
    assert report.intact, report.problems


@then(parsers.re(r"(?:exactly )?(?P<gates>\w+(?: and \w+)*) (?:is carried|are carried|carry|carries) over"))
def carried_over(house: House, gates: str) -> None:
    assert house.last is not None
    kept = {event.gate for event in house.last.events if isinstance(event, e.CarriedOver)}
    assert kept == set(gates.split(" and "))


@then(parsers.re(r"(?:exactly )?(?P<gates>\w+(?: and \w+)*) opens? anew"))
def open_anew(house: House, gates: str) -> None:
    assert house.last is not None
    opened = {event.gate for event in house.last.events if isinstance(event, e.GateOpened)}
    assert opened == set(gates.split(" and "))


@then(parsers.re(r"the owner is asked for these changes, in one list:"))
def one_list(house: House, datatable: Table) -> None:
    """| gate | who | concerns |; the texts are committed, so they are known by their request."""
    state = house.state()
    asked = [[r.gate, house.name(r.person), r.concerns] for r in state.requests if r.round == state.round]
    assert asked == [list(row) for row in datatable[1:]]


@then("a meeting is called")
def meeting(house: House) -> None:
    assert house.last is not None
    assert any(isinstance(event, e.ReturnedToOwner) and event.meeting for event in house.last.events)


@then(parsers.re(r"(?P<count>\d+) conditions? (?:is|are) (?P<status>open|met|verified)"))
def conditions(house: House, count: str, status: str) -> None:
    assert [x.status for x in house.state().conditions].count(status) == int(count)  # type: ignore[arg-type]  # a status
