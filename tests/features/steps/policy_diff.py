"""Steps of whoever reads what a changed policy changes."""

import pytest
from pytest_bdd import parsers, then, when

from governance.comparing.comparison import Comparison, compare, distinguishes
from governance.reading.document import read
from tests.features.steps.policies import document


@pytest.fixture
def compared() -> list[Comparison]:
    """The comparison a scenario has made."""
    return []


@when(parsers.re(r"(?P<name>\w+) is compared with what is in force"))
def compares(files: dict[str, str], compared: list[Comparison], name: str) -> None:
    old, new = document({}, name), document(files, name)
    found = compare(read(old), read(new), (old, new))
    assert all(distinguishes(read(old), read(new), witness) for witness in found.witnesses)
    compared.append(found)


@then(parsers.re(r"the change reads: (?P<words>.+)"))
def reads(compared: list[Comparison], words: str) -> None:
    assert words in [change.sentence for change in compared[0].changes]


@then(parsers.re(r"the new policy is (?P<verdict>looser|stricter|equal|both)"))
def verdict(compared: list[Comparison], verdict: str) -> None:
    assert compared[0].verdict == verdict


@then(parsers.re(r"an initiative shows it: “(?P<words>.+)”"))
def shown(compared: list[Comparison], words: str) -> None:
    assert any(words in witness.words for witness in compared[0].witnesses)
