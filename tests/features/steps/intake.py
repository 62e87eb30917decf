"""Steps of intake under the library's own workflow: what the form asks, refuses, flags and routes."""

import json
from collections.abc import Sequence

from pytest_bdd import parsers, step, then

from coe import acts
from coe.demo.answers import Setting, sketched
from coe.demo.respira import TECHNIQUE
from governance.errors import Refused
from governance.formats.jcs import Json
from governance.law.form import findings_for
from governance.record.events import Finding
from tests.features.house import House
from tests.features.moments import MONDAY

Table = Sequence[Sequence[str]]


def complete(house: House) -> dict[str, Json]:
    """A complete form of invented work for practice nurses: promotional new material, tier T2."""
    people = {"helena.novak": "Helena", "karl.eriksen": "Karl"}
    return sketched(Setting(MONDAY, lambda short: house.people[people[short]]), TECHNIQUE)


def value(house: House, text: str) -> Json:
    """An answer in a cell: JSON, a person's name, or a word."""
    if text in house.people:
        return house.people[text]
    try:
        found: Json = json.loads(text)
    except ValueError:
        return text
    return found


def changed(house: House, table: Table) -> dict[str, Json]:
    """The complete form with the answers of a table; a dotted name reaches into a matrix, a number into a row."""
    answers = complete(house)
    for name, text in table[1:]:
        field, *inner = name.split(".")
        given = value(house, text)
        if not inner:
            answers[field] = given
        elif len(inner) == 1:
            matrix = answers[field]
            assert isinstance(matrix, dict)
            answers[field] = {**matrix, inner[0]: given}
        else:
            rows = answers[field]
            assert isinstance(rows, list)
            answers[field] = [
                _cell(row, inner[1], given) if n == int(inner[0]) else row for n, row in enumerate(rows, 1)
            ]
    return {name: given for name, given in answers.items() if given != ""}


def _cell(row: Json, column: str, given: Json) -> Json:
    assert isinstance(row, dict)
    return {name: cell for name, cell in {**row, column: given}.items() if cell != ""}


@step(parsers.re(r"(?P<name>\w+) submits an initiative"))
def submits(house: House, name: str) -> None:
    house.submit(name, acts.Draft(complete(house)))


@step(parsers.re(r"(?P<name>\w+) submits an initiative with:"))
def submits_with(house: House, name: str, datatable: Table) -> None:
    house.submit(name, acts.Draft(changed(house, datatable)))


@step(parsers.re(r"(?P<name>\w+) tries to submit an initiative with:"))
def tries_with(house: House, name: str, datatable: Table) -> None:
    house.try_to(lambda: house.submit(name, acts.Draft(changed(house, datatable))))


@step(parsers.re(r"(?P<name>\w+) tries to submit an initiative without “(?P<field>\w+)”"))
def tries_without(house: House, name: str, field: str) -> None:
    answers = {known: given for known, given in complete(house).items() if known != field}
    house.try_to(lambda: house.submit(name, acts.Draft(answers)))


@then(parsers.re(r"it is refused because of “(?P<field>\w+)”(?:: “(?P<words>.+)”)?"))
def refused_because(house: House, field: str, words: str | None) -> None:
    """Exactly this field, in these words, with a cure."""
    refusal = house.refused()
    assert isinstance(refusal, Refused), refusal
    faults = refusal.data["fields"]
    assert isinstance(faults, list)
    assert {each[0] for each in faults} == {field}, faults
    assert any((words or "") in each[1] and each[2] for each in faults), faults


@then(parsers.re(r"it is refused because of (?P<fields>“.+”, all at once)"))
def refused_all(house: House, fields: str) -> None:
    refusal = house.refused()
    assert isinstance(refusal, Refused), refusal
    faults = refusal.data["fields"]
    assert isinstance(faults, list)
    assert {each[0] for each in faults} == set(fields.removesuffix(", all at once").strip("“”").split("”, “")), faults


def concerning(house: House, gate: str) -> tuple[Finding, ...]:
    """The findings recorded with the submission that concern a gate."""
    law = house.law()
    return findings_for(law, law.gate_by_name[gate], house.state().findings)


@then(parsers.re(r"the warning “(?P<words>.+)” is on record for (?P<gate>\w+)"))
def finding(house: House, words: str, gate: str) -> None:
    found = concerning(house, gate)
    assert any(words in f.what and f.cure and f.severity == "warn" for f in found), found


@then(parsers.re(r"no finding is on record for (?P<gate>\w+)"))
def no_finding(house: House, gate: str) -> None:
    assert not concerning(house, gate)


@then(parsers.re(r"the form asks “(?P<first>\w+)” before “(?P<later>\w+)”"))
def asks_before(house: House, first: str, later: str) -> None:
    fields = list(house.in_force().field_by_name)
    assert fields.index(first) < fields.index(later)


@then(parsers.re(r"these gates are needed: (?P<gates>[\w, ]+)"))
def gates_needed(house: House, gates: str) -> None:
    found = [gate.gate for gate in house.why().gates if gate.state != "not needed"]
    assert found == gates.split(", ")
