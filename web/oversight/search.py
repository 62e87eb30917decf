"""The view of search: what words find among the initiatives the reader may open; all it asks stands in the address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Connection

from coe.database import reading
from coe.reading import values
from coe.search.finding import Part, Place, best, by_number, counted, places
from coe.search.passages import answer_text
from governance.formats.jcs import Json
from governance.reading.answers import is_commitment
from web.oversight.search_page import KINDS, ROWS, Hit, Outcome, Wanted, search_page
from web.parts.snippets import Passage
from web.rows.records import Record, records
from web.rows.reviews import published
from web.site.context import clock, engine, library, name_of, office, person
from web.site.findable import findable
from web.site.frame import frame, held, zone

pages = Blueprint("search", __name__)

NUMBER = re.compile(r"\s*([A-Za-z]{2,5})[\s–-]*(\d{4})[\s–-]+(\d{1,9})\s*", re.ASCII)
ID = re.compile(r"\s*([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\s*", re.ASCII)


@pages.get("/search")
def index() -> ResponseReturnValue:
    """Words find what they stand in; a number or an id leads to its record."""
    asked, work = request.args, request.args.get("work", "")
    wanted = Wanted.of(asked.get("q", ""), asked.get("state", ""), work, asked.get("page", 1, type=int))
    with reading(engine()) as connection:
        laws = library().by_digest(connection, published(connection))
        admitted = findable(connection, person(), held()[0], laws.values(), clock().now())
        named = _named(wanted.text)
        number = by_number(connection, named, admitted) if named else ""
        if number:
            return redirect(url_for("initiative.show", number=number))
        outcome = _found(connection, wanted, admitted)
    titles = {law.workflow: law.title for law in laws.values()}
    page = search_page(outcome, frame(wanted.heading), titles, person(), name_of, zone())
    return render_template("search.html", page=page)


def _found(connection: Connection, wanted: Wanted, admitted: ColumnElement[bool]) -> Outcome:
    """One page of what the words find."""
    query = wanted.query
    if not query.terms:
        return Outcome(wanted, {}, ())
    counts = counted(connection, query, admitted)
    wanted = wanted.within(counts)
    part = Part(wanted.work, wanted.statuses, wanted.first, ROWS)
    rows = best(connection, query, admitted, part, sum(counts.values()))
    found = records(connection, library(), office().law, rows, clock().now())
    return Outcome(wanted, counts, _hits(connection, wanted, found))


def _named(text: str) -> str:
    """The number or id that a text is, as it is written; "" where it is neither."""
    number, id_ = NUMBER.fullmatch(text), ID.fullmatch(text)
    if number:
        return f"{number[1]}-{number[2]}-{int(number[3]):04}"
    return id_[1] if id_ else ""


def _hits(connection: Connection, wanted: Wanted, found: Sequence[Record]) -> tuple[Hit, ...]:
    """Each record with the passages found in it, their texts opened in one statement for all."""
    where = places(connection, wanted.query, [one.id for one in found])
    opened = values(connection, [one.commit for some in where.values() for one in some])
    return tuple(Hit(one, tuple(_passages(one, where.get(one.id, ()), opened))) for one in found)


def _passages(record: Record, where: Sequence[Place], opened: Mapping[str, Json]) -> list[Passage]:
    found = []
    for place in where:
        kind, _, name = place.name.partition("/")
        answered = kind in ("answer", "option")
        field = record.law.field_by_name.get(name) if answered else None
        given = record.state.answers.get(name) if answered else None
        value = opened.get(place.commit) if place.commit else given
        label = field.label if field else KINDS.get(kind, "")
        if label and not is_commitment(value):
            found.append(Passage(str(label), answer_text(field, value)))
    return found
