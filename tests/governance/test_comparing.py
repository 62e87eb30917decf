"""Definitions compared: every change has a sentence, and the verdict is what trying everything finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from governance.comparing.comparison import Comparison, compare, distinguishes, told_of
from governance.comparing.replay import Act, Returned, Signed, Sitting, Witness, panels_of, replay, voter
from governance.errors import NotADefinition
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.reading.document import read
from tests.governance.documents import bent, small


def compared(pointer: str, value: Any) -> Comparison:
    changed = bent(pointer, value)
    return compare(read(small()), read(changed), (small(), changed))


def sentences(pointer: str, value: Any) -> list[str]:
    return [change.sentence for change in compared(pointer, value).changes]


def test_a_shorter_clock_is_told_and_is_equal_in_law() -> None:
    found = compared("/gates/0/within", "16 business hours")
    assert [change.sentence for change in found.changes] == ["“Steering” now has 16 instead of 40 business hours."]
    assert (found.verdict, found.changes[0].pointer) == ("equal", "/gates/0/within")


def test_another_majority_is_told_in_its_words() -> None:
    told = sentences("/gates/0/decide/approve", "two-thirds")
    assert told == ["“Steering” needs two thirds instead of a majority."]


def test_a_threshold_is_told_with_what_it_leads_to() -> None:
    told = sentences("/tiers/0/when/any/1", {"budget": {"over": "500 EUR"}})
    assert told == ["“Budget” over 500 EUR instead of 1000 EUR leads to T3."]


WHENS = [(("", "yes"), "looser"), (("yes", ""), "stricter"), (("yes", "no"), "both")]


@pytest.mark.parametrize(("whens", "verdict"), WHENS)
def test_a_tick_asked_of_fewer_answers_is_told_and_proven(whens: tuple[str, str], verdict: str) -> None:
    """`""` asks for it always."""
    two = [bent("/gates/1/checklist", [{"name": "safe", **({"when": {"promotional": w}} if w else {})}]) for w in whens]
    found = compare(read(two[0]), read(two[1]), (two[0], two[1]))
    spoken = [f"when “Promotional” is {when}" if when else "always" for when in whens]
    said = f"“Medical”: the checklist entry “safe” is now asked {spoken[1]} instead of {spoken[0]}."
    assert [change.sentence for change in found.changes] == [said]
    assert found.verdict == verdict
    assert found.witnesses


def test_a_new_gate_is_new() -> None:
    more = {"gate": "privacy", "panel": {"role": "privacy_reviewer"}, "reviews": ["need"]}
    found = compared("/gates", [*small()["gates"], more])
    assert [change.sentence for change in found.changes] == ["The gate “Privacy” is new."]
    assert (found.verdict, found.changes[0].kind) == ("stricter", "added")


def test_the_same_definition_has_no_change() -> None:
    found = compare(read(small()), read(small()))
    assert (found.verdict, found.changes, found.witnesses) == ("equal", (), ())


def test_what_is_only_written_differently_is_told_as_that() -> None:
    found = compared("/gates/1/never", ["line_manager_of_owner", "payer"])
    assert [change.sentence for change in found.changes] == [
        "The definitions are written differently, but every rule is the same."
    ]
    assert found.verdict == "equal"


def places(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every pointer of a document with what stands there."""
    if pointer:
        yield pointer, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield from places(inner, f"{pointer}/{key}")


def mutated(document: dict[str, Any], pointer: str, how: int) -> dict[str, Any]:
    """The document with something else at a pointer: gone, doubled, turned round, larger, reworded."""
    changed = deepcopy(document)
    *parents, last = pointer.split("/")[1:]
    place: Any = changed
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    key: Any = int(last) if isinstance(place, list) else last
    value = place[key]
    match how:
        case 0:
            del place[key]
        case 1 if isinstance(value, list):
            place[key] = value[::-1]
        case 1 if isinstance(value, bool):
            place[key] = not value
        case 1 if isinstance(value, int):
            place[key] = value + 1
        case 1 if isinstance(value, str):
            swaps = {"yes": "no", "no": "yes", "majority": "all", "block": "warn", "warn": "block", "line": "text"}
            place[key] = swaps.get(value, value.replace("40", "16").replace("8", "7").replace("T3", "T1"))
        case 2 if isinstance(value, str):
            place[key] = f"{value}x"
        case 2 if isinstance(value, list):
            place[key] = value[:-1]
        case _:
            pass
    return changed


POINTERS = [pointer for pointer, _ in places(small())]


@given(st.sampled_from(POINTERS), st.integers(0, 2))
@settings(max_examples=50, deadline=None)
def test_any_change_of_the_document_has_a_sentence(pointer: str, how: int) -> None:
    changed = mutated(small(), pointer, how)
    try:
        new = read(changed)
    except NotADefinition:
        assume(False)
    old = read(small())
    told = [one.sentence for one in told_of(old, new, (small(), changed))]
    assert bool(told) is (changed != small())
    if replace(new, digest=old.digest) != old:
        assert not any("written differently" in sentence for sentence in told)
        assert all("governance" not in sentence and "Test(" not in sentence for sentence in told)


