"""The forms about people: inviting, granting, ending, absences, delegations. Days are days in the reader's zone."""

from __future__ import annotations

import secrets
from datetime import date, datetime, tzinfo
from typing import Self

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError

from coe.credentials import Newcomer, Sender
from web.site.context import clock, person
from web.site.signing import HEX, SEED_BYTES
from web.words.translating import gettext, lazy_gettext

DAY_MS = 86_400_000
LONGEST_NAME = 120
LONGEST_REASON = 400


class PeopleForm(FlaskForm):
    """Every form knows its command, so that a second click is the same one."""

    command_id = HiddenField(validators=[InputRequired(), Length(max=100)])
    seed = HiddenField(validators=[InputRequired(), Length(min=HEX, max=HEX)])

    def begin(self) -> None:
        """Make it a fresh form."""
        self.command_id.data, self.seed.data = clock().new_id(), secrets.token_hex(SEED_BYTES)

    def called(self, name: str) -> Self:
        """This form with its ids apart from those of the other forms on the page, and a command of its own."""
        for part in self:
            part.id = f"{name}-{part.name}"
            part.label.field_id = part.id
        if not self.command_id.data:
            self.begin()
        return self

    def sender(self) -> Sender:
        """Who sends the form, under its own command."""
        return Sender(person(), str(self.command_id.data), self.nonces)

    @property
    def nonces(self) -> bytes:
        """The seed as bytes; an unreadable one is no seed of ours."""
        try:
            return bytes.fromhex(str(self.seed.data))
        except ValueError:
            return secrets.token_bytes(SEED_BYTES)


class InviteForm(PeopleForm):
    """A new person with an account."""

    name = StringField(
        lazy_gettext("Name"),
        [
            InputRequired(lazy_gettext("Give the name as it will be printed beside signatures.")),
            Length(max=LONGEST_NAME),
        ],
    )
    email = StringField(
        lazy_gettext("Email"),
        [
            InputRequired(lazy_gettext("Give an email address.")),
            Email(lazy_gettext("This is no email address.")),
            Length(max=254),
        ],
        description=lazy_gettext("Also the login."),
    )
    identity = StringField(
        lazy_gettext("How you verified who they are"),
        [Optional(), Length(max=LONGEST_REASON)],
        description=lazy_gettext(
            "Such as “passport seen in the office”. Nobody signs before; leave it empty to confirm it later."
        ),
    )

    def newcomer(self) -> Newcomer:
        """Whom the form invites; the login is the address."""
        email = str(self.email.data)
        return Newcomer(email, str(self.name.data), email, identity=str(self.identity.data or ""))


class PeriodForm(PeopleForm):
    """A period of whole days; the last day counts."""

    since = DateField(lazy_gettext("From"), [InputRequired(lazy_gettext("Give the first day."))])
    until = DateField(lazy_gettext("Last day"), [Optional()])

    def validate_until(self, field: DateField) -> None:
        """The last day is not before the first."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(gettext("The last day is before the first."))

    def period(self, zone: tzinfo, now: int, *, at_once: bool) -> tuple[int, int]:
        """UTC ms, the end exclusive and 0 when open; `at_once` lets a period that begins today begin now."""
        assert self.since.data  # noqa: S101 - required and validated
        since = midnight(self.since.data, zone)
        since = now if at_once and since < now and self.since.data == _today(now, zone) else since
        return since, midnight(self.until.data, zone) + DAY_MS if self.until.data else 0


class GrantForm(PeriodForm):
    """A role, or a seat on a committee."""

    role = SelectField(lazy_gettext("Role or seat"), [InputRequired(lazy_gettext("Choose a role."))])
    alternate = BooleanField(lazy_gettext("As alternate of the seat"))
    since = DateField(lazy_gettext("From"), [InputRequired(lazy_gettext("Give the first day."))])
    until = DateField(
        lazy_gettext("Last day"), [Optional()], description=lazy_gettext("Leave it empty for an open end.")
    )
    reason = StringField(
        lazy_gettext("Reason"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_REASON)],
    )


class EndForm(PeopleForm):
    """The end of everything a person holds in one pool."""

    role = SelectField(lazy_gettext("Role or committee"), [InputRequired(lazy_gettext("Choose what ends."))])
    reason = StringField(
        lazy_gettext("Reason"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_REASON)],
    )


class AbsenceForm(PeriodForm):
    """A period away, and perhaps somebody who stands in."""

    until = DateField(lazy_gettext("Last day"), [InputRequired(lazy_gettext("Give the last day."))])
    delegate = SelectField(
        lazy_gettext("Who stands in"), [Optional()], description=lazy_gettext("Lends your roles for these days.")
    )


def midnight(day: date, zone: tzinfo) -> int:
    """The beginning of a day, UTC ms."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def _today(now: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(now / 1000, zone).date()
