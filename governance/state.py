"""What an initiative is at one moment: the fold of its events. `evolve` never fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from governance import events as e
from governance.commands import Outcome, Signature
from governance.jcs import Json

Status = Literal[
    "draft", "in review", "in rework", "on hold", "approved", "released", "revoked", "rejected", "withdrawn"
]
OPEN: frozenset[Status] = frozenset({"in review", "in rework", "on hold"})


@dataclass(frozen=True)
class Vote:
    """One signed decision as the rules count it: who, in which seat, on which text, in which round."""

    person: str
    seat: str
    outcome: Outcome
    text: str
    round: int
    at: int
    signature: Signature
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """What has been recorded of a gate: its last opening and clock, and which pools joined it by escalation.

    The clock last started at `since`, having used `spent` ms before; `due` is 0 without one. `steps` have been reached.
    """

    state: Literal["open", "passed", "settled", "suspended"]
    opening: int = 0
    opened: int = 0
    due: int = 0
    since: int = 0
    spent: int = 0
    joined: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """A requested change, with the owner's reply ("" until given)."""

    id: str
    gate: str
    person: str
    round: int
    concerns: str
    text: str
    reply: str = ""


@dataclass(frozen=True)
class Condition:
    """An obligation from an approval. It binds while the decision that set it stands."""

    id: str
    gate: str
    person: str
    text: str
    due: str
    bound: str
    round: int
    note: str = ""
    status: Literal["open", "met", "verified"] = "open"


@dataclass(frozen=True)
class Initiative:
    """State of one initiative. `marks`, `votes` are by gate; `sections` are digests; `contributors` is cumulative."""

    workflow: str = ""
    definition: str = ""
    number: str = ""
    owner: str = ""
    status: Status = "draft"
    round: int = 0
    submitted: int = 0
    answers: Mapping[str, Json] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    contributors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tier: str = ""
    raised: str = ""
    findings: tuple[e.Finding, ...] = ()
    votes: Mapping[str, tuple[Vote, ...]] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    requests: tuple[Request, ...] = ()
    conditions: tuple[Condition, ...] = ()
    held: int = 0
    resumes_as: Status = "in review"
    due: int = 0
    approved: int = 0
    expires: int = 0
    closed: int = 0


def evolve(state: Initiative, event: e.InitiativeEvent, actor: str, at: int) -> Initiative:
    """The next state. Total: every event of the union has its arm, and none can be refused."""
    match event:
        case e.Submitted():
            return _submitted(state, event, at)
        case e.DecisionSigned():
            return _decided(state, event, actor, at)
        case e.TierRaised(tier=tier):
            return replace(state, tier=tier, raised=tier)
        case e.PutOnHold():
            return replace(state, status="on hold", held=at, resumes_as=state.status)
        case e.Resumed():
            return _resumed(state, event, at)
        case e.Withdrawn():
            return replace(state, status="withdrawn", closed=at)
        case e.Revoked():
            return replace(state, status="revoked", closed=at)
        case e.ConditionMet() | e.ConditionVerified():
            return _condition(state, event)
        case e.Released():
            return replace(state, status="released")
        case e.Reminded() | e.Escalated() | e.GateOpened() | e.GateSuspended() | e.GatePassed():
            return _at_gate(state, event, at)
        case e.CarriedOver() | e.GateSettled():
            return _at_gate(state, event, at)
        case e.ReturnedToOwner(due=due):
            return replace(state, status="in rework", due=due)
        case e.Approved(expires=expires):
            return replace(state, status="approved", approved=at, expires=expires, due=0)
        case e.Rejected():
            return replace(state, status="rejected", closed=at)
        case e.Judged():
            return state
        case _:
            assert_never(event)


_GateEvent: TypeAlias = (
    e.Reminded | e.Escalated | e.GateOpened | e.GateSuspended | e.GatePassed | e.CarriedOver | e.GateSettled
)


