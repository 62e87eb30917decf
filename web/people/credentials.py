"""What administrators do about somebody's credentials: confirm who they are, replace, report lost, close."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coe.credentials import closing, confirmation, loss, reset, reset_asked
from coe.database import reading
from coe.requests import Request
from web.parts import credential_words
from web.parts.pieces import FieldError
from web.people.credential_forms import ApprovalForm, IdentityForm, LossForm, ReasonForm
from web.people.credential_pages import Act, CredentialsPage
from web.people.people_forms import PeopleForm
from web.people.persons import known, standing_of
from web.people.welcome_page import handed_over
from web.rows.credentials import Credentials, credentials_of
from web.rows.people_names import Person
from web.site.context import ceremony, clock, engine, office, person
from web.site.frame import frame
from web.site.signing import errors_of, recorded
from web.words.translating import gettext, lazy_gettext

pages = Blueprint("credentials", __name__)

UNPROCESSABLE = 422
TAKES_TWO = lazy_gettext("Takes two: nothing changes until another administrator approves.")
ISSUED = lazy_gettext(
    "Password, authenticator and recovery codes are issued anew and shown to you, once. Another "
    "administrator then confirms who the person is, before they sign."
)
FOR_GOOD = lazy_gettext("For good: login and person are never given again.")


@pages.get("/people/<id_>/credentials")
def show(id_: str) -> str:
    """How they stand, and what an administrator may do now."""
    return credentials_page(known(id_))


@pages.post("/people/<id_>/credentials/confirm")
def confirm(id_: str) -> ResponseReturnValue:
    """Confirm who they are (21 CFR 11.100(b))."""
    who, form = known(id_), IdentityForm()
    if not form.validate():
        return credentials_page(who, form, "confirm"), UNPROCESSABLE
    return sent(who, confirmation(form.sender(), id_, str(form.how.data)), gettext("The identity is confirmed."))


@pages.post("/people/<id_>/credentials/ask")
def ask(id_: str) -> ResponseReturnValue:
    """Ask for new credentials; nothing changes until another administrator approves (21 CFR 11.200(a)(3))."""
    who, form = known(id_), ReasonForm()
    if not form.validate():
        return credentials_page(who, form, "ask"), UNPROCESSABLE
    request = reset_asked(form.sender(), id_, str(form.reason.data))
    return sent(who, request, gettext("Asked. Nothing has changed yet: another administrator approves it."))


@pages.post("/people/<id_>/credentials/approve")
def approve(id_: str) -> ResponseReturnValue:
    """Approve what another asked; the new credentials are shown once, on this answer."""
    who, form = known(id_), ApprovalForm()
    if not form.validate() or not str(form.asked.data).isdecimal():
        return credentials_page(who), UNPROCESSABLE
    if recorded(str(form.command_id.data)):
        flash(gettext("This was approved before; what it showed is not shown again."), "attend")
        return redirect(url_for("credentials.show", id_=id_))
    issued = reset(office(), ceremony(), form.sender(), id_, int(str(form.asked.data)))
    return handed_over(
        gettext("New credentials for %(name)s", name=who.name), issued, url_for("credentials.show", id_=id_)
    )


@pages.post("/people/<id_>/credentials/lost")
def lost(id_: str) -> ResponseReturnValue:
    """Report that they lost a device (21 CFR 11.300(c))."""
    who, form = known(id_), LossForm()
    if not form.validate():
        return credentials_page(who, form, "lost"), UNPROCESSABLE
    request = loss(form.sender(), id_, str(form.reason.data))
    return sent(who, request, gettext("Reported. They are signed out everywhere and the authenticator fails."))


@pages.post("/people/<id_>/credentials/close")
def close(id_: str) -> ResponseReturnValue:
    """Close the account for good (21 CFR 11.100(a))."""
    who, form = known(id_), ReasonForm()
    if not form.validate():
        return credentials_page(who, form, "close"), UNPROCESSABLE
    request = closing(form.sender(), id_, str(form.reason.data))
    return sent(who, request, gettext("The account is closed and every session has ended. End their roles, too."))


def sent(who: Person, request: Request, done: str) -> ResponseReturnValue:
    """Send it; a refusal becomes a page at the edge."""
    office().handle(request)
    flash(done, "pass")
    return redirect(url_for("credentials.show", id_=who.id))


def credentials_page(who: Person, typed: PeopleForm | None = None, name: str = "") -> str:
    """The page rendered, with the form as typed where one was."""
    now = clock().now()
    with reading(engine()) as connection:
        found = credentials_of(connection, who.id)
    errors: tuple[FieldError, ...] = errors_of(typed) if typed else ()
    page = CredentialsPage(
        frame=frame(gettext("Credentials of %(name)s", name=who.name), current="people.index"),
        name=who.name,
        login=found.login,
        person_href=url_for("people.one", id_=who.id),
        standing=standing_of(who),
        acts=() if who.id == person() or found.identity.closed else tuple(acts(who, found, now, typed, name)),
        errors=errors,
    )
    return render_template("credentials.html", page=page)


def acts(who: Person, found: Credentials, now: int, typed: PeopleForm | None, name: str) -> list[Act]:
    """What may be done now, the next step first."""

    def one(act: str, title: str, label: str, fresh: PeopleForm, text: str = "", *, ends: bool = False) -> Act:
        form = (typed if typed is not None and act == name else fresh).called(act)
        return Act(act, title, label, url_for(f"credentials.{act}", id_=who.id), form, ends, text)

    shown, waits = [], credential_words.reset_open(found, now)
    if waits:
        approval = ApprovalForm(formdata=None)
        approval.asked.data = str(found.identity.asked)
        shown.append(one("approve", gettext("Approve new credentials"), gettext("Approve and issue"), approval, ISSUED))
    if not found.identity.confirmed:
        shown.append(one("confirm", gettext("Confirm who they are"), gettext("Confirm"), IdentityForm(formdata=None)))
    if not waits:
        shown.append(
            one("ask", gettext("New credentials"), gettext("Ask for them"), ReasonForm(formdata=None), TAKES_TWO)
        )
    shown.append(one("lost", gettext("Report a loss"), gettext("Report it now"), LossForm(formdata=None), ends=True))
    shown.append(
        one(
            "close",
            gettext("Close the account"),
            gettext("Close for good"),
            ReasonForm(formdata=None),
            FOR_GOOD,
            ends=True,
        )
    )
    return shown
