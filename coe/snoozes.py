"""Decisions put off by whoever they wait for. A working table; a snooze is no evidence, and no clock knows of it.

Functions work in the caller's transaction and never commit. Times are UTC milliseconds.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert

from coe.tables import snooze as table


def put_off(connection: Connection, person: str, initiative: str, gate: str, opening: int, until: int) -> None:
    """Put one opening of a gate off until then, in place of what was chosen before."""
    bring_back(connection, person, initiative, gate)
    row = {"person": person, "initiative": initiative, "gate": gate, "opening": opening, "until": until}
    connection.execute(insert(table).values(**row))


def bring_back(connection: Connection, person: str, initiative: str, gate: str) -> bool:
    """End a snooze now; False when there was none."""
    mine = table.c.person == person, table.c.initiative == initiative, table.c.gate == gate
    return connection.execute(delete(table).where(*mine)).rowcount > 0
