"""What a coordinator does to an initiative: hold, resume, raise the tier, revoke; moving and retiring have pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from coe import acts
from coe.office_errors import UnknownRecord
from coe.requests import Request
from governance.law.gates import decided_in
from governance.law.passing import receivers
from governance.record import commands as c
from governance.record.state import GRANTED, OPEN
from web.parts.act_pages import OfficeAct, OfficePage, OfficeWay
from web.parts.choosing import options
from web.parts.pieces import FieldError, Link
from web.parts.why_shown import status_state
from web.record.decision_form import LONGEST_TEXT, normal
from web.review.review_desk import open_record
from web.rows.records import Record
from web.site.context import clock, office, person
from web.site.frame import frame
from web.site.signing import HEX, SEED_BYTES, errors_of
from web.words.translating import gettext, lazy_gettext

pages = Blueprint("office_acts", __name__)

UNPROCESSABLE = 422
DONE = {
    "hold": lazy_gettext("is on hold; all clocks stand still."),
    "resume": lazy_gettext("goes on; the clocks run with what was left of them."),
    "raise": lazy_gettext("is in a higher tier now."),
    "revoke": lazy_gettext("is revoked."),
}


class ActForm(FlaskForm):
    """One act; its id makes a second click the same command."""

    command_id = HiddenField(validators=[InputRequired(), Length(max=100)])
    seed = HiddenField(validators=[InputRequired(), Length(min=HEX, max=HEX)])

    def begin(self) -> None:
        """Make it a fresh form."""
        self.command_id.data, self.seed.data = clock().new_id(), secrets.token_hex(SEED_BYTES)


class ReasonForm(ActForm):
    """An act that needs its reason."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_TEXT)],
        render_kw={"rows": 2, "data-voice": "person"},
    )


class TierForm(ReasonForm):
    """A higher tier, with its reason."""

    tier = SelectField(lazy_gettext("Tier"), [InputRequired(lazy_gettext("Choose a tier."))])
    reason = TextAreaField(
        lazy_gettext("Reason"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_TEXT)],
        render_kw={"rows": 2, "data-voice": "person"},
    )


@pages.get("/initiatives/<number>/office")
def show(number: str) -> ResponseReturnValue:
    """What a coordinator may do now."""
    record, _ = open_record(number)
    if person() not in record.facts.pool(record.law.coordinators).members(record.at, record.state.answers):
        abort(403)
    return page_of(record)


@pages.post("/initiatives/<number>/office/<name>")
def act(number: str, name: str) -> ResponseReturnValue:
    """Do it, once however often it is pressed."""
    record, _ = open_record(number)
    if name not in DONE:
        raise UnknownRecord(
            gettext("There is no such act."),
            gettext("A coordinator cannot “%(name)s”.", name=name[:20]),
            gettext("Check the link."),
        )
    form = form_for(record, name, bound=True)
    if not form.validate():
        return page_of(record, (name, form), errors_of(form)), UNPROCESSABLE
    done = (
        acts.Act(c.Resume()) if name == "resume" else acts.reasoned(making(name, form), reason_of(form), nonces(form))
    )
    stream = f"initiative/{record.id}"
    office().handle(Request(str(form.command_id.data), stream, person(), done.command, done.disclosures))
    flash(f"{number} {DONE[name]}", "pass")
    return redirect(url_for("initiative.show", number=number))


def making(name: str, form: ActForm) -> Callable[[str], c.Command]:
    """The command an act makes of its reason."""
    if isinstance(form, TierForm):
        tier = str(form.tier.data)
        return lambda reason: c.RaiseTier(tier, reason)
    return c.Hold if name == "hold" else c.Revoke


def reason_of(form: ActForm) -> str:
    """The reason as it is committed to."""
    return normal(form.reason.data) if isinstance(form, ReasonForm) else ""


