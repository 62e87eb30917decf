"""The engine: SQLite (WAL, FULL) or PostgreSQL, same code.

`writing` takes the write lock at once, `reading` never does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection as SqliteConnection
from sqlite3 import Error as SqliteError
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from coe.append_only import protect
from coe.office_errors import BadHome, unavailable
from coe.search.index import install
from coe.tables import metadata

BUSY_MS = 10_000
READ_ONLY = "coe_read_only"


def engine_for(url: str, *, busy_ms: int = BUSY_MS) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql+psycopg://…`; waits `busy_ms` for a lock. Raises BadHome."""
    try:
        backend = make_url(url).get_backend_name()
        if backend == "sqlite":
            return _sqlite(url, busy_ms)
        if backend == "postgresql":
            options = f"-c lock_timeout={busy_ms} -c synchronous_commit=on"
            return create_engine(url, pool_pre_ping=True, connect_args={"options": options})
    except (ArgumentError, NoSuchModuleError) as error:
        raise BadHome("The database address cannot be used.", str(error), _CURE) from error
    raise BadHome("The database address cannot be used.", f"{backend} is not supported.", _CURE)


_CURE = "Write sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE."


def _sqlite(url: str, busy_ms: int) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_ms / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, _: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; see `begin`
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={busy_ms}", "foreign_keys=ON"):
            sql = f"PRAGMA {pragma}"
            try:
                connection.execute(sql)
            except UnicodeDecodeError as error:  # SQLite quotes a damaged schema, and the quotation is no text
                raise OperationalError(sql, None, error) from error

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that first reads and then writes fails when somebody wrote in between: take the lock at once.
        read_only = connection.get_execution_options().get(READ_ONLY)
        sql = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        raw: Any = connection.connection.dbapi_connection
        try:
            raw.execute(sql)  # through Core this alone would take a tenth of a decision
        except SqliteError as error:
            raise OperationalError(sql, None, error) from error

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write: committed at the end, rolled back on any exception. Raises OfficeUnavailable."""
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise unavailable(error.orig or error) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A consistent snapshot for reading; takes no lock. Raises OfficeUnavailable."""
    try:
        with engine.connect() as connection:
            options: dict[str, object] = {READ_ONLY: True}
            if engine.dialect.name == "postgresql":
                options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            yield connection.execution_options(**options)
    except DBAPIError as error:
        raise unavailable(error.orig or error) from error


def create(engine: Engine) -> None:
    """All tables and triggers in an empty database, without Alembic: for tests and throw-away copies."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        protect(connection)
        install(connection)
