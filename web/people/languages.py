"""The language a person reads the pages in: their own choice, in every browser."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from wtforms import SelectField

from coe.database import writing
from coe.office_errors import OfficeError
from coe.page_preferences import LANGUAGE, prefer
from web.parts.choosing import options
from web.people.credential_pages import Act
from web.site.accounts import current_person_id
from web.site.context import engine, person
from web.site.frame import held
from web.words.translating import gettext, lazy_gettext, offered

pages = Blueprint("languages", __name__)


class LanguageForm(FlaskForm):
    """One of the languages there is a catalogue of, or whatever the browser asks for."""

    language = SelectField(
        lazy_gettext("Read pages and mails in"),
        description=lazy_gettext(
            "Records, and what is signed, stay in the language they were written in. Mails know no browser: without a "
            "choice they are in English."
        ),
    )

    def begin(self) -> LanguageForm:
        """With every language that is offered, each called as it calls itself."""
        self.language.choices = options([("", gettext("The language my browser asks for")), *offered().items()])
        return self


@pages.post("/profile/language")
def keep() -> ResponseReturnValue:
    """Keep the choice for this person, in every browser."""
    form = LanguageForm().begin()
    if not form.validate():
        raise BadRequest
    with writing(engine()) as connection:
        prefer(connection, person(), LANGUAGE, str(form.language.data))
    return redirect(url_for("profile.index"))


def language_act() -> tuple[Act, ...]:
    """The form of the account's page; none while there is one language only."""
    if len(offered()) == 1:
        return ()
    form = LanguageForm(formdata=None, data={"language": held()[1].language}).begin()
    return (Act("language", gettext("Language"), gettext("Keep"), url_for("languages.keep"), form),)


def own_language() -> str | None:
    """What the person signed in chose; None for nobody, and while it cannot be read."""
    if current_person_id() is None:
        return None
    try:
        return held()[1].language
    except OfficeError:
        return None
