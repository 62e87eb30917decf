"""`holds` against an evaluation written from the grammar alone."""

from __future__ import annotations

from typing import get_args

from hypothesis import example, given
from hypothesis import strategies as st

from governance.formats.jcs import Json
from governance.language.conditions import All, AnyOf, Comparator, Condition, Not, Rows, causes, holds
from governance.language.conditions import Test as Atom
from tests.governance.naive_rules import true

WORDS = ("a", "b", "", "3", "100 EUR", "99 EUR", "100 USD", "-5 EUR", "2026-01-31", "2026-02-01", "yes")
ROWS: st.SearchStrategy[Json] = st.lists(
    st.fixed_dictionaries({"m": st.sampled_from(("a", "b", "3"))}, optional={"n": st.sampled_from((0, 1, 3))}),
    max_size=3,
)
NAMES = ("one", "two", "grid.row", "grid.other", "tier")
SCALARS = st.sampled_from((*WORDS, 0, 1, 3, -2, True))
ANSWERS: st.SearchStrategy[dict[str, Json]] = st.fixed_dictionaries(
    {},
    optional={
        "one": st.one_of(SCALARS, st.lists(st.sampled_from(WORDS[:2]), max_size=3), st.none()),
        "two": st.one_of(SCALARS, st.lists(st.fixed_dictionaries({"m": SCALARS}), max_size=3)),
        "grid": st.dictionaries(st.sampled_from(("row", "other")), st.sampled_from(("a", "b"))),
        "tier": st.sampled_from(("T1", "T2")),
        "table": ROWS,
    },
)
ANY = st.sampled_from(NAMES)
ORDERED = st.sampled_from([word for word in get_args(Comparator) if word not in ("is", "one of")])
# Only what the language can say: the reader lets no other pairing of comparator and value through.
ATOMS = st.one_of(
    st.builds(Atom, ANY, st.just("is"), st.sampled_from((*WORDS, 0, 1, 3))),
    st.builds(Atom, ANY, st.just("one of"), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)),
    st.builds(Atom, ANY, ORDERED, st.sampled_from((*WORDS, 0, 1, 3))),
    st.builds(Atom, ANY, st.one_of(st.just("is"), ORDERED), st.sampled_from((0, 1, 2)), st.just(value=True)),
)
COLUMNS = st.one_of(
    st.builds(Atom, st.just("m"), st.just("is"), st.sampled_from(("a", "b"))),
    st.builds(Atom, st.just("n"), ORDERED, st.sampled_from((0, 1, 3))),
)
ABOUT_A_ROW = st.one_of(COLUMNS, st.builds(lambda *parts: All(parts), COLUMNS, COLUMNS), st.builds(Not, COLUMNS))
ATOMS = st.one_of(ATOMS, st.builds(Rows, st.just("table"), st.booleans(), ABOUT_A_ROW))
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    ATOMS,
    lambda parts: st.one_of(
        st.builds(All, st.lists(parts, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=5,
)


@given(CONDITIONS, ANSWERS)
@example(Atom("one", "over", "100 EUR"), {"one": "100 USD"})
@example(Atom("one", "at least", "2026-01-31"), {"one": "2026-02-01"})
@example(Atom("one", "is", 1), {"one": True})
@example(Rows("table", every=True, part=Atom("m", "is", "a")), {"table": []})
@example(Rows("table", every=True, part=Atom("m", "is", "a")), {"table": [{"m": "a"}, {"m": "b"}]})
def test_a_condition_holds_exactly_where_its_grammar_says(condition: Condition, answers: dict[str, Json]) -> None:
    assert holds(condition, answers) == true(condition, answers)


@given(CONDITIONS, ANSWERS)
def test_causes_hold_and_are_given_only_for_what_holds(condition: Condition, answers: dict[str, Json]) -> None:
    found = causes(condition, answers)
    assert all(true(test, answers) for test in found)
    assert not found or true(condition, answers)
