"""What waits for a reviewer and what is on its way to them, from record tables; statements do not grow with rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from coe.tables import decision, gate_open, initiative

MOST_WAITING = 200
MOST_COMING = 40


@dataclass(frozen=True, slots=True)
class WaitingGate:
    """An open gate of one of the reader's pools: where it is, and when it is due (0 without a clock)."""

    initiative: str
    number: str
    gate: str
    due: int


def waiting_decisions(connection: Connection, person: str, pools: Iterable[str]) -> tuple[WaitingGate, ...]:
    """Open gates of these pools that the person does not own and has not decided in this opening; first due first."""
    decided = exists().where(
        decision.c.initiative == gate_open.c.initiative,
        decision.c.gate == gate_open.c.gate,
        decision.c.person == person,
        decision.c.at >= gate_open.c.opened,
    )
    statement = (
        select(initiative.c.id, initiative.c.number, gate_open.c.gate, gate_open.c.due)
        .join(initiative, initiative.c.id == gate_open.c.initiative)
        .where(gate_open.c.panel.in_(tuple(pools)), initiative.c.owner != person, ~decided)
        .distinct()
        .order_by(gate_open.c.due == 0, gate_open.c.due, initiative.c.number, gate_open.c.gate)
        .limit(MOST_WAITING)
    )
    return tuple(WaitingGate(*row) for row in connection.execute(statement))


def rows_of(connection: Connection, ids: Iterable[str]) -> tuple[Row[Any], ...]:
    """The rows of these initiatives."""
    return tuple(connection.execute(select(initiative).where(initiative.c.id.in_(tuple(ids)))))


def coming(connection: Connection, person: str) -> tuple[Row[Any], ...]:
    """Initiatives of others that are under way, first due first: where something may be on its way to the person."""
    running = initiative.c.status.in_(("in review", "in rework")), initiative.c.owner != person
    statement = select(initiative).where(*running).order_by(initiative.c.due == 0, initiative.c.due)
    return tuple(connection.execute(statement.limit(MOST_COMING)))
