"""The register: complete, rated, and worked out as GAMP 5 does."""

import re

import pytest

from tests.compliance.register import BadRegister, Requirement, Risk, register
from tests.compliance.told import PAGE, renewed, scenarios

ROWS = register()
WORDS = re.compile(r"\S+")
PART_11 = WORDS.findall(
    "10a 10b 10c 10d 10e 10f 10g 10h 10i 10j 10k1 10k2 30 50a 50b 70 100a 100b 100c 200a1 200a1i 200a1ii 200a2 200a3 "
    "200b 300a 300b 300c 300d 300e"
)
ALCOA = WORDS.findall("attributable legible contemporaneous original accurate complete consistent enduring available")
RATED = ", risk: {severity: low, probability: low, detection: high, because: Why.}"
ONE = """
regulations:
  - regulation: A rule
    feature: rule
    rows:
      - {id: rule.1, clause: §1, says: It is., risk: {severity: low, probability: low, detection: high, because: Why.}}
"""


def ids(prefix: str) -> list[str]:
    return [row.id.removeprefix(prefix) for row in ROWS if row.id.startswith(prefix)]


def test_every_clause_of_the_three_regulations_is_there() -> None:
    assert ids("part11.") == PART_11
    assert ids("annex11.") == [str(number) for number in range(1, 18)]
    assert ids("alcoa.") == [*ALCOA, "segregated"]


def test_what_is_mainly_procedure_is_labelled_and_says_what_the_software_adds() -> None:
    labelled = {row.clause for row in ROWS if row.procedure}
    assert labelled >= {"11.10(i)", "11.10(j)", "11.100(b)", "11.100(c)(1)–(2)"}
    assert all(bool(row.supports) == row.procedure for row in ROWS)


def test_a_draft_is_called_one_in_every_clause() -> None:
    assert {("draft" in row.clause, row.draft, row.id.startswith("annex11draft.")) for row in ROWS} == {
        (True, True, True),
        (False, False, False),
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (RATED, "", "rule.1: has no risk rating"),
        ("severity: low, ", "", "rule.1: the risk has no severity"),
        ("probability: low", "probability: rare", "rule.1: probability is rare, not one of low, medium, high"),
        ("because: Why.", "because: ''", "rule.1: the risk has no ground"),
        ("because: Why.", "because: Why, and how", "rule.1: “and how” means nothing in a risk"),
        ("says: It is.", "says: ''", "rule.1: has no says"),
        ("clause: §1", "clause: §1, how: procedure", "rule.1: a procedure, and nothing else, says what"),
        ("clause: §1", "clause: §1, owner: me", "rule.1: “owner” means nothing here"),
    ],
)  # fmt: skip
def test_a_row_that_is_not_whole_is_told_and_not_read(old: str, new: str, said: str) -> None:
    assert old in ONE
    with pytest.raises(BadRegister, match=said):
        register(ONE.replace(old, new))


def test_a_clause_stands_there_once() -> None:
    line = ONE.splitlines()[-1]
    with pytest.raises(BadRegister, match=r"rule\.1: stands here 2 times"):
        register(f"{ONE}{line}\n")


def test_all_faults_are_told_together() -> None:
    broken = ONE.replace("severity: low, ", "").replace("says: It is.", "says: ''")
    with pytest.raises(BadRegister) as told:
        register(broken)
    assert len(told.value.faults) == 2


@pytest.mark.parametrize(
    ("severity", "probability", "detection", "grade", "priority"),
    [
        ("high", "high", "low", 1, "high"),
        ("high", "medium", "medium", 1, "high"),
        ("high", "medium", "high", 1, "medium"),
        ("high", "low", "low", 2, "high"),
        ("medium", "medium", "medium", 2, "medium"),
        ("low", "high", "high", 2, "low"),
        ("medium", "low", "low", 3, "medium"),
        ("low", "low", "high", 3, "low"),
    ],
)
def test_the_gravest_that_is_hardest_to_find_comes_first(
    severity: str, probability: str, detection: str, grade: int, priority: str
) -> None:
    found = Risk(severity, probability, detection, "")
    assert (found.grade, found.priority) == (grade, priority)


def test_a_requirement_is_read_whole() -> None:
    risk = Risk("low", "low", "high", "Why.")
    assert register(ONE) == (Requirement("rule.1", "A rule", "rule", "§1", "It is.", risk),)


def test_every_requirement_has_a_scenario_and_every_tag_of_a_clause_a_requirement() -> None:
    tags = {tag for tag, _, _ in scenarios()}
    ids = {row.id for row in ROWS}
    assert ids - tags == set()
    assert tags - ids == {"procedure"}


def test_what_is_mainly_a_procedure_is_tagged_so_in_its_scenarios() -> None:
    procedures = {row.id for row in ROWS if row.procedure}
    named = [(tag, scenario) for tag, scenario, _ in scenarios()]
    tagged = {scenario for tag, scenario in named if tag == "procedure"}
    assert {tag for tag, scenario in named if scenario in tagged} - {"procedure"} == procedures


def test_the_page_on_compliance_is_what_the_register_says() -> None:
    text = PAGE.read_text("utf-8")
    assert text == renewed(text), "renew it: python -m tests.compliance.told docs/explanation/compliance.md"
