"""The law against a naive second interpreter of it, on random definitions, offices and histories."""

from __future__ import annotations

import json
import math
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import Refused
from governance.language.definition import Gate
from governance.law.deciding import decide
from governance.law.gates import seen
from governance.record import commands as c
from governance.record import events as e
from governance.record.codec import event_json, event_of
from governance.record.state import replay
from tests.governance.moves import Step, complete
from tests.governance.pairing import Pair, a_history, signed
from tests.governance.worlds import COMMITTEES, ROLES

pytestmark = pytest.mark.slow

SEEDS = st.integers(0, 2**48)
GATES = st.sampled_from((1, 1, 2, 2, 3, 3, 4, 6))
LENGTHS = st.sampled_from((2, 3, 4, 5, 6, 7, 9, 14))
OBJECTIONS = ("request changes", "reject")


@pytest.mark.parametrize("part", range(4))
@settings(max_examples=2500, database=None)
@given(seed=SEEDS, gates=GATES, length=LENGTHS)
def test_both_interpreters_of_the_law_agree(part: int, seed: int, gates: int, length: int) -> None:
    a_history(Random(f"{part} {seed}"), gates, length)


@settings(max_examples=300, database=None)
@given(seed=SEEDS, gates=GATES)
def test_replayed_events_equal_the_live_state(seed: int, gates: int) -> None:
    pair = a_history(Random(seed), gates, 12)
    assert replay(pair.events) == pair.live
    written = [(json.dumps(event_json(event)), actor, at) for event, actor, at in pair.events]
    read = [(event_of(json.loads(text)), actor, at) for text, actor, at in written]
    assert replay(read) == pair.live  # type: ignore[arg-type]  # what was an initiative's event is one again
    half = len(pair.events) // 2
    assert replay(pair.events[half:], replay(pair.events[:half])) == pair.live


@settings(max_examples=600, database=None)
@given(seed=SEEDS, gates=GATES)
def test_no_gate_passes_without_enough_people_on_the_text_they_saw(seed: int, gates: int) -> None:
    pair = a_history(Random(seed), gates, 14)
    for place, (_, events) in enumerate(pair.accepted):
        for event in events:
            if isinstance(event, e.GatePassed | e.CarriedOver):
                passed_lawfully(pair, place, event.gate)
            if isinstance(event, e.Approved):
                for gate in needed_now(pair, place):
                    passed_lawfully(pair, place, gate)


def needed_now(pair: Pair, place: int) -> list[str]:
    """Gates that approval waits for and whose condition could not be false: those without one. From raw history, so
    nothing is evaluated.
    """
    gates = [gate for gate in pair.world.law.gates if not gate.ratifies]
    return [gate.name for gate in gates if not getattr(gate.when, "parts", True)]


def passed_lawfully(pair: Pair, place: int, name: str) -> None:
    """Count, from the commands alone, who spoke on the answers that now stand."""
    gate = pair.world.law.gate_by_name[name]
    history = [step for step, _ in pair.accepted[: place + 1]]
    spoke = [(step, sent, round_) for step, sent, round_ in on_what(history) if about_gate(step, name)]
    _, now, round_now = on_what(history)[-1]
    present: set[str] = set()
    approving: set[str] = set()
    for step, sent, round_ in spoke:
        assert isinstance(step.command, c.SignDecision)
        outcome = step.command.outcome
        stands = round_ == round_now or not (gate.always_again or outcome in OBJECTIONS)
        if stands and outcome != "recuse" and (outcome in OBJECTIONS or same_text(pair, gate, sent, now)):
            assert free_to_decide(history[: history.index(step)], gate, step.actor)
            assert had_authority(pair, gate, step)
            present.add(step.actor)
            if outcome.startswith("approve"):
                approving.add(step.actor)
    rule = gate.rule
    pool = history[-1].facts.pools[gate.panel]
    seats = {held.seat for held in pool.holdings if held.seat}
    assert len(present) >= max(1, rule.present.number, math.ceil(rule.present.share * len(seats) / 100))
    assert len(approving) >= (rule.approve if isinstance(rule.approve, int) else 1)


