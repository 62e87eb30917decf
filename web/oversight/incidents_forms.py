"""The forms about incidents: reporting, acknowledging, closing."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from governance.record.incident_kinds import KINDS
from web.parts.choosing import options
from web.people.people_forms import PeopleForm
from web.record.decision_form import LONGEST_TEXT
from web.words.translating import lazy_gettext

ROWS = {"rows": 3, "data-voice": "person"}
BY_PEOPLE = ("misuse", "loss", "lock-out", "other")
"""What people report; every other kind is what the office finds itself."""


class IncidentForm(PeopleForm):
    """Every form knows its command, so that a second click is the same one."""


class ReportForm(IncidentForm):
    """What somebody saw."""

    kind = SelectField(
        lazy_gettext("What happened"),
        [InputRequired(lazy_gettext("Choose what comes nearest."))],
        choices=options(
            (name, lazy_gettext("Something else") if name == "other" else lazy_gettext(KINDS[name].title))
            for name in BY_PEOPLE
        ),
    )
    about = StringField(
        lazy_gettext("About"),
        [Optional(), Length(max=120)],
        description=lazy_gettext(
            "An initiative’s number, or a person’s name or address. Leave it empty if it concerns neither."
        ),
    )
    reason = TextAreaField(
        lazy_gettext("What you saw"),
        [DataRequired(lazy_gettext("Say what you saw, when and where.")), Length(max=LONGEST_TEXT)],
        description=lazy_gettext("What you saw, when and where. It stays on record."),
        render_kw=ROWS,
    )


class AcknowledgeForm(IncidentForm):
    """It is seen."""

    reason = TextAreaField(
        lazy_gettext("What you do about it"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_TEXT)],
        render_kw=ROWS,
    )


class CloseForm(IncidentForm):
    """It is over, and why it came about."""

    root_cause = TextAreaField(
        lazy_gettext("Root cause"),
        [DataRequired(lazy_gettext("An incident is not closed without its root cause.")), Length(max=LONGEST_TEXT)],
        description=lazy_gettext("Why it could happen, not only what happened."),
        render_kw=ROWS,
    )
    note = TextAreaField(
        lazy_gettext("What was done"),
        [Optional(), Length(max=LONGEST_TEXT)],
        render_kw={"rows": 2, "data-voice": "person"},
    )
