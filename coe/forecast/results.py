"""What a forecast says: frozen, comparable, and JSON-able without loss of what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coe.forecast.inputs import Inputs, plain
from governance.formats.jcs import Json


@dataclass(frozen=True, slots=True)
class Spread:
    """The tenth, the fiftieth and the ninetieth of a hundred, and the mean; all 0 where nothing was measured."""

    p10: float
    p50: float
    p90: float
    mean: float

    def as_json(self) -> dict[str, Json]:
        """As JSON."""
        return {name: plain(getattr(self, name)) for name in ("p10", "p50", "p90", "mean")}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over batches and its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0

    def as_json(self) -> dict[str, Json]:
        """As JSON."""
        return {"value": plain(self.value), "low": plain(self.low), "high": plain(self.high)}


@dataclass(frozen=True, slots=True)
class GateForecast:
    """One gate. Hours are business hours an opening; `visits` openings a record; `late` the share of openings with a
    clock that were not concluded when it ran out; `carried` the share of resubmissions its decision stood through.
    """

    gate: str
    title: str
    visits: float
    waiting: Spread
    working: Spread
    late: float
    promised: bool
    carried: float


@dataclass(frozen=True, slots=True)
class PoolForecast:
    """One pool: people, the share of their reviewing hours that is used, reviews waiting on average and at most, hours
    of work a week, business hours a review waits to be begun.
    """

    pool: str
    people: int
    busy: float
    queue: float
    longest: int
    hours_a_week: float
    wait: float


@dataclass(frozen=True, slots=True)
class Batch:
    """One independent run, for intervals."""

    records: int
    mean: float
    p10: float
    p50: float
    p90: float
    rounds: float
    late: float
    labour: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """`days` are business days from the owner's first attempt to submit to the end of the review, `calendar_days` the
    same on the wall calendar. `undecided` records had no end when all work was done: nobody could decide.

    `in_progress` records are open on average; `meetings` is a share of rounds, `escalations` a number a record,
    `arrivals_a_day` as simulated, `labour` hours of review a record.
    """

    workflow: str
    digest: str
    records: int
    seed: int
    inputs: Inputs
    days: Spread
    calendar_days: Spread
    rounds: Spread
    by_tier: Mapping[str, tuple[int, Spread]]
    outcomes: Mapping[str, int]
    undecided: int
    gates: tuple[GateForecast, ...]
    pools: tuple[PoolForecast, ...]
    rework_late: float
    meetings: float
    escalations: float
    labour: float
    in_progress: float
    arrivals_a_day: float
    floor: Floor | None
    batches: tuple[Batch, ...]
    engine: Mapping[str, int]

    def as_json(self) -> dict[str, Json]:
        """As JSON, the inputs with their sources included."""
        return {
            "workflow": self.workflow,
            "digest": self.digest,
            "records": self.records,
            "seed": self.seed,
            "days": self.days.as_json(),
            "calendar_days": self.calendar_days.as_json(),
            "rounds": self.rounds.as_json(),
            "tiers": {name: {"records": n, **spread.as_json()} for name, (n, spread) in self.by_tier.items()},
            "outcomes": dict(self.outcomes),
            "undecided": self.undecided,
            "gates": [_gate_json(gate) for gate in self.gates],
            "pools": [_pool_json(pool) for pool in self.pools],
            "rework_late": plain(self.rework_late),
            "meetings": plain(self.meetings),
            "escalations": plain(self.escalations),
            "labour_hours": plain(self.labour),
            "in_progress": plain(self.in_progress),
            "floor": self.floor.as_json() if self.floor else None,
            "batches": len(self.batches),
            "mean_days": self.mean_days.as_json(),
            "engine": dict(self.engine),
            "inputs": self.inputs.as_json(),
        }

    @property
    def mean_days(self) -> Estimate:
        """Mean business days with the interval that the batches give."""
        from coe.forecast.statistics import estimate

        return estimate([batch.mean for batch in self.batches])


@dataclass(frozen=True, slots=True)
class Floor:
    """The naive forecast beside ours: past records replayed as they were. `error` is the mean absolute error in days of
    naming the naive median for each record `kept_back`, `ours` that of naming our median.
    """

    days: Spread
    error: float
    ours: float
    records: int
    kept_back: int
    source: str

    @property
    def beaten(self) -> bool:
        """Whether our median came closer to the records kept back."""
        return self.kept_back > 0 and self.ours < self.error

    def as_json(self) -> dict[str, Json]:
        """As JSON."""
        return {
            **self.days.as_json(),
            "error_days": plain(self.error),
            "our_error_days": plain(self.ours),
            "beaten": self.beaten,
            "records": self.records,
            "kept_back": self.kept_back,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A proposal (`after`) beside today's definition (`before`) on the same records, people and luck; differences are
    after less before, each with its 95 % interval from paired batches.
    """

    before: Forecast
    after: Forecast
    differences: Mapping[str, Estimate]

    def as_json(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "differences": {name: each.as_json() for name, each in self.differences.items()},
        }


def _gate_json(gate: GateForecast) -> dict[str, Json]:
    return {
        "gate": gate.gate,
        "title": gate.title,
        "visits": plain(gate.visits),
        "waiting_hours": gate.waiting.as_json(),
        "working_hours": gate.working.as_json(),
        "late": plain(gate.late) if gate.promised else None,
        "carried_over": plain(gate.carried),
    }


def _pool_json(pool: PoolForecast) -> dict[str, Json]:
    return {
        "pool": pool.pool,
        "people": pool.people,
        "busy": plain(pool.busy),
        "queue": plain(pool.queue),
        "longest_queue": pool.longest,
        "hours_a_week": plain(pool.hours_a_week),
        "wait_hours": plain(pool.wait),
    }
