"""Views of periodic reviews: how each stands, the report of a period, and recording that it was reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from coe import acts, review_report, reviews
from coe.database import reading
from coe.office_errors import UnknownRecord
from coe.requests import Request
from coe.review_report import Report
from coe.reviews import Standing
from governance.errors import Stale
from governance.law.consulted import QUALITY
from governance.record import commands as c
from web.oversight import reviews_page
from web.oversight.oversight_pages import ReviewPage, ReviewsPage
from web.oversight.reviews_page import Around, PeriodForm, ReviewForm
from web.parts.moments import day_of
from web.parts.pieces import FieldError, Link
from web.people.people_forms import DAY_MS, midnight
from web.rows.oversight import numbers_of
from web.rows.people_names import opened
from web.site.context import clock, context, engine, name_of, office, person
from web.site.frame import frame, zone
from web.site.guards import ADMINISTRATORS, holds
from web.site.signing import errors_of
from web.words.translating import gettext

pages = Blueprint("reviews", __name__)

UNPROCESSABLE = 422


@pages.get("/office/reviews")
def index() -> str:
    """Every kind of review with when it is due."""
    now = clock().now()
    with reading(engine()) as connection:
        found = reviews.standings(connection, context().home.config())
    rows = tuple(reviews_page.row(each, name_of, address, now, zone()) for each in found)
    late = sum(bool(each.due) and each.due <= now for each in found)
    summary = gettext("%(late)s overdue", late=late) if late else gettext("None is overdue")
    page = ReviewsPage(frame(gettext("Periodic reviews")), summary, rows, tuple(beside()))
    return render_template("reviews.html", page=page)


@pages.get("/office/reviews/<kind>")
def show(kind: str) -> str:
    """The report of a period: what is not reviewed yet, or the days asked for."""
    standing = known(kind)
    period = PeriodForm(request.args)
    asked = period.validate() and (period.since.data or period.until.data)
    since, until = days(period, standing) if asked else (standing.since, clock().now())
    return review_page(standing, made(kind, since, until), period)


@pages.post("/office/reviews/<kind>")
def record(kind: str) -> ResponseReturnValue:
    """Record that the report shown was reviewed; another one than that shown is refused."""
    standing, form = known(kind), ReviewForm()
    since, until = form.period()
    found = made(kind, since, until)
    if not form.validate():
        return review_page(standing, found, PeriodForm(), form, errors_of(form)), UNPROCESSABLE
    if found.digest() != form.digest.data:
        raise Stale(
            "stale",
            gettext("Nothing was recorded."),
            gettext("The report is not the one shown."),
            gettext("Read it again, then record."),
        )
    confided = acts.Confided(form.nonces)
    note = confided.text(str(form.note.data))
    command = c.RecordReview(since, until, str(form.outcome.data), note, found.digest())
    office().handle(
        Request(str(form.command_id.data), f"review/{kind}", person(), command, tuple(confided.disclosures))
    )
    flash(gettext("%(found)s: reviewed.", found=found.title), "pass")
    return redirect(url_for("reviews.index"))


def beside() -> Iterator[Link]:
    """What else whoever oversees the office looks at."""
    yield Link(gettext("Incidents"), url_for("incidents.index"))
    yield Link(gettext("Evidence"), url_for("status.index"))
    yield Link(gettext("Certification"), url_for("certification.show"))


def known(kind: str) -> Standing:
    """How a kind of review that people do stands. Raises UnknownRecord."""
    if kind not in review_report.OF:
        raise UnknownRecord(
            gettext("There is no such review."),
            gettext("None is called %(kind)s.", kind=kind[:40]),
            gettext("Check the link."),
        )
    with reading(engine()) as connection:
        return next(x for x in reviews.standings(connection, context().home.config()) if x.name == kind)


def made(kind: str, since: int, until: int) -> Report:
    """The report of a period."""
    with reading(engine()) as connection:
        return review_report.report(connection, kind, since, until)


def days(period: PeriodForm, standing: Standing) -> tuple[int, int]:
    """The days asked for in the reader's zone, UTC ms, the end exclusive and never in the future."""
    since = midnight(period.since.data, zone()) if period.since.data else standing.since
    until = midnight(period.until.data, zone()) + DAY_MS if period.until.data else clock().now()
    return since, min(until, clock().now())


def review_page(
    standing: Standing,
    found: Report,
    period: PeriodForm,
    typed: ReviewForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> str:
    """The report with the form that records its review, where this reader may and this period is next."""
    now, form = clock().now(), typed
    with reading(engine()) as connection:
        texts = opened(connection, found.commits())
        around = Around(name_of, texts, numbers_of(connection, found), now, zone())
        closed = why_closed(connection, standing, found)
    if form is None and not closed:
        form = ReviewForm(formdata=None)
        form.begin_for(found)
    begins = day_of(found.since, now, zone()) if found.since else gettext("the beginning")
    page = ReviewPage(
        frame(gettext(found.title)),
        Link(gettext("Periodic reviews"), url_for("reviews.index")),
        gettext(found.title),
        standing.kind.clause,
        gettext("%(begins)s to %(when)s", begins=begins, when=reviews_page.exact(found.until, zone())),
        found.digest(),
        tuple(found.counts.items()),
        tuple(reviews_page.parts(found, around)),
        period,
        url_for("reviews.show", kind=standing.name),
        None if closed else form,
        closed,
        errors,
    )
    return render_template("review.html", page=page)


def why_closed(connection: Connection, standing: Standing, found: Report) -> str:
    """Why this reader cannot record this period; "" when they can."""
    if not holds(ADMINISTRATORS) and not holds(QUALITY):
        return gettext("Reviews are recorded by administrators and quality.")
    if found.since != standing.since:
        return gettext("Only the period that is next can be recorded as reviewed.")
    mine = reviews.own_entries(connection, standing.name, person(), found.since, found.until)
    if mine:
        return gettext(
            "%(mine)s of the entries are your own: somebody who did nothing of it reviews this period.", mine=mine
        )
    return ""


def address(kind: str) -> str:
    """Where a review's report is; "" for what the office does itself."""
    return url_for("reviews.show", kind=kind) if kind in review_report.OF else ""
