"""The law as the simulation drives it: each transition is a call of `governance.law.deciding.decide`, or its memory.

`Direct` calls the law for each command of each record, with its real times and people. `Memo` calls it once for each
situation and remembers. That is sound because the law is a pure function of (definition, facts, state, command,
moment), and here

- the facts are fixed: the same pools and calendar throughout, grants without end, scope, absence or delegation.
  (Absence decides in the simulation who works when; the law is not told, whose only use of it is to call alternates.)
- moments enter only as clocks (`clocks.start`, computed anew for every record by that same function) and as "this step
  is due", which the simulation asks at exactly that moment;
- people of one pool have equal grants, so the law can tell them apart only by who has voted already: they are renamed
  in the order of the votes that count;
- texts enter only as equal or not equal to what was signed, and edits are never undone, so votes that do not count now
  never will again, and are dropped;
- of the round only "this one or an earlier one" and "has it reached the meeting" are read;
- seats are told apart only by a rule that names them, and which of them made a committee conclude is not read again
  while their votes count.

Two states alike in all this answer every command alike. `tests/coe/test_forecast_engine.py` runs whole simulations with
both and compares every effect and every due time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from coe.forecast.bare_law import edited
from coe.forecast.inputs import BadInputs, Case
from coe.forecast.situations import COMMITMENT, OWNER, adopted, alike, canonical, pool_of, situation
from governance.errors import LawError
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.clocks import start, steps
from governance.law.deciding import decide
from governance.law.gates import meaning, seen
from governance.law.pools import SYSTEM, Facts
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative, replay

Kind = Literal["opened", "suspended", "passed", "carried", "settled", "returned", "approved", "rejected", "meeting"]
Effect = tuple[Kind, str, int]
Verdict = Literal["approve", "request changes", "reject"]


@dataclass(slots=True, eq=False)
class Situation:
    """A state of one record, or of all records that the law cannot tell apart; `known` are the answers it gave."""

    state: Initiative
    case: Case
    known: dict[tuple[str, ...], tuple[Situation, tuple[Effect, ...]]] = field(default_factory=dict)


class Engine(Protocol):
    """What a simulation asks. `at` is UTC ms; effects are (kind, gate, due), the due moment 0 without a clock."""

    def begin(self, case: Case) -> Situation:
        """A record that nobody has submitted."""
        ...

    def adopt(self, case: Case, state: Initiative) -> Situation:
        """A record under way."""
        ...

    def submit(self, place: Situation, at: int, changed: tuple[str, ...]) -> tuple[Situation, tuple[Effect, ...]]:
        """Submit, or submit again with these sections changed."""
        ...

    def vote(
        self, place: Situation, at: int, gate: str, person: str, verdict: Verdict
    ) -> tuple[Situation, tuple[Effect, ...]]:
        """One signed decision."""
        ...

    def escalate(self, place: Situation, at: int, gate: str, step: str) -> tuple[Situation, tuple[Effect, ...]]:
        """One step of a clock whose moment has come."""
        ...


class Direct:
    """The law itself for every command of every record: slow, and what `Memo` is measured against."""

    def __init__(self, law: Definition, facts: Facts, now: int) -> None:
        self.law = law
        self.facts = facts
        self.now = now
        self.calls = 0

    def begin(self, case: Case) -> Situation:
        """A record that nobody has submitted."""
        return Situation(Initiative(), case)

    def adopt(self, case: Case, state: Initiative) -> Situation:
        """A record under way."""
        return Situation(adopted(self.law, self.facts, state, case.answers, self.now), case)

    def submit(self, place: Situation, at: int, changed: tuple[str, ...]) -> tuple[Situation, tuple[Effect, ...]]:
        """Submit, or submit again with these sections changed."""
        return self._decided(place, submission(self.law, place, changed), OWNER, at)

    def vote(
        self, place: Situation, at: int, gate: str, person: str, verdict: Verdict
    ) -> tuple[Situation, tuple[Effect, ...]]:
        """One signed decision."""
        return self._decided(place, decision(self.law, place.state, gate, verdict), person, at)

    def escalate(self, place: Situation, at: int, gate: str, step: str) -> tuple[Situation, tuple[Effect, ...]]:
        """One step of a clock."""
        opening = place.state.marks[gate].opening
        return self._decided(place, c.Escalate(gate, opening, step), SYSTEM, at)

    def _decided(
        self, place: Situation, command: c.Command, actor: str, at: int
    ) -> tuple[Situation, tuple[Effect, ...]]:
        self.calls += 1
        try:
            events = decide(self.law, self.facts, place.state, c.Stamped(command, actor, at, "R-1"))
        except LawError as refused:
            raise BadInputs(f"The law refused a simulated {type(command).__name__}: {refused}") from refused
        state = replay(((event, actor, at) for event in events), place.state)
        return Situation(state, place.case), tuple(effect for event in events for effect in effects_of(event))


class Memo:
    """The same answers, each asked of the law once."""

    def __init__(self, law: Definition, facts: Facts, now: int) -> None:
        self.law = law
        self.facts = facts
        self.now = now
        self._direct = Direct(law, facts, now)
        self._places: dict[tuple[object, ...], Situation] = {}
        self._clocks = {(gate.name, tier.name): gate.clock(tier.name) for gate in law.gates for tier in law.tiers}
        self._equals: dict[tuple[str, str], tuple[str, ...]] = {}
        self.asked = 0

    @property
    def calls(self) -> int:
        """How often the law was really asked."""
        return self._direct.calls

    @property
    def situations(self) -> int:
        """How many situations the law can tell apart so far."""
        return len(self._places)

    def begin(self, case: Case) -> Situation:
        """The record of a case before anybody submits it."""
        return self._kept(Initiative(), case)

    def adopt(self, case: Case, state: Initiative) -> Situation:
        """A record under way."""
        return self._kept(adopted(self.law, self.facts, state, case.answers, self.now), case)

    def submit(self, place: Situation, at: int, changed: tuple[str, ...]) -> tuple[Situation, tuple[Effect, ...]]:
        """Submit, or submit again with these sections changed."""
        return self._answer(place, at, ("submit", *changed), lambda: self._direct.submit(place, self.now, changed))

    def vote(
        self, place: Situation, at: int, gate: str, person: str, verdict: Verdict
    ) -> tuple[Situation, tuple[Effect, ...]]:
        """One signed decision; of equal people, or in equal seats, the first who has no vote that counts signs."""
        equals = self._equals.get((gate, person))
        if equals is None:
            equals = self._equals[gate, person] = self._equal_to(gate, person)

        def ask() -> tuple[Situation, tuple[Effect, ...]]:
            voted = {vote.person for vote in place.state.votes.get(gate, ())}
            signer = next((each for each in equals if each not in voted), person)
            return self._direct.vote(place, self.now, gate, signer, verdict)

        return self._answer(place, at, ("vote", gate, equals[0], verdict), ask)

    def _equal_to(self, gate: str, person: str) -> tuple[str, ...]:
        """The people the law cannot tell from this one at this gate, in order of grant."""
        pool, rule = pool_of(person), self.law.gate_by_name[gate].rule
        holdings = self.facts.pool(pool).holdings
        mine = next((alike(rule, h.seat) for h in holdings if h.person == person), (False, False))
        return tuple(h.person for h in holdings if not h.seat or alike(rule, h.seat) == mine)

    def escalate(self, place: Situation, at: int, gate: str, step: str) -> tuple[Situation, tuple[Effect, ...]]:
        """One step of a clock, asked of the law at the very moment it is due."""

        def ask() -> tuple[Situation, tuple[Effect, ...]]:
            mark = place.state.marks[gate]
            due = next(s.at for s in steps(self.facts.calendar, self.law.gate_by_name[gate], mark) if s.name == step)
            return self._direct.escalate(place, max(self.now, due), gate, step)

        return self._answer(place, at, ("escalate", gate, step), ask)

    def _answer(
        self,
        place: Situation,
        at: int,
        command: tuple[str, ...],
        ask: Callable[[], tuple[Situation, tuple[Effect, ...]]],
    ) -> tuple[Situation, tuple[Effect, ...]]:
        self.asked += 1
        known = place.known.get(command)
        if known is None:
            after, effects = ask()
            known = place.known[command] = (self._kept(after.state, place.case), effects)
        after, effects = known
        return after, tuple(self._timed(effect, after, at) if effect[2] else effect for effect in effects)

    def _timed(self, effect: Effect, after: Situation, at: int) -> Effect:
        """The clock of a gate or of the rework, started now."""
        kind, gate, _ = effect
        within = self._clocks[gate, after.state.tier] if kind == "opened" else self.law.rework
        return kind, gate, start(self.facts.calendar, at, within)

    def _kept(self, state: Initiative, case: Case) -> Situation:
        found = canonical(self.law, self.facts, state, self.now)
        key = (case.name, *situation(found))
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = Situation(found, case)
        return place


def submission(law: Definition, place: Situation, changed: tuple[str, ...]) -> c.Submit:
    """The case's answers, with an edit nobody has seen before in each changed section, and a reply to every request."""
    state = place.state
    answers: dict[str, Json] = dict(state.answers) if state.round else dict(place.case.answers)
    for name in map(edited, changed):
        answers[name] = f"{int(str(answers.get(name, '0'))) + 1}"
    replies = {r.id: COMMITMENT for r in state.requests if r.round == state.round}
    return c.Submit(law.workflow, answers, {}, replies)


