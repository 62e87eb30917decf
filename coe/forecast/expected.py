"""How long is left, from past records that stood where this one stands: their median, and a band that held 8 in 10.

Nothing here knows what a unit of time is; ages, stays and what is left come in one unit and leave in it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

COVERED = 0.8
FOLDS = 5
MOST_NEAR, FEWEST_NEAR = 60, 10
FEWEST_LEFT = 5
ENOUGH = 10  # with fewer than nine, not even the range of all of them holds 8 in 10
MOST_CALIBRATED = 10_000
_HALF, _HAIR = 0.5, 1e-9


@dataclass(frozen=True, slots=True)
class Seen:
    """A moment of a past record. `keys` say where it stood, most alike first; `age` since its begin, `stay` until its
    next step, `left` until its end.
    """

    record: Hashable
    keys: tuple[Hashable, ...]
    age: float
    stay: float
    left: float


@dataclass(frozen=True, slots=True)
class Alike:
    """What was left of the nearest past moments, sorted; of how many records; on which rung of the keys."""

    left: Sequence[float]
    records: int
    rung: int


@dataclass(frozen=True, slots=True)
class Band:
    """What is left: 8 in 10 between `low` and `high`, half of them below `likely`; from so many records."""

    low: float
    likely: float
    high: float
    records: int
    rung: int


class Past:
    """Past moments, to be asked for those like a given one.

    The first rung of keys with enough of them answers; among them those of the nearest age. Ties of age count together.
    """

    def __init__(self, seen: Iterable[Seen], near: int = MOST_NEAR) -> None:
        self._near = near
        groups: dict[tuple[int, Hashable], list[Seen]] = {}
        for each in seen:
            for rung, key in enumerate((*each.keys, None)):
                groups.setdefault((rung, key), []).append(each)
        self._groups = {name: _Group(rows) for name, rows in groups.items()}

    def alike(self, keys: Sequence[Hashable], age: float, stayed: float = 0.0) -> Alike | None:
        """Moments like the one that came at `age` less `stayed` and has lasted `stayed`: only those that lasted longer
        than that are asked, for what was left of them then. None where there is none.
        """
        least = max(FEWEST_NEAR, self._near // 2)
        last: Alike | None = None
        for rung, key in enumerate((*keys, None)):
            group = self._groups.get((rung, key))
            if group is None or len(group.rows) < least:
                continue
            left, records = group.nearest(age - stayed, self._near, stayed)
            if len(left) >= least:
                return Alike(left, records, rung)
            last = Alike(left, records, rung) if left else last
        whole = self._groups.get((len(keys), None))
        if last is None and whole is not None:
            left, records = whole.nearest(age - stayed, self._near, stayed)
            last = Alike(left, records, len(keys)) if left else None
        return last


class _Group:
    """Past moments with one key, by age."""

    def __init__(self, rows: list[Seen]) -> None:
        self.rows = sorted(rows, key=lambda row: (row.age, row.left))
        self.ages = [row.age for row in self.rows]
        self._kept: dict[tuple[int, int], tuple[list[float], int]] = {}

    def nearest(self, age: float, near: int, stayed: float) -> tuple[list[float], int]:
        if stayed <= 0:
            window = _window(self.ages, age, near)
            if window not in self._kept:
                self._kept[window] = _left(self.rows[slice(*window)], 0.0)
            return self._kept[window]
        rows = [row for row in self.rows if row.stay > stayed]
        return _left(rows[slice(*_window([row.age for row in rows], age, near))], stayed)


def _left(rows: Sequence[Seen], stayed: float) -> tuple[list[float], int]:
    return sorted(row.left - stayed for row in rows), len({row.record for row in rows})


def _window(ages: Sequence[float], age: float, near: int) -> tuple[int, int]:
    """The slice of the `near` ages closest to `age`, all those equal to the outermost ones included."""
    first, last = bisect_left(ages, age), bisect_right(ages, age)
    while last - first < near and (first > 0 or last < len(ages)):
        if last >= len(ages) or (first > 0 and age - ages[first - 1] <= ages[last] - age):
            first -= 1
        else:
            last += 1
    if first < last:
        first, last = bisect_left(ages, ages[first]), bisect_right(ages, ages[last - 1])
    return first, last


def near_for(records: int) -> int:
    """How many past moments answer, of so many records: a quarter of them, at least 10, at most 60."""
    return min(MOST_NEAR, max(FEWEST_NEAR, records // 4))


@dataclass(frozen=True, slots=True)
class Expecting:
    """Past moments and the reach of the band: it goes from the share 0.5 - `reach` of them to 0.5 + `reach`.

    `cycle` is the median of whole records. `error` and `floor` are mean absolute errors over the folds: ours, and that
    of the naive `cycle` less the age.
    """

    past: Past
    reach: float
    records: int
    cycle: float
    error: float
    floor: float

    def naive(self, age: float) -> float:
        """What replaying past records as they were leaves: their median cycle less the age, never below nothing."""
        return max(0.0, self.cycle - age)

    @property
    def beats_floor(self) -> bool:
        """Whether ours came closer on the records it was not told."""
        return self.error < self.floor

    def band(self, keys: Sequence[Hashable], age: float, stayed: float = 0.0) -> Band | None:
        """What is left for a record that stands at `keys`; None where no past record was ever in that case, or fewer
        than five stayed so long.
        """
        found = self.past.alike(keys, age, stayed)
        if found is None or (stayed > 0 and found.records < FEWEST_LEFT):
            return None
        low, high = reached(found.left, self.reach)
        return Band(low, median(found.left), high, found.records, found.rung)


def learnt(seen: Sequence[Seen]) -> Expecting:
    """Past moments with the reach found on themselves: each record is forecast from the records of the other folds,
    and the reach is what would have held 8 in 10 of those forecasts (cross-conformal, Vovk 2015).
    """
    whole = {each.record: each.age + each.left for each in seen}
    near = near_for(len(whole))
    folds = min(len(whole), FOLDS if len(whole) > FOLDS * FEWEST_NEAR else 2 * FOLDS)
    fold_of = {record: place % folds for place, record in enumerate(whole)} if folds else {}
    every = max(1, len(seen) // MOST_CALIBRATED)
    scores, errors, floors = list[float](), list[float](), list[float]()
    for fold in range(folds if folds > 1 else 0):
        past = Past((each for each in seen if fold_of[each.record] != fold), near)
        cycle = median(length for record, length in whole.items() if fold_of[record] != fold)
        for each in [each for each in seen if fold_of[each.record] == fold][::every]:
            found = past.alike(each.keys, each.age)
            if found is not None:
                scores.append(distance(found.left, each.left))
                errors.append(abs(median(found.left) - each.left))
                floors.append(abs(max(0.0, cycle - each.age) - each.left))
    cycle = median(whole.values()) if whole else 0.0
    error, floor = (mean(values) if values else 0.0 for values in (errors, floors))
    return Expecting(Past(seen, near), reach_of(scores), len(whole), cycle, error, floor)


def distance(past: Sequence[float], value: float) -> float:
    """How far a value lies from the middle of a sorted sample, in shares of the sample: 0 the middle, 0.5 outside."""
    below, upto = bisect_left(past, value) / len(past), bisect_right(past, value) / len(past)
    return abs(min(max(_HALF, below), upto) - _HALF)


def reach_of(scores: Sequence[float], covered: float = COVERED) -> float:
    """The distance within which a further one lies with this chance, given exchangeable ones; 0.5 for too few."""
    place = math.ceil(covered * (len(scores) + 1))
    return sorted(scores)[place - 1] if 0 < place <= len(scores) else _HALF


def reached(past: Sequence[float], reach: float) -> tuple[float, float]:
    """The ends of the band in a sorted sample: it holds exactly the values whose `distance` is at most `reach`, those
    outside the sample excepted.
    """
    size = len(past)
    low = math.ceil((_HALF - reach) * size - _HAIR) - 1
    high = math.floor((_HALF + reach) * size + _HAIR)
    return past[max(0, low)], past[min(size - 1, high)]
