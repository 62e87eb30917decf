"""Steps about approved records: terms, renewal by another record, check-ins, retirement, codes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe import acts
from coe.database import reading
from coe.founding import new_seed
from coe.tables import notice
from governance.formats.damm import valid
from governance.law.why_words import words
from governance.record import commands as c
from tests.features.house import House
from tests.features.moments import spoken
from tests.features.steps.founding import compiled
from tests.features.steps.submitting import answers


@step(parsers.parse("the policy “{name}” is in force as well"))
def in_force_too(house: House, name: str) -> None:
    workflow = house.workflow
    house.publish(compiled(f"{name}.yaml").document)
    house.workflow = workflow


@step(parsers.re(r"(?P<name>\w+) has an approved brochure"))
def has_approved(house: House, name: str) -> None:
    house.submit(name, acts.Draft(answers(house)))
    house.decide("Mia", "medical", "approve")
    assert house.state().status == "approved"


@step(parsers.re(r"(?P<name>\w+) releases the brochure"))
def releases(house: House, name: str) -> None:
    house.send(house.record, name, acts.Act(c.Release()))


@step(parsers.re(r"(?P<name>\w+) tries to release the brochure"))
def tries_to_release(house: House, name: str) -> None:
    house.try_to(lambda: releases(house, name))


@step(parsers.re(r"(?P<name>\w+) retires the brochure"))
def retires(house: House, name: str) -> None:
    house.send(house.record, name, acts.reasoned(c.Retire, "Superseded by a film", new_seed()))


@step(parsers.re(r"(?P<name>\w+) tries to retire the brochure"))
def tries_to_retire(house: House, name: str) -> None:
    house.try_to(lambda: retires(house, name))


@step(parsers.re(r"(?P<name>\w+) submits a renewal of the brochure"))
def submits_renewal(house: House, name: str) -> None:
    renewal(house, name, house.state().number)


@step(parsers.re(r"(?P<name>\w+) tries to submit a renewal of “(?P<number>[\w-]+)”"))
def tries_to_renew(house: House, name: str, number: str) -> None:
    house.try_to(lambda: renewal(house, name, number))


def renewal(house: House, name: str, number: str) -> None:
    """The record under discussion stays the brochure; the renewal is the one before it in `seats`."""
    law = house.reader.definition("", "renewal")
    assert law is not None
    record = f"initiative/{house.clock.new_id()}"
    draft = acts.Draft({"title": "Once more", "piece": number})
    house.send(record, name, acts.submission(law, draft, new_seed(), {}))
    house.seats["renewal"] = record


@step(parsers.re(r"(?P<name>\w+) (?P<outcome>approve|reject)s the renewal"))
def decides_renewal(house: House, name: str, outcome: c.Outcome) -> None:
    brochure, house.record = house.record, house.seats["renewal"]
    workflow, house.workflow = house.workflow, "renewal"
    house.decide(name, "medical", outcome)
    house.record, house.workflow = brochure, workflow


@then(parsers.re(r"the brochure lasts until (?P<day>[\w ]+) (?P<year>\d{4})"))
def lasts_until(house: House, day: str, year: str) -> None:
    assert spoken(house.state().expires).split(",")[0] == day
    assert house.state().status != "expired", year


@then(parsers.re(r"(?P<people>\w+(?: and \w+)*) (?:was|were) told: “(?P<kind>[\w-]+)”"))
def were_told(house: House, people: str, kind: str) -> None:
    with reading(house.office.engine) as connection:
        rows = connection.execute(select(notice.c.person).where(notice.c.kind == kind)).scalars()
        assert sorted(map(house.name, rows)) == sorted(people.split(" and "))


@step(parsers.re(r"(?P<name>\w+) answers the check-in of “(?P<when>[\w ]+)”: “(?P<note>.+)”"))
def answers_check_in(house: House, name: str, when: str, note: str) -> None:
    house.send(house.record, name, acts.reasoned(partial(c.CheckIn, when), note, new_seed()))


def said_of_record(house: House) -> Sequence[str]:
    """What the *why* tree says of the whole record."""
    return [words(house.law(), reason, house.name) for reason in house.why().because]


@then(parsers.re(r"the record says: “(?P<sentence>.+)”"))
def record_says(house: House, sentence: str) -> None:
    assert sentence in said_of_record(house), said_of_record(house)


@then("the record says nothing more")
def record_says_nothing(house: House) -> None:
    assert not said_of_record(house)


@then(parsers.re(r"its code is “(?P<stem>[\w-]+)” and a digit that checks it"))
def code_is(house: House, stem: str) -> None:
    code = house.state().code
    assert re.fullmatch(re.escape(stem) + r"\d", code), code
    assert valid(code)


@step(parsers.re(r"(?P<name>\w+) tries to approve the brochure without a word on its checklist"))
def tries_silently(house: House, name: str) -> None:
    law, state = house.law(), house.state()
    judged = replace(house.judgement(law.gate_by_name["medical"], "approve", {}), comments={"context": "  "})
    act = acts.decision(law, state, "medical", judged, acts.Signer(house.names[name], new_seed()))
    house.try_to(lambda: house.send(house.record, name, act))
