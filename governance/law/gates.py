"""Where every gate stands: a function of definition, facts and state, never a stored flag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Literal, assert_never

from governance.formats.jcs import Json, encode
from governance.language.conditions import holds
from governance.language.definition import Definition, Gate
from governance.law import tally
from governance.law.eligibility import conflict, counted, panels, seat_for
from governance.law.pools import Facts, under
from governance.record.state import IN_USE, Initiative, Status, Vote

GateState = Literal["passed", "open", "settled", "rejected", "waiting", "not needed"]


@dataclass(frozen=True)
class Standing:
    """One gate at one moment. `text` is the digest of what it reviews, `votes` those that count, `able` the people
    who can act now, `away` those declared absent who may still decide, `waits_for` the gates before it that are not
    clear.
    """

    gate: Gate
    state: GateState
    text: str
    votes: tuple[Vote, ...]
    count: tally.Count
    able: tuple[str, ...]
    waits_for: tuple[str, ...]
    away: tuple[str, ...] = ()


def answers(state: Initiative) -> Mapping[str, Json]:
    """What conditions read: the declared answers and the tier."""
    return {**state.answers, "tier": state.tier}


def tier_of(law: Definition, declared: Mapping[str, Json], raised: str) -> str:
    """The first tier whose condition holds, or the raised one if that stands higher in the list."""
    names = [tier.name for tier in law.tiers]
    computed = next(i for i, tier in enumerate(law.tiers) if holds(tier.when, declared))
    return names[min(computed, names.index(raised))] if raised in names else names[computed]


def applicable(law: Definition, declared: Mapping[str, Json], tier: str) -> frozenset[str]:
    """The gates these answers need in this tier; a gate that ratifies others is needed with one of them."""
    seen = {**declared, "tier": tier}
    called = frozenset(gate.name for gate in law.gates if holds(gate.when, seen))
    confirming = {gate.name for gate in law.gates if gate.ratifies}
    return called - {name for name in confirming if called.isdisjoint(law.gate_by_name[name].ratifies)}


def text_of(gate: Gate, sections: Mapping[str, str]) -> str:
    """Digest of what a gate reviews: the digests of its sections, in the definition's order."""
    return _text_of(tuple((name, sections.get(name, "")) for name in gate.reviews))


@lru_cache(maxsize=4096)
def _text_of(reviewed: tuple[tuple[str, str], ...]) -> str:
    return sha256(b"clearway/text/v1\x00" + encode([list(pair) for pair in reviewed])).hexdigest()


def standings(law: Definition, facts: Facts, state: Initiative, at: int) -> Mapping[str, Standing]:
    """Every gate's standing, in the definition's order of dependence; those that ratify others come last."""
    facts = under(law, facts)
    needed = applicable(law, state.answers, state.tier)
    found: dict[str, Standing] = {}
    for gate in sorted(law.in_order, key=lambda gate: bool(gate.ratifies)):
        before = _not_clear(gate, found, state.status)
        found[gate.name] = _standing(law, facts, state, gate, before, at, needed=gate.name in needed)
    return found


def decided_in(gate: Gate) -> frozenset[Status]:
    """The statuses in which a gate is open to decisions: in review; for one that ratifies others, once approved."""
    return IN_USE if gate.ratifies else frozenset({"in review"})


def _before(gate: Gate, found: Mapping[str, Standing], status: Status) -> tuple[str, ...]:
    """The gates this one comes after. One that ratifies comes after all that decide; approved, they have decided."""
    if not gate.ratifies:
        return gate.after
    deciding = () if status in IN_USE else (name for name, each in found.items() if not each.gate.ratifies)
    return (*deciding, *(name for name in gate.after if found[name].gate.ratifies))


def _not_clear(gate: Gate, found: Mapping[str, Standing], status: Status) -> tuple[str, ...]:
    """The nearest gates before this one that are not clear; a gate that is not needed is as clear as those before
    it.
    """
    waiting: dict[str, None] = {}
    for name in _before(gate, found, status):
        standing = found[name]
        if standing.state == "not needed":
            waiting.update(dict.fromkeys(standing.waits_for))
        elif standing.state != "passed":
            waiting[name] = None
        else:
            waiting.update(dict.fromkeys(standing.waits_for))
    return tuple(waiting)


def _standing(
    law: Definition, facts: Facts, state: Initiative, gate: Gate, before: tuple[str, ...], at: int, *, needed: bool
) -> Standing:
    text = text_of(gate, state.sections)
    votes = counted(gate, state, text)
    seats = _seats(law, facts, state, gate, votes, at)
    total = tally.count(gate.rule, votes, seats, _electorate(law, facts, state, gate, votes, at))
    verdict = tally.verdict(gate.rule, total)
    if gate.ratifies:
        where = _confirmed(verdict, needed=needed, waits=bool(before) or state.status not in IN_USE)
    else:
        where = _where(verdict, needed=needed, before=before)
    able, away = _able(law, facts, state, gate, votes, at) if where == "open" else ((), ())
    return Standing(gate, where, text, votes, total, able, before, away)


