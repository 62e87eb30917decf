"""What is said, to whom, in how many words and figures: what is found, and that the cure clears it."""

from fractions import Fraction
from typing import Any

import pytest

from governance.checks.messages import figures
from tests.governance.finding import Case, choice, found, table

MESSAGES = table(
    "key_messages",
    {"name": "message", "kind": "text"},
    {"name": "value", "kind": "line"},
    {"name": "data", "kind": "text"},
    {"name": "plain", "kind": "text"},
    {"name": "reference", "kind": "line"},
    choice("specialty", "oncology", "nursing", "other"),
)
FINAL = {"name": "final_words", "kind": "text"}
BRIEF = {"name": "brief", "kind": "text"}
PAIRED = {
    "paired-messages": {
        "to_consumers": "plain", "data": "data", "addressed": ["main", "affected"], "doctors": ["hcp"],
        "consumers": ["patients"],
    }
}  # fmt: skip
RANGES = {"message-length": {"ranges": {"oncology": "3..4"}}}
PARTS = {"message-parts": {"parts": ["message", "value", "reference"]}}
WHOLE = {"message": "Call us", "value": "Knows when", "reference": "Trial, table 2"}
DRIFT = {"brief-drift": {"brief": "brief", "final": "final_words", "limit": 40}}


def messages(*rows: dict[str, str]) -> dict[str, Any]:
    return {"key_messages": list(rows)}


