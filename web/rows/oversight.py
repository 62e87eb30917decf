"""Incidents as the pages list them; statements do not grow with rows."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, case, func, select

from coe.review_report import Report
from coe.tables import incident, initiative

MOST_INCIDENTS = 100


def incidents_listed(connection: Connection) -> tuple[tuple[RowMapping, ...], int]:
    """The open incidents first, each part newest first, and how many there are in all."""
    closed = case((incident.c.closed > 0, 1), else_=0)
    statement = select(incident).order_by(closed, incident.c.opened.desc(), incident.c.id).limit(MOST_INCIDENTS)
    count = connection.execute(select(func.count()).select_from(incident)).scalar_one()
    return tuple(connection.execute(statement).mappings()), count


def numbers_of(connection: Connection, found: Report) -> dict[str, str]:
    """The human numbers of the initiatives a report speaks of, by stream."""
    streams = {line.entry.stream for _, lines in found.sections for line in lines}
    ids = sorted(stream.partition("/")[2] for stream in streams if stream.startswith("initiative/"))
    rows = connection.execute(select(initiative.c.id, initiative.c.number).where(initiative.c.id.in_(ids)))
    return {f"initiative/{row.id}": row.number for row in rows}
