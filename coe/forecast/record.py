"""One simulated record, and what is counted of all of them on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from coe.forecast.engine import Effect, Situation
from coe.forecast.measures import Plan, RecordMeasures, RunMeasures
from coe.forecast.reception import Reception
from coe.forecast.staff import Desk
from governance.language.business_time import Calendar


@dataclass(slots=True, eq=False)
class Record:
    """One record under way. `arrived` is UTC ms, `arrived_b` business ms; `measured` ones are reported."""

    number: int
    place: Situation
    luck: int
    arrived: int
    arrived_b: int
    measured: bool = False
    incomplete: bool = False
    closed: bool = False
    rounds: int = 0
    meeting: bool = False
    rework_due: int = 0
    labour: int = 0
    openings: int = 0
    late: int = 0
    escalations: int = 0
    asked: list[str] = field(default_factory=list)
    desks: dict[str, Desk] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    voted: dict[str, set[str]] = field(default_factory=dict)


class Counter:
    """Counts for one run. The window of measuring lasts from the first to the last arrival that is measured."""

    def __init__(self, found: RunMeasures, reception: Reception, office: Calendar) -> None:
        self.found, self.reception, self.office = found, reception, office
        self.plan = Plan(0, 0, 0)
        self.left = 0
        self.progress: Callable[[int], None] | None = None
        self._open = self._since = 0
        self._window = (0, 0)

    def arrived(self, record: Record) -> None:
        """A record comes in: numbers from 0 in order, those under way before below 0."""
        first, last = self.plan.warm, self.plan.warm + self.plan.measured - 1
        record.measured = first <= record.number <= last
        self._flow(record.arrived_b)
        self._open += 1
        if record.number == first:
            self._window = (record.arrived, record.arrived)
            self.reception.window(record.arrived_b, counting=True)
        if record.number == last:
            self._window = (self._window[0], record.arrived)
            self.reception.window(record.arrived_b, counting=False)

    def submitted(self, at: int, record: Record, effects: tuple[Effect, ...]) -> None:
        """A record is submitted for the first or another time."""
        if not record.measured:
            return
        self.found.rounds += 1
        self.found.meetings += record.meeting
        if record.rounds == 1:
            return
        if record.rework_due:
            self.found.reworks += 1
            self.found.reworks_late += at > record.rework_due
        carried = {gate for kind, gate, _ in effects if kind == "carried"}
        for gate in record.looks:
            self.found.gates[gate].again += 1
            self.found.gates[gate].carried += gate in carried

    def escalated(self, record: Record) -> None:
        """A pool joins a gate whose clock has run so far."""
        self.found.escalations += record.measured

    def concluded(self, at: int, record: Record, desk: Desk) -> None:
        """An opening ends. Working is its longest review: several at one gate are at work beside each other."""
        if not record.measured:
            return
        lasted = self.office.worked_until(at) - self.office.worked_until(desk.opened)
        working = min(desk.working, lasted)
        measures = self.found.gates[desk.gate]
        measures.waiting.append(lasted - working)
        measures.working.append(working)
        if desk.due:
            record.openings += 1
            record.late += at > desk.due
            measures.promised += 1
            measures.late += at > desk.due

    def ended(self, at: int, record: Record, outcome: str) -> None:
        """The review of a record is over."""
        if record.closed:
            return
        record.closed = True
        business = self.office.worked_until(at)
        self._flow(business)
        self._open -= 1
        if not record.measured:
            return
        self.left -= 1
        self.found.records.append(
            RecordMeasures(
                number=record.number,
                tier=record.place.state.tier,
                outcome=outcome,
                cycle=business - record.arrived_b,
                elapsed=at - record.arrived,
                rounds=record.rounds,
                labour=record.labour,
                openings=record.openings,
                late=record.late,
            )
        )
        if self.progress:
            self.progress(len(self.found.records))

    def finished(self) -> RunMeasures:
        """Everything counted; the order of records is that of their arrival."""
        start, end = self._window
        self.found.records.sort(key=lambda record: record.number)
        self.found.undecided = self.left
        self.found.window = self.office.worked_until(end) - self.office.worked_until(start)
        self.found.pools = self.reception.measures(start, end)
        return self.found

    def _flow(self, business: int) -> None:
        if self.reception.counting:
            self.found.area += self._open * (business - self._since)
        self._since = business
