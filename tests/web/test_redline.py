"""The redline shows phrases a person would mark, and loses nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.parts.redline import redline

WORDS = st.lists(
    st.sampled_from(["far", "fewer", "of", "placebo", "21%", "than", "\n", "  ", "é", "admissions"]), max_size=12
)


def test_only_the_words_that_changed_are_marked() -> None:
    assert redline("One email every 4 weeks, 3 in total.", "One email every 3 weeks, 4 in total.") == (
        ("same", "One email every "),
        ("removed", "4"),
        ("added", "3"),
        ("same", " weeks, "),
        ("removed", "3"),
        ("added", "4"),
        ("same", " in total."),
    )


def test_a_kept_space_between_two_changes_does_not_cut_the_phrase() -> None:
    assert redline("fewer hospital admissions than with placebo", "fewer first hospitalisations than with placebo") == (
        ("same", "fewer "),
        ("removed", "hospital admissions"),
        ("added", "first hospitalisations"),
        ("same", " than with placebo"),
    )


def test_a_rewritten_text_is_one_change() -> None:
    assert [
        kind for kind, _ in redline("Generally well tolerated.", "Most common adverse reactions: as well as others.")
    ] == [
        "removed",
        "added",
    ]


def test_an_unchanged_text_is_unmarked_and_an_empty_one_is_nothing() -> None:
    assert redline("as before", "as before") == (("same", "as before"),)
    assert redline("", "") == ()


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    segments = redline(old, new)
    assert "".join(text for kind, text in segments if kind != "added") == old
    assert "".join(text for kind, text in segments if kind != "removed") == new


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_read_back(old: str, new: str) -> None:
    segments = redline(old, new)
    assert "".join(text for kind, text in segments if kind != "added") == old
    assert "".join(text for kind, text in segments if kind != "removed") == new
