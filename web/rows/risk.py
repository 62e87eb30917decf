"""What waits for a reviewer, by the risk of missing its promise: in the order of the clocks, of all that waits.

How far a clock has run is a share of working time, and working time is in calendars, not in the database. But under any
one clock what is due first has run furthest. So what waits is read in the order of its due times, until nothing later
could have run as far as the least of those wanted: what is read follows what is shown, not what waits.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from governance.errors import LawError
from governance.language import business_time
from governance.language.business_time import Calendar, Duration
from governance.language.definition import Definition, Gate
from web.rows.inbox import Kind
from web.rows.reviews import WaitingGate

WHOLE = 100
UNUSED = 1.0
"""The share left of a clock that cannot be read: its calendar is missing, or does not reach so far."""


@dataclass(frozen=True)
class Clocks:
    """The clocks of these definitions, by digest, at one moment (UTC ms), as far as these pools may decide there;
    calendars by stream.
    """

    laws: Mapping[str, Definition]
    calendars: Mapping[str, Calendar]
    pools: frozenset[str]
    now: int

    def left(self, one: WaitingGate) -> float:
        """The share of its clock that is left to a gate, negative when late; infinite without a clock."""
        law = self.laws.get(one.definition)
        gate = law.gate_by_name.get(one.gate) if law else None
        within = gate.clock(one.tier) if gate else None
        if law is None or within is None or not one.due:
            return float("inf")
        return self._left(law.calendar, within, one.due)

    def least(self, due: int) -> float:
        """No clock of these pools has less left when it is due then."""
        return min((self._left(calendar, within, due) for calendar, within in self._kinds), default=UNUSED)

    def likely(self, percent: int) -> Mapping[int, frozenset[Kind]]:
        """Until when a gate must be due now for so many percent of its clock to be used, by kind of gate."""
        found: dict[int, set[Kind]] = {}
        for digest, law in self.laws.items():
            for gate in self._gates(law):
                for tier in law.tiers:
                    within = gate.clock(tier.name)
                    until = self._until(law.calendar, within, WHOLE - percent) if within else None
                    if until is not None:
                        found.setdefault(until, set()).add((digest, gate.name, tier.name))
        return {until: frozenset(kinds) for until, kinds in found.items()}

    def _until(self, calendar: str, within: Duration, percent: int) -> int | None:
        """The moment up to which so much of a clock runs from now; None where the calendar cannot tell."""
        known = self.calendars.get(calendar)
        try:
            if not within.kind.startswith("business"):
                return self.now + business_time.later(0, within) * percent // WHOLE
            working = business_time.working_ms(known, within) if known else 0
            return business_time.add(known, self.now, working * percent // WHOLE) if known else None
        except LawError:
            return None

    def _gates(self, law: Definition) -> Iterator[Gate]:
        """Where these pools may decide."""
        for gate in law.gates:
            if not self.pools.isdisjoint((gate.panel, *(one.to for one in gate.escalate))):
                yield gate

    @cached_property
    def _kinds(self) -> frozenset[tuple[str, Duration]]:
        """Every clock there is: how long, and in which calendar."""
        gates = ((law, gate) for law in self.laws.values() for gate in self._gates(law))
        clocks = ((law.calendar, (gate.within, *dict(gate.within_by_tier).values())) for law, gate in gates)
        return frozenset((calendar, within) for calendar, found in clocks for within in found if within is not None)

    def _left(self, calendar: str, within: Duration, due: int) -> float:
        known = self.calendars.get(calendar)
        try:
            if not within.kind.startswith("business"):
                return (due - self.now) / business_time.later(0, within)
            if known is None:
                return UNUSED
            return business_time.between(known, self.now, due) / business_time.working_ms(known, within)
        except LawError:
            return UNUSED


def most_at_risk(clocks: Clocks, by_due: Iterable[WaitingGate], wanted: int) -> tuple[WaitingGate, ...]:
    """The first of those that wait, so many at most, by what is left of their clocks; `by_due` is in order of due."""
    best: list[tuple[float, int, str, str, WaitingGate]] = []
    seen: set[tuple[str, str]] = set()
    for one in by_due:
        if len(best) >= wanted and clocks.least(one.due) > best[wanted - 1][0]:
            break
        if (one.initiative, one.gate) not in seen:
            seen.add((one.initiative, one.gate))
            insort(best, (clocks.left(one), one.due, one.number, one.gate, one))
            del best[wanted:]
    return tuple(one for *_, one in best)
