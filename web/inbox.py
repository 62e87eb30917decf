"""The view of the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import Connection

from coe.database import reading
from governance.business_time import Calendar
from web.answers import Reader, personal
from web.context import clock, engine, library, name_of, office, person
from web.frame import frame, held, zone
from web.inbox_page import PAGE, Asked, Counted, Waiting, coming_words, inbox_page, waiting_at
from web.people_names import opened
from web.queries_people import MOST_COUNTED
from web.queries_reviews import WaitingGate, coming, published, rows_of, waiting_decisions
from web.records import records
from web.review_desk import address
from web.risk import Clocks, most_at_risk
from web.snoozing import CHOICES, snoozed_rows

pages = Blueprint("inbox", __name__)

MOST_PAGES = 100


@pages.get("/inbox")
def index() -> str:
    """What waits for the reader's decision, by risk unless the URL asks for another order."""
    asked = asked_here()
    found, more = waiting_here(asked)
    waiting = held()[1].decisions
    counted = Counted(waiting, waiting < MOST_COUNTED, more)
    next_due = "" if found or asked.page > 1 else on_its_way()
    page = inbox_page(frame("Inbox"), found, asked, counted, next_due)
    choices = tuple((name, str(label)) for name, label in CHOICES.items())
    return render_template("inbox.html", page=replace(page, snoozed=snoozed_rows(), snoozes=choices))


def asked_here() -> Asked:
    """What the URL asks for; what it cannot ask for is as if it were not there."""
    number = request.args.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) <= len(str(MOST_PAGES)) else 1
    return Asked(url_for("inbox.index"), request.args.get("order", "risk"), min(max(page, 1), MOST_PAGES))


def waiting_here(asked: Asked) -> tuple[list[Waiting], bool]:
    """A page of the decisions the law would take from the reader now, and whether more follow."""
    who, at = person(), clock().now()
    with reading(engine()) as connection:
        ranked = ranked_here(connection, asked, who, at)
        more, ranked = len(ranked) > asked.page * PAGE, ranked[(asked.page - 1) * PAGE : asked.page * PAGE]
        rows = {row.id: row for row in rows_of(connection, {one.initiative for one in ranked})}
        found = records(connection, library(), office().law, rows.values(), at)
        texts = opened(connection, {commit for record in found for commit in personal(record.entries)})
    reader, shown = Reader(name_of, texts), {(one.initiative, one.gate) for one in ranked}
    gates = [one for record in found for one in waiting_at(record, who, reader, address, zone())]
    return [one for one in gates if (one.desk.record.id, one.desk.gate.name) in shown], more


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
