"""The outcome of a round does not depend on the order in which people decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import Refused
from governance.language.asking import asking
from governance.language.business_time import Duration
from governance.language.definition import Escalation, Gate
from governance.law.deciding import decide
from governance.law.gates import standings
from governance.law.pools import Pool
from governance.record import commands as c
from governance.record.commands import Outcome
from governance.record.state import Initiative, evolve
from tests.governance.moves import complete, first_step
from tests.governance.pairing import signed
from tests.governance.worlds import CHIEFS, COMMITTEES, PEOPLE, ROLES, SEATS, World, a_world, held, some

pytestmark = pytest.mark.slow

SEEDS = st.integers(0, 2**48)
Ballot = tuple[str, str, Outcome]


@dataclass(frozen=True)
class Opened:
    """A submission in review, some of its gates escalated, at one moment."""

    world: World
    state: Initiative
    at: int

    def cast(self, state: Initiative, ballot: Ballot) -> Initiative | None:
        """The state after this decision, or None where it is refused."""
        name, person, outcome = ballot
        here = asking(self.world.law.gate_by_name[name], state.answers)
        command = signed(self.world, state, complete(here, outcome))
        return self.after(state, command, person)

    def after(self, state: Initiative, command: c.Command, actor: str) -> Initiative | None:
        try:
            events = decide(self.world.law, self.world.facts, state, c.Stamped(command, actor, self.at))
        except Refused:
            return None
        for event in events:
            state = evolve(state, event, actor, self.at)
        return state

    def outcome(self, state: Initiative) -> tuple[object, ...]:
        """Status, and where every gate stands unless a rejection ended it all at once."""
        found = standings(self.world.law, self.world.facts, state, self.at)
        return state.status, () if state.status == "rejected" else sorted((n, s.state) for n, s in found.items())

    def votes(self, state: Initiative) -> set[tuple[str, str, str, str]]:
        found = standings(self.world.law, self.world.facts, state, self.at)
        return {(name, v.person, v.seat, v.outcome) for name, s in found.items() for v in s.votes}


def opened(chance: Random, world: World) -> Opened | None:
    """The world's owner submits; escalations that are due half a day later may come."""
    step = first_step(chance, world)
    start = Opened(world, Initiative(), step.at)
    state = start.after(start.state, step.command, step.actor)
    if state is None:
        return None
    later = Opened(world, state, step.at + 6 * 3_600_000)
    for gate in world.law.gates:
        for escalation in gate.escalate:
            state = later.after(state, c.Escalate(gate.name, 1, escalation.step), "system") or state
    return replace(later, state=state)


def by_shares(chance: Random, gates: int) -> World:
    """A world whose gates decide by shares of the votes, and in which nobody competes for a seat."""
    world = a_world(chance, gates)
    shares: tuple[Literal["majority", "two-thirds", "all"], ...] = ("majority", "two-thirds", "all")
    ruled = [replace(g, rule=replace(g.rule, approve=chance.choice(shares))) for g in world.law.gates]
    early = (Escalation("40%", CHIEFS, percent=40),)
    # What ratifies opens after approval, so a ballot there is no part of the round.
    timed = [replace(g, ratifies=(), within=Duration("hours", 5), escalate=early) for g in ruled]
    pools = {
        **world.facts.pools,
        **{role: Pool(tuple(held(p) for p in some(chance, PEOPLE[1:7], 2, 5))) for role in ROLES},
        **{committee: seated(chance, world.facts.pools[committee]) for committee in COMMITTEES},
        CHIEFS: Pool((held(chance.choice(PEOPLE[3:])),)),
    }
    return World(replace(world.law, gates=tuple(timed)), replace(world.facts, pools=pools), world.owner)


def seated(chance: Random, pool: Pool) -> Pool:
    """The same seats, a person for each."""
    seats = pool.seats() or SEATS
    people = chance.sample(PEOPLE[1:], len(seats))
    return Pool(tuple(held(person, seat) for person, seat in zip(people, seats, strict=True)))


def ballots(chance: Random, gates: tuple[Gate, ...]) -> list[Ballot]:
    """What everybody would say at every gate, if asked."""
    usual: tuple[Outcome, ...] = ("approve", "approve", "approve with conditions", "request changes", "reject")
    seldom: tuple[Outcome, ...] = (*usual, "abstain", "recuse")
    return [
        (gate.name, person, chance.choice(seldom if gate.panel.startswith("committee/") else (*usual, "recuse")))
        for gate in gates
        for person in PEOPLE
    ]


def voted(start: Opened, queue: list[Ballot]) -> Initiative:
    """Everybody tries in this order, again and again, until nobody is let in any more."""
    state = start.state
    while state.status == "in review":
        left = []
        for ballot in queue:
            after = start.cast(state, ballot)
            if after is None:
                left.append(ballot)
            state = after or state
        if len(left) == len(queue):
            break
        queue = left
    return state


@settings(max_examples=150, database=None)
@given(seed=SEEDS, gates=st.sampled_from((1, 1, 2, 3)))
def test_any_order_of_the_same_ballots_ends_the_round_alike(seed: int, gates: int) -> None:
    chance = Random(seed)
    start = opened(chance, by_shares(chance, gates))
    if start is None:
        return
    queue = ballots(chance, start.world.law.gates)
    first = start.outcome(voted(start, queue))
    for _ in range(3):
        chance.shuffle(queue)
        assert start.outcome(voted(start, list(queue))) == first


@settings(max_examples=150, database=None)
@given(seed=SEEDS, gates=st.sampled_from((1, 2, 3, 4)))
def test_decisions_accepted_in_another_order_lead_to_the_same(seed: int, gates: int) -> None:
    """Any rule, alternates and delegations too; where a seat goes to somebody else it is not the same decision."""
    chance = Random(seed)
    start = opened(chance, a_world(chance, gates))
    if start is None:
        return
    state, accepted = start.state, []
    for ballot in chance.sample(ballots(chance, start.world.law.gates), 9):
        after = start.cast(state, ballot)
        if after is not None:
            state = after
            accepted.append(ballot)
    for _ in range(4):
        chance.shuffle(accepted)
        other = taken(start, accepted)
        if other is not None and start.votes(other) == start.votes(state):
            assert start.outcome(other) == start.outcome(state)


def taken(start: Opened, accepted: list[Ballot]) -> Initiative | None:
    """The state after all of them in this order, or None where one is refused."""
    state: Initiative | None = start.state
    for ballot in accepted:
        state = start.cast(state, ballot) if state is not None else None
    return state
