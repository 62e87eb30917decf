"""The clocks of a gate: when it is due, and at which moments a reminder or an escalation falls.

A clock running out approves nothing; there is no function here that decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from governance.errors import Refused
from governance.language import business_time
from governance.language.business_time import Calendar, Duration
from governance.language.definition import Gate
from governance.record.state import Mark

OVERDUE = "overdue"
WHOLE = 100


@dataclass(frozen=True)
class Step:
    """One moment of a gate's clock, UTC ms. `name` is unique within an opening: `50%`, `overdue`, `8 business hours
    late`.
    """

    name: str
    kind: Literal["remind", "escalate"]
    at: int


def start(calendar: Calendar | None, at: int, within: Duration | None) -> int:
    """When a clock started now runs out; 0 without a clock."""
    if within is None:
        return 0
    return business_time.due(_needed(calendar), at, within)


def steps(calendar: Calendar | None, gate: Gate, mark: Mark) -> tuple[Step, ...]:
    """Every step of the gate's present opening, in order of time; none without a clock."""
    within = gate.clock(mark.tier)
    if not mark.due or within is None:
        return ()
    return tuple(sorted(_steps(_needed(calendar), gate, within, mark), key=lambda step: (step.at, step.name)))


def _steps(calendar: Calendar, gate: Gate, within: Duration, mark: Mark) -> Iterator[Step]:
    for percent in gate.remind:
        yield Step(f"{percent}%", "remind", _reached(calendar, within, mark, percent))
    yield Step(OVERDUE, "remind", mark.due)
    for escalation in gate.escalate:
        if escalation.late is not None:
            yield Step(escalation.step, "escalate", business_time.due(calendar, mark.due, escalation.late))
        else:
            yield Step(escalation.step, "escalate", _reached(calendar, within, mark, escalation.percent or WHOLE))


def _reached(calendar: Calendar, within: Duration, mark: Mark, percent: int) -> int:
    """When this share of the clock is used: what was spent before a hold counts, the hold itself does not."""
    if percent >= WHOLE:
        return mark.due
    if within.kind.startswith("business"):
        left = business_time.working_ms(calendar, within) * percent // WHOLE - mark.spent
        return business_time.add(calendar, mark.since, max(0, left))
    whole = mark.due - mark.since + mark.spent
    return mark.since + max(0, whole * percent // WHOLE - mark.spent)


def spent(calendar: Calendar | None, within: Duration | None, mark: Mark, at: int) -> int:
    """Milliseconds of the clock used by now, in its own kind of time."""
    if within is None or not mark.due:
        return 0
    if within.kind.startswith("business"):
        return mark.spent + business_time.between(_needed(calendar), mark.since, at)
    return mark.spent + at - mark.since


def resumed(calendar: Calendar | None, within: Duration | None, used: int, at: int) -> int:
    """The new due time when a clock that has used `used` ms starts again now; an overdrawn clock stays overdue."""
    if within is None:
        return 0
    if within.kind.startswith("business"):
        needed = _needed(calendar)
        return business_time.add(needed, at, max(0, business_time.working_ms(needed, within) - used))
    whole = business_time.due(_needed(calendar), at, within) - at
    return at + max(0, whole - used)


def raised(calendar: Calendar | None, gate: Gate, mark: Mark, tier: str, at: int) -> int:
    """The due time of an open gate in the higher `tier`: that tier's clock, run since the gate opened, or started now
    where there was none. 0 where it would not end later than the clock it has, which then stays.
    """
    within = gate.clock(tier)
    if within is None or within == gate.clock(mark.tier):
        return 0
    longer = resumed(calendar, within, mark.spent, mark.since) if mark.due else start(calendar, at, within)
    return longer if longer > mark.due else 0


def owner_resumed(calendar: Calendar | None, rework: Duration | None, due: int, held: int, at: int) -> int:
    """The new due time of a rework that was held: what was left of it runs from now; 0 without a clock."""
    if rework is None or not due:
        return 0
    if rework.kind.startswith("business"):
        needed = _needed(calendar)
        return business_time.add(needed, at, max(0, business_time.between(needed, held, due)))
    return at + max(0, due - held)


def _needed(calendar: Calendar | None) -> Calendar:
    if calendar is None:
        raise Refused(
            "no-calendar",
            "This clock cannot be started.",
            "The calendar its definition names has not been declared.",
            "Declare the calendar, then try again.",
        )
    return calendar
