"""What the naive law writes down: plain lists of everything that was said, asked, promised and opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from governance.language.definition import Definition, Gate
from governance.record import commands as c
from tests.governance.naive_rules import NaiveClock

Page: TypeAlias = tuple[Any, ...]
P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound="NaiveRecord")


class No(Exception):
    """The naive law refuses."""


@dataclass
class Said:
    """A decision, on the values it was about."""

    gate: str
    person: str
    seat: str
    outcome: str
    values: list[Any]
    round: int


@dataclass
class Wish:
    """A requested change."""

    id: str
    gate: str
    round: int
    text: str
    reply: str = ""


@dataclass
class Promise:
    """A condition, and the approval that set it."""

    id: str
    gate: str
    text: str
    due: str
    by: Said
    note: str = ""
    status: str = "open"


@dataclass
class Opening:
    """One opening of a gate."""

    clock: NaiveClock
    joined: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def moments(self, gate: Gate) -> dict[str, int]:
        """When each reminder and escalation of the gate comes."""
        if self.clock.within is None:
            return {}
        reminders = {f"{percent}%": self.clock.reached(percent) for percent in gate.remind}
        escalations = {step.step: self.clock.step(step) for step in gate.escalate}
        return {**reminders, **escalations, "overdue": self.clock.due()}


@dataclass
class NaiveRecord:
    """Everything that ever happened to one initiative; `shelf` are the versions of its definition, oldest first."""

    law: Definition
    owner: str = ""
    status: str = "draft"
    before_hold: str = ""
    round: int = 0
    submissions: list[c.Submit] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    openings: dict[str, list[Opening]] = field(default_factory=dict)
    recorded: dict[str, str] = field(default_factory=dict)
    owners_clock: NaiveClock | None = None
    shelf: tuple[Definition, ...] = ()
    notes: dict[Any, Any] = field(default_factory=dict)

    def require(self, lawful: object) -> None:
        if not lawful:
            raise No

    def record(self, gate: Gate, state: str, clock: NaiveClock, *, new_round: bool) -> None:
        """A gate that opens, or is open in a new round, gets a full clock; what had joined it has left."""
        if state == "open" and (new_round or self.recorded.get(gate.name) != "open"):
            self.openings.setdefault(gate.name, []).append(Opening(clock))
        self.recorded[gate.name] = state


def noted(look: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[R, P], T]:
    """Nothing is worked out twice at one and the same moment; `see` forgets. Keeps the tests from taking minutes."""

    def once(record: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
        first = args[0] if args else None
        key = (look, first.name if isinstance(first, Gate) else first, args[1:])
        if key not in record.notes:
            record.notes[key] = look(record, *args, **kwargs)
        found: T = record.notes[key]
        return found

    return once
