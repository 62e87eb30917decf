"""What an approval is worth now: whether the work may be used, its code and days, who confirms it, check-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from flask import url_for
from wtforms import Form

from coe.words.steps import step_words
from governance.language.business_time import DAY_MS
from governance.law.afterwards import asked_for, moments
from governance.law.gates import Standing
from governance.record import events as e
from governance.record.state import GRANTED, Asked
from web.parts.moments import day_of, due, moment
from web.parts.pieces import Link, Moment, State, Urgency
from web.record.afterwards_parts import CheckInView, Confirmation, Granted, GrantedFact
from web.record.references import Named
from web.rows.records import Record
from web.words.counts import counted
from web.words.translating import gettext
from web.words.vocabulary import listed

WEEKS = 14
MONTHS = 60
DAYS_IN_MONTH = 30.44
LATE_DAYS = 14
KINDS = {"released": "pass", "approved": "pass", "expired": "stop", "revoked": "stop", "retired": "plain"}


@dataclass(frozen=True, slots=True)
class Around:
    """Who is named, what opens texts, the other records concerned, when, where and by whom it is read, and the forms to
    use.
    """

    name_of: Callable[[str], str]
    texts: Mapping[str, str]
    known: Mapping[str, Named]
    now: int
    zone: tzinfo
    forms: Mapping[str, Form]
    person: str = ""


def granted(record: Record, around: Around) -> Granted | None:
    """The box of an approved record; None before the approval."""
    state = record.state
    if not state.approved or state.status not in KINDS:
        return None
    confirming = [s for s in record.standings.values() if s.gate.ratifies and s.state != "not needed"]
    waiting = [s for s in confirming if s.state in ("open", "waiting")] if state.status in GRANTED else []
    kind = "attend" if waiting and KINDS[state.status] == "pass" else KINDS[state.status]
    return Granted(
        kind=kind,  # type: ignore[arg-type]  # one of the four
        state=_state(record, waiting),
        detail=" ".join(_detail(record, waiting, around.person)),
        code=state.code,
        facts=tuple(_facts(record, around)),
        confirmations=tuple(_confirmation(record, one, around) for one in confirming),
    )


def _state(record: Record, waiting: list[Standing]) -> State:
    ratify = (
        gettext(", to be ratified by %(waiting)s", waiting=listed(tuple(one.gate.title for one in waiting)))
        if waiting
        else ""
    )
    match record.state.status:
        case "approved":
            return State("conditional" if waiting else "passed", gettext("Approved%(ratify)s", ratify=ratify))
        case "released":
            return State(
                "conditional" if waiting else "passed",
                gettext("Released%(ratify)s", ratify=ratify or gettext(": in use")),
            )
        case "expired":
            return State("refused", gettext("Expired: blocked from use"))
        case "retired":
            return State("not_needed", gettext("Retired: used no more"))
        case _:
            return State("refused", gettext("Revoked: the approval was taken back"))


def _detail(record: Record, waiting: list[Standing], person: str) -> Iterator[str]:
    match record.state.status:
        case "approved" if record.state.publishes:
            yield gettext("What it proposes came into force with its approval.")
        case "approved":
            own = person == record.state.owner
            yield gettext("It comes into use when you release it.") if own else gettext(
                "It comes into use when its owner releases it."
            )
        case "released":
            yield gettext("It may be used as it was approved.")
            yield from without(record)
        case "expired":
            yield gettext(
                "Its time has run out. Stop using it everywhere; it may be used again once another record renews it."
            )
        case "retired":
            yield gettext("Stop using it everywhere. That it was approved, and everything decided, stays on record.")
        case _:
            yield gettext("Stop using it everywhere. What was decided, and why it was taken back, stays on record.")
    if waiting:
        yield gettext("A rejection there takes the approval back; silence confirms nothing.")


def without(record: Record) -> Iterator[str]:
    """Which gates took no part, so that nobody takes what they would have looked at for looked at."""
    names = tuple(each.gate.title for each in record.standings.values() if each.state == "not needed")
    if names:
        yield gettext("The answers called for no decision of %(gates)s.", gates=listed(names))


def _facts(record: Record, around: Around) -> Iterator[GrantedFact]:
    state, now = record.state, around.now
    approved = moment(state.approved, now, around.zone)
    yield GrantedFact(gettext("Approved"), approved, day_of(state.approved, now, around.zone))
    if state.expires:
        label = gettext("Use ended") if state.status == "expired" else gettext("May be used until")
        if state.status not in ("revoked", "retired"):
            yield _end(record, label, around)
    told = tuple(_notices(record, around))
    if told:
        yield GrantedFact(gettext("Notice given"), text=listed(told), note=gettext("to the owner and the coordinators"))
    for at, by in _renewals(record):
        yield _other(gettext("Renewed by"), around.known.get(by), at, around)
    for each in record.entries:
        for event in each.events:
            if isinstance(event, e.Retired):
                who = (
                    None
                    if event.by
                    else GrantedFact(
                        gettext("Retired"),
                        moment(each.at, now, around.zone),
                        day_of(each.at, now, around.zone),
                        gettext("by %(actor)s", actor=around.name_of(each.actor)),
                    )
                )
                yield who or _other(gettext("Retired by"), around.known.get(event.by), each.at, around)


def _end(record: Record, label: str, around: Around) -> GrantedFact:
    """When use ends, how far off that is, and when it is announced."""
    state, ends = record.state, record.state.expires
    ahead = [one for one in moments(record.law, state) if one.kind == "notice" and one.at > around.now]
    if ends > around.now:
        note = gettext("in %(span)s", span=_span(ends - around.now))
    else:
        note = gettext("%(ends)s ago", ends=_span(around.now - ends))
    if ahead and ends > around.now:
        note += gettext("; next notice %(when)s", when=day_of(ahead[0].at, around.now, around.zone))
    urgent = ends <= around.now or bool(state.noticed)
    return GrantedFact(
        label, moment(ends, around.now, around.zone), day_of(ends, around.now, around.zone), note, urgent=urgent
    )


def _notices(record: Record, around: Around) -> Iterator[str]:
    for each in record.entries:
        for event in each.events:
            if isinstance(event, e.NoticeGiven) and event.term == record.state.term:
                yield f"{day_of(each.at, around.now, around.zone)} ({step_words(event.step)})"


def _renewals(record: Record) -> list[tuple[int, str]]:
    return [(each.at, one.by) for each in record.entries for one in each.events if isinstance(one, e.Renewed)]


def _other(label: str, other: Named | None, at: int, around: Around) -> GrantedFact:
    """Another record's part in this one; its number stands even where it may not be read."""
    number = other.number if other else gettext("another record")
    link = Link(number, other.href) if other and other.href else None
    return GrantedFact(label, None, number, day_of(at, around.now, around.zone), link)


