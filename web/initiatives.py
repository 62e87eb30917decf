"""The view of one's own initiatives."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from coe import drafts
from coe.database import reading
from web.context import clock, engine, library, name_of, office, person
from web.expected_open import dates
from web.frame import frame, zone
from web.initiatives_page import Mine, initiatives_page
from web.queries_initiatives import of_owner
from web.records import records
from web.translating import gettext

pages = Blueprint("initiatives", __name__)


@pages.get("/initiatives")
def index() -> ResponseReturnValue:
    """Whose turn is it, by when, what is missing?"""
    now = clock().now()
    with reading(engine()) as connection:
        own = records(connection, library(), office().law, of_owner(connection, person()), now)
        expected = dates(connection, own, now)
        mine = Mine(own, drafts.of_person(connection, person()), library().in_force(connection), expected)
    page = initiatives_page(mine, frame(gettext("My initiatives")), person(), now, name_of, zone())
    return render_template("initiatives.html", page=page)
