"""Answers of many rows as a packet sets them: which columns stand side by side, how wide, what stands beneath.

Where the definition says which column claims and which carry it, a row is a claim beside its evidence; all else of the
row stands beneath in small. Widths follow what is written, so the same answers give the same page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from coe.packet.redline import Piece, RowChange, rows_changed
from governance.language.definition import Field

BODY, PAGE = 136, 174  # mm beside the labels; all of the page
LETTER = 1.7  # mm of a letter of the type that cells are set in
GAP = 4.0  # mm to the next column
LONGEST_WORD, MOST_TEXT = 17, 500
MARK = "Row changed"
MANY_COLUMNS = 5
NUMBERS = 8.0  # mm for the number of a row
WORDS, FIGURES = ("line", "text"), ("number", "amount")
Voice = Literal["words", "figure", "plain"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in mm, in whose voice it is set, and what an empty cell says."""

    title: str
    width: float
    voice: Voice = "plain"
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and (column, cell) of what stands beneath it."""

    pieces: tuple[Piece, ...]
    beneath: tuple[tuple[str, tuple[Piece, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `kind` is what became of it in a redline."""

    cells: tuple[Cell, ...]
    kind: Literal["", "changed", "cut", "added"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer of many rows; `wide` takes the column of the labels too."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    wide: bool = False


def given(field: Field, rows: Sequence[Sequence[str]]) -> Table | None:
    """The rows of an answer as they stand; None where there is none."""
    return _laid(field, [Row(tuple(map(_cell, row))) for row in rows], numbered=bool(field.claim)) if rows else None


def changed(field: Field, old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> Table | None:
    """The rows that differ, as a redline; None unless both have rows."""
    differ = rows_changed(old, new) if old and new else ()
    return _laid(field, [_row(each) for each in differ]) if differ else None


def _row(change: RowChange) -> Row:
    return Row(tuple(map(Cell, change.cells)), change.kind)


def _cell(text: str) -> Cell:
    return Cell((Piece("same", text),) if text else ())


def _laid(field: Field, rows: list[Row], *, numbered: bool = False) -> Table:
    """The columns of the field arranged, and given the room there is."""
    names = [column.name for column in field.columns]
    titles = [column.label for column in field.columns] or ["For", "Answer"]
    voices: list[Voice] = [_voice(column) for column in field.columns] or ["plain", "plain"]
    if field.claim:
        claim, *carriers = (names.index(name) for name in (field.claim, *field.evidence))
        rest = [place for place in range(len(names)) if place not in (claim, *carriers)]
        arranged = [(claim, rest), (carriers[0], carriers[1:])]
        rows = [Row(tuple(_beneath(row, *each, titles) for each in arranged), row.kind) for row in rows]
        titles, voices = [titles[claim], titles[carriers[0]]], ["words", "words"]
    wide = not field.claim and len(titles) >= MANY_COLUMNS
    room = (PAGE if wide else BODY) - (NUMBERS if numbered else 0)
    widths = _widths(titles, rows, room)
    lacking = ["", "No evidence was handed in."] if field.claim else [""] * len(titles)
    columns = tuple(map(Column, titles, widths, voices, lacking))
    if numbered:
        columns = (Column("No.", NUMBERS, "plain"), *columns)
        rows = [Row((_cell(str(n)), *row.cells), row.kind) for n, row in enumerate(rows, 1)]
    return Table(columns, tuple(rows), wide)


def _beneath(row: Row, place: int, under: Iterable[int], titles: Sequence[str]) -> Cell:
    filled = ((titles[each], row.cells[each].pieces) for each in under)
    return Cell(row.cells[place].pieces, tuple((title, pieces) for title, pieces in filled if pieces))


def _voice(column: Field) -> Voice:
    return "words" if column.kind in WORDS else "figure" if column.kind in FIGURES else "plain"


def _widths(titles: Sequence[str], rows: Sequence[Row], room: float) -> list[float]:
    """Each column has room for its longest word; what is left goes to those whose texts need more than one line, and
    what they need not, to all alike.
    """
    least, whole = list[float](), list[float]()
    for place, title in enumerate(titles):
        marks = [MARK] if place == 0 and any(row.kind for row in rows) else []
        texts = [_text(row.cells[place]) for row in rows]
        words = (word for text in (title, *texts) for word in text.split())
        least.append(min(max(map(len, (*words, *marks)), default=0), LONGEST_WORD) * LETTER + GAP)
        whole.append(max(least[-1], min(max(map(len, texts), default=0), MOST_TEXT) * LETTER + GAP))
    over = room - sum(least)
    if over < 0:
        return [round(each * room / sum(least), 1) for each in least]
    wanted = [sqrt(most - each) for each, most in zip(least, whole, strict=True)]
    share = over / (sum(wanted) or 1)
    given = [min(most, each + want * share) for each, most, want in zip(least, whole, wanted, strict=True)]
    rest = (room - sum(given)) / len(given)
    return [round(each + rest, 1) for each in given]


def _text(cell: Cell) -> str:
    told = (piece.text for pieces in (cell.pieces, *(more for _, more in cell.beneath)) for piece in pieces)
    return " ".join(told)