CASES = [
    Case(
        RANGES,
        [MESSAGES],
        messages({"message": "one two", "specialty": "oncology"}),
        "Message 1 has 2 words; 3 to 4 work best for oncology.",
        "Add at least 1.",
        messages({"message": "one two three", "specialty": "oncology"}),
        "key_messages",
    ),
    Case(
        RANGES,
        [MESSAGES],
        messages({"message": "one two three four five", "specialty": "oncology"}),
        "Message 1 has 5 words; 3 to 4 work best for oncology.",
        "Cut at least 1.",
        messages({"message": "one two three four", "specialty": "oncology"}),
        "key_messages",
    ),
    Case(
        {"message-length": {"ranges": {"oncology": "3..4"}, "words": "1..2"}},
        [MESSAGES],
        messages(
            {"message": "one two three", "specialty": "nursing"}, {"message": "one two three", "specialty": "oncology"}
        ),
        "Message 1 has 3 words; 1 to 2 work best.",
        "Cut at least 1.",
        messages({"message": "one two", "specialty": "nursing"}),
        "key_messages",
    ),
    Case(
        {"reference-per-claim": {}},
        [MESSAGES],
        messages(WHOLE, {"message": "Rest"}),
        "Message 2 names no reference.",
        "Cite the source",
        messages(WHOLE),
        "key_messages",
    ),
    Case(
        PARTS,
        [MESSAGES],
        messages({"message": "Call us"}),
        "Message 1 lacks its value, reference.",
        "Give every part words of its own.",
        messages(WHOLE),
        "key_messages",
    ),
    Case(
        PARTS,
        [MESSAGES],
        messages(WHOLE | {"value": " call  US"}),
        "In message 1, value repeats message.",
        "Say in “value” what only that part can say.",
        messages(WHOLE),
        "key_messages",
    ),
    Case(
        PAIRED,
        [MESSAGES],
        messages({"message": "Dizziness in 7 %"}),
        "Message 1 is for doctors and consumers, and has no wording for consumers.",
        "Enter in “plain”",
        messages({"message": "Dizziness in 7 %", "plain": "Some feel dizzy"}),
        "key_messages",
    ),
    Case(
        PAIRED,
        [MESSAGES],
        messages({"message": "Dizziness is common", "data": "7 %", "plain": "4 in 100 feel dizzy"}),
        "Message 1 tells consumers “4 in 100” and doctors “7 %”.",
        "Use the same figure in both",
        messages({"message": "Dizziness is common", "data": "7 %", "plain": "7 in 100 feel dizzy"}),
        "key_messages",
    ),
    Case(
        DRIFT,
        [BRIEF, FINAL],
        {"brief": "Weigh yourself every morning; call at 2 kilograms", "final_words": "Weigh yourself; call the nurse"},
        "The brief has drifted by 58 % on the way to “final words”, and 40 % are tolerated. "
        "Lost: every, morning, 2, kilograms.",
        "Bring the final words back to the brief",
        {"final_words": "Every morning weigh yourself. 2 kilograms more? Call the nurse."},
        "final_words",
    ),
    Case(
        {"brief-drift": {"brief": "key_messages", "column": "message", "final": "final_words"}},
        [MESSAGES, FINAL],
        messages({"message": "Rest on the second day"}, {"message": "Call the nurse"})
        | {"final_words": "Call your nurse"},
        "Message 1 has drifted by 100 %",
        "or change the brief",
        messages({"message": "Call your nurse"}),
        "final_words",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what[:40])
def test_what_is_found_is_cleared_by_its_cure(case: Case) -> None:
    (one,) = case.findings({})
    assert case.what in one.what
    assert case.cure in one.cure
    assert one.concerns == case.concerns
    assert case.findings(case.cured) == ()


def test_a_specialty_outside_the_table_has_no_length() -> None:
    assert found([RANGES], [MESSAGES], messages({"message": "one", "specialty": "nursing"}, {"message": "one"})) == ()


@pytest.mark.parametrize("audiences", [{"hcp": "main", "patients": "none"}, {"hcp": "none", "patients": "main"}, {}])
def test_one_audience_alone_needs_no_pair(audiences: dict[str, str]) -> None:
    assert found([PAIRED], [MESSAGES], messages({"message": "x"}) | {"audiences": audiences}) == ()


def test_one_group_of_consumers_is_enough_to_need_a_pair() -> None:
    check = {"paired-messages": PAIRED["paired-messages"] | {"consumers": ["patients", "hcp"]}}
    said = messages({"message": "x"}) | {"audiences": {"hcp": "main", "patients": "none"}}
    assert len(found([check], [MESSAGES], said)) == 1


@pytest.mark.parametrize(
    ("doctors", "consumers", "contradicts"),
    [
        ("61 % fewer attacks", "6 in 10 have fewer", True),
        ("61 % fewer attacks", "Attacks become rarer", False),
        ("Attacks become rarer", "6 in 10 have fewer", False),
        ("8 of 10 slept", "80 % slept", False),
        ("Response in 1,204 patients", "1204 patients took part", False),
        ("Stays 5 hours", "Stays 6 hours", True),
        ("Stays 5 Hours", "Stays 6 hours", True),
        ("Stays 5 hours", "Bring 2 books", False),
        ("Fainting: 0.4 %", "Fainting: 4 in 1,000", False),
        ("Fainting: 0,4 %", "Fainting: 4 out of 100", True),
        ("12 % or 14 %", "14 %", False),
    ],
)
def test_figures_contradict_when_both_sides_speak_of_the_same(doctors: str, consumers: str, contradicts: bool) -> None:  # noqa: FBT001
    said = messages({"message": doctors, "plain": consumers})
    assert bool(found([PAIRED], [MESSAGES], said)) == contradicts


def test_figures_are_read_with_their_unit() -> None:
    told = figures("7 in 100 within 5 h; 1.204.000 people, 2,5 mg, 0 in 0")
    assert set(told) == {
        ("share", Fraction(7, 100)), ("h", Fraction(5)), ("people", Fraction(1_204_000)), ("mg", Fraction(5, 2)),
        ("", Fraction(0)),
    }  # fmt: skip


def test_nothing_drifts_before_there_is_a_final_text() -> None:
    assert found([DRIFT], [BRIEF, FINAL], {"brief": "Weigh yourself"}) == ()


@pytest.mark.parametrize(("limit", "count"), [(58, 0), (57, 1)])
def test_drift_counts_from_its_limit(limit: int, count: int) -> None:
    said = {"brief": "Weigh yourself every morning; call at 2 kilograms", "final_words": "Weigh yourself; call"}
    check = {"brief-drift": {"brief": "brief", "final": "final_words", "limit": limit}}
    assert len(found([check], [BRIEF, FINAL], said)) == count


def test_drift_at_its_limit_is_tolerated() -> None:
    said = {"brief": "weigh yourself every morning", "final_words": "weigh yourself"}
    check = {"brief-drift": {"brief": "brief", "final": "final_words", "limit": 50}}
    assert found([check], [BRIEF, FINAL], said) == ()
