"""Whether the database still is what the office made it: a sound file, whole indexes, triggers that deny changes.

A row can be left out of an index and stay in its table; whoever looks it up by that index, as a packet does, misses it.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from coe.append_only import missing

Found = Iterator[tuple[int | None, str, str]]
MOST = 20


def store_faults(connection: Connection) -> Found:
    """What is wrong beside the rows themselves; PostgreSQL's indexes are left to its own `amcheck`."""
    for name in missing(connection):
        yield None, f"the trigger {name}, which denies changing the ledger", "none, or another of that name"
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})").all():
            if said != "ok":
                yield None, "a database whose tables and indexes agree", str(said)
