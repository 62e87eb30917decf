"""Answers to a reviewer's own questions that they have not seen: told in their inbox until they open the record.

What was asked and answered is read from the ledger; only how far somebody has read is kept, as a preference is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection

from coe.database import reading, writing
from coe.page_preferences import prefer, preferred
from governance.record.state import Question
from web.rows.records import Record
from web.site.context import engine, person

READ: Final = "answers/"


def answered(record: Record, who: str, read: int = 0) -> tuple[Question, ...]:
    """The open questions of this person to which somebody else spoke last, after `read` (UTC ms)."""
    mine = (one for one in record.state.questions if one.person == who and not one.closed and one.answers)
    return tuple(one for one in mine if one.answers[-1].person != who and one.answers[-1].at > read)


def unseen(connection: Connection, found: Iterable[Record], who: str) -> Mapping[str, tuple[Question, ...]]:
    """What was answered and not seen yet, by record; at most one statement."""
    asked = {record.id: record for record in found if answered(record, who)}
    if not asked:
        return {}
    read = preferred(connection, who, [f"{READ}{id_}" for id_ in asked])
    return {id_: answered(record, who, int(read.get(f"{READ}{id_}", "0"))) for id_, record in asked.items()}


def seen(record: Record) -> None:
    """The reader has the record open before them; written only where that is news."""
    who = person()
    if not answered(record, who):
        return
    with reading(engine()) as connection:
        fresh = unseen(connection, (record,), who)[record.id]
    if fresh:
        last = max(one.answers[-1].at for one in fresh)
        with writing(engine()) as connection:
            prefer(connection, who, f"{READ}{record.id}", str(last))
