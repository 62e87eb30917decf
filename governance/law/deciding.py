"""The law applied to one initiative: facts, state and a command in; events out, or a refusal a person can act on.

`decide` is pure. The first event answers the command, the rest are its consequences, the last names the *why* tree.
"""

from __future__ import annotations

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.language.business_time import utc_text
from governance.language.definition import Definition, Escalation, Gate
from governance.law.afterwards import decide_later
from governance.law.clocks import owner_resumed, raised, resumed, spent, steps
from governance.law.consequences import consequences
from governance.law.eligibility import may_judge, panels
from governance.law.erasing import erased_answer
from governance.law.gates import applicable, binding, condition_seen, decided_in, standings
from governance.law.moving import moved
from governance.law.passing import said_beside
from governance.law.pools import SYSTEM, Facts, under
from governance.law.signing import signed_decision, stale
from governance.law.standing import coordinating, given, refuse_others, refuse_unless
from governance.law.submitting import submitted
from governance.law.why import why_of
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import OPEN, Initiative, evolve


def decide(
    law: Definition, facts: Facts, state: Initiative, stamped: c.Stamped[c.Command]
) -> tuple[e.InitiativeEvent, ...]:
    """The events of a command, or `Refused`. Time, ids and people arrive in `stamped`."""
    facts = under(law, facts)
    first = _primary(law, facts, state, stamped)
    after = evolve(state, first, stamped.actor, stamped.at)
    if isinstance(first, e.Moved) and facts.to is not None:
        law, facts = facts.to, under(facts.to, facts)
    if isinstance(first, e.QuestionAsked | e.QuestionAnswered | e.QuestionClosed | e.PassedOn):
        return first, e.Judged(why_of(law, after, standings(law, facts, after, stamped.at)).digest())
    return first, *consequences(law, facts, state, after, stamped.at)


def _primary(law: Definition, facts: Facts, state: Initiative, stamped: c.Stamped[c.Command]) -> e.InitiativeEvent:
    command, actor, at = stamped.command, stamped.actor, stamped.at
    match command:
        case c.Submit():
            return submitted(law, facts, state, command, stamped)
        case c.SignDecision():
            return signed_decision(law, facts, state, command, actor, at)
        case c.RaiseTier():
            return _raise_tier(law, facts, state, command, actor, at)
        case c.Hold(reason=reason):
            coordinating(law, facts, state, actor, at)
            refuse_unless(state, ("in review", "in rework"), "put on hold")
            return e.PutOnHold(given(reason, "reason"))
        case c.Resume():
            return _resume(law, facts, state, actor, at)
        case c.Withdraw(reason=reason):
            refuse_others(state, actor)
            refuse_unless(state, tuple(OPEN), "withdrawn")
            return e.Withdrawn(given(reason, "reason"))
        case c.Revoke(reason=reason):
            coordinating(law, facts, state, actor, at)
            refuse_unless(state, ("approved", "released", "expired"), "revoked")
            return e.Revoked(given(reason, "reason"))
        case c.MeetCondition() | c.VerifyCondition():
            return _condition(law, facts, state, command, actor, at)
        case c.Release():
            return _release(law, state, actor, at)
        case c.MoveTo():
            coordinating(law, facts, state, actor, at)
            return moved(law, facts, state, command, at)
        case c.EraseAnswer():
            return erased_answer(facts, state, command, actor, at)
        case c.AskQuestion() | c.AnswerQuestion() | c.CloseQuestion() | c.PassOn():
            return said_beside(law, facts, state, command, actor, at)
        case c.Remind() | c.Escalate():
            return _clock(law, facts, state, command, actor, at)
        case c.GiveNotice() | c.Expire() | c.AskCheckIn() | c.CheckIn() | c.Renew() | c.Retire():
            return decide_later(law, facts, state, command, actor, at)
        case _:
            raise _not_an_act(command)


def _not_an_act(command: c.Command) -> Refused:
    return Refused(
        "not-an-act",
        "This cannot be done to an initiative.",
        f"{type(command).__name__} concerns another kind of record.",
        "Send it to its own stream.",
    )


def _raise_tier(
    law: Definition, facts: Facts, state: Initiative, command: c.RaiseTier, actor: str, at: int
) -> e.TierRaised:
    coordinating(law, facts, state, actor, at)
    refuse_unless(state, ("in review", "in rework"), "given another tier")
    names = [tier.name for tier in law.tiers]
    if command.tier not in names or names.index(command.tier) >= names.index(state.tier):
        above = ", ".join(names[: names.index(state.tier)]) or "none"
        raise Refused(
            "tier-not-higher",
            "The tier cannot be changed so.",
            f"A tier is only ever raised; above {state.tier}: {above}.",
            "Choose a higher tier, or leave it.",
        )
    if not applicable(law, state.answers, command.tier):
        raise Refused(
            "no-gate",
            "The tier cannot be changed so.",
            f"No gate applies to these answers in {command.tier}; nothing is approved by default.",
            "Ask the owner of the policy to cover this case.",
        )
    marks = ((gate, state.marks.get(gate.name)) for gate in law.gates)
    found = (
        (gate.name, raised(facts.calendar, gate, mark, command.tier, at))
        for gate, mark in marks
        if mark is not None and mark.state == "open"
    )
    return e.TierRaised(command.tier, given(command.reason, "reason"), {name: due for name, due in found if due})


