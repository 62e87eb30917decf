"""The code an approved record is marked with, drawn from its answers and number alone: anyone can draw it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from governance.formats.damm import check_digit
from governance.formats.jcs import Json
from governance.language.definition import Code

PART = re.compile(r"\{([a-z][a-z0-9_]*)(?::0([1-9]))?\}", re.ASCII)
YEAR = re.compile(r"[0-9]{4}", re.ASCII)


def code_of(code: Code, answers: Mapping[str, Json], number: str, at: int) -> str:
    """The code of a record with this human number, approved at `at` (UTC ms).

    `{year}` is the year its number was given in, because numbers begin anew each year: two records never share a code.
    """
    stem, _, count = number.rpartition("-")
    year = stem.rpartition("-")[2]
    if not YEAR.fullmatch(year):
        year = str(datetime.fromtimestamp(at / 1000, UTC).year)
    known: dict[str, Json] = {**answers, "year": year, "number": count.lstrip("0") or "0"}

    def said(part: re.Match[str]) -> str:
        return _plain(known.get(part[1])).zfill(int(part[2] or 0))

    text = PART.sub(said, code.pattern)
    return f"{text}-{check_digit(text)}" if code.check == "damm" else text


def _plain(answer: Json) -> str:
    """An answer as letters and digits of ASCII in capitals; empty where it is none."""
    words = answer if isinstance(answer, list) else [answer]
    text = "".join(str(word) for word in words if isinstance(word, str | int)).upper()
    return "".join(character for character in text if character.isascii() and character.isalnum())
