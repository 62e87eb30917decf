"""Names and texts opened from their commitments. Erased ones are simply not there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from coe.database import reading
from coe.sealed_files import in_words
from coe.tables import disclosure, person

ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Person:
    """A registered person: id, printed name and address ("" when erased)."""

    id: str
    name: str
    email: str


def all_people(engine: Engine) -> Mapping[str, Person]:
    """Everybody registered, by id, in order of name; two statements."""
    with reading(engine) as connection:
        rows = connection.execute(select(person.c.id, person.c.name, person.c.email)).all()
        known = opened(connection, (commit for row in rows for commit in (row.name, row.email)))
    found = [Person(row.id, known.get(row.name, ""), known.get(row.email, "")) for row in rows]
    return {each.id: each for each in sorted(found, key=lambda each: each.name.casefold())}


def opened(connection: Connection, commits: Iterable[str]) -> dict[str, str]:
    """The texts behind these commitments, by commitment; one statement for every 500."""
    wanted = sorted({commit for commit in commits if commit})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        some = wanted[start : start + ASKED_AT_ONCE]
        statement = select(disclosure.c.commit, disclosure.c.value).where(disclosure.c.commit.in_(some))
        found |= {row.commit: in_words(json.loads(row.value)) for row in connection.execute(statement)}
    return found


def initials(name: str) -> str:
    """The first letters of first and last name, without titles ("SB" for Dr Sofia Brandt)."""
    words = [word for word in name.split() if word[:1].isalpha() and word.rstrip(".").lower() not in ("dr", "prof")]
    return "".join(word[0].upper() for word in dict.fromkeys((*words[:1], *words[-1:])))
