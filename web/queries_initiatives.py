"""Reading initiatives, calendars and disclosures for the pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from coe.law import OfficeLaw
from coe.tables import disclosure, entry, initiative
from governance.business_time import Calendar
from governance.commitments import Disclosure
from governance.jcs import decode
from web.records import folded_stream

FINISHED_SHOWN = 20
CLOSED = ("released", "expired", "retired", "revoked", "rejected", "withdrawn")


def of_owner(connection: Connection, owner: str) -> tuple[Row[Any], ...]:
    """The rows of everything a person owns that is not finished or waits for their answer, and the last few that are;
    oldest due first.
    """
    mine = initiative.c.owner == owner
    finished_with = initiative.c.status.in_(CLOSED) & ~awaits_owner()
    running = select(initiative).where(mine, ~finished_with)
    finished = select(initiative).where(mine, finished_with)
    finished = finished.order_by(initiative.c.updated.desc()).limit(FINISHED_SHOWN)
    return (*connection.execute(running.order_by(initiative.c.submitted)), *connection.execute(finished))


def awaits_owner() -> ColumnElement[bool]:
    """Whether the owner is to submit again, or to answer what was asked after release."""
    return or_(initiative.c.waiting == "owner", initiative.c.waiting.like("owner,%"))


def durations(connection: Connection, workflow: str, tier: str) -> tuple[int, ...]:
    """How long approved initiatives of this workflow and tier took from first submission to approval, in ms, sorted."""
    first = (
        select(entry.c.at)
        .where(entry.c.stream == "initiative/" + initiative.c.id, entry.c.version == 1)
        .scalar_subquery()
    )
    statement = select(initiative.c.updated - first).where(
        initiative.c.workflow == workflow, initiative.c.tier == tier, initiative.c.status.in_(("approved", "released"))
    )
    return tuple(sorted(connection.execute(statement.limit(2_000)).scalars()))


def calendar_of(connection: Connection, law: OfficeLaw, stream: str) -> Calendar | None:
    """The calendar in force in a stream, None where none was declared."""
    found = folded_stream(connection, law, stream) if stream else None
    return found if isinstance(found, Calendar) else None


def disclosures(connection: Connection, commits: Iterable[str]) -> dict[str, Disclosure]:
    """What opens these commitments, by commitment; erased ones are left out."""
    wanted = set(commits)
    if not wanted:
        return {}
    rows = connection.execute(select(disclosure).where(disclosure.c.commit.in_(wanted)))
    return {row.commit: Disclosure(row.commit, row.nonce, decode(row.value.encode())) for row in rows}
