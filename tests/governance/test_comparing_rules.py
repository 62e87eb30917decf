"""Rules compared by every course of votes, against courses tried one by one through the tally."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.comparing.rules import Bench, shortest
from governance.language.definition import Presence, Rule
from governance.law import tally
from governance.record.commands import Outcome, Signature
from governance.record.state import Vote

SEATS = ("chair", "medical", "legal")
OUTCOMES: tuple[Outcome, ...] = ("approve", "request changes", "reject", "abstain")
some_seats = st.lists(st.sampled_from(SEATS), unique=True, max_size=2).map(tuple)
rules = st.builds(
    Rule,
    st.sampled_from([1, 2, 3, "majority", "two-thirds", "all"]),
    st.builds(Presence, st.integers(1, 3), st.sampled_from([0, 50, 60, 100]), some_seats),
    some_seats,
)


def ends(rule: Rule, course: tuple[tuple[str, Outcome], ...]) -> str:
    """The first verdict along a course."""
    signature = Signature("n", "m", "s", "password+totp")
    votes: tuple[Vote, ...] = ()
    for seat, outcome in course:
        votes = (*votes, Vote(seat, seat, outcome, "t", 1, 0, signature))
        verdict = tally.verdict(rule, tally.count(rule, votes, SEATS, len(SEATS)))
        if verdict != "pending":
            return verdict
    return "pending"


COURSES = [
    tuple(zip(order, said, strict=True))
    for number in (1, 2, 3)
    for order in permutations(SEATS, number)
    for said in product(OUTCOMES, repeat=number)
]


@given(rules, rules)
@settings(max_examples=8, deadline=None)
def test_a_course_is_found_exactly_when_there_is_one(more: Rule, less: Rule) -> None:
    found = shortest(Bench(more, SEATS, committee=True), Bench(less, SEATS, committee=True))
    telling = [c for c in COURSES if ends(more, c) == "passed" and ends(less, c) != "passed"]
    assert (found is None) is (not telling)
    if found is not None:
        assert len(found) == min(map(len, telling))
        assert ends(more, found) == "passed"
        assert ends(less, found) != "passed"


@pytest.mark.parametrize(
    ("more", "less", "told"),
    [
        (Rule("majority"), Rule("two-thirds"), False),
        (Rule(1), Rule(2), True),
        (Rule(2), Rule(1), False),
        (Rule("majority", veto=()), Rule("majority", veto=("legal",)), True),
    ],
)
def test_known_pairs(more: Rule, less: Rule, *, told: bool) -> None:
    found = shortest(Bench(more, SEATS, committee=True), Bench(less, SEATS, committee=True))
    assert (found is not None) is told
