"""Audiences, evidence, reasons, formats and segments: what is found, and that the cure clears it."""

from typing import Any

import pytest

from tests.governance.documents import answers
from tests.governance.finding import Case, choice, found

WHY = {"name": "why", "kind": "text"}
REASON = choice("rationale", "need", "outcome", "brand")
FORMAT = {"name": "format", "kind": "choices", "options": ["article", "quiz", "ask"]}
VARIANTS = {"name": "variants", "kind": "number"}
POINTS = [
    {"points": 3, "says": "a reason of the customer", "cure": "Give one.", "when": {"rationale": ["need", "outcome"]}},
    {
        "points": 2,
        "says": "an interview",
        "cure": "Hold one.",
        "when": {"evidence": {"any row": {"kind": "interview"}}},
    },
    {"points": 1, "says": "patients addressed", "cure": "Ask them.", "when": {"audiences": {"patients": "main"}}},
]
SURVEY = {"kind": "survey", "shows": "x"}
CASES = [
    Case(
        {"customer-centricity": {"points": POINTS, "at_least": 60}},
        [REASON],
        {"rationale": "brand"},
        "Customer-centricity is 33 of 100, and 60 are needed. Points lost: 3 for “a reason of the customer”; "
        "1 for “patients addressed”.",
        "Give one. Ask them.",
        {"rationale": "need"},
        "rationale",
    ),
    Case(
        {"low-value-format": {"any_of": ["quiz", "ask"], "because": "why", "at_least": 4}},
        [FORMAT, WHY],
        {"format": ["article", "quiz"], "why": "It is fun"},
        "The format “quiz” rarely helps, and has 3 words of justification.",
        "Say in at least 4 words what the customer can do afterwards",
        {"why": "They learn to read a label"},
        "why",
    ),
    Case(
        {"low-value-format": {"any_of": ["quiz", "ask"], "because": "why"}},
        [FORMAT, WHY],
        {"format": ["quiz", "ask"]},
        "The format “quiz, ask” rarely helps, and is not justified.",
        "or choose another format.",
        {"format": ["article"]},
        "why",
    ),
    Case(
        {"brand-only": {"any_of": ["brand"]}},
        [REASON],
        {"rationale": "brand"},
        "The only reason is the brand’s own: brand.",
        "Name the customer’s reason if there is one",
        {"rationale": "outcome"},
        "rationale",
    ),
    Case(
        {"segment-variants": {"unless": "why"}},
        [VARIANTS, WHY],
        {"variants": 1},
        "There is 1 version: everybody gets the same.",
        "enter 2 or more, or say in “why” why not.",
        {"variants": 2},
        "variants",
    ),
    Case(
        {"segment-variants": {}},
        [VARIANTS],
        {},
        "There are 0 versions",
        "enter 2 or more.",
        {"variants": 2},
        "variants",
    ),
    Case(
        {"evidence-present": {"at_least": 2}},
        [],
        {"evidence": [SURVEY]},
        "There are 1 pieces of evidence where at least 2",
        "Add what customers said",
        {"evidence": [SURVEY, SURVEY]},
        "evidence",
    ),
    Case(
        {"covers": {"in": "evidence", "column": "kind", "any_of": ["interview"], "unless": "why"}},
        [WHY],
        {"evidence": [SURVEY]},
        "No row has as its kind one of: interview.",
        "Add one, or say in “why” why not.",
        {"why": "Only numbers exist"},
        "evidence",
    ),
    Case(
        {"audience-answered": {"main": "main"}},
        [],
        {"audiences": {"hcp": "main"}},
        "How this affects “patients” is not answered.",
        "not affected is fine",
        {"audiences": {"hcp": "main", "patients": "none"}},
        "audiences",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what[:40])
def test_what_is_found_is_cleared_by_its_cure(case: Case) -> None:
    (one,) = case.findings({})
    assert case.what in one.what
    assert case.cure in one.cure
    assert one.concerns == case.concerns
    assert case.findings(case.cured) == ()


@pytest.mark.parametrize(("least", "count"), [(33, 0), (34, 1)])
def test_the_score_counts_up_to_its_threshold(least: int, count: int) -> None:
    check = {"customer-centricity": {"points": POINTS, "at_least": least}}
    assert len(found([check], [REASON], {"rationale": "brand"})) == count


def test_the_dearest_loss_is_named_first_and_the_score_concerns_it() -> None:
    said: dict[str, Any] = {"rationale": "brand", "evidence": [SURVEY]}
    (one,) = found([{"customer-centricity": {"points": POINTS[::-1]}}], [REASON], said)
    assert one.concerns == "rationale"
    assert one.cure == "Give one. Hold one. Ask them."


def test_the_inputs_of_a_score_are_the_answers_its_points_read() -> None:
    check = {"customer-centricity": {"points": POINTS}}
    before, unread, read = (
        found([check], [REASON], {"rationale": "brand"} | more)[0].inputs
        for more in ({}, {"budget": "7 EUR"}, {"audiences": {"hcp": "none", "patients": "none"}})
    )
    assert (before == unread, before == read) == (True, False)


def test_no_reason_at_all_is_no_reason_of_the_brand() -> None:
    assert found([{"brand-only": {"any_of": ["brand"]}}], [REASON], {}) == ()


def test_a_brand_among_other_reasons_is_not_alone() -> None:
    several = REASON | {"kind": "choices"}
    check = {"brand-only": {"any_of": ["brand"]}}
    assert found([check], [several], {"rationale": ["brand", "need"]}) == ()
    assert len(found([check], [several], {"rationale": ["brand"]})) == 1


def test_a_stated_reason_waives_versions_for_segments() -> None:
    assert found([{"segment-variants": {"unless": "why"}}], [VARIANTS, WHY], {"why": "One need, one text"}) == ()


def test_faultless_answers_are_found_faultless() -> None:
    assert found([{"audience-answered": {"main": "main"}}, "evidence-present"], [], answers()) == ()


def test_as_many_words_as_asked_are_a_justification() -> None:
    check = {"low-value-format": {"any_of": ["quiz"], "because": "why", "at_least": 3}}
    assert found([check], [FORMAT, WHY], {"format": ["quiz"], "why": "They learn it"}) == ()
