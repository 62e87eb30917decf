"""How a person wants the pages to behave. A working table; preferences are not evidence.

Functions work in the caller's transaction and never commit.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert

from coe.tables import preference

KEYS = "keys"
LANGUAGE = "language"


def prefer(connection: Connection, person: str, name: str, value: str) -> None:
    """Keep this from now on, in place of what was preferred before."""
    mine = preference.c.person == person, preference.c.name == name
    connection.execute(delete(preference).where(*mine))
    connection.execute(insert(preference).values(person=person, name=name, value=value))
