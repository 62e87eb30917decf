"""A language nobody speaks, every sentence of the catalogue in ⟦brackets⟧: what is not translated stands out.

With `code=RIGHT_TO_LEFT` its letters are written from right to left, and mean as little.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from coe.words.catalogues import CATALOGUES

CODE = "eo"
ASKED = {"Accept-Language": CODE}
RIGHT_TO_LEFT = "he"
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתאבגד")
KEPT = re.compile(r"(%\(\w+\)[sd]|<[^>]*>|&\w+;)")
INNERMOST = re.compile("⟦[^⟦⟧]*⟧")


def pseudo(folder: Path, longer: int = 0, *, apart: bool = False, code: str = CODE) -> Path:
    """A folder of catalogues with the one of this language in it, its sentences `longer` by that many per cent. With
    `apart`, what fills a sentence stays outside of its brackets, so that a part that is not translated stands out too.
    """
    with (CATALOGUES / "messages.pot").open("rb") as written:
        template = read_po(written)
    made = Catalog(locale=code, charset="utf-8")
    for message in template:
        if message.id:
            made.add(message.id, _around(message.id) if apart else _bracketed(message.id, longer, code))
    path = folder / code / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as out:
        write_po(out, made)
    return folder


def outside(text: str) -> str:
    """What is left of a text when every sentence in brackets is taken out, those within others first."""
    while INNERMOST.search(text):
        text = INNERMOST.sub(" ", text)
    return text


def _around(said: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    if isinstance(said, str):
        pieces = re.split(r"(%\(\w+\)s)", said)
        return "".join(one if at % 2 or not one.strip() else f"⟦{one}⟧" for at, one in enumerate(pieces))
    return tuple(str(_around(each)) for each in said)


def _bracketed(said: str | tuple[str, ...] | list[str], longer: int, code: str) -> str | tuple[str, ...]:
    if isinstance(said, str):
        seen = re.sub(r"%\(\w+\)s|<[^>]*>", "", said)
        # Words of an ordinary length, so that they may break as words do.
        more = ("stretched " * len(seen))[: len(seen) * longer // 100]
        return _written(f"⟦{said}{' ' if more else ''}{more.strip()}⟧", code)
    return tuple(str(_bracketed(each, longer, code)) for each in said)


def _written(said: str, code: str) -> str:
    if code != RIGHT_TO_LEFT:
        return said
    return "".join(part if KEPT.fullmatch(part) else part.lower().translate(LETTERS) for part in KEPT.split(said))
