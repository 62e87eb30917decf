"""An answer held against what it was before: texts redlined word by word, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from coe.rows import Cells, paired
from governance.formats.jcs import Json
from governance.language.definition import Field
from web.parts.answers import Reader, matrix_rows, shown, table_rows
from web.parts.answers import answer as unmarked
from web.parts.pieces import Answer, Row, Voice
from web.parts.redline import Segment, redline


def redlined(field: Field, before: Json, after: Json, reader: Reader) -> Answer:
    """The answer with what was removed from and added to `before` marked."""
    if field.kind == "table":
        rows = tuple(_aligned(table_rows(field, before, reader), table_rows(field, after, reader)))
        columns = tuple(column.label for column in field.columns)
        return Answer(field.label, columns=columns, rows=rows, name=field.name)
    if field.kind == "matrix":
        pairs = zip(matrix_rows(field, before), matrix_rows(field, after), strict=True)
        rows = tuple(_changed(old, new) for old, new in pairs)
        return Answer(field.label, columns=("", "Answer"), rows=rows, name=field.name)
    read = unmarked(field, after if after is not None else before, reader)
    voice: Voice = read.voice
    marked = redline(shown(field, before, reader), shown(field, after, reader))
    return Answer(field.label, marked, voice=voice, link=read.link, name=field.name)


def word_count(answer: Answer) -> int:
    """How many words there are to read in an answer, removed ones too."""
    cells = [answer.segments, *(cell for row in answer.rows if row.kind != "same" for cell in row.cells)]
    plain = [cell for row in answer.rows if row.kind == "same" for cell in row.cells]
    marked = any(row.kind != "same" for row in answer.rows)
    return sum(len(text.split()) for cell in [*cells, *([] if marked else plain)] for _, text in cell)


def _aligned(old: tuple[Cells, ...], new: tuple[Cells, ...]) -> Iterator[Row]:
    """Rows kept stand as they are; of those replaced, each new one is held against the old one most like it."""
    for before, after in paired(old, new):
        if before == after:
            yield _row("same", after)
        elif before and after:
            yield _changed(before, after)
        else:
            yield _row("added", after) if after else _row("removed", before)


def _row(kind: Literal["same", "removed", "added"], cells: Cells) -> Row:
    return Row(kind, tuple(((("same", cell),) if cell else ()) for cell in cells))


def _changed(old: Cells, new: Cells) -> Row:
    kind: Literal["same", "changed"] = "same" if old == new else "changed"
    cells: tuple[tuple[Segment, ...], ...] = tuple(redline(a, b) for a, b in zip(old, new, strict=True))
    return Row(kind, cells)
