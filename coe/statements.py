"""The SQL of the hot path: built in Core, compiled once for a dialect, executed on the driver's own cursor.

Building and executing through Core costs 30 to 50 µs a statement; a decision has about ten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Dialect, Executable, LargeBinary, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ClauseElement

from coe.tables import RECORD_TABLES, disclosure, entry, head, node, numbering, pending

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Prepared:
    """One compiled statement. `order` names its parameters where the driver counts them, None where it names them."""

    sql: str
    order: tuple[str, ...] | None

    def run(self, cursor: Any, **values: object) -> Any:
        """Execute once; returns the cursor."""
        cursor.execute(self.sql, self._bound(values))
        return cursor

    def many(self, cursor: Any, rows: Iterable[Row]) -> None:
        """Execute for each row."""
        bound = [self._bound(row) for row in rows]
        if len(bound) == 1:
            cursor.execute(self.sql, bound[0])
        elif bound:
            cursor.executemany(self.sql, bound)

    def _bound(self, values: Row) -> object:
        return values if self.order is None else tuple([values[name] for name in self.order])


class Statements:
    """Every statement of the hot path, for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        insert_for = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
        seq, upto = bindparam("seq", type_=BigInteger), bindparam("upto", type_=BigInteger)
        columns = entry.c.seq, entry.c.stream, entry.c.version, entry.c.bytes
        self.lock_head = self._of(
            select(head.c.size, head.c.at, head.c.hashes).where(head.c.id == bindparam("id")).with_for_update()
        )
        self.move_head = self._of(
            update(head)
            .where(head.c.id == bindparam("row"))
            .values(
                size=bindparam("size", type_=BigInteger),
                at=bindparam("at", type_=BigInteger),
                hashes=bindparam("hashes", type_=LargeBinary),
            )
        )
        self.by_command = self._of(select(entry.c.bytes).where(entry.c.command == bindparam("command")))
        self.of_stream = self._of(
            select(*columns).where(entry.c.stream == bindparam("stream"), entry.c.seq < upto).order_by(entry.c.version)
        )
        self.between = self._of(select(*columns).where(entry.c.seq >= seq, entry.c.seq < upto).order_by(entry.c.seq))
        self.append = self._of(insert(entry))
        self.add_node = self._of(insert(node))
        self.disclosed = self._of(select(disclosure.c.commit).where(disclosure.c.commit == bindparam("commit_")))
        self.disclose = self._of(insert_for(disclosure).on_conflict_do_nothing())
        self.last_number = self._of(
            select(numbering.c.last).where(
                numbering.c.prefix == bindparam("prefix"), numbering.c.year == bindparam("year", type_=BigInteger)
            )
        )
        self.owe = self._of(insert(pending))
        self.upsert = {table.name: self._of(_upsert(insert_for(table), table)) for table in RECORD_TABLES}
        self.drop = {table.name: self._of(_drop(table)) for table in (*RECORD_TABLES, pending, disclosure)}

    def _of(self, statement: Executable) -> Prepared:
        return prepared(statement, self._dialect)


def prepared(statement: Executable, dialect: Dialect) -> Prepared:
    """A statement compiled once for a dialect."""
    assert isinstance(statement, ClauseElement)  # noqa: S101 - for the type checker: everything here is
    compiled = statement.compile(dialect=dialect)
    order = tuple(getattr(compiled, "positiontup", None) or ()) if dialect.positional else None
    return Prepared(str(compiled), order)


def _upsert(statement: Any, table: Table) -> Executable:
    rest = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    if not rest:
        return statement.on_conflict_do_nothing()  # type: ignore[no-any-return]  # either dialect's Insert
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=rest)  # type: ignore[no-any-return]  # either dialect's Insert


def _drop(table: Table) -> Executable:
    # Core reserves a column's own name for SET; as a criterion it is free in DELETE.
    return delete(table).where(*(c == bindparam(f"key_{c.name}", type_=c.type) for c in table.primary_key.columns))
