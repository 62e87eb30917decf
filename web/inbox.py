"""The view of the inbox."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from coe.database import reading
from web import history
from web.answers import Reader
from web.context import clock, engine, library, name_of, office, person
from web.frame import frame, held, zone
from web.inbox_page import Waiting, coming_words, inbox_page, waiting_at
from web.people_names import opened
from web.queries_reviews import coming, rows_of, waiting_decisions
from web.records import records
from web.review_desk import address

pages = Blueprint("inbox", __name__)


@pages.get("/inbox")
def index() -> str:
    """What waits for the reader's decision, by risk unless the URL asks for another order."""
    found = waiting_here()
    order = request.args.get("order", "risk")
    page = inbox_page(frame("Inbox"), found, order, url_for("inbox.index"), "" if found else on_its_way())
    return render_template("inbox.html", page=page)


def waiting_here() -> list[Waiting]:
    """Every decision the law would take from the reader now."""
    who, at = person(), clock().now()
    with reading(engine()) as connection:
        waiting = waiting_decisions(connection, who, held()[0])
        rows = rows_of(connection, {one.initiative for one in waiting})
        found = records(connection, library(), office().law, rows, at)
        texts = opened(connection, {commit for record in found for commit in history.commits(record.entries)})
    reader = Reader(name_of, texts)
    return [one for record in found for one in waiting_at(record, who, reader, address, zone())]


def on_its_way() -> str:
    """What comes next, for somebody whose inbox is clear."""
    who, at = person(), clock().now()
    with reading(engine()) as connection:
        found = records(connection, library(), office().law, coming(connection, who), at)
    return coming_words(found, who, zone())
