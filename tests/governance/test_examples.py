"""Examples run by the engine, and examples drawn from a definition."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from governance.checker.example_cases import branches
from governance.checker.examples import failing, generated
from governance.checker.guarantees import first_case
from governance.formats.jcs import Json
from governance.language.conditions import ALWAYS, AnyOf, Condition, Not, Rows, holds
from governance.language.conditions import Test as Question
from governance.language.definition import (
    Charter,
    CheckCall,
    Definition,
    Example,
    Field,
    Gate,
    Guarantee,
    Rule,
    Section,
    Tier,
)
from governance.law.gates import tier_of
from tests.governance.small_law import gate

PUBLIC = Question("public", "is", "yes")
COSTLY = Question("budget", "over", "1000 EUR")
SURVEYED = Rows("evidence", every=False, part=Question("kind", "is", "survey"))
KINDS = (("survey", "Survey"), ("call", "Call"))
FORM = (
    Section(
        "need",
        "Need",
        (
            Field("title", "line", "Title", required=True),
            Field("public", "yesno", "Public", required=True),
            Field("staffed", "line", "Staffed", required=True, when=PUBLIC),
            Field("budget", "amount", "Budget", required=True, accept=("EUR",)),
            Field("evidence", "table", "Evidence", columns=(Field("kind", "choice", "Kind", True, options=KINDS),)),
        ),
    ),
)
BLOCKS = CheckCall("covers", "block", {"in": "evidence", "column": "kind", "any_of": ["survey"], "unless": None})


def law(*gates: Gate, examples: tuple[Example, ...] = (), checks: tuple[CheckCall, ...] = ()) -> Definition:
    found = gates or (
        gate("medical", reviews=("need",)),
        gate("legal", reviews=("need",), when=Question("tier", "is", "T2"), after=("medical",)),
        gate("board", "committee/board", "majority", reviews=("need",), when=SURVEYED),
    )
    return Definition(
        "d" * 64, "piece", "Piece", "piece", "PIE", "calendar/office", FORM,
        (Tier("T2", "High", AnyOf((PUBLIC, COSTLY))), Tier("T1", "Low")), found, checks, examples=examples,
        guarantees=(Guarantee(COSTLY, needs=("legal",)),),
        charters={"board": Charter("board", "Board", (("chair", "Chair"), ("legal", "Legal"), ("third", "Third")))},
    )  # fmt: skip


def example(answers: Mapping[str, Json], **says: str) -> Example:
    decisions = tuple((name, outcome) for name, outcome in says.items() if name in ("medical", "legal", "board"))
    return Example("One", answers, says.get("tier", ""), None, decisions, says.get("outcome", ""))  # type: ignore[arg-type]  # outcomes as written


def told(found: Definition) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.what) for problem in failing(found)]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"public": "yes"}, {"tier": "T2", "outcome": "approved"}),
        ({"budget": "1000 EUR"}, {"tier": "T1", "outcome": "approved"}),
        ({"public": "yes"}, {"legal": "request changes", "outcome": "returned"}),
        ({"public": "no"}, {"legal": "reject", "outcome": "approved"}),
        ({"public": "no"}, {"medical": "reject", "outcome": "rejected"}),
        ({"evidence": [{"kind": "survey"}]}, {"board": "reject", "outcome": "rejected"}),
        ({"evidence": [{"kind": "call"}]}, {"board": "reject", "outcome": "approved"}),
        ({"title": "A", "public": "yes", "budget": "1 EUR"}, {"outcome": "incomplete"}),
        ({"evidence": [{"kind": "call"}]}, {"outcome": "blocked"}),
        ({"title": "A", "public": "no", "budget": "1 EUR"}, {"outcome": "approved"}),
    ],
)
def test_an_example_that_comes_out_as_it_says_is_kept(answers: dict[str, Json], says: dict[str, str]) -> None:
    assert told(law(examples=(example(answers, **says),), checks=(BLOCKS,))) == []


@pytest.mark.parametrize(
    ("answers", "says", "pointer", "words"),
    [
        ({"public": "yes"}, {"tier": "T1"}, "/examples/0/tier", "expects the tier T1; it is T2."),
        ({"public": "yes"}, {"outcome": "returned"}, "/examples/0/outcome", "expects to be returned; it is approved."),
        ({"public": "yes"}, {"medical": "reject", "outcome": "approved"}, "/examples/0/outcome", "it is rejected."),
        ({"public": "perhaps"}, {"tier": "T1"}, "/examples/0/answers/public", "has no option `perhaps`"),
        ({"public": "yes"}, {"medical": "abstain", "outcome": "approved"}, "/examples/0/outcome", "never decided"),
        ({"public": "yes"}, {"board": "abstain", "outcome": "incomplete"}, "", ""),
        (
            {"title": "A", "public": "no", "budget": "1 EUR", "evidence": [{"kind": "call"}]},
            {"outcome": "approved"},
            "/examples/0/outcome",
            "it is blocked: No row has as its kind one of: survey.",
        ),
        (
            {"title": "A", "public": "no", "budget": "1 EUR"},
            {"outcome": "incomplete"},
            "/examples/0/outcome",
            "it is a",
        ),
    ],
)
def test_an_example_that_comes_out_otherwise_says_what_was_expected_and_what_came(
    answers: dict[str, Json], says: dict[str, str], pointer: str, words: str
) -> None:
    found = told(law(examples=(example(answers, **says),), checks=(BLOCKS,)))
    assert [each for each, _ in found] == ([pointer] if pointer else [])
    assert all(words in what and "“One”" in what for _, what in found)


def test_an_example_names_the_gates_that_are_missing_and_those_too_many() -> None:
    case = Example("One", {"public": "no"}, gates=("medical", "legal"))
    assert told(law(examples=(case,))) == [
        ("/examples/0/gates", "The example “One” expects “Legal” to be needed, but it is not.")
    ]
    case = Example("One", {"public": "yes"}, gates=("medical",))
    assert "“Legal” not to be needed, but it is" in told(law(examples=(case,)))[0][1]


def test_a_gate_that_asks_for_three_and_a_comment_is_decided_in_an_example() -> None:
    two = replace(gate("medical", reviews=("need",), approve=3), checklist=(("a", "A"),), commented=("a",))
    assert told(law(two, examples=(example({}, outcome="approved"),))) == []


def test_generated_examples_take_every_branch_that_answers_reach() -> None:
    found = law()
    cases = generated(found)
    taken = [{**case.answers, "tier": tier_of(found, case.answers, "")} for case in cases]
    for branch in branches(found):
        reachable = first_case(found, branch, raising=False) is not None
        assert any(holds(branch, each) for each in taken) is reachable, branch


def test_no_generated_example_can_be_left_out() -> None:
    found = law()
    goals = tuple(branches(found))
    taken = [
        {n for n, goal in enumerate(goals) if holds(goal, {**case.answers, "tier": case.tier})}
        for case in generated(found)
    ]
    for place, mine in enumerate(taken):
        others = set().union(*(each for n, each in enumerate(taken) if n != place))
        assert mine - others


def test_generated_examples_are_kept_when_they_are_written_into_the_file() -> None:
    found = law()
    cases = generated(found)
    assert failing(replace(found, examples=cases)) == ()
    assert generated(found) == cases
    assert [case.title for case in cases] == [
        "“Budget” is 1001 EUR: T2, with Medical and Legal",
        "“Evidence” is 1 row (Kind Survey): T1, with Medical and Board",
        "“Public” is yes: T2, with Medical and Legal",
    ]


def test_a_definition_without_conditions_has_one_example() -> None:
    found = replace(law(gate("medical", reviews=("need",))), tiers=(Tier("T1", "All"),), guarantees=())
    (case,) = generated(replace(found, sections=(Section("need", "Need", (Field("title", "line", "Title"),)),)))
    assert (case.tier, case.gates) == ("T1", ("medical",))


def test_a_question_asked_only_then_is_answered_only_then() -> None:
    nested: Condition = Not(Question("reach", "over", 10))
    asks = (*FORM[0].fields, Field("reach", "number", "Reach", required=True, when=PUBLIC))
    found = replace(
        law(Gate("medical", "Medical", "role/m", Rule(1), ("need",), when=nested)),
        sections=(Section("need", "Need", asks),),
        guarantees=(),
    )
    cases = generated(found)
    assert all(("reach" in case.answers) is (case.answers["public"] == "yes") for case in cases)
    assert failing(replace(found, examples=cases)) == ()
    assert ALWAYS not in {gate.when for gate in found.gates}
