"""Verifying that a condition is met: read, then signed in the same POST."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import Length

from coe import acts
from coe.identity.credential_errors import CredentialRefused
from coe.office_errors import UnknownRecord
from coe.requests import Request
from governance.errors import Refused
from governance.law.deciding import decide
from governance.law.gates import binding, condition_seen
from governance.record.commands import Stamped
from governance.record.state import Condition
from web.parts.act_pages import VerifyPage
from web.parts.answers import Reader, fingerprint
from web.parts.pieces import FieldError, Link, State
from web.record.decision_form import LONGEST_TEXT, normal
from web.review.review_desk import open_record
from web.rows.records import Record
from web.site import signing
from web.site.context import person
from web.site.frame import frame
from web.site.signing import SigningForm
from web.words.translating import date_words, gettext, lazy_gettext, paragraph

pages = Blueprint("conditions", __name__)

UNPROCESSABLE = 422
STATES = {
    "open": State("conditional", lazy_gettext("Not met yet")),
    "met": State("waiting", lazy_gettext("Met, to be verified")),
    "verified": State("passed", lazy_gettext("Verified")),
}


class VerifyForm(SigningForm):
    """A note beside the signature."""

    note = TextAreaField(
        lazy_gettext("Note"),
        [Length(max=LONGEST_TEXT)],
        description=lazy_gettext("Optional. What you checked."),
        render_kw={"rows": 3, "data-voice": "person"},
    )


@pages.get("/initiatives/<number>/conditions/<condition>/verify")
def show(number: str, condition: str) -> ResponseReturnValue:
    """The condition, how the owner says it was met, and the form that signs."""
    record, reader = open_record(number)
    found = condition_of(record, condition)
    form = VerifyForm(formdata=None)
    form.begin(act_of(record, found), condition_seen(record.law, record.state, found.id))
    return page_of(record, reader, found, form)


@pages.post("/initiatives/<number>/conditions/<condition>/verify")
def sign(number: str, condition: str) -> ResponseReturnValue:
    """Sign the verification, once."""
    record, reader = open_record(number)
    found = condition_of(record, condition)
    form = VerifyForm()
    form.act.data = act_of(record, found)
    errors: tuple[FieldError, ...] = ()
    if form.validate():
        try:
            signing.sign(request_of(record, found, form), form)
        except CredentialRefused as refused:
            errors = (signing.said_beside(form, refused),)
        else:
            flash(
                gettext(
                    "Signed: condition %(condition)s of %(number)s is verified.",
                    condition=found.id.removeprefix("c"),
                    number=number,
                ),
                "pass",
            )
            return redirect(url_for("initiative.show", number=number))
    form.renew()
    return page_of(record, reader, found, form, errors or signing.errors_of(form)), UNPROCESSABLE


def condition_of(record: Record, condition: str) -> Condition:
    """A condition in force by its id. Raises UnknownRecord."""
    found = next((one for one in record.state.conditions if one.id == condition), None)
    if found is None or found.id not in binding(record.law, record.state):
        raise UnknownRecord(
            gettext("There is no such condition in force."),
            gettext("The approval that set it no longer stands, or it never existed."),
            gettext("Check the link."),
        )
    return found


def act_of(record: Record, found: Condition) -> str:
    """What a challenge is bound to, beside the text."""
    return f"verify initiative/{record.id} {found.id}"


def request_of(record: Record, found: Condition, form: VerifyForm) -> Request:
    """The command; the same form gives the same bytes."""
    signer = acts.Signer(signing.name_commitment(), form.nonces, str(form.seen.data))
    act = acts.verification(record.law, record.state, found.id, normal(form.note.data), signer)
    return Request(str(form.command_id.data), f"initiative/{record.id}", person(), act.command, act.disclosures)


def closed_because(record: Record, found: Condition, form: VerifyForm) -> str:
    """Why this reader could not sign it now; "" when they can."""
    stamped = Stamped(request_of(record, found, form).command, person(), record.at)
    try:
        decide(record.law, record.facts, record.state, stamped)
    except Refused as refused:
        return paragraph(refused)
    return ""


def page_of(
    record: Record, reader: Reader, found: Condition, form: VerifyForm, errors: tuple[FieldError, ...] = ()
) -> str:
    """The page rendered."""
    state, gate = record.state, record.law.title_of(found.gate)
    closed = closed_because(record, found, form)
    facts = [
        (
            gettext("Set by"),
            gettext(
                "%(person)s, for %(gate)s, in round %(round)s",
                person=reader.name_of(found.person),
                gate=gate,
                round=found.round,
            ),
        )
    ]
    facts += [(gettext("Due"), date_words(date.fromisoformat(found.due), "yMMMd"))] if found.due else []
    facts += [(gettext("How it was met"), reader.texts.get(found.note, gettext("erased")))] if found.note else []
    page = VerifyPage(
        frame(gettext("Verify a condition")),
        Link(gettext("Initiative"), url_for("initiative.show", number=state.number)),
        state.number,
        record.title,
        reader.texts.get(found.text, gettext("erased at a person’s request")),
        STATES[found.status],
        tuple(facts),
        f"verify for {gate} that this condition of {state.number} is met as shown here.",
        fingerprint(str(form.seen.data)),
        url_for("conditions.sign", number=state.number, condition=found.id),
        None if closed else form,
        closed,
        errors,
    )
    return render_template("verify.html", page=page)
