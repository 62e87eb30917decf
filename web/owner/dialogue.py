"""Views of what is said beside a decision: a question, an answer, a closing. Each recorded once, none deciding."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coe import acts
from coe.database import writing
from coe.requests import Request
from coe.snoozes import bring_back
from governance.errors import Refused
from governance.record import commands as c
from web.owner import initiative
from web.parts.pages import ErrorPage
from web.parts.pieces import Link
from web.record.decision_form import normal
from web.record.questions import ASK, AnswerForm, QuestionForm, SayingForm, Typed
from web.review.decide import shown_again
from web.review.review_desk import Closed, open_desk, open_record
from web.rows.records import Record
from web.site.context import engine, office, person
from web.site.errors import refusal_code
from web.site.frame import beside, frame
from web.words.translating import gettext, spoken

pages = Blueprint("dialogue", __name__)

UNPROCESSABLE = 422


@pages.post("/decisions/<number>/<gate>/questions")
def ask(number: str, gate: str) -> ResponseReturnValue:
    """Ask a question at a gate in review."""
    record, _ = open_record(number)
    form = QuestionForm(prefix=ASK)
    if not form.validate():
        return typed_again(number, gate, Typed(ASK, form))
    concerns, text = str(form.concerns.data or ""), normal(form.text.data)
    act = acts.reasoned(lambda said: c.AskQuestion(gate, concerns, said), text, bytes.fromhex(str(form.seed.data)))
    try:
        send(record, form, act)
    except Refused as refused:
        return not_said(record, refused, text)
    said = gettext("Your question is on record; the owner is told. It decides nothing, and the clock runs on.")
    return back(record, form, asked_last(number), said)


@pages.post("/initiatives/<number>/questions/<question>/answers")
def answer(number: str, question: str) -> ResponseReturnValue:
    """Say something to a question."""
    record, _ = open_record(number)
    form = AnswerForm(prefix=question)
    if not form.validate():
        return typed_again(number, str(form.at.data or ""), Typed(question, form))
    text, seed = normal(form.text.data), bytes.fromhex(str(form.seed.data))
    try:
        send(record, form, acts.reasoned(lambda said: c.AnswerQuestion(question, said), text, seed))
    except Refused as refused:
        return not_said(record, refused, text)
    wake(record, question)
    return back(record, form, question, gettext("Your answer is on record; whoever asked is told."))


@pages.post("/initiatives/<number>/questions/<question>/close")
def close(number: str, question: str) -> ResponseReturnValue:
    """The asker needs no more answers."""
    record, _ = open_record(number)
    form = SayingForm(prefix=f"close-{question}")
    if not form.validate():
        return typed_again(number, str(form.at.data or ""), Typed(question, form))
    send(record, form, acts.Act(c.CloseQuestion(question)))
    return back(record, form, question, gettext("The question is closed; it stays on record with its answers."))


def send(record: Record, form: SayingForm, act: acts.Act) -> None:
    """Have it recorded, once however often the button is pressed. Raises Refused."""
    stream = f"initiative/{record.id}"
    office().handle(Request(str(form.command_id.data), stream, person(), act.command, act.disclosures))


def wake(record: Record, question: str) -> None:
    """A decision put off stands in the inbox again once somebody else answers what its reviewer had asked there."""
    asked = next(one for one in record.state.questions if one.id == question)
    if asked.person == person():
        return
    with writing(engine()) as connection:
        bring_back(connection, asked.person, record.id, asked.gate)


def asked_last(number: str) -> str:
    """The question this person asked last."""
    record, _ = open_record(number)
    return next((one.id for one in reversed(record.state.questions) if one.person == person()), "")


def back(record: Record, form: SayingForm, question: str, said: str) -> ResponseReturnValue:
    """To the page it was said on, at the question, where it is confirmed."""
    flash(said, beside(question))
    number, gate = record.state.number, str(form.at.data or "")
    if gate in record.law.gate_by_name:
        return redirect(url_for("decide.show", number=number, gate=gate, _anchor=question))
    return redirect(url_for("initiative.show", number=number, _anchor=question))


def typed_again(number: str, gate: str, typed: Typed) -> ResponseReturnValue:
    """The page it was said on with everything typed, what is wrong at its place."""
    record, _ = open_record(number)
    if gate in record.law.gate_by_name:
        desk = open_desk(number, gate)
        if not isinstance(desk, Closed):
            return shown_again(desk, typed), UNPROCESSABLE
    return initiative.page_of(record, typed), UNPROCESSABLE


def not_said(record: Record, refused: Refused, typed: str) -> ResponseReturnValue:
    """Why it was not recorded, with what was typed given back."""
    number, code = record.state.number, refusal_code(refused)
    link = Link(gettext("Look at %(number)s", number=number), url_for("initiative.show", number=number))
    kept = gettext("What you wrote, to copy: “%(typed)s”", typed=typed)
    what, why, cure = spoken(refused.what), spoken(refused.why), spoken(refused.cure)
    page = ErrorPage(frame(gettext("Not recorded")), code, what, why, cure, (link,), (), kept)
    return render_template("error.html", page=page), code
