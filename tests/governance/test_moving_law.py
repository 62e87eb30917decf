"""Moves to later versions against the naive second interpreter, on random definitions, offices and histories."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.language.definition import Definition
from governance.law.form import problems, section_digest
from governance.law.gates import standings, text_of
from governance.law.moving import preview
from governance.record import commands as c
from governance.record import events as e
from governance.record.codec import event_json, event_of
from governance.record.state import Initiative, Vote, replay
from tests.governance.later_laws import with_later
from tests.governance.pairing import Pair, a_history

SEEDS = st.integers(0, 2**48)
GATES = st.sampled_from((1, 2, 2, 3, 3, 4))
MOVABLE = ("in review", "in rework", "on hold")


def test_both_interpreters_agree_on_a_few_moves() -> None:
    moves = carried = 0
    for seed in range(60):
        pair = a_history(Random(seed), 1 + seed % 4, 12, with_later)
        moves += sum(isinstance(event, e.Moved) for event, _, _ in pair.events)
        carried += any(vote.under for votes in pair.live.votes.values() for vote in votes)
    assert moves > 5
    assert carried > 1


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
@settings(max_examples=2500, database=None)
@given(seed=SEEDS, gates=GATES, length=st.sampled_from((4, 7, 9, 14)))
def test_both_interpreters_agree_on_moves(part: int, seed: int, gates: int, length: int) -> None:
    a_history(Random(f"{part} {seed}"), gates, length, with_later)


@pytest.mark.slow
@settings(max_examples=400, database=None)
@given(seed=SEEDS, gates=GATES)
def test_a_moved_record_replays_from_its_bytes(seed: int, gates: int) -> None:
    pair = a_history(Random(seed), gates, 14, with_later)
    written = [(json.dumps(event_json(event)), actor, at) for event, actor, at in pair.events]
    read = [(event_of(json.loads(text)), actor, at) for text, actor, at in written]
    assert replay(read) == pair.live  # type: ignore[arg-type]  # what was an initiative's event is one again


@settings(max_examples=40, database=None, deadline=None)
@given(seed=SEEDS, gates=GATES)
def test_a_moved_record_stands_as_if_its_carried_decisions_were_given_there(seed: int, gates: int) -> None:
    pair = a_history(Random(seed), gates, 9, with_later)
    if pair.live.status not in MOVABLE:
        return
    step = pair.accepted[-1][0]
    law, state = pair.world.law_of(pair.live), pair.live
    for later in pair.world.later:
        found = preview(law, later, step.facts, state, step.at)
        after = replay([(found.moved, "p8", step.at)], state)
        other = as_if_given(later, state, after)
        mine, theirs = (standings(later, step.facts, one, step.at) for one in (after, other))
        assert {name: (s.state, s.text, s.count, s.able, s.waits_for) for name, s in mine.items()} == {
            name: (s.state, s.text, s.count, s.able, s.waits_for) for name, s in theirs.items()
        }
        decided = {fate.gate for fate in found.carried}
        assert decided.isdisjoint(fate.gate for fate in found.lapsed)
        assert bool(found.problems or found.later) == bool(problems(later, after.answers))


def as_if_given(law: Definition, before: Initiative, after: Initiative) -> Initiative:
    """The record as it would be had it been submitted under `law`, with the carried votes cast on its own texts."""
    sections = {s.name: section_digest(law, s.name, after.answers) for s in law.sections}
    kept = {
        gate.name: tuple(
            replace(vote, text=text_of(gate, sections), under="", lapsed=False)
            for old, vote in zip(before.votes[gate.name], after.votes[gate.name], strict=True)
            if stands(old, vote)
        )
        for gate in law.gates
        if gate.name in before.votes
    }
    return replace(after, sections=sections, votes=kept)


def stands(old: Vote, vote: Vote) -> bool:
    return vote.outcome == "recuse" or not vote.lapsed


@settings(max_examples=60, database=None, deadline=None)
@given(seed=SEEDS, gates=GATES)
def test_a_move_decides_nothing(seed: int, gates: int) -> None:
    pair = a_history(Random(seed), gates, 10, with_later)
    moves = [events for step, events in pair.accepted if isinstance(step.command, c.MoveTo)]
    for events in moves:
        assert not any(isinstance(event, e.Approved | e.Rejected | e.Released) for event in events)


def test_a_replayed_pair_names_the_version_it_was_moved_to() -> None:
    pairs: list[Pair] = [a_history(Random(seed), 2, 14, with_later) for seed in range(12)]
    moved = [pair for pair in pairs if pair.live.definition != pair.world.law.digest and pair.live.status != "draft"]
    assert moved
    for pair in moved:
        assert any(
            isinstance(event, e.Moved) and event.definition == pair.live.definition for event, _, _ in pair.events
        )
