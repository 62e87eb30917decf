"""A draw is a function of register and selection alone: the same for everybody, fair, and in the order it says."""

import json
from collections import Counter
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.errors import Unreadable
from governance.verifier.sampling import (
    METHODS,
    Registered,
    Selection,
    draw,
    gaps,
    population,
    population_digest,
    register_of,
    rows_json,
    selection_of,
)

DAY = 86_400_000
STATUSES = ("in review", "on hold", "approved", "rejected", "withdrawn")


def row(place: int, risk: int = 0, status: str = "approved", submitted: int = 0) -> Registered:
    return Registered(f"id-{place}", f"INI-2026-{place:04}", "cx", f"T{3 - risk}", risk, status, submitted or place)


rows = st.builds(row, st.integers(1, 10_000), st.integers(0, 3), st.sampled_from(STATUSES), st.integers(0, 50 * DAY))
registers = st.lists(rows, max_size=40, unique_by=lambda each: each.id)
selections = st.builds(
    Selection, st.sampled_from(METHODS), st.integers(0, 50), st.text(max_size=20), st.booleans(),
    st.integers(0, 50 * DAY), st.integers(0, 50 * DAY),
)  # fmt: skip


@given(registers, selections, st.randoms())
def test_the_order_in_which_a_register_lists_its_records_changes_nothing(
    register: list[Registered], selection: Selection, chance: Any
) -> None:
    shuffled = chance.sample(register, len(register))
    assert draw(shuffled, selection) == draw(register, selection)
    assert population_digest(population(shuffled, selection)) == population_digest(population(register, selection))


@given(registers, selections)
def test_a_sample_is_of_the_population_without_repeats_and_never_larger_than_asked(
    register: list[Registered], selection: Selection
) -> None:
    among, sample = population(register, selection), draw(register, selection)
    assert set(sample) <= set(among)
    assert len(set(sample)) == len(sample)
    whole = selection.method == "all" or not selection.size
    assert len(sample) == (len(among) if whole else min(selection.size, len(among)))
    for each in among:
        assert each.status not in ("in review", "on hold") or not selection.closed
        assert each.submitted >= selection.since
        assert not selection.until or each.submitted < selection.until


@given(registers, st.text(max_size=20), st.integers(1, 20))
def test_a_larger_sample_by_chance_begins_with_the_smaller_one(
    register: list[Registered], seed: str, size: int
) -> None:
    smaller, larger = (draw(register, Selection("random", each, seed, closed=False)) for each in (size, size + 5))
    assert larger[: len(smaller)] == smaller


@given(registers, st.text(max_size=20))
def test_the_highest_risk_or_the_latest_comes_first_and_chance_decides_among_equals(
    register: list[Registered], seed: str
) -> None:
    by_risk = draw(register, Selection("risk", 0, seed, closed=False))
    assert [each.risk for each in by_risk] == sorted(each.risk for each in register)
    by_date = draw(register, Selection("date", 0, seed, closed=False))
    assert [each.submitted for each in by_date] == sorted((each.submitted for each in register), reverse=True)
    chance = [each.id for each in draw(register, Selection("random", 0, seed, closed=False))]
    top = [each.id for each in by_risk if each.risk == by_risk[0].risk]
    assert top == [id_ for id_ in chance if id_ in top]


def test_the_draw_is_the_one_the_documentation_gives_in_three_lines() -> None:
    register = [row(place) for place in range(1, 30)]
    ids = sorted(
        (each.id for each in register), key=lambda id_: sha256(f"clearway/draw/v1\0s\0{id_}".encode()).hexdigest()
    )
    assert [each.id for each in draw(register, Selection("random", 5, "s"))] == ids[:5]


def test_every_record_is_drawn_about_as_often_as_every_other() -> None:
    register = [row(place) for place in range(1, 21)]
    drawn = Counter(each.id for n in range(2000) for each in draw(register, Selection("random", 5, str(n))))
    assert set(drawn) == {each.id for each in register}
    assert max(abs(count - 500) for count in drawn.values()) < 100  # five standard deviations


def test_a_period_begins_with_its_first_moment_and_ends_before_its_last() -> None:
    register = [row(place, submitted=place * DAY) for place in (1, 2, 3)]
    among = population(register, Selection("all", 0, "", since=2 * DAY, until=3 * DAY))
    assert [each.id for each in among] == ["id-2"]


def test_a_record_left_out_in_between_shows_by_its_number() -> None:
    register = [row(place) for place in (1, 2, 4, 7)]
    assert gaps(register) == ("INI-2026-0003", "INI-2026-0005", "INI-2026-0006")
    assert gaps([row(place) for place in (1, 2, 3)]) == ()


def test_register_and_selection_are_read_back_as_they_were_written() -> None:
    register, selection = (row(1), row(2, 1)), Selection("risk", 3, "ü", closed=False, since=1, until=2)
    assert register_of(json.loads(json.dumps(rows_json(register)))) == register
    assert selection_of(json.loads(json.dumps(asdict(selection)))) == selection


@pytest.mark.parametrize(
    "wrong",
    [{"method": "luck"}, {"size": -1}, {"size": True}, {"seed": "x" * 101}, {"closed": 1}, {"more": 1}, {"since": "0"}],
)
def test_a_selection_that_is_none_is_told_as_such(wrong: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        selection_of({**asdict(Selection("random", 1, "s")), **wrong})


def test_a_register_that_names_a_record_twice_is_none() -> None:
    twice = rows_json((row(1), replace(row(2), number="INI-2026-0001")))
    with pytest.raises(Unreadable, match="twice"):
        register_of(twice)
    with pytest.raises(Unreadable):
        register_of([{**asdict(row(1)), "risk": "0"}])
