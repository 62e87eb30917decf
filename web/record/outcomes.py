"""The acts the law allows a reviewer at a gate now, each with what would follow: found by letting the law draw it."""

from __future__ import annotations

from collections.abc import Callable

from governance.errors import Refused
from governance.language.definition import Gate
from governance.law.consequences import consequences
from governance.law.form import findings_for
from governance.law.gates import Standing, standings
from governance.record import events as e
from governance.record.commands import Ask, Obligation, Outcome, Signature
from governance.record.state import Initiative, evolve
from web.record.work_pages import Outcome as Named
from web.record.work_pages import OutcomeChoice
from web.rows.records import Record
from web.words.translating import gettext, lazy_gettext, ngettext, pair
from web.words.vocabulary import listed, role_name

KEYS: dict[Named, str] = {
    "approve": "A", "approve_with_conditions": "W", "request_changes": "C", "reject": "R", "abstain": "", "recuse": "U",
}  # fmt: skip
LABELS: dict[Named, str] = {
    "approve": lazy_gettext("Approve"),
    "approve_with_conditions": lazy_gettext("Approve with conditions"),
    "request_changes": lazy_gettext("Request changes"),
    "reject": lazy_gettext("Reject"),
    "abstain": lazy_gettext("Abstain"),
    "recuse": lazy_gettext("Recuse myself"),
}
ACTS: dict[Named, str] = {
    "approve": "approve",
    "approve_with_conditions": "approve with the conditions above",
    "request_changes": "ask for changes to",
    "reject": "reject",
    "abstain": "abstain on",
    "recuse": "stand aside",
}

Name = Callable[[str], str]
Drawn = tuple[e.InitiativeEvent, ...]


def choices(record: Record, gate: Gate, person: str, seat: str, name: Name) -> tuple[OutcomeChoice, ...]:
    """Every act open to this person here, in the order of the form."""
    return tuple(
        OutcomeChoice(outcome, str(LABELS[outcome]), follows(record, gate, person, seat, outcome, name),
                      sentence(record, gate, seat, outcome), KEYS[outcome])
        for outcome in allowed(record, gate)
    )  # fmt: skip


def allowed(record: Record, gate: Gate) -> tuple[Named, ...]:
    """A gate with a blocking finding cannot be approved; one abstains on a committee only. What is approved already is
    confirmed or not, so nothing is attached to it any more.
    """
    blocked = any(f.severity == "block" for f in findings_for(record.law, gate, record.state.findings))
    approvals: tuple[Named, ...] = ("approve",) if gate.ratifies else ("approve", "approve_with_conditions")
    approving: tuple[Named, ...] = () if blocked else approvals
    abstaining: tuple[Named, ...] = ("abstain",) if gate.panel.startswith("committee/") else ()
    returning: tuple[Named, ...] = () if gate.ratifies else ("request_changes",)
    return (*approving, *returning, "reject", *abstaining, "recuse")


def sentence(record: Record, gate: Gate, seat: str, outcome: Named) -> tuple[str, str, str]:
    """What is signed, after the name: role, act, and the version shown. It is of the record, as `Recorded` says."""
    role = seat.rpartition("/")[2].replace("_", " ") + " seat" if seat else role_name(gate.panel)
    tail = " from this decision on" if outcome == "recuse" else ""
    shown = "" if outcome == "recuse" else ", all of what is shown here"
    return f"for {gate.title}, as {role}, ", ACTS[outcome], f"{tail} version {record.state.round}{shown}."


def follows(record: Record, gate: Gate, person: str, seat: str, outcome: Named, name: Name) -> str:
    """What this act would lead to if it were the next one recorded."""
    try:
        drawn, after = _drawn(record, gate, person, seat, outcome)
    except Refused:
        return ""
    standing = after[gate.name]
    titles = {gate.name: gate.title for gate in record.law.gates}
    match outcome:
        case "approve" | "approve_with_conditions":
            return _approving(record, gate, outcome, drawn, standing, titles)
        case "request_changes":
            return _returning(record, gate, drawn, after, name)
        case "reject":
            if _has(drawn, e.Revoked):
                return gettext("Takes back the approval of the %(record)s", record=record.law.record)
            if _has(drawn, e.Rejected):
                return gettext("Ends this submission for good")
            return gettext("Counts against it; the committee decides")
        case "abstain":
            return gettext("Counts as present, not as a vote")
        case _:
            left = tuple(name(one) for one in standing.able)
            if not left and standing.away:
                away = listed(tuple(name(one) for one in standing.away)[:2])
                return gettext("Nobody who is here can decide then; %(people)s may, though away", people=away)
            if not left:
                return gettext("Nobody else can decide here now; an alternate is needed")
            return gettext("%(people)s can still decide", people=listed(left[:2]))


