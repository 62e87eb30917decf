"""The fold of an initiative's events, which never fails. Its data classes stand in `initiative` and are read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias, assert_never

from governance.formats.jcs import Json
from governance.record import events as e
from governance.record.initiative import (
    GRANTED,
    IN_USE,
    OPEN,
    Asked,
    Condition,
    Initiative,
    Mark,
    Passing,
    Question,
    Remark,
    Request,
    Status,
    Vote,
)

__all__ = [
    "GRANTED", "IN_USE", "OPEN", "Asked", "Condition", "Initiative", "Mark", "Passing", "Question", "Remark",
    "Request", "Status", "Vote", "evolve", "replay",
]  # fmt: skip

_CLOSED: Mapping[type, Status] = {e.Withdrawn: "withdrawn", e.Revoked: "revoked", e.Rejected: "rejected"}


def evolve(state: Initiative, event: e.InitiativeEvent, actor: str, at: int) -> Initiative:
    """The next state. Total: every event of the union has its arm, and none can be refused."""
    match event:
        case e.Submitted():
            return _submitted(state, event, at)
        case e.DecisionSigned():
            return _decided(state, event, actor, at)
        case e.TierRaised():
            return _raised(state, event, at)
        case e.PutOnHold():
            return replace(state, status="on hold", held=at, resumes_as=state.status)
        case e.Resumed():
            return _resumed(state, event, at)
        case e.Withdrawn() | e.Revoked() | e.Rejected():
            return replace(state, status=_CLOSED[type(event)], closed=at)
        case e.ConditionMet() | e.ConditionVerified():
            return _condition(state, event)
        case e.Released():
            return replace(state, status="released", released=at)
        case e.Moved():
            return _moved(state, event)
        case e.AnswerErased(field=name):
            return replace(state, confided={**state.confided, name: ()})
        case e.Reminded() | e.Escalated() | e.GateOpened() | e.GateSuspended() | e.GatePassed():
            return _at_gate(state, event, at)
        case e.CarriedOver() | e.GateSettled() | e.Ratified():
            return _at_gate(state, event, at)
        case e.ReturnedToOwner(due=due):
            return replace(state, status="in rework", due=due)
        case e.Approved():
            return _approved(state, event, at)
        case e.NoticeGiven() | e.Expired() | e.CheckInAsked() | e.CheckedIn() | e.Renewed() | e.Retired():
            return _afterwards(state, event, at)
        case e.QuestionAsked() | e.QuestionAnswered() | e.QuestionClosed() | e.PassedOn():
            return _beside(state, event, actor, at)
        case e.Judged():
            return state
        case _:
            assert_never(event)


_GateEvent: TypeAlias = (
    e.Reminded | e.Escalated | e.GateOpened | e.GateSuspended | e.GatePassed | e.CarriedOver | e.GateSettled
    | e.Ratified
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
            return _with_mark(state, gate, Mark("open", opening, at, due, at, tier=state.tier))
        case e.GateSuspended(gate=gate):
            return _marked(state, gate, "suspended")
        case e.GatePassed(gate=gate) | e.CarriedOver(gate=gate) | e.Ratified(gate=gate):
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
        changed=_changed(state, event),
        sections=event.sections,
        contributors=_contributors(state, event.edits),
        tier=event.tier,
        findings=event.findings,
        refers=event.refers,
        supersedes=event.supersedes,
        requests=tuple(replace(r, reply=event.replies.get(r.id, r.reply)) for r in state.requests),
        due=0,
        confided=_confided(state, event.answers),
    )


def _changed(state: Initiative, event: e.Submitted) -> Mapping[str, int]:
    names = {**state.answers, **event.answers}
    fresh = {name: event.round for name in names if state.answers.get(name) != event.answers.get(name)}
    return {**state.changed, **fresh}


def _confided(state: Initiative, answers: Mapping[str, Json]) -> Mapping[str, tuple[str, ...]]:
    """The commitments of personal answers, those of this round added."""
    found = {n: str(v["commit"]) for n, v in answers.items() if isinstance(v, dict) and v.keys() == {"commit"}}
    fresh = {
        n: (*state.confided.get(n, ()), each) for n, each in found.items() if each not in state.confided.get(n, ())
    }
    return {**state.confided, **fresh} if fresh else state.confided


def _contributors(state: Initiative, edits: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    contributors = dict(state.contributors)
    for section, people in edits.items():
        contributors[section] = tuple(dict.fromkeys((*contributors.get(section, ()), *people)))
    return contributors


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


def _raised(state: Initiative, event: e.TierRaised, at: int) -> Initiative:
    longer = {
        gate: replace(mark, due=event.due[gate], since=mark.since if mark.due else at, tier=event.tier)
        for gate, mark in state.marks.items()
        if gate in event.due
    }
    return replace(state, tier=event.tier, raised=event.tier, marks={**state.marks, **longer})


def _approved(state: Initiative, event: e.Approved, at: int) -> Initiative:
    return replace(
        state,
        status="approved",
        approved=at,
        expires=event.expires,
        code=event.code,
        renews=event.renews,
        retires=event.retires,
        publishes=event.publishes,
        term=1,
        due=0,
    )


_Later: TypeAlias = e.NoticeGiven | e.Expired | e.CheckInAsked | e.CheckedIn | e.Renewed | e.Retired


def _afterwards(state: Initiative, event: _Later, at: int) -> Initiative:
    match event:
        case e.NoticeGiven(step=step):
            return replace(state, noticed=(*state.noticed, step))
        case e.Expired():
            return replace(state, status="expired", used_as=state.status)
        case e.CheckInAsked(step=step):
            return replace(state, check_ins=(*state.check_ins, Asked(step, at)))
        case e.CheckedIn(step=step, note=note):
            told = (replace(each, note=note) if each.step == step else each for each in state.check_ins)
            return replace(state, check_ins=tuple(told))
        case e.Renewed(by=by, expires=expires):
            status = state.used_as if state.status == "expired" else state.status
            renewed = (*state.renewed_by, by)
            return replace(state, status=status, expires=expires, term=state.term + 1, noticed=(), renewed_by=renewed)
        case e.Retired():
            return replace(state, status="retired", closed=at)
        case _:
            assert_never(event)


def _beside(state: Initiative, event: e.DialogueEvent | e.PassedOn, actor: str, at: int) -> Initiative:
    match event:
        case e.PassedOn(gate=gate, opening=opening, to=to, reason=reason):
            passing = Passing(gate, opening, event.person or actor, to, reason, at)
            return replace(state, passings=(*state.passings, passing))
        case e.QuestionAsked(gate=gate, concerns=concerns, text=text):
            asked = Question(f"q{len(state.questions) + 1}", gate, actor, concerns, text, at)
            return replace(state, questions=(*state.questions, asked))
        case e.QuestionAnswered(question=name, text=text):
            said = Remark(actor, text, at)
            told = (replace(q, answers=(*q.answers, said)) if q.id == name else q for q in state.questions)
            return replace(state, questions=tuple(told))
        case e.QuestionClosed(question=name):
            told = (replace(q, closed=True) if q.id == name else q for q in state.questions)
            return replace(state, questions=tuple(told))
        case _:
            assert_never(event)


def _resumed(state: Initiative, event: e.Resumed, at: int) -> Initiative:
    marks = {
        gate: replace(mark, due=event.due[gate], since=at, spent=event.spent[gate]) if gate in event.due else mark
        for gate, mark in state.marks.items()
    }
    return replace(state, status=state.resumes_as, held=0, marks=marks, due=event.owner_due)


def _moved(state: Initiative, event: e.Moved) -> Initiative:
    carried = {each.gate: each for each in event.carried}

    def vote_at(gate: str, vote: Vote) -> Vote:
        kept = carried.get(gate)
        if kept is None or vote.text != kept.before or vote.lapsed:
            return replace(vote, lapsed=True)
        return replace(vote, text=kept.now, under=vote.under or state.definition)

    def mark_at(gate: str, mark: Mark) -> Mark:
        kept = carried.get(gate)
        if kept is not None and not kept.anew:
            return mark
        still = mark.state if kept is not None and mark.state != "open" else "suspended"
        return replace(mark, state=still, joined=())

    def condition_of(condition: Condition) -> Condition:
        kept = carried.get(condition.gate)
        return replace(condition, bound=kept.now if kept and condition.bound == kept.before else "")

    return replace(
        state,
        definition=event.definition,
        tier=event.tier,
        sections=event.sections,
        findings=event.findings,
        contributors=_contributors(state, event.edits),
        answers={name: answer for name, answer in state.answers.items() if name not in event.dropped},
        votes={gate: tuple(vote_at(gate, vote) for vote in votes) for gate, votes in state.votes.items()},
        marks={gate: mark_at(gate, mark) for gate, mark in state.marks.items()},
        conditions=tuple(map(condition_of, state.conditions)),
    )


def _with_mark(state: Initiative, gate: str, mark: Mark) -> Initiative:
    return replace(state, marks={**state.marks, gate: mark})


def _marked(state: Initiative, gate: str, where: Literal["passed", "settled", "suspended"]) -> Initiative:
    return _with_mark(state, gate, replace(state.marks.get(gate, Mark("suspended")), state=where))
