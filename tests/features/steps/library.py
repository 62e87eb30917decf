"""Steps that run any workflow of the library through the real office, without a line of Python for any of them.

A workflow governs with its usual people: whoever its gates, clocks and committees name. People are called after their
role or seat; Olga owns what is submitted. A record is known by its title, and the last one named is *the record*.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_bdd import parsers, step, then

from coe import acts
from coe.database import create
from coe.founding import library_folder, new_seed
from coe.policy.definitions import Compiled
from governance.checker.examples import seats_needed
from governance.language.business_time import due, parse_duration
from governance.language.definition import Definition, Gate
from governance.record import commands as c
from tests.features.filling import Known, filled
from tests.features.house import House
from tests.features.steps.clocks import look
from tests.features.steps.deciding import give
from tests.features.steps.founding import FOUNDED, compiled
from tests.features.steps.standing import STATUS

Table = Sequence[Sequence[str]]
OWNER, COORDINATOR, BYSTANDER = "Olga", "Karl", "Paul"
OUTCOMES: dict[str, c.Outcome] = {"approves": "approve", "rejects": "reject", "asks for changes": "request changes"}
QUOTED = re.compile(r"“([^”]+)”")
MOST_VOTES = 24


@dataclass
class Shelf:
    """The records of a scenario by title: stream and workflow."""

    records: dict[str, tuple[str, str]] = field(default_factory=dict)


@pytest.fixture
def shelf() -> Shelf:
    """Nothing was submitted yet."""
    return Shelf()


def of_library(name: str) -> Compiled:
    """A workflow of the library, or of the folder that COE_LIBRARY names while it is being written."""
    folders = [library_folder(), *(Path(each) for each in [os.environ.get("COE_LIBRARY", "")] if each)]
    found = next((folder for folder in folders if (folder / f"{name}.yaml").is_file()), None)
    assert found is not None, f"the library has no {name}"
    return compiled(f"{name}.yaml", folder=found)


@step(parsers.re(r"(?P<names>“[\w-]+”(?: and “[\w-]+”)*) governs?, with (?:its|their) usual people"))
def governs(house: House, names: str, templates: Path) -> None:
    """The first is the one that is spoken of."""
    policies = [of_library(name) for name in QUOTED.findall(names)]
    key = ("usual people", *(policy.digest for policy in policies))
    if key in FOUNDED:
        house.restore(FOUNDED[key])
        return
    create(house.office.engine)
    laws = [policy.definition for policy in policies if policy.definition is not None]
    for name in dict.fromkeys(law.calendar.partition("/")[2] for law in laws):
        house.declare_calendar(name)
    for policy in reversed(policies):
        house.publish(policy.document)
    for person in (OWNER, COORDINATOR, BYSTANDER):
        house.register(person)
    for pool in dict.fromkeys(law.coordinators for law in laws):
        house.grant(COORDINATOR, pool)
    for name, pool, seat in dict.fromkeys(usual for law in laws for usual in _usual_people(law)):
        if name not in house.people:
            house.register(name)
        house.grant(name, pool, seat)
    FOUNDED[key] = house.kept(templates / str(len(FOUNDED)))


def _usual_people(law: Definition) -> Iterator[tuple[str, str, str]]:
    """(name, pool, seat): one person for each role, more where a rule asks for them, one for every seat."""
    for gate in law.gates:
        for number, seat in enumerate(seats_needed(law, gate), 1):
            role = gate.panel.partition("/")[2]
            yield (seat or (role if number == 1 else f"{role}_{number}"), gate.panel, seat)
        for escalation in gate.escalate:
            if escalation.to not in ("delegate", law.coordinators):
                yield (escalation.to.partition("/")[2], escalation.to, "")


def known(house: House, shelf: Shelf) -> Known:
    """What answers may name."""
    states = {title: house.reader.initiative_state(stream.partition("/")[2])
              for title, (stream, _) in shelf.records.items()}  # fmt: skip
    numbers = {title: state.number for title, state in states.items() if state is not None}
    return Known(house.people, numbers, house.people[BYSTANDER])


def submit(house: House, shelf: Shelf, who: str, title: str, said: Table = ()) -> None:
    """A submission of the workflow that is spoken of, complete but for empty cells."""
    cells = {"title": title, **{row[0]: row[1] for row in said}}
    house.submit(who, acts.Draft(filled(house.in_force(), cells, known(house, shelf))))
    shelf.records[title] = (house.record, house.workflow)


@step(parsers.re(r"(?P<who>\w+) submits “(?P<title>[^”]+)”"))
def submits(house: House, shelf: Shelf, who: str, title: str) -> None:
    submit(house, shelf, who, title)


@step(parsers.re(r"(?P<who>\w+) submits “(?P<title>[^”]+)” with:"))
def submits_with(house: House, shelf: Shelf, who: str, title: str, datatable: Table) -> None:
    """| field | answer |, without a heading; what is not said is answered quietly."""
    submit(house, shelf, who, title, datatable)


@step(parsers.re(r"(?P<who>\w+) tries to submit “(?P<title>[^”]+)” with:"))
def tries_to_submit(house: House, shelf: Shelf, who: str, title: str, datatable: Table) -> None:
    house.try_to(lambda: submit(house, shelf, who, title, datatable))


@step(parsers.re(r"(?P<who>\w+) has an approved “(?P<workflow>[\w-]+)” called “(?P<title>[^”]+)”"))
def has_approved(house: House, shelf: Shelf, who: str, workflow: str, title: str) -> None:
    has_approved_with(house, shelf, who, workflow, title, ())


@step(parsers.re(r"(?P<who>\w+) has an approved “(?P<workflow>[\w-]+)” called “(?P<title>[^”]+)” with:"))
def has_approved_with(house: House, shelf: Shelf, who: str, workflow: str, title: str, datatable: Table) -> None:
    spoken_of, house.workflow = house.workflow, workflow
    submit(house, shelf, who, title, datatable)
    all_approve(house, ())
    assert house.state().status == "approved", house.why()
    house.workflow = spoken_of


@step(parsers.re(r"(?P<who>\w+) has a “(?P<workflow>[\w-]+)” in review called “(?P<title>[^”]+)”"))
def has_in_review(house: House, shelf: Shelf, who: str, workflow: str, title: str) -> None:
    spoken_of, house.workflow = house.workflow, workflow
    submit(house, shelf, who, title)
    house.workflow = spoken_of


@step(parsers.re(r"“(?P<title>[^”]+)” is taken up again"))
def taken_up(house: House, shelf: Shelf, title: str) -> None:
    house.record, house.workflow = shelf.records[title]


@step(parsers.re(r"the workflow spoken of is “(?P<workflow>[\w-]+)”"))
def spoken_of(house: House, workflow: str) -> None:
    house.workflow = workflow


@step(parsers.re(r"“(?P<gate>\w+)” (?P<what>approves|rejects)"))
def at_gate(house: House, gate: str, what: str) -> None:
    decide(house, gate, OUTCOMES[what])


@step(parsers.re(r"“(?P<gate>\w+)” asks for changes: “(?P<text>[^”]+)”"))
def asks_for_changes(house: House, gate: str, text: str) -> None:
    decide(house, gate, "request changes", text)


@step(parsers.re(r"these vote at (?P<gate>\w+): (?P<votes>.+)"))
def vote(house: House, gate: str, votes: str) -> None:
    """`chair approves, medical rejects`: in this order."""
    for each in votes.split(", "):
        who, _, what = each.partition(" ")
        give(house, who, gate, OUTCOMES[what])


@step(parsers.re(r"(?P<who>\w+) tries to approve at (?P<gate>\w+) without a word of their own"))
def without_a_word(house: House, who: str, gate: str) -> None:
    house.try_to(lambda: house.decide(who, gate, "approve", comments={}))


@step("every gate approves")
def every_gate(house: House) -> None:
    all_approve(house, ())


@step(parsers.re(r"every gate but (?P<names>“\w+”(?: and “\w+”)*) approves"))
def every_gate_but(house: House, names: str) -> None:
    all_approve(house, QUOTED.findall(names))


def all_approve(house: House, spared: Sequence[str]) -> None:
    """Whoever can act approves, gate by gate, until nothing more opens; gates that confirm later are left alone."""
    while ready := [each for each in _open(house) if each.name not in spared and not each.ratifies]:
        decide(house, ready[0].name, "approve")


def decide(house: House, gate: str, outcome: c.Outcome, text: str = "") -> None:
    """The gate concludes so: as many of its people decide as it takes."""
    assert house.gate(gate).state == "open", house.gate(gate)
    for _ in range(MOST_VOTES):
        able = house.gate(gate).next
        assert able, f"nobody is left to decide at {gate}"
        give(house, house.name(able[0]), gate, outcome, text)
        if house.gate(gate).state != "open" or house.state().status == "in rework":
            return
    raise AssertionError(f"{gate} never concludes")


def _open(house: House) -> list[Gate]:
    return [house.law().gate_by_name[gate.gate] for gate in house.why().gates if gate.state == "open"]


@then(parsers.re(r"these gates are open: (?P<gates>[\w, ]+)"))
def gates_open(house: House, gates: str) -> None:
    assert [gate.name for gate in _open(house)] == gates.split(", ")


@then(parsers.re(rf"the record is (?P<status>{STATUS})"))
def record_is(house: House, status: str) -> None:
    assert house.state().status == status, house.why()


@then(parsers.re(rf"“(?P<title>[^”]+)” is (?P<status>{STATUS})"))
def titled_is(house: House, shelf: Shelf, title: str, status: str) -> None:
    found = house.reader.initiative_state(shelf.records[title][0].partition("/")[2])
    assert found is not None
    assert found.status == status


@then("the record is with its owner")
def with_owner(house: House) -> None:
    assert house.state().status == "in rework", house.why()


@then(parsers.re(r"the record is in tier “(?P<tier>\w+)”"))
def in_tier(house: House, tier: str) -> None:
    assert house.state().tier == tier


@step(parsers.re(r"(?P<span>\d+ (?:business hours|business days|hours|days|months)) pass"))
def time_passes(house: House, span: str) -> None:
    """Counted as the workflow's clocks count; then the clocks are looked at."""
    calendar_of = house.facts().calendar
    assert calendar_of is not None
    house.clock.set(due(calendar_of, house.clock.now(), parse_duration(span)))
    look(house.office, house.clock.now())


@step(parsers.re(r"(?P<who>\w+) (?P<what>releases|retires) the record"))
def releases(house: House, who: str, what: str) -> None:
    house.send(house.record, who, _later(what))


@step(parsers.re(r"(?P<who>\w+) tries to (?P<what>release|retire) the record"))
def tries_to_release(house: House, who: str, what: str) -> None:
    house.try_to(lambda: house.send(house.record, who, _later(f"{what}s")))


def _later(what: str) -> acts.Act:
    return acts.Act(c.Release()) if what == "releases" else acts.reasoned(c.Retire, "No longer of use", new_seed())


@then(parsers.re(r"it constitutes “(?P<committee>[\w-]+)” with the seats (?P<seats>[\w, ]+)"))
def constitutes(house: House, committee: str, seats: str) -> None:
    """The charter that the workflow in force brings along."""
    charter = house.in_force().charters[committee]
    assert [seat for seat, _ in charter.seats] == seats.split(", ")
    assert charter.chair
