"""How checks are declared and made: parameters held against the form, conditions, sources, facts from elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from governance.checks.base import IMPLIED, Answers, Check, Found, Naming, Parameter, Parameters
from governance.checks.library import CHECKS
from governance.errors import NotADefinition
from governance.language.definition import CheckCall, Source
from governance.law.form import findings_of
from governance.reading.document import read
from tests.governance import test_checks_contact, test_checks_messages, test_checks_need, test_checks_strategy
from tests.governance.documents import answers, bent
from tests.governance.finding import choice, found, law, table

CASES = [
    *test_checks_need.CASES, *test_checks_strategy.CASES, *test_checks_messages.CASES, *test_checks_contact.CASES,
]  # fmt: skip
SURVEY = {"kind": "survey", "shows": "x"}


def test_every_check_has_a_finding_that_its_cure_clears() -> None:
    assert {name for case in CASES for name in case.check} == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_says_what_it_is_for(name: str) -> None:
    assert CHECKS[name].purpose
    assert not CHECKS[name].purpose.endswith(".")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what[:40])
def test_every_parameter_left_out_is_known_when_the_check_looks(case: Any) -> None:
    (call,) = law([case.check], case.fields).checks
    assert set(call.parameters) == set(CHECKS[call.name].parameters)


WARN = {"evidence-present": {"at_least": 2, "severity": "warn", "when": {"two_way": "yes"}}}


def test_a_check_is_made_only_when_its_condition_holds() -> None:
    said = {"evidence": [SURVEY]}
    assert [one.severity for one in found([WARN], [], said)] == ["warn"]
    assert found([WARN], [], said | {"two_way": "no"}) == ()


def test_the_digest_of_the_inputs_covers_the_condition() -> None:
    check = {"evidence-present": {"at_least": 2, "when": {"any": [{"two_way": "yes"}, {"promotional": "yes"}]}}}
    said = {"evidence": [SURVEY]}
    before, after, other = (
        found([check], [], said | more)[0].inputs for more in ({}, {"two_way": "no"}, {"budget": "1 EUR"})
    )
    assert (before == other, before == after) == (True, False)


def test_a_check_says_where_its_rule_comes_from() -> None:
    check = {"evidence-present": {"source": "Charter §3", "reviewed": "2026-02-01"}}
    (call,) = law([check], []).checks
    assert call.source == Source("Charter §3", reviewed="2026-02-01")


FIELDS = [choice("rationale", "need", "brand"), {"name": "words", "kind": "text"}, {"name": "day", "kind": "date"}]
POINT = {"points": 1, "says": "a", "cure": "b", "when": {"two_way": "yes"}}
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"evidence-present": {"when": {"two_wey": "yes"}}}, "no field `two_wey`"),
    ({"evidence-present": {"when": {"tier": "T3"}}}, "the tier is not known here"),
    ({"evidence-present": {"reviewed": "2026-02-01"}}, "Add the source"),
    ({"brand-only": {"any_of": ["brend"]}}, "Did you mean `brand`?"),
    ({"brand-only": {"in": "words", "any_of": ["x"]}}, "names no choice or choices of the form: `words`"),
    ({"brand-only": {}}, "needs the word `any_of`"),
    ({"brand-only": {"any_of": "brand"}}, "is a list"),
    ({"audience-answered": {"rows": ["hcp"]}}, "has no word `rows`"),
    ({"customer-centricity": {"points": []}}, "is empty"),
    ({"customer-centricity": {"points": [{"points": 1}]}}, "needs the word `cure`"),
    ({"customer-centricity": {"points": [POINT | {"points": 0}]}}, "points"),
    ({"customer-centricity": {"points": [POINT | {"when": {"x": "y"}}]}}, "no field `x`"),
    ({"customer-centricity": {"points": [POINT], "at_least": 0}}, "`at_least`"),
    ({"message-length": {"in": "said", "column": "one"}}, "says no length"),
    ({"message-length": {"in": "said", "column": "one", "words": "14..10"}}, "Write it like 10..14"),
    ({"message-length": {"in": "said", "column": "one", "by": "for", "ranges": {"nurse": "1..2"}}}, "no word `nurse`"),
    ({"message-length": {"in": "said", "column": "one", "by": "for", "ranges": ["1..2"]}}, "`ranges` is a map"),
    ({"message-length": {"in": "said", "column": "one", "words": "1..2", "by": "fro"}}, "Did you mean `for`?"),
    ({"reference-per-claim": {"in": "said"}}, "no column of `said` `reference`"),
    ({"message-parts": {"in": "said", "parts": ["one", "two"]}}, "no column of `said` `two`"),
    ({"data-plan-first": {"in": "said", "column": "one", "plan": "day"}}, "no column of `said` of the kind date"),
    ({"data-plan-first": {"in": "said", "column": "on", "plan": "words"}}, "names no date of the form"),
    ({"material-code": {"in": "who"}}, "`in` names no line"),
]


@pytest.mark.parametrize(("check", "words"), FAULTS, ids=lambda part: str(part)[:60])
def test_a_wrong_call_is_told_with_its_cure(check: dict[str, Any], words: str) -> None:
    said = table("said", "one", {"name": "on", "kind": "date"}, choice("for", "nurses", "doctors"))
    with pytest.raises(NotADefinition) as refused:
        law([check], [*FIELDS, said])
    told = [f"{problem.what} {problem.cure}" for problem in refused.value.problems]
    assert any(words in each for each in told), told


def test_a_length_for_all_needs_no_column_of_specialties() -> None:
    said = table("said", "one")
    check = {"message-length": {"in": "said", "column": "one", "words": "2..2"}}
    assert found([check], [said], {"said": [{"one": "two words"}]}) == ()
    assert len(found([check], [said], {"said": [{"one": "alone"}]})) == 1


def test_a_severity_is_block_or_warn() -> None:
    with pytest.raises(NotADefinition, match="block or warn"):
        read(bent("/checks", [{"evidence-present": {"severity": "mild"}}]))


def _too_many(parameters: Parameters, answers: Answers, _: Naming) -> Iterator[Found]:
    load = answers["elsewhere/contact_load"]
    if isinstance(load, int) and load > int(str(parameters["limit"])):
        yield Found("budget", f"{load} contacts a week.", "Wait a week.")


LOAD = Check(
    "customers are left in peace", {"limit": Parameter("whole", 3)}, _too_many, facts=("elsewhere/contact_load",)
)
CALL = CheckCall("contact-load", "block", {"limit": 3})


def load_findings(**facts: int) -> list[tuple[str, str, str]]:
    known = answers() | {f"elsewhere/{name}": value for name, value in facts.items()}
    return [(one.concerns, one.severity, one.what) for one in findings_of(LOAD, CALL, known, {})]


def test_a_check_looks_at_facts_from_elsewhere() -> None:
    assert load_findings(contact_load=5) == [("budget", "block", "5 contacts a week.")]
    assert load_findings(contact_load=3) == []


UNKNOWN = "It was not checked whether customers are left in peace: nobody said what is known as elsewhere/contact load."


def test_a_check_without_its_facts_is_not_made_and_says_so() -> None:
    assert load_findings() == [
        (
            "title",
            "block",
            UNKNOWN,
        )
    ]


def test_the_digest_of_the_inputs_covers_facts_from_elsewhere() -> None:
    inputs = {
        load: next(findings_of(LOAD, CALL, answers() | {"elsewhere/contact_load": load}, {})).inputs for load in (4, 5)
    }
    assert inputs[4] != inputs[5]


@pytest.mark.parametrize("name", CHECKS)
def test_the_reference_names_every_parameter_and_its_default(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/checks.md").read_text(encoding="utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
    told = row.rsplit(" | ", 1)[1]
    for word, parameter in CHECKS[name].parameters.items():
        if parameter.kind not in IMPLIED:
            default = parameter.default or ""
            shown = f"[{', '.join(map(str, default))}" if isinstance(default, list) else f"({default}"
            assert f"`{word}`{f' ({shown}' if isinstance(default, list) else f' {shown}' if default else ''}" in told
        else:
            assert f"`{word}`" not in told
