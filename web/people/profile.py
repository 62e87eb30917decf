"""One's own account: sessions, password, recovery codes, a lost device. Nothing here is about anybody else."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.exceptions import HTTPException

from coe.credentials import loss
from coe.database import reading, writing
from coe.identity import sign_ins
from coe.identity.accounts import RECOVERY_CODES, find_account
from coe.identity.credential_errors import CredentialRefused, ReplayedCode, WeakPassword, WrongCode
from coe.identity.own_credentials import change_password, renew_recovery_codes
from coe.page_preferences import KEYS, prefer
from coe.requests import Before, Request
from governance.record import commands as c
from web.parts.credential_words import FEW_CODES
from web.parts.moments import moment
from web.parts.pieces import FieldError
from web.people.credential_forms import CodesForm, LossForm, PasswordForm
from web.people.credential_pages import Act, CodesPage, PasswordPage, ProfilePage, SessionRow
from web.people.languages import language_act
from web.people.people_forms import PeopleForm
from web.people.persons import known, standing_of
from web.rows.credentials import credentials_of
from web.site.accounts import current_account_id, current_session, door, must_choose_password
from web.site.context import ceremony, clock, engine, name_of, office, person
from web.site.frame import frame, held, zone
from web.site.second_factor import begin_session
from web.site.signing import errors_of, recorded
from web.words.translating import gettext, paragraph, spoken
from web.words.vocabulary import role_words

pages = Blueprint("profile", __name__)

UNPROCESSABLE, BAD_REQUEST = 422, 400


@pages.get("/profile")
def index() -> str:
    """What one signs with, where one is signed in, and what one may change."""
    return profile_page()


@pages.route("/profile/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Choose another password; every session ends, and this browser gets a new one."""
    form = PasswordForm()
    if request.method == "GET":
        form.begin()
        return password_page(form)
    if not form.validate():
        return password_page(form, errors_of(form)), UNPROCESSABLE
    try:
        noted(form, c.NoteCredential("password changed", codes_left()), _change(form))
    except CredentialRefused as refused:
        return password_page(form, (said(form, refused, "current"),)), UNPROCESSABLE
    begin_anew()
    flash(gettext("Your password is changed. Every other session has ended."), "pass")
    return redirect(url_for("profile.index"))


@pages.post("/profile/codes")
def codes() -> ResponseReturnValue:
    """Ten fresh recovery codes, shown once, for both factors."""
    form = CodesForm()
    if not form.validate():
        return profile_page(form, errors_of(form)), UNPROCESSABLE
    if recorded(str(form.command_id.data)):
        flash(gettext("These codes were renewed before; what that showed is not shown again."), "attend")
        return redirect(url_for("profile.index"))
    made = list[str]()
    try:
        noted(form, c.NoteCredential("recovery codes renewed", RECOVERY_CODES), _renew(form, made))
    except CredentialRefused as refused:
        return profile_page(form, (said(form, refused, "password"),)), UNPROCESSABLE
    begin_anew()
    page = CodesPage(frame(gettext("Recovery codes")), tuple(made), url_for("profile.index"))
    return render_template("codes.html", page=page)


@pages.post("/profile/sessions/end")
def end() -> ResponseReturnValue:
    """End one of one's own sessions."""
    handle = request.form.get("handle", "")
    with writing(engine()) as connection:
        ended = sign_ins.end_one(connection, str(current_account_id()), handle, clock().now())
    if ended:
        flash(gettext("That session has ended."), "pass")
    else:
        flash(gettext("That session had ended already."), "attend")
    return redirect(url_for("profile.index"))


@pages.post("/profile/loss")
def report() -> ResponseReturnValue:
    """Report a lost device: signed out everywhere, at once (21 CFR 11.300(c))."""
    form = LossForm()
    if not form.validate():
        return profile_page(form, errors_of(form)), UNPROCESSABLE
    office().handle(loss(form.sender(), person(), str(form.reason.data)))
    flash(gettext("Reported. You are signed out everywhere; ask two administrators for new credentials."), "pass")
    return redirect(url_for("security.login"))


@pages.post("/profile/keys")
def keys() -> ResponseReturnValue:
    """Switch single keys on or off for this person, in every browser; leads back to where it was pressed."""
    wanted = request.form.get("keys", "")
    if wanted not in ("on", "off"):
        abort(BAD_REQUEST)
    with writing(engine()) as connection:
        prefer(connection, person(), KEYS, wanted)
    off, on = gettext("Single keys no longer act, in any browser."), gettext("Single keys act again.")
    flash(on if wanted == "on" else off, "pass")
    return redirect(came_from())


