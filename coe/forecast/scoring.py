"""How good the expected date is: held against the last fifth of a log's cases, beside plainer ways to say it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from coe.forecast.expected import Expecting, Seen
from coe.forecast.expected_log import VIEWS, began, ended, learnt_from, moments, recent
from coe.forecast.inputs import plain
from coe.forecast.logs import Log, Trace, Trouble
from governance.formats.jcs import Json

TEST_PERCENT = 20
LENGTHS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (7, 9), (10, 14), (15, 24), (25, 10**9))
Guess = Callable[[Seen], float]


class NothingToScore(Exception):
    """The log has no case to learn from or none to test on; the message says which."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Mean absolute errors in days: ours, two plain tables of medians, the naive floor."""

    ours: float
    by_step: float
    by_step_and_age: float
    floor: float


@dataclass(frozen=True, slots=True)
class Length:
    """Moments after so many events (`first` to `last`), with the share that the band held."""

    first: int
    last: int
    moments: int
    ours: float
    floor: float
    covered: float


@dataclass(frozen=True, slots=True)
class Score:
    """`errors` over every moment after an event but the last; `after_two` without the first event of a case;
    `with_last` with the last event too, where nothing is left. `width` is the mean width of the band in days.
    """

    split: int
    cases: int
    learnt_cases: int
    unfinished: int
    unused: int
    tested_cases: int
    silent: int
    moments: int
    errors: Errors
    after_two: Errors | None
    with_last: Errors
    covered: float
    width: float
    reach: float
    view: str
    lengths: tuple[Length, ...]
    troubles: tuple[Trouble, ...]

    @property
    def beats_floor(self) -> bool:
        """Whether ours comes closer than replaying past cycle times."""
        return self.errors.ours < self.errors.floor

    def as_json(self) -> dict[str, Json]:
        """As JSON; fractions as text."""
        errors: dict[str, Errors | None] = {
            "errors": self.errors,
            "after_two": self.after_two,
            "with_last": self.with_last,
        }
        told: dict[str, Json] = {
            name: {key: plain(getattr(each, key)) for key in Errors.__slots__} if each else None
            for name, each in errors.items()
        }
        numbers = ("split", "cases", "learnt_cases", "unfinished", "unused", "tested_cases", "silent", "moments")
        return {
            **{name: getattr(self, name) for name in numbers},
            **told,
            "covered": plain(self.covered),
            "width_days": plain(self.width),
            "reach": plain(self.reach),
            "view": self.view,
            "beats_floor": self.beats_floor,
            "lengths": [{key: _told(getattr(each, key)) for key in Length.__slots__} for each in self.lengths],
            "troubles": [{"what": t.what, "count": t.count, "first": t.first} for t in self.troubles],
        }


def parted(traces: Sequence[Trace]) -> tuple[list[Trace], list[Trace], int]:
    """Cases finished before the split, the last fifth by begin, and the split: when the first of those began.

    Raises NothingToScore.
    """
    ordered = sorted(traces, key=lambda one: (began(one), one.case))
    cut = len(ordered) * (100 - TEST_PERCENT) // 100
    if cut in (0, len(ordered)):
        raise NothingToScore(f"{len(ordered)} usable cases: too few to keep a fifth back. Give a log with more cases.")
    split = began(ordered[cut])
    finished = [one for one in ordered[:cut] if ended(one) < split]
    if not any(len(one.events) > 1 for one in finished):
        raise NothingToScore(
            "No case with two events or more was finished before the last fifth of the cases began, so there is "
            "nothing to learn from. Give a log over a longer time."
        )
    if not any(len(one.events) > 1 for one in ordered[cut:]):
        raise NothingToScore("Every case of the last fifth has one event alone, so there is nothing to forecast.")
    return finished, ordered[cut:], split