def _drawn(record: Record, gate: Gate, person: str, seat: str, outcome: Named) -> tuple[Drawn, dict[str, Standing]]:
    state, law = record.state, record.law
    done: Outcome = outcome.replace("_", " ")  # type: ignore[assignment]  # the page's names are the law's with underscores
    event = e.DecisionSigned(
        gate.name, done, Signature("", "", "", "password+totp"), state.round, seat, record.standings[gate.name].text,
        requests=(Ask("", ""),) if done == "request changes" else (),
        conditions=(Obligation(""),) if done == "approve with conditions" else (),
    )  # fmt: skip
    after: Initiative = evolve(state, event, person, record.at)
    drawn = consequences(law, record.facts, state, after, record.at)
    for each in drawn:
        after = evolve(after, each, "", record.at)
    return drawn, dict(standings(law, record.facts, after, record.at))


def _approving(
    record: Record, gate: Gate, outcome: Named, drawn: Drawn, standing: Standing, titles: dict[str, str]
) -> str:
    if any(isinstance(one, e.Ratified) and one.gate == gate.name for one in drawn):
        return gettext("Ratifies the approval of the %(record)s", record=record.law.record)
    if not any(isinstance(one, e.GatePassed) and one.gate == gate.name for one in drawn):
        return _still_needs(standing)
    opened = tuple(titles[one.gate] for one in drawn if isinstance(one, e.GateOpened))
    others = tuple(s.gate.title for s in record.standings.values() if s.state == "open" and s.gate.name != gate.name)
    said = _cleared(record, gate, drawn, opened, others)
    return gettext("%(cleared)s; tracked until met", cleared=said) if outcome == "approve_with_conditions" else said


def _cleared(record: Record, gate: Gate, drawn: Drawn, opened: tuple[str, ...], others: tuple[str, ...]) -> str:
    """What comes of a gate that passes."""
    title, noun = gate.title, record.law.record
    if _has(drawn, e.Approved):
        return gettext("Clears %(gate)s; the %(record)s is then approved", gate=title, record=noun)
    if _has(drawn, e.ReturnedToOwner):
        return gettext("Clears %(gate)s; it then goes back for the changes others asked for", gate=title)
    if opened:
        is_next = pair("Clears %(gate)s; %(gates)s is next", "Clears %(gate)s; %(gates)s are next")
        return ngettext(*is_next, len(opened), gate=title, gates=listed(opened))
    still = pair("Clears %(gate)s; %(gates)s still decides", "Clears %(gate)s; %(gates)s still decide")
    return ngettext(*still, len(others), gate=title, gates=listed(others))


def _still_needs(standing: Standing) -> str:
    rule, counted = standing.gate.rule, standing.count
    if isinstance(rule.approve, int):
        left = max(1, rule.approve - counted.approvals)
        more = pair(
            "Counts towards %(gate)s; %(num)s more approval needed",
            "Counts towards %(gate)s; %(num)s more approvals needed",
        )
        return ngettext(*more, left, gate=standing.gate.title, num=left)
    missing = [seat for seat in rule.present.seats if seat not in counted.filled]
    if not missing:
        return gettext("Counts as a vote for it, %(votes)s so far", votes=counted.approvals)
    seats = listed(tuple(seat.replace("_", " ") for seat in missing))
    return gettext(
        "Counts as a vote for it, %(votes)s so far; waits for %(seats)s", votes=counted.approvals, seats=seats
    )


def _returning(record: Record, gate: Gate, drawn: Drawn, after: dict[str, Standing], name: Name) -> str:
    back = next((one for one in drawn if isinstance(one, e.ReturnedToOwner)), None)
    if back is not None:
        owner, number = name(record.state.owner), record.state.round + 1
        if back.meeting:
            return gettext("Back to %(owner)s, round %(round)s and a live meeting", owner=owner, round=number)
        return gettext("Back to %(owner)s, round %(round)s", owner=owner, round=number)
    if after[gate.name].state == "settled":
        others = tuple(s.gate.title for s in after.values() if s.state == "open")
        once = pair("Back to %(owner)s once %(gates)s has decided", "Back to %(owner)s once %(gates)s have decided")
        return ngettext(*once, len(others), owner=name(record.state.owner), gates=listed(others))
    return gettext("Counts as an objection; the committee decides")


def _has(drawn: Drawn, kind: type[e.InitiativeEvent]) -> bool:
    return any(isinstance(one, kind) for one in drawn)