def decision(law: Definition, state: Initiative, gate: str, verdict: Verdict) -> c.SignDecision:
    """A complete decision on what is shown now."""
    says = meaning(law.gate_by_name[gate], verdict)
    signature = c.Signature(COMMITMENT, says, seen(law, state, gate), "imported")
    asks = (c.Ask("", COMMITMENT),) if verdict == "request changes" else ()
    return c.SignDecision(gate, verdict, signature, COMMITMENT if verdict == "reject" else "", asks)


def effects_of(event: e.Event) -> tuple[Effect, ...]:
    """What the simulation acts on."""
    match event:
        case e.GateOpened(gate=gate, due=due):
            return (("opened", gate, due),)
        case e.GateSuspended(gate=gate):
            return (("suspended", gate, 0),)
        case e.GatePassed(gate=gate) | e.Ratified(gate=gate):
            return (("passed", gate, 0),)
        case e.CarriedOver(gate=gate):
            return (("carried", gate, 0),)
        case e.GateSettled(gate=gate):
            return (("settled", gate, 0),)
        case e.ReturnedToOwner(due=due, meeting=meeting):
            return (("returned", "", due), *((("meeting", "", 0),) if meeting else ()))
        case e.Approved():
            return (("approved", "", 0),)
        case e.Rejected(gate=gate):
            return (("rejected", gate, 0),)
        case _:
            return ()
