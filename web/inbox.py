"""The view of the inbox."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from coe.database import reading
from governance.business_time import Calendar
from web.answers import Reader, personal
from web.context import clock, engine, library, name_of, office, person
from web.frame import frame, held, zone
from web.inbox_asked import PAGE, Asked
from web.inbox_page import Counted, by_risk, coming_words, inbox_page
from web.inbox_parts import InboxPage, InboxPreview
from web.inbox_preview import because_first, preview
from web.inbox_waiting import Waiting, waiting_at
from web.parts import Notice
from web.people_names import opened
from web.queries_people import MOST_COUNTED
from web.queries_reviews import WaitingGate, coming, open_for, published, rows_of, waiting_decisions
from web.records import records
from web.review_desk import address
from web.risk import Clocks, most_at_risk
from web.snoozing import CHOICES, snoozed_rows
from web.translating import gettext, lazy_gettext

pages = Blueprint("inbox", __name__)

GONE = Notice(
    "attend",
    lazy_gettext("The decision of this address does not wait for you."),
    lazy_gettext("It was decided or closed meanwhile, or it is somebody else’s."),
)


@pages.get("/inbox")
def index() -> ResponseReturnValue:
    """What waits for the reader's decision, by risk unless the URL asks for another order, one of them beside the list.

    htmx asks for the preview alone, with the address of the whole page.
    """
    asked = Asked.of(request.args)
    if asked.open and request.headers.get("HX-Request"):
        return preview_alone(asked), {"Vary": "HX-Request"}
    found, more = waiting_here(asked)
    waiting = held()[1].decisions
    counted = Counted(waiting, waiting < MOST_COUNTED, more)
    next_due = "" if found or asked.page > 1 else on_its_way()
    shown = shown_here(asked, found, counted)
    gone = (GONE,) if asked.open and (shown is None or not shown.asked) else ()
    page = inbox_page(frame(gettext("Inbox"), *gone), found, asked, counted, shown, next_due)
    page = replace(page, snoozed=snoozed_rows(), snoozes=snoozes())
    return render_template("inbox.html", page=page), {"Vary": "HX-Request"}


def preview_alone(asked: Asked) -> str:
    """The part of the page that shows one decision."""
    one = asked_for(asked.open)
    page = InboxPage(frame(""), "", (), preview(one) if one else None, snoozes=snoozes(), asked=asked.query())
    return render_template("parts/inbox_preview.html", page=page)


def snoozes() -> tuple[tuple[str, str], ...]:
    """For how long a decision can be put off."""
    return tuple((name, str(label)) for name, label in CHOICES.items())


def shown_here(asked: Asked, found: Sequence[Waiting], counted: Counted) -> InboxPreview | None:
    """The decision that is asked for, else the first by risk of this page; None where there is none."""
    if asked.open:
        one = next((one for one in found if one.name == asked.open), None) or asked_for(asked.open)
        if one:
            return preview(one, asked=True)
    first = next(iter(by_risk(found)), None)
    if first is None:
        return None
    return preview(first, because_first(first, alone=counted.waiting == 1) if asked.page == 1 else "")


def asked_for(name: str) -> Waiting | None:
    """The decision of this name, if it waits for the reader, put off or not."""
    number, _, gate = name.partition(".")
    with reading(engine()) as connection:
        one = open_for(connection, person(), held()[0], number, gate)
        found = waiting_among(connection, {(one.initiative, one.gate)}) if one else []
    return next(iter(found), None)


def waiting_here(asked: Asked) -> tuple[list[Waiting], bool]:
    """A page of the decisions the law would take from the reader now, and whether more follow."""
    with reading(engine()) as connection:
        ranked = ranked_here(connection, asked, person(), clock().now())
        more, ranked = len(ranked) > asked.page * PAGE, ranked[(asked.page - 1) * PAGE : asked.page * PAGE]
        return waiting_among(connection, {(one.initiative, one.gate) for one in ranked}), more


def waiting_among(connection: Connection, gates: Collection[tuple[str, str]]) -> list[Waiting]:
    """Those of these gates, by initiative and name, at which the law would take the reader's decision now."""
    rows = {row.id: row for row in rows_of(connection, {initiative for initiative, _ in gates})}
    found = records(connection, library(), office().law, rows.values(), clock().now())
    texts = opened(connection, {commit for record in found for commit in personal(record.entries)})
    reader = Reader(name_of, texts)
    waiting = [one for record in found for one in waiting_at(record, person(), reader, address, zone())]
    return [one for one in waiting if (one.desk.record.id, one.desk.gate.name) in gates]


def ranked_here(connection: Connection, asked: Asked, who: str, at: int) -> tuple[WaitingGate, ...]:
    """What waits up to the end of this page, and one more if there is one, in the order of the URL."""
    wanted = asked.page * PAGE + 1
    by_due = waiting_decisions(connection, who, held()[0], at)
    if asked.order == "date":
        return tuple(islice(once(by_due), wanted))
    laws = library().by_digest(connection, published(connection))
    streams = {law.calendar for law in laws.values()} - {""}
    states = library().consulted.states(connection, office().law, streams)
    calendars = {name: state for name, state in states.items() if isinstance(state, Calendar)}
    return most_at_risk(Clocks(laws, calendars, frozenset(held()[0]), at), by_due, wanted)


def once(waiting: Iterator[WaitingGate]) -> Iterator[WaitingGate]:
    """Each gate once, though two of the reader's pools may decide there."""
    seen: set[tuple[str, str]] = set()
    for one in waiting:
        if (one.initiative, one.gate) not in seen:
            seen.add((one.initiative, one.gate))
            yield one


def on_its_way() -> str:
    """What comes next, for somebody whose inbox is clear."""
    who, at = person(), clock().now()
    with reading(engine()) as connection:
        found = records(connection, library(), office().law, coming(connection, who), at)
    return coming_words(found, who, zone())
