"""The language in which people are spoken to here and now, and what is said in it. Standard library only.

A language is bound for as long as something is put together for one reader (`speaking`); where none is bound, whoever
knows the reader may say so (`ask_also`), as pages do for the request they answer; else everything is in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Final, Literal, Self

SOURCE: Final = "en"


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language with the sentences there are in it, and which way it is written."""

    language: str
    sentences: NullTranslations
    direction: Literal["ltr", "rtl"] = "ltr"


ENGLISH: Final = Tongue(SOURCE, NullTranslations())

_bound: Final[ContextVar[Tongue | None]] = ContextVar("tongue", default=None)
_asked: Final[list[Callable[[], Tongue | None]]] = []


class Face(str):
    """A sentence in the reader's language already; whatever is made of it is an ordinary string."""

    __slots__ = ()


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


@contextmanager
def speaking(tongue: Tongue) -> Iterator[None]:
    """While this lasts, everything is said in this language."""
    before = _bound.set(tongue)
    try:
        yield
    finally:
        _bound.reset(before)


def ask_also(reader: Callable[[], Tongue | None]) -> None:
    """Where no language is bound, let `reader` say which it is; None where it does not know either."""
    _asked.append(reader)


def tongue() -> Tongue:
    """The language that is spoken here."""
    bound = _bound.get()
    if bound is not None:
        return bound
    return next((found for reader in _asked if (found := reader()) is not None), ENGLISH)


def language() -> str:
    """Its code, as `<html lang>` and `Content-Language` take it."""
    return tongue().language


def direction() -> Literal["ltr", "rtl"]:
    """Which way it is written."""
    return tongue().direction


def gettext(string: str, /, **parts: object) -> str:
    """This sentence in the reader's language; `parts` fill its `%(name)s`."""
    said = tongue().sentences.gettext(string) if string else ""  # a catalogue says its own header to nothing
    return Face(said % parts if parts else said)


def ngettext(singular: str, plural: str, num: int, /, **parts: object) -> str:
    """The form for `num` of something, in the reader's language; `parts` fill its `%(name)s`."""
    said = tongue().sentences.ngettext(singular, plural, num)
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
