"""The second step of signing in, and signing out. Why it is ours: docs/decisions/0002-second-factor.md."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import Security, UserMixin, login_user, logout_user
from flask_security.tf_plugin import TfPluginBase
from flask_wtf import FlaskForm
from sqlalchemy import Connection
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from coe.identity import accounts, sign_ins
from coe.identity.accounts import Account, find_by_uniquifier
from coe.identity.ceremony import open_account
from coe.identity.credential_errors import CredentialRefused, WrongCode
from coe.identity.totp import DIGITS
from web.site.accounts import SESSION_KEY, AccountUser, current_session, door
from web.words.translating import gettext, lazy_gettext, paragraph

PENDING = "second_factor"
PENDING_MS = 5 * 60_000
START_AGAIN = lazy_gettext("Signing in was not finished in time, or not started here. Enter login and password again.")


class CodeForm(FlaskForm):
    """The code of an authenticator, or one recovery code."""

    code = StringField(
        lazy_gettext("Code from your authenticator"),
        [InputRequired(lazy_gettext("Enter the six digits your authenticator shows now.")), Length(max=40)],
        description=lazy_gettext("Six digits. Each code works once. Without the device, enter a recovery code."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class CodeStep(TfPluginBase):
    """Flask-Security's hook between a right password and `login_user`."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def create_blueprint(self, app: Flask, bp: Blueprint, state: Security) -> None:  # noqa: ARG002 - theirs
        """Our two routes, beside Flask-Security's own."""
        bp.add_url_rule("/sign-in/code", "second_factor", second_factor, methods=["GET", "POST"])
        bp.add_url_rule("/sign-out", "logout", sign_out, methods=["POST"])

    def get_setup_methods(self, user: UserMixin) -> list[tuple[str, str]]:  # noqa: ARG002 - theirs
        """Everybody has the code step; whoever has no authenticator is refused there."""
        return [("code", gettext("Authenticator app"))]

    def tf_login(self, user: UserMixin, json_payload: dict[str, Any], next_loc: str | None) -> Response:  # noqa: ARG002 - theirs
        """Remember who gave a right password, and ask for the code."""
        wanted = request.form.get("next") or request.args.get("next") or ""
        guessed = isinstance(user, AccountUser) and user.guessed
        session[PENDING] = {"who": user.fs_uniquifier, "at": door().clock(), "next": wanted, "guessed": guessed}
        return redirect(url_for("security.second_factor"))


def second_factor() -> ResponseReturnValue:
    """Ask for the code; a right one signs in, with a new session."""
    pending, found = _pending()
    if found is None:
        session.pop(PENDING, None)
        flash(str(START_AGAIN), "error")
        return redirect(url_for("security.login"))
    form = CodeForm()
    if not form.validate_on_submit():
        return door().draw("second-factor", form)
    try:
        session_id = _admit(found, form.code.data or "", guessed=bool(pending.get("guessed")))
    except CredentialRefused as refused:
        _count(found, refused)
        form.code.errors = (paragraph(refused),)
        return door().draw("second-factor", form), 422
    begin_session(found, session_id)
    return redirect(local_path(str(pending["next"])))


def sign_out() -> ResponseReturnValue:
    """End the session here and in the table, so that a kept cookie is worth nothing; the browser forgets what it kept
    (ASVS 5.0, 14.3.1).
    """
    with door().engine.begin() as connection:
        sign_ins.end(connection, current_session(), door().clock())
    logout_user()
    session.clear()
    gone = redirect(url_for("security.login"))
    gone.headers["Clear-Site-Data"] = '"cache", "storage"'
    return gone


def begin_session(found: Account, session_id: str) -> None:
    """Make the browser's session that of this account, anew: nothing of an earlier one stays in it."""
    session.clear()
    login_user(AccountUser(found), remember=False, authn_via=["password", "authenticator"])
    session[SESSION_KEY] = session_id


def local_path(target: str) -> str:
    """The target if it is a path of this site, else the start page."""
    parts = urlsplit(target)
    plain = target.startswith("/") and not target.startswith("//") and target.isprintable() and "\\" not in target
    return target if plain and not parts.scheme and not parts.netloc else "/"


def _pending() -> tuple[dict[str, Any], Account | None]:
    pending = session.get(PENDING) or {}
    if not pending or door().clock() >= int(pending["at"]) + PENDING_MS:
        return {}, None
    with door().engine.connect() as connection:
        return pending, find_by_uniquifier(connection, str(pending["who"]))


def _admit(found: Account, code: str, *, guessed: bool) -> str:
    """Use the code up and open a session, in one transaction; then tell the office. Raises CredentialRefused.

    A password that others would guess, by the lists of this release, is to be changed first (21 CFR 11.300(b)).
    """
    now, recovery = door().clock(), _is_recovery_code(code)
    with door().engine.begin() as connection:
        if recovery:
            _use_recovery_code(connection, found, code, now)
        else:
            door().ceremony.verify_second_factor(connection, found.id, code, now)
        if guessed and not found.temporary:
            accounts.demand_password(connection, found.id)
        opened = sign_ins.begin(connection, found.id, now)
    if recovery:
        door().watch.noted(found, "recovery code used")
    else:
        door().watch.tried(found, now, passed=True)
    if guessed and not found.temporary:
        door().watch.noted(found, "password to be changed")
    return opened


def _is_recovery_code(code: str) -> bool:
    return len(code.replace(" ", "")) > DIGITS


def _use_recovery_code(connection: Connection, found: Account, code: str, now: int) -> None:
    open_account(connection, found.id, now)
    if not accounts.use_recovery_code(connection, found.id, code, now):
        raise WrongCode(
            gettext("This recovery code is not valid."),
            gettext("It was used already, replaced, or mistyped."),
            gettext("Try another one, or the six digits of your authenticator."),
        )
    accounts.unlock(connection, found.id)


def _count(found: Account, refused: CredentialRefused) -> None:
    if refused.counts:
        door().count(found.id)
        if not _is_recovery_code(request.form.get("code", "")):
            door().watch.tried(found, door().clock(), passed=False)
