"""All that one panel can say: every set of votes its gate can come to hold, judged by the engine's own tally.

Seats that a rule does not tell apart are interchangeable, so a set of votes is told by how many of each kind of seat
said what. A verdict is a function of that set; the order only decides who is still asked. A recusal counts as nothing,
and the canonical office has somebody to step in for each. Rounds need no number here: a verdict asks no more than
whether a vote is of this round, so what a later round starts with is what an earlier one left standing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Literal, TypeAlias, assert_never

from governance.language.definition import Gate, Rule
from governance.law import tally
from governance.record.commands import Outcome, Signature
from governance.record.state import Vote

Judge: TypeAlias = Callable[[Rule, tally.Count], tally.Verdict]
Kind = Literal["approve", "request changes", "reject", "abstain"]
KINDS: tuple[Kind, ...] = ("approve", "request changes", "reject", "abstain")
Conclusion = Literal["passed", "changes", "rejected", "stuck"]
Votes: TypeAlias = tuple[tuple[int, int, int, int], ...]
Ballot: TypeAlias = tuple[int, Kind]
FRESH, PASSED = 0, 1
_SAME: Mapping[Outcome, Kind] = {**{kind: kind for kind in KINDS}, "approve with conditions": "approve"}
_UNSIGNED = Signature("", "", "", "imported")


class TooManyStates(Exception):
    """There are more states than may be looked at; nothing is proven."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a gate can conclude a round: its verdict, and what kind of start it has in the next on the same text."""

    conclusion: Conclusion
    then: int


@dataclass(frozen=True, slots=True)
class Panel:
    """One gate's panel: the seats (or people of a role) by kind, and what follows from every set of votes.

    `ways[k]` are the conclusions from a start of kind k: FRESH without a vote, PASSED, and more where votes that
    still stand leave other verdicts open than no vote does. The verdicts are exact; what a request for changes leaves
    for the next round is any of what such requests leave.
    """

    kinds: tuple[tuple[str, ...], ...]
    outcomes: tuple[Kind, ...]
    verdicts: Mapping[Votes, tally.Verdict]
    later: Mapping[Votes, tuple[tuple[Ballot, Votes], ...]]
    starts: Mapping[Votes, int]
    ways: tuple[tuple[Way, ...], ...]
    rows: dict[tuple[Votes, frozenset[Way]], tuple[Ballot, ...] | None] = field(default_factory=dict, compare=False)

    @property
    def empty(self) -> Votes:
        """Nobody has voted."""
        return ((0, 0, 0, 0),) * len(self.kinds)

    def way(self, votes: Votes) -> Way | None:
        """The conclusion that this set of votes is; None while somebody is still to be heard."""
        return _way(self.verdicts[votes], self.later.get(votes, ()), self.starts, votes)

    def ballots(self, start: Votes, ways: frozenset[Way]) -> tuple[Ballot, ...] | None:
        """The shortest row of ballots from a set of votes to one of these conclusions; None where there is none."""
        if (start, ways) not in self.rows:
            self.rows[start, ways] = self._ballots(start, ways)
        return self.rows[start, ways]

    def _ballots(self, start: Votes, ways: frozenset[Way]) -> tuple[Ballot, ...] | None:
        trails: dict[Votes, tuple[Ballot, ...]] = {start: ()}
        queue = [start]
        for votes in queue:
            if self.way(votes) in ways:
                return trails[votes]
            for ballot, after in self.later.get(votes, ()):
                if after not in trails:
                    trails[after] = (*trails[votes], ballot)
                    queue.append(after)
        return None

    def rounds_to(self, conclusion: Conclusion) -> tuple[tuple[Ballot, ...], ...] | None:
        """The shortest rows of ballots, one for each round on the same text, after which the gate concludes so."""
        trails: dict[Votes, tuple[tuple[Ballot, ...], ...]] = {self.empty: ((),)}
        queue = [self.empty]
        for votes in queue:
            way, trail = self.way(votes), trails[votes]
            if way is not None and way.conclusion == conclusion:
                return trail
            onward = [(after, (*trail[:-1], (*trail[-1], ballot))) for ballot, after in self.later.get(votes, ())]
            if way is not None and way.conclusion == "changes":
                onward.append((standing(votes) if standing(votes) in self.starts else self.empty, (*trail, ())))
            for after, rows in onward:
                if after not in trails:
                    trails[after] = rows
                    queue.append(after)
        return None

    def of(self, cast: Iterable[tuple[str, Outcome]]) -> Votes:
        """The set of these votes, each told by its seat (person, in a role pool); recusals and other seats left out."""
        said = {who: outcome for who, outcome in cast if outcome in _SAME}
        return tuple(
            _numbers(sum(_SAME[said[who]] == outcome for who in kind if who in said) for outcome in KINDS)
            for kind in self.kinds
        )

    def unsupported(self) -> Votes | None:
        """A set of votes that passes the gate although nobody approves."""
        return next(
            (v for v, verdict in self.verdicts.items() if verdict == "passed" and not any(k[0] for k in v)), None
        )


