"""Whether what one rule passes another passes, too: every course of votes on small panels, through the real tally.

A course is the votes in order. Each rule is done with it at its first verdict. What tells two rules apart is a course
that one has passed while the other has not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from governance.language.definition import Definition, Gate, Rule
from governance.law import tally

Ballot = Literal["approve", "request changes", "reject", "abstain"]
Course = tuple[tuple[str, Ballot], ...]
_BALLOTS: tuple[Ballot, ...] = ("approve", "request changes", "reject", "abstain")
LARGEST = 8
MOST_STATES = 12_000


@dataclass(frozen=True)
class Bench:
    """A rule and who votes under it. A role pool has no named seats: its voters are `1`, `2`, …"""

    rule: Rule
    seats: tuple[str, ...]
    committee: bool


@dataclass(frozen=True)
class Told:
    """What is known of one direction: a course that shows it, or `possible` without one, or neither. `seats` are those
    of the panel the course is told about.
    """

    possible: bool
    course: Course | None = None
    seats: tuple[str, ...] = ()


def seats_of(law: Definition, panel: str) -> tuple[str, ...] | None:
    """A committee's seats as its charter declares them; None for a role, or where there is no charter."""
    charter = law.charters.get(panel.partition("/")[2]) if panel.startswith("committee/") else None
    return tuple(seat for seat, _ in charter.seats) if charter else None


def passes_more(more: tuple[Definition, Gate], less: tuple[Definition, Gate]) -> Told:
    """Whether the first gate's rule passes a course of votes that the second's does not pass."""
    ours, theirs = seats_of(more[0], more[1].panel), seats_of(less[0], less[1].panel)
    if more[1].rule == less[1].rule and ours == theirs:
        return Told(possible=False)
    sure = True
    for mine, other in _benches(more[1], less[1], ours, theirs):
        try:
            course = shortest(mine, other)
        except TooManyStates:
            sure = False
            continue
        if course is not None:
            return Told(possible=True, course=course, seats=mine.seats)
    counted = ours is not None and theirs is not None
    return Told(
        possible=not (sure and (counted or _bounded(more[1], less[1]))) and not _implied(more[1], less[1], ours, theirs)
    )


def _benches(
    more: Gate, less: Gate, ours: tuple[str, ...] | None, theirs: tuple[str, ...] | None
) -> Iterator[tuple[Bench, Bench]]:
    """Panels of every size worth looking at, small ones first; with charters there is one size."""
    committee = more.panel.startswith("committee/")
    if ours is not None and theirs is not None:
        yield Bench(more.rule, ours, committee), Bench(less.rule, theirs, committee)
        return
    named = tuple(dict.fromkeys(seat for rule in (more.rule, less.rule) for seat in (*rule.veto, *rule.present.seats)))
    for size in range(max(1, len(named)), max(LARGEST, len(named)) + 1):
        seats = (*named, *(str(n) for n in range(1, size - len(named) + 1)))
        yield Bench(more.rule, seats, committee), Bench(less.rule, seats, committee)


def _bounded(more: Gate, less: Gate) -> bool:
    """Whether larger panels than those looked at behave alike: counts only, each of them small."""
    rules = (more.rule, less.rule)
    counts = [rule.present.number for rule in rules] + [r.approve for r in rules if isinstance(r.approve, int)]
    return all(isinstance(r.approve, int) and not r.present.share for r in rules) and max(counts) < LARGEST


def _implied(more: Gate, less: Gate, ours: tuple[str, ...] | None, theirs: tuple[str, ...] | None) -> bool:
    """Whether the first rule asks for at least all that the second asks for, word by word."""
    mine, other = more.rule, less.rule
    same_way = mine.approve == other.approve or (
        isinstance(mine.approve, int) and isinstance(other.approve, int) and mine.approve >= other.approve
    )
    return (
        ours == theirs
        and same_way
        and mine.present.number >= other.present.number
        and mine.present.share >= other.present.share
        and {*mine.present.seats} >= {*other.present.seats}
        and {*mine.veto} >= {*other.veto}
    )


class TooManyStates(Exception):
    """The panel is too large to be looked at course by course."""


def shortest(more: Bench, less: Bench) -> Course | None:
    """The shortest course that passes `more` and has not passed `less`; None when there is none."""
    groups = _groups(more, less)
    ballots = _BALLOTS if more.committee and less.committee else _BALLOTS[:3]
    start = ((0,) * len(ballots),) * len(groups)
    seen = {start}
    edge: list[tuple[tuple[tuple[int, ...], ...], Course]] = [(start, ())]
    while edge:
        following: list[tuple[tuple[tuple[int, ...], ...], Course]] = []
        for state, course in edge:
            for place, group in enumerate(groups):
                used = sum(state[place])
                if used == len(group):
                    continue
                for kind, ballot in enumerate(ballots):
                    votes = (*state[place][:kind], state[place][kind] + 1, *state[place][kind + 1 :])
                    after = (*state[:place], votes, *state[place + 1 :])
                    if after in seen:
                        continue
                    seen.add(after)
                    if len(seen) > MOST_STATES:
                        raise TooManyStates
                    told = (*course, (group[used], ballot))
                    mine, other = (_verdict(bench, groups, after) for bench in (more, less))
                    if mine == "passed" and other != "passed":
                        return told
                    if mine == "pending" and other != "passed":
                        following.append((after, told))
        edge = following
    return None


def _groups(more: Bench, less: Bench) -> tuple[tuple[str, ...], ...]:
    """Seats that neither rule tells apart are interchangeable."""
    kinds: dict[tuple[bool, ...], list[str]] = {}
    for seat in dict.fromkeys((*more.seats, *less.seats)):
        key = tuple(seat in named for b in (more, less) for named in (b.seats, b.rule.veto, b.rule.present.seats))
        kinds.setdefault(key, []).append(seat)
    return tuple(map(tuple, kinds.values()))


def _verdict(bench: Bench, groups: tuple[tuple[str, ...], ...], state: tuple[tuple[int, ...], ...]) -> tally.Verdict:
    """What the rule makes of so many votes of each kind; votes from seats it does not have do not count."""
    totals = [0, 0, 0, 0]
    filled: set[str] = set()
    objecting: set[str] = set()
    rejecting: set[str] = set()
    for group, votes in zip(groups, state, strict=True):
        if group[0] not in bench.seats:
            continue
        first = 0
        for kind, number in enumerate(votes):
            totals[kind] += number
            here = group[first : first + number]
            first += number
            filled.update(here)
            if _BALLOTS[kind] == "request changes":
                objecting.update(seat for seat in here if seat in bench.rule.veto)
            if _BALLOTS[kind] == "reject":
                rejecting.update(seat for seat in here if seat in bench.rule.veto)
    missing_vetoes = tuple(seat for seat in bench.rule.veto if seat not in filled)
    size = len(bench.seats)
    yes, changes, no, abstained = totals
    seated = (size, size - len(filled), frozenset(filled))
    counted = tally.Count(
        yes,
        changes,
        no,
        abstained,
        *seated,
        frozenset(objecting),
        frozenset(rejecting),
        missing_vetoes,
        committee=bench.committee,
    )
    return tally.verdict(bench.rule, counted)
