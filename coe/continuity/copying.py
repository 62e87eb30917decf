"""Consistent copies of a working database: SQLite's online backup, or our own logical copy of PostgreSQL.

Both end as one SQLite file, so that a backup reads on any machine, without a server. PostgreSQL's tables are read in
one REPEATABLE READ snapshot; `pg_dump` is not used. Writers go on meanwhile.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, inspect, select

from coe.database import engine_for, reading, writing
from coe.migrate import current, migrate
from coe.office_errors import BadBackup
from coe.tables import head, metadata

ROWS_AT_ONCE = 1_000


def copy_out(engine: Engine, file: Path) -> None:
    """The database at one moment, as a SQLite file of the same schema. Raises BadBackup, OfficeUnavailable."""
    if engine.dialect.name == "sqlite":
        with reading(engine) as connection, closing(sqlite3.connect(file)) as target:
            source: Any = connection.connection.dbapi_connection
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        return
    target_engine = engine_for(f"sqlite:///{file}")
    try:
        migrate(target_engine)
        with reading(engine) as source, writing(target_engine) as connection:
            if current(source) != current(connection):
                raise BadBackup(
                    "The database cannot be copied.", "It is of another release.", "Run `coe init` with this one first."
                )
            copy_rows(source, connection)
        with target_engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA journal_mode=DELETE")
    finally:
        target_engine.dispose()


def copy_in(file: Path, engine: Engine) -> None:
    """Fill an empty database from a copy, in one transaction. Raises BadBackup where it holds anything."""
    with engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise BadBackup("Nothing was restored.", "The database named is not empty.", "Name an empty database.")
    migrate(engine)
    source_engine = engine_for(f"sqlite:///{file}")
    try:
        with reading(source_engine) as source, writing(engine) as connection:
            copy_rows(source, connection)
    finally:
        source_engine.dispose()


def copy_rows(source: Connection, target: Connection) -> None:
    """Every row of every table of ours into the fresh tables of `target`."""
    target.execute(delete(head))  # a fresh database has the head of an empty log
    for table in metadata.sorted_tables:
        rows = source.execute(select(table).execution_options(yield_per=ROWS_AT_ONCE)).mappings()
        for some in rows.partitions(ROWS_AT_ONCE):
            target.execute(insert(table), [dict(row) for row in some])
