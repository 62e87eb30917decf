"""Views of one initiative: its page, and what its owner does there: withdraw, meet conditions, release, check in."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import BadRequest
from wtforms import BooleanField, Form, HiddenField, TextAreaField

from coe.acts import Act, reasoned
from coe.database import reading
from coe.requests import Before, Request
from governance.record import commands as c
from governance.record.state import OPEN
from web.owner.afterwards_page import without
from web.owner.copying import keeping
from web.owner.expected_open import dates, shown
from web.owner.initiative_page import View, initiative_page, may_release
from web.owner.start_pages import ConfirmPage
from web.parts.answers import Reader
from web.parts.pieces import FieldError
from web.record.decision_form import LONGEST_TEXT
from web.record.history import commits
from web.record.proposal_page import laws_of, proposal
from web.record.questions import Saying, Typed, talk, typed_before
from web.record.references import answer_links, named_by
from web.rows.people_names import opened
from web.rows.records import Record, record_by_number
from web.site.answered import seen
from web.site.context import clock, engine, library, name_of, office, people, person
from web.site.frame import frame, zone
from web.site.guards import readable
from web.words.translating import gettext, lazy_gettext, marked

pages = Blueprint("initiative", __name__)

SEED = re.compile(r"[0-9a-f]{64}")
COMMAND = re.compile(r"[0-9a-f-]{36}")
MISSING = lazy_gettext("Write one sentence; the trail keeps it.")
TOO_LONG = marked("Write at most %(most)s characters; these are %(count)s.")


@pages.get("/initiatives/<number>")
def show(number: str) -> ResponseReturnValue:
    """Where it stands, why not yet, who can act next, and what happened."""
    return _page(record(number), typed=typed_before(number, "", person(), request.args))


@pages.post("/initiatives/<number>/withdraw")
def withdraw(number: str) -> ResponseReturnValue:
    """Take it back, for a reason; its answers may become a draft again."""
    kept = gettext(" Its answers are a new draft in your list.") if request.form.get("keep") else ""
    return _reasoned(
        number, "withdraw", c.Withdraw, gettext("%(number)s is withdrawn.%(kept)s", number=number, kept=kept), keeping
    )


@pages.post("/initiatives/<number>/conditions/<condition>/met")
def meet(number: str, condition: str) -> ResponseReturnValue:
    """Say how a condition was met."""
    done = gettext("Noted. Somebody now verifies it.")
    return _reasoned(number, condition, lambda note: c.MeetCondition(condition, note), done)


@pages.post("/initiatives/<number>/check-ins/<int:place>")
def check_in(number: str, place: int) -> ResponseReturnValue:
    """Answer what was asked after release."""
    asked = record(number).state.check_ins
    if place >= len(asked):
        abort(404)
    done = gettext("Your answer is on record.")
    return _reasoned(number, f"check-in-{place}", lambda note: c.CheckIn(asked[place].step, note), done)


@pages.get("/initiatives/<number>/release")
def release(number: str) -> ResponseReturnValue:
    """Ask once more before the approved work goes into use."""
    found = record(number)
    if not may_release(found, person()):
        return redirect(url_for(".show", number=number))
    met = gettext(" Every condition is verified.") if found.state.conditions else ""
    says = gettext("“%(found)s” goes into use as approved.%(met)s", found=found.title, met=met)
    page = ConfirmPage(
        frame(gettext("Release"), current="initiatives.index"),
        gettext("Release %(number)s?", number=number),
        " ".join((says, *without(found))),
        gettext("Release it"),
        url_for(".release_now", number=number),
        url_for(".show", number=number),
        tuple(_hidden().items()),
    )
    return render_template("confirm.html", page=page)


@pages.post("/initiatives/<number>/release")
def release_now(number: str) -> ResponseReturnValue:
    """Put the approved work into use."""
    _send(record(number), Act(c.Release()))
    flash(gettext("%(number)s is released.", number=number), "pass")
    return redirect(url_for(".show", number=number))


def record(number: str) -> Record:
    """The initiative of this number as it stands now, for who may read it. Raises NothingHere."""
    with reading(engine()) as connection:
        found = record_by_number(connection, library(), office().law, number, clock().now())
    return readable(found, person())


def page_of(found: Record, typed: Typed) -> str:
    """The page under an answer that could not be taken."""
    return _page(found, typed.errors, typed)


def _page(found: Record, errors: tuple[FieldError, ...] = (), typed: Typed | None = None) -> str:
    with reading(engine()) as connection:
        texts = opened(connection, commits(found.entries))
        known = named_by(connection, found, person())
        laws = laws_of(connection, found)
        due = dates(connection, (found,), found.at).get(found.id)
    seen(found)
    reader = Reader(name_of, texts)
    view = View(
        person=person(),
        frame=frame(found.title, current="initiatives.index"),
        name_of=name_of,
        texts=texts,
        now=found.at,
        zone=zone(),
        forms=_forms(found),
        errors=errors,
        decide_href=_decide_href,
        packet_href=_packet_href(found.state.number),
        known=known,
        links=answer_links(found, known),
        proposal=proposal(laws, found.state.status),
        expected=shown(due, found.law.record, found.at, zone()),
        coordinators=_coordinators(found),
        talk=talk(found, person(), reader, Saying(zone()), typed),
    )
    return render_template("initiative.html", page=initiative_page(found, view))


def _reasoned(
    number: str,
    name: str,
    make: Callable[[str], c.Command],
    done: str,
    beside: Callable[[Record], Before] | None = None,
) -> ResponseReturnValue:
    """Send a command whose one text is a reason, or show the page again with what is missing."""
    found = record(number)
    text = request.form.get(f"{name}-text", "").strip()
    if fault := _fault(text):
        return _page(found, (FieldError(f"{name}-text", fault),)), 422
    _send(found, reasoned(make, text, bytes.fromhex(_checked("seed", SEED))), beside(found) if beside else None)
    flash(done, "pass")
    return redirect(url_for(".show", number=number))


def _send(found: Record, act: Act, before: Before | None = None) -> None:
    command_id, stream = _checked("command_id", COMMAND), f"initiative/{found.id}"
    office().handle(Request(command_id, stream, person(), act.command, act.disclosures, before=before))


def _checked(name: str, shape: re.Pattern[str]) -> str:
    value = request.form.get(name, "")
    if not shape.fullmatch(value):
        raise BadRequest
    return value


def _forms(found: Record) -> dict[str, Form]:
    """The forms this reader may use: only the owner withdraws, meets conditions and answers check-ins."""
    if person() != found.state.owner:
        return {}
    forms = {one.id: _form(one.id, gettext("How it was met")) for one in found.state.conditions if one.status == "open"}
    for place, asked in enumerate(found.state.check_ins):
        if not asked.note:
            forms[f"check-in-{place}"] = _form(f"check-in-{place}", gettext("Your answer"))
    if found.state.status in OPEN:
        keep = BooleanField(gettext("Keep the answers as a new draft, to go on from"), default=True, id="withdraw-keep")
        forms["withdraw"] = _form("withdraw", gettext("Reason"), keep=keep, draft=HiddenField(default=clock().new_id()))
    return forms


def _form(name: str, label: str, **more: object) -> Form:
    text = TextAreaField(label, name=f"{name}-text", id=f"{name}-text", render_kw={"rows": 2})
    parts = {key: HiddenField(default=value, id=f"{name}-{key}") for key, value in _hidden().items()}
    made: type[Form] = type("Reason", (Form,), {**parts, "reason": text, **more})
    form = made(request.form if request.form.get(f"{name}-text") is not None else None)
    if request.method == "POST" and f"{name}-text" in request.form and (fault := _fault(form["reason"].data or "")):
        form["reason"].errors = [fault]
    return form


def _fault(text: str) -> str:
    """What is wrong with a reason, "" for nothing."""
    if not text.strip():
        return MISSING
    return gettext(TOO_LONG, most=LONGEST_TEXT, count=len(text)) if len(text) > LONGEST_TEXT else ""


def _hidden() -> dict[str, str]:
    return {"csrf_token": generate_csrf(), "command_id": clock().new_id(), "seed": secrets.token_hex(32)}


def _coordinators(found: Record) -> tuple[tuple[str, str], ...]:
    """Name and address of those who may hold it now."""
    members = found.facts.pool(found.law.coordinators).members(found.at, found.state.answers)
    known = (people().get(each) for each in sorted(members) if each != found.state.owner)
    return tuple((each.name, each.email) for each in known if each is not None and each.name)


def _decide_href(number: str, gate: str) -> str:
    known = "decide.show" in current_app.view_functions
    return url_for("decide.show", number=number, gate=gate) if known else ""


def _packet_href(number: str) -> str:
    known = "packets.show" in current_app.view_functions
    return url_for("packets.show", number=number) if known else ""
