"""What a batch writes to the record tables: one wanted row, or its removal, for each key; written once at the end."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table

from coe.statements import Row, Statements

Key = tuple[object, ...]


class Changes:
    """Rows by table and key; the last word on a key wins."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[Key, Row | None]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}

    def put(self, table: Table, row: Row) -> None:
        """Insert the row or replace the one with its key. Every column is given."""
        self._of(table)[tuple([row[name] for name in self._keys[table.name]])] = row

    def drop(self, table: Table, key: Key) -> None:
        """Remove the row of this key, if there is one."""
        self._of(table)[key] = None

    def differ(self, table: Table, before: Iterable[Row], after: Iterable[Row]) -> None:
        """Turn the rows as they were into the rows as they are; what is equal is not touched."""
        self._of(table)
        names = self._keys[table.name]
        old = {tuple([row[name] for name in names]): row for row in before}
        for row in after:
            if old.pop(tuple([row[name] for name in names]), None) != row:
                self.put(table, row)
        for key in old:
            self.drop(table, key)

    def merge(self, other: "Changes") -> None:
        """Take over all of another's changes, which are the later ones."""
        self._keys |= other._keys  # noqa: SLF001 - another of this class
        for name, rows in other.rows.items():
            self.rows.setdefault(name, {}).update(rows)

    def write(self, cursor: Any, statements: Statements) -> None:
        """Write each table once, and forget what was written."""
        for name, rows in self.rows.items():
            gone = [_named(self._keys[name], key) for key, row in rows.items() if row is None]
            statements.drop[name].many(cursor, gone)
            kept = [row for row in rows.values() if row is not None]
            if kept:
                statements.upsert[name].many(cursor, kept)
        self.rows = {}

    def _of(self, table: Table) -> dict[Key, Row | None]:
        known = self.rows.get(table.name)
        if known is None:
            known = self.rows[table.name] = {}
            self._keys[table.name] = tuple(column.name for column in table.primary_key.columns)
        return known


def _named(names: tuple[str, ...], key: Key) -> Mapping[str, object]:
    return {f"key_{name}": value for name, value in zip(names, key, strict=True)}
