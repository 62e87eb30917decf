"""The search over orders of decisions: what it must find, in definitions and in engines, and what it must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from governance.checker.exploring import Found, explore, panels_of, replay, told
from governance.checker.exploring_cases import cases
from governance.checker.exploring_panels import FRESH, TooManyStates, panel_of
from governance.checker.exploring_plays import play_of
from governance.checker.exploring_rounds import search
from governance.checker.exploring_runs import Engine, Scene, staged
from governance.language.business_time import Duration
from governance.language.conditions import Test as Asked
from governance.language.definition import Charter, Definition, Field, Gate, Guarantee, Presence, Rule, Section, Tier
from governance.law import tally
from governance.law.deciding import decide
from governance.law.pools import Facts
from governance.reading.document import read
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative
from tests.governance.documents import small
from tests.governance.small_law import gate

Events = tuple[e.InitiativeEvent, ...]
SEATS = ("chair", "medical", "legal")


def law_of(*gates: Gate, sections: int = 0, **words: Any) -> Definition:
    """A definition of these gates, each with a section of its own unless `sections` says how many there are."""
    names = [f"s{n}" for n in range(sections or len(gates))]
    own = [g if sections else replace(g, reviews=(name,)) for g, name in zip(gates, names, strict=False)]
    return Definition(
        digest="d" * 64,
        workflow="piece",
        title="Piece",
        record="piece",
        prefix="PCE",
        calendar="",
        sections=tuple(Section(n, n, (Field(f"{n}_words", "line", n), Field(f"{n}_asks", "yesno", n))) for n in names),
        tiers=(Tier("T1", "T1"),),
        gates=tuple(own) if not sections else gates,
        charters={"board": Charter("board", "Board", tuple((seat, seat) for seat in SEATS))},
        **words,
    )


def board(rule: Rule, **words: Any) -> Gate:
    return replace(gate("board", "committee/board", **words), rule=rule)


def parallel(number: int) -> Definition:
    return law_of(*(gate(f"g{n}") for n in range(number)))


def pointers(found: tuple[Found, ...]) -> list[str]:
    return [one.pointer for one in found]


def test_gates_beside_each_other_are_in_order() -> None:
    assert explore(parallel(4)) == ()


def test_small_definition_with_one_of_everything_is_in_order() -> None:
    assert explore(read(small())) == ()


def test_what_is_found_is_found_again_the_same() -> None:
    law = law_of(board(Rule(4)), gate("legal"))
    assert explore(law) == explore(law) != ()


def test_committee_by_number_concludes_even_when_all_have_abstained() -> None:
    """With every seat heard the record goes back, so nobody waits for ever."""
    assert explore(law_of(board(Rule(1)))) == ()
    assert explore(law_of(board(Rule(2)))) == ()


def test_counterexample_reads_as_sentences() -> None:
    law = law_of(board(Rule(4)))
    found = explore(law)[0]
    assert told(law, found.run) == (
        "The owner submits; the tier is T1.",
        "board chair says “approve” at “Board”.",
        "board medical says “approve” at “Board”.",
        "board legal says “approve” at “Board”.",
    )


def test_two_of_two_conclude_in_a_second_round_in_which_an_abstention_stands() -> None:
    """One abstains, one asks for changes; on the same text the abstention stands, and one voice is left for two."""
    duo = replace(
        law_of(board(Rule(2, Presence(2)))), charters={"board": Charter("board", "B", (("a", "a"), ("b", "b")))}
    )
    assert explore(duo) == ()


def test_a_term_of_office_keeps_nobody_from_a_rehearsal() -> None:
    law = law_of(board(Rule("majority")))
    seats = (("chair", "C"), ("medical", "M"), ("legal", "L"))
    short = Charter("board", "B", seats, alternates=False, term=Duration("months", 1))
    assert explore(replace(law, charters={"board": short})) == ()


def test_majority_of_a_committee_never_waits_for_ever() -> None:
    assert explore(law_of(board(Rule("majority", Presence(share=60, seats=("chair",)), ("legal",))))) == ()


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        (Rule(4), "4 people"),
        (Rule("majority", Presence(4)), "4 people"),
        (Rule("majority", Presence(seats=("patients",))), "“patients”"),
        (Rule("majority", veto=("finance",)), "“finance”"),
        (Rule(0), "even if everybody"),
    ],
)
def test_rule_that_can_never_be_fulfilled_is_shown_with_everybody_approving(rule: Rule, word: str) -> None:
    law = law_of(board(rule))
    found = explore(law)[0]
    assert found.pointer.startswith("/gates/0/decide")
    assert word in found.what
    assert {vote.outcome for vote in replay(law, found.run).votes["board"]} == {"approve"}


def test_gate_behind_one_that_never_passes_is_not_blamed() -> None:
    found = explore(law_of(board(Rule(4)), gate("legal", after=("board",))))
    assert pointers(found) == ["/gates/0/decide"]


def test_gates_that_wait_for_each_other_are_told_before_anything_is_played() -> None:
    found = explore(law_of(gate("one", after=("two",)), gate("two", after=("one",))))
    assert pointers(found) == ["/gates/0/after"]


def test_returned_for_ever_where_nothing_can_be_changed() -> None:
    """All abstain, which two thirds of nobody do not carry; without a section to change it comes back and back."""
    law = law_of(board(Rule("two-thirds"), reviews=()), gate("legal", reviews=("s0",)), sections=1)
    (found,) = explore(law)
    assert found.pointer == "/gates"
    state = replay(law, found.run)
    assert state.status in ("in review", "in rework")


def test_gate_that_ratifies_confirms_or_revokes_and_delays_nobody() -> None:
    law = law_of(
        gate("g0"), gate("g1"), gate("board", ratifies=("g0",)), gate("chief", ratifies=("g1",), after=("board",))
    )
    assert explore(law) == ()
    assert explore(law, engine=broken(forgets_revocations)) != ()


def test_gate_that_can_never_ratify_is_shown_on_an_approved_record() -> None:
    law = law_of(gate("g0"), board(Rule(4), ratifies=("g0",)))
    (found,) = explore(law)
    assert found.pointer == "/gates/1/decide"
    assert replay(law, found.run).status == "revoked"


def test_guarantee_is_held_against_runs() -> None:
    promise = Guarantee(Asked("s0_asks", "is", "yes"), ("legal",))
    law = law_of(gate("medical"), gate("legal", when=Asked("s1_asks", "is", "yes")), guarantees=(promise,))
    (found,) = explore(law)
    assert found.pointer == "/guarantees/0"
    state = replay(law, found.run)
    assert state.status == "approved"
    assert state.answers["s0_asks"] == "yes"
    assert "legal" not in state.votes


def test_guarantee_about_an_empty_list_is_not_broken_by_answers_no_form_accepts() -> None:
    law = law_of(gate("medical"), guarantees=())
    many = Field("many", "choices", "Many", options=(("x", "x"),))
    law = replace(law, sections=(replace(law.sections[0], fields=(many,)),))
    promise = Guarantee(Asked("many", "under", 1, count=True), (), ("medical",))
    assert explore(replace(law, guarantees=(promise,))) == ()


def test_too_many_states_are_told_and_never_passed_over() -> None:
    found = explore(parallel(6), most_states=100)
    assert [one.what for one in found] == [
        "With G0, G1, G2, G3, G4, G5 there are too many orders: nothing can be proven."
    ]
    assert "nothing can be proven" in explore(law_of(board(Rule("majority"))), most_states=10)[0].what


def test_too_many_cases_are_told_and_never_passed_over() -> None:
    law = law_of(*(gate(f"g{n}", when=Asked(f"s{n}_asks", "is", "yes")) for n in range(3)))
    assert explore(law, most_cases=7) == ()
    (found,) = explore(law, most_cases=6)
    assert "too many cases" in found.what


def test_one_case_for_every_set_of_gates_that_answers_bring_together() -> None:
    law = law_of(
        gate("one", when=Asked("s0_asks", "is", "yes")),
        gate("two", when=Asked("s0_asks", "is", "no")),
        gate("three", when=Asked("s2_asks", "is", "yes")),
    )
    met = [case.gates for case in cases(staged(law).law)]
    assert len(met) == len(set(met)) == 5
    assert frozenset({"one", "two"}) not in met


def test_states_grow_with_sets_of_passed_gates_and_not_with_orders() -> None:
    stage = staged(parallel(6))
    (case,) = cases(stage.law)
    panels = panels_of(stage, 1000)
    rounds = search(stage.law, play_of(stage, case, panels).gates, panels, 1000)
    assert rounds.states < 3**6
    assert len(rounds.returned) == 2**6 - 1
    with pytest.raises(TooManyStates):
        search(stage.law, play_of(stage, case, panels).gates, panels, 100)


def test_tally_that_passes_without_an_approval_is_seen_through() -> None:
    """The engine's own never does; a panel is judged by it, and this one is broken."""

    def lenient(rule: Rule, counted: tally.Count) -> tally.Verdict:
        return "passed" if counted.present == 3 and not counted.changes else tally.verdict(rule, counted)

    panel = panel_of(board(Rule("majority")), SEATS, 1000, lenient)
    assert panel.unsupported() is not None
    assert panel_of(board(Rule("majority")), SEATS, 1000).unsupported() is None


