"""The whole log judged again: every act of every stream, under the law, people and calendars of its time."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine

from coe.database import reading
from coe.evidence.log_verify import Problem
from coe.ledger import rows
from governance.errors import Unreadable
from governance.judging import Pass, readable


def contradictions(engine: Engine) -> Iterator[Problem]:
    """Every entry the law would not have made, in order; none for a lawful log. Memory is that of the folded states."""
    walk = Pass()
    with reading(engine) as connection:
        for row in rows(connection):
            try:
                entry = readable(row.bytes)
            except Unreadable as error:
                yield Problem(row.seq, "a readable entry", str(error))
                return
            for found in walk.follow(entry, row.bytes, decided=True):
                yield Problem(found.seq, found.expected, found.found)
