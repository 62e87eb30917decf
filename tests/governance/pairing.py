"""One history taken through both laws side by side, and where they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from governance.errors import Refused
from governance.law.clocks import steps
from governance.law.deciding import decide
from governance.law.gates import Standing, binding, condition_seen, seen, standings
from governance.law.pools import Facts
from governance.law.shelf import Shelf
from governance.law.why import why_of
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative, evolve
from tests.governance.moves import Step, a_step, first_step
from tests.governance.naive_law import NaiveLaw
from tests.governance.naive_shape import No
from tests.governance.worlds import HOUR, PEOPLE, World, a_world


@dataclass
class Pair:
    """Both laws on one initiative. `events` are (event, actor, at), `accepted` the steps both took in."""

    world: World
    naive: NaiveLaw = field(init=False)
    facts: Facts | None = None
    live: Initiative = field(default_factory=Initiative)
    kept: list[Initiative] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    events: list[tuple[e.InitiativeEvent, str, int]] = field(default_factory=list)
    accepted: list[tuple[Step, tuple[e.InitiativeEvent, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        shelf = (self.world.law, *self.world.later)
        self.naive = NaiveLaw(self.world.law, everybody=PEOPLE, shelf=shelf)
        self.remember()

    def remember(self) -> None:
        gates = {} if self.naive.status == "draft" else {g.name: self.naive.page(g.name) for g in self.naive.law.gates}
        conditions = {p.id: self.naive.condition_page(p.id) for p in self.naive.promises}
        self.kept.append(self.live)
        self.pages.append({**gates, **conditions})

    def take(self, step: Step) -> bool:
        """Whether both accept; an AssertionError where they differ."""
        law, facts = self.world.law_of(self.live), shelved(self.world, step)
        state = self.kept[max(step.shown, -len(self.kept))]
        command = signed(self.world, state, step.command)
        shown = self.pages[max(step.shown, -len(self.pages))].get(about(step.command), ())
        try:
            events = decide(law, facts, self.live, c.Stamped(command, step.actor, step.at, "P-1"))
        except Refused as refusal:
            events, said = (), refusal.code
        else:
            said = ""
        try:
            self.naive.judge(step.command, step.actor, step.at, facts, shown)
        except No:
            assert not events, f"the naive law refuses {step.command} by {step.actor}"
        else:
            assert events, f"the naive law accepts {step.command} by {step.actor}, refused as {said}"
        for event in events:
            self.live = evolve(self.live, event, step.actor, step.at)
            self.events.append((event, step.actor, step.at))
        if events:
            self.accepted.append((step, events))
        if self.live.status != "draft" and (events or step.facts is not self.facts):
            self.facts = step.facts
            self.compare(step, events)
        self.remember()
        return bool(events)

    def compare(self, step: Step, events: tuple[e.InitiativeEvent, ...]) -> None:
        law, live, naive = self.world.law_of(self.live), self.live, self.naive
        naive.see(step.facts, step.at)
        found = standings(law, step.facts, live, step.at)
        tree = why_of(law, live, found)
        if events:
            assert events[-1] == e.Judged(tree.digest()), "Judged is not the why tree as it stands"
        assert (live.status, live.round, live.tier) == (naive.status, naive.round, naive.tier())
        states = naive.states()
        assert {name: standing.state for name, standing in found.items()} == states
        for gate in law.gates:
            self.same_gate(found[gate.name], states[gate.name])
        promises = [(p.id, p.status) for p in naive.in_force()]
        bound = binding(law, live)
        assert [(x.id, x.status) for x in live.conditions if x.id in bound] == promises
        assert (live.expires, live.term, live.released) == (naive.ends, naive.terms, naive.came_into_use)
        assert {each.step: each.note for each in live.check_ins} == naive.asked
        if live.status == "in rework":
            assert naive.owners_clock is not None
            assert live.due == naive.owners_clock.due()
            assert tree.next == (live.owner,)

    def same_gate(self, standing: Standing, state: str) -> None:
        naive, gate = self.naive, standing.gate
        assert set(standing.able) == (naive.here(gate) if state == "open" else set()), f"who can act at {gate.name}"
        assert set(standing.away) == (naive.not_here(gate) if state == "open" else set()), f"who is away at {gate.name}"
        openings = naive.openings.get(gate.name, [])
        mark = self.live.marks.get(gate.name)
        assert (mark.opening if mark else 0) == len(openings), f"openings of {gate.name}"
        if mark and openings:
            assert list(mark.joined) == openings[-1].joined
        if mark and state == "open" and naive.status in (("approved", "released") if gate.ratifies else ("in review",)):
            assert mark.due == openings[-1].clock.due(), f"due of {gate.name}"
            written = {step.name: step.at for step in steps(self.world.facts.calendar, gate, mark)}
            assert written == openings[-1].moments(gate), f"steps of {gate.name}"


def shelved(world: World, step: Step) -> Facts:
    """The step's facts with the shelf of the workflow, and the version a move names."""
    if not isinstance(step.command, c.MoveTo):
        return step.facts
    laws = (world.law, *world.later)
    named = next((law for law in laws if law.digest == step.command.definition), None)
    return replace(step.facts, to=named, shelves={"definition/piece": Shelf(tuple(law.digest for law in laws))})


def about(command: c.Command) -> str:
    """What the page of a signed command shows."""
    match command:
        case c.SignDecision(gate=gate):
            return gate
        case c.VerifyCondition(condition=condition):
            return condition
        case _:
            return ""


def signed(world: World, state: Initiative, command: c.Command) -> c.Command:
    """The command with the digest of what the page showed in that state."""
    match command:
        case c.SignDecision(gate=gate, signature=signature):
            return replace(command, signature=replace(signature, seen=seen(world.law_of(state), state, gate)))
        case c.VerifyCondition(condition=condition, signature=signature):
            shown = condition_seen(world.law_of(state), state, condition)
            return replace(command, signature=replace(signature, seen=shown))
        case _:
            return command


def a_history(chance: Random, gates: int, length: int, later: Callable[[Random, World], World] | None = None) -> Pair:
    """A random office and a history of so many steps in it, compared after each; `later` adds versions to move to."""
    world = a_world(chance, gates)
    pair = Pair(later(chance, world) if later else world)
    step = first_step(chance, pair.world)
    tried = [step]
    try:
        pair.take(step)
        for _ in range(length):
            step = a_step(chance, pair.world, pair.naive, step)
            tried.append(step)
            pair.take(step)
    except AssertionError as difference:
        for gate in pair.world.law.gates:
            difference.add_note(f"{gate.name}: {gate.panel} {gate.rule} after {gate.after}")
        for step in tried:
            difference.add_note(f"{step.actor} at {step.at // HOUR}: {step.command}")
        raise
    return pair