def on_what(history: list[Step]) -> list[tuple[Step, c.Submit, int]]:
    """Each step with the submission and the round it fell in."""
    rounds = count()
    found: list[tuple[Step, c.Submit, int]] = []
    for step in history:
        sent, round_ = (step.command, next(rounds)) if isinstance(step.command, c.Submit) else found[-1][1:]
        found.append((step, sent, round_))
    return found


def about_gate(step: Step, gate: str) -> bool:
    return isinstance(step.command, c.SignDecision) and step.command.gate == gate


def same_text(pair: Pair, gate: Gate, then: c.Submit, now: c.Submit) -> bool:
    names = [f.name for name in gate.reviews for f in pair.world.law.section_by_name[name].fields]
    return all(then.answers.get(name) == now.answers.get(name) for name in names)


def free_to_decide(before: list[Step], gate: Gate, person: str) -> bool:
    sent = [step for step in before if isinstance(step.command, c.Submit)]
    edited = [step.command.edits.get(name, ()) for step in sent for name in gate.reviews]  # type: ignore[union-attr]
    return person != sent[0].actor and not any(person in people for people in edited)


def had_authority(pair: Pair, gate: Gate, step: Step) -> bool:
    """A grant or a delegation, in the panel or in a pool that an escalation could have called."""
    for stream in (gate.panel, *(escalation.to for escalation in gate.escalate)):
        pool = step.facts.pools.get(stream)
        holders = [h.person for h in pool.holdings if h.since <= step.at < h.until] if pool else []
        lenders = [d.person for d in pool.lent if d.to == step.actor and d.since <= step.at < d.until] if pool else []
        if step.actor in holders or set(lenders) & set(holders):
            return True
    return False


@settings(max_examples=300, database=None)
@given(seed=SEEDS, gates=GATES, length=st.sampled_from((0, 3, 9)))
def test_owner_and_contributors_are_refused_at_every_gate(seed: int, gates: int, length: int) -> None:
    pair = a_history(Random(seed), gates, length)
    if pair.live.status != "in review":
        return
    step = pair.accepted[-1][0]
    for gate in pair.world.law.gates:
        sent = [s.command for s, _ in pair.accepted if isinstance(s.command, c.Submit)]
        edited = {person for one in sent for name in gate.reviews for person in one.edits.get(name, ())}
        for person in (pair.live.owner, *sorted(edited)):
            for outcome in ("approve", "reject", "recuse"):
                command = signed(pair.world, pair.live, complete(gate, outcome))
                with pytest.raises(Refused):
                    decide(pair.world.law, step.facts, pair.live, c.Stamped(command, person, step.at))


def test_the_histories_reach_every_status_and_every_act() -> None:
    """The generator is worth nothing where it does not go."""
    statuses: set[str] = set()
    kinds: set[str] = set()
    joined = carried = 0
    for seed in range(250):
        pair = a_history(Random(seed), 3, 16)
        statuses |= {state.status for state in pair.kept}
        kinds |= {type(event).__name__ for event, _, _ in pair.events}
        joined += any("/" in vote.seat for votes in pair.live.votes.values() for vote in votes)
        carried += any(isinstance(event, e.CarriedOver) for event, _, _ in pair.events)
    assert statuses == {
        "draft", "in review", "in rework", "on hold", "approved", "released", "expired", "retired", "revoked",
        "rejected", "withdrawn",
    }  # fmt: skip
    assert kinds == {
        "Submitted", "DecisionSigned", "TierRaised", "PutOnHold", "Resumed", "Withdrawn", "Revoked", "ConditionMet",
        "ConditionVerified", "Released", "Reminded", "Escalated", "GateOpened", "GateSuspended", "GatePassed",
        "CarriedOver", "GateSettled", "ReturnedToOwner", "Approved", "Rejected", "Judged",
        "Ratified", "NoticeGiven", "Expired", "CheckInAsked", "CheckedIn", "Renewed", "Retired",
    }  # fmt: skip
    assert joined > 1
    assert carried > 5


def test_the_offices_hold_roles_and_committees() -> None:
    pair = a_history(Random(1), 6, 2)
    assert set(pair.kept and pair.accepted[0][0].facts.pools) >= {*ROLES, *COMMITTEES}
    assert seen(pair.world.law, pair.live, pair.world.law.gates[0].name)
