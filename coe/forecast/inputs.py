"""What a forecast is told, each figure with where it came from: a prior, a log, the ledger, the file or an option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

from governance.formats.jcs import Json
from governance.language.business_time import Calendar
from governance.record.state import Initiative

POLICY = "prior: published figures for the review of content"
OURS = "prior: our assumption"


class BadInputs(Exception):
    """A figure no forecast can be made with; the message says which, why and the cure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and where it came from."""

    value: float
    source: str

    def as_json(self) -> dict[str, Json]:
        """As JSON; numbers as shortest text, since canonical JSON has no fractions."""
        return {"value": plain(self.value), "source": self.source}


@dataclass(frozen=True, slots=True)
class Case:
    """One class of answers as the law tells them apart: the tier and gates they lead to, and one representative."""

    name: str
    tier: str
    gates: tuple[str, ...]
    answers: Mapping[str, Json]
    weight: Figure


@dataclass(frozen=True, slots=True)
class GateInputs:
    """Working minutes of one review; shares (0 to 1) of reviews that approve at first sight, that approve when the
    record comes again, and that reject for good.
    """

    minutes: Figure
    first_pass: Figure
    later_pass: Figure
    rejects: Figure


@dataclass(frozen=True, slots=True)
class PoolInputs:
    """How many people (of a committee: in each seat), and how many hours of their working day go to reviews."""

    people: Figure
    hours_a_day: Figure


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record under way when the forecast begins, as the office's ledger has it."""

    case: str
    state: Initiative
    submitted: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What concerns the whole way of a record. Hours are business hours, shares go from 0 to 1.

    An `incomplete` pack is put right before submission where the form checks it; where it does not, each gate that
    reads it first asks for changes with the chance `noticed`. `meetings` of the rounds after the first are held at one
    table even where the law does not call for it; there each gate approves with the chance `meeting_pass`. `spread` is
    the coefficient of variation of working times (0 all alike, 1 exponential), `absent_days` are per reviewer and year.
    """

    arrivals_a_week: Figure
    rework_hours: Figure
    incomplete: Figure
    completing_hours: Figure
    noticed: Figure
    meetings: Figure
    meeting_pass: Figure
    spread: Figure
    absent_days: Figure


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a forecast is told. `past` are the business days that past records took, in order of time, `kept_back`
    those of the last, which no figure was taken from; `trouble` is what the log got wrong.
    """

    flow: Flow
    cases: tuple[Case, ...]
    gates: Mapping[str, GateInputs]
    pools: Mapping[str, PoolInputs]
    calendar: Calendar
    calendar_name: str
    begins: int
    under_way: tuple[OpenRecord, ...] = ()
    past: tuple[float, ...] = ()
    kept_back: tuple[float, ...] = ()
    past_source: str = ""
    trouble: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Json]:
        """The figures with their sources."""
        flow: dict[str, Json] = {name: getattr(self.flow, name).as_json() for name in Flow.__slots__}
        cases: list[Json] = [
            {"case": c.name, "tier": c.tier, "gates": [*c.gates], "weight": c.weight.as_json()} for c in self.cases
        ]
        gates: dict[str, Json] = {
            name: {key: getattr(gate, key).as_json() for key in GateInputs.__slots__}
            for name, gate in self.gates.items()
        }
        pools: dict[str, Json] = {
            name: {key: getattr(pool, key).as_json() for key in PoolInputs.__slots__}
            for name, pool in self.pools.items()
        }
        return {
            "flow": flow,
            "cases": cases,
            "gates": gates,
            "pools": pools,
            "calendar": self.calendar_name,
            "under_way": len(self.under_way),
            "past_records": len(self.past),
            "trouble": [*self.trouble],
        }


def plain(value: float, digits: int = 4) -> Json:
    """A number as JSON: whole where it is whole, else as text with at most so many digits behind the point; None for
    the bound of an interval that has none.
    """
    if not isfinite(value):
        return None
    rounded = round(value, digits)
    return int(rounded) if rounded == int(rounded) else f"{rounded:.{digits}f}".rstrip("0")
