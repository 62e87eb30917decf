"""The view of the inbox."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from coe.database import reading
from governance.language.business_time import Calendar
from web.parts.answers import Reader, personal
from web.parts.pieces import Notice
from web.review.inbox_asked import PAGE, Asked
from web.review.inbox_narrowing import Waits, left_out
from web.review.inbox_page import SOON_PERCENT, Listed, by_risk, coming_words, inbox_page
from web.review.inbox_parts import InboxPage, InboxPreview
from web.review.inbox_preview import because_first, preview
from web.review.inbox_waiting import Waiting, pick, waiting_at
from web.review.review_desk import address
from web.review.snoozing import CHOICES, snoozed_rows
from web.rows.inbox import Reviewer, facets, in_order, narrowing
from web.rows.people_names import opened
from web.rows.records import records
from web.rows.reviews import WaitingGate, coming, open_for, published, rows_of, waiting_decisions
from web.rows.risk import Clocks, most_at_risk
from web.site.answered import unseen
from web.site.context import clock, engine, library, name_of, office, person
from web.site.frame import frame, held, zone
from web.words.translating import gettext, lazy_gettext

pages = Blueprint("inbox", __name__)

GONE = Notice(
    "attend",
    lazy_gettext("The decision of this address does not wait for you."),
    lazy_gettext("It was decided or closed meanwhile, or it is somebody else’s."),
)


@pages.get("/inbox")
def index() -> ResponseReturnValue:
    """What waits for the reader's decision, as the address asks for it, one of it beside the list.

    htmx asks for the preview alone, with the address of the whole page.
    """
    asked, left = Asked.of(request.args)
    if asked.open and request.headers.get("HX-Request"):
        return preview_alone(asked), {"Vary": "HX-Request"}
    found, more, waits = waiting_here(asked)
    clear = not found and asked.page == 1 and not asked.narrowed
    shown = shown_here(asked, found)
    notices = (*((GONE,) if asked.open and (shown is None or not shown.asked) else ()), *not_asked(left))
    listed, next_due = Listed(waits, more), on_its_way() if clear else ""
    page = inbox_page(frame(gettext("Inbox"), *notices), found, listed, shown, next_due)
    page = replace(page, snoozed=() if asked.snoozed else snoozed_rows(), snoozes=snoozes())
    page = replace(page, together_href=together_href(found))
    return render_template("inbox.html", page=page), {"Vary": "HX-Request"}


def not_asked(left: tuple[tuple[str, str], ...]) -> tuple[Notice, ...]:
    """What is said of parts of the address that mean nothing here."""
    if not left:
        return ()
    cure = gettext("The list is shown as if the address did not say it.")
    return (Notice("attend", gettext("There is no such choice: %(left)s.", left=left_out(left)), cure),)


def together_href(found: Sequence[Waiting]) -> str:
    """Where several of these are signed in one sitting; "" where fewer than two may be."""
    return url_for("together.index") if sum(bool(pick(one.desk)) for one in found) > 1 else ""


def preview_alone(asked: Asked) -> str:
    """The part of the page that shows one decision."""
    one = asked_for(asked.open)
    page = InboxPage(frame(""), "", (), preview(one) if one else None, snoozes=snoozes(), asked=asked.query())
    return render_template("parts/inbox_preview.html", page=page)


def snoozes() -> tuple[tuple[str, str], ...]:
    """For how long a decision can be put off."""
    return tuple((name, str(label)) for name, label in CHOICES.items())


def shown_here(asked: Asked, found: Sequence[Waiting]) -> InboxPreview | None:
    """The decision that is asked for, else the first by risk of this page; None where there is none."""
    if asked.open:
        one = next((one for one in found if one.name == asked.open), None) or asked_for(asked.open)
        if one:
            return preview(one, asked=True)
    first = next(iter(found if asked.order != "risk" else by_risk(found)), None)
    if first is None:
        return None
    plain = asked == Asked(open=asked.open)
    return preview(first, because_first(first, alone=held()[1].decisions == 1) if plain else "")


def asked_for(name: str) -> Waiting | None:
    """The decision of this name, if it waits for the reader, put off or not."""
    number, _, gate = name.partition(".")
    with reading(engine()) as connection:
        one = open_for(connection, person(), held()[0], number, gate)
        found = waiting_among(connection, {(one.initiative, one.gate)}) if one else []
    return next(iter(found), None)


def waiting_here(asked: Asked) -> tuple[list[Waiting], bool, Waits]:
    """A page of the decisions the law would take from the reader now, whether more follow, and how many there are."""
    with reading(engine()) as connection:
        clocks = clocks_here(connection)
        reviewer = Reviewer(person(), held()[0], clocks.now, clocks.likely(SOON_PERCENT))
        waits = Waits(asked, facets(connection, reviewer), clocks.laws)
        ranked = ranked_here(connection, asked, clocks, reviewer)
        more, ranked = len(ranked) > asked.page * PAGE, ranked[(asked.page - 1) * PAGE : asked.page * PAGE]
        places = {(one.initiative, one.gate): place for place, one in enumerate(ranked)}
        found = waiting_among(connection, places)
    return sorted(found, key=lambda one: places[one.desk.record.id, one.desk.gate.name]), more, waits


def waiting_among(connection: Connection, gates: Collection[tuple[str, str]]) -> list[Waiting]:
    """Those of these gates, by initiative and name, at which the law would take the reader's decision now."""
    rows = {row.id: row for row in rows_of(connection, {initiative for initiative, _ in gates})}
    found = records(connection, library(), office().law, rows.values(), clock().now())
    answered = unseen(connection, found, person())
    said = {commit for some in answered.values() for one in some for commit in (one.text, one.answers[-1].text)}
    texts = opened(connection, said | {commit for record in found for commit in personal(record.entries)})
    reader = Reader(name_of, texts)
    waiting = [one for record in found for one in waiting_at(record, person(), reader, address, zone())]
    return [
        replace(one, answered=tuple(x for x in answered.get(one.desk.record.id, ()) if x.gate == one.desk.gate.name))
        for one in waiting
        if (one.desk.record.id, one.desk.gate.name) in gates
    ]


def clocks_here(connection: Connection) -> Clocks:
    """Every clock that may run for the reader now."""
    laws = library().by_digest(connection, published(connection))
    states = library().consulted.states(connection, office().law, {law.calendar for law in laws.values()} - {""})
    calendars = {name: state for name, state in states.items() if isinstance(state, Calendar)}
    return Clocks(laws, calendars, frozenset(held()[0]), clock().now())


def ranked_here(
    connection: Connection, asked: Asked, clocks: Clocks, reviewer: Reviewer
) -> tuple[WaitingGate, ...]:
    """What waits up to the end of this page, and one more if there is one, in the order of the address."""
    wanted, narrow = asked.page * PAGE + 1, narrowing(reviewer, asked.narrowed)
    if asked.order in ("age", "size"):
        return in_order(connection, reviewer, narrow, asked.order, wanted)
    by_due = waiting_decisions(connection, reviewer.person, reviewer.pools, reviewer.now, narrow)
    if asked.order == "due":
        return tuple(islice(once(by_due), wanted))
    return most_at_risk(clocks, by_due, wanted)


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
