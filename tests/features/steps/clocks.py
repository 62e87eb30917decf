"""Steps about time: the clock is moved, the flows' plain functions look at it, notices and due times are read."""

from collections.abc import Sequence

from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe.acts import Act
from coe.office import Office
from coe.tables import notice
from governance.law.pools import SYSTEM
from governance.record.commands import Remind
from tests.features.house import House
from tests.features.moments import HOUR, moment, spoken
from workflows.escalate import escalate
from workflows.remind import remind


@step(parsers.re(r"it becomes (?P<said>\w+ \d+ \w+, \d+:\d\d)"))
def becomes(house: House, said: str) -> None:
    house.clock.set(moment(said))


@step("the clocks are looked at")
def looked_at(house: House) -> None:
    look(house.office, house.clock.now())


@step(parsers.re(r"the clocks are looked at (?P<times>\d+) times"))
def looked_at_times(house: House, times: str) -> None:
    for _ in range(int(times)):
        look(house.office, house.clock.now())


@step(parsers.re(r"the clocks are looked at every hour until (?P<said>.+)"))
def looked_at_hourly(house: House, said: str) -> None:
    end = moment(said)
    while house.clock.now() < end:
        house.clock.advance(HOUR)
        look(house.office, house.clock.now())


@step("a second office on the same database looks at the clocks as well")
def second_office(house: House) -> None:
    look(Office(house.office.engine, house.office.law, clock=house.clock), house.clock.now())


def look(office: Office, now: int) -> None:
    """What the flows do at each tick."""
    remind(office, now)
    escalate(office, now)


@then(parsers.re(r"(?P<gate>\w+) is due on (?P<said>.+)"))
def due_on(house: House, gate: str, said: str) -> None:
    assert spoken(house.gate(gate).due) == said


@then(parsers.re(r"the (?P<record>leaflet) is due back on (?P<said>.+)"))
def due_back(house: House, record: str, said: str) -> None:
    assert spoken(house.state().due) == said


@then(parsers.re(r"no clock runs at (?P<gate>\w+)"))
def no_clock(house: House, gate: str) -> None:
    assert house.gate(gate).due == 0


@then(parsers.re(r"these (?P<kind>reminder|escalation)s went out:"))
def went_out(house: House, kind: str, datatable: Sequence[Sequence[str]]) -> None:
    """| person | gate | step |, all of them, in order."""
    assert told(house, kind) == [list(row) for row in datatable[1:]]


@then(parsers.re(r"no (?P<kind>reminder|escalation) went out"))
def none_went_out(house: House, kind: str) -> None:
    assert told(house, kind) == []


def told(house: House, kind: str) -> list[list[str]]:
    """Notices of a kind as they stand in the outbox."""
    statement = select(notice).where(notice.c.kind == kind).order_by(notice.c.seq, notice.c.place)
    with house.office.engine.connect() as connection:
        return [[house.name(row.person), row.gate, row.step] for row in connection.execute(statement)]


@then(parsers.re(r"(?P<people>\w+(?: and \w+)*) (?:is|are) reminded of (?P<gate>\w+) at (?P<mark>.+)"))
def reminded(house: House, people: str, gate: str, mark: str) -> None:
    assert told(house, "reminder") == [[name, gate, mark] for name in people.split(" and ")]


@then(parsers.re(r"(?P<name>\w+) was reminded once, of the leaflet that (?P<owner>\w+) owns"))
def reminded_once(house: House, name: str, owner: str) -> None:
    mine = select(notice.c.initiative).where(notice.c.kind == "reminder", notice.c.person == house.people[name])
    with house.office.engine.connect() as connection:
        records = connection.execute(mine).scalars().all()
    owners = [state.owner for record in records if (state := house.reader.initiative_state(record))]
    assert owners == [house.people[owner]]


@step(parsers.re(r"(?P<name>\w+) tries to remind the reviewers of (?P<gate>\w+) by hand"))
def by_hand(house: House, name: str, gate: str) -> None:
    house.try_to(lambda: house.send(house.record, name, Act(Remind(gate, 1, "50%"))))


@step(parsers.re(r"the reminder of (?P<gate>\w+) at (?P<mark>\S+) comes(?: again)? under another id"))
def another_id(house: House, gate: str, mark: str) -> None:
    house.try_to(lambda: house.send(house.record, SYSTEM, Act(Remind(gate, 1, mark))))