FORM: list[Any] = [
    {
        "section": section,
        "fields": [
            *([{"name": "title", "kind": "line", "required": "yes"}] if section == "one" else []),
            {"name": f"{section}_sure", "kind": "yesno", "required": "yes"},
        ],
    }
    for section in ("one", "two")
]
ANSWERS: Mapping[str, tuple[Json, ...]] = {"one_sure": ("yes", "no"), "two_sure": ("yes", "no", None)}
conditions = st.sampled_from([{"one_sure": "yes"}, {"two_sure": "yes"}, {"not": {"two_sure": "yes"}}])
with_tier: st.SearchStrategy[Any] = st.one_of(st.none(), conditions, st.sampled_from([{"tier": "T2"}, {"tier": "T1"}]))


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    gates: list[dict[str, Any]] = []
    orders: list[tuple[str, ...]] = [("a",), ("a", "b"), ("b", "a")]
    for name in draw(st.sampled_from(orders)):
        gate: dict[str, Any] = {"gate": name, "panel": {"role": draw(st.sampled_from([name, "r"]))}}
        gate["reviews"] = draw(st.sampled_from([["one", "two"], ["one"], ["two"]])) if gates else ["one", "two"]
        gate["decide"] = {"approve": draw(st.sampled_from([1, 2]))}
        when = draw(with_tier)
        if when:
            gate["when"] = when
        if len(gates) > 0 and draw(st.booleans()):
            gate["after"] = [gates[0]["gate"]]
        if draw(st.booleans()):
            always = draw(st.booleans())
            when = {"name": "looked", "when": {f"{gate['reviews'][-1]}_sure": draw(st.sampled_from(["yes", "no"]))}}
            gate["checklist"] = ["looked" if always else when]
        if draw(st.booleans()):
            gate["never"] = ["line_manager_of_owner"]
        gates.append(gate)
    form: list[Any] = deepcopy(FORM)
    if draw(st.booleans()):
        del form[1]["fields"][0]["required"]
    tiers = [{"tier": "T2", "when": draw(conditions)}, {"tier": "T1"}]
    return {"workflow": "w", "title": "W", "record": "run", "form": form, "tiers": tiers, "gates": gates}


def cases(old: Definition, new: Definition) -> Iterator[Witness]:
    """Every case of a small world, without any idea of classes: who passes is found out act by act."""
    panels = panels_of(old, new)
    edits: list[dict[str, tuple[str, ...]]] = [{s: (voter(p, "1"),)} for s in ("one", "two") for p in panels]
    for chosen in product(*ANSWERS.values()):
        answers = {"title": "t", **{n: a for n, a in zip(ANSWERS, chosen, strict=True) if a is not None}}
        for raised, edit, manager in product(("", "T2"), ({}, *edits), ("", *(voter(p, "1") for p in panels))):
            if not (edit and manager):
                yield Witness(True, answers, (), raised, edit, panels, manager)


def verdict_of(old: Definition, new: Definition) -> str:
    """What trying everything says: up to four approvals, with and without the tick, in every order."""
    ways: set[bool] = set()
    for case in cases(old, new):
        gates = dict.fromkeys((*old.gate_by_name, *new.gate_by_name))
        acts = [
            Signed(gate, voter(panel, seat), "approve", ticked)
            for gate in gates
            for panel in dict.fromkeys(law.gate_by_name[gate].panel for law in (old, new) if gate in law.gate_by_name)
            for seat in case.panels[panel][:3]
            for ticked in (("looked",), ())
        ]
        ways |= set(_ways(old, new, case, acts, 4))
        if len(ways) > 1:
            return "both"
    return "equal" if not ways else "looser" if True in ways else "stricter"


def _ways(old: Definition, new: Definition, case: Witness, acts: list[Signed], depth: int) -> Iterator[bool]:
    """Which of the two lets something pass that the other does not, following only acts that change something."""
    start = (Sitting(old, case), Sitting(new, case))
    opened = [each.opens() for each in start]
    if not any(opened):
        return
    seen = set()
    edge = [start]
    for _ in range(depth + 1):
        following = []
        for one, other in edge:
            states = [each.state.status == "approved" for each in (one, other)]
            if states[0] != states[1]:
                yield states[1]
            for act in acts if not all(states) else ():
                moved = [_after(each, act) for each in (one, other)]
                key = tuple(
                    repr([(g, [(v.person, v.outcome) for v in vs]) for g, vs in s.state.votes.items()]) for s in moved
                )
                if key not in seen:
                    seen.add(key)
                    following.append((moved[0], moved[1]))
        edge = following


def _after(sitting: Sitting, act: Act) -> Sitting:
    found = Sitting(sitting.law, sitting.witness)
    found.state, found.at = sitting.state, sitting.at
    if found.state.status == "in review":
        found.acts(act)
    return found


def agrees(old: Definition, new: Definition) -> None:
    found = compare(old, new)
    assert found.verdict == verdict_of(old, new), [change.sentence for change in found.changes]
    for change in found.changes:
        assert change.witness is None or distinguishes(old, new, change.witness)


@pytest.mark.slow
@given(documents(), documents(), st.integers(0, 7))
@settings(max_examples=8, deadline=None)
def test_the_verdict_is_what_trying_everything_finds(one: dict[str, Any], other: dict[str, Any], part: int) -> None:
    word = ("tiers", "form")[part % 2]
    agrees(read(one), read({**one, word: other[word]} if part < 4 else other))


def test_a_decision_that_carries_over_is_seen_in_the_second_round() -> None:
    again: dict[str, Any] = {"gate": "a", "panel": {"role": "a"}, "reviews": ["one", "two"], "always_again": "yes"}
    document: dict[str, Any] = {"workflow": "w", "title": "W", "record": "run", "form": FORM, "tiers": [{"tier": "T1"}]}
    other: dict[str, Any] = {"gate": "b", "panel": {"role": "b"}, "reviews": ["one"]}
    old, new = (read({**document, "gates": [gate, other]}) for gate in (again, {**again, "always_again": "no"}))
    found = compare(old, new)
    assert found.verdict == "looser"
    (witness,) = found.witnesses
    assert Returned() in witness.acts
    assert replay(new, witness)
    assert not replay(old, witness)
