"""The view of two versions of one record, compared: which two stands in the address."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from coe.office_errors import UnknownRecord
from web.review.review_desk import open_record
from web.review.versions_page import versions_page
from web.rows.changes import Submission, submissions
from web.site.context import clock
from web.site.frame import frame, zone
from web.words.translating import gettext

pages = Blueprint("versions", __name__)


@pages.get("/initiatives/<number>/versions")
def show(number: str) -> ResponseReturnValue:
    """What changed between two versions, section by section; without a choice, between the last two."""
    record, reader = open_record(number)
    found = submissions(record.entries)
    two = tuple(_chosen(found, name, place) for name, place in (("from", -2), ("to", -1)))
    first, last = sorted(two, key=lambda one: one.round)
    head = frame(gettext("Versions of %(number)s", number=number), current="initiatives.index")
    page = versions_page(record, reader, (first, last), head, clock().now(), zone())
    return render_template("versions.html", page=page)


def _chosen(found: tuple[Submission, ...], name: str, place: int) -> Submission:
    """The version the address names. Raises UnknownRecord."""
    wanted = request.args.get(name, "")
    if not wanted:
        return found[max(place, -len(found))]
    chosen = next((one for one in found if str(one.round) == wanted), None)
    if chosen is None:
        last = found[-1].round
        raise UnknownRecord(
            gettext("There is no such version."),
            gettext("There are versions 1 to %(last)s.", last=last),
            gettext("Choose one of them."),
        )
    return chosen
