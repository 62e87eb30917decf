"""Guarantees against an oracle that simply tries every combination of answers."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.checker import guarantees
from governance.checker.guarantees import Counterexample, prove, unreachable
from governance.errors import NotADefinition
from governance.formats.jcs import Json
from governance.language.conditions import holds
from governance.language.definition import Definition, Field
from governance.law.gates import applicable, tier_of
from governance.reading.document import read
from tests.governance.documents import bent, small

FORM: list[dict[str, Any]] = [
    {
        "section": "all",
        "fields": [
            {"name": "title", "kind": "line", "required": "yes"},
            {"name": "sure", "kind": "yesno", "required": "yes"},
            {"name": "kind", "kind": "choice", "options": ["x", "y", "z"]},
            {"name": "many", "kind": "choices", "options": ["p", "q", "r"]},
            {"name": "size", "kind": "number", "max": 3, "when": {"sure": "yes"}, "required": "yes"},
            {"name": "cost", "kind": "amount", "when": {"any": [{"kind": "x"}, {"many": {"count over": 1}}]}},
            {"name": "who", "kind": "matrix", "rows": ["hcp", "pat"], "columns": ["main", "none"], "required": "yes"},
        ],
    }
]
atoms = st.sampled_from(
    [
        {"sure": "yes"},
        {"sure": "no"},
        {"kind": "x"},
        {"kind": ["y", "z"]},
        {"many": "p"},
        {"many": ["q", "r"]},
        {"many": {"count over": 1}},
        {"many": {"count under": 1}},
        {"size": {"over": 2}},
        {"size": 0},
        {"cost": {"over": "2 EUR"}},
        {"cost": {"at most": "1 EUR"}},
        {"who": {"pat": "main"}},
        {"who": {"hcp": "main", "pat": "none"}},
        {"sure": "yes", "kind": "y"},
    ]
)


def nested(leaf: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaf,
        lambda part: (
            st.builds(lambda c: {"not": c}, part)
            | st.lists(part, min_size=1, max_size=3).map(lambda parts: {"any": parts})
            | st.lists(part, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        ),
        max_leaves=5,
    )


conditions = nested(atoms)
with_tier = nested(atoms | st.sampled_from([{"tier": "T2"}, {"tier": ["T1", "T0"]}, {"tier": "T0"}]))


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    names = ("one", "two")
    gates = [{"gate": name, "panel": {"role": "r"}, "reviews": ["all"]} for name in names]
    for gate in gates:
        if draw(st.booleans()):
            gate["when"] = draw(with_tier)
    promise = st.fixed_dictionaries(
        {"if": with_tier, "approval needs": st.just(["one"]), "never opens": st.just(["two"])}
    )
    document: dict[str, Any] = {
        "workflow": "w",
        "title": "W",
        "record": "run",
        "form": FORM,
        "tiers": [{"tier": "T2", "when": draw(conditions)}, {"tier": "T1", "when": draw(conditions)}, {"tier": "T0"}],
        "gates": gates,
        "guarantees": draw(st.lists(promise, min_size=1, max_size=2)),
    }
    return read(document)


def every_answer(field: Field) -> list[Json]:
    subsets = chain.from_iterable(combinations(["p", "q", "r"], n) for n in range(4))
    matrix: list[Json] = [{"hcp": a, "pat": b} for a, b in product(["main", "none"], repeat=2)]
    values: Mapping[str, list[Json]] = {
        "title": ["t"],
        "sure": ["yes", "no"],
        "kind": ["x", "y", "z"],
        "many": [list(chosen) for chosen in subsets],
        "size": [0, 1, 2, 3],
        "cost": ["0 EUR", "1 EUR", "2 EUR", "3 EUR"],
        "who": matrix,
    }
    return values[field.name]


def everything(law: Definition) -> Iterator[dict[str, Json]]:
    """All answers the form admits, tried field by field without any idea of classes."""

    def on(fields: list[Field], chosen: dict[str, Json]) -> Iterator[dict[str, Json]]:
        if not fields:
            yield chosen
            return
        field, rest = fields[0], fields[1:]
        if holds(field.when, chosen):
            for answer in every_answer(field):
                yield from on(rest, {**chosen, field.name: answer})
        if not field.required or not holds(field.when, chosen):
            yield from on(rest, chosen)

    yield from on(list(law.field_by_name.values()), {})


def runs(law: Definition, given: Iterable[dict[str, Json]] = ()) -> Iterator[tuple[dict[str, Json], str, bool]]:
    for answers in given or everything(law):
        names = [tier.name for tier in law.tiers]
        computed = tier_of(law, answers, "")
        for tier in names[: names.index(computed) + 1]:
            yield answers, tier, tier != computed


def broken_promises(law: Definition) -> set[tuple[int, str]]:
    found = set()
    for answers, tier, _ in runs(law):
        needed = applicable(law, answers, tier)
        for place, guarantee in enumerate(law.guarantees):
            if holds(guarantee.when, {**answers, "tier": tier}):
                found |= {(place, gate) for gate in guarantee.needs if gate not in needed}
                found |= {(place, gate) for gate in guarantee.never_opens if gate in needed}
    return found


@given(definitions())
@settings(max_examples=25)
def test_the_proof_agrees_with_trying_every_answer(law: Definition) -> None:
    proven = prove(law)
    assert {(c.guarantee, c.gate) for c in proven} == broken_promises(law)
    for case in proven:
        check_replays(law, case)


def check_replays(law: Definition, case: Counterexample) -> None:
    """The counterexample is one: its answers are possible, lead to its tier, and break the promise."""
    assert all(holds(law.field_by_name[name].when, case.answers) for name in case.answers)
    tier = case.tier or tier_of(law, case.answers, "")
    if case.tier:
        assert (tier_of(law, case.answers, "") != tier) is case.raised
    guarantee = law.guarantees[case.guarantee]
    assert holds(guarantee.when, {**case.answers, "tier": tier})
    assert (case.gate in applicable(law, case.answers, tier)) is (case.gate in guarantee.never_opens)


@given(definitions())
@settings(max_examples=15)
def test_what_no_answers_reach_is_what_no_answers_reach(law: Definition) -> None:
    given = list(everything(law))
    tried = list(runs(law, given))
    computed = {tier_of(law, answers, "") for answers in given}
    needed: set[str] = set().union(*(applicable(law, answers, tier) for answers, tier, _ in tried))
    fitting = {
        place
        for answers, tier, _ in tried
        for place, guarantee in enumerate(law.guarantees)
        if holds(guarantee.when, {**answers, "tier": tier})
    }
    expected = {f"/tiers/{i}" for i, tier in enumerate(law.tiers) if tier.name not in computed}
    expected |= {f"/gates/{i}" for i, gate in enumerate(law.gates) if gate.name not in needed}
    expected |= {f"/guarantees/{i}" for i in range(len(law.guarantees)) if i not in fitting}
    assert {problem.pointer for problem in unreachable(law)} == expected


def test_a_kept_promise_has_no_counterexample() -> None:
    assert prove(read(small())) == ()
    assert unreachable(read(small())) == ()


def test_a_broken_promise_is_told_in_plain_words() -> None:
    document = bent("/guarantees/0/approval needs", ["steering"])
    (found,) = prove(read(document))
    assert (found.guarantee, found.pointer, found.gate) == (0, "/guarantees/0", "steering")
    assert found.words == (
        "When “Promotional” is yes and “Two way” is no and “Budget” is 0 EUR and the tier is T1, the gate “Steering” "
        "is not needed although approval needs it."
    )


def test_a_promise_must_survive_a_raised_tier() -> None:
    document = bent("/guarantees/1", {"if": {"two_way": "no", "promotional": "no"}, "never opens": ["steering"]})
    document["tiers"][0]["when"] = {"two_way": "yes"}
    (found,) = prove(read(document))
    assert found.raised
    assert "raised to T3" in found.words


def test_an_amount_on_the_edge_is_found() -> None:
    document = bent(
        "/guarantees/1", {"if": {"budget": {"at least": "1000 EUR"}, "two_way": "no"}, "approval needs": ["steering"]}
    )
    (found,) = prove(read(document))
    assert found.answers["budget"] == "1000 EUR"


def test_a_question_that_is_not_asked_has_no_answer() -> None:
    document = bent("/form/1/fields/5/when", {"two_way": "yes"})
    document["guarantees"] = [{"if": {"pages": {"over": 3}}, "approval needs": ["steering"]}]
    assert prove(read(document)) == ()


def test_a_tier_shadowed_by_the_one_before_is_never_reached() -> None:
    document = small()
    document["tiers"].insert(1, {"tier": "T2", "when": {"two_way": "yes"}})
    assert [(problem.pointer, problem.what) for problem in unreachable(read(document))] == [
        ("/tiers/1", "No answers lead to the tier T2.")
    ]


def test_a_gate_no_answers_need_is_told() -> None:
    document = bent("/gates/2/when", {"all": [{"two_way": "yes"}, {"tier": "T1"}]})
    assert "/gates/2" in [problem.pointer for problem in unreachable(read(document))]


def test_many_fields_are_still_proven_at_once() -> None:
    """Sixty yes-or-no questions are 2^60 combinations; what is left of the conditions is small."""
    document = small()
    names = [f"q{n}" for n in range(60)]
    document["form"][1]["fields"] += [{"name": name, "kind": "yesno", "required": "yes"} for name in names]
    document["tiers"][0]["when"] = {"any": [{name: "yes"} for name in names]}
    document["guarantees"] = [{"if": {"any": [{name: "yes"} for name in names]}, "approval needs": ["steering"]}]
    assert prove(read(document)) == ()
    document["guarantees"][0]["if"]["any"].append({"promotional": "yes"})
    (found,) = prove(read(document))
    assert all(found.answers[name] == "no" for name in names)


def test_what_cannot_be_proven_is_not_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarantees, "MOST_STEPS", 2)
    found = prove(read(small()))
    assert found
    assert all("too many cases" in case.words for case in found)


def test_random_definitions_are_readable() -> None:
    """The oracle tests something: a definition of this shape is read, and a misspelt one is not."""
    with pytest.raises(NotADefinition):
        read(bent("/form", FORM))


def test_an_optional_question_may_stay_unanswered() -> None:
    neither = {"not": {"any": [{"pages": {"over": 2}}, {"pages": {"at most": 2}}]}}
    (found,) = prove(read(bent("/guarantees/1", {"if": neither, "approval needs": ["steering"]})))
    assert "pages" not in found.answers


def test_a_number_of_rows_between_two_bounds_is_found() -> None:
    four = {"evidence": {"count over": 3, "count under": 5}}
    (found,) = prove(read(bent("/guarantees/1", {"if": four, "approval needs": ["steering"]})))
    rows = found.answers["evidence"]
    assert isinstance(rows, list)
    assert len(rows) == 4


def test_choices_that_no_test_tells_apart_still_count() -> None:
    three = {"brands": {"count over": 2}}
    (found,) = prove(read(bent("/guarantees/1", {"if": three, "approval needs": ["steering"]})))
    assert found.answers["brands"] == ["alpha", "beta", "gamma"]
