"""Steps about versions: drafts begun, records moved, definitions proposed and approved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe import acts, drafts, moving
from coe.database import reading, writing
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.founding import library_folder, new_seed
from coe.tables import pending
from governance.formats.jcs import Json
from governance.law.shelf import Shelf
from governance.record import commands as c
from tests.features.house import House
from tests.features.steps.founding import POLICIES, compiled
from tests.features.steps.policies import document
from tests.features.steps.submitting import answers

CHANGE: Mapping[str, Json] = {
    "title": "Plainer words", "why": "Readers asked", "origin": "improvement", "direction": "equal",
    "comparison_read": "yes", "forecast": "No change expected", "running": "stays", "training": "no",
    "effective": "2026-12-01",
}  # fmt: skip


@dataclass
class Told:
    """What was said before doing, and the proposals by order."""

    lines: list[str] = field(default_factory=list)
    draft: str = ""
    proposals: list[str] = field(default_factory=list)


@pytest.fixture
def told() -> Told:
    """Nothing yet."""
    return Told()


@step(parsers.re(r"(?P<name>\w+) has begun a leaflet and not submitted it"))
def begins(house: House, told: Told, name: str) -> None:
    told.draft = house.clock.new_id()
    begun = drafts.Draft(told.draft, house.people[name], house.workflow, answers=answers(house))
    with writing(house.office.engine) as connection:
        drafts.save(connection, begun)


@step(parsers.re(r"(?P<name>\w+) submits what (?:she|he) had begun"))
def submits_draft(house: House, told: Told, name: str) -> None:
    with reading(house.office.engine) as connection:
        begun = drafts.find(connection, told.draft)
    assert begun is not None
    house.record = f"initiative/{told.draft}"
    house.send(house.record, name, acts.submission(house.in_force(), acts.Draft(begun.answers), new_seed(), {}))


@step(parsers.re(r"the policy “(?P<name>\w+)” is written anew without its gate “(?P<gate>\w+)”"))
def without_gate(files: dict[str, str], name: str, gate: str) -> None:
    text = files.get(name) or (POLICIES / f"{name}.yaml").read_text("utf-8")
    text = re.sub(rf"  - gate: {gate}\n(    .*\n)+", "", text)
    files[name] = re.sub(rf", {gate}(?=[\],])", "", text)


@step(parsers.re(r"(?P<name>\w+) asks what moving the leaflet to the version in force would do"))
def asks(house: House, told: Told, name: str) -> None:
    planned = moving.plan(house.office, house.state().number, house.in_force().digest)
    told.lines = list(moving.sentences(planned))


@then(parsers.re(r"it says: “(?P<words>.+)”"))
def said_before(told: Told, words: str) -> None:
    assert words in told.lines, told.lines


def move(house: House, name: str, digest: str, reason: str = "Because") -> None:
    house.send(house.record, name, acts.reasoned(lambda text: c.MoveTo(digest, text), reason, new_seed()))


@step(parsers.re(r"(?P<name>\w+) moves the leaflet to the version in force: “(?P<reason>.+)”"))
def moves(house: House, name: str, reason: str) -> None:
    move(house, name, house.in_force().digest, reason)


@step(parsers.re(r"(?P<name>\w+) tries to move the leaflet to the (?P<which>version in force|first version)"))
def tries_to_move(house: House, name: str, which: str) -> None:
    shelf = house.reader.look(f"definition/{house.workflow}")[0].state
    assert isinstance(shelf, Shelf)
    digest = shelf.current if which == "version in force" else shelf.digests[0]
    house.try_to(lambda: move(house, name, digest))


@then("the whole log verifies, every act judged again")
def judged_again(house: House) -> None:
    report = verify(house.office.engine, house.office.law)
    assert report.intact, report.problems
    assert list(contradictions(house.office.engine)) == []


@step("policy changes are themselves a workflow")
def governs_itself(house: House) -> None:
    policy = compiled("policy-change.yaml", folder=library_folder())
    house.declare_calendar("office-berlin")
    workflow = house.workflow
    house.publish(policy.document, "Pia")
    house.workflow = workflow


def propose(house: House, told: Told, name: str, law: Mapping[str, Json]) -> None:
    house.workflow = "policy-change"
    try:
        house.submit(name, acts.Draft({**CHANGE, "policy": dict(law)}))
    finally:
        told.proposals.append(house.record)


@step(parsers.re(r"(?P<name>\w+) proposes that leaflet"))
def proposes(house: House, told: Told, files: dict[str, str], name: str) -> None:
    propose(house, told, name, document(files, "leaflet"))


@step(parsers.re(r"(?P<name>\w+) tries to propose (?P<what>that leaflet|the first version of leaflet)"))
def tries_to_propose(house: House, told: Told, files: dict[str, str], name: str, what: str) -> None:
    chosen = files if what == "that leaflet" else {}
    house.try_to(lambda: propose(house, told, name, document(chosen, "leaflet")))


@step(parsers.re(r"(?P<first>\w+) and (?P<second>\w+) approve the proposal"))
def approve(house: House, first: str, second: str) -> None:
    house.decide(first, "quality", "approve")
    house.decide(second, "legal", "approve")


@step(parsers.re(r"(?P<first>\w+) and (?P<second>\w+) approve the proposal, and the office closes at once"))
def approve_and_close(house: House, monkeypatch: pytest.MonkeyPatch, first: str, second: str) -> None:
    house.decide(first, "quality", "approve")
    monkeypatch.setattr(type(house.office), "_follow", lambda _: 0)
    house.decide(second, "legal", "approve")
    monkeypatch.undo()


@step("what is owed is carried out, twice")
def carried_out(house: House) -> None:
    assert house.office.catch_up() == 1
    assert house.office.catch_up() == 0


@then("the office owes nothing")
def owes_nothing(house: House) -> None:
    with reading(house.office.engine) as connection:
        assert connection.execute(select(pending)).all() == []


@then("the version in force came by that proposal")
def came_by(house: House) -> None:
    shelf = house.reader.look("definition/leaflet")[0].state
    assert isinstance(shelf, Shelf)
    assert shelf.documents[shelf.current] == house.state().answers["policy"]


@step(parsers.re(r"(?P<name>\w+) tries to approve at (?P<gate>\w+) in the first proposal"))
def approves_first(house: House, told: Told, name: str, gate: str) -> None:
    house.record = told.proposals[0]
    house.try_to(lambda: house.decide(name, gate, "approve"))


@step("somebody in the name of the office publishes that leaflet for the proposal")
def forges(house: House, files: dict[str, str]) -> None:
    law = document(files, "leaflet")
    before = house.reader.definition("", "leaflet")
    assert before is not None
    command = c.Publish(law, "", before.digest, house.record)
    house.try_to(lambda: house.send("definition/leaflet", "system", acts.Act(command)))