def _confirmation(record: Record, standing: Standing, around: Around) -> Confirmation:
    mark = record.state.marks.get(standing.gate.name)
    title = standing.gate.title
    match standing.state:
        case "passed":
            return Confirmation(title, State("passed", gettext("Ratified")))
        case "rejected":
            return Confirmation(title, State("refused", gettext("Not ratified")))
        case _ if record.state.status not in GRANTED:
            return Confirmation(title, State("not_open", gettext("Never ratified")))
        case _:
            found = due(record.facts.calendar, standing.gate, mark, around.now, around.zone) if mark else None
            return Confirmation(title, State("waiting", gettext("To be ratified")), found)


def check_ins(record: Record, around: Around) -> tuple[CheckInView, ...]:
    """What was asked since release, the unanswered first, then what will be asked and when."""
    asked = [_asked(record, place, one, around) for place, one in enumerate(record.state.check_ins)]
    asked.sort(key=lambda one: bool(one.answer))
    now, zone = around.now, around.zone
    later = tuple(
        CheckInView(
            State("not_open", gettext("Later")),
            _ask(record, one.step),
            gettext("Will be asked %(when)s", when=day_of(one.at, now, zone)),
            moment(one.at, now, zone),
            ahead=True,
        )
        for one in moments(record.law, record.state)
        if one.kind == "check-in" and one.at > now
    )
    return (*asked, *later)


def _asked(record: Record, place: int, one: Asked, around: Around) -> CheckInView:
    day, when = day_of(one.at, around.now, around.zone), moment(one.at, around.now, around.zone)
    if one.note:
        answer = around.texts.get(one.note, gettext("erased at a person’s request"))
        return CheckInView(
            State("passed", gettext("Answered")),
            _ask(record, one.step),
            gettext("Asked %(day)s", day=day),
            when,
            answer,
        )
    days = (around.now - one.at) // DAY_MS
    urgency: Urgency = "stop" if days >= LATE_DAYS else "attend" if days else "calm"
    state = (
        State("warning", gettext("No answer for %(days)s", days=counted(days, "day")))
        if days
        else State("waiting", gettext("Asked today"))
    )
    return CheckInView(
        state,
        _ask(record, one.step),
        gettext("Asked %(day)s, %(step)s release", day=day, step=step_words(one.step)),
        when,
        urgency=urgency,
        form=around.forms.get(f"check-in-{place}"),
        action=url_for("initiative.check_in", number=record.state.number, place=place),
    )


def _ask(record: Record, step: str) -> str:
    said = asked_for(record.law, step) or gettext("How did it go?")
    return said[:1].upper() + said[1:]


def _span(length: int) -> str:
    """How far off a moment is, in the unit people would use."""
    days = length // DAY_MS
    if days >= MONTHS:
        return counted(round(days / DAYS_IN_MONTH), "month")
    if days >= WEEKS:
        return counted(days // 7, "week")
    return counted(days, "day") if days else gettext("less than a day")


def asked_at(record: Record, now: int, zone: tzinfo) -> Moment | None:
    """Since when the oldest unanswered check-in waits; None where none does."""
    waiting = [one.at for one in record.state.check_ins if not one.note]
    return moment(min(waiting), now, zone) if waiting else None
