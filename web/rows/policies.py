"""What the record tables know of definitions: every version with its reason, and how many records each governs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from coe.tables import definition, entry, initiative
from governance.record.codec import event_of
from governance.record.events import Published
from governance.record.state import OPEN
from web.rows.people_names import opened


@dataclass(frozen=True, slots=True)
class Version:
    """One published definition: when (UTC ms) and by whom, in which words, and how many open records it governs."""

    workflow: str
    digest: str
    published: int
    by: str
    reason: str
    governs: int


def versions(connection: Connection, workflow: str = "") -> tuple[Version, ...]:
    """Every version of one workflow, or of all; latest first."""
    statement = select(definition, entry.c.bytes).join(entry, entry.c.seq == definition.c.seq)
    statement = statement.where(definition.c.workflow == workflow) if workflow else statement
    rows = connection.execute(statement.order_by(definition.c.seq.desc())).all()
    told = {row.digest: _publication(bytes(row.bytes), row.digest) for row in rows}
    texts = opened(connection, [reason for _, reason in told.values()])
    governed = _governed(connection)
    return tuple(
        Version(
            row.workflow, row.digest, row.published, told[row.digest][0], texts.get(told[row.digest][1], ""),
            governed.get(row.digest, 0),
        )
        for row in rows
    )  # fmt: skip


def _publication(data: bytes, digest: str) -> tuple[str, str]:
    """Who published, and the commitment of the reason."""
    kept = json.loads(data)
    found = (event_of(raw) for raw in kept["events"])
    reason = next((event.reason for event in found if isinstance(event, Published) and event.digest == digest), "")
    return str(kept["actor"]), reason


def _governed(connection: Connection) -> Mapping[str, int]:
    statement = select(initiative.c.definition, func.count()).where(initiative.c.status.in_(OPEN))
    return {str(digest): count for digest, count in connection.execute(statement.group_by(initiative.c.definition))}
