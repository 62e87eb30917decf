"""Steps of whoever checks a policy before it governs anyone."""

import pytest
from pytest_bdd import parsers, then, when

from coe.policy.checking import Report
from coe.policy.checking_people import check_in_office
from coe.policy.definitions import Located, compile_text
from tests.features.house import House
from tests.features.steps.founding import POLICIES

ZONE = "Europe/Berlin"


@pytest.fixture
def reports() -> list[tuple[str, Report]]:
    """What was checked, as its text and its report; the last one counts."""
    return []


@when(parsers.parse("the policy {name} is checked"))
def checked(house: House, files: dict[str, str], reports: list[tuple[str, Report]], name: str) -> None:
    text = files.get(name) or (POLICIES / f"{name}.yaml").read_text("utf-8")
    compiled = compile_text(f"{name}.yaml", lambda _: text.encode())
    reports.append((text, check_in_office(compiled, house.office, ZONE)))


@then("it may be published")
def passed(reports: list[tuple[str, Report]]) -> None:
    assert [str(each) for each in reports[-1][1].problems] == []
    assert reports[-1][1].passed


@then("it may not be published")
def not_passed(reports: list[tuple[str, Report]]) -> None:
    assert not reports[-1][1].passed


@then(parsers.re(r"a (?P<kind>problem|note) is told at “(?P<line>.+)”: “(?P<words>.+)”"))
def told(reports: list[tuple[str, Report]], kind: str, line: str, words: str) -> None:
    """The line of the file that the report names begins so (or, within a list, holds it)."""
    text, report = reports[-1]
    lines = text.splitlines()
    found: tuple[Located, ...] = report.problems if kind == "problem" else report.notes
    at_line = [each for each in found if line in lines[each.place.line - 1]]
    assert any(words in f"{each.what} {each.cure}" for each in at_line), [str(each) for each in found]
