"""Answers of many rows in a packet: claims beside what carries them, columns as wide as their words, redlines."""

import pytest

from coe.packet.redline import Piece
from coe.packet.tabled import BODY, GAP, LETTER, NUMBERS, PAGE, Cell, Table, changed, given
from governance.language.definition import Field
from tests.coe.packet_sample_parts import CONTACTS, MESSAGES

NURSES = ("Nurses", "Event", "1", "2026-12-01", "2027-02-28", "2000", "0")
DOCTORS = ("Doctors", "Email", "1", "", "", "500", "")


def of(table: Table | None) -> Table:
    assert table is not None
    return table


def words(cell: Cell) -> str:
    return "".join(piece.text for piece in cell.pieces)


def beneath(cell: Cell) -> dict[str, str]:
    return {name: "".join(piece.text for piece in pieces) for name, pieces in cell.beneath}


def test_a_claim_stands_beside_what_carries_it_and_all_else_of_the_row_beneath() -> None:
    row = ("Fewer readmissions", "Nights at home", "11.8 to 15.9", "TITRATE-N, p. 88", "Nursing")
    table = of(given(MESSAGES, [row]))
    number, claim, evidence = table.rows[0].cells
    assert [column.title for column in table.columns] == ["No.", "Message", "Statement from data"]
    assert (words(number), words(claim), words(evidence)) == ("1", "Fewer readmissions", "11.8 to 15.9")
    assert beneath(claim) == {"Value to the customer": "Nights at home", "For": "Nursing"}
    assert beneath(evidence) == {"Reference": "TITRATE-N, p. 88"}


def test_a_claim_without_evidence_says_so_and_a_cell_of_another_table_is_left_empty() -> None:
    table = of(given(MESSAGES, [("Alone", "", "", "", "")]))
    assert table.rows[0].cells[2] == Cell(())
    assert table.columns[2].lacking == "No evidence was handed in."
    assert {column.lacking for column in of(given(CONTACTS, [DOCTORS])).columns} == {""}


def test_many_columns_take_the_whole_page_and_few_stand_beside_the_label() -> None:
    plan = of(given(CONTACTS, [NURSES, DOCTORS]))
    assert plan.wide
    assert sum(column.width for column in plan.columns) == pytest.approx(PAGE, abs=0.5)
    claims = of(given(MESSAGES, [("A", "B", "C", "D", "E")]))
    assert not claims.wide
    assert claims.columns[0].width == NUMBERS
    assert sum(column.width for column in claims.columns) == pytest.approx(BODY, abs=0.5)


def test_a_column_holds_its_longest_word_and_the_one_with_the_most_text_is_widest() -> None:
    long = ("Cardiologists in hospitals of maximum care and their nurses", *NURSES[1:])
    columns = of(given(CONTACTS, [NURSES, long])).columns
    assert max(columns, key=lambda column: column.width).title == "Segment"
    assert columns[1].width >= len("Channel") * LETTER + GAP
    assert [column.voice for column in columns][:3] == ["words", "plain", "figure"]


def test_words_wider_than_the_page_share_it() -> None:
    columns = of(given(CONTACTS, [("W" * 300,) * 7])).columns
    assert sum(column.width for column in columns) == pytest.approx(PAGE, abs=0.5)
    assert len({column.width for column in columns}) == 1


def test_only_rows_that_differ_are_redlined_each_column_for_itself() -> None:
    later = (*NURSES[:5], "1800", NURSES[6])
    row, gone = of(changed(CONTACTS, [NURSES, DOCTORS], [later])).rows
    assert (row.kind, gone.kind) == ("changed", "cut")
    assert row.cells[5].pieces == (Piece("cut", "2000"), Piece("added", "1800"))
    assert row.cells[0].pieces == (Piece("same", "Nurses"),)
    assert gone.cells[3].pieces == ()


def test_what_was_no_table_before_or_did_not_change_has_no_redline_of_rows() -> None:
    assert changed(CONTACTS, [], [NURSES]) is None
    assert changed(CONTACTS, [NURSES], [NURSES]) is None
    assert given(CONTACTS, []) is None


def test_a_matrix_is_a_table_of_what_was_asked_and_answered() -> None:
    table = of(given(Field("roles", "matrix", "Roles"), [("Sales", "Owns it"), ("Legal", "")]))
    assert [column.title for column in table.columns] == ["For", "Answer"]
    assert [words(row.cells[1]) for row in table.rows] == ["Owns it", ""]
