"""Retiring what was approved: its owner or a coordinator reads what follows, gives the reason and confirms."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coe import acts
from coe.requests import Request
from governance.law.gates import binding
from governance.record import commands as c
from governance.record.state import GRANTED
from web.owner.office_acts import ReasonForm, nonces, reason_of
from web.parts.pages import RefusedPage
from web.parts.pieces import FieldError, Link
from web.parts.why_shown import status_state
from web.record.afterwards_parts import RetirePage
from web.review.review_desk import open_record
from web.rows.records import Record
from web.site.context import office, person
from web.site.frame import frame
from web.site.signing import errors_of, recorded
from web.words.translating import gettext

pages = Blueprint("retiring", __name__)

UNPROCESSABLE, CONFLICT = 422, 409


@pages.get("/initiatives/<number>/retire")
def show(number: str) -> ResponseReturnValue:
    """What follows from retiring it, and the form that does it."""
    record, _ = open_record(number)
    if not may_retire(record, person()):
        abort(403)
    if record.state.status not in GRANTED:
        why = gettext(
            "It is %(status)s; only what is approved, released or expired can be retired.", status=record.state.status
        )
        return nothing_here(record, gettext("Retire %(number)s", number=number), why), CONFLICT
    form = ReasonForm(formdata=None)
    form.begin()
    return page_of(record, form)


@pages.post("/initiatives/<number>/retire")
def retire(number: str) -> ResponseReturnValue:
    """Retire it, once however often it is pressed; the law says who may."""
    record, _ = open_record(number)
    form = ReasonForm()
    if not form.validate():
        return page_of(record, form, errors_of(form)), UNPROCESSABLE
    act = acts.reasoned(c.Retire, reason_of(form), nonces(form))
    command_id = str(form.command_id.data)
    fresh = not recorded(command_id)
    office().handle(Request(command_id, f"initiative/{record.id}", person(), act.command, act.disclosures))
    if fresh:
        flash(gettext("%(number)s is retired: it is used no more.", number=number), "pass")
    return redirect(url_for("initiative.show", number=number))


def nothing_here(record: Record, act: str, why: str) -> str:
    """The page of an act that this record does not allow now; opening it records nothing."""
    back = Link(
        gettext("Look at %(number)s", number=record.state.number),
        url_for("initiative.show", number=record.state.number),
    )
    cure = gettext("Its page says what can be done now.")
    page = RefusedPage(frame(act), f"{act}: “{record.title}”", why, cure, links=(back,))
    return render_template("refused.html", page=page)


def may_retire(record: Record, who: str) -> bool:
    """Whether this page is for them: the owner, or a coordinator now."""
    coordinators = record.facts.pool(record.law.coordinators).members(record.at, record.state.answers)
    return who == record.state.owner or who in coordinators


def page_of(record: Record, form: ReasonForm, errors: tuple[FieldError, ...] = ()) -> str:
    """The page rendered."""
    state = record.state
    page = RetirePage(
        frame(gettext("Retire %(number)s", number=state.number), current="initiatives.index"),
        Link(gettext("Initiative"), url_for("initiative.show", number=state.number)),
        state.number,
        record.title,
        status_state(state.status),
        state.code,
        tuple(follows(record)),
        form,
        url_for("retiring.retire", number=state.number),
        errors,
    )
    return render_template("retire.html", page=page)


def follows(record: Record) -> Iterator[str]:
    """What retiring leads to, for this record as it stands."""
    state = record.state
    copies = gettext("Every copy that bears the code") if state.code else gettext("Every copy")
    yield gettext(
        "It may not be used any more, in any channel, from this moment on. %(copies)s has to be taken back.",
        copies=copies,
    )
    if state.expires and state.status != "expired":
        yield gettext("It cannot be renewed; the time its approval still had is given up.")
    confirming = [one.gate.title for one in record.standings.values() if one.gate.ratifies and one.state == "open"]
    if confirming:
        yield gettext("%(confirming)s no longer decides on ratifying it.", confirming=" and ".join(confirming))
    unmet = [one for one in state.conditions if one.id in binding(record.law, state) and one.status != "verified"]
    if unmet:
        yield gettext("Conditions that are still open are not verified any more.")
    if any(not one.note for one in state.check_ins):
        yield gettext("What was asked about its results can still be answered on its page; nothing more will be asked.")
    yield gettext("It cannot be undone. To use it again, a new record has to be approved.")
    yield gettext("Everything decided so far, and your reason, stay in the trail.")
