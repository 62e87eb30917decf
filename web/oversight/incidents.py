"""Views of incidents: the list, one, reporting, acknowledging, closing with the root cause."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import RowMapping

from coe import acts, incidents
from coe.database import reading
from coe.reading import id_of_number
from coe.requests import Request
from governance.law.consulted import QUALITY
from governance.record import commands as c
from web.oversight import incidents_page
from web.oversight.incidents_forms import AcknowledgeForm, CloseForm, IncidentForm, ReportForm
from web.oversight.incidents_page import Around
from web.oversight.oversight_pages import IncidentPage, IncidentsPage, ReportIncidentPage
from web.parts.pieces import FieldError, Link
from web.rows.nothing_here import nothing_here
from web.rows.oversight import MOST_INCIDENTS, incidents_listed
from web.rows.people_names import opened
from web.site.context import clock, engine, name_of, office, people, person
from web.site.frame import frame, zone
from web.site.guards import ADMINISTRATORS, holds, oversees
from web.site.signing import errors_of
from web.words.translating import gettext

pages = Blueprint("incidents", __name__)

UNPROCESSABLE = 422
PLACE = "reviews.index"


@pages.get("/office/incidents")
def index() -> str:
    """Every incident, the open ones first."""
    with reading(engine()) as connection:
        rows, count = incidents_listed(connection)
        about = {row["about"]: incidents.subject(connection, row["about"]) for row in rows}
    around = Around(name_of, about, clock().now(), zone())
    still = sum(not row["closed"] for row in rows)
    summary = gettext("%(still)s open", still=still) if still else gettext("None is open")
    more = (
        gettext("The latest %(shown)s of %(count)s; the trail has all.", shown=MOST_INCIDENTS, count=count)
        if count > len(rows)
        else ""
    )
    ordered = sorted(rows, key=incidents_page.urgency)
    shown = tuple(incidents_page.row(each, around, address) for each in ordered)
    page = IncidentsPage(
        frame(gettext("Incidents"), current=PLACE),
        summary,
        shown,
        Link(gettext("Report an incident"), url_for("incidents.report")),
        Link(gettext("Periodic reviews"), url_for("reviews.index")),
        more,
    )
    return render_template("incidents.html", page=page)


@pages.get("/office/incidents/new")
def report() -> str:
    """The form in which anybody reports one."""
    form = fresh(ReportForm(formdata=None))
    return report_page(form)


@pages.post("/office/incidents/new")
def send() -> ResponseReturnValue:
    """Report it, once however often it is pressed."""
    form = ReportForm()
    about = about_of(form) if form.validate() else None
    if about is None:
        return report_page(form, errors_of(form)), UNPROCESSABLE
    id_ = str(form.command_id.data)
    act = acts.reasoned(partial(c.OpenIncident, str(form.kind.data), about), str(form.reason.data), form.nonces)
    office().handle(Request(id_, f"incident/{id_}", person(), act.command, act.disclosures))
    flash(gettext("Reported. Every administrator is told by mail."), "pass")
    return redirect(address(id_))


@pages.get("/office/incidents/<id_>")
def one(id_: str) -> str:
    """One incident, for those who oversee the office and for whoever reported it."""
    return incident_page(known(id_))


@pages.post("/office/incidents/<id_>/acknowledge")
def acknowledge(id_: str) -> ResponseReturnValue:
    """Say that it is seen, and what is done about it."""
    row, form = known(id_), AcknowledgeForm()
    if not form.validate():
        return incident_page(row, acknowledging=form, errors=errors_of(form)), UNPROCESSABLE
    return done(
        id_, form, acts.reasoned(c.AcknowledgeIncident, str(form.reason.data), form.nonces), gettext("Acknowledged.")
    )


@pages.post("/office/incidents/<id_>/close")
def close(id_: str) -> ResponseReturnValue:
    """Close it with its root cause."""
    row, form = known(id_), CloseForm()
    if not form.validate():
        return incident_page(row, closing=form, errors=errors_of(form)), UNPROCESSABLE
    confided = acts.Confided(form.nonces)
    command = c.CloseIncident(confided.text(str(form.root_cause.data)), confided.text(str(form.note.data or "")))
    return done(id_, form, acts.Act(command, tuple(confided.disclosures)), gettext("Closed."))


def done(id_: str, form: IncidentForm, act: acts.Act, said: str) -> ResponseReturnValue:
    """Send the command of a form; a refusal by the law becomes a page at the edge."""
    office().handle(Request(str(form.command_id.data), f"incident/{id_}", person(), act.command, act.disclosures))
    flash(said, "pass")
    return redirect(address(id_))


def known(id_: str) -> RowMapping:
    """An incident this reader may see. Raises NothingHere."""
    with reading(engine()) as connection:
        found = incidents.one(connection, id_)
    if found is None or not (found["opener"] == person() or oversees()):
        raise nothing_here()
    return found


def about_of(form: ReportForm) -> str | None:
    """The stream of the initiative or person named; "" for nothing, None with an error where there is none."""
    named = str(form.about.data or "").strip()
    if not named:
        return ""
    with reading(engine()) as connection:
        record = id_of_number(connection, named.upper())
    if record is not None:
        return f"initiative/{record}"
    mine = [each.id for each in people().values() if named.casefold() in (each.name.casefold(), each.email.casefold())]
    if len(mine) == 1:
        return f"person/{mine[0]}"
    wrong = gettext("This is no initiative’s number and no person’s name or address. Correct it or leave it out.")
    form.about.errors = (wrong,)
    return None


def fresh(form: ReportForm) -> ReportForm:
    """A form to be filled in."""
    form.begin()
    return form


def report_page(form: ReportForm, errors: tuple[FieldError, ...] = ()) -> str:
    """The page of a report."""
    page = ReportIncidentPage(
        frame(gettext("Report an incident"), current=PLACE), form, url_for("incidents.send"), errors
    )
    return render_template("report_incident.html", page=page)


def incident_page(
    row: RowMapping,
    acknowledging: AcknowledgeForm | None = None,
    closing: CloseForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> str:
    """One incident, with the forms its reader may use; a form that was typed in stands as typed."""
    with reading(engine()) as connection:
        texts = opened(connection, [row["reason"], row["answer"], row["root_cause"], row["note"]])
        about = {row["about"]: incidents.subject(connection, row["about"])}
    around = Around(name_of, about, clock().now(), zone())
    still = not row["closed"]
    answerable = still and not row["acknowledged"] and (holds(ADMINISTRATORS) or holds(QUALITY))
    closable = still and holds(ADMINISTRATORS) and row["about"] != f"person/{person()}"
    back = Link(gettext("Incidents"), url_for("incidents.index")) if oversees() else Link("Clearway", url_for("home"))
    page: IncidentPage = incidents_page.incident_page(
        frame(gettext("Incident"), current=PLACE), back, row, texts, around
    )
    page = incidents_page.with_forms(
        page,
        (incidents_page.begun(acknowledging, AcknowledgeForm) if answerable else None,
         url_for("incidents.acknowledge", id_=row["id"])),
        (incidents_page.begun(closing, CloseForm) if closable else None, url_for("incidents.close", id_=row["id"])),
        errors,
    )  # fmt: skip
    return render_template("incident.html", page=page)


def address(id_: str) -> str:
    """Where an incident's page is."""
    return url_for("incidents.one", id_=id_)
