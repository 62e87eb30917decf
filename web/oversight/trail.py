"""Views of the trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from sqlalchemy import Connection, Row

from coe.database import reading
from coe.evidence.window import window
from governance.record.events import DenialRecorded
from web.oversight import trail_csv
from web.oversight.trail_page import NamedTrailForm, Texts, TrailForm, trail_page, verdict, wanted
from web.parts.choosing import options
from web.parts.pages import TrailPage, Verdict
from web.parts.pieces import Link
from web.record import history
from web.review.review_desk import record_address
from web.rows import entry_words
from web.rows.people import roles_held
from web.rows.people_names import opened
from web.rows.records import Happened, happened
from web.rows.trail import Wanted, following, initiatives_of, latest_concluded, look, sealed
from web.site.context import clock, engine, library, name_of, people
from web.site.frame import frame, office_zone, zone
from web.words.translating import gettext

pages = Blueprint("trail", __name__)

MOST_DIGITS = 15
EXPORTED_AT_ONCE = 50
MOST_LISTED = 60
ASKED = ("who", "what", "since", "until", "initiative")


@pages.get("/trail")
def index() -> str:
    """The ledger, newest first, as far as the URL asks for it."""
    form, asked = filtered()
    query, now = wanted(form, _number("before"), _number("after", -1), zone()), clock().now()
    with reading(engine()) as connection:
        found, closed = look(connection, query), latest_concluded(connection)
        size, shown = _verdict(connection, now)
        entries = happened(found.rows)
        texts = texts_for(connection, found.rows, entries, zone())
    numbers = (
        [asked["initiative"].strip().upper()] if "initiative" in asked and entries else [row.number for row in closed]
    )
    many, made = f"{size:,}", gettext("made on demand")
    count = gettext("%(size)s entries. None can be changed.", size=many)
    blank = TrailPage(
        frame(gettext("Trail")), count, "", form, url_for("trail.index"), (), "", (), shown,
        tuple(
            (Link(gettext("Packet of %(number)s", number=one), url_for("packets.show", number=one)), made)
            for one in numbers
        ),
        bundles_href=url_for("bundles.index"),
    )  # fmt: skip
    return render_template("trail.html", page=trail_page(blank, found, entries, texts, asked))


def _verdict(connection: Connection, now: int) -> tuple[int, Verdict]:
    """How long the log is, and what is signed and kept outside of it."""
    state, more = sealed(connection), Link(gettext("What is kept outside"), url_for("status.index"))
    return state.log, verdict(state, window(connection, now), zone(), more)


@pages.get("/trail.csv")
def export() -> Response:
    """What the filter asks for, all of it, as CSV."""
    form, _ = filtered()
    response = Response(stream_with_context(_exported(wanted(form, 0, -1, zone()))), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="trail.csv"'
    return response


def filtered() -> tuple[TrailForm, dict[str, str]]:
    """The filter of the address, and what of it is understood."""
    names = {"system": gettext("The clock"), **{one.id: one.name for one in people().values()}}
    form: TrailForm
    if len(names) > MOST_LISTED:
        form = NamedTrailForm(request.args)
        form.known = names
    else:
        form = TrailForm(request.args)
        form.who.choices = options([("", gettext("Everybody")), *names.items()])
    form.validate()
    asked = {name: request.args[name] for name in ASKED if request.args.get(name) and not form[name].errors}
    return form, asked | ({"who": form.person} if "who" in asked else {})


def texts_for(
    connection: Connection, rows: Sequence[Row[Any]], entries: Sequence[Happened], where: tzinfo
) -> Texts:
    """What opens these entries, told in the zone `where`."""
    denied = (event.about for each in entries for event in each.events if isinstance(event, DenialRecorded))
    around, now = initiatives_of(connection, (*(row.stream for row in rows), *denied)), clock().now()
    laws = library().by_digest(connection, {row.definition for row in around.values()})
    commits = history.commits(entries) | {commit for each in entries for commit in entry_words.commits(each)}
    held, texts = roles_held(connection, now), opened(connection, commits)
    return Texts(name_of, held, texts, laws, around, record_address, now, where)


def _exported(query: Wanted) -> Iterator[str]:
    """Line by line; a connection is held for one part at a time."""
    yield trail_csv.head()
    last = -1
    while True:
        with reading(engine()) as connection:
            rows = following(connection, query, last, EXPORTED_AT_ONCE)
            entries = happened(rows)
            texts = texts_for(connection, rows, entries, office_zone())
        if not rows:
            return
        yield from trail_csv.lines(rows, entries, texts)
        last = rows[-1].seq


def _number(name: str, otherwise: int = 0) -> int:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS else otherwise
