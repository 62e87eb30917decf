"""The languages that are shipped, each a catalogue read as text at its first use: nothing is compiled, so nothing can
be stale.

A catalogue is `translations/<language>/LC_MESSAGES/messages.po` beside this module. The source language is English.
"""

from __future__ import annotations

from collections.abc import Iterable
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, cast

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from coe.words.speaking import ENGLISH, SOURCE, Tongue

CATALOGUES: Final = Path(__file__).parent / "translations"


class Catalogues:
    """The catalogues of a folder, each read once."""

    def __init__(self, folder: Path = CATALOGUES) -> None:
        found = folder.glob("*/LC_MESSAGES/messages.po")
        self._files = {Locale.parse(path.parts[-3]).language: path for path in found}
        self._read = {SOURCE: ENGLISH}

    @property
    def languages(self) -> list[str]:
        """What may be read, English first."""
        return [SOURCE, *sorted(self._files)]

    @property
    def own_names(self) -> dict[str, str]:
        """The same, each as it calls itself."""
        return {code: Locale.parse(code).get_display_name(code) or code for code in self.languages}

    def of(self, language: str) -> Tongue:
        """This language, English where it has no catalogue."""
        if language not in self._read:
            path = self._files.get(language)
            self._read[language] = _tongue(language, path) if path else ENGLISH
        return self._read[language]

    def first_of(self, asked: Iterable[str]) -> str:
        """The first of the languages a browser asks for that has a catalogue, else English."""
        return negotiate_locale(asked, self.languages, sep="-") or SOURCE


def _tongue(language: str, path: Path) -> Tongue:
    with path.open("rb") as written:
        catalogue = read_po(written, locale=path.parts[-3])
    made = BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    direction = cast("Literal['ltr', 'rtl']", Locale.parse(language).text_direction)
    return Tongue(language, GNUTranslations(made), direction)
