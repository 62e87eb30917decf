"""What is left for a record: nearest past moments, their quantiles, and a band that holds as often as it says."""

import random
from collections.abc import Sequence
from statistics import median

import pytest

from coe.forecast.expected import Past, Seen, distance, learnt, near_for, reach_of, reached

LAST = 60


def moments(count: int, seed: int = 1, keys: Sequence[str] = ("a", "b")) -> list[Seen]:
    luck = random.Random(seed)
    return [
        Seen(n, (luck.choice(keys),), float(luck.randrange(40)), luck.expovariate(0.3), luck.expovariate(0.1))
        for n in range(count)
    ]


def nearest_by_hand(seen: list[Seen], key: str, age: float, near: int) -> list[float]:
    """All of the key, sorted by distance of age; whatever ties with an outermost age belongs to it."""
    rows = sorted((one for one in seen if one.keys[0] == key), key=lambda one: (abs(one.age - age), one.age))
    ages = {one.age for one in rows[:near]}
    return sorted(one.left for one in rows if one.age in ages)


def test_the_nearest_ages_are_those_a_full_search_finds() -> None:
    seen = moments(400)
    past = Past(seen, near=30)
    for age in (0.0, 3.5, 17.0, 39.0, 80.0):
        found = past.alike(("a",), age)
        assert found is not None
        assert list(found.left) == nearest_by_hand(seen, "a", age, 30)


def test_all_moments_of_one_age_answer_together_not_the_shortest_of_them() -> None:
    seen = [Seen(n, ("begun",), 0.0, 1.0, float(n)) for n in range(500)]
    found = Past(seen, near=60).alike(("begun",), 0.0)
    assert found is not None
    assert median(found.left) == 249.5


def test_a_place_seen_too_rarely_falls_back_to_the_next_rung() -> None:
    seen = [Seen(n, (("rare", n), "common"), 0.0, 1.0, 7.0) for n in range(40)]
    found = Past(seen, near=20).alike((("rare", 3), "common"), 0.0)
    assert found is not None
    assert (found.rung, found.records) == (1, 40)


def test_a_place_never_seen_is_answered_from_all_moments() -> None:
    found = Past(moments(100), near=20).alike(("elsewhere",), 5.0)
    assert found is not None
    assert found.rung == 1


def test_only_those_that_stayed_longer_tell_what_is_left_after_a_stay() -> None:
    quick = [Seen(n, ("desk",), 0.0, 1.0, 1.0) for n in range(30)]
    slow = [Seen(100 + n, ("desk",), 0.0, 10.0, 12.0) for n in range(30)]
    past = Past([*quick, *slow], near=60)
    after = past.alike(("desk",), 4.0, stayed=4.0)
    assert after is not None
    assert set(after.left) == {8.0}
    assert past.alike(("desk",), 50.0, stayed=50.0) is None


def test_nothing_past_answers_nothing() -> None:
    assert Past([]).alike(("a",), 0.0) is None
    assert learnt([]).band(("a",), 0.0) is None


def test_the_band_holds_exactly_what_lies_within_its_reach() -> None:
    luck = random.Random(3)
    for size in (1, 2, 9, 10, 60):
        past = sorted(float(luck.randrange(12)) for _ in range(size))
        for reach in (0.0, 0.1, 0.3, 0.4, 0.45):
            low, high = reached(past, reach)
            for value in [*past, -1.0, 12.0]:
                inside = low <= value <= high
                assert inside == (distance(past, value) <= reach + 1e-12), (size, reach, value)


def test_the_reach_is_the_share_asked_for_counted_by_hand() -> None:
    scores = [place / 100 for place in range(99)]
    assert reach_of(scores, 0.8) == scores[79]
    assert reach_of([0.1, 0.2], 0.8) == 0.5
    assert reach_of([], 0.8) == 0.5


@pytest.mark.parametrize("records", [30, 120, 600])
def test_the_band_covers_8_in_10_of_exchangeable_records(records: int) -> None:
    """Skewed and multiplied by a place: fresh records of the same kind fall inside as often as promised."""
    held, tried = 0, 0
    for seed in range(600 // records + 4):
        luck = random.Random(seed)

        def record(name: int, luck: random.Random = luck) -> Seen:
            place = luck.choice("xy")
            return Seen(name, (place,), luck.random() * 5, 1.0, luck.expovariate(1.0) * (5 if place == "x" else 1))

        expecting = learnt([record(n) for n in range(records)])
        for _ in range(100):
            fresh = record(-1)
            band = expecting.band(fresh.keys, fresh.age)
            assert band is not None
            assert band.low <= band.likely <= band.high
            held, tried = held + (band.low <= fresh.left <= band.high), tried + 1
    assert 0.77 <= held / tried <= 0.87, held / tried


def test_the_reach_is_found_on_records_the_forecast_was_not_told() -> None:
    """Twenty moments of each record end alike: told its own ones, a forecast would seem far better than it is."""
    luck = random.Random(5)
    ends = [luck.expovariate(0.1) for _ in range(80)]
    seen = [Seen(n, ("one",), float(age), 1.0, end) for n, end in enumerate(ends) for age in range(20)]
    expecting = learnt(seen)
    fresh = [luck.expovariate(0.1) for _ in range(400)]
    bands = [expecting.band(("one",), 5.0) for _ in fresh]
    share = sum(b is not None and b.low <= end <= b.high for b, end in zip(bands, fresh, strict=True)) / len(fresh)
    assert share >= 0.72, share


def test_how_many_answer_grows_with_the_history_and_stops_at_sixty() -> None:
    assert [near_for(n) for n in (0, 12, 80, 10_000)] == [10, 10, 20, LAST]


def test_learning_says_whether_the_naive_floor_was_beaten() -> None:
    split = [Seen(n, ("long" if n % 2 else "short",), 0.0, 1.0, 30.0 if n % 2 else 2.0) for n in range(100)]
    told = learnt(split)
    assert told.beats_floor
    assert told.error < 1 < told.floor
    alike = learnt([Seen(n, ("same",), 0.0, 1.0, 5.0) for n in range(100)])
    assert not alike.beats_floor
    assert alike.naive(3.0) == 2.0
    assert alike.naive(9.0) == 0.0
