"""How wide a text is, from the metrics of the face it is drawn in, and how it is broken or cut to fit."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

EM = 1000
SMALL = 24  # large enough to tell a letter from the box that stands for a missing one
STRONG, PLAIN = 600, 400
# A little more than the font says: another face may stand in where Schibsted Grotesk is missing.
ROOM_FOR_ANOTHER_FACE = 1.03
FIRST_WIDE = "\u2e80"  # CJK and what follows is as wide as it is high, and not in the face


def text_width(text: str, size: float, *, strong: bool = False) -> float:
    """Pixels that `text` takes on one line, without kerning, so never less than is drawn."""
    weight = STRONG if strong else PLAIN
    return sum(_advance(letter, weight) for letter in text) * size * ROOM_FOR_ANOTHER_FACE / EM


def clip(text: str, room: float, size: float, *, strong: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis; empty when not even two letters fit."""
    if text_width(text, size, strong=strong) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size, strong=strong) > room:
        kept = kept[:-1]
    kept = kept.rstrip(" ,;")
    return kept + "…" if len(kept) > 1 else ""


def broken(text: str, room: float, size: float, *, strong: bool = False, most: int = 2) -> tuple[str, ...]:
    """The text on as few lines as its words allow, as even as they can be; the last of `most` lines is cut to fit."""
    lines = _wrapped(text.split(), room, size, strong=strong)
    if len(lines) > most:
        kept, rest = lines[: most - 1], " ".join(lines[most - 1 :])
        return (*(clip(line, room, size, strong=strong) for line in kept), clip(rest, room, size, strong=strong))
    narrow = room
    while (even := _wrapped(text.split(), narrow * 0.95, size, strong=strong)) and len(even) == len(lines):
        if any(text_width(line, size, strong=strong) > narrow for line in even):
            break
        lines, narrow = even, narrow * 0.95
    return tuple(clip(line, room, size, strong=strong) for line in lines)


def _wrapped(words: list[str], room: float, size: float, *, strong: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and text_width(f"{lines[-1]} {word}", size, strong=strong) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@cache
def _advance(letter: str, weight: int) -> float:
    """Thousandths of the letter's size; a letter the face lacks is taken to be as wide as it is high."""
    if letter >= FIRST_WIDE or bytes(_face(weight, SMALL).getmask(letter)) == _missing(weight):
        return EM
    return _face(weight, EM).getlength(letter)


@cache
def _missing(weight: int) -> bytes:
    return bytes(_face(weight, SMALL).getmask("\ufffe"))


@cache
def _face(weight: int, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    data = (files("fontpkg_schibsted_grotesk") / "files" / "SchibstedGrotesk[wght].ttf").read_bytes()
    face = ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
    face.set_variation_by_axes([weight])
    return face
