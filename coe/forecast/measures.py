"""What one run of a simulation measures, in plain numbers: business and calendar milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field

from governance.language.definition import Definition


@dataclass(slots=True)
class GateMeasures:
    """The openings of one gate by measured records, and the resubmissions its decision could stand through."""

    waiting: list[int] = field(default_factory=list)
    working: list[int] = field(default_factory=list)
    promised: int = 0
    late: int = 0
    carried: int = 0
    again: int = 0


@dataclass(slots=True)
class PoolMeasures:
    """One pool in the window of measuring: used and available working time, mean number waiting, waits until begun."""

    people: int = 0
    worked: int = 0
    available: int = 0
    queue: float = 0.0
    longest: int = 0
    begun: int = 0
    waited: int = 0


@dataclass(frozen=True, slots=True)
class RecordMeasures:
    """One measured record: `cycle` in business ms, `elapsed` in calendar ms, `labour` ms of review by all."""

    number: int
    tier: str
    outcome: str
    cycle: int
    elapsed: int
    rounds: int
    labour: int
    openings: int
    late: int


@dataclass(slots=True)
class RunMeasures:
    """One batch. `window` is the business time of measuring, `area` the open records summed over it."""

    records: list[RecordMeasures] = field(default_factory=list)
    gates: dict[str, GateMeasures] = field(default_factory=dict)
    pools: dict[str, PoolMeasures] = field(default_factory=dict)
    undecided: int = 0
    window: int = 0
    area: int = 0
    reworks: int = 0
    reworks_late: int = 0
    meetings: int = 0
    rounds: int = 0
    escalations: int = 0

    @classmethod
    def of(cls, law: Definition) -> RunMeasures:
        """Nothing yet, for every gate of a definition."""
        return cls(gates={gate.name: GateMeasures() for gate in law.gates})


@dataclass(frozen=True, slots=True)
class Plan:
    """How many records arrive before measuring begins, how many are measured, and how many may follow those."""

    warm: int
    measured: int
    tail: int

    @property
    def all(self) -> int:
        """How many arrive at most."""
        return self.warm + self.measured + self.tail