def _resume(law: Definition, facts: Facts, state: Initiative, actor: str, at: int) -> e.Resumed:
    coordinating(law, facts, state, actor, at)
    refuse_unless(state, ("on hold",), "resumed")
    within = {
        gate.name: gate.clock(state.marks[gate.name].tier)
        for gate in law.gates
        if gate.name in state.marks and state.marks[gate.name].state == "open" and state.marks[gate.name].due
    }
    used = {name: spent(facts.calendar, span, state.marks[name], state.held) for name, span in within.items()}
    due = {name: resumed(facts.calendar, within[name], ms, at) for name, ms in used.items()}
    owner_due = owner_resumed(facts.calendar, law.rework, state.due, state.held, at)
    return e.Resumed(due, used, owner_due)


def _condition(
    law: Definition, facts: Facts, state: Initiative, command: c.MeetCondition | c.VerifyCondition, actor: str, at: int
) -> e.ConditionMet | e.ConditionVerified:
    refuse_unless(state, ("in review", "in rework", "approved", "released"), "changed here")
    found = next((x for x in state.conditions if x.id == command.condition), None)
    if found is None or found.id not in binding(law, state):
        raise Refused(
            "no-such-condition",
            "This condition is not in force.",
            "The approval that set it no longer stands, or it never existed.",
            "Reload the page.",
        )
    if isinstance(command, c.MeetCondition):
        refuse_others(state, actor)
        if found.status == "verified":
            raise OutOfOrder(
                "condition-verified", "This condition is closed.", "It was verified already.", "Nothing is left to do."
            )
        return e.ConditionMet(found.id, given(command.note, "note"))
    barred = may_judge(law, facts, state, law.gate_by_name[found.gate], actor, at)
    if barred:
        raise barred
    if found.status != "met":
        raise OutOfOrder(
            "condition-not-met",
            "This condition cannot be verified.",
            f"It is {found.status}.",
            "The owner first says how it was met.",
        )
    if command.signature.seen != condition_seen(law, state, found.id):
        raise stale()
    if command.signature.meaning != "verification":
        raise Refused(
            "meaning",
            "This cannot be signed so.",
            "Verifying a condition means “verification”.",
            "Reload the page and sign again.",
        )
    return e.ConditionVerified(found.id, command.signature, command.note)


def _release(law: Definition, state: Initiative, actor: str, at: int) -> e.Released:
    refuse_others(state, actor)
    refuse_unless(state, ("approved",), "released")
    if state.expires and at >= state.expires:
        raise OutOfOrder(
            "expired",
            "This cannot be released any more.",
            f"Its approval ended {utc_text(state.expires)}.",
            "Have it approved again.",
        )
    bound = binding(law, state)
    unmet = [x for x in state.conditions if x.id in bound and x.status != "verified"]
    if unmet:
        raise OutOfOrder(
            "conditions-open",
            "This cannot be released yet.",
            f"Conditions not verified: {len(unmet)}.",
            "Meet them and have them verified.",
            {"conditions": [x.id for x in unmet]},
        )
    return e.Released()


def _clock(
    law: Definition, facts: Facts, state: Initiative, command: c.Remind | c.Escalate, actor: str, at: int
) -> e.Reminded | e.Escalated:
    if actor != SYSTEM:
        raise Forbidden(
            "system-only",
            "This is not done by hand.",
            "Reminders and escalations come from the clock.",
            "Write to the person instead.",
        )
    gate = law.gate_by_name.get(command.gate)
    refuse_unless(state, tuple(sorted(decided_in(gate))) if gate else ("in review",), "reminded of")
    mark = state.marks.get(command.gate)
    if gate is None or mark is None or mark.state != "open" or mark.opening != command.opening:
        raise OutOfOrder(
            "gate-not-open",
            "Nobody is waiting here.",
            "The gate is not open, or was opened anew.",
            "Nothing is left to do.",
        )
    kind = "remind" if isinstance(command, c.Remind) else "escalate"
    step = next((s for s in steps(facts.calendar, gate, mark) if s.name == command.step and s.kind == kind), None)
    if step is None or command.step in mark.steps or at < step.at:
        raise OutOfOrder(
            "step-not-due",
            "This step is not due.",
            "It does not exist, was taken already, or its time has not come.",
            "Wait for the clock.",
        )
    if isinstance(command, c.Remind):
        return e.Reminded(gate.name, mark.opening, step.name, standings(law, facts, state, at)[gate.name].able)
    escalation = next(x for x in gate.escalate if x.step == step.name)
    return _escalated(facts, state, gate, escalation, mark.opening, at)


def _escalated(
    facts: Facts, state: Initiative, gate: Gate, escalation: Escalation, opening: int, at: int
) -> e.Escalated:
    """The named pool joins the gate; it removes nobody. `delegate` concerns those who already hold a delegation."""
    if escalation.to == "delegate":
        lent = [d for panel in panels(gate, state) for d in facts.pool(panel).lent if d.since <= at < d.until]
        return e.Escalated(gate.name, opening, escalation.step, "", tuple(dict.fromkeys(d.to for d in lent)))
    people = facts.pool(escalation.to).members(at, state.answers)
    return e.Escalated(gate.name, opening, escalation.step, escalation.to, people)