def nonces(form: ActForm) -> bytes:
    """The seed as bytes; an unreadable one is no seed of ours."""
    try:
        return bytes.fromhex(str(form.seed.data))
    except ValueError:
        return secrets.token_bytes(SEED_BYTES)


def form_for(record: Record, name: str, *, bound: bool = False) -> ActForm:
    """The form of an act; `bound` takes what was posted."""
    kind = {"resume": ActForm, "raise": TierForm}.get(name, ReasonForm)
    form: ActForm = kind() if bound else kind(formdata=None)
    if isinstance(form, TierForm):
        form.tier.choices = options((tier, tier) for tier in higher(record))
    if not bound:
        form.begin()
    return form


def higher(record: Record) -> tuple[str, ...]:
    """The tiers above the present one, the nearest first."""
    names = [tier.name for tier in record.law.tiers]
    return tuple(reversed(names[: names.index(record.state.tier)]))


def offered(record: Record) -> Iterator[tuple[str, str, str, str, bool]]:
    """The acts this status allows: name, title, what it does, its button, whether it ends something."""
    status = record.state.status
    if status in ("in review", "in rework"):
        yield (
            "hold",
            gettext("Put on hold"),
            gettext("Stops all clocks. Nobody decides until it is resumed."),
            gettext("Put on hold"),
            False,
        )
        if higher(record):
            what = gettext(
                "Now %(tier)s. A higher tier can open more gates; a tier is never lowered.", tier=record.state.tier
            )
            yield "raise", gettext("Raise the tier"), what, gettext("Raise the tier"), False
    if status == "on hold":
        yield (
            "resume",
            gettext("Resume"),
            gettext("The clocks run on with what was left of them."),
            gettext("Resume"),
            False,
        )
    if status in ("approved", "released", "expired"):
        yield (
            "revoke",
            gettext("Revoke the approval"),
            gettext("Takes approval and release back for good."),
            gettext("Revoke"),
            True,
        )


def ways(record: Record) -> Iterator[OfficeWay]:
    """The acts with a page of their own, because more has to be read before: title, what it does, where."""
    number = record.state.number
    if record.state.status in OPEN:
        what = gettext("Have it judged by a later version of its workflow. You first read which decisions would stand.")
        link = Link(gettext("Choose a version"), url_for("moving.show", number=number))
        yield OfficeWay(gettext("Move to another version"), what, link)
    for standing in record.standings.values():
        # Somebody has the turn and somebody else can take it; a coordinator takes none for themselves.
        open_here = standing.state == "open" and record.state.status in decided_in(standing.gate)
        if open_here and receivers(standing, person()) and len((*standing.able, *standing.away)) > 1:
            what = gettext(
                "Hand the turn of somebody who may decide there to a colleague. Nobody gains or loses the right to."
            )
            link = Link(gettext("Choose to whom"), url_for("passing.show", number=number, gate=standing.gate.name))
            yield OfficeWay(gettext("Pass on a turn for %(gate)s", gate=standing.gate.title), what, link)
    if record.state.status in GRANTED:
        what = gettext("Ends its use; that it was approved stays on record.")
        yield OfficeWay(
            gettext("Retire it"), what, Link(gettext("Read what follows"), url_for("retiring.show", number=number))
        )


def page_of(record: Record, typed: tuple[str, ActForm] | None = None, errors: tuple[FieldError, ...] = ()) -> str:
    """The page rendered; a form that was typed in stands as typed."""
    number = record.state.number
    found = tuple(
        OfficeAct(name, title, what, label, typed[1] if typed and typed[0] == name else form_for(record, name),
                  url_for("office_acts.act", number=number, name=name), grave)
        for name, title, what, label, grave in offered(record)
    )  # fmt: skip
    back = Link(gettext("Initiative"), url_for("initiative.show", number=number))
    state = status_state(record.state.status)
    page = OfficePage(
        frame(gettext("Coordinate")), back, number, record.title, state, found, errors, tuple(ways(record))
    )
    return render_template("office.html", page=page)