def came_from() -> str:
    """The page of this office the form was on, if it can be opened again, else one's account."""
    came = request.referrer or ""
    place = "/" + came.removeprefix(request.host_url)
    try:
        current_app.url_map.bind("").match(place.partition("?")[0], method="GET")
    except HTTPException:
        return url_for("profile.index")
    return place if came.startswith(request.host_url) else url_for("profile.index")


def noted(form: PeopleForm, command: c.NoteCredential, before: Before) -> None:
    """Change one's credentials and record that they changed, both or neither. Raises CredentialRefused, on record."""
    try:
        office().handle(Request(str(form.command_id.data), f"person/{person()}", person(), command, before=before))
    except CredentialRefused as refused:
        if refused.counts:
            door().count(str(current_account_id()))
        raise


def said(form: PeopleForm, refused: CredentialRefused, otherwise: str) -> FieldError:
    """Put a refusal beside its input."""
    name = "fresh" if isinstance(refused, WeakPassword) else otherwise
    name = "code" if isinstance(refused, WrongCode | ReplayedCode) else name
    form[name].errors = (paragraph(refused),)
    return FieldError(form[name].id, f"{spoken(refused.what)} {spoken(refused.cure)}")


def begin_anew() -> None:
    """End every session of this account and open one for this browser: whoever held the old cookie holds nothing."""
    now, account_id = clock().now(), str(current_account_id())
    with writing(engine()) as connection:
        for each in sign_ins.live(connection, account_id, "", now, door().limits):
            sign_ins.end_one(connection, account_id, each.handle, now)
        found, session_id = find_account(connection, account_id), sign_ins.begin(connection, account_id, now)
    assert found is not None  # noqa: S101 - it has just acted
    begin_session(found, session_id)


def codes_left() -> int:
    """One's own recovery codes left."""
    with reading(engine()) as connection:
        return credentials_of(connection, person()).codes or 0


def password_page(form: PasswordForm, errors: tuple[FieldError, ...] = ()) -> str:
    """The form, and why it is asked for."""
    page = PasswordPage(
        frame(gettext("Choose your password")), form, url_for("profile.password"), must_choose_password(),
        url_for("security.logout"), errors,
    )  # fmt: skip
    return render_template("password.html", page=page)


def profile_page(form: PeopleForm | None = None, errors: tuple[FieldError, ...] = ()) -> str:
    """The page rendered, with the form as typed where one was."""
    now, where = clock().now(), zone()
    with reading(engine()) as connection:
        mine = credentials_of(connection, person())
        live = sign_ins.live(connection, str(current_account_id()), current_session(), now, door().limits)

    def when(at: int) -> str:
        return moment(at, now, where).text

    page = ProfilePage(
        frame=frame(gettext("Your account"), current="profile.index"),
        name=name_of(person()),
        login=mine.login,
        roles=tuple(role_words(pool) for pool in held()[0]),
        standing=standing_of(known(person())),
        sessions=tuple(SessionRow(when(one.began_at), when(one.seen_at), one.handle, one.own) for one in live),
        end_action=url_for("profile.end"),
        password_href=url_for("profile.password"),
        person_href=url_for("people.one", id_=person()),
        notices_href=url_for("notices.index"),
        acts=(
            replace(
                act("codes", gettext("Renew recovery codes"), gettext("Show ten new ones"), form, CodesForm),
                urgent=mine.codes is not None and mine.codes <= FEW_CODES,
            ),
            act("report", gettext("Report a loss"), gettext("Report it now"), form, LossForm, ends=True),
            *language_act(),
        ),
        errors=errors,
    )
    return render_template("profile.html", page=page)


def act(
    name: str, title: str, label: str, typed: PeopleForm | None, kind: type[PeopleForm], *, ends: bool = False
) -> Act:
    """A form of the page: as typed, or fresh."""
    form = (typed if isinstance(typed, kind) else kind(formdata=None)).called(name)
    return Act(name, title, label, url_for(f"profile.{name}"), form, ends)


def _change(form: PasswordForm) -> Before:
    def before(connection: Connection, at: int) -> None:
        account = str(current_account_id())
        change_password(connection, ceremony(), account, str(form.current.data), str(form.fresh.data), at)

    return before


def _renew(form: CodesForm, made: list[str]) -> Before:
    def before(connection: Connection, at: int) -> None:
        code, account = str(form.code.data).replace(" ", ""), str(current_account_id())
        made.extend(renew_recovery_codes(connection, ceremony(), account, str(form.password.data), code, at))

    return before
