"""What a signed decision must satisfy: the gate is open, the person eligible, the text current, the act complete."""

from __future__ import annotations

from governance.errors import OutOfOrder, Refused, Stale
from governance.language.asking import asking
from governance.language.definition import Definition, Gate
from governance.law.eligibility import seat_for
from governance.law.form import findings_for
from governance.law.gates import Standing, decided_in, meaning, seen, standings
from governance.law.paper import refuse_paper
from governance.law.pools import Facts
from governance.law.proposing import refuse_outdated
from governance.law.together import refuse_joint
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative


def signed_decision(
    law: Definition, facts: Facts, state: Initiative, command: c.SignDecision, actor: str, at: int
) -> e.DecisionSigned:
    """The event of a decision, or why it is refused: order first, then person, then text, then completeness."""
    gate = law.gate_by_name.get(command.gate)
    if gate is None:
        raise Refused(
            "unknown-gate", "This cannot be decided.", f"The workflow has no gate {command.gate!r}.", "Reload the page."
        )
    if state.status not in decided_in(gate):
        raise _not_now(gate, state)
    standing = standings(law, facts, state, at)[gate.name]
    seat = seat_for(law, facts, state, gate, standing.votes, actor, at)
    if isinstance(seat, Refused):
        raise seat
    if standing.state != "open":
        raise _not_open(law, standing)
    if command.signature.seen != seen(law, state, gate.name):
        raise stale()
    refuse_joint(law, state, gate, command)
    _complete(law, facts, state, asking(gate, state.answers), command)
    refuse_paper(command, state.marks.get(gate.name), at)
    return e.DecisionSigned(
        gate=gate.name,
        outcome=command.outcome,
        signature=command.signature,
        round=state.round,
        seat=seat,
        text=standing.text,
        note=command.note,
        requests=command.requests,
        conditions=command.conditions,
        checklist=command.checklist,
        acknowledged=command.acknowledged,
        comments=command.comments,
        stated=command.stated,
        scan=command.scan,
        together=command.together,
    )


def _not_now(gate: Gate, state: Initiative) -> OutOfOrder:
    why = f"The record is {state.status}."
    cure = "Decisions are given while it is in review."
    if gate.ratifies:
        cure = "This gate confirms it once it is approved."
    return OutOfOrder("not-in-review", "This cannot be decided now.", why, cure, {"status": state.status})


def stale() -> Stale:
    """The refusal of a signature on something older than the record."""
    return Stale(
        "stale",
        "Nothing was signed.",
        "The record changed after this page was shown.",
        "Read what changed, then sign again.",
    )


def _not_open(law: Definition, standing: Standing) -> OutOfOrder:
    title = standing.gate.title
    match standing.state:
        case "waiting":
            names = " and ".join(f"“{law.gate_by_name[name].title}”" for name in standing.waits_for)
            why, cure = f"“{title}” waits for {names}.", "It opens by itself when they have passed."
        case "passed":
            why, cure = f"“{title}” has passed.", "Nothing is left to decide here."
        case "settled":
            why, cure = f"“{title}” has asked for changes in this round.", "It opens again when the owner resubmits."
        case _:
            why, cure = f"“{title}” is not needed for these answers.", "Nothing is left to decide here."
    return OutOfOrder("gate-not-open", "This gate cannot be decided now.", why, cure, {"gate": standing.gate.name})


def _complete(law: Definition, facts: Facts, state: Initiative, gate: Gate, command: c.SignDecision) -> None:
    """What each outcome must and must not bring."""
    outcome = command.outcome
    if command.signature.meaning != meaning(gate, outcome):
        raise _incomplete(
            "meaning", f"Signing this outcome means “{meaning(gate, outcome)}”.", "Reload the page and sign again."
        )
    _only_with(outcome, command)
    if outcome in ("reject", "recuse") and not command.note:
        raise _incomplete("note", "A rejection or recusal needs its reason.", "Write one sentence; auditors read it.")
    if outcome == "abstain" and not gate.panel.startswith("committee/"):
        raise _incomplete(
            "outcome", "One abstains on a committee; here a single reviewer decides.", "Decide, or recuse yourself."
        )
    if outcome == "request changes" and gate.ratifies:
        raise _incomplete(
            "outcome", "What is approved can be ratified or rejected; it is not changed any more.", "Decide, or recuse."
        )
    listed = {name for name, _ in gate.checklist}
    unknown = [ask.concerns for ask in command.requests if ask.concerns and ask.concerns not in law.field_by_name]
    if unknown or {*command.checklist, *command.comments} - listed:
        raise _incomplete(
            "unknown-item",
            "A request, checklist item or comment names something the form does not have.",
            "Reload the page.",
        )
    if outcome in ("approve", "approve with conditions"):
        refuse_outdated(law, facts, state)
        _ready_to_approve(law, state, gate, command)


def _only_with(outcome: c.Outcome, command: c.SignDecision) -> None:
    """Requests and conditions each come with the outcome that is made of them, and with no other."""
    if outcome == "request changes" and not command.requests:
        raise _incomplete("requests", "It does not say what should change.", "Write at least one change you ask for.")
    if outcome != "request changes" and command.requests:
        raise _incomplete(
            "outcome",
            "It asks for changes, but the decision is another.",
            "Choose “request changes”, or leave them out.",
        )
    if outcome == "approve with conditions" and not command.conditions:
        raise _incomplete("conditions", "It does not say under which condition.", "Write at least one condition.")
    if outcome != "approve with conditions" and command.conditions:
        raise _incomplete(
            "outcome",
            "It sets conditions, but the decision is another.",
            "Choose “approve with conditions”, or leave them out.",
        )


def _ready_to_approve(law: Definition, state: Initiative, gate: Gate, command: c.SignDecision) -> None:
    open_items = [words for name, words in gate.checklist if name not in command.checklist]
    if open_items:
        raise _incomplete(
            "checklist",
            f"The checklist is not complete: {', '.join(f'“{words}”' for words in open_items)}.",
            "Tick what you have checked, or request changes.",
        )
    silent = [words for name, words in gate.checklist if name in gate.commented and not command.comments.get(name)]
    if silent:
        raise _incomplete(
            "comment",
            f"The checklist asks for a comment on “{silent[0]}”.",
            "Write one sentence on what you found, or request changes.",
        )
    concerning = findings_for(law, gate, state.findings)
    unread = [f for f in concerning if f.severity == "warn" and f.id not in command.acknowledged]
    if unread:
        why = f"A finding is not acknowledged: {unread[0].what}"
        raise _incomplete("findings", why, "Acknowledge it, or request changes.")
    blocked = [f for f in concerning if f.severity == "block"]
    if blocked:
        raise _incomplete("blocked", blocked[0].what, blocked[0].cure)


def _incomplete(code: str, why: str, cure: str) -> Refused:
    return Refused(f"incomplete-{code}", "This decision is not complete.", why, cure)
