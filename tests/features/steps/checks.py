"""Steps of what checks find: in a refused submission, on record for a gate, or in a form that is still being filled."""

from collections.abc import Iterable

import pytest
from pytest_bdd import parsers, then

from governance.errors import Refused
from governance.formats.jcs import Json
from governance.law.form import findings
from governance.record.events import Finding
from tests.features.house import House
from tests.features.steps.intake import Table, changed, complete, concerning

Cures = list[str]


@pytest.fixture
def cures() -> Cures:
    """How to clear what the last step found."""
    return []


def hear(cures: Cures, words: str, told: Iterable[tuple[str, str]]) -> None:
    """One finding at least is told in these words; its cure is kept for the next step."""
    all_told = list(told)
    cures[:] = [cure for what, cure in all_told if words in what]
    assert cures, all_told


def form_of(house: House, answers: dict[str, Json]) -> tuple[Finding, ...]:
    """What the form in force shows while somebody fills it in."""
    return findings(house.in_force(), answers)


@then(parsers.re(r"the form finds “(?P<words>.+)”"))
def refused_by_a_check(house: House, cures: Cures, words: str) -> None:
    """The submission was refused by a check, not because an answer is missing."""
    refusal = house.refused()
    assert isinstance(refusal, Refused)
    assert refusal.code == "blocked", refusal
    faults = refusal.data["fields"]
    assert isinstance(faults, list)
    hear(cures, words, ((what, cure) for _, what, cure in faults))


@then(parsers.re(r"(?P<gate>\w+) is warned: “(?P<words>.+)”"))
def warned(house: House, cures: Cures, gate: str, words: str) -> None:
    hear(cures, words, ((one.what, one.cure) for one in concerning(house, gate) if one.severity == "warn"))


@then(parsers.re(r"it says how to clear it: “(?P<words>.+)”"))
def says_how(cures: Cures, words: str) -> None:
    assert any(words in cure for cure in cures), cures


@then(
    parsers.re(r"without “(?P<field>\w+)” the form finds “(?P<words>.+)”(?P<two_way> where the customer can answer)?")
)
def finds_without(house: House, cures: Cures, field: str, words: str, two_way: str | None) -> None:
    answers = complete(house) | ({"two_way": "yes"} if two_way else {})
    shown = form_of(house, {name: given for name, given in answers.items() if name != field})
    hear(cures, words, ((one.what, one.cure) for one in shown if one.concerns == field))


@then(parsers.re(r"with these answers the form finds “(?P<words>.+)”:"))
def finds_with(house: House, cures: Cures, words: str, datatable: Table) -> None:
    hear(cures, words, ((one.what, one.cure) for one in form_of(house, changed(house, datatable))))


@then("with these answers the form finds nothing:")
def finds_nothing(house: House, datatable: Table) -> None:
    assert form_of(house, changed(house, datatable)) == ()
