"""Whether the record tables say what the ledger says: filled again in a throw-away copy and compared row by row."""

import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, Text, collate, exists, select

from coe.database import create, engine_for, writing
from coe.law import OfficeLaw
from coe.rebuild import fill
from coe.tables import RECORD_TABLES, disclosure, passage

Difference = tuple[int | None, str, str]
Found = dict[str, Any]
FETCHED_AT_ONCE = 500


def record_differences(connection: Connection, law: OfficeLaw, forgotten: Collection[str] = ()) -> Iterator[Difference]:
    """Each row that is missing, left over or different: its entry where the row names one, expected, found. Words of a
    text that is lost, and was not `forgotten`, are no difference: that the text is lost says it.
    """
    with tempfile.TemporaryDirectory(prefix="coe-verify-") as folder:
        engine = engine_for(f"sqlite:///{Path(folder) / 'copy.sqlite'}")
        try:
            create(engine)
            with writing(engine) as copy:
                fill(connection, law, copy)
                for table in RECORD_TABLES:
                    lost = _lost(connection, forgotten) if table is passage else ()
                    yield from _compared(
                        table, copy, (row for row in _in_order(table, connection) if not _of(row, lost))
                    )
        finally:
            engine.dispose()


def _lost(connection: Connection, forgotten: Collection[str]) -> Collection[str]:
    """Commitments of passages that nobody can open and no entry had erased."""
    opened = exists().where(disclosure.c.commit == passage.c.commit)
    sealed = select(passage.c.commit).where(passage.c.commit != "", ~opened)
    return set(connection.execute(sealed).scalars()).difference(forgotten)


def _of(row: Found, commits: Collection[str]) -> bool:
    return bool(commits) and row["commit"] in commits


def _compared(table: Table, copy: Connection, found: Iterator[Found]) -> Iterator[Difference]:
    keys = [column.name for column in table.primary_key.columns]
    expected = _in_order(table, copy)
    left, right = next(expected, None), next(found, None)
    while left is not None or right is not None:
        a = None if left is None else tuple(left[name] for name in keys)
        b = None if right is None else tuple(right[name] for name in keys)
        if left is not None and right is not None and a == b:
            if left != right:
                yield _at(left), f"{table.name} {_shown(left)}", _shown(right)
            left, right = next(expected, None), next(found, None)
        elif right is None or (a is not None and b is not None and a < b):
            yield _at(left), f"{table.name} {_shown(left)}", "no such row"
            left = next(expected, None)
        else:
            yield _at(right), f"no {table.name} of key {b}", _shown(right)
            right = next(found, None)


def _in_order(table: Table, connection: Connection) -> Iterator[Found]:
    """Rows in the order of their keys' bytes, as SQLite has them; PostgreSQL must be told."""
    told = connection.dialect.name == "postgresql"
    order = [
        collate(column, "C") if told and isinstance(column.type, Text) else column
        for column in table.primary_key.columns
    ]
    statement = select(table).order_by(*order).execution_options(yield_per=FETCHED_AT_ONCE)
    for row in connection.execute(statement).mappings():
        yield dict(row)


def _at(row: Found | None) -> int | None:
    seq = None if row is None else row.get("seq")
    return seq if isinstance(seq, int) else None


def _shown(row: Found | None) -> str:
    return str(row)[:300]
