"""The desk of a reviewer: one gate of one initiative read with everything around it, or why it is closed to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from coe.database import reading
from coe.office_errors import UnknownRecord
from governance.errors import Forbidden, OutOfOrder, Refused
from governance.language.definition import Gate
from governance.law.eligibility import seat_for
from governance.law.gates import decided_in
from web.parts.answers import Reader
from web.parts.pages import ErrorPage, RefusedPage
from web.parts.pieces import FieldError, Link, Notice
from web.parts.why_shown import gate_why
from web.record import history
from web.record.decision_form import DecisionForm
from web.record.passed import passed_words
from web.record.proposal_page import laws_of, proposal
from web.record.questions import NEVER, Saying, Typed, talk
from web.record.references import answer_links, lapsed, named_by
from web.review.decision_page import ALL, Around, Desk, Neighbours, decision_page
from web.rows.people_names import opened
from web.rows.records import Record, record_by_number
from web.rows.reviews import WaitingGate, waiting_decisions
from web.site.answered import seen
from web.site.context import clock, engine, library, name_of, office, person
from web.site.frame import frame, held, zone
from web.site.guards import readable
from web.words.translating import gettext, lazy_gettext, marked, spoken
from web.words.vocabulary import status_said

MOST_TOLD = 12
MOST_NEIGHBOURS = 100
SEEN_AS_CONFLICT = 409
SEEN_AS_FORBIDDEN = 403
DONE_HERE = lazy_gettext("Nothing is left to decide here.")
NOT_OPEN = {
    "waiting": (
        marked("%(gate)s waits for the gates before it."),
        lazy_gettext("It opens by itself when they have passed."),
    ),
    "passed": (marked("%(gate)s has passed."), DONE_HERE),
    "settled": (
        marked("%(gate)s has asked for changes in this round."),
        lazy_gettext("It opens again when the owner submits again."),
    ),
    "rejected": (marked("%(gate)s has rejected this."), DONE_HERE),
    "not needed": (marked("%(gate)s is not needed for these answers."), DONE_HERE),
}


@dataclass(frozen=True, slots=True)
class Closed:
    """A desk at which this reader cannot decide now, and the law's reason."""

    desk: Desk
    refused: Refused


def open_record(number: str) -> tuple[Record, Reader]:
    """An initiative this person may read, and what opens its texts. Raises NothingHere."""
    with reading(engine()) as connection:
        record = record_by_number(connection, library(), office().law, number, clock().now())
        texts = opened(connection, history.commits(record.entries))
        links = answer_links(record, named_by(connection, record, person()))
    return readable(record, person()), Reader(name_of, texts, links)


def open_gate(record: Record, gate: str) -> Gate:
    """A gate by name. Raises UnknownRecord."""
    found = record.law.gate_by_name.get(gate)
    if found is None:
        raise UnknownRecord(
            gettext("There is no such gate."),
            gettext("The workflow has none called %(gate)s.", gate=repr(gate[:40])),
            gettext("Check the link."),
        )
    return found


def open_desk(number: str, gate: str) -> Desk | Closed:
    """The desk of whoever is signed in, closed when the law would refuse any decision of theirs."""
    record, reader = open_record(number)
    found, who = open_gate(record, gate), person()
    standing = record.standings[gate]
    seat = seat_for(record.law, record.facts, record.state, found, standing.votes, who, record.at)
    with reading(engine()) as connection:
        laws = laws_of(connection, record)
    what = proposal(laws, record.state.status)
    desk = Desk(record, found, who, seat if isinstance(seat, str) else "", reader, zone(), what)
    if record.state.status not in decided_in(found):
        status = status_said(record.state.status)
        why = gettext("The %(record)s is %(status)s.", record=record.law.record, status=status)
        never, cure = gettext("This cannot be decided now."), gettext("Look at its page.")
        return Closed(desk, OutOfOrder("not-in-review", never, why, cure))
    if isinstance(seat, Refused):
        return Closed(desk, seat)
    if standing.state == "open":
        return desk
    why, cure = NOT_OPEN[standing.state]
    never, why = gettext("This gate cannot be decided now."), gettext(why, gate=found.title)
    return Closed(desk, OutOfOrder("gate-not-open", never, why, str(cure)))


def address(number: str, gate: str) -> str:
    """Where a decision is read and signed."""
    return url_for("decide.show", number=number, gate=gate)


def record_address(number: str) -> str:
    """Where an initiative is read."""
    return url_for("initiative.show", number=number)


