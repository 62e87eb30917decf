"""Views of the intake: a section shown, saved by button or by itself, rows added and dropped, files taken in."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict

from coe.database import reading
from web.owner.drafting import Desk, asked_fields, open_desk
from web.owner.expected_draft import through
from web.owner.intake_page import Showing, intake_page
from web.owner.keeping import Kept, keep_section
from web.owner.start_pages import StartPage
from web.parts.forms import QUESTION
from web.parts.pages import ErrorPage
from web.parts.pieces import Link
from web.site.context import clock, engine, library, people, person
from web.site.frame import frame, zone
from web.site.parked import take_parked
from web.words.translating import gettext

pages = Blueprint("intake", __name__)

HTMX_FORM = {"HX-Retarget": "form.intake-form", "HX-Reswap": "outerHTML", "HX-Reselect": "form.intake-form"}


@pages.get("/initiatives/new")
def begin() -> ResponseReturnValue:
    """The first section of a new draft; nothing is kept before the first answer."""
    with reading(engine()) as connection:
        laws = library().in_force(connection)
    wanted = request.args.get("workflow", "")
    if len(laws) > 1 and wanted not in laws:
        page = StartPage.of(frame(gettext("Start"), current="initiatives.index"), laws)
        return render_template("start.html", page=page)
    law = laws.get(wanted) or next(iter(laws.values()), None)
    if law is None:
        return _nothing_published()
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
        flash(gettext("What you typed when your session ended is here, and kept."), "pass")
        return _shown(kept.desk, section, kept)
    return _shown(desk, section)


@pages.post("/drafts/<id_>/<section>")
def save(id_: str, section: str) -> ResponseReturnValue:
    """Keep what was typed, then go where the button says."""
    desk = _desk(id_, section)
    go = request.form.get("go", "next")
    kept = keep_section(desk, section, request.form, request.files, go)
    if go == "autosave":
        return _autosaved(kept, section)
    if kept.conflicts:
        return _shown(kept.desk, section, kept), 409
    if go == "next" and (kept.errors or not kept.complete):
        return _shown(kept.desk, section, kept, missing=True), 422
    if kept.errors:
        return _shown(kept.desk, section, kept), 422
    return redirect(_after(kept.desk, section, go))


def _desk(id_: str, section: str) -> Desk:
    desk = open_desk(id_, person(), request.args.get("workflow", ""))
    return desk if section in desk.law.section_by_name else abort(404)


def _shown(desk: Desk, section: str, kept: Kept | None = None, *, missing: bool = False, saved: str = "") -> str:
    showing = Showing(
        tab=kept.tab if kept else secrets.token_hex(8),
        frame=frame(desk.title, current="initiatives.index"),
        names={each.id: each.name for each in people().values()},
        now=clock().now(),
        zone=zone(),
        csrf_token=generate_csrf(),
        typed=kept.typed if kept else None,
        errors=kept.errors if kept else None,
        missing=missing or bool(request.args.get("missing")),
        more=request.args.get("more", ""),
        saved=saved,
        expected=through(desk),
        workflow=desk.law.workflow,
    )
    return render_template("intake.html", page=intake_page(desk, section, showing))


def _autosaved(kept: Kept, section: str) -> ResponseReturnValue:
    """The whole page, from which htmx takes what changed; the form too, where other questions are put now."""
    said = ""
    if kept.conflicts:
        said = gettext("Not all kept: another tab changed the same answer. Save to see both.")
    elif kept.errors:
        said = next(iter(kept.errors.values()))
    marked = bool(request.form.get("missing"))
    response = make_response(_shown(kept.desk, section, kept, missing=marked, saved=said))
    if kept.asked_before != tuple(field.name for field in asked_fields(kept.desk, section)):
        response.headers.update(HTMX_FORM)
    return response


def _after(desk: Desk, section: str, go: str) -> str:
    """Where a button leads: the next section, the list, or the same section with another row."""
    act, _, rest = go.partition(":")
    names = list(desk.law.section_by_name)
    place = names.index(section)
    if act in ("add", "drop"):
        field = rest.partition(":")[0]
        more = field.removeprefix(QUESTION) if act == "add" else None
        begins = _workflow(desk)
        return url_for(".section", id_=desk.draft.id, section=section, workflow=begins, more=more, _anchor=field)
    if act == "close":
        return url_for("initiatives.index")
    if place + 1 < len(names):
        return url_for(".section", id_=desk.draft.id, section=names[place + 1], workflow=_workflow(desk))
    return url_for("submitting.check", id_=desk.draft.id)


def _workflow(desk: Desk) -> str | None:
    return None if desk.begun else desk.law.workflow


def _nothing_published() -> ResponseReturnValue:
    page = ErrorPage(
        frame(gettext("Nothing to start")),
        409,
        gettext("Nothing can be started yet"),
        gettext("No workflow is published here."),
        gettext("Ask the owner of the policy to publish one."),
        (Link(gettext("My initiatives"), url_for("initiatives.index")),),
    )
    return render_template("error.html", page=page), 409
