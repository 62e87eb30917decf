"""The *why* tree and who can act next, as pages show them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo

from coe.way.marks import Mark
from governance.language.business_time import HOUR_MS
from governance.law.eligibility import panels
from governance.law.gates import Standing, decided_in
from governance.law.why import GateWhy, Reason
from governance.law.why_words import words
from web.parts.moments import day_of
from web.parts.pieces import PersonRef, State, Why
from web.parts.way import state_of
from web.rows.people_names import initials
from web.rows.records import Record
from web.words.translating import Recorded, as_recorded, gettext, lazy_gettext, marked, ngettext
from web.words.vocabulary import MARKS, either, listed, status_word

Name = Callable[[str], str]
MOST_NAMED = 4
HEADS = {
    "in review": lazy_gettext("Not approved yet"),
    "in rework": lazy_gettext("Not approved yet: changes were asked for"),
    "on hold": lazy_gettext("On hold"),
    "approved": lazy_gettext("Approved"),
    "released": lazy_gettext("Released"),
    "expired": lazy_gettext("Expired: it may not be used"),
    "retired": lazy_gettext("Retired"),
    "rejected": lazy_gettext("Rejected"),
    "revoked": lazy_gettext("Revoked"),
    "withdrawn": lazy_gettext("Withdrawn"),
    "draft": lazy_gettext("Not submitted yet"),
}
STATUS_MARKS: dict[str, Mark] = {
    "in review": "waiting", "in rework": "sent_back", "on hold": "on_hold", "approved": "passed", "released": "passed",
    "rejected": "refused", "revoked": "refused", "withdrawn": "refused", "draft": "not_open",
    "expired": "refused", "retired": "not_needed",
}  # fmt: skip
TAILS = {
    "passed": marked("%(gate)s has passed"),
    "open": marked("%(gate)s is open"),
    "settled": marked("%(gate)s asks for changes"),
    "rejected": marked("%(gate)s has rejected this"),
    "waiting": marked("%(gate)s waits"),
    "not needed": marked("%(gate)s is not needed"),
}


def status_state(status: str) -> State:
    """A status with its shape."""
    return State(STATUS_MARKS.get(status, "not_open"), status_word(status))


def why_tree(record: Record, viewer: str, name: Name, zone: tzinfo = UTC) -> Why:
    """The whole record: its head, then every gate that is needed; gates that are not stand together at the end."""
    tree = record.why
    needed = [gate_why(record, viewer, node.gate, name, zone) for node in tree.gates if node.state != "not needed"]
    skipped = [record.law.gate_by_name[node.gate].title for node in tree.gates if node.state == "not needed"]
    called = gettext("Not called for by the answers: %(gates)s.", gates=", ".join(skipped))
    rest = (Why(State("not_needed", gettext("Not needed")), called),) if skipped else ()
    said = tuple(
        Why(State("waiting", gettext("Because")), _law_says(record, reason, name))
        for reason in tree.because
        if reason[0].startswith("condition") or reason[0] in ("to-be-ratified", "check-in-awaited")
    )
    return Why(status_state(tree.status), str(HEADS[tree.status]), (*said, *needed, *rest))


def gate_why(record: Record, viewer: str, gate: str, name: Name, zone: tzinfo = UTC) -> Why:
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
        below.append(Why(State("waiting", gettext("Next")), _can_act(node, viewer, name)))
    away = away_words(record, standing, viewer, name, zone)
    if away:
        below.append(Why(State("on_hold", gettext("Away")), gettext("%(away)s.", away=away)))
    stands = gettext(TAILS[standing.state], gate=standing.gate.title)
    return Why(State(mark, str(MARKS[mark])), stands, tuple(below))


def reader_named(name: str, *, reading: bool) -> str:
    """A name, and that it is the reader's own."""
    return gettext("%(name)s (you)", name=name) if reading else name


def who_next(record: Record, name: Name, viewer: str = "") -> tuple[tuple[PersonRef, str], ...]:
    """Everybody who can act now, each with what they can do."""
    found: dict[str, list[str]] = {}
    for node in record.why.gates:
        if node.state == "open" and record.state.status in decided_in(record.law.gate_by_name[node.gate]):
            for person in node.next:
                title = record.law.gate_by_name[node.gate].title
                found.setdefault(person, []).append(gettext("decides for %(gate)s", gate=title))
    for person in record.why.next:
        if person not in found:
            found[person] = [_does(record, person)]
    return tuple(
        (PersonRef(reader_named(name(person), reading=person == viewer), "", initials(name(person))), "; ".join(do))
        for person, do in found.items()
    )


def away_words(record: Record, standing: Standing, viewer: str, name: Name, zone: tzinfo = UTC) -> str:
    """Who is away from this gate, until which day, and that they may decide all the same; "" where nobody is."""
    told = []
    for person in sorted(standing.away, key=lambda person: person != viewer)[:MOST_NAMED]:
        pools = (record.facts.pool(panel) for panel in panels(standing.gate, record.state))
        day = day_of(max(pool.away_until(person, record.at) for pool in pools) - HOUR_MS, record.at, zone)
        told.append(
            gettext("you are away until %(day)s and may still decide", day=day)
            if person == viewer
            else gettext("%(person)s is away until %(day)s and may still decide", person=name(person), day=day)
        )
    more = len(standing.away) - len(told)
    if more > 0:
        told.append(ngettext("%(num)s more is away", "%(num)s more are away", more, num=more))
    said = "; ".join(told)
    return said[:1].upper() + said[1:]


def _does(record: Record, person: str) -> str:
    """What somebody does who decides at no gate now."""
    state = record.state
    if state.status == "approved":
        unmet = any(reason[0].startswith("condition") for reason in record.why.because)
        if person != state.owner:
            return gettext("verifies a condition")
        return gettext("meets the conditions") if unmet else gettext("releases it")
    if state.status == "in rework":
        return gettext("answers the requests and submits again")
    return gettext("says how it went") if state.status in ("released", "expired") else gettext("acts next")


def _reason(record: Record, reason: Reason, name: Name) -> Why:
    decided = gettext("Decided")
    marks: dict[str, tuple[Mark, str]] = {
        "approve": ("passed", decided), "approve with conditions": ("conditional", decided),
        "request changes": ("sent_back", decided), "reject": ("refused", decided),
        "recuse": ("recused", gettext("Stood aside")), "abstain": ("not_needed", gettext("Abstained")),
    }  # fmt: skip
    said = _law_says(record, reason, name)
    if reason[0] in ("decided", "carried-over", "moved-over"):
        mark, word = marks[reason[1]]
        return Why(State(mark, word), said)
    if reason[0] == "needed-because":
        return Why(State("passed", gettext("Needed")), said)
    return Why(State("not_open", gettext("Open")), said)


def _law_says(record: Record, reason: Reason, name: Name) -> str:
    """A reason in the law's own words: packets and mails say the same."""
    with as_recorded():
        return Recorded(words(record.law, reason, name))


def _can_act(node: GateWhy, viewer: str, name: Name) -> str:
    first = sorted(node.next, key=lambda person: person != viewer)
    people = [gettext("you") if person == viewer else name(person) for person in first]
    more = len(people) - MOST_NAMED
    if more > 0:
        people = [*people[:MOST_NAMED], gettext("%(others)s more", others=more)]
        return gettext("Can decide now: %(people)s.", people=listed(tuple(people)))
    return gettext("Can decide now: %(people)s.", people=either(tuple(people)))
