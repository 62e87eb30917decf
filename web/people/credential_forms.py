"""The forms about credentials: one's own, and what administrators do about those of others."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from coe.identity.passwords import LONGEST, SHORTEST
from governance.office.credentials import LONGEST_REFERENCE
from web.people.people_forms import LONGEST_REASON, PeopleForm
from web.words.translating import lazy_gettext

MOST_DIGITS = 15


class PasswordForm(PeopleForm):
    """The password one has, and the next one, twice."""

    current = PasswordField(
        lazy_gettext("Present password"),
        [InputRequired(lazy_gettext("Enter the password you have now.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    fresh = PasswordField(
        lazy_gettext("New password"),
        [InputRequired(lazy_gettext("Enter the new password.")), Length(max=LONGEST)],
        description=lazy_gettext(
            "At least %(shortest)s characters that nobody would guess, such as four random words.", shortest=SHORTEST
        ),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy_gettext("New password again"),
        [
            InputRequired(lazy_gettext("Enter the new password again.")),
            EqualTo("fresh", lazy_gettext("The two new passwords differ.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class CodesForm(PeopleForm):
    """Both factors, for fresh recovery codes."""

    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(lazy_gettext("Enter your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    code = StringField(
        lazy_gettext("Code"),
        [InputRequired(lazy_gettext("Enter the six digits your authenticator shows now.")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ReasonForm(PeopleForm):
    """One sentence of why."""

    reason = StringField(
        lazy_gettext("Reason"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_REASON)],
    )


class LossForm(ReasonForm):
    """What was lost."""

    reason = StringField(
        lazy_gettext("What happened"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_REASON)],
        description=lazy_gettext(
            "Every session ends at once and the authenticator fails; two administrators then issue a new one."
        ),
    )


class IdentityForm(PeopleForm):
    """How it was verified who somebody is."""

    how = StringField(
        lazy_gettext("How you verified who they are"),
        [DataRequired(lazy_gettext("Say what you saw, such as a passport, and where.")), Length(max=LONGEST_REASON)],
    )


class ApprovalForm(PeopleForm):
    """Agreement to the reset that was asked at this moment."""

    asked = HiddenField(validators=[InputRequired(), Length(max=MOST_DIGITS)])


class CertificationForm(PeopleForm):
    """The letter to the agency."""

    reference = StringField(
        lazy_gettext("Date and reference of the letter"),
        [InputRequired(lazy_gettext("Give the letter's date and reference.")), Length(max=LONGEST_REFERENCE)],
        description=lazy_gettext(
            "That electronic signatures here are meant to bind like handwritten ones (21 CFR 11.100(c))."
        ),
    )
