"""What changed between two answers: texts by whole words, tables row by row.

The same texts always give the same pieces. The pages of the office have a redline of their own, which stops at a
deadline; a packet may not depend on how fast a machine is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from re import findall
from typing import Literal

from coe.rows import Cells, paired

MOST_WORDS_COMPARED = 4000
FEWEST_WORDS_KEPT = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in a redline."""

    kind: Literal["same", "cut", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a table that was changed, cut or added: the redline of each of its columns."""

    kind: Literal["changed", "cut", "added"]
    cells: tuple[tuple[Piece, ...], ...]


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """What was cut and what was added, by whole words; very long texts are shown as cut and added entire."""
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > MOST_WORDS_COMPARED:
        return tuple(piece for piece in (Piece("cut", old), Piece("added", new)) if piece.text)
    return tuple(_pieces(before, after))


def rows_changed(old: Sequence[Cells], new: Sequence[Cells]) -> tuple[RowChange, ...]:
    """The rows that differ, in order; each new row is held against the old one most like it."""
    return tuple(_row(before, after) for before, after in paired(old, new) if before != after)


def _row(old: Cells, new: Cells) -> RowChange:
    before, after = old or ("",) * len(new), new or ("",) * len(old)
    cells = tuple(redline(a, b) for a, b in zip(before, after, strict=True))
    return RowChange("changed" if old and new else "cut" if old else "added", cells)


def _words(text: str) -> list[str]:
    return findall(r"\S+\s*|\s+", text)


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False)
    cut, added = "", ""
    codes = matcher.get_opcodes()
    for place, (tag, start, stop, begin, end) in enumerate(codes):
        cut += "".join(before[start:stop])
        added += "".join(after[begin:end])
        if tag == "equal":
            if 0 < place < len(codes) - 1 and end - begin <= FEWEST_WORDS_KEPT:
                continue
            # Words standing alone between two changes went with them; what is left over here was equal.
            same = "".join(after[begin:end])
            yield from _changed(cut.removesuffix("".join(before[start:stop])), added.removesuffix(same))
            yield Piece("same", same)
            cut, added = "", ""
    yield from _changed(cut, added)


def _changed(cut: str, added: str) -> Iterator[Piece]:
    if cut:
        yield Piece("cut", cut)
    if added:
        yield Piece("added", added)
