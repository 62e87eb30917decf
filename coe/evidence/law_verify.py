"""The whole log judged again: every act of every stream, under the law, people and calendars of its time."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, select

from coe import tables as t
from coe.database import reading
from coe.evidence.problems import Problem
from coe.evidence.recalled import Recalled
from coe.law import id_of
from coe.ledger import rows
from coe.reviews import own_entries
from governance.errors import Unreadable
from governance.law.pools import SYSTEM
from governance.record.codec import kebab
from governance.record.commands import RecordReview
from governance.record.events import ReviewRecorded
from governance.verifier.judging import Pass, readable


def contradictions(engine: Engine) -> Iterator[Problem]:
    """Every entry the law would not have made, in order; none for a lawful log."""
    with reading(engine) as connection:
        walk = Pass(Recalled(connection))
        for row in rows(connection):
            try:
                entry = readable(row.bytes)
            except Unreadable as error:
                yield Problem(row.seq, "a readable entry", str(error))
                return
            for found in walk.follow(entry, row.bytes, decided=True):
                yield Problem(found.seq, found.expected, found.found)
        yield from own_reviews(connection)


def own_reviews(connection: Connection) -> Iterator[Problem]:
    """Reviews by somebody who acted in what they reviewed; the office counted, so it is counted again."""
    statement = select(t.entry.c.seq, t.entry.c.bytes).where(t.entry.c.type == kebab(RecordReview.__name__))
    for seq, data in connection.execute(statement.order_by(t.entry.c.seq)).all():
        read = readable(bytes(data))
        event = read.events[0]
        if isinstance(event, ReviewRecorded) and read.actor != SYSTEM:
            mine = own_entries(connection, id_of(read.stream), read.actor, event.since, event.until)
            if mine:
                yield Problem(seq, "a reviewer who did nothing of what was reviewed", f"{mine} entries of their own")
