"""The page of one initiative: the way with its live state, why not yet, who next, conditions, requests, history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from urllib.parse import quote, urlencode

from flask import url_for
from wtforms import Form

from governance.law.eligibility import may_judge
from governance.law.gates import answers as conditions_read
from governance.law.gates import binding
from governance.record.state import GRANTED, Condition, Request
from web.owner.afterwards_page import Around, check_ins, granted
from web.owner.initiatives_page import earliest_due
from web.parts.answers import Reader, section
from web.parts.moments import moment, short_date
from web.parts.pages import PageFrame
from web.parts.pieces import ConditionView, Due, FieldError, Link, Moment, RequestView, State
from web.parts.sources import policy_link
from web.parts.way import may_decide, way
from web.parts.why_shown import reader_named, status_state, who_next, why_tree
from web.record.afterwards_parts import Proposal
from web.record.history import history
from web.record.questions import Talk
from web.record.references import Named
from web.record.work_pages import Expected, InitiativePage, Pause
from web.rows.records import Record
from web.words.reasons import gate_titles, tier_reason
from web.words.translating import gettext, lazy_gettext, ngettext

HELD_BY = lazy_gettext(
    "A hold stops the clocks that reviewers are measured by, so it is the office’s to declare, "
    "not yours. Ask, with the reason and until when:"
)
NOBODY_HOLDS = lazy_gettext(
    "A hold is the office’s to declare, and nobody coordinates here now. Ask an administrator to appoint somebody."
)


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
    known: Mapping[str, Named] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    proposal: Proposal | None = None
    expected: Expected | None = None
    coordinators: tuple[tuple[str, str], ...] = ()
    talk: Talk = field(default_factory=Talk)


def initiative_page(record: Record, view: View) -> InitiativePage:
    """The whole page: what there is to read, and where this reader goes on."""
    return replace(
        _told(record, view),
        act=_act(record, view),
        links=_links(record, view),
        retire=_retire(record, view),
        pause=_pause(record, view),
        onward=_onward(record),
    )


def _told(record: Record, view: View) -> InitiativePage:
    state, law = record.state, record.law
    drawn, around = way(record, view.person, view.name_of, view.zone), _around(view)
    reader = Reader(view.name_of, view.texts, view.links)
    return InitiativePage(
        frame=view.frame,
        back=Link(gettext("My initiatives"), url_for("initiatives.index")),
        number=state.number,
        title=record.title,
        tier=state.tier,
        tier_because=_tier_because(record),
        status=status_state(state.status),
        round=state.round,
        version=state.round,
        audience=law.title,
        owner=reader_named(view.name_of(state.owner), reading=view.person == state.owner),
        path_svg=drawn.svg,
        path_small_svg=drawn.small,
        path_text=drawn.text,
        why=why_tree(record, view.person, view.name_of, view.zone),
        who_next=who_next(record, view.name_of, view.person),
        conditions=tuple(_condition(record, view, one) for one in state.conditions),
        requests=tuple(_request(record, view, n, one) for n, one in enumerate(state.requests, 1)),
        history=history(record, reader, view.person, view.zone),
        sections=tuple(section(each, state.answers, reader) for each in law.sections),
        due=earliest_due(record, view.now, view.zone),
        packet_href=view.packet_href,
        withdraw_form=view.forms.get("withdraw"),
        withdraw_action=url_for("initiative.withdraw", number=state.number),
        errors=view.errors,
        granted=granted(record, around),
        check_ins=check_ins(record, around),
        proposal=view.proposal,
        policy=policy_link(law),
        expected=view.expected,
        talk=view.talk,
        own=view.person == state.owner,
    )


def _around(view: View) -> Around:
    return Around(view.name_of, view.texts, view.known, view.now, view.zone, view.forms, view.person)


def _retire(record: Record, view: View) -> Link | None:
    """Where its owner ends the use of what was approved."""
    if view.person != record.state.owner or record.state.status not in GRANTED:
        return None
    return Link(
        gettext("Retire this %(record)s", record=record.law.record),
        url_for("retiring.show", number=record.state.number),
    )


def _pause(record: Record, view: View) -> Pause | None:
    """How an owner comes to a hold, which is not theirs to declare."""
    if view.person != record.state.owner or record.state.status not in ("in review", "in rework"):
        return None
    number = record.state.number
    page = url_for("initiative.show", number=number, _external=True)
    asked = {
        "subject": gettext("Please hold %(number)s", number=number),
        "body": gettext("%(title)s\n%(page)s\n\nWhy, and until when: ", title=record.title, page=page),
    }
    query = urlencode(asked, quote_via=quote)
    known = ((name, quote(mail, safe="@")) for name, mail in view.coordinators)
    people = tuple(Link(name, f"mailto:{mail}?{query}" if mail else "") for name, mail in known)
    return Pause(HELD_BY if people else NOBODY_HOLDS, people)


def _onward(record: Record) -> tuple[Link, ...]:
    """Where a reader goes on from here."""
    number = record.state.number
    compare = (
        (Link(gettext("Compare versions"), url_for("versions.show", number=number)),) if record.state.round > 1 else ()
    )
    return (*compare, Link(gettext("Copy as new"), url_for("copying.show", number=number)))


def _tier_because(record: Record) -> str:
    if record.state.raised:
        return gettext("Raised by a coordinator")
    tier = next(tier for tier in record.law.tiers if tier.name == record.state.tier)
    return tier_reason(record.law, tier, conditions_read(record.state)).rstrip(".")


def _condition(record: Record, view: View, one: Condition) -> ConditionView:
    state = {"open": State("conditional", gettext("Open")), "met": State("waiting", gettext("Met, to be verified"))}
    bound = one.id in binding(record.law, record.state)
    shown = (
        state.get(one.status, State("passed", gettext("Verified")))
        if bound
        else State("not_needed", gettext("No longer in force"))
    )
    gate = record.law.title_of(one.gate)
    form = view.forms.get(one.id) if bound and one.status == "open" else None
    return ConditionView(
        number=one.id.upper(),
        text=view.texts.get(one.text, "(erased)"),
        state=shown,
        set_by=gettext(
            "%(person)s, %(gate)s, round %(round)s", person=view.name_of(one.person), gate=gate, round=one.round
        ),
        owner="" if view.person == record.state.owner else view.name_of(record.state.owner),
        verifier=gettext("somebody who may decide at %(gate)s", gate=gate),
        due=_day(one.due, view),
        form=form,
        action=url_for("initiative.meet", number=record.state.number, condition=one.id),
        action_label=gettext("Say it is met"),
        verify=_verify(record, view, one) if bound else None,
    )


def _verify(record: Record, view: View, one: Condition) -> Link | None:
    """Where somebody eligible at the gate verifies a condition that is met."""
    gate = record.law.gate_by_name[one.gate]
    if one.status != "met" or may_judge(record.law, record.facts, record.state, gate, view.person, record.at):
        return None
    return Link(gettext("Verify it"), url_for("conditions.show", number=record.state.number, condition=one.id))


def _links(record: Record, view: View) -> tuple[Link, ...]:
    """What a coordinator finds beside the record."""
    coordinators = record.facts.pool(record.law.coordinators).members(record.at, record.state.answers)
    if view.person not in coordinators or view.person == record.state.owner:
        return ()
    acts = (
        gettext("Retire, revoke")
        if record.state.status in GRANTED
        else gettext("Hold, raise the tier, move to another version")
    )
    return (Link(acts, url_for("office_acts.show", number=record.state.number)),)


def _request(record: Record, view: View, number: int, one: Request) -> RequestView:
    gate = record.law.title_of(one.gate)
    concerned = record.law.field_by_name.get(one.concerns)
    about = gettext(" on “%(label)s”", label=concerned.label) if concerned else ""
    asked = gettext(
        "%(person)s, %(gate)s%(about)s, round %(round)s",
        person=view.name_of(one.person),
        gate=gate,
        about=about,
        round=one.round,
    )
    link = None
    if not one.reply and record.state.status == "in rework" and view.person == record.state.owner:
        link = Link(gettext("Answer it"), _answered_at(record, one))
    state = State("passed", gettext("Answered")) if one.reply else State("sent_back", gettext("Waits for an answer"))
    quote, reply = view.texts.get(one.text, "(erased)"), view.texts.get(one.reply, "")
    return RequestView(number, state, quote, asked, reply, link, "" if one.reply else _later(record, view))


def _answered_at(record: Record, one: Request) -> str:
    """Where its owner answers a request: beside the question it concerns, else in the first section its gate reads."""
    asking = record.law.gate_by_name.get(one.gate)
    read = (asking.reviews if asking else ()) or (record.law.sections[0].name,)
    where = record.law.section_of_field.get(one.concerns) or read[0]
    return url_for("intake.section", id_=record.id, section=where, _anchor=f"reply-{one.id}")


def _later(record: Record, view: View) -> str:
    """When a request made while others still decide can be answered, and why not before; "" where it can be now."""
    open_ = tuple(one.gate.name for one in record.standings.values() if one.state == "open")
    if record.state.status != "in review" or not open_:
        return ""
    gates = ngettext("%(titles)s has", "%(titles)s have", len(open_), titles=gate_titles(record.law, open_))
    if view.person == record.state.owner:
        return gettext(
            "You answer once %(gates)s decided too: then everything asked comes back as one list, and nothing changes "
            "under those who are still reading.",
            gates=gates,
        )
    return gettext(
        "The owner answers once %(gates)s decided too: then everything asked comes back as one list, and nothing "
        "changes under those who are still reading.",
        gates=gates,
    )


def _act(record: Record, view: View) -> Link | None:
    """The one thing this reader can do next."""
    state = record.state
    if view.person == state.owner and state.status == "in rework":
        waiting = next((one for one in state.requests if not one.reply), None)
        draft = url_for("intake.draft", id_=record.id)
        return Link(gettext("Answer and change"), _answered_at(record, waiting) if waiting else draft)
    if may_release(record, view.person):
        return Link(gettext("Release it"), url_for("initiative.release", number=state.number))
    for standing in record.standings.values():
        if may_decide(record, standing, view.person):
            href = view.decide_href(state.number, standing.gate.name)
            return Link(gettext("Decide for %(gate)s", gate=standing.gate.title), href) if href else None
    return None


def may_release(record: Record, person: str) -> bool:
    """Whether release is the one thing left to do, and theirs: the owner's, once no condition binds any more."""
    state = record.state
    return person == state.owner and state.status == "approved" and not (conditions_left(record) or state.publishes)


def conditions_left(record: Record) -> bool:
    """Whether release waits for a condition; who ratifies delays nothing."""
    bound = binding(record.law, record.state)
    return any(one.id in bound and one.status != "verified" for one in record.state.conditions)


def _day(text: str, view: View) -> Due | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    today = date.fromisoformat(moment(view.now, view.now).utc[:10])
    return Due(Moment(short_date(day, today), text), "", 0)