def _at_gate(state: Initiative, event: _GateEvent, at: int) -> Initiative:
    match event:
        case e.Reminded(gate=gate, step=step):
            mark = state.marks[gate]
            return _with_mark(state, gate, replace(mark, steps=(*mark.steps, step)))
        case e.Escalated(gate=gate, step=step, panel=panel):
            mark = state.marks[gate]
            joined = (*mark.joined, panel) if panel and panel not in mark.joined else mark.joined
            return _with_mark(state, gate, replace(mark, steps=(*mark.steps, step), joined=joined))
        case e.GateOpened(gate=gate, opening=opening, due=due):
            return _with_mark(state, gate, Mark("open", opening, at, due, at))
        case e.GateSuspended(gate=gate):
            return _marked(state, gate, "suspended")
        case e.GatePassed(gate=gate) | e.CarriedOver(gate=gate):
            return _marked(state, gate, "passed")
        case e.GateSettled(gate=gate):
            return _marked(state, gate, "settled")
        case _:
            assert_never(event)


def replay(happened: Iterable[tuple[e.InitiativeEvent, str, int]], state: Initiative | None = None) -> Initiative:
    """Fold (event, actor, at) in order, from nothing or from a kept state."""
    folded = state or Initiative()
    for event, actor, at in happened:
        folded = evolve(folded, event, actor, at)
    return folded


def _submitted(state: Initiative, event: e.Submitted, at: int) -> Initiative:
    contributors = dict(state.contributors)
    for section, people in event.edits.items():
        contributors[section] = tuple(dict.fromkeys((*contributors.get(section, ()), *people)))
    return replace(
        state,
        workflow=event.workflow,
        definition=event.definition,
        number=event.number,
        owner=event.owner,
        status="in review",
        round=event.round,
        submitted=at,
        answers=event.answers,
        sections=event.sections,
        contributors=contributors,
        tier=event.tier,
        findings=event.findings,
        requests=tuple(replace(r, reply=event.replies.get(r.id, r.reply)) for r in state.requests),
        due=0,
    )


def _decided(state: Initiative, event: e.DecisionSigned, actor: str, at: int) -> Initiative:
    vote = Vote(actor, event.seat, event.outcome, event.text, event.round, at, event.signature, event.note)
    requests = tuple(
        Request(f"r{len(state.requests) + n}", event.gate, actor, event.round, ask.concerns, ask.text)
        for n, ask in enumerate(event.requests, 1)
    )
    conditions = tuple(
        Condition(f"c{len(state.conditions) + n}", event.gate, actor, o.text, o.due, event.text, event.round)
        for n, o in enumerate(event.conditions, 1)
    )
    return replace(
        state,
        votes={**state.votes, event.gate: (*state.votes.get(event.gate, ()), vote)},
        requests=state.requests + requests,
        conditions=state.conditions + conditions,
    )


def _condition(state: Initiative, event: e.ConditionMet | e.ConditionVerified) -> Initiative:
    def after(condition: Condition) -> Condition:
        if condition.id != event.condition:
            return condition
        if isinstance(event, e.ConditionMet):
            return replace(condition, status="met", note=event.note)
        return replace(condition, status="verified")

    return replace(state, conditions=tuple(map(after, state.conditions)))


def _resumed(state: Initiative, event: e.Resumed, at: int) -> Initiative:
    marks = {
        gate: replace(mark, due=event.due[gate], since=at, spent=event.spent[gate]) if gate in event.due else mark
        for gate, mark in state.marks.items()
    }
    return replace(state, status=state.resumes_as, held=0, marks=marks, due=event.owner_due)


def _with_mark(state: Initiative, gate: str, mark: Mark) -> Initiative:
    return replace(state, marks={**state.marks, gate: mark})


def _marked(state: Initiative, gate: str, where: Literal["passed", "settled", "suspended"]) -> Initiative:
    return _with_mark(state, gate, replace(state.marks.get(gate, Mark("suspended")), state=where))
