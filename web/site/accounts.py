"""Signing in. Flask-Security does password, session and guards on our Core tables; the second factor is the ceremony's.

`login_user` is reached only through `web.site.second_factor`, after both factors; a session counts only while its row
in `sign_in` is live. Reads close their connection at once: no request holds a lock that `office.handle` waits for.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NoReturn

from flask import Flask, Request, g, render_template, request, session
from flask_security import LoginForm, MailUtil, RoleMixin, Security, UserDatastore, UserMixin
from flask_wtf import CSRFProtect
from sqlalchemy import Engine
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from coe.identity import accounts, sign_ins
from coe.identity.accounts import LONGEST_LOGIN, Account
from coe.identity.ceremony import Ceremony, Rules, is_locked
from coe.identity.passwords import NORMAL_FORM, Passwords, is_guessed
from coe.identity.sign_ins import Limits
from coe.identity.totp import TotpKey
from coe.watch import Watch
from web.words.translating import lazy_gettext

EXTENSION = "clearway-accounts"
SESSION_KEY = "session_id"
WAS_KEY = "was"
"""Whose session this cookie carried until it ended: they are nobody now, but what they typed may be kept for them."""

_TO_EVERYBODY = frozenset({"assets", "ready"})
REFUSED = lazy_gettext(
    "Signing in failed: login or password is wrong, or the account is closed or locked after "
    "several failures. Check both and try again; after several failures wait, up to an hour, or "
    "ask the person who administers accounts."
)

Clock = Callable[[], int]
Draw = Callable[[str, Any], str]


def _draw(name: str, form: Any) -> str:
    return render_template(f"security/{name}.html", form=form)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """What an installation may choose. `clock` gives UTC milliseconds; `draw(name, form)` renders a page.

    The pages drawn are `sign-in` and `second-factor`; by default from the templates `security/….html`.
    """

    passwords: Passwords = field(default_factory=Passwords)
    rules: Rules = field(default_factory=Rules)
    limits: Limits = field(default_factory=Limits)
    clock: Clock = _now_ms
    draw: Draw = _draw
    watch: Watch = field(default_factory=Watch)


@dataclass(frozen=True, slots=True)
class Door:
    """What signing in needs at run time."""

    engine: Engine
    store: "AccountStore"
    ceremony: Ceremony
    limits: Limits
    clock: Clock
    draw: Draw
    watch: Watch

    def count(self, account_id: str) -> None:
        """Count a wrong guess."""
        self.watch.failed(self.engine, self.ceremony, account_id, self.clock())


class AccountUser(UserMixin):
    """An account as Flask-Security sees it: a copy, not a row; it has no roles, those are in the ledger."""

    fs_uniquifier: str = ""  # Flask-Security looks for it on the class

    def __init__(self, found: Account) -> None:
        self.account_id = found.id
        self.person_id = found.person_id
        self.email = found.login
        self.password = self.password_hash = found.password_hash
        self.active = found.active
        self.fs_uniquifier = found.fs_uniquifier
        self.roles: list[RoleMixin] = []
        self.guessed = False

    def verify_and_update_password(self, password: str | bytes) -> bool:
        """Whether the password is right, by the ceremony's own hasher."""
        text = password.decode() if isinstance(password, bytes) else password
        right = door().ceremony.passwords.verify(self.password_hash, text)
        self.guessed = right and is_guessed(text, self.email)
        return right

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - theirs
        """Count the failure in its own transaction."""
        door().count(self.account_id)

    def check_tf_required(
        self,
        tf_setup_methods: list[tuple[str, str]],
        tf_fresh: bool,  # noqa: ARG002, FBT001 - theirs
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Always: no cookie and no setting lets anybody in with one factor."""
        return True, tf_setup_methods


class AccountStore(UserDatastore):
    """Reads accounts for Flask-Security; changing them is `coe.identity.accounts`' alone."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(AccountUser, RoleMixin)
        self.engine = engine

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> AccountUser | None:  # noqa: ARG002, FBT001, FBT002 - theirs
        """The open account with this `fs_uniquifier`."""
        with self.engine.connect() as connection:
            found = accounts.find_by_uniquifier(connection, str(kwargs["fs_uniquifier"]))
        return AccountUser(found) if found and found.active else None

    def find_by_login(self, login: str, now: int) -> AccountUser | None:
        """The account that may try a password now. A locked one is not found, so nobody learns that it is locked."""
        with self.engine.connect() as connection:
            found = accounts.find_by_login(connection, login)
        return AccountUser(found) if found and found.active and not is_locked(found, now) else None


class NoMail(MailUtil):
    """Mail goes through our outbox alone."""

    def send_mail(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raises RuntimeError: a feature that mails was switched on."""
        raise RuntimeError("Flask-Security tried to send mail. Switch that feature off; notices go through the outbox.")


class SignInForm(LoginForm):
    """Login and password; `email` holds the login, whatever its form."""

    email = StringField(  # type: ignore[assignment] # theirs takes e-mail addresses only
        lazy_gettext("Login"), [InputRequired(), Length(max=LONGEST_LOGIN)], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        lazy_gettext("Password"), [InputRequired()], render_kw={"autocomplete": "current-password"}
    )
    remember = None  # type: ignore[assignment] # WTForms' way to leave a field out

    def validate(self, **kwargs: Any) -> bool:  # type: ignore[override] # as theirs
        """Look the login up in its normal form; unknown, closed and locked take the same path and time."""
        self.ifield = self.email
        self.user = door().store.find_by_login(self.email.data or "", door().clock())
        return bool(super().validate(**kwargs))


def install(app: Flask, engine: Engine, totp_key: TotpKey, options: Options | None = None) -> Ceremony:
    """Add /sign-in, /sign-in/code and /sign-out (POST), CSRF protection, and `g.person` on every request.

    The ceremony returned is the one signing pages must use. Raises RuntimeError without a SECRET_KEY.
    """
    chosen = options or Options()
    if not app.config.get("SECRET_KEY"):
        raise RuntimeError("No SECRET_KEY: sessions cannot be protected. Give the app the key from its data folder.")
    ceremony = Ceremony(chosen.passwords, totp_key, chosen.rules, chosen.clock())
    store = AccountStore(engine)
    app.extensions[EXTENSION] = Door(engine, store, ceremony, chosen.limits, chosen.clock, chosen.draw, chosen.watch)
    if "csrf" not in app.extensions:
        CSRFProtect(app)
    app.config.update(_settings(ceremony.passwords))
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    # Before Flask-Security's own hooks, so that none of them takes a dead session's cookie for somebody.
    app.before_request(_recognise)
    security = Security(login_form=SignInForm, mail_util_cls=NoMail, render_template=_render)
    # The one switch that sends every right password on to our plugin, without Flask-Security's own code pages.
    security.support_mfa = True
    security.init_app(app, store)
    security.want_json(_never_json)
    security.login_manager.request_loader(_no_tokens)
    return ceremony


def door() -> Door:
    """The door of the current app."""
    from flask import current_app

    found: Door = current_app.extensions[EXTENSION]
    return found


def current_person_id() -> str | None:
    """The person signed in with both factors in a live session, or None."""
    person: str | None = g.get("person")
    return person


def current_account_id() -> str | None:
    """The account of that session; the ceremony's `account_id`."""
    found: str | None = g.get("account_id")
    return found


def current_session() -> str:
    """The id of that session, for the ceremony's `session`; empty when nobody is signed in."""
    found: str = g.get("session_id", "")
    return found


def must_choose_password() -> bool:
    """Whether the password of whoever is signed in proves nobody: somebody else gave it, or others would guess it."""
    return bool(g.get("temporary", False))


def _recognise() -> None:
    """Set `g.person` if the cookie's session is live; otherwise forget the cookie."""
    g.person, g.account_id, g.session_id, g.temporary = None, None, "", False
    if request.endpoint in _TO_EVERYBODY:
        # A browser asks for its icon when it likes: that must not end a session somebody types in.
        return
    session_id = session.get(SESSION_KEY)
    if session_id is None:
        session.pop("_user_id", None)
        return
    here, now = door(), door().clock()
    with here.engine.connect() as connection:
        found = sign_ins.find(connection, session_id, now, here.limits)
        owner = accounts.find_account(connection, found.account_id) if found else None
    if found is None or owner is None or not owner.active or session.get("_user_id") != owner.fs_uniquifier:
        _forget()
        return
    if now - found.seen_at >= here.limits.note_every_ms:
        with here.engine.begin() as connection:
            sign_ins.note_use(connection, session_id, now)
    g.person, g.account_id, g.session_id, g.temporary = owner.person_id, owner.id, session_id, owner.temporary


def _forget() -> None:
    """End what the cookie carried, except what proves whose form still comes from another tab. Signing in, or out,
    clears that too.
    """
    kept = {name: session[name] for name in ("csrf_token",) if name in session}
    was = session.get("_user_id")
    session.clear()
    session.update(kept, **{WAS_KEY: was})


def _settings(passwords: Passwords) -> dict[str, object]:
    cost = passwords.cost
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__type": "ID",
            "argon2__rounds": cost.passes,
            "argon2__memory_cost": cost.memory_kib,
            "argon2__parallelism": cost.lanes,
        },
        "SECURITY_PASSWORD_NORMALIZE_FORM": NORMAL_FORM,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_MSG_GENERIC_AUTHN_FAILED": (REFUSED, "error"),
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_METHODS": None,
        "SECURITY_FRESHNESS": timedelta(seconds=-1),
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_TWO_FACTOR_REQUIRED": True,
        "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {"code": "web.site.second_factor.CodeStep"},
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
    }


def _render(template: str, **context: Any) -> str:
    return door().draw("sign-in", context["login_user_form"]) if "login_user_form" in context else _refuse(template)


def _refuse(template: str) -> NoReturn:
    raise RuntimeError(f"Flask-Security wants to show {template}, a feature this app does not have. Switch it off.")


def _never_json(_request: Request) -> bool:
    return False


def _no_tokens(_request: Request) -> None:
    return None
