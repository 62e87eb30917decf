"""Steps about when a record under way will probably be decided."""

from pytest_bdd import parsers, step, then

from coe import acts
from coe.database import reading
from coe.forecast.expected_office import Due, Open, due_date
from coe.forecast.history import Histories, courses
from governance.law.gates import standings
from tests.features.house import House
from tests.features.moments import HOUR, spoken
from tests.features.steps.deciding import give
from tests.features.steps.submitting import answers

DAY = 24 * HOUR
NIGHT, WEEKEND = DAY, 3 * DAY
DAYS_A_WEEK = 5


@step(
    parsers.re(r"(?P<who>\w+) decided (?P<count>\d+) leaflets of (?P<owner>\w+), each (?P<hours>\d+) working hours.*")
)
def decided(house: House, who: str, count: str, owner: str, hours: str) -> None:
    """One each working day, the first on the Monday the office begins."""
    for number in range(1, int(count) + 1):
        morning = house.clock.now()
        house.submit(owner, acts.Draft(answers(house)))
        house.clock.set(morning + int(hours) * HOUR)
        give(house, who, "regulatory", "reject")
        house.clock.set(morning + (NIGHT if number % DAYS_A_WEEK else WEEKEND))


def expected(house: House) -> Due:
    """What the pages show of the record under discussion."""
    record, state, now = house.record_id(), house.state(), house.clock.now()
    law, facts = house.law(), house.facts()
    with reading(house.office.engine) as connection:
        past = Histories().expecting(connection, law.workflow, facts.calendar)
        course = courses(connection, [record])[record]
    due = due_date(Open(law, state, standings(law, facts, state, now), course), facts.calendar, past, now)
    assert due is not None
    return due


@then(parsers.re(r"it is expected from the promises, with (?P<count>\d+) decided so far"))
def from_promises(house: House, count: str) -> None:
    due = expected(house)
    assert (due.basis, due.history) == ("promises", int(count))
    assert house.clock.now() < due.low < due.likely < due.high


@then(parsers.re(r"it is expected by (?P<said>.+), from (?P<count>\d+) like it"))
def from_history(house: House, said: str, count: str) -> None:
    due = expected(house)
    assert (due.basis, spoken(due.likely), due.records) == ("history", said, int(count))
    assert due.low <= due.likely <= due.high


@then(parsers.re(r"no date is given, because it is “(?P<why>.+)”"))
def no_date(house: House, why: str) -> None:
    due = expected(house)
    assert (due.basis, due.low, due.likely, due.high) == (why, 0, 0, 0)
