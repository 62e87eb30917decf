"""Steps about what makes data trustworthy: who acted, when, in which order, and what cannot be switched off."""

from __future__ import annotations

from datetime import UTC, datetime

from pytest_bdd import parsers, step, then
from sqlalchemy import delete, select

from coe import acts
from coe.database import reading
from coe.founding import new_seed
from coe.tables import entry, incident, person
from governance.law.pools import SYSTEM
from governance.record import commands as c
from governance.record.entry import Entry, read_entry
from tests.features.house import House
from tests.features.steps.front import Front
from tests.features.steps.integrity import unprotected
from tests.features.steps.submitting import answers
from tests.web.review_pages import plain

DAY = 86_400_000


def whole_log(house: House) -> tuple[Entry, ...]:
    """Every entry, in its order."""
    with reading(house.office.engine) as connection:
        rows = connection.execute(select(entry.c.bytes).order_by(entry.c.seq)).scalars()
        return tuple(read_entry(bytes(data)) for data in rows)


@step("somebody who was never registered tries to submit a leaflet")
def stranger_submits(house: House) -> None:
    house.people["Nobody"] = house.clock.new_id()
    house.try_to(lambda: house.submit("Nobody", acts.Draft(answers(house))))


@then("every entry is by a registered person or by the office itself")
def registered(house: House) -> None:
    with reading(house.office.engine) as connection:
        known = set(connection.execute(select(person.c.id)).scalars())
    found = {each.actor for each in whole_log(house)}
    assert house.people["Mia"] in found
    assert found <= known | {SYSTEM}


@then("the entries count from 0 without a gap")
def no_gap(house: House) -> None:
    found = whole_log(house)
    assert [each.seq for each in found] == list(range(len(found)))


@step("an entry is taken out of the middle by SQL")
def taken_out(house: House) -> None:
    with house.office.engine.begin() as connection:
        unprotected(connection)
        assert connection.execute(delete(entry).where(entry.c.seq == len(whole_log(house)) // 2)).rowcount == 1


@step("the clock of the machine is put back by a day")
def put_back(house: House) -> None:
    house.clock.at -= DAY


@then("no entry is earlier than the one before it")
def in_order(house: House) -> None:
    times = [each.at for each in whole_log(house)]
    assert times == sorted(times)
    assert house.clock.now() < times[-1]


@then(parsers.re(r"(?P<who>\w+) reads on the trail when (?P<name>\w+) put it on hold, in UTC as well"))
def read_with_zone(front: Front, who: str, name: str) -> None:
    """The page shows the reader's time, and the exact one beside it."""
    held = next(each for each in reversed(whole_log(front.house)) if each.actor == front.house.people[name])
    exact = datetime.fromtimestamp(held.at / 1000, UTC)
    front.house.clock.set(max(front.house.clock.now(), held.at))
    page = front.browser(who).get("/trail").text
    assert f"{name} put this on hold" in plain(page)
    assert f"{exact:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z" in page


@step(parsers.re(r"the settings say that (?P<setting>\w+) is (?P<value>\w+)"))
def settings_say(house: House, setting: str, value: str) -> None:
    house.home.configure(**{setting: value})


@step(parsers.re(r"(?P<name>\w+) tries to close that incident without a root cause"))
def closes_without(house: House, name: str) -> None:
    with reading(house.office.engine) as connection:
        found = connection.execute(select(incident.c.id).where(incident.c.closed == 0)).scalar_one()
    act = acts.reasoned(c.CloseIncident, "", new_seed())
    house.try_to(lambda: house.send(f"incident/{found}", name, act))
