"""The page of one initiative: the way with its live state, why not yet, who next, conditions, requests, what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from flask import url_for
from wtforms import Form

from governance.definition import Definition
from governance.gates import answers as conditions_read
from governance.gates import binding
from governance.state import Condition, Request
from governance.why import GateWhy
from governance.why_words import words
from web.answers import Reader, section
from web.frame import role_words
from web.history import Teller, history
from web.initiatives_page import earliest_due
from web.moments import moment, short_date
from web.pages import PageFrame
from web.parts import ConditionView, Due, FieldError, Link, Moment, PersonRef, RequestView, State, Why
from web.people_names import initials
from web.reasons import gate_titles, tier_reason
from web.records import Record
from web.way import gate_mark, small_way, way_gates, way_text, wide_way
from web.work_pages import InitiativePage

STATUS = {
    "in review": State("waiting", "In review"),
    "in rework": State("sent_back", "In rework"),
    "on hold": State("on_hold", "On hold"),
    "approved": State("passed", "Approved"),
    "released": State("passed", "Released"),
    "revoked": State("refused", "Revoked"),
    "rejected": State("refused", "Rejected"),
    "withdrawn": State("refused", "Withdrawn"),
    "draft": State("not_open", "Draft"),
}
GATE_WORDS = {
    "passed": "has passed",
    "open": "is open",
    "settled": "asks for changes",
    "rejected": "has rejected",
    "waiting": "is not open yet",
    "not needed": "is not needed",
}
MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class View:
    """Who reads, with what names and texts, when, and the forms they may use (`withdraw`, or a condition's id)."""

    person: str
    frame: PageFrame
    name_of: Callable[[str], str]
    texts: Mapping[str, str]
    now: int
    zone: tzinfo
    forms: Mapping[str, Form]
    errors: tuple[FieldError, ...] = ()
    decide_href: Callable[[str, str], str] = lambda _number, _gate: ""
    packet_href: str = ""


def initiative_page(record: Record, view: View) -> InitiativePage:
    """The whole page."""
    state, law = record.state, record.law
    gates = way_gates(record, view.person, view.name_of, view.zone)
    reader = Reader(view.name_of, view.texts)
    teller = Teller(law, view.name_of, view.texts, view.now, view.zone)
    tier = next(tier for tier in law.tiers if tier.name == state.tier)
    return InitiativePage(
        frame=view.frame,
        back=Link("My initiatives", url_for("initiatives.index")),
        number=state.number,
        title=record.title,
        tier=state.tier,
        tier_because="Raised by a coordinator" if state.raised else tier_reason(law, tier, conditions_read(state)).rstrip("."),
        status=STATUS[state.status],
        round=state.round,
        version=state.round,
        audience=law.title,
        owner=view.name_of(state.owner),
        path_svg=wide_way(gates),
        path_small_svg=small_way(gates),
        path_text=way_text(record, view.person),
        why=why_view(record, view),
        who_next=who_next(record, view),
        conditions=tuple(_condition(record, view, one) for one in state.conditions),
        requests=tuple(_request(record, view, n, one) for n, one in enumerate(state.requests, 1)),
        history=history(record, teller),
        sections=tuple(section(each, state.answers, reader) for each in law.sections),
        due=earliest_due(record, view.now, view.zone),
        act=_act(record, view),
        packet_href=view.packet_href,
        withdraw_form=view.forms.get("withdraw"),
        withdraw_action=url_for("initiative.withdraw", number=state.number),
        errors=view.errors,
    )


def why_view(record: Record, view: View) -> Why:
    """The why tree, gate by gate, in sentences."""
    tree = record.why
    marks = {name: gate_mark(record, standing, view.person) for name, standing in record.standings.items()}
    below = [
        Why(State(marks[node.gate], node.state.capitalize()), _gate_words(record.law, node), _reasons(record, node, view))
        for node in tree.gates
    ]
    said = [words(record.law, reason, view.name_of) for reason in tree.because]
    status = STATUS[tree.status]
    return Why(status, " ".join((f"{status.word}.", *said)), tuple(below))


def who_next(record: Record, view: View) -> tuple[tuple[PersonRef, str], ...]:
    """The people who can act now, each with what they would do."""
    state = record.state
    if state.status == "in review":
        found = []
        for node in record.why.gates:
            if node.state == "open":
                gate = record.law.gate_by_name[node.gate]
                due = f" by {moment(node.due, view.now, view.zone).text}" if node.due else ""
                found += [(_person(p, view, gate.panel), f"decides for {gate.title}{due}") for p in node.next[:MOST_PEOPLE]]
        return tuple(found)
    acts = {"in rework": "answers the requests and submits again", "approved": _approved_act(record)}
    return tuple((_person(p, view, ""), acts.get(state.status, "acts next")) for p in record.why.next)


def _approved_act(record: Record) -> str:
    kinds = {reason[0] for reason in record.why.because}
    if "condition-open" in kinds:
        return "says how each condition was met"
    return "verifies that the condition is met" if kinds else "releases it"


def _person(person: str, view: View, panel: str) -> PersonRef:
    name = view.name_of(person)
    return PersonRef(name, role_words(panel) if panel else "Owner", initials(name))


def _gate_words(law: Definition, node: GateWhy) -> str:
    return f"{gate_titles(law, (node.gate,))} {GATE_WORDS[node.state]}"


def _reasons(record: Record, node: GateWhy, view: View) -> tuple[Why, ...]:
    kinds = {"decided": "passed", "carried-over": "passed", "nobody-can-act": "warning"}
    said = []
    for reason in node.because:
        mark = kinds.get(reason[0], "not_open")
        if reason[0] in ("decided", "carried-over") and reason[1] not in ("approve", "approve with conditions"):
            mark = "recused" if reason[1] in ("recuse", "abstain") else "sent_back"
        said.append(Why(State(mark, "because"), words(record.law, reason, view.name_of)))  # type: ignore[arg-type]  # a mark
    return tuple(said)


def _condition(record: Record, view: View, one: Condition) -> ConditionView:
    state = {"open": State("conditional", "Open"), "met": State("waiting", "Met, to be verified")}
    bound = one.id in binding(record.law, record.state)
    shown = state.get(one.status, State("passed", "Verified")) if bound else State("not_needed", "No longer in force")
    gate = record.law.gate_by_name[one.gate].title
    form = view.forms.get(one.id) if bound and one.status == "open" else None
    return ConditionView(
        number=one.id.upper(),
        text=view.texts.get(one.text, "(erased)"),
        state=shown,
        set_by=f"{view.name_of(one.person)}, {gate}, round {one.round}",
        owner=view.name_of(record.state.owner),
        verifier=f"Somebody who may decide at {gate}",
        due=_day(one.due, view),
        form=form,
        action=url_for("initiative.meet", number=record.state.number, condition=one.id),
        action_label="Say it is met",
    )


def _request(record: Record, view: View, number: int, one: Request) -> RequestView:
    gate = record.law.gate_by_name[one.gate].title
    field = record.law.field_by_name.get(one.concerns)
    about = f" on “{field.label}”" if field else ""
    asked = f"{view.name_of(one.person)}, {gate}{about}, round {one.round}"
    link = None
    if not one.reply and record.state.status == "in rework" and view.person == record.state.owner:
        gate_sections = record.law.gate_by_name[one.gate].reviews or (record.law.sections[0].name,)
        where = record.law.section_of_field.get(one.concerns) or gate_sections[0]
        link = Link("Answer it", url_for("intake.section", id_=record.id, section=where, _anchor=f"reply-{one.id}"))
    state = State("passed", "Answered") if one.reply else State("sent_back", "Waits for an answer")
    return RequestView(number, state, view.texts.get(one.text, "(erased)"), asked, view.texts.get(one.reply, ""), link)


def _act(record: Record, view: View) -> Link | None:
    """The one thing this reader can do next."""
    state = record.state
    if view.person == state.owner and state.status == "in rework":
        return Link("Answer and change", url_for("intake.draft", id_=record.id))
    if view.person == state.owner and state.status == "approved" and not record.why.because:
        return Link("Release it", url_for("initiative.release", number=state.number))
    for standing in record.standings.values():
        if state.status == "in review" and standing.state == "open" and view.person in standing.able:
            href = view.decide_href(state.number, standing.gate.name)
            return Link(f"Decide for {standing.gate.title}", href) if href else None
    return None


def _day(text: str, view: View) -> Due | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    today = date.fromisoformat(moment(view.now, view.now).utc[:10])
    return Due(Moment(short_date(day, today), text), "", 0)
