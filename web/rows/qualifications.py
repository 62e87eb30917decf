"""What the page of qualifications reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from coe.tables import acceptance, training, undertaking


def undertakings(connection: Connection) -> tuple[Row[Any], ...]:
    """Every undertaking in the text in force, by name."""
    return tuple(connection.execute(select(undertaking).order_by(undertaking.c.name)))


def acceptances(connection: Connection) -> Mapping[tuple[str, str], tuple[str, int]]:
    """What each person accepted last, and when, by (name, person)."""
    return {(row.name, row.person): (row.digest, row.at) for row in connection.execute(select(acceptance))}


def trainings(connection: Connection) -> tuple[Row[Any], ...]:
    """Everybody's trainings as recorded last, those that end soonest first."""
    return tuple(connection.execute(select(training).order_by(training.c.until, training.c.name, training.c.person)))
