"""What a query finds among the initiatives that its reader may open: counted, and a page of them, best first.

Two statements, whatever is found. `admitted` is the reader's own condition on `initiative`: it stands in both, so that
what may not be opened is neither shown nor counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, desc, func, select, true

from coe.search.index import matching, ranked, standing
from coe.search.words import Query
from coe.tables import initiative, passage

MOST_PLACES = 400
MOST_WEIGHED = 500
"""A word in more records than this says too little of any to be weighed."""


@dataclass(frozen=True, slots=True)
class Part:
    """At most `most` of what is found after the `first` ones, of this workflow and these statuses where given."""

    workflow: str = ""
    statuses: Collection[str] = ()
    first: int = 0
    most: int = 25


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that was found: `answer/` or `option/` and its field, `title`, or the kind of what was said, slash;
    and the commitment to its text, "" for one in the clear.
    """

    name: str
    commit: str


WHOLE = Part()


def counted(connection: Connection, query: Query, admitted: ColumnElement[bool]) -> Mapping[tuple[str, str], int]:
    """How many are found, by workflow and status."""
    columns = initiative.c.workflow, initiative.c.status
    statement = select(*columns, func.count()).where(_found(connection, query), admitted).group_by(*columns)
    return {(row[0], row[1]): row[2] for row in connection.execute(statement)}


def weighed(query: Query, found: int) -> bool:
    """Whether so few records were found by these words that it is told which of them are the most about it."""
    return found <= MOST_WEIGHED or len(query.terms) > 1


def best(
    connection: Connection, query: Query, admitted: ColumnElement[bool], part: Part = WHOLE, found: int = 0
) -> tuple[Row[Any], ...]:
    """Rows of `initiative`: the most about the query first, of equals the latest. Of more than `MOST_WEIGHED` that are
    `found`, those with the word in their title come first, then the latest.
    """
    about = ranked(connection.dialect.name, query, common=not weighed(query, found)).cte("about")
    score = select(about.c.initiative, func.max(about.c.score).label("score")).group_by(about.c.initiative).subquery()
    statement = (
        select(initiative)
        .join(score, score.c.initiative == initiative.c.id)
        .where(
            # One term: whatever is ranked has it. Several: all of them must stand in the record.
            _found(connection, query) if len(query.terms) > 1 else true(),
            admitted,
            initiative.c.workflow == part.workflow if part.workflow else true(),
            initiative.c.status.in_(part.statuses) if part.statuses else true(),
        )
        .order_by(score.c.score.desc(), initiative.c.updated.desc(), initiative.c.id)
    )
    return tuple(connection.execute(statement.offset(part.first).limit(part.most)))


def places(connection: Connection, query: Query, ids: Collection[str]) -> Mapping[str, list[Place]]:
    """Where the terms stand in these initiatives, the most about them first."""
    has, score = standing(query)
    found = select(passage.c.initiative, passage.c.place, passage.c.commit, score)
    statement = found.where(passage.c.initiative.in_(ids), has).order_by(desc("score"), passage.c.id).limit(MOST_PLACES)
    told: dict[str, list[Place]] = {}
    for row in connection.execute(statement):
        told.setdefault(row.initiative, []).append(Place(row.place, row.commit))
    return told


def by_number(connection: Connection, text: str, admitted: ColumnElement[bool]) -> str:
    """The number of the initiative that this number or id names, "" where there is none to open."""
    named = (initiative.c.number == text.upper()) | (initiative.c.id == text.lower())
    return str(connection.execute(select(initiative.c.number).where(named, admitted)).scalar() or "")


def _found(connection: Connection, query: Query) -> ColumnElement[bool]:
    return initiative.c.id.in_(matching(connection.dialect.name, query))
