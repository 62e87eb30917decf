"""An answer held against what it was before: texts redlined word by word, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, Literal

from governance.definition import Field
from governance.jcs import Json
from web.answers import Reader, matrix_rows, shown, table_rows
from web.answers import answer as unmarked
from web.parts import Answer, Row, Voice
from web.redline import Segment, redline

ALIKE: Final = 0.3
MOST_ALIGNED: Final = 200

Cells = tuple[str, ...]


def redlined(field: Field, before: Json, after: Json, reader: Reader) -> Answer:
    """The answer with what was removed from and added to `before` marked."""
    if field.kind == "table":
        rows = tuple(_aligned(table_rows(field, before, reader), table_rows(field, after, reader)))
        return Answer(field.label, columns=tuple(column.label for column in field.columns), rows=rows)
    if field.kind == "matrix":
        pairs = zip(matrix_rows(field, before), matrix_rows(field, after), strict=True)
        return Answer(field.label, columns=("", "Answer"), rows=tuple(_changed(old, new) for old, new in pairs))
    read = unmarked(field, after if after is not None else before, reader)
    voice: Voice = read.voice
    marked = redline(shown(field, before, reader), shown(field, after, reader))
    return Answer(field.label, marked, voice=voice, link=read.link)


def word_count(answer: Answer) -> int:
    """How many words there are to read in an answer, removed ones too."""
    cells = [answer.segments, *(cell for row in answer.rows if row.kind != "same" for cell in row.cells)]
    plain = [cell for row in answer.rows if row.kind == "same" for cell in row.cells]
    marked = any(row.kind != "same" for row in answer.rows)
    return sum(len(text.split()) for cell in [*cells, *([] if marked else plain)] for _, text in cell)


def _aligned(old: tuple[Cells, ...], new: tuple[Cells, ...]) -> Iterator[Row]:
    """Rows kept stand as they are; of those replaced, each new one is held against the old one most like it."""
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (_row("same", row) for row in new[new_from:new_to])
        else:
            yield from _replaced(list(old[old_from:old_to]), new[new_from:new_to])


def _replaced(left: list[Cells], new: tuple[Cells, ...]) -> Iterator[Row]:
    for row in new:
        like = max(left, key=lambda before: _likeness(before, row), default=None) if len(left) <= MOST_ALIGNED else None
        if like is None or _likeness(like, row) < ALIKE:
            yield _row("added", row)
            continue
        while left[0] != like:
            yield _row("removed", left.pop(0))
        yield _changed(left.pop(0), row)
    yield from (_row("removed", row) for row in left)


def _row(kind: Literal["same", "removed", "added"], cells: Cells) -> Row:
    return Row(kind, tuple(((("same", cell),) if cell else ()) for cell in cells))


def _changed(old: Cells, new: Cells) -> Row:
    kind: Literal["same", "changed"] = "same" if old == new else "changed"
    cells: tuple[tuple[Segment, ...], ...] = tuple(redline(a, b) for a, b in zip(old, new, strict=True))
    return Row(kind, cells)


def _likeness(old: Cells, new: Cells) -> float:
    """The share of filled cells that are equal, or of words, whichever is more."""
    filled = [(before, after) for before, after in zip(old, new, strict=True) if before or after]
    equal = sum(before == after for before, after in filled) / max(1, len(filled))
    known, found = set(" ".join(old).split()), set(" ".join(new).split())
    return max(equal, len(known & found) / max(1, len(known | found)))
