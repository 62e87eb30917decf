"""The checker against an oracle that tries every command in every order, on definitions drawn at random."""

from __future__ import annotations

from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.checker.exploring import Found, explore, panels_of, replay
from governance.checker.exploring_cases import cases
from governance.checker.exploring_plays import play_of
from governance.checker.exploring_rounds import search
from governance.checker.exploring_runs import staged
from governance.language.conditions import ALWAYS, Condition, Not
from governance.language.conditions import Test as Asked
from governance.language.definition import Charter, Definition, Field, Gate, Guarantee, Presence, Rule, Section, Tier
from tests.governance.exploring_oracle import everything

Approve = int | Literal["majority", "two-thirds", "all"]
SEEDS = st.integers(0, 2**48)


_COMMITTEES: tuple[Approve, ...] = (1, 2, 3, "majority", "majority", "two-thirds", "all")
_ROLES: tuple[Approve, ...] = (1, 1, 1, 2, "majority")


def a_law(chance: Random, most_gates: int, *, committees: bool = True) -> Definition:
    sections = ("s0", "s1", "s2")[: chance.randint(1, 3)]
    asked = ("q0", "q1")[: chance.randint(0, 2)]
    form = tuple(
        Section(
            name,
            name,
            (
                Field(f"{name}_words", "line", name, most=200),
                *(Field(q, "yesno", q) for n, q in enumerate(asked) if n % len(sections) == place),
            ),
        )
        for place, name in enumerate(sections)
    )
    tiers = (Tier("T2", "T2", a_when(chance, asked)), Tier("T1", "T1")) if asked else (Tier("T1", "T1"),)
    committee = committees and chance.random() < 0.4
    number = chance.randint(1, 2 if committee else most_gates)
    gates = tuple(a_gate(chance, n, sections, asked, committee=committee and n == 0) for n in range(number))
    named = tuple(gate.name for gate in gates)
    guarantees: tuple[Guarantee, ...] = ()
    if asked and chance.random() < 0.5:
        promised = (chance.choice(named),)
        when = a_when(chance, asked)
        guarantees = (Guarantee(when, promised) if chance.random() < 0.7 else Guarantee(when, (), promised),)
    seats = ("chair", "medical", "legal")[: chance.randint(2, 3)]
    return Definition(
        digest="d" * 64,
        workflow="piece",
        title="Piece",
        record="piece",
        prefix="PCE",
        calendar="",
        sections=form,
        tiers=tiers,
        gates=gates,
        guarantees=guarantees,
        charters={"board": Charter("board", "Board", tuple((seat, seat) for seat in seats), alternates=False)},
    )


def a_when(chance: Random, asked: tuple[str, ...]) -> Condition:
    test = Asked(chance.choice(asked), "is", chance.choice(("yes", "no")))
    return Not(test) if chance.random() < 0.3 else test


def a_gate(chance: Random, n: int, sections: tuple[str, ...], asked: tuple[str, ...], *, committee: bool) -> Gate:
    when: Condition = ALWAYS
    if asked and chance.random() < 0.4:
        when = a_when(chance, asked) if chance.random() < 0.7 else Asked("tier", "is", chance.choice(("T1", "T2")))
    seats = ("chair", "medical", "legal", "market")
    if committee:
        named = tuple(s for s in seats if chance.random() < (0.25 if s != "market" else 0.03))
        veto = tuple(s for s in seats if chance.random() < (0.25 if s != "market" else 0.03))
        approve: Approve = chance.choice(_COMMITTEES)
        rule = Rule(approve, Presence(chance.choice((1, 1, 2, 4)), chance.choice((0, 0, 60)), named), veto)
    else:
        veto = ("chair",) if chance.random() < 0.03 else ()
        approve = chance.choice(_ROLES) if n == 0 else 1
        rule = Rule(approve, Presence(), veto)
    return Gate(
        f"g{n}",
        f"g{n}",
        "committee/board" if committee else f"role/r{n}",
        rule,
        () if chance.random() < 0.05 else tuple(s for s in sections if chance.random() < 0.6) or sections[:1],
        after=tuple(f"g{m}" for m in range(n) if chance.random() < 0.4),
        when=when,
        always_again=chance.random() < 0.2,
    )


def ran(law: Definition, found: tuple[Found, ...]) -> None:
    """Every counterexample is lawful from an empty stream."""
    for one in found:
        assert replay(law, one.run).status in ("draft", "in review", "in rework", "approved")


def agrees(law: Definition) -> None:
    """The same is found, and where nothing is, one order of gates has come to all that every order comes to."""
    found, seen = explore(law), everything(law)
    assert bool(found) != seen.fine, (found, seen)
    lasting = [one for one in found if one.pointer.startswith("/gates")]
    assert bool(lasting) == bool(seen.dead_ends or seen.never_opened), (found, seen)
    broken = {int(one.pointer.split("/")[2]) for one in found if one.pointer.startswith("/guarantees")}
    # What is never approved breaks no guarantee; the search does not go on behind a gate that never passes.
    assert broken == seen.broken or (broken < seen.broken and lasting), (found, seen)
    ran(law, found)
    if found:
        return
    stage = staged(law)
    panels = panels_of(stage, 10**6)
    for case in cases(stage.law):
        rounds = search(stage.law, play_of(stage, case, panels).gates, panels, 10**6)
        assert rounds.returned == seen.returned[tuple(sorted(case.gates))]


@settings(max_examples=8, database=None, deadline=None)
@given(seed=SEEDS)
def test_checker_and_brute_force_agree_on_two_gates(seed: int) -> None:
    agrees(a_law(Random(seed), 2, committees=False))


@pytest.mark.slow
@settings(max_examples=80, database=None, deadline=None)
@given(seed=SEEDS)
def test_checker_and_brute_force_agree_on_four_gates_and_committees(seed: int) -> None:
    agrees(a_law(Random(seed), 4))
