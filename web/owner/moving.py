"""Moving an open record to another version of its workflow: a version is chosen, read, then confirmed with a reason."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from coe import acts
from coe.database import reading
from coe.moving import Plan, plan
from coe.office_errors import UnknownRecord
from coe.requests import Request
from governance.errors import OutOfOrder
from governance.record import commands as c
from governance.record.state import OPEN
from web.owner.moving_page import previewed, version_choices
from web.owner.office_acts import ReasonForm, nonces, reason_of
from web.parts.answers import fingerprint
from web.parts.pieces import FieldError, Link
from web.parts.why_shown import status_state
from web.record.afterwards_parts import MovePage
from web.review.review_desk import open_record
from web.rows.policies import Version, versions
from web.rows.records import Record
from web.site.context import clock, engine, name_of, office, person
from web.site.frame import frame, zone
from web.site.signing import HEX, errors_of, recorded
from web.words.translating import gettext

pages = Blueprint("moving", __name__)

UNPROCESSABLE, CONFLICT = 422, 409


class MoveForm(ReasonForm):
    """The version it goes to, with the reason."""

    to = HiddenField(validators=[InputRequired(), Length(min=HEX, max=HEX)])


@pages.get("/initiatives/<number>/move")
def show(number: str) -> ResponseReturnValue:
    """The later versions; with `to` in the address, what moving there would do."""
    record = coordinated(number)
    wanted = request.args.get("to", "")
    if not wanted:
        return page_of(record)
    if record.state.status not in OPEN:
        return page_of(record), CONFLICT
    planned = planned_for(record, wanted)
    form = MoveForm(formdata=None)
    form.begin()
    form.to.data = wanted
    return page_of(record, planned, form)


@pages.post("/initiatives/<number>/move")
def move(number: str) -> ResponseReturnValue:
    """Move it, once however often it is pressed. What the law refuses is told in the words of the form."""
    record = coordinated(number)
    form = MoveForm()
    command_id = str(form.command_id.data)
    if not recorded(command_id):
        planned = planned_for(record, str(form.to.data))
        if not form.validate():
            return page_of(record, planned, form, errors_of(form)), UNPROCESSABLE
        if planned.preview.problems or planned.preview.decides:
            return page_of(record, planned, form), CONFLICT
    to = str(form.to.data)
    act = acts.reasoned(lambda reason: c.MoveTo(to, reason), reason_of(form), nonces(form))
    office().handle(Request(command_id, f"initiative/{record.id}", person(), act.command, act.disclosures))
    flash(gettext("%(number)s is judged by version %(to)s from now on.", number=number, to=fingerprint(to)), "pass")
    return redirect(url_for("initiative.show", number=number))


def coordinated(number: str) -> Record:
    """The record, for its coordinators; 403 for everybody else. Raises UnknownRecord."""
    record, _ = open_record(number)
    if person() not in record.facts.pool(record.law.coordinators).members(record.at, record.state.answers):
        abort(403)
    return record


def planned_for(record: Record, wanted: str) -> Plan:
    """What moving there would do. Raises OutOfOrder, UnknownRecord."""
    if record.state.status not in OPEN:
        why = gettext("It is %(status)s; only what is still being decided can be moved.", status=record.state.status)
        raise OutOfOrder("not-open", gettext("This cannot be moved."), why, gettext("Look at its page."))
    if wanted not in {one.digest for one in later_versions(record)}:
        why = gettext("Only a version published after the one that judges it now can judge it.")
        raise UnknownRecord(gettext("There is no such later version."), why, gettext("Choose one of those listed."))
    return plan(office(), record.state.number, wanted)


def later_versions(record: Record) -> tuple[Version, ...]:
    """The versions published after the one that judges this record, the latest first."""
    with reading(engine()) as connection:
        known = versions(connection, record.state.workflow)
    place = next((n for n, one in enumerate(known) if one.digest == record.state.definition), 0)
    return known[:place]


def page_of(
    record: Record, planned: Plan | None = None, form: MoveForm | None = None, errors: tuple[FieldError, ...] = ()
) -> str:
    """The page rendered."""
    state = record.state
    chosen = planned.law_to.digest if planned else ""
    choices = version_choices(record, later_versions(record), chosen, name_of, clock().now(), zone())
    preview = previewed(planned) if planned else None
    page = MovePage(
        frame(gettext("Move to another version")),
        Link(gettext("Coordinate"), url_for("office_acts.show", number=state.number)),
        state.number,
        record.title,
        status_state(state.status),
        fingerprint(state.definition),
        choices if state.status in OPEN else (),
        url_for("moving.show", number=state.number),
        preview,
        form if preview and not preview.refused else None,
        errors,
    )
    return render_template("move.html", page=page)
