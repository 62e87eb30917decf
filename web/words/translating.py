"""What people read on pages, in the language of their request: the one module that knows Flask-Babel.

Sentences, catalogues and dates are those of `coe.words`, which mails share. A page is in the language its reader chose
or their browser asks for; outside a request everything is in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from flask import Flask, current_app, has_app_context, has_request_context, request
from flask_babel import Babel, get_locale
from markupsafe import Markup

from coe.words.catalogues import CATALOGUES, Catalogues
from coe.words.dates import DateShape, date_words
from coe.words.recorded import Recorded
from coe.words.speaking import (
    ENGLISH,
    SOURCE,
    Face,
    Later,
    Tongue,
    ask_also,
    direction,
    gettext,
    language,
    lazy_gettext,
    marked,
    ngettext,
    pair,
    speaking,
    tongue,
)

__all__ = [
    "CATALOGUES", "SOURCE", "DateShape", "Recorded", "as_recorded", "beside", "date_words", "direction", "gettext",
    "install_translations", "language", "lazy_gettext", "marked", "ngettext", "offered", "pair", "paragraph", "spoken",
]  # fmt: skip

_EXTENSION: Final = "translations"


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
        return shipped.first_of(asked)

    Babel(configure_jinja=False).init_app(app, default_locale=SOURCE, locale_selector=chosen)
    app.extensions[_EXTENSION] = shipped
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    install: Any = app.jinja_env
    install.install_gettext_callables(gettext, ngettext, newstyle=True)
    app.jinja_env.filters["record"] = Recorded


def offered() -> Mapping[str, str]:
    """The languages there are, each as it calls itself."""
    shipped: Catalogues = current_app.extensions[_EXTENSION]
    return shipped.own_names


def spoken(text: str) -> str:
    """A sentence that may be anybody's: of the face, or the law's. What has a translation is translated, else it is of
    the record.
    """
    if isinstance(text, Face | Later) or language() == SOURCE:
        return text
    said = tongue().sentences.gettext(text)
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
    with speaking(ENGLISH):
        yield


def _of_the_request() -> Tongue | None:
    """The language of this request; None outside of the pages."""
    if not has_app_context() or _EXTENSION not in current_app.extensions:
        return None
    shipped: Catalogues = current_app.extensions[_EXTENSION]
    return shipped.of(str(get_locale()))


ask_also(_of_the_request)
