"""Texts of others in a mail: one line, no hidden characters, no links, and otherwise as they were written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coe.way.layout import WayGate
from workflows.plain_words import inert, moment, one_line, short_moment, time_in
from workflows.way_picture import way_png

AT = 1_795_447_800_000  # 23 November 2026, 15:30 UTC


@given(st.text(max_size=400))
def test_any_text_becomes_one_line_that_can_be_sent(text: str) -> None:
    line = one_line(text)
    assert len(line) <= 140
    assert len(line.splitlines()) <= 1
    assert line.encode().decode() == line


@given(st.text(alphabet="abc.:/@ -", max_size=60))
def test_nothing_that_looks_like_a_link_stays_one(text: str) -> None:
    shown = inert(f"{text} http://evil.example/x?y www.evil.example eve@evil.example {text}")
    assert re.search(r"[a-z]+://\S", shown) is None
    assert "evil.example" not in shown
    assert "@evil" not in shown


@pytest.mark.parametrize("text", ["Dr. Anna Brandt, MD", "Phase III: 12.5 mg/day", "Größe & Gewicht", "可读性", "9:30"])
def test_what_people_write_reads_as_they_wrote_it(text: str) -> None:
    assert inert(text).replace("\u2060", "") == text


def test_direction_marks_and_line_ends_cannot_hide_anything() -> None:
    assert one_line("Approve\u202egnihton\u2028Bcc: x\r\n\x00end\ufeff") == "Approve gnihton Bcc: x end"


def test_times_are_shown_in_the_readers_zone() -> None:
    assert moment(AT, "Europe/Berlin") == "Monday 23 November 2026, 16:30"
    assert short_moment(AT, "Europe/Berlin") == "Mon 23 Nov, 16:30"
    assert time_in(AT, "UTC") == "15:30"
    assert time_in(AT, "No/Where") == "15:30"


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_any_number_of_gates_side_by_side_can_be_drawn(count: int) -> None:
    gates = [WayGate(f"g{number}", "A gate with a long title " * 4, "waiting") for number in range(count)]
    assert way_png(gates, 528).startswith(b"\x89PNG")


def test_a_way_without_gates_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="0 gates"):
        way_png([], 528)
