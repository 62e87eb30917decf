"""Views of the intake: a section shown, saved by button or by itself, rows added and dropped, files, contributors."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict

from coe import drafts
from coe.database import reading, writing
from web.context import clock, engine, library, name_of, people, person
from web.drafting import Desk, open_desk
from web.expected import expected
from web.frame import frame, zone
from web.intake_page import Showing, intake_page
from web.keeping import Kept, keep_section
from web.pages import ErrorPage
from web.parked import take_parked
from web.parts import Link
from web.queries_initiatives import durations
from web.work_pages import IntakePage

pages = Blueprint("intake", __name__)

MOST_CONTRIBUTORS = 20


@pages.get("/initiatives/new")
def begin() -> ResponseReturnValue:
    """The first section of a new draft; nothing is kept before the first answer."""
    with reading(engine()) as connection:
        laws = library().in_force(connection)
    wanted = request.args.get("workflow", "")
    if len(laws) > 1 and wanted not in laws:
        links = [(law.title, url_for("intake.begin", workflow=name), law) for name, law in laws.items()]
        return render_template("start.html", page=StartPage(frame("Start", current="initiatives.index"), links))
    law = laws.get(wanted) or next(iter(laws.values()), None)
    if law is None:
        page = ErrorPage(frame("Nothing to start"), 409, "Nothing can be started yet", "No workflow is published here.",
                         "Ask the owner of the policy to publish one.", (Link("My initiatives", "/initiatives"),))  # fmt: skip
        return render_template("error.html", page=page), 409
    return redirect(
        url_for("intake.section", id_=clock().new_id(), section=law.sections[0].name, workflow=law.workflow)
    )


@pages.get("/drafts/<id_>")
def draft(id_: str) -> ResponseReturnValue:
    """A draft without a section is its first one."""
    return redirect(url_for("intake.section", id_=id_, section=open_desk(id_, person()).law.sections[0].name))


@pages.get("/drafts/<id_>/<section>")
def section(id_: str, section: str) -> ResponseReturnValue:
    """A section to fill in; a form that came too late for its session is kept now."""
    desk = _desk(id_, section)
    parked = take_parked(person())
    if parked is not None:
        posted = MultiDict([(name, value) for name, values in parked.items() for value in values])
        kept = keep_section(desk, section, posted, {})
        flash("What you typed when your session ended is here, and kept.", "pass")
        return _shown(kept.desk, section, kept)
    return _shown(desk, section)


@pages.post("/drafts/<id_>/<section>")
def save(id_: str, section: str) -> ResponseReturnValue:
    """Keep what was typed, then go where the button says."""
    desk = _desk(id_, section)
    go = request.form.get("go", "next")
    kept = keep_section(desk, section, request.form, request.files, go)
    if go == "autosave":
        return _autosaved(desk, kept, section)
    if kept.conflicts:
        return _shown(kept.desk, section, kept), 409
    if go == "next" and (kept.errors or not kept.complete):
        return _shown(kept.desk, section, kept, missing=True), 422
    if kept.errors:
        return _shown(kept.desk, section, kept), 422
    return redirect(_after(kept.desk, section, go))


@pages.get("/drafts/<id_>/contributors")
def contributors(id_: str) -> ResponseReturnValue:
    """Who else may write this draft."""
    desk = open_desk(id_, person())
    owner = desk.draft.owner == person()
    others = [(each.id, each.name) for each in people().values() if each.id not in (desk.draft.owner, *desk.draft.contributors)]
    page = ContributorsPage(
        frame("Contributors", current="initiatives.index"),
        Link("Back to the draft", url_for("intake.draft", id_=id_)),
        desk.title,
        [(each, name_of(each)) for each in desk.draft.contributors],
        others if owner else [],
        owner,
        url_for("intake.change_contributors", id_=id_),
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
        known = [each for each in found.contributors if each != drop]
        if add in people() and add not in (*known, found.owner) and len(known) < MOST_CONTRIBUTORS:
            known.append(add)
        drafts.save(connection, replace(found, contributors=tuple(known)))
    return redirect(url_for("intake.contributors", id_=id_))
