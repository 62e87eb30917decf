"""Passing on a turn: to whom, why, and in plain words that nobody gains or loses the right to decide."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.validators import InputRequired

from coe import acts
from coe.requests import Request
from governance.errors import Refused
from governance.language.definition import Gate
from governance.law.eligibility import panels, seat_for
from governance.law.gates import decided_in
from governance.record import commands as c
from web.owner.office_acts import ReasonForm, nonces, reason_of
from web.parts.act_pages import PassOnPage
from web.parts.choosing import options
from web.parts.pieces import FieldError, Link
from web.parts.way import may_decide
from web.review.review_desk import address, open_gate, open_record, record_address
from web.rows.records import Record
from web.site.context import name_of, office, person
from web.site.errors import refusal_code
from web.site.frame import frame
from web.site.signing import errors_of
from web.words.translating import gettext, lazy_gettext

pages = Blueprint("passing", __name__)

UNPROCESSABLE, FORBIDDEN = 422, 403
COMMITTEE = lazy_gettext(
    "In a committee every seat speaks for itself. Stand aside to call the alternate, or lend the seat."
)
NOBODY = lazy_gettext(
    "Nobody else who is here can decide now. A coordinator can ask an administrator to appoint somebody."
)


class PassOnForm(ReasonForm):
    """Whose turn goes to whom, with the reason."""

    person = SelectField(lazy_gettext("Whose turn"), [InputRequired(lazy_gettext("Choose whose turn it is."))])
    to = SelectField(lazy_gettext("To whom"), [InputRequired(lazy_gettext("Choose who is to decide."))])

    def offer(self, record: Record, gate: Gate, who: str) -> None:
        """Only people whom the law would accept."""
        able = record.standings[gate.name].able
        self.person.choices = options(
            (one, "Mine" if one == who else name_of(one)) for one in turns(record, gate, who)
        )
        self.to.choices = options([("", "Choose"), *((one, name_of(one)) for one in able if one != who)])


@pages.get("/decisions/<number>/<gate>/pass-on")
def show(number: str, gate: str) -> ResponseReturnValue:
    """What passing on means here, and to whom it can go."""
    record, _ = open_record(number)
    found = open_gate(record, gate)
    form = PassOnForm(formdata=None)
    form.offer(record, found, person())
    if not form.person.choices:
        abort(FORBIDDEN)
    form.begin()
    form.person.data = form.person.choices[0].value
    return page_of(record, found, form)


@pages.post("/decisions/<number>/<gate>/pass-on")
def pass_on(number: str, gate: str) -> ResponseReturnValue:
    """Pass it on, once however often it is pressed."""
    record, _ = open_record(number)
    found, form = open_gate(record, gate), PassOnForm()
    form.offer(record, found, person())
    if not form.person.choices:
        abort(FORBIDDEN)
    if not form.validate():
        return page_of(record, found, form, errors_of(form)), UNPROCESSABLE
    whose, to = str(form.person.data), str(form.to.data)
    mine = "" if whose == person() else whose
    act = acts.reasoned(lambda why: c.PassOn(gate, to, why, mine), reason_of(form), nonces(form))
    stream = f"initiative/{record.id}"
    try:
        office().handle(Request(str(form.command_id.data), stream, person(), act.command, act.disclosures))
    except Refused as refused:
        said = f"{refused.why} {refused.cure}"
        form.to.errors = (said,)
        return page_of(record, found, form, (FieldError(form.to.id, said),)), refusal_code(refused)
    flash(gettext("Passed on to %(to)s, who is told. You may still decide yourself.", to=name_of(to)) if not mine else
          gettext("Passed on to %(to)s; both are told.", to=name_of(to)), "pass")  # fmt: skip
    return redirect(record_address(number))


def turns(record: Record, gate: Gate, who: str) -> tuple[str, ...]:
    """Whose turn this reader may pass on: their own; as a coordinator, that of everybody who may decide here."""
    standing = record.standings[gate.name]
    mine = (who,) if may_decide(record, standing, who) else ()
    coordinators = record.facts.pool(record.law.coordinators).members(record.at, record.state.answers)
    closed = standing.state != "open" or record.state.status not in decided_in(gate)
    if who not in coordinators or who == record.state.owner or closed:
        return mine
    people = dict.fromkeys(
        one
        for panel in panels(gate, record.state)
        for one in record.facts.pool(panel).members(record.at, record.state.answers)
        if isinstance(seat_for(record.law, record.facts, record.state, gate, standing.votes, one, record.at), str)
    )
    return (*mine, *(one for one in people if one != who))


def page_of(record: Record, gate: Gate, form: PassOnForm, errors: tuple[FieldError, ...] = ()) -> str:
    """The page rendered."""
    number = record.state.number
    closed = COMMITTEE if gate.panel.startswith("committee/") else "" if len(form.to.choices or ()) > 1 else NOBODY
    deciding = may_decide(record, record.standings[gate.name], person())
    back = (
        Link(gettext("Decision"), address(number, gate.name))
        if deciding
        else Link(gettext("Initiative"), record_address(number))
    )
    page = PassOnPage(
        frame(gettext("Pass on: %(gate)s", gate=gate.title), current="inbox.index"),
        back,
        number,
        record.title,
        gate.title,
        form,
        url_for("passing.pass_on", number=number, gate=gate.name),
        len(form.person.choices or ()) > 1 or not deciding,
        closed,
        errors,
    )
    return render_template("pass_on.html", page=page)
