"""What checks find, in the labels of the form; what is recorded keeps the names of the definition."""

from __future__ import annotations

from pathlib import Path

import pytest

from coe.policy.definitions import compile_file
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law import form
from governance.record.events import Finding
from tests.web.review_office import DEFINITIONS, answers
from web.rows.live import demanded, live
from web.words.findings import in_labels, labelled

PEOPLE = {"signe": "01a1e35f-3530-7fbb-aabc-a8d0b341facd", "ben": "01a1e35f-3530-7fbb-aabc-a8d0b341fac1"}


@pytest.fixture(scope="module")
def law() -> Definition:
    found = compile_file(Path(DEFINITIONS) / "cx-initiative.yaml").definition
    assert found is not None
    return found


def given(**changes: Json) -> dict[str, Json]:
    return {**answers(PEOPLE), "title": "A title", **changes}


def idle(answers: dict[str, Json]) -> Json:
    parts = answers["responsibilities"]
    assert isinstance(parts, dict)
    return {**parts, "safety": "not_involved"}


def only(found: tuple[Finding, ...], check: str) -> Finding:
    return next(one for one in found if one.check == check)


def test_a_function_left_idle_is_named_as_the_form_names_it_and_recorded_as_ever(law: Definition) -> None:
    told = given(responsibilities=idle(given()))
    recorded = only(form.findings(law, told), "responsibilities-complete")
    assert recorded.what == "“safety” has “not involved”, and this work cannot do without it."
    read = only(labelled(law, told), "responsibilities-complete")
    assert read.what == "“Patient safety” has “Not involved”, and this work cannot do without it."
    assert (read.id, read.inputs) == (recorded.id, recorded.inputs)


def test_days_are_written_out(law: Definition) -> None:
    told = given(plan_agreed="2027-12-24")
    recorded, read = (only(found, "data-plan-first").what for found in (form.findings(law, told), labelled(law, told)))
    assert "and the plan is only agreed on 2027-12-24." in recorded
    assert "and the plan is only agreed on 24 Dec 2027." in read


def test_a_recorded_finding_is_read_in_labels_and_one_of_other_answers_in_its_own_words(law: Definition) -> None:
    told = given(responsibilities=idle(given()))
    recorded = form.findings(law, told)
    assert in_labels(law, told, "", recorded) == labelled(law, told)
    assert in_labels(law, given(), "", recorded) == recorded


def test_every_finding_of_every_definition_has_the_same_names_and_inputs_in_labels() -> None:
    for path in sorted(Path(DEFINITIONS).glob("*.yaml")):
        law = compile_file(path).definition
        if law is None:
            continue
        for told in ({}, given()):
            known = {name: value for name, value in told.items() if name in law.field_by_name}
            pairs = zip(form.findings(law, known), labelled(law, known), strict=True)
            assert all((one.id, one.inputs, one.concerns) == (two.id, two.inputs, two.concerns) for one, two in pairs)


def test_what_a_check_that_blocks_misses_is_a_missing_answer_and_said_once(law: Definition) -> None:
    told = {name: value for name, value in given().items() if name != "plan_agreed"}
    found = live(law, told)
    assert [problem.what for problem in found.problems] == ["“When was this plan agreed?” is not answered."]
    assert found.missing == ("plan_agreed",)
    assert not [one for one in found.findings if one.check == "data-plan-first"]


def test_a_required_question_without_an_answer_is_no_finding_besides(law: Definition) -> None:
    told = {name: value for name, value in given().items() if name != "evidence"}
    found = live(law, told)
    assert [problem.field for problem in found.problems] == ["evidence"]
    assert "evidence" not in {one.concerns for one in found.findings}


def test_an_optional_question_is_demanded_where_its_absence_blocks_and_nowhere_else(law: Definition) -> None:
    every = tuple(law.field_by_name.values())
    assert demanded(law, {}, every) == {"plan_agreed"}
    assert demanded(law, given(), every) == {"plan_agreed"}
