"""Every command anybody could give, tried on the engine in every order: slow, plain, and without any reduction.

Shares nothing with the checker but the engine. A state is told by status, tier, the digests' part in each gate, and the
votes that count; people of a role are told apart by what they said only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, product

from governance.errors import Refused
from governance.language.business_time import Calendar
from governance.language.conditions import holds
from governance.language.definition import Definition, Gate
from governance.law.deciding import decide
from governance.law.gates import meaning, seen, text_of
from governance.law.pools import FOREVER, Facts, Holding, Person, Pool
from governance.record import commands as c
from governance.record.commands import Outcome
from governance.record.state import Initiative, Vote, evolve

AT = 1_000_000_000
OUTCOMES: tuple[Outcome, ...] = ("approve", "request changes", "reject", "abstain")
Key = tuple[object, ...]


@dataclass
class Seen:
    """What all those commands led to."""

    states: int = 0
    dead_ends: int = 0
    never_opened: set[str] = field(default_factory=set)
    broken: set[int] = field(default_factory=set)
    vacuous: set[str] = field(default_factory=set)
    returned: dict[tuple[str, ...], set[frozenset[str]]] = field(default_factory=dict)

    @property
    def fine(self) -> bool:
        return not (self.dead_ends or self.never_opened or self.broken or self.vacuous)


def everything(law: Definition) -> Seen:
    """All answers to the yes-no questions, all tiers a coordinator may raise to, all orders of commands."""
    found = Seen()
    facts = an_office(law)
    asked = [f.name for section in law.sections for f in section.fields if f.kind == "yesno"]
    wanted: set[str] = set()
    opened: set[str] = set()
    for values in product(("yes", "no", ""), repeat=len(asked)):
        answers = {f"{section.name}_words": "one" for section in law.sections}
        answers |= {name: value for name, value in zip(asked, values, strict=True) if value}
        for raised in (None, *(tier.name for tier in law.tiers)):
            start = _begun(law, facts, answers, raised)
            if start is None:
                continue
            said = {**start.answers, "tier": start.tier}
            gates = {gate.name for gate in law.gates if holds(gate.when, said)}
            wanted |= gates
            opened |= _searched(law, facts, start, gates, found)
    found.never_opened = wanted - opened
    return found


def an_office(law: Definition) -> Facts:
    pools: dict[str, Pool] = {"role/coordinator": _pool("cora")}
    for gate in law.gates:
        if gate.panel.startswith("role/"):
            asked = [n for g in law.gates if g.panel == gate.panel for n in (g.rule.approve, g.rule.present.number)]
            people = max(n for n in asked if isinstance(n, int)) + 1
            pools[gate.panel] = _pool(*(f"{gate.panel} {n}" for n in range(people)))
        else:
            charter = law.charters[gate.panel.removeprefix("committee/")]
            holdings = (Holding(f"{gate.panel} {seat}", seat, False, 0, FOREVER, {}) for seat, _ in charter.seats)
            pools[gate.panel] = Pool(tuple(holdings))
    return Facts(pools, Calendar(((0, 1 << 50),), 0, 1 << 50), {"olga": Person(registered=True)})


def _pool(*people: str) -> Pool:
    return Pool(tuple(Holding(person, "", False, 0, FOREVER, {}) for person in people))


def _done(law: Definition, facts: Facts, state: Initiative, command: c.Command, actor: str) -> Initiative | None:
    try:
        events = decide(law, facts, state, c.Stamped(command, actor, AT, "1"))
    except Refused:
        return None
    for event in events:
        state = evolve(state, event, actor, AT)
    return state


def _begun(law: Definition, facts: Facts, answers: dict[str, str], raised: str | None) -> Initiative | None:
    state = _done(law, facts, Initiative(), c.Submit(law.workflow, answers, {}, {}), "olga")
    if state is None or raised is None:
        return state
    return _done(law, facts, state, c.RaiseTier(raised, "why"), "cora")


def _searched(law: Definition, facts: Facts, start: Initiative, gates: set[str], found: Seen) -> set[str]:
    """All states from here, their predecessors, and from those what never comes to approval."""
    keys: dict[Key, list[Key]] = {_key(law, start): []}
    queue, opened, approved = [start], set[str](), list[Key]()
    returned = found.returned.setdefault(tuple(sorted(gates)), set())
    for state in queue:
        here = _key(law, state)
        opened |= {name for name, mark in state.marks.items() if mark.state == "open"}
        if state.status == "approved":
            approved.append(here)
            _judge(law, state, gates, found)
            continue
        for after in _nexts(law, facts, state, returned):
            key = _key(law, after)
            if key not in keys:
                keys[key] = []
                queue.append(after)
            keys[key].append(here)
    found.states += len(queue)
    good = _back_from(approved, keys)
    ending = _back_from([_key(law, state) for state in queue if state.status == "rejected"], keys)
    # A record that cannot but be rejected is none: it ends in this round, and somebody is heard.
    found.dead_ends += sum(
        state.status == "in rework" or key not in ending
        for state in queue
        if (key := _key(law, state)) not in good and state.status != "rejected"
    )
    return opened


def _back_from(ends: list[Key], keys: dict[Key, list[Key]]) -> set[Key]:
    met, queue = set(ends), list(ends)
    for key in queue:
        for earlier in keys[key]:
            if earlier not in met:
                met.add(earlier)
                queue.append(earlier)
    return met


def _nexts(law: Definition, facts: Facts, state: Initiative, returned: set[frozenset[str]]) -> Iterator[Initiative]:
    if state.status == "in review":
        for gate in law.gates:
            for holding in facts.pools[gate.panel].holdings:
                for outcome in OUTCOMES:
                    after = _done(law, facts, state, _decision(law, state, gate, outcome), holding.person)
                    if after is not None:
                        yield after
    elif state.status == "in rework":
        sections = [section.name for section in law.sections]
        replies = {r.id: "done" for r in state.requests if r.round == state.round}
        for changed in chain.from_iterable(combinations(sections, n) for n in range(len(sections) + 1)):
            passed = (name for name, mark in state.marks.items() if mark.state == "passed")
            reviews = {gate.name: set(gate.reviews) for gate in law.gates}
            returned.add(frozenset(name for name in passed if not reviews[name] & set(changed)))
            answers = {**state.answers, **{f"{name}_words": f"in round {state.round}" for name in changed}}
            after = _done(law, facts, state, c.Submit(law.workflow, answers, {}, replies), "olga")
            if after is not None:
                yield after


def _decision(law: Definition, state: Initiative, gate: Gate, outcome: Outcome) -> c.SignDecision:
    return c.SignDecision(
        gate.name,
        outcome,
        c.Signature("name", meaning(gate, outcome), seen(law, state, gate.name), "password+totp"),
        note="why" if outcome == "reject" else "",
        requests=(c.Ask("", "this"),) if outcome == "request changes" else (),
    )


def _standing(state: Initiative, gate: Gate) -> list[Vote]:
    """Votes that still say something, by the section digests they were given on."""
    votes = state.votes.get(gate.name, ())
    newest = {vote.text for vote in votes if vote.round == state.round}
    now = newest or {_last_text(state, gate)}
    kept = []
    for vote in votes:
        present = vote.round == state.round
        objection = vote.outcome in ("request changes", "reject")
        if present or (vote.text in now and not objection and not gate.always_again):
            kept.append(vote)
    return kept


def _last_text(state: Initiative, gate: Gate) -> str:
    return text_of(gate, state.sections)  # the engine's own name for what a gate reviews


def _key(law: Definition, state: Initiative) -> Key:
    gates = []
    for gate in law.gates:
        votes = _standing(state, gate)
        seat = gate.panel.startswith("committee/")
        gates.append(tuple(sorted((vote.seat if seat else "", vote.outcome) for vote in votes)))
    marks = tuple(sorted((name, mark.state) for name, mark in state.marks.items()))
    return state.status, state.tier, tuple(gates), marks


def _judge(law: Definition, state: Initiative, gates: set[str], found: Seen) -> None:
    """An approved record: who has signed, on the text as it is?"""
    answers = {**state.answers, "tier": state.tier}
    signed = {
        gate.name
        for gate in law.gates
        if any(v.outcome == "approve" and v.text == _last_text(state, gate) for v in state.votes.get(gate.name, ()))
    }
    found.vacuous |= gates - signed
    for place, guarantee in enumerate(law.guarantees):
        if holds(guarantee.when, answers):
            opened = {name for name, mark in state.marks.items() if mark.opening}
            if not set(guarantee.needs) <= signed or set(guarantee.never_opens) & opened:
                found.broken.add(place)
