"""Triggers that deny changing the ledger and the checkpoints kept: a speed bump; the evidence is the tree, anchored.

SQLite's INSERT OR REPLACE deletes without firing a delete trigger, so inserting over an existing key is denied as well.
"""

from sqlalchemy import Connection, Table

from coe.tables import checkpoint, entry, head

PROTECTED: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (entry, ("seq = NEW.seq", "stream = NEW.stream AND version = NEW.version", "command = NEW.command")),
    (checkpoint, ("size = NEW.size",)),
)
EMPTY_HEAD = {"id": 1, "size": 0, "at": 0, "hashes": b""}


def statements(dialect: str) -> tuple[str, ...]:
    """The DDL for `sqlite` or `postgresql`."""
    if dialect == "sqlite":
        return tuple(sql for table, keys in PROTECTED for sql in _sqlite(table.name, keys))
    function = (
        "CREATE OR REPLACE FUNCTION coe_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION '% is append-only: % is denied', TG_TABLE_NAME, TG_OP; END$$"
    )
    return (function, *(sql for table, _ in PROTECTED for sql in _postgresql(table.name)))


def _sqlite(table: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    denied = f"SELECT RAISE(ABORT, '{table} is append-only')"
    taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key})" for key in keys)  # noqa: S608 - constants of this module
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {denied}; END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {denied}; END",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} BEGIN {denied}; END",
    )


def _postgresql(table: str) -> tuple[str, ...]:
    run = "EXECUTE FUNCTION coe_append_only()"
    return (
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {run}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}",
    )


def missing(connection: Connection) -> tuple[str, ...]:
    """Names of triggers that should be there and are not, are disabled, or say something else than we do."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        kept = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        return tuple(_name(sql) for sql in statements(dialect) if sql not in kept)
    live = "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
    names = connection.exec_driver_sql(live).scalars().all()
    return tuple(_name(sql) for sql in statements(dialect) if " TRIGGER " in sql and _name(sql) not in names)


def _name(sql: str) -> str:
    return sql.split()[2]


def protect(connection: Connection) -> None:
    """Install the triggers and write the empty log's head."""
    for sql in statements(connection.dialect.name):
        connection.exec_driver_sql(sql.replace("%", "%%") if connection.dialect.paramstyle == "pyformat" else sql)
    connection.execute(head.insert().values(EMPTY_HEAD))
