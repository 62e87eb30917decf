"""Conditions over declared answers: what holds, what never fails, and what is said about them."""

import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.formats.jcs import Json
from governance.language.conditions import (
    ALWAYS,
    All,
    AnyOf,
    Comparator,
    Condition,
    Not,
    causes,
    holds,
    magnitude,
    sentence,
)
from governance.language.conditions import Test as Atom
from governance.language.conditions import tests as questions_of

COMPARATORS: tuple[Comparator, ...] = ("is", "one of", "over", "under", "at least", "at most")


@pytest.mark.parametrize(
    ("test", "answer", "expected"),
    [
        (Atom("a", "is", "yes"), "yes", True),
        (Atom("a", "is", "yes"), "no", False),
        (Atom("a", "is", 3), 3, True),
        (Atom("a", "is", 1), True, False),
        (Atom("a", "is", "3"), 3, False),
        (Atom("a", "one of", ("x", "y")), "y", True),
        (Atom("a", "one of", ("x", "y")), "z", False),
        (Atom("a", "is", "x"), ["z", "x"], True),
        (Atom("a", "is", "x"), ["z"], False),
        (Atom("a", "one of", ("x", "y")), ["z", "y"], True),
        (Atom("a", "one of", ("x", "y")), [], False),
        (Atom("a", "over", 5), 6, True),
        (Atom("a", "over", 5), 5, False),
        (Atom("a", "at least", 5), 5, True),
        (Atom("a", "at most", 5), 6, False),
        (Atom("a", "under", 5), 4, True),
        (Atom("a", "over", "250000 EUR"), "250001 EUR", True),
        (Atom("a", "over", "250000 EUR"), "250000 EUR", False),
        (Atom("a", "over", "9 EUR"), "10 EUR", True),
        (Atom("a", "over", "9 EUR"), "10 USD", False),
        (Atom("a", "over", "9 EUR"), 10, False),
        (Atom("a", "under", "2026-03-01"), "2026-02-28", True),
        (Atom("a", "at least", "2026-03-01"), "2026-03-01", True),
        (Atom("a", "over", "2026-03-01"), "10 EUR", False),
        (Atom("a", "over", 1, count=True), ["x", "y"], True),
        (Atom("a", "over", 1, count=True), ["x"], False),
        (Atom("a", "under", 1, count=True), [], True),
        (Atom("a", "over", 1, count=True), "xy", False),
        (Atom("a.row", "is", "main"), {"row": "main", "other": "none"}, True),
        (Atom("a.row", "is", "main"), {"row": "none", "other": "main"}, False),
        (Atom("a.row", "one of", ("main", "affected")), {"row": "affected"}, True),
        (Atom("a.row", "is", "main"), "main", False),
    ],
)
def test_one_question_about_one_answer(test: Atom, answer: Any, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert holds(test, {"a": answer}) is expected


@pytest.mark.parametrize("comparator", COMPARATORS)
@pytest.mark.parametrize("count", [False, True])
@pytest.mark.parametrize("answers", [{}, {"a": None}, {"a": ""}])
def test_a_missing_answer_fails_every_question(comparator: Comparator, count: bool, answers: dict[str, Any]) -> None:  # noqa: FBT001 - a table's column
    value: Any = ("x",) if comparator == "one of" else 0
    assert not holds(Atom("a", comparator, value, count=count), answers)


def test_the_empty_condition_always_holds_and_the_empty_choice_never() -> None:
    assert holds(ALWAYS, {})
    assert not holds(AnyOf(()), {})


@pytest.mark.parametrize(
    "text",
    ["--5", "5--", "- 5", "5 date", "5 eur", "5  EUR", "\u0665", "1" * 5000, "2026-1--01", "", "EUR", "0x1", "1_000"],
)
def test_what_is_no_number_amount_or_date_has_no_magnitude(text: str) -> None:
    assert magnitude(text) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, (7, "")),
        ("7", (7, "")),
        ("-7", (-7, "")),
        ("7 EUR", (7, "EUR")),
        ("2026-02-28", (20260228, "date")),
        (True, None),
    ],
)
def test_magnitudes_carry_their_unit(value: Any, expected: object) -> None:
    assert magnitude(value) == expected


names = st.sampled_from(["a", "b", "c", "a.row"])
values = (
    st.sampled_from(["x", "y", "yes", "5", "5 EUR", "2026-01-01"])
    | st.integers(-3, 9)
    | st.tuples(st.sampled_from(["x", "y"]))
)
atoms = st.builds(Atom, names, st.sampled_from(COMPARATORS), values, st.booleans())
conditions: st.SearchStrategy[Condition] = st.recursive(
    atoms,
    lambda part: (
        st.builds(Not, part)
        | st.builds(All, st.lists(part, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(part, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
json_values: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["x", "y", "5 EUR", "2026-01-01", "5 date", "--5"]),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["row", "x"]), part, max_size=2),
    max_leaves=5,
)
answers = st.dictionaries(st.sampled_from(["a", "b", "c"]), json_values, max_size=3)


@given(conditions, answers)
def test_any_condition_has_an_answer_for_any_answers(condition: Condition, given_answers: dict[str, Json]) -> None:
    assert holds(condition, given_answers) is not holds(Not(condition), given_answers)


@given(st.lists(conditions, min_size=1, max_size=3), answers)
def test_de_morgan(parts: list[Condition], given_answers: dict[str, Json]) -> None:
    everything, something = All(tuple(parts)), AnyOf(tuple(map(Not, parts)))
    assert holds(everything, given_answers) is not holds(something, given_answers)


@given(st.integers(-10, 10), st.integers(-10, 10))
def test_comparators_agree_with_arithmetic(answer: int, bound: int) -> None:
    meant = {
        "over": operator.gt,
        "under": operator.lt,
        "at least": operator.ge,
        "at most": operator.le,
        "is": operator.eq,
    }
    for word, compare in meant.items():
        assert holds(Atom("a", word, bound), {"a": answer}) is compare(answer, bound)  # type: ignore[arg-type]  # words of the table
        if word != "is":
            assert holds(Atom("a", word, f"{bound} EUR"), {"a": f"{answer} EUR"}) is compare(answer, bound)  # type: ignore[arg-type]  # words of the table


@given(conditions, answers)
def test_causes_are_questions_of_the_condition_that_hold(condition: Condition, given_answers: dict[str, Json]) -> None:
    found = causes(condition, given_answers)
    assert set(found) <= set(questions_of(condition))
    assert all(holds(test, given_answers) for test in found)
    if not holds(condition, given_answers):
        assert found == ()


def test_causes_of_a_choice_are_the_first_that_holds() -> None:
    condition = AnyOf((Atom("a", "is", "x"), Atom("b", "is", "x"), Atom("c", "is", "x")))
    assert causes(condition, {"b": "x", "c": "x"}) == (Atom("b", "is", "x"),)


def test_a_condition_is_said_with_the_words_of_the_form() -> None:
    condition = All(
        (
            AnyOf((Atom("audience", "one of", ("health_system", "payer")), Atom("budget", "over", "250000 EUR"))),
            Not(Atom("two_way", "is", "yes")),
            Atom("brands", "over", 1, count=True),
        )
    )
    assert sentence(condition, {"audience": "Audience", "two_way": "Can they answer?"}) == (
        "(“Audience” is one of health system or payer or “budget” is over 250000 EUR) and it is not so that "
        "“Can they answer?” is yes and the number of “brands” is over 1"
    )


@given(conditions)
def test_every_condition_can_be_said(condition: Condition) -> None:
    assert isinstance(sentence(condition, {}), str)
