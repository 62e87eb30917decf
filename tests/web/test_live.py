"""What answers lead to, without a page: tier, gates, findings and the answer that would lower the tier."""

from pathlib import Path

import pytest

from coe.policy.definitions import compile_file
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.gates import tier_of
from tests.web.review_office import DEFINITIONS, answers
from web.owner.consequence import consequence, lower_words
from web.rows.live import live

PEOPLE = {"signe": "01a1e35f-3530-7fbb-aabc-a8d0b341facd", "ben": "01a1e35f-3530-7fbb-aabc-a8d0b341fac1"}


@pytest.fixture(scope="module")
def law() -> Definition:
    found = compile_file(Path(DEFINITIONS) / "cx-initiative.yaml").definition
    assert found is not None
    return found


def given(**changes: Json) -> dict[str, Json]:
    return {**answers(PEOPLE), "title": "A title", **changes}


def test_nothing_answered_has_a_tier_and_no_findings_it_cannot_know(law: Definition) -> None:
    found = live(law, {})
    assert found.tier.name == tier_of(law, {}, "")
    assert len(found.missing) > 10
    assert found.lower is None or found.lower.field == ""


def test_complete_answers_have_no_problems(law: Definition) -> None:
    found = live(law, given())
    assert found.problems == ()
    assert found.tier.name == "T2"


def test_the_limit_of_an_amount_is_the_answer_that_would_lower_the_tier(law: Definition) -> None:
    found = live(law, given(budget="300000 EUR"))
    assert found.tier.name == "T3"
    assert found.lower is not None
    assert (found.lower.field, found.lower.value, found.lower.tier) == ("budget", "250000 EUR", "T2")
    assert lower_words(law, found.lower).startswith("With 250\u202f000 EUR at “Budget” it would be T2")


def test_no_single_answer_lowers_a_tier_with_two_causes(law: Definition) -> None:
    assert live(law, given(budget="300000 EUR", new_claim="yes")).lower is None


def test_lowering_is_true_it_is_tried(law: Definition) -> None:
    found = live(law, given(new_claim="yes"))
    assert found.lower is not None
    assert tier_of(law, {**given(), found.lower.field: found.lower.value}, "") == found.lower.tier


def test_a_raised_tier_has_no_answer_that_lowers_it(law: Definition) -> None:
    found = live(law, given(), "T3")
    assert found.tier.name == "T3"
    assert found.lower is None


def test_an_answer_to_a_question_no_longer_asked_is_left_out(law: Definition) -> None:
    found = live(law, given(staffed_hours="Mon to Fri"))
    assert "staffed_hours" not in found.clean
    assert found.problems == ()


def test_a_wrong_cell_leaves_the_rest_of_its_table_to_the_checks(law: Definition) -> None:
    rows: list[Json] = [{"kind": "no such kind", "shows": "x", "source": "y", "collected": "2026-09-14"}]
    found = live(law, given(evidence=rows))
    assert found.clean["evidence"] == [{"shows": "x", "source": "y", "collected": "2026-09-14"}]
    assert [(problem.field, problem.place) for problem in found.problems] == [("evidence", "1/kind")]


@pytest.mark.parametrize("value", ["text", 7, ["x"], {"x": "y"}, {"commit": "1"}, [["x"]], [{"a": {"b": "c"}}]])
def test_answers_of_any_shape_are_survived(law: Definition, value: Json) -> None:
    for field in law.field_by_name.values():
        if not field.personal:
            live(law, given(**{field.name: value}))


def test_every_gate_shows_why_it_applies(law: Definition) -> None:
    shown = consequence(law, live(law, given(budget="300000 EUR", two_way="yes")))
    assert shown.gates
    assert all(gate.reason for gate in shown.gates)
    assert "Every T3 initiative" in {gate.reason for gate in shown.gates}
