"""Steps about what is required: the register, its risks, and whether each requirement has a scenario and a mutant."""

import re
from pathlib import Path

import pytest
from pytest_bdd import parsers, step, then

from tests.compliance.mutants import MUTANTS
from tests.compliance.register import FILE, BadRegister, register

FEATURES = Path(__file__).resolve().parents[3] / "features" / "compliance"
TAG = re.compile(r"@(\S+)")


@pytest.fixture
def faults() -> list[str]:
    """What the last reading of the register found."""
    return []


@step(parsers.re(r"the register of requirements is read without the risk of “(?P<clause>.+)”"))
def read_without(faults: list[str], clause: str) -> None:
    """The row of the clause keeps everything but its risk."""
    row = re.compile(rf"(- id: {re.escape(clause)}\n(?:        (?!risk).*\n)+)        risk: .*\n")
    text, count = row.subn(r"\1", FILE.read_text("utf-8"))
    assert count == 1, clause
    try:
        register(text)
    except BadRegister as bad:
        faults.extend(bad.faults)


@then(parsers.re(r"it is not taken: “(?P<words>.+)”"))
def not_taken(faults: list[str], words: str) -> None:
    assert faults == [words]


@then("every requirement of the register has a scenario in these features")
def every_scenario(faults: list[str]) -> None:
    text = "\n".join(path.read_text("utf-8") for path in FEATURES.glob("*.feature"))
    tagged = set(TAG.findall(text))
    assert sorted({row.id for row in register()} - tagged) == []


@then("every requirement of the register has a control that was removed and missed")
def every_control() -> None:
    assert sorted({row.id for row in register()} - {mutant.clause for mutant in MUTANTS}) == []
