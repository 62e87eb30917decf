"""Columns as migrations write them. Frozen: a migration means the same for ever, whatever becomes of `coe.tables`."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.schema import SchemaItem


def text(name: str, *, key: bool = False, null: bool = False) -> SchemaItem:
    """Text of any length."""
    return sa.Column(name, sa.Text(), primary_key=key, nullable=null)


def short(name: str, length: int, *, key: bool = False, null: bool = False, refers: str = "") -> SchemaItem:
    """Text of at most `length` characters; `refers` names the column it must be found in."""
    target = [sa.ForeignKey(refers)] if refers else []
    return sa.Column(name, sa.String(length), *target, primary_key=key, nullable=null)


def number(name: str, *, key: bool = False, null: bool = False) -> SchemaItem:
    """A whole number of 64 bits."""
    return sa.Column(name, sa.BigInteger(), primary_key=key, nullable=null, autoincrement=False)


def small(name: str, *, key: bool = False, null: bool = False) -> SchemaItem:
    """A whole number of 32 bits."""
    return sa.Column(name, sa.Integer(), primary_key=key, nullable=null, autoincrement=False)


def place(name: str) -> SchemaItem:
    """The key of a table in the order of the log; SQLite's own row number."""
    variant = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, variant, primary_key=True, nullable=False, autoincrement=False)


def flag(name: str, *, null: bool = False) -> SchemaItem:
    """Yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=null)


def data(name: str, *, null: bool = False) -> SchemaItem:
    """Bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def table(name: str, *parts: SchemaItem, keyed: bool = False) -> None:
    """A table; a keyed one is stored in the order of its key."""
    if keyed:
        op.create_table(name, *parts, sqlite_with_rowid=False)
    else:
        op.create_table(name, *parts)