def test_verdicts_of_a_panel_are_those_of_the_engine_whatever_is_voted() -> None:
    """Every row of up to three ballots, played by the engine in its order, ends as the panel's table says."""
    law = law_of(board(Rule("two-thirds", Presence(2), ("legal",))))
    stage = staged(law)
    panel = panels_of(stage, 1000)["board"]
    said = {"passed": "passed", "pending": "open", "changes": "settled", "rejected": "rejected"}
    outcomes: tuple[c.Outcome, ...] = ("approve", "request changes", "reject", "abstain")
    scenes = [Scene(stage).submits({})]
    for scene in scenes:
        standing = scene.standings["board"]
        votes = panel.of((vote.seat, vote.outcome) for vote in standing.votes)
        assert standing.state == said[panel.verdicts[votes]]
        scenes += [scene.says(person, "board", outcome) for person in standing.able for outcome in outcomes]
    assert len(scenes) > 100


# Engines that break the law in one place each: the play of the cases finds every one.


def broken(spoil: Callable[[Initiative, c.Command, Events], Events]) -> Engine:
    def engine(law: Definition, facts: Facts, state: Initiative, stamped: c.Stamped[c.Command]) -> Events:
        return spoil(state, stamped.command, decide(law, facts, state, stamped))

    return engine


