"""Signing inside the POST that decides: a challenge for the page, components checked before, used up with the decision.

A page shows `SigningForm` with a challenge bound to the act and to what was seen. `sign` sends the request through the
ceremony; the same form sent twice is answered with the receipt of the first time, before any component is looked at.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from flask import Blueprint, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import Connection, select
from wtforms import Field, FieldList, FormField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from coe.database import reading, writing
from coe.identity.accounts import find_account
from coe.identity.ceremony import Attempt, Checked
from coe.identity.credential_errors import CredentialRefused, ReplayedCode, WrongCode
from coe.identity.joint import Once
from coe.requests import Outcome, Receipt, Request
from coe.tables import entry
from coe.tables import person as registered
from governance.errors import Forbidden, OutOfOrder, Refused
from governance.record.codec import tag_of
from web.parts.pieces import FieldError
from web.site.accounts import current_account_id, current_session, door
from web.site.context import ceremony, clock, engine, office, people, person
from web.words.translating import lazy_gettext, paragraph, spoken

SEED_BYTES = 32
HEX = 64
LONGEST = 400

pages = Blueprint("signing", __name__)


class ChallengeField(HiddenField):
    """The challenge; pages show it where it can be refreshed."""


class SigningForm(FlaskForm):
    """What every signing form carries. `seen` and `act` say what is signed, `seed` and `command_id` make a second click
    the same command.
    """

    seen = HiddenField(validators=[InputRequired(), Length(max=128)])
    act = HiddenField(validators=[InputRequired(), Length(max=LONGEST)])
    command_id = HiddenField(validators=[InputRequired(), Length(max=100)])
    seed = HiddenField(validators=[InputRequired(), Length(min=HEX, max=HEX)])
    login = HiddenField(validators=[Length(max=LONGEST)])
    challenge = ChallengeField(validators=[Length(max=LONGEST)])
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Enter your password; it is your half of the signature."))],
    )
    code = StringField(
        lazy_gettext("Code"),
        [InputRequired(lazy_gettext("Enter the six digits your authenticator shows now.")), Length(max=20)],
    )

    def begin(self, act: str, seen: str) -> None:
        """Make it a fresh form for this act on this text."""
        self.act.data, self.seen.data = act, seen
        self.command_id.data = clock().new_id()
        self.seed.data = secrets.token_hex(SEED_BYTES)
        self.renew()

    def renew(self) -> None:
        """A fresh challenge; everything else stays as typed."""
        self.login.data = login_of_account()
        self.challenge.data = new_challenge(str(self.act.data), str(self.seen.data))
        self.code.data = ""

    @property
    def nonces(self) -> bytes:
        """The seed as bytes; an unreadable one is no seed of ours."""
        try:
            return bytes.fromhex(str(self.seed.data))
        except ValueError:
            return secrets.token_bytes(SEED_BYTES)


def new_challenge(act: str, seen: str) -> str:
    """A challenge of this session for this act on this text, good for two minutes."""
    with writing(engine()) as connection:
        account = str(current_account_id())
        return ceremony().issue_challenge(connection, account, current_session(), seen, act, clock().now())


def login_of_account() -> str:
    """The login of the account signed in; the page shows it and sends it along (21 CFR 11.200(a)(1)(i))."""
    with reading(engine()) as connection:
        found = find_account(connection, str(current_account_id()))
    return found.login if found else ""


@pages.post("/challenge")
def challenge() -> ResponseReturnValue:
    """A fresh challenge for the form on show; signs nothing."""
    act, seen = request.form.get("act", ""), request.form.get("seen", "")
    if not act or not seen or len(act) > LONGEST or len(seen) > HEX:
        return "", 400
    token = new_challenge(act, seen)
    return render_template_string('<input type="hidden" name="challenge" value="{{ token }}">', token=token)


def sign(wanted: Request, form: SigningForm) -> Receipt:
    """Send a command under a signature. Raises CredentialRefused (it is on record then), Refused, OfficeUnavailable."""
    if recorded(wanted.command_id):
        return office().handle(wanted)
    try:
        with reading(engine()) as connection:
            checked = ceremony().check(connection, _attempt(form), clock().now())
    except CredentialRefused as refused:
        _count(refused)
        office().deny(wanted.actor, tag_of(wanted.command), wanted.stream, refused.code)
        raise
    try:
        return office().handle(replace(wanted, before=_use_up(checked)))
    except CredentialRefused as refused:
        _count(refused)
        raise


def sign_together(wanted: Sequence[Request], form: SigningForm) -> tuple[Outcome, ...]:
    """Send several commands under one ceremony and in one commit; what became of each, in order. One that is refused
    takes nobody along. Raises CredentialRefused where the ceremony itself is refused; then nothing was recorded.

    The same form sent again is told what it recorded; whatever else is in it needs another ceremony.
    """
    if any(recorded(each.command_id) for each in wanted):
        return tuple(office().handle(each) if recorded(each.command_id) else sent_before() for each in wanted)
    try:
        with reading(engine()) as connection:
            once = Once(ceremony(), ceremony().check(connection, _attempt(form), clock().now()))
    except CredentialRefused as refused:
        _count(refused)
        office().deny(wanted[0].actor, tag_of(wanted[0].command), wanted[0].stream, refused.code)
        raise
    outcomes = office().batch([replace(each, before=once) for each in wanted])
    for each, outcome in zip(wanted, outcomes, strict=True):
        if isinstance(outcome, Forbidden | OutOfOrder | CredentialRefused):
            office().deny(each.actor, tag_of(each.command), each.stream, outcome.code)
    if all(isinstance(outcome, CredentialRefused) for outcome in outcomes):
        raise outcomes[0]  # type: ignore[misc]  # one of them, as they all are
    return outcomes


def sent_before() -> Refused:
    """Of what a repeated form did not record the first time."""
    why = "The page had been sent before, and did not sign it then."
    return Refused("sent-before", "This was not signed.", why, "Open it again.")


def field_of(refused: CredentialRefused) -> str:
    """The input a refusal belongs to."""
    return "code" if isinstance(refused, WrongCode | ReplayedCode) else "password"


def said_beside(form: SigningForm, refused: CredentialRefused) -> FieldError:
    """Put a refusal beside its input."""
    field = form[field_of(refused)]
    field.errors = (paragraph(refused),)
    return FieldError(field.id, f"{spoken(refused.what)} {spoken(refused.cure)}")


def errors_of(form: FlaskForm) -> tuple[FieldError, ...]:
    """Every error of a form as the summary lists them."""
    return tuple(FieldError(field.id, str(said)) for field in _simple(form) for said in field.errors)


def _simple(fields: Iterable[Field]) -> Iterator[Field]:
    """The inputs of a form, those of its rows in their place."""
    for field in fields:
        if isinstance(field, FieldList | FormField):
            yield from _simple(field)
        else:
            yield field


def name_commitment() -> str:
    """The commitment to the printed name of whoever signs."""
    with reading(engine()) as connection:
        return str(connection.execute(select(registered.c.name).where(registered.c.id == person())).scalar_one())


def printed_name() -> str:
    """The name a signature prints."""
    found = people().get(person())
    return found.name if found else ""


def recorded(command_id: str) -> bool:
    """Whether this command is in the ledger; then nothing new can be recorded under it, whatever is sent."""
    with reading(engine()) as connection:
        return connection.execute(select(entry.c.seq).where(entry.c.command == command_id)).first() is not None


def _attempt(form: SigningForm) -> Attempt:
    return Attempt(
        account_id=str(current_account_id()),
        password=str(form.password.data or ""),
        code=str(form.code.data or "").replace(" ", ""),
        challenge=str(form.challenge.data or ""),
        seen_digest=str(form.seen.data or ""),
        act=str(form.act.data or ""),
        session=current_session(),
        login=str(form.login.data) if form.login.data else None,
    )


def _use_up(checked: Checked) -> Callable[[Connection, int], None]:
    def before(connection: Connection, at: int) -> None:
        ceremony().consume(connection, checked, at)

    return before


def _count(refused: CredentialRefused) -> None:
    """Count a wrong guess, which stays although nothing was decided."""
    if refused.counts:
        door().count(str(current_account_id()))
