"""The whole log judged again: every act of every stream, under the law, people and calendars in evidence at its time."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine

from coe.database import reading
from coe.ledger import rows
from governance.errors import Unreadable
from governance.judging import Contradiction, Pass, readable


def contradictions(engine: Engine) -> Iterator[Contradiction]:
    """Every entry the law would not have made, in order; none for a lawful log. Memory is that of the folded states."""
    walk = Pass()
    with reading(engine) as connection:
        for row in rows(connection):
            try:
                entry = readable(row.bytes)
            except Unreadable as error:
                yield Contradiction(row.seq, "a readable entry", str(error))
                return
            yield from walk.follow(entry, row.bytes, decided=True)
