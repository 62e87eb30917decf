"""The *why* tree and who can act next, as pages show them."""

from __future__ import annotations

from collections.abc import Callable

from coe.way.marks import MARK_WORDS, Mark
from governance.gates import decided_in
from governance.why import GateWhy, Reason
from governance.why_words import words
from web.parts import PersonRef, State, Why
from web.people_names import initials
from web.records import Record
from web.way import state_of

Name = Callable[[str], str]
MOST_NAMED = 4
HEADS = {
    "in review": "Not approved yet",
    "in rework": "Not approved yet: changes were asked for",
    "on hold": "On hold",
    "approved": "Approved",
    "released": "Released",
    "expired": "Expired: it may not be used",
    "retired": "Retired",
    "rejected": "Rejected",
    "revoked": "Revoked",
    "withdrawn": "Withdrawn",
    "draft": "Not submitted yet",
}
STATUS_MARKS: dict[str, Mark] = {
    "in review": "waiting", "in rework": "sent_back", "on hold": "on_hold", "approved": "passed", "released": "passed",
    "rejected": "refused", "revoked": "refused", "withdrawn": "refused", "draft": "not_open",
    "expired": "refused", "retired": "not_needed",
}  # fmt: skip
TAILS = {
    "passed": "has passed",
    "open": "is open",
    "settled": "asks for changes",
    "rejected": "has rejected this",
    "waiting": "waits",
    "not needed": "is not needed",
}


def status_state(status: str) -> State:
    """A status with its shape."""
    return State(STATUS_MARKS.get(status, "not_open"), status.capitalize())


def why_tree(record: Record, viewer: str, name: Name) -> Why:
    """The whole record: its head, then every gate that is needed; gates that are not stand together at the end."""
    tree = record.why
    needed = [gate_why(record, viewer, node.gate, name) for node in tree.gates if node.state != "not needed"]
    skipped = [record.law.gate_by_name[node.gate].title for node in tree.gates if node.state == "not needed"]
    called = f"Not called for by the answers: {', '.join(skipped)}."
    rest = (Why(State("not_needed", "Not needed"), called),) if skipped else ()
    said = tuple(
        Why(State("waiting", "Because"), words(record.law, reason, name))
        for reason in tree.because
        if reason[0].startswith("condition") or reason[0] in ("to-be-ratified", "check-in-awaited")
    )
    head = State(STATUS_MARKS[tree.status], tree.status.capitalize())
    return Why(head, HEADS[tree.status], (*said, *needed, *rest))


def gate_why(record: Record, viewer: str, gate: str, name: Name) -> Why:
    """One gate: how it stands and because of what."""
    node = next(node for node in record.why.gates if node.gate == gate)
    standing = record.standings[gate]
    mark = state_of(record, standing, viewer)
    # A seat that must be present and may veto is waited for once.
    told = dict.fromkeys(
        _reason(record, reason, name) for reason in node.because if reason != ("condition-does-not-hold",)
    )
    below = list(told)
    if standing.state == "open" and node.next:
        below.append(Why(State("waiting", "Next"), _can_act(node, viewer, name)))
    return Why(State(mark, MARK_WORDS[mark]), f"{standing.gate.title} {TAILS[standing.state]}", tuple(below))


def who_next(record: Record, name: Name) -> tuple[tuple[PersonRef, str], ...]:
    """Everybody who can act now, each with what they can do."""
    found: dict[str, list[str]] = {}
    for node in record.why.gates:
        if node.state == "open" and record.state.status in decided_in(record.law.gate_by_name[node.gate]):
            for person in node.next:
                found.setdefault(person, []).append(f"decides for {record.law.gate_by_name[node.gate].title}")
    for person in record.why.next:
        if person not in found:
            found[person] = [_does(record, person)]
    return tuple((PersonRef(name(person), "", initials(name(person))), "; ".join(do)) for person, do in found.items())


def _does(record: Record, person: str) -> str:
    """What somebody does who decides at no gate now."""
    state = record.state
    if state.status == "approved":
        unmet = any(reason[0].startswith("condition") for reason in record.why.because)
        if person != state.owner:
            return "verifies a condition"
        return "meets the conditions" if unmet else "releases it"
    acts = {"in rework": "answers the requests and submits again", "released": "says how it went"}
    return acts.get(state.status, "says how it went" if state.status == "expired" else "acts next")


def _reason(record: Record, reason: Reason, name: Name) -> Why:
    marks: dict[str, tuple[Mark, str]] = {
        "approve": ("passed", "Decided"), "approve with conditions": ("conditional", "Decided"),
        "request changes": ("sent_back", "Decided"), "reject": ("refused", "Decided"),
        "recuse": ("recused", "Stood aside"), "abstain": ("not_needed", "Abstained"),
    }  # fmt: skip
    if reason[0] in ("decided", "carried-over", "moved-over"):
        mark, word = marks[reason[1]]
        return Why(State(mark, word), words(record.law, reason, name))
    if reason[0] == "needed-because":
        return Why(State("passed", "Needed"), words(record.law, reason, name))
    return Why(State("not_open", "Open"), words(record.law, reason, name))


def _can_act(node: GateWhy, viewer: str, name: Name) -> str:
    people = ["you" if person == viewer else name(person) for person in node.next]
    people.sort(key=lambda who: who != "you")
    more = people[MOST_NAMED:]
    shown = f"{', '.join(people[:MOST_NAMED])} and {len(more)} more" if more else " or ".join(people)
    return f"Can decide now: {shown}."
