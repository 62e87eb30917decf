"""What a submission must satisfy: the right person at the right moment, a complete form, every request answered."""

from __future__ import annotations

from governance.errors import Forbidden, Refused
from governance.language.definition import Definition
from governance.law import form, proposing
from governance.law.gates import applicable, tier_of
from governance.law.pools import Facts
from governance.law.referring import referred
from governance.law.standing import refuse_others, refuse_unless
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative


def submitted(
    law: Definition, facts: Facts, state: Initiative, command: c.Submit, stamped: c.Stamped[c.Command]
) -> e.Submitted:
    """The event of a submission, or why it is refused: the person and moment first, then the answers."""
    new = state.status == "draft"
    _may_submit(law, facts, state, command, stamped.actor)
    _complete(law, state, command)
    _all_answered(law, state, command)
    refers = referred(law, facts, command.answers, stamped.refers)
    replaced = proposing.base(law, facts, command.answers)
    tier = tier_of(law, command.answers, state.raised)
    if not applicable(law, command.answers, tier):
        raise Refused(
            "no-gate",
            "This cannot be submitted.",
            "No gate applies to these answers; nothing is approved by default.",
            "Ask the owner of the policy to cover this case.",
        )
    return e.Submitted(
        workflow=command.workflow,
        answers=command.answers,
        edits=command.edits,
        replies=command.replies,
        definition=law.digest,
        number=stamped.number if new else state.number,
        owner=stamped.actor,
        round=state.round + 1,
        tier=tier,
        sections={s.name: form.section_digest(law, s.name, command.answers, replaced) for s in law.sections},
        findings=form.findings(law, command.answers, state.raised),
        refers=refers,
        supersedes=replaced,
    )


def _may_submit(law: Definition, facts: Facts, state: Initiative, command: c.Submit, actor: str) -> None:
    new = state.status == "draft"
    if new and not facts.person(actor).registered:
        raise Forbidden(
            "unknown-person",
            "This cannot be submitted.",
            "You are not registered here.",
            "Ask an administrator to invite you.",
        )
    if not new:
        refuse_others(state, actor)
        refuse_unless(state, ("in rework",), "submitted again")
    if command.workflow != law.workflow:
        raise Refused(
            "other-workflow",
            "This cannot be submitted.",
            f"The record follows “{law.workflow}”.",
            "Use the form of that workflow.",
        )


def _complete(law: Definition, state: Initiative, command: c.Submit) -> None:
    faults = form.problems(law, command.answers)
    if faults:
        data = {"fields": [[fault.field, fault.what, fault.cure] for fault in faults]}
        raise Refused(
            "incomplete",
            "This cannot be submitted yet.",
            f"{faults[0].what} {faults[0].cure}",
            f"{len(faults)} answers need attention.",
            data,
        )
    unknown = command.edits.keys() - law.section_by_name.keys()
    if unknown:
        raise Refused(
            "unknown-section",
            "This cannot be submitted.",
            f"The form has no section {min(unknown)!r}.",
            "Reload the form.",
        )
    blocking = [f for f in form.findings(law, command.answers, state.raised) if f.severity == "block"]
    if blocking:
        data = {"fields": [[f.concerns, f.what, f.cure] for f in blocking]}
        raise Refused("blocked", "This cannot be submitted yet.", blocking[0].what, blocking[0].cure, data)


def _all_answered(law: Definition, state: Initiative, command: c.Submit) -> None:
    """Every request of the round that just ended has a reply, and every reply a request."""
    asked = {r.id: r for r in state.requests if r.round == state.round}
    missing = [asked[i] for i in asked if not command.replies.get(i)]
    if missing:
        gate = law.title_of(missing[0].gate)
        data = {"requests": [r.id for r in missing]}
        raise Refused(
            "unanswered",
            "This cannot be submitted yet.",
            f"Requested changes without a reply: {len(missing)}, the first from “{gate}”.",
            "Say for each what you did, or why not.",
            data,
        )
    stray = command.replies.keys() - asked.keys()
    if stray:
        raise Refused(
            "no-such-request",
            "This cannot be submitted.",
            f"There is no open request {min(stray)!r}.",
            "Reload the page.",
        )