def neighbours(number: str, gate: str) -> Neighbours:
    """The decisions before and after this one among the first hundred that wait, first due first."""
    waiting = first_due(MOST_NEIGHBOURS + 1)
    here = next((place for place, one in enumerate(waiting) if (one.number, one.gate) == (number, gate)), None)
    if here is None or len(waiting) == 1:
        return Neighbours()
    links = [address(one.number, one.gate) for one in waiting]
    following = links[here + 1] if here + 1 < len(links) else ""
    many = gettext("more than %(number)s", number=MOST_NEIGHBOURS) if len(links) > MOST_NEIGHBOURS else str(len(links))
    stands = gettext("%(here)s of %(all)s", here=here + 1, all=many)
    return Neighbours(links[here - 1] if here else "", following, stands)


def waiting_next() -> str:
    """The address of the decision that waits most, "" where none does."""
    waiting = first_due(1)
    return address(waiting[0].number, waiting[0].gate) if waiting else ""


def first_due(most: int) -> tuple[WaitingGate, ...]:
    """The first that wait for the reader, in order of due; each once, though two of their pools may decide there."""
    with reading(engine()) as connection:
        found = waiting_decisions(connection, person(), held()[0], clock().now())
        return tuple({(one.number, one.gate): one for one in islice(found, most)}.values())


def page_of(
    desk: Desk,
    form: DecisionForm,
    errors: tuple[FieldError, ...] = (),
    notices: tuple[Notice, ...] = (),
    typed: Typed | None = None,
    since: int = NEVER,
) -> str:
    """The decision page rendered; what was said to its questions after `since` (UTC ms) is marked as new."""
    number, gate = desk.record.state.number, desk.gate.name
    seen(desk.record)
    with reading(engine()) as connection:
        notices = (*lapsed(connection, (desk.record,)), *notices)
    said = Saying(desk.zone, gate, request.args.get("ask", ""), since)
    around = Around(
        frame=frame(f"{desk.gate.title}: {desk.record.title}", *notices, current="inbox.index"),
        inbox=url_for("inbox.index"),
        here=address(number, gate),
        packet=url_for("packets.show", number=number),
        neighbours=neighbours(number, gate),
        everything=request.args.get("show") == ALL,
        talk=replace(
            talk(desk.record, desk.person, desk.reader, said, typed),
            passed=passed_words(desk.record, desk.gate, desk.person, desk.reader),
        ),
    )
    return render_template("decision.html", page=decision_page(desk, around, form, errors))


def closed_page(closed: Closed) -> ResponseReturnValue:
    """Why there is nothing to decide here for this reader, as a tree, and where to go."""
    desk, refused = closed.desk, closed.refused
    record = desk.record
    links = (
        Link(gettext("Look at %(number)s", number=record.state.number), record_address(record.state.number)),
        Link(gettext("Inbox"), url_for("inbox.index")),
    )
    tree = gate_why(record, desk.person, desk.gate.name, desk.reader.name_of, desk.zone)
    page = RefusedPage(
        frame(desk.gate.title), gettext("%(gate)s of %(title)s", gate=desk.gate.title, title=record.title),
        spoken(refused.why), spoken(refused.cure), tree, links,
    )
    code = SEEN_AS_FORBIDDEN if isinstance(refused, Forbidden) else SEEN_AS_CONFLICT
    return render_template("refused.html", page=page), code


def conflict_page(desk: Desk, refused: Refused, shown: int, typed: str) -> ResponseReturnValue:
    """What changed since the page was shown, with everything typed given back."""
    record, number = desk.record, desk.record.state.number
    since = record.entries[shown:] if 0 < shown < len(record.entries) else ()
    told = [history.entry_shown(record.law, each, desk.reader, record.at, desk.person, desk.zone) for each in since]
    lines = tuple(f"{one.moment.text}: {one.title}. {one.detail}".strip() for one in told if one)[-MOST_TOLD:]
    page = ErrorPage(
        frame(gettext("Not signed")),
        SEEN_AS_CONFLICT,
        gettext("Not signed: the record changed"),
        f"{spoken(refused.what)} {spoken(refused.why)}",
        spoken(refused.cure),
        (
            Link(gettext("Read what it says now"), address(number, desk.gate.name)),
            Link(gettext("Look at %(number)s", number=number), record_address(number)),
        ),
        lines,
        gettext("What you wrote, to copy: “%(typed)s”", typed=typed) if typed else gettext("Nothing was recorded."),
    )
    return render_template("error.html", page=page), SEEN_AS_CONFLICT