def carries_over_what_changed(state: Initiative, command: c.Command, events: Events) -> Events:
    return tuple(
        replace(x, sections=state.sections) if isinstance(x, e.Submitted) and state.round else x for x in events
    )


def approves_with_the_first_gate(state: Initiative, command: c.Command, events: Events) -> Events:
    early = any(isinstance(x, e.GatePassed) for x in events) and not any(isinstance(x, e.Approved) for x in events)
    return (*events, e.Approved()) if early else events


def forgets_rejections(state: Initiative, command: c.Command, events: Events) -> Events:
    return tuple(x for x in events if not isinstance(x, e.Rejected))


def forgets_revocations(state: Initiative, command: c.Command, events: Events) -> Events:
    return tuple(x for x in events if not isinstance(x, e.Revoked))


def never_returns(state: Initiative, command: c.Command, events: Events) -> Events:
    return tuple(x for x in events if not isinstance(x, e.ReturnedToOwner))


def never_approves(state: Initiative, command: c.Command, events: Events) -> Events:
    return tuple(x for x in events if not isinstance(x, e.Approved))


def hears_the_second_voice_only(state: Initiative, command: c.Command, events: Events) -> Events:
    """A decision at g1 is forgotten unless g0 has decided: the outcome depends on the order."""
    late = isinstance(command, c.SignDecision) and command.gate == "g1" and "g0" not in state.votes
    return () if late else events


def lets_nobody_step_in(state: Initiative, command: c.Command, events: Events) -> Events:
    def recused(outcome: str) -> bool:
        return isinstance(command, c.SignDecision) and outcome == "recuse"

    return tuple(
        replace(x, outcome="reject", note="") if isinstance(x, e.DecisionSigned) and recused(x.outcome) else x
        for x in events
    )


@pytest.mark.parametrize(
    "spoil",
    [
        carries_over_what_changed,
        approves_with_the_first_gate,
        forgets_rejections,
        never_returns,
        never_approves,
        hears_the_second_voice_only,
        lets_nobody_step_in,
    ],
)
def test_engine_that_breaks_the_law_is_found(spoil: Callable[[Initiative, c.Command, Events], Events]) -> None:
    law = law_of(gate("g0"), gate("g1"), gate("g2", after=("g0", "g1")))
    assert explore(law) == ()
    assert explore(law, engine=broken(spoil)) != ()


def test_panel_tells_starts_apart_that_leave_other_verdicts_open() -> None:
    """With two of three present by abstention, two thirds can still be carried; with all three, nothing can."""
    panel = panels_of(staged(law_of(board(Rule("two-thirds")))), 1000)["board"]
    assert panel.starts[panel.empty] == FRESH
    silent = panel.starts[(((0, 0, 0, 3)),)]
    assert {way.conclusion for way in panel.ways[silent]} == {"changes"}
