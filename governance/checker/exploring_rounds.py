"""Every order in which the gates of one case can conclude, over any number of rounds.

A state says of every gate what kind of start it has (see `exploring_panels`) or that it is passed. Within a round gates
conclude in one order, upstream first, because a vote at one gate changes no other gate's count and a gate that is open
stays open until it concludes; tests compare this with a search without that reduction. Which gates of a round asked for
changes need not be kept: they are those not passed with everything before them passed. So are rounds not numbered: the
law asks only whether a vote is of the present round, and whether a meeting is due, which no gate reads. The owner edits
section by section before submitting again, so every set of changed sections is searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from governance.checker.exploring_panels import PASSED, Conclusion, Panel, TooManyStates
from governance.language.definition import Definition, Gate

BITS = 5
_KIND = (1 << BITS) - 1
_REWORK = 255
APPROVED, REJECTED = -1, -2


@dataclass(frozen=True, slots=True)
class Concludes:
    """A gate concludes."""

    gate: str
    conclusion: Conclusion
    then: int


@dataclass(frozen=True, slots=True)
class Edits:
    """The owner changes a section."""

    section: str


@dataclass(frozen=True, slots=True)
class Resubmits:
    """The owner submits again."""


Move: TypeAlias = Concludes | Edits | Resubmits


@dataclass(frozen=True, slots=True)
class Rounds:
    """What a search came to: how many states it met, which gates ever opened, which sets of gates can be passed while
    the owner has the record, and the moves to the first state from which approval cannot be reached any more (None
    where it always can).
    """

    states: int
    opened: frozenset[str]
    returned: frozenset[frozenset[str]]
    dead_end: tuple[Move, ...] | None


def before(law: Definition, gates: Sequence[Gate]) -> Mapping[str, frozenset[str]]:
    """For each of these gates, those of them that it waits for, near or far; a gate not needed passes waiting on."""
    among = {gate.name for gate in gates}
    found: dict[str, frozenset[str]] = {}
    for gate in law.in_order:
        behind = (found[name] | {name} for name in gate.after)
        found[gate.name] = frozenset[str]().union(*behind)
    return {name: found[name] & among for name in among}


def search(law: Definition, gates: Sequence[Gate], panels: Mapping[str, Panel], most: int) -> Rounds:
    """Search all rounds of a case with these gates, in order of dependence. Raises TooManyStates."""
    return _Search(law, tuple(gates), panels, most).rounds()


class _Search:
    """A state is one integer: five bits for each gate, and in the low eight which gate is next or that the owner has
    the record.
    """

    def __init__(self, law: Definition, gates: tuple[Gate, ...], panels: Mapping[str, Panel], most: int) -> None:
        if len(gates) >= _REWORK:
            raise TooManyStates
        self.gates, self.most = gates, most
        self.place = {gate.name: 8 + BITS * n for n, gate in enumerate(gates)}
        waits = before(law, gates)
        self.need = [sum(PASSED << self.place[name] for name in waits[gate.name]) for gate in gates]
        self.among = [sum(_KIND << self.place[name] for name in waits[gate.name]) for gate in gates]
        self.ways = [panels[gate.name].ways for gate in gates]
        self.all_passed = sum(PASSED << place for place in self.place.values())
        self.again = ~sum(_KIND << self.place[gate.name] for gate in gates if gate.always_again)
        touched = {s.name: sum(_KIND << self.place[g.name] for g in gates if s.name in g.reviews) for s in law.sections}
        self.edits: dict[int, str] = {}
        for section, mask in touched.items():
            if mask:
                self.edits.setdefault(mask, section)
        self.opened: set[int] = set()

    def rounds(self) -> Rounds:
        """Breadth first from the first submission, then backwards from approval."""
        first = self._onward(0, 0)
        came: dict[int, tuple[int, Move]] = {}
        choices: list[tuple[int, tuple[int, ...]]] = []
        met, queue = {first, APPROVED, REJECTED}, [first]
        for state in queue:
            for targets in self._choices(state):
                reached = tuple(target for target, _ in targets)
                choices.append((state, reached))
                for target, move in targets:
                    if target not in met:
                        met.add(target)
                        came[target] = (state, move)
                        queue.append(target)
            if len(met) > self.most:
                raise TooManyStates
        good = _surely(choices)
        lost = next((state for state in queue if state not in good), None)
        opened = frozenset(self.gates[n].name for n in self.opened)
        returned = frozenset(self._passed(state) for state in queue if state & 255 == _REWORK and state > 0)
        return Rounds(len(met), opened, returned, None if lost is None else _trail(came, lost))

    def _passed(self, state: int) -> frozenset[str]:
        return frozenset(name for name, place in self.place.items() if state >> place & _KIND == PASSED)

    def _onward(self, kinds: int, place: int) -> int:
        """The state in which the next gate that is open concludes, or what follows where none is left."""
        for n in range(place, len(self.gates)):
            kind = kinds >> (8 + BITS * n) & _KIND
            if kind != PASSED and kinds & self.among[n] == self.need[n]:
                self.opened.add(n)
                return kinds | n
        return APPROVED if kinds == self.all_passed else kinds | _REWORK

    def _choices(self, state: int) -> Iterator[tuple[tuple[int, Move], ...]]:
        """What can be done in a state. Each choice lists where it may lead: who chooses cannot choose among these."""
        place = state & 255
        kinds = state ^ place
        if place == _REWORK:
            for mask, section in self.edits.items():
                yield ((kinds & ~mask | _REWORK, Edits(section)),)
            yield ((self._onward(kinds & self.again, 0), Resubmits()),)
            return
        gate, at = self.gates[place], 8 + BITS * place
        others = kinds & ~(_KIND << at)
        led: dict[Conclusion, list[tuple[int, Move]]] = {}
        for way in self.ways[place][kinds >> at & _KIND]:
            if way.conclusion == "stuck":  # told once for each panel, with a run
                continue
            target = REJECTED if way.conclusion == "rejected" else self._onward(others | way.then << at, place + 1)
            led.setdefault(way.conclusion, []).append((target, Concludes(gate.name, way.conclusion, way.then)))
        yield from map(tuple, led.values())


def _surely(choices: Sequence[tuple[int, tuple[int, ...]]]) -> set[int]:
    """The states from which somebody's choices lead to approval, whatever else each choice leaves open."""
    into: dict[int, list[int]] = {}
    open_ends = [len(targets) for _, targets in choices]
    for n, (_, targets) in enumerate(choices):
        for target in targets:
            into.setdefault(target, []).append(n)
    good, queue = {APPROVED}, [APPROVED]
    for state in queue:
        for n in into.get(state, ()):
            open_ends[n] -= 1
            source = choices[n][0]
            if open_ends[n] == 0 and source not in good:
                good.add(source)
                queue.append(source)
    return good


def _trail(came: Mapping[int, tuple[int, Move]], state: int) -> tuple[Move, ...]:
    moves: list[Move] = []
    while state in came:
        state, move = came[state]
        moves.append(move)
    return tuple(reversed(moves))
