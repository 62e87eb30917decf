"""What people read, in their language: the one module that knows Flask-Babel.

The source language is English. A catalogue is `web/translations/<language>/LC_MESSAGES/messages.po`, read as text at
its first use, so nothing is compiled and nothing can be stale. Outside a request everything is in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal, Protocol, Self, cast

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale
from markupsafe import Markup, escape

CATALOGUES: Final = Path(__file__).parents[1] / "translations"
SOURCE: Final = "en"
DateShape = Literal["MMMEd", "MMMd", "yMMMd", "yMMMMd", "yMMMMEEEEd"]
ENGLISH_DATES: Final[Mapping[DateShape, str]] = {
    "MMMEd": "EEE d MMM", "MMMd": "d MMM", "yMMMd": "d MMM y", "yMMMMd": "d MMMM y", "yMMMMEEEEd": "EEEE d MMMM y",
}  # fmt: skip
"""How English dates are written here, day first; other languages as CLDR has them."""

_EXTENSION: Final = "translations"


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel is published without types
    """The catalogues of a folder, each read once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        found = folder.glob("*/LC_MESSAGES/messages.po")
        self.files = {Locale.parse(path.parts[-3]).language: path for path in found}

    @property
    def languages(self) -> list[str]:
        """What may be read, English first."""
        return [SOURCE, *sorted(self.files)]

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language of this request."""
        language = str(get_locale())
        if language not in self.cache:
            path = self.files.get(language)
            self.cache[language] = _compiled(path) if path else NullTranslations()
        return cast("NullTranslations", self.cache[language])


class Face(str):
    """A sentence in the reader's language already; whatever is made of it is an ordinary string."""

    __slots__ = ()


class Recorded(str):
    """Words of the record, which stay as they were recorded: inside a page of another language they say so.

    A string, so that nothing needs to know; joined to others it is one of them, and says no more of what it was. Not
    for attributes of an element, which have no language of their own.
    """

    __slots__ = ()

    def __html__(self) -> Markup:
        """As templates print it."""
        said = escape(str(self))
        return said if not said or language() == SOURCE else Markup('<span lang="{}">{}</span>').format(SOURCE, said)


class Later(str):
    """A sentence kept in English and read in the reader's language wherever it is printed: `str`, `format`, templates.

    A string, unlike Flask-Babel's own, so that nothing needs to know; at worst, joined as it is, it stays English.
    """

    __slots__ = ("parts", "string")

    string: str
    parts: Mapping[str, object]

    def __new__(cls, string: str, parts: Mapping[str, object]) -> Self:
        """The sentence with its parts filled in."""
        made = super().__new__(cls, string % parts if parts else string)
        made.string, made.parts = string, parts
        return made

    def __str__(self) -> str:
        return gettext(self.string, **self.parts)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def install_translations(app: Flask, folder: Path = CATALOGUES, own: Callable[[], str | None] = lambda: None) -> None:
    """Let pages be read in every language that `folder` has a catalogue of, and templates say `_("…")`.

    A reader gets the language of their `own` setting if there is one, else the first they ask their browser for that
    has a catalogue, else English.
    """
    shipped = Catalogues(folder)

    def chosen() -> str:
        wanted = own() if len(shipped.languages) > 1 else None
        if wanted in shipped.languages:
            return str(wanted)
        asked = request.accept_languages.values() if has_request_context() else ()
        return negotiate_locale(asked, shipped.languages, sep="-") or SOURCE

    Babel(configure_jinja=False).init_app(app, default_locale=SOURCE, locale_selector=chosen)
    app.extensions[_EXTENSION] = shipped
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    install: Any = app.jinja_env
    install.install_gettext_callables(gettext, ngettext, newstyle=True)
    app.jinja_env.filters["record"] = Recorded


def gettext(string: str, /, **parts: object) -> str:
    """This sentence in the reader's language; `parts` fill its `%(name)s`."""
    said = _here().gettext(string)
    return Face(said % parts if parts else said)


def ngettext(singular: str, plural: str, num: int, /, **parts: object) -> str:
    """The form for `num` of something, in the reader's language; `parts` fill its `%(name)s`."""
    said = _here().ngettext(singular, plural, num)
    return said % parts if parts else said


def lazy_gettext(string: str, /, **parts: object) -> str:
    """As `gettext`, but looked up each time it is shown: for what modules keep, such as labels of forms."""
    return Later(string, parts)


def pair(singular: str, plural: str) -> tuple[str, str]:
    """Both forms of a count, marked for translation and kept for `ngettext`."""
    return singular, plural


def marked(string: str) -> str:
    """A sentence marked for translation and kept for `gettext`, which fills its parts."""
    return string


def offered() -> Mapping[str, str]:
    """The languages there are, each as it calls itself."""
    shipped: Catalogues = current_app.extensions[_EXTENSION]
    return {code: Locale.parse(code).get_display_name(code) or code for code in shipped.languages}


def language() -> str:
    """The language of this request, as `<html lang>` takes it."""
    return str(get_locale()) if _installed() else SOURCE


def direction() -> Literal["ltr", "rtl"]:
    """Which way the language of this request is written."""
    return cast("Literal['ltr', 'rtl']", Locale.parse(language()).text_direction)


def date_words(day: date, shape: DateShape) -> str:
    """A day as the reader's language writes it: “Thu 26 Nov”, “26 Nov”, “26 Nov 2025”, “Thursday 26 November 2025”."""
    day = day.date() if isinstance(day, datetime) else day
    if language() == SOURCE:
        return format_date(day, ENGLISH_DATES[shape], locale=SOURCE)
    if shape == "yMMMMEEEEd":
        return format_date(day, "full", locale=language())
    return format_skeleton(shape, day, locale=language())


def spoken(text: str) -> str:
    """A sentence that may be anybody's: of the face, or the law's. What has a translation is translated, else it is of
    the record.
    """
    if isinstance(text, Face | Later) or language() == SOURCE:
        return text
    said = _here().gettext(text)
    return Recorded(text) if said == text else Face(said)


def beside(said: str, recorded: str) -> str:
    """A sentence of the face with one of the record after it."""
    if language() == SOURCE:
        return f"{said} {recorded}"
    return Markup("{} {}").format(said, Recorded(recorded))


class Refusing(Protocol):
    """What was refused, why, and the cure, a sentence each."""

    what: str
    why: str
    cure: str


def paragraph(refused: Refusing) -> str:
    """The three sentences of a refusal as one paragraph."""
    return " ".join(str(spoken(each)) for each in (refused.what, refused.why, refused.cure))


@contextmanager
def as_recorded() -> Iterator[None]:
    """While words of the record are put together, everything is in its language."""
    if language() == SOURCE:
        yield
        return
    with force_locale(SOURCE):
        yield


def _installed() -> bool:
    return has_app_context() and _EXTENSION in current_app.extensions


def _here() -> NullTranslations:
    if not _installed():
        return _ENGLISH
    return cast("NullTranslations", current_app.extensions[_EXTENSION].get_translations())


def _compiled(path: Path) -> Translations:
    with path.open("rb") as written:
        catalogue = read_po(written, locale=path.parts[-3])
    made = BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    return Translations(made)


_ENGLISH: Final = NullTranslations()
