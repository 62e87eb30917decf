"""When one's own notices come: at once or once a day, and the hours in which they wait. Nothing is ever dropped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from coe.database import reading, writing
from coe.mail_preferences import keep_preference, preference_of
from coe.notice_times import EIGHT, Preference
from web.parts.choosing import chosen_from, options
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError
from web.site.context import engine, person
from web.site.frame import frame, office_zone
from web.site.signing import errors_of
from web.words.translating import gettext
from web.words.translating import lazy_gettext as _

pages = Blueprint("notices", __name__)

UNPROCESSABLE = 422
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
TIME = {"type": "time", "class": "short"}
HOW = (
    ("at once", _("At once, one mail for each")),
    ("daily", _("One mail a day, with everything")),
    ("both", _("Both: what asks me to act at once, the rest once a day")),
)
NEVER_WAIT = (
    (_("Your account"), _("Somebody may be using it.")),
    (_("Incidents"), _("Their hours to acknowledge run at night, too.")),
    (_("Escalations"), _("A clock has run out or is about to, and you are called in.")),
    (_("The last reminder before a decision is due"), _("After it only lateness is told.")),
    (_("What is late, or due before it could come"), _("A clock that runs out must be known.")),
)


def clock_time(_form: FlaskForm, field: StringField) -> None:
    """A time of the day, or nothing."""
    if field.data and not CLOCK.fullmatch(field.data.strip()):
        raise ValidationError(gettext("This is no time of the day. Write it like 08:30."))


def known(said: str) -> Callable[[FlaskForm, SelectField], None]:
    """One of the field's choices, or this is said."""

    def check(_form: FlaskForm, field: SelectField) -> None:
        if field.data not in chosen_from(field.choices):
            raise ValidationError(str(said))

    return check


class NoticesForm(FlaskForm):
    """How and when."""

    how = RadioField(_("Mails come"), [known(_("Choose how mails come."))], choices=options(HOW), validate_choice=False)
    daily = StringField(_("The daily mail comes at"), [clock_time], render_kw=TIME)
    quiet_from = StringField(
        _("Quiet from"),
        [clock_time],
        description=_("In quiet hours mails wait until they end. Leave both times empty for none."),
        render_kw=TIME,
    )
    quiet_to = StringField(_("Quiet until"), [clock_time], render_kw=TIME)
    weekends = BooleanField(_("Quiet on Saturdays and Sundays"))
    zone = SelectField(
        _("My time zone"),
        [known(_("Choose one of the zones."))],
        description=_("For these hours and for every time named in your mails."),
        validate_choice=False,
    )

    def validate_daily(self, field: StringField) -> None:
        """Needed where there is a daily mail."""
        if self.how.data != "at once" and not field.data:
            raise ValidationError(gettext("Give the time of the daily mail, such as 08:30."))

    def validate_quiet_to(self, field: StringField) -> None:
        """Quiet hours have both ends, and they differ."""
        if bool(field.data) != bool(self.quiet_from.data):
            raise ValidationError(gettext("Give both times of the quiet hours, or neither."))
        if field.data and field.data == self.quiet_from.data:
            raise ValidationError(gettext("Quiet hours end at another time than they begin."))

    def chosen(self) -> Preference:
        """The valid form as a preference."""
        return Preference(
            self.how.data, minutes(self.daily.data) if self.daily.data else EIGHT,
            minutes(self.quiet_from.data), minutes(self.quiet_to.data), bool(self.weekends.data), self.zone.data or "",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """The form, and what never waits with its reason."""

    frame: PageFrame
    form: Form
    action: str
    back_href: str
    never: tuple[tuple[str, str], ...]
    errors: tuple[FieldError, ...] = ()


@pages.get("/profile/notices")
def index() -> str:
    """What one chose."""
    with reading(engine()) as connection:
        kept = preference_of(connection, person())
    return notices_page(offered(NoticesForm(formdata=None, data=typed(kept))))


@pages.post("/profile/notices")
def keep() -> ResponseReturnValue:
    """Keep the choice; what is held back is judged anew."""
    form = offered(NoticesForm())
    if not form.validate():
        return notices_page(form, errors_of(form)), UNPROCESSABLE
    with writing(engine()) as connection:
        keep_preference(connection, person(), form.chosen())
    flash(gettext("Kept. What waits for you is timed anew."), "pass")
    return redirect(url_for("notices.index"))


def notices_page(form: NoticesForm, errors: tuple[FieldError, ...] = ()) -> str:
    """The page rendered."""
    page = NoticesPage(
        frame(gettext("Your mails"), current="profile.index"), form, url_for("notices.keep"), url_for("profile.index"),
        NEVER_WAIT, errors,
    )  # fmt: skip
    return render_template("notices.html", page=page)


def offered(form: NoticesForm) -> NoticesForm:
    """With the zones there are, the office's first."""
    there = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))
    office = gettext("As the office: %(zone)s", zone=office_zone())
    form.zone.choices = options([("", office), *((name, name.replace("_", " ")) for name in there)])
    if request.method == "GET" and form.zone.data not in there:
        form.zone.data = ""
    return form


def typed(kept: Preference) -> dict[str, object]:
    """A preference as the form shows it."""
    quiet = kept.quiet_from != kept.quiet_to
    return {
        "how": kept.how, "daily": spoken(kept.daily), "weekends": kept.weekends, "zone": kept.zone,
        "quiet_from": spoken(kept.quiet_from) if quiet else "", "quiet_to": spoken(kept.quiet_to) if quiet else "",
    }  # fmt: skip


def minutes(text: str | None) -> int:
    """`08:30` as minutes of the day; nothing as 0."""
    hour, __, minute = (text or "").strip().partition(":")
    return int(hour) * 60 + int(minute) if hour else 0


def spoken(minute: int) -> str:
    """The same way back."""
    return f"{minute // 60:02}:{minute % 60:02}"
