"""The status of the evidence: what somebody outside keeps of the log right now, and what lies after it."""

from __future__ import annotations

from flask import Blueprint, render_template

from coe.continuity.drill import drills, due
from coe.database import reading
from coe.evidence.cosignatures import furthest
from coe.evidence.rotation import told
from coe.evidence.window import window
from web.oversight.status_page import drill_view, status_page
from web.site.context import clock, context, engine, office
from web.site.frame import frame
from web.words.translating import gettext

pages = Blueprint("status", __name__)


@pages.get("/office/status")
def index() -> str:
    """For whoever answers for quality, and for auditors. Nothing is checked here that `coe verify` would check."""
    with reading(engine()) as connection:
        found, seen = window(connection, clock().now()), furthest(connection)
    home, now = context().home, clock().now()
    zone = home.config().get("zone", "")
    drill = drill_view(drills(office()), due(office(), home), now, zone)
    page = status_page(frame(gettext("Evidence")), found, seen, told(office()), drill, zone)
    return render_template("status.html", page=page)
