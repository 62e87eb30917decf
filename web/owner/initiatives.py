"""The view of one's own initiatives; which of them are shown stands in the address."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from coe import drafts
from coe.database import reading
from web.owner.drafting import title_of
from web.owner.expected_open import dates
from web.owner.initiatives_page import Mine, Part, Wanted, initiatives_page
from web.rows.initiatives import counts_of, of_owner, submitted_among
from web.rows.records import records
from web.site.context import clock, engine, library, name_of, office, person
from web.site.frame import frame, zone
from web.words.translating import gettext

pages = Blueprint("initiatives", __name__)


@pages.get("/initiatives")
def index() -> ResponseReturnValue:
    """Whose turn is it, by when, what is missing?"""
    asked = request.args
    wanted = Wanted.of(asked.get("turn", ""), asked.get("text", ""), asked.get("page", 1, type=int))
    with reading(engine()) as connection:
        mine, part = _shown(connection, wanted, clock().now())
    page = initiatives_page(mine, part, frame(gettext("My initiatives")), person(), clock().now(), name_of, zone())
    return render_template("initiatives.html", page=page)


def _shown(connection: Connection, wanted: Wanted, now: int) -> tuple[Mine, Part]:
    """One page of drafts, then of records: only what is shown is read from the ledger."""
    who, laws = person(), library().in_force(connection)
    counts = counts_of(connection, who, wanted.text)
    begun = [one for one in drafts.of_person(connection, who) if one.workflow in laws]
    taken = submitted_among(connection, who, [one.id for one in begun])
    open_ = [one for one in begun if one.id not in taken and wanted.names(title_of(laws[one.workflow], one.answers))]
    part = Part.of(wanted, len(open_), counts)
    mine = open_[part.first : part.end] if wanted.turn in ("", "yours") else []
    before = len(open_) if wanted.turn in ("", "yours") else 0
    first, most = max(0, part.first - before), part.end - part.first - len(mine)
    rows = of_owner(connection, who, wanted.turn, wanted.text, first=first, most=most) if most else ()
    own = records(connection, library(), office().law, rows, now)
    return Mine(own, mine, laws, dates(connection, own, now)), part