def panel_of(gate: Gate, places: tuple[str, ...], most: int, judge: Judge = tally.verdict) -> Panel:
    """Everything this gate can conclude with these seats (people, in a role pool). Raises TooManyStates."""
    committee = gate.panel.startswith("committee/")
    kinds = _kinds(gate.rule, places) if committee else (places,)
    outcomes: tuple[Kind, ...] = KINDS if committee else KINDS[:3]
    count = _counter(gate.rule, kinds, committee=committee)
    verdicts: dict[Votes, tally.Verdict] = {}
    later: dict[Votes, tuple[tuple[Ballot, Votes], ...]] = {}
    first: Votes = ((0, 0, 0, 0),) * len(kinds)
    starts: dict[Votes, None] = {}
    queue: list[Votes] = [first]
    met = {first}
    for votes in queue:
        if len(queue) > most:
            raise TooManyStates
        verdicts[votes] = judge(gate.rule, count(votes))
        onward: Iterable[Votes] = ()
        if verdicts[votes] == "pending":
            later[votes] = tuple(_ballots(votes, kinds, outcomes))
            onward = (after for _, after in later[votes])
        elif verdicts[votes] == "changes":
            kept = first if gate.always_again else standing(votes)
            starts[kept] = None
            onward = (kept,)
        for after in onward:
            if after not in met:
                met.add(after)
                queue.append(after)
    return Panel(kinds, outcomes, verdicts, later, *_told_apart(first, tuple(starts), verdicts, later))


def _numbers(of: Iterable[int]) -> tuple[int, int, int, int]:
    approvals, changes, rejections, abstentions = of
    return approvals, changes, rejections, abstentions


def standing(votes: Votes) -> Votes:
    """What is left of these votes when a round ends and the text stays: approvals and abstentions."""
    return tuple((approvals, 0, 0, abstentions) for approvals, _, _, abstentions in votes)


def _kinds(rule: Rule, seats: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    told: dict[tuple[bool, bool], list[str]] = {}
    for seat in seats:
        told.setdefault((seat in rule.veto, seat in rule.present.seats), []).append(seat)
    return tuple(map(tuple, told.values()))


def _ballots(
    votes: Votes, kinds: tuple[tuple[str, ...], ...], outcomes: tuple[Kind, ...]
) -> Iterator[tuple[Ballot, Votes]]:
    """Every ballot somebody who has not voted may cast, with the votes after it."""
    for place, (said, seats) in enumerate(zip(votes, kinds, strict=True)):
        if sum(said) < len(seats):
            for n, outcome in enumerate(KINDS[: len(outcomes)]):
                now = _numbers((*said[:n], said[n] + 1, *said[n + 1 :]))
                yield (place, outcome), (*votes[:place], now, *votes[place + 1 :])


def _counter(rule: Rule, kinds: tuple[tuple[str, ...], ...], *, committee: bool) -> Callable[[Votes], tally.Count]:
    """The engine's count of a set of votes, as gates are counted: a role's electorate are all who may take part."""
    people = tuple(seat for kind in kinds for seat in kind)
    said: dict[tuple[str, Outcome], Vote] = {
        (who, outcome): Vote(who, who if committee else "", outcome, "", 1, 0, _UNSIGNED)
        for who in people
        for outcome in KINDS
    }
    seats = people if committee else ()
    electorate = len(people) if committee or not isinstance(rule.approve, int) or rule.present.share else 0

    def count(votes: Votes) -> tally.Count:
        cast: list[Vote] = []
        for kind, numbers in zip(kinds, votes, strict=True):
            place = 0
            for outcome, number in zip(KINDS, numbers, strict=True):
                cast += [said[who, outcome] for who in kind[place : place + number]]
                place += number
        return tally.count(rule, tuple(cast), seats, electorate)

    return count


def _way(
    verdict: tally.Verdict, later: tuple[tuple[Ballot, Votes], ...], starts: Mapping[Votes, int], votes: Votes
) -> Way | None:
    match verdict:
        case "passed":
            return Way("passed", PASSED)
        case "rejected":
            return Way("rejected", FRESH)
        case "changes":
            return Way("changes", starts.get(standing(votes), FRESH))
        case "pending":
            return None if later else Way("stuck", FRESH)
        case _:
            assert_never(verdict)


_CONCLUSIONS: tuple[Conclusion, ...] = ("passed", "changes", "rejected", "stuck")


def _told_apart(
    first: Votes,
    starts: tuple[Votes, ...],
    verdicts: Mapping[Votes, tally.Verdict],
    later: Mapping[Votes, tuple[tuple[Ballot, Votes], ...]],
) -> tuple[Mapping[Votes, int], tuple[tuple[Way, ...], ...]]:
    """Kinds of starts: two are one where the same verdicts can follow in the round."""
    reached: dict[Votes, int] = {}
    for votes in sorted(verdicts, key=lambda votes: -sum(map(sum, votes))):
        way = _way(verdicts[votes], later.get(votes, ()), {}, votes)
        if way is None:
            reached[votes] = reduce(or_, (reached[after] for _, after in later[votes]))
        else:
            reached[votes] = 1 << _CONCLUSIONS.index(way.conclusion)
    passed = 1 << _CONCLUSIONS.index("passed")
    numbers = {reached[first]: FRESH}
    kind = {
        start: PASSED
        if reached[start] == passed and verdicts[start] == "passed" and start != first
        else numbers.setdefault(reached[start], len(numbers) + 1)
        for start in (first, *starts)
    }
    afterwards = sorted(
        {kind.get(standing(votes), FRESH) for votes, verdict in verdicts.items() if verdict == "changes"}
    )
    ways: list[tuple[Way, ...]] = [()] * (max(*kind.values(), PASSED) + 1)
    for mask, number in numbers.items():
        ways[number] = tuple(
            Way(conclusion, then)
            for bit, conclusion in enumerate(_CONCLUSIONS)
            if mask >> bit & 1
            for then in _thens(conclusion, afterwards)
        )
    return kind, tuple(ways)


def _thens(conclusion: Conclusion, afterwards: list[int]) -> Iterable[int]:
    """The kinds of start that may follow: of a request for changes, all that any may leave."""
    return afterwards if conclusion == "changes" else (PASSED,) if conclusion == "passed" else (FRESH,)