def _where(verdict: tally.Verdict, *, needed: bool, before: tuple[str, ...]) -> GateState:
    if not needed:
        return "not needed"
    if verdict == "passed":
        return "passed"
    if before:
        return "waiting"
    match verdict:
        case "pending":
            return "open"
        case "changes":
            return "settled"
        case "rejected":
            return "rejected"
        case _:
            assert_never(verdict)


def _confirmed(verdict: tally.Verdict, *, needed: bool, waits: bool) -> GateState:
    """A gate that ratifies others is open while the record is approved; a panel that concludes otherwise refuses."""
    if not needed:
        return "not needed"
    if verdict == "pending":
        return "waiting" if waits else "open"
    return "passed" if verdict == "passed" else "rejected"


def _seats(
    law: Definition, facts: Facts, state: Initiative, gate: Gate, votes: tuple[Vote, ...], at: int
) -> tuple[str, ...]:
    """A committee's seats and those escalation added while somebody can still fill them, so that no verdict is certain
    before they are heard; none in a role pool.
    """
    if not gate.panel.startswith("committee/"):
        return ()
    voted = {vote.person for vote in votes}
    joined = (
        panel
        for panel in panels(gate, state)[1:]
        for person in facts.pool(panel).members(at, state.answers)
        if person not in voted and not conflict(law, facts, state, gate, person)
    )
    return (*facts.pool(gate.panel).seats(), *dict.fromkeys(joined))


def _electorate(law: Definition, facts: Facts, state: Initiative, gate: Gate, votes: tuple[Vote, ...], at: int) -> int:
    """How many may take part: a committee's seats; in a role pool, where a share is asked, all who voted or still
    can.
    """
    if gate.panel.startswith("committee/"):
        return len(facts.pool(gate.panel).seats())
    if isinstance(gate.rule.approve, int) and not gate.rule.present.share:
        return 0
    voted = len([vote for vote in votes if vote.outcome != "recuse"])
    return voted + sum(map(len, _able(law, facts, state, gate, votes, at)))


def _able(
    law: Definition, facts: Facts, state: Initiative, gate: Gate, votes: tuple[Vote, ...], at: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people who may decide here now, in order of grant: those who are here, and those declared away. An absence
    is about turns and reminders; the right stays.
    """
    here: dict[str, None] = {}
    away: dict[str, None] = {}
    for panel in panels(gate, state):
        pool = facts.pool(panel)
        for person in pool.members(at, state.answers):
            found = away if pool.away(person, at) else here
            if person in here or person in found:
                continue
            if isinstance(seat_for(law, facts, state, gate, votes, person, at), str):
                found[person] = None
    return tuple(here), tuple(person for person in away if person not in here)


def seen(law: Definition, state: Initiative, gate: str) -> str:
    """Digest of everything displayed to a decider at a gate: all sections, tier, findings, earlier requests and
    replies, questions and answers.

    Within a round only what is said to a question changes it: colleagues deciding in parallel do not make each other's
    pages stale. Where nothing was asked it is what it was before questions could be asked.
    """
    shown: dict[str, Json] = {
        "definition": law.digest,
        "number": state.number,
        "gate": gate,
        "round": state.round,
        "tier": state.tier,
        "sections": {**state.sections},
        "findings": [[f.id, f.inputs] for f in state.findings],
        "requests": [[r.id, r.text, r.reply] for r in state.requests if r.round < state.round],
    }
    if state.questions:
        shown["questions"] = [
            [q.id, q.gate, q.concerns, q.text, q.closed, [[said.person, said.text] for said in q.answers]]
            for q in state.questions
        ]
    return sha256(b"clearway/seen/v1\x00" + encode(shown)).hexdigest()


def condition_seen(law: Definition, state: Initiative, condition: str) -> str:
    """Digest of what the verifier of a condition was shown."""
    found = next((c for c in state.conditions if c.id == condition), None)
    shown: dict[str, Json] = {"definition": law.digest, "number": state.number, "condition": condition}
    if found:
        shown |= {"gate": found.gate, "text": found.text, "due": found.due, "note": found.note}
    return sha256(b"clearway/condition/v1\x00" + encode(shown)).hexdigest()


def meaning(gate: Gate, outcome: str) -> str:
    """What signing this outcome at this gate asserts (21 CFR 11.50(a)(3))."""
    if outcome in ("approve", "approve with conditions"):
        return gate.meaning or ("ratification" if gate.ratifies else "approval")
    return {"request changes": "review", "reject": "rejection", "abstain": "abstention", "recuse": "recusal"}[outcome]


def binding(law: Definition, state: Initiative) -> tuple[str, ...]:
    """Ids of the conditions in force: those whose approval still stands on the present text."""
    texts = {gate.name: text_of(gate, state.sections) for gate in law.gates}
    return tuple(
        c.id
        for c in state.conditions
        if c.bound == texts.get(c.gate) and (c.round == state.round or not law.gate_by_name[c.gate].always_again)
    )
