"""Views of a decision: the page a reviewer reads, and the POST that signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from coe import acts
from coe.identity.credential_errors import CredentialRefused
from coe.requests import Request
from governance.errors import Forbidden, OutOfOrder, Refused, Stale
from governance.law.deciding import decide
from governance.law.gates import seen
from governance.record.codec import tag_of
from governance.record.commands import Stamped
from governance.record.state import replay
from web.parts.pieces import FieldError, Link, Notice
from web.record.decision_form import DecisionForm
from web.record.outcomes import allowed
from web.record.questions import Typed, typed_before
from web.review.decision_page import Desk
from web.review.review_desk import Closed, closed_page, conflict_page, open_desk, page_of, waiting_next
from web.rows.records import Happened
from web.site import signing
from web.site.context import context, office
from web.site.parked import take_parked
from web.words.translating import gettext, lazy_gettext
from web.words.vocabulary import DID

pages = Blueprint("decide", __name__)

CONFLICT, UNPROCESSABLE = 409, 422
NOT_SIGNED = lazy_gettext("Not signed")


@pages.get("/decisions/<number>/<gate>")
def show(number: str, gate: str) -> ResponseReturnValue:
    """The decision page; whoever cannot decide here reads why, and where to look instead."""
    desk = open_desk(number, gate)
    if isinstance(desk, Closed):
        return closed_page(desk)
    typed = typed_before(number, gate, desk.person, request.args)
    return page_of(desk, fresh_form(desk, take_parked(desk.person)), typed=typed)


@pages.post("/decisions/<number>/<gate>")
def sign(number: str, gate: str) -> ResponseReturnValue:
    """Sign what was shown, once however often the button is pressed; then what follows, or the next decision."""
    opened = open_desk(number, gate)
    desk = opened.desk if isinstance(opened, Closed) else opened
    form = DecisionForm()
    form.offer(desk.record, desk.gate, allowed(desk.record, desk.gate))
    form.act.data = act_of(desk)
    if not form.validate() or not form.take_scan(context().blobs):
        if desk is not opened:
            return closed_page(Closed(desk, refusal(opened)))
        wrong = signing.errors_of(form)
        return again(desk, form, (*missing_too(desk, form), *wrong))
    wanted = request_of(desk, form)
    try:
        if not signing.recorded(wanted.command_id):
            rehearse(desk, wanted)
        signing.sign(wanted, form)
    except CredentialRefused as refused:
        return again(desk, form, (signing.said_beside(form, refused),))
    except Refused as refused:
        return not_decided(desk, form, refused)
    flash(signed_words(desk, form), "pass")
    following = waiting_next() if request.form.get("then") == "next" else ""
    return redirect(following or url_for("signed.show", number=number, gate=gate))


def signed_words(desk: Desk, form: DecisionForm) -> str:
    """What was signed, as the next page says it."""
    return gettext(
        "Signed: you %(did)s for %(gate)s of %(number)s.",
        did=DID[form.judgement().outcome],
        gate=desk.gate.title,
        number=desk.record.state.number,
    )


def fresh_form(desk: Desk, parked: Mapping[str, list[str]] | None = None) -> DecisionForm:
    """A form for what stands here now, with what was kept for its sender."""
    form = DecisionForm(formdata=MultiDict(parked) if parked else None)
    form.offer(desk.record, desk.gate, allowed(desk.record, desk.gate))
    form.begin(act_of(desk), seen(desk.record.law, desk.record.state, desk.gate.name))
    form.shown.data = str(len(desk.record.entries))
    return form


def act_of(desk: Desk) -> str:
    """What a challenge is bound to, beside the text."""
    return f"decide initiative/{desk.record.id} {desk.gate.name}"


def request_of(desk: Desk, form: DecisionForm) -> Request:
    """The command of what was entered; the same form gives the same bytes."""
    signer = acts.Signer(signing.name_commitment(), form.nonces, str(form.seen.data))
    act = acts.decision(desk.record.law, desk.record.state, desk.gate.name, form.judgement(), signer)
    stream = f"initiative/{desk.record.id}"
    scan = (str(form.scan.data),) if form.scan.data else ()
    return Request(str(form.command_id.data), stream, desk.person, act.command, act.disclosures, scan)


def missing_too(desk: Desk, form: DecisionForm) -> tuple[FieldError, ...]:
    """What the law would ask for where only the proofs of who signs are missing, so that all is told at once."""
    if form.errors.keys() - {"password", "code"}:
        return ()
    record, command = desk.record, request_of(desk, form).command
    try:
        decide(record.law, record.facts, record.state, Stamped(command, desk.person, record.at))
    except Refused as refused:
        return form.beside(refused)
    return ()


def rehearse(desk: Desk, wanted: Request) -> None:
    """Let the law judge before any password is looked at; it would refuse the same later. Raises Refused."""
    record = desk.record
    try:
        decide(record.law, record.facts, record.state, Stamped(wanted.command, desk.person, record.at))
    except (Forbidden, OutOfOrder) as refused:
        office().deny(desk.person, tag_of(wanted.command), wanted.stream, refused.code)
        raise


def not_decided(desk: Desk, form: DecisionForm, refused: Refused) -> ResponseReturnValue:
    """A refusal of the law: beside its input, or the page that says what changed meanwhile."""
    beside = form.beside(refused)
    if beside:
        return again(desk, form, beside)
    if isinstance(refused, Stale | OutOfOrder):
        shown = int(str(form.shown.data)) if str(form.shown.data).isdecimal() else 0
        before = desk.record.entries[:shown]
        if isinstance(refused, Stale) and before and only_talk_since(desk, before, str(form.seen.data)):
            return said_meanwhile(desk, form, before[-1].at)
        return conflict_page(desk, refused, shown, form.typed())
    raise refused


def only_talk_since(desk: Desk, before: tuple[Happened, ...], shown: str) -> bool:
    """Whether the page that was shown differs from this one in its questions and answers alone."""
    record = desk.record
    then = replay((event, each.actor, each.at) for each in before for event in each.events)  # type: ignore[misc]  # an initiative's stream holds its events only
    return seen(record.law, replace(record.state, questions=then.questions), desk.gate.name) == shown


def said_meanwhile(desk: Desk, form: DecisionForm, since: int) -> ResponseReturnValue:
    """The page as it stands, with everything typed but the password, and what was said since marked as new."""
    form.seen.data = seen(desk.record.law, desk.record.state, desk.gate.name)
    form.shown.data = str(len(desk.record.entries))
    form.renew()
    said = Notice(
        "attend",
        gettext("A question or answer came since you opened this"),
        gettext("Nothing was signed, because you sign all of what is shown. What is new is marked."),
        gettext("Read it, then sign again; everything you entered is still here."),
        Link(gettext("Read what is new"), f"#{new_since(desk, since)}"),
    )
    return page_of(desk, form, (), (said,), since=since), CONFLICT


def new_since(desk: Desk, since: int) -> str:
    """The first question to which something was said after that moment (UTC ms), or that was asked or closed then."""
    found = (q for q in desk.record.state.questions if max(q.at, *(said.at for said in q.answers), 0) > since)
    return next((q.id for q in found), "changed")


def shown_again(desk: Desk, typed: Typed) -> str:
    """The decision page under a question or answer that could not be taken."""
    return page_of(desk, fresh_form(desk), typed=typed)


def again(desk: Desk, form: DecisionForm, errors: tuple[FieldError, ...]) -> ResponseReturnValue:
    """The form with everything typed but the password, and a fresh challenge."""
    form.renew()
    said = Notice(
        "stop", NOT_SIGNED, gettext("Nothing was recorded."), gettext("Correct what is marked and sign again.")
    )
    return page_of(desk, form, errors, (said,)), UNPROCESSABLE


def refusal(opened: Desk | Closed) -> Refused:
    """The reason a desk is closed."""
    assert isinstance(opened, Closed)  # noqa: S101 - asked only of a closed one
    return opened.refused