def score(log: Log) -> Score:
    """Learn from cases finished before the split, forecast every moment of the last fifth. Raises NothingToScore."""
    finished, test, split = parted(log.traces)
    usable = [one for one in finished if len(one.events) > 1]
    expecting, view = learnt_from(usable)
    tested = [(place, seen) for trace in test for place, seen in enumerate(moments(trace, VIEWS[view]), 1)]
    naive = _floor(usable)
    rows = [(place, seen, _tried(expecting, seen), naive(seen)) for place, seen in tested]
    held = [low <= seen.left <= high for _, seen, (_, low, high), _ in rows]
    guesses = (lambda seen: _tried(expecting, seen)[0], *_tables(usable, last=False), naive)
    later = [seen for place, seen in tested if place > 1]
    return Score(
        split=split,
        cases=len(log.traces),
        learnt_cases=len(usable),
        unfinished=len(log.traces) - len(test) - len(finished),
        unused=len(finished) - len(usable),
        tested_cases=len(test),
        silent=sum(len(one.events) == 1 for one in test),
        moments=len(tested),
        errors=_errors([seen for _, seen in tested], guesses),
        after_two=_errors(later, guesses) if later else None,
        with_last=_with_last(usable, test, view),
        covered=mean(held),
        width=mean(high - low for _, _, (_, low, high), _ in rows),
        reach=expecting.reach,
        view=view,
        lengths=tuple(_lengths(rows, held)),
        troubles=log.troubles,
    )


def _tried(expecting: Expecting, seen: Seen) -> tuple[float, float, float]:
    band = expecting.band(seen.keys, seen.age)
    return (band.likely, band.low, band.high) if band else (0.0, 0.0, 0.0)


def _floor(traces: Sequence[Trace]) -> Guess:
    """Past cycle times replayed: their median less the age, never below nothing."""
    cycle = median(seen.left for trace in traces for seen in list(moments(trace, VIEWS["the last step"]))[:1])
    return lambda seen: max(0.0, cycle - seen.age)


def _tables(traces: Sequence[Trace], *, last: bool) -> tuple[Guess, Guess]:
    """Medians of what was left by last step; and by last step and age in doublings of a day."""

    def table(key_of: Callable[[Seen], Hashable]) -> Guess:
        lefts: dict[Hashable, list[float]] = {}
        whole = list[float]()
        for trace in traces:
            for seen in moments(trace, VIEWS["the last step"], last=last):
                lefts.setdefault(key_of(seen), []).append(seen.left)
                whole.append(seen.left)
        medians = {key: median(values) for key, values in lefts.items()}
        middle = median(whole)
        return lambda seen: medians.get(key_of(seen), middle)

    return table(lambda seen: seen.keys[-1]), table(lambda seen: (seen.keys[-1], int(seen.age).bit_length()))


def _with_last(usable: Sequence[Trace], test: Sequence[Trace], view: str) -> Errors:
    """The same over every event: whether an event is the last has to be learnt as well."""
    from coe.forecast.expected import Past, near_for

    past = Past((s for t in recent(usable) for s in moments(t, VIEWS[view], last=True)), near_for(len(usable)))

    def ours(seen: Seen) -> float:
        found = past.alike(seen.keys, seen.age)
        return median(found.left) if found else 0.0

    every = [seen for trace in test for seen in moments(trace, VIEWS[view], last=True)]
    return _errors(every, (ours, *_tables(usable, last=True), _floor(usable)))


def _errors(tested: Sequence[Seen], guesses: Sequence[Guess]) -> Errors:
    ours, by_step, by_both, floor = (mean(abs(guess(seen) - seen.left) for seen in tested) for guess in guesses)
    return Errors(ours, by_step, by_both, floor)


Row = tuple[int, Seen, tuple[float, float, float], float]


def _lengths(rows: Sequence[Row], held: Sequence[bool]) -> list[Length]:
    found = []
    for first, last in LENGTHS:
        some = [(row, kept) for row, kept in zip(rows, held, strict=True) if first <= row[0] <= last]
        if some:
            ours = mean(abs(likely - seen.left) for (_, seen, (likely, _, _), _), _ in some)
            floor = mean(abs(naive - seen.left) for (_, seen, _, naive), _ in some)
            reached = max(row[0] for row, _ in some)
            found.append(Length(first, min(last, reached), len(some), ours, floor, mean(kept for _, kept in some)))
    return found


def _told(value: float) -> Json:
    return plain(value)
