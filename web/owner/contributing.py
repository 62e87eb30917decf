"""Views of a draft's contributors: who else may write it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from coe import drafts
from coe.database import writing
from web.owner.drafting import open_desk
from web.owner.start_pages import ContributorsPage
from web.parts.pieces import Link, Notice
from web.site.context import engine, name_of, people, person
from web.site.frame import frame
from web.words.translating import gettext, lazy_gettext

pages = Blueprint("contributing", __name__)

MOST_CONTRIBUTORS = 20
NOBODY = Notice(
    "stop",
    lazy_gettext("Nothing was changed."),
    lazy_gettext("The form named nobody whom the office knows."),
    lazy_gettext("Choose a person."),
)


@pages.get("/drafts/<id_>/contributors")
def contributors(id_: str) -> ResponseReturnValue:
    """Who else may write this draft."""
    return _page(id_)


def _page(id_: str, *notices: Notice) -> str:
    desk = open_desk(id_, person())
    owner = desk.draft.owner == person()
    taken = (desk.draft.owner, *desk.draft.contributors)
    others = tuple((each.id, each.name) for each in people().values() if each.id not in taken)
    page = ContributorsPage(
        frame(gettext("Contributors"), *notices, current="initiatives.index"),
        Link(gettext("Back to the draft"), url_for("intake.draft", id_=id_)),
        desk.title,
        tuple((each, name_of(each)) for each in desk.draft.contributors),
        others if owner else (),
        owner,
        url_for(".change_contributors", id_=id_),
        generate_csrf(),
    )
    return render_template("contributors.html", page=page)


@pages.post("/drafts/<id_>/contributors")
def change_contributors(id_: str) -> ResponseReturnValue:
    """Let somebody write along, or no longer; who has edited a section stays recorded as its contributor."""
    add, drop = request.form.get("add", ""), request.form.get("drop", "")
    with writing(engine()) as connection:
        found = drafts.find(connection, id_, lock=True)
        if found is None or found.owner != person():
            abort(404)
        if add not in people() and drop not in found.contributors:
            return _page(id_, NOBODY), 422
        known = [each for each in found.contributors if each != drop]
        if add in people() and add not in (*known, found.owner) and len(known) < MOST_CONTRIBUTORS:
            known.append(add)
        drafts.save(connection, replace(found, contributors=tuple(known)))
    return redirect(url_for(".contributors", id_=id_))
