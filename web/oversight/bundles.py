"""Views of audit bundles: a draw that is shown before anything is made, and bundles on their way."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from coe.bundle import jobs
from coe.bundle.making import drawn
from coe.office_errors import UnknownRecord
from governance.verifier.sampling import Registered, Selection, population, population_digest
from web.oversight.bundles_page import BundlePage, DrawForm, DrawPage, facts, note, row_of
from web.parts.pieces import FieldError, Link
from web.review.review_desk import record_address
from web.site.context import clock, context, office, person
from web.site.frame import frame
from web.site.signing import errors_of
from web.words.translating import gettext
from web.words.vocabulary import status_word

pages = Blueprint("bundles", __name__)

UNPROCESSABLE = 422
SHOWN = 50
SEED_BYTES = 8
AGAIN_S = 5


@pages.get("/trail/bundles")
def index() -> ResponseReturnValue:
    """The draw that the URL asks for: what would be in the bundle."""
    form = DrawForm(request.args or None, meta={"csrf": False})
    if not request.args.get("seed"):
        form.seed.data = secrets.token_hex(SEED_BYTES)
    if request.args and not form.validate():
        return page_of(form, errors_of(form)), UNPROCESSABLE
    return page_of(form)


@pages.post("/trail/bundles")
def make() -> ResponseReturnValue:
    """Have it made by the next run of the flows, once however often it is pressed."""
    form = DrawForm()
    if not form.validate():
        return page_of(form, errors_of(form)), UNPROCESSABLE
    id_ = str(form.command_id.data)
    jobs.ask(context().home, id_, form.selection(), person(), clock().now())
    return redirect(url_for("bundles.one", id_=id_))


@pages.get("/trail/bundles/<id_>")
def one(id_: str) -> str:
    """How far it is."""
    found = jobs.find(context().home, id_, clock().now())
    open_ = found.state in ("waiting", "making", "lost")
    page = BundlePage(
        frame(gettext("Audit bundle"), current="trail.index"),
        Link(gettext("Audit bundles"), url_for("bundles.index")),
        row_of(found),
        facts(found),
        found.done,
        found.total,
        note(found),
        url_for("bundles.download", id_=id_) if found.state == "made" else "",
        AGAIN_S if open_ else 0,
    )
    return render_template("bundle.html", page=page)


@pages.get("/trail/bundles/<id_>/bundle.zip")
def download(id_: str) -> Response:
    """The ZIP."""
    path = jobs.made(context().home, id_)
    if path is None:
        raise UnknownRecord(
            gettext("There is no such bundle."),
            gettext("It is not made, or was thrown away."),
            gettext("Draw it again."),
        )
    return send_file(path, "application/zip", as_attachment=True, download_name=f"clearway-bundle-{id_[:8]}.zip")


def page_of(form: DrawForm, errors: tuple[FieldError, ...] = ()) -> str:
    """The page rendered with the draw, where the form can be read."""
    if not form.command_id.data:
        form.command_id.data = clock().new_id()
    told, digest, sample = looked_at(form.selection()) if not errors else ("", "", ())
    page = DrawPage(
        frame(gettext("Audit bundles"), current="trail.index"),
        Link(gettext("Trail"), url_for("trail.index")),
        form,
        url_for("bundles.index"),
        url_for("bundles.make"),
        told,
        digest,
        tuple(
            (Link(row.number, record_address(row.number)), f"{row.tier}, {status_word(row.status)}")
            for row in sample[:SHOWN]
        ),
        max(0, len(sample) - SHOWN),
        tuple(map(row_of, jobs.all_of(context().home, clock().now()))),
        errors,
    )
    return render_template("bundles.html", page=page)


def looked_at(asked: Selection) -> tuple[str, str, tuple[Registered, ...]]:
    """The draw: how many of how many, the population's digest, the sample."""
    found = drawn(office(), asked)
    among = population(found.register, asked)
    told = gettext(
        "%(sample)s of %(among)s records in the population, %(register)s in the register",
        sample=len(found.sample),
        among=len(among),
        register=len(found.register),
    )
    return told, population_digest(among), found.sample
