"""How a person wants the pages to behave. A working table; preferences are not evidence.

Functions work in the caller's transaction and never commit.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from coe.tables import preference

KEYS = "keys"
LANGUAGE = "language"


def preferred(connection: Connection, person: str, names: Sequence[str]) -> dict[str, str]:
    """What is kept under these names; those that are not kept are left out."""
    mine = preference.c.person == person, preference.c.name.in_(names)
    rows = connection.execute(select(preference.c.name, preference.c.value).where(*mine))
    return {row.name: row.value for row in rows}


def prefer(connection: Connection, person: str, name: str, value: str) -> None:
    """Keep this from now on, in place of what was preferred before."""
    mine = preference.c.person == person, preference.c.name == name
    connection.execute(delete(preference).where(*mine))
    connection.execute(insert(preference).values(person=person, name=name, value=value))
