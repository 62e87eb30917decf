"""Views of several decisions in one sitting: choose them, read them on one page, sign what is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coe.database import reading
from coe.identity.credential_errors import CredentialRefused
from coe.requests import Outcome, Receipt, Request
from governance.errors import Refused
from governance.law.deciding import decide
from governance.law.together import MOST_TOGETHER, may_join
from governance.record.commands import Stamped
from governance.record.events import DecisionSigned
from web.parts.answers import Reader
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, Link, Notice
from web.record.references import lapsed
from web.review.decision_page import Desk, due_here
from web.review.inbox_waiting import Waiting, waiting_at
from web.review.review_desk import Closed, address, open_desk
from web.review.together_alike import alike_words, differing
from web.review.together_form import JointForm
from web.review.together_pages import (
    JointCandidate,
    JointDonePage,
    JointPage,
    joint_records,
    refused_result,
    signed_result,
)
from web.rows.records import records
from web.rows.reviews import WaitingGate, published, rows_of, waiting_decisions
from web.site import signing
from web.site.context import clock, engine, library, name_of, office, person
from web.site.frame import frame, held, zone
from web.words.translating import Recorded, gettext, ngettext

pages = Blueprint("together", __name__)

FEWEST, UNPROCESSABLE, NOT_FOUND = 2, 422, 404
MOST_OFFERED = 50


@pages.get("/together")
def index() -> str:
    """The records asked for on one page; which there are, where fewer than two were."""
    desks, aside = named(picks := request.args.getlist("pick"))
    if len(desks) < FEWEST:
        return choosing(aside, frozenset(picks))
    form = JointForm(formdata=None)
    form.lay_out(desks)
    return shown(desks, form, aside)


@pages.post("/together")
def sign() -> ResponseReturnValue:
    """Sign what is ticked under one ceremony, each for itself; then what became of each."""
    form = JointForm()
    if not FEWEST <= len(form.rows) <= MOST_TOGETHER:
        abort(NOT_FOUND)
    opened = [open_desk(str(row.form.number.data), str(row.form.gate.data)) for row in form.rows]
    desks = [each.desk if isinstance(each, Closed) else each for each in opened]
    form.offer(desks)
    if not form.validate():
        return again(desks, form, signing.errors_of(form))
    chosen = form.ticked(desks)
    wanted = [form.request_of(row, desk) for row, desk in chosen]
    missing = tuple(incomplete(desk, each, row) for (row, desk), each in zip(chosen, wanted, strict=True))
    if any(missing):
        return again(desks, form, tuple(one for one in missing if one))
    try:
        outcomes = signing.sign_together(wanted, form)
    except CredentialRefused as refused:
        return again(desks, form, (signing.said_beside(form, refused),))
    return done([desk for _, desk in chosen], outcomes, [desk for desk in desks if desk not in [d for _, d in chosen]])


def named(picks: Sequence[str]) -> tuple[list[Desk], list[tuple[Link, str]]]:
    """The desks of what was asked for ("NUMBER/gate"), and those that have to be decided by themselves, with why."""
    desks: list[Desk] = []
    aside: list[tuple[Link, str]] = []
    for pick in list(dict.fromkeys(picks))[:MOST_TOGETHER]:
        number, _, gate = pick.partition("/")
        opened = open_desk(number, gate)
        desk, refused = (opened.desk, opened.refused) if isinstance(opened, Closed) else (opened, barred(opened))
        if refused is None:
            desks.append(desk)
        else:
            aside.append((_named(desk), Recorded(f"{refused.why} {refused.cure}")))
    return desks, aside


def barred(desk: Desk) -> Refused | None:
    """Why this one is not decided beside others."""
    return may_join(desk.record.law, desk.record.state, desk.gate)


def choosing(aside: Sequence[tuple[Link, str]], picked: frozenset[str] = frozenset()) -> str:
    """Which decisions that wait for the reader may be made together; `picked` were too few, and stay chosen."""
    found = candidates()
    refused = ((one.desk, barred(one.desk)) for one in found)
    alone = [(_named(desk), Recorded(f"{why.why} {why.cure}")) for desk, why in refused if why is not None]
    rows = tuple(
        JointCandidate(
            f"{one.desk.record.state.number}/{one.desk.gate.name}",
            one.desk.record.state.number,
            one.desk.record.title,
            one.desk.record.state.tier,
            one.desk.gate.title,
            due_here(one.desk),
        )
        for one in found
        if barred(one.desk) is None
    )
    aside = (*aside, *(each for each in alone if each not in aside))
    picked &= {one.value for one in rows}
    head = _head(*((one_more(),) if picked and len(rows) > 1 else ()))
    page = JointPage(*head, candidates=rows, aside=tuple(aside), picked=picked)
    return render_template("together.html", page=page)


def one_more() -> Notice:
    """What is said to whoever chose one alone."""
    why = gettext("One alone is decided on its own page.")
    return Notice("attend", gettext("Choose at least two."), why, gettext("Add another, and read them together."))


def candidates() -> list[Waiting]:
    """The first that wait for the reader where the policy lets records be signed together, first due first."""
    who, at = person(), clock().now()
    with reading(engine()) as connection:
        laws = library().by_digest(connection, published(connection))

        def allows(one: WaitingGate) -> bool:
            gate = laws[one.definition].gate_by_name.get(one.gate) if one.definition in laws else None
            return gate is not None and gate.together

        waiting = (one for one in waiting_decisions(connection, who, held()[0], at) if allows(one))
        wanted = {one.initiative: None for one in islice(waiting, MOST_OFFERED)}
        rows = {row.id: row for row in rows_of(connection, wanted)}
        found = records(connection, library(), office().law, [rows[id_] for id_ in wanted], at)
    reader = Reader(name_of, {})
    every = (one for record in found for one in waiting_at(record, who, reader, address, zone()))
    return [one for one in every if one.desk.gate.together]


def incomplete(desk: Desk, wanted: Request, row: object) -> FieldError | None:
    """What is missing from a row, put beside it, before any password is looked at. Whatever else the law has to say of
    one record, it says when it decides, and the others do not wait for it.
    """
    record = desk.record
    try:
        decide(record.law, record.facts, record.state, Stamped(wanted.command, desk.person, record.at))
    except Refused as refused:
        if refused.code != "incomplete-checklist":
            return None
        field = row.checklist  # type: ignore[attr-defined]  # a JointRow
        field.errors = (f"{refused.why} {refused.cure}",)
        return FieldError(field.id, f"{record.state.number}: {refused.why} {refused.cure}")
    return None


def shown(
    desks: Sequence[Desk],
    form: JointForm,
    aside: Sequence[tuple[Link, str]] = (),
    errors: tuple[FieldError, ...] = (),
    notices: tuple[Notice, ...] = (),
) -> str:
    """The page on which several are read and ticked."""
    drawn = joint_records(desks, form, address("{number}", "{gate}").replace("%7B", "{").replace("%7D", "}"))
    with reading(engine()) as connection:
        notices = (*lapsed(connection, [desk.record for desk in desks]), *notices)
    apart = differing(desks)
    page = JointPage(*_head(*notices), (), tuple(aside), drawn, form, str(form.seen.data)[:16], errors)
    page = replace(page, differ=apart, alike=alike_words(desks, apart))
    return render_template("together.html", page=page)


def again(desks: Sequence[Desk], form: JointForm, errors: tuple[FieldError, ...]) -> ResponseReturnValue:
    """The page with every tick, but not the password, and a fresh challenge."""
    form.renew()
    said = Notice(
        "stop",
        gettext("Not signed"),
        gettext("Nothing was recorded."),
        gettext("Correct what is marked and sign again."),
    )
    return shown(desks, form, (), errors, (said,)), UNPROCESSABLE


def done(desks: Sequence[Desk], outcomes: Sequence[Outcome], left: Sequence[Desk]) -> str:
    """What became of each; what waits is counted anew."""
    g.pop("held", None)
    results = []
    for desk, outcome in zip(desks, outcomes, strict=True):
        link = _link(desk)
        if isinstance(outcome, Receipt) and isinstance(outcome.events[0], DecisionSigned):
            results.append(signed_result(desk.record, outcome.events[0], outcome.at, desk, link))
        else:
            assert isinstance(outcome, Exception)  # noqa: S101 - a receipt, or why there is none
            results.append(refused_result(desk.record, outcome, link))
    signed = sum(isinstance(outcome, Receipt) for outcome in outcomes)
    heading = ngettext("%(num)s decision signed", "%(num)s decisions signed", signed, num=signed)
    if signed < len(outcomes):
        heading = gettext("%(signed)s of %(all)s signed", signed=signed, all=len(outcomes))
    links = (Link(gettext("Inbox"), url_for("inbox.index")), Link(gettext("Sign others together"), url_for(".index")))
    page = JointDonePage(
        frame(gettext("Signed"), current="inbox.index"), heading, tuple(results), tuple(map(_link, left)), links
    )
    return render_template("together_done.html", page=page)


def _link(desk: Desk) -> Link:
    number = desk.record.state.number
    return Link(number, address(number, desk.gate.name))


def _named(desk: Desk) -> Link:
    number = desk.record.state.number
    return Link(f"{number} {desk.record.title}", address(number, desk.gate.name))


def _head(*notices: Notice) -> tuple[PageFrame, Link, str]:
    framed = frame(gettext("Several at once"), *notices, current="inbox.index")
    return framed, Link(gettext("Inbox"), url_for("inbox.index")), url_for("together.index")
