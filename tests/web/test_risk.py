"""The order by risk is that of the clocks, over all that waits, though only a part of it is read."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from governance.formats.jcs import Json
from governance.reading.document import read
from tests.bench.journey import DOCUMENT
from web.rows.reviews import WaitingGate
from web.rows.risk import Clocks, most_at_risk

HOUR = 3_600_000
NOW = 1_000 * HOUR
LONG, SHORT = "steering", "legal"


def clocks() -> Clocks:
    """Steering has 400 hours of any time, Legal 16."""
    longer = {LONG: "400 hours"}
    gates: list[Json] = [{**gate, "within": longer.get(gate["gate"], "16 hours")} for gate in DOCUMENT["gates"]]
    law = read({**DOCUMENT, "gates": gates})
    return Clocks({"d": law}, {}, frozenset({"committee/steering", "role/legal"}), NOW)


def waiting(hours: list[tuple[int, str]]) -> list[WaitingGate]:
    found = [WaitingGate(f"i{n}", f"N-{n:04}", gate, NOW + h * HOUR, "d", "T1") for n, (h, gate) in enumerate(hours)]
    return sorted(found, key=lambda one: one.due)


@given(st.lists(st.tuples(st.integers(-300, 300), st.sampled_from([LONG, SHORT])), max_size=60), st.integers(1, 20))
def test_the_first_are_those_of_which_the_least_of_the_clock_is_left(hours: list[tuple[int, str]], most: int) -> None:
    ours, some = clocks(), waiting(hours)
    every = sorted(some, key=lambda one: (ours.left(one), one.due, one.number))
    assert list(most_at_risk(ours, some, most)) == every[:most]


@given(st.integers(-20, 500), st.sampled_from([LONG, SHORT]))
def test_what_has_used_most_of_its_clock_is_due_before_a_moment_that_needs_no_calendar(hours: int, gate: str) -> None:
    ours, (one,) = clocks(), waiting([(hours, gate)])
    found = [until for until, kinds in ours.likely(80).items() if (one.definition, one.gate, one.tier) in kinds]
    assert len(found) == 1
    assert (one.due <= found[0]) == (ours.left(one) <= 0.2)


def test_a_long_clock_due_later_may_come_before_a_short_one_due_sooner() -> None:
    found = most_at_risk(clocks(), waiting([(14, SHORT), (40, LONG)]), 2)
    assert [one.gate for one in found] == [LONG, SHORT]


def test_what_cannot_matter_is_not_read() -> None:
    read_so_far = 0

    def lazily() -> Iterator[WaitingGate]:
        nonlocal read_so_far
        for one in waiting([(hour, SHORT) for hour in range(1, 2_000)]):
            read_so_far += 1
            yield one

    assert len(most_at_risk(clocks(), lazily(), 10)) == 10
    assert read_so_far < 300
