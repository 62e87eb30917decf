"""Steps about periodic reviews, verification runs and the configuration."""

from collections.abc import Sequence
from functools import partial

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe import acts
from coe.configuration import announce, note_at_start
from coe.database import reading
from coe.founding import new_seed
from coe.reading import entries, values
from coe.review_report import Report, report
from coe.reviews import DAY_MS, standings
from coe.tables import incident, review
from coe.verification_runs import verify_once_a_day
from governance.record import commands as c
from governance.record.events import ConfigurationRecorded
from tests.features.house import House
from workflows.oversee import oversee


@pytest.fixture
def read() -> list[Report]:
    """The reports somebody read."""
    return []


@step(parsers.re(r"(?P<days>\d+) days? go(?:es)? by"))
def days_pass(house: House, days: str) -> None:
    house.clock.advance(int(days) * DAY_MS)


@step(parsers.re(r"(?P<name>\w+) reads the (?P<kind>\w+)"))
def reads(house: House, read: list[Report], name: str, kind: str) -> None:
    assert name in house.people
    with reading(house.office.engine) as connection:
        since = next(each.since for each in standings(connection, {}) if each.name == kind)
        read.append(report(connection, kind, since, house.clock.now()))


@step(parsers.re(r"(?P<name>\w+) reviews the (?P<kind>\w+): “(?P<words>.+)”"))
def reviews(house: House, read: list[Report], name: str, kind: str, words: str) -> None:
    reads(house, read, name, kind)
    found = read[-1]
    make = partial(c.RecordReview, found.since, found.until, "in order", report=found.digest())
    house.send(f"review/{kind}", name, acts.reasoned(lambda note: make(note=note), words, new_seed()))


@step(parsers.re(r"(?P<name>\w+) tries to review the (?P<kind>\w+): “(?P<words>.+)”"))
def tries_to_review(house: House, read: list[Report], name: str, kind: str, words: str) -> None:
    house.try_to(lambda: reviews(house, read, name, kind, words))


@step(parsers.re(r"(?P<name>\w+) tries to review the (?P<kind>\w+) once more from the beginning"))
def once_more(house: House, read: list[Report], name: str, kind: str) -> None:
    make = partial(c.RecordReview, 0, house.clock.now(), "in order", report=read[-1].digest())
    act = acts.reasoned(lambda note: make(note=note), "Again", new_seed())
    house.try_to(lambda: house.send(f"review/{kind}", name, act))


@then(parsers.re(r"the (?P<kind>\w+) is reviewed up to now, by (?P<name>\w+), with the digest of the report"))
def is_reviewed(house: House, read: list[Report], kind: str, name: str) -> None:
    with reading(house.office.engine) as connection:
        row = connection.execute(select(review).where(review.c.subject == kind)).one()
    assert (row.person, row.until, row.report) == (house.people[name], house.clock.now(), read[-1].digest())


@step(parsers.re(r"the reviews are looked at (?P<times>\d+) times"))
def looked_at(house: House, times: str) -> None:
    for _ in range(int(times)):
        oversee(house.office, house.home, house.clock.now())


@then(parsers.re(r"there is one alarm for the review of (?P<kind>\w+)"))
def one_alarm(house: House, kind: str) -> None:
    mine = incident.c.kind == "review-overdue", incident.c.about == f"review/{kind}"
    with reading(house.office.engine) as connection:
        assert connection.execute(select(incident.c.opener).where(*mine)).scalars().all() == ["system"]


@step(parsers.re(r"the office verifies itself (?P<times>\d+) times"))
def verifies_itself(house: House, times: str) -> None:
    for _ in range(int(times)):
        verify_once_a_day(house.office, house.home)


@then(parsers.re(r"the verification is on record once: (?P<outcome>in order|findings)"))
def on_record(house: House, outcome: str) -> None:
    mine = review.c.subject == "verification"
    with reading(house.office.engine) as connection:
        assert connection.execute(select(review.c.outcome).where(mine)).scalars().all() == [outcome]


@then("it lists:")
def lists(read: list[Report], datatable: Sequence[Sequence[str]]) -> None:
    """| what | entries |: the commands under a heading, each once."""
    found = {
        section.title: ", ".join(dict.fromkeys(line.entry.command_type for line in lines))
        for section, lines in read[-1].sections
    }
    for what, commands in datatable[1:]:
        assert set(commands.split(", ")) <= set(found[what].split(", ")), (what, found[what])


@step("the office is started")
def started(house: House) -> None:
    note_at_start(house.office, house.home)


@step(parsers.re(r"somebody changes the setting (?P<name>\w+) in the file to (?P<value>\S+)"))
def changes(house: House, name: str, value: str) -> None:
    house.home.configure(**{name: value})


@step(parsers.re(r"the operator sets (?P<name>\w+) to (?P<value>\S+): “(?P<words>.+)”"))
def sets(house: House, name: str, value: str, words: str) -> None:
    announce(house.office, house.home, words, **{name: value})


@then(parsers.re(r"it is on record that (?P<name>\w+) changed(?:: “(?P<words>.+)”)?"))
def change_on_record(house: House, name: str, words: str | None) -> None:
    with reading(house.office.engine) as connection:
        event = entries(connection, "office/configuration")[-1].events[0]
        assert isinstance(event, ConfigurationRecorded)
        said = values(connection, [event.reason]).get(event.reason)
    assert (event.changed, said) == ((name,), words)


@then("nothing is recorded of the configuration since")
def nothing_of_it(house: House) -> None:
    with reading(house.office.engine) as connection:
        assert len(entries(connection, "office/configuration")) == 1
