"""Reading initiatives, calendars and disclosures for the pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, func, or_, select, true

from coe.law import OfficeLaw
from coe.tables import condition, disclosure, entry, initiative
from governance.formats.jcs import decode
from governance.language.business_time import Calendar
from governance.ledger.commitments import Disclosure
from web.rows.records import folded_stream

CLOSED = ("released", "expired", "retired", "revoked", "rejected", "withdrawn")
NEVER: Final = 1 << 62
YOURS, OTHERS, FINISHED = "yours", "others", "finished"


def of_owner(
    connection: Connection, owner: str, turn: str, text: str, *, first: int, most: int
) -> tuple[Row[Any], ...]:
    """At most `most` rows of what a person owns, after the `first` ones: theirs to act on, then with others, due first,
    then finished, each latest first. `turn` is one of the three or "" for all, `text` is in the title or the number.
    """
    mine = turns()
    order = case((mine == YOURS, 0), (mine == OTHERS, 1), else_=2)
    due = case((and_(mine == OTHERS, initiative.c.due > 0), initiative.c.due), else_=NEVER)
    statement = select(initiative).where(initiative.c.owner == owner, _named(text), mine == turn if turn else true())
    statement = statement.order_by(order, due, initiative.c.updated.desc(), initiative.c.id)
    return tuple(connection.execute(statement.offset(first).limit(most)))


def counts_of(connection: Connection, owner: str, text: str) -> dict[str, int]:
    """How many of a person's initiatives there are by whose turn it is."""
    mine = turns().label("mine")
    statement = select(mine, func.count()).where(initiative.c.owner == owner, _named(text)).group_by(mine)
    return {str(row[0]): int(row[1]) for row in connection.execute(statement)}


def submitted_among(connection: Connection, owner: str, ids: Collection[str]) -> set[str]:
    """Which of these ids are initiatives of this owner already."""
    if not ids:
        return set()
    mine = select(initiative.c.id).where(initiative.c.owner == owner, initiative.c.id.in_(ids))
    return set(connection.execute(mine).scalars())


def turns() -> ColumnElement[str]:
    """Whose turn an initiative is, as its owner sees it."""
    return case(
        (awaits_owner(), YOURS),
        (initiative.c.status.in_(CLOSED), FINISHED),
        (and_(initiative.c.status == "approved", ~verifying()), YOURS),
        else_=OTHERS,
    )


def verifying() -> ColumnElement[bool]:
    """Whether an approved initiative waits for somebody else to verify its conditions."""
    mine = condition.c.initiative == initiative.c.id
    return and_(exists().where(mine, condition.c.status == "met"), ~exists().where(mine, condition.c.status == "open"))


def _named(text: str) -> ColumnElement[bool]:
    return or_(*(each.icontains(text, autoescape=True) for each in (initiative.c.title, initiative.c.number)))


def awaits_owner() -> ColumnElement[bool]:
    """Whether the owner is to submit again, to answer a question, or to answer what was asked after release."""
    return or_(initiative.c.waiting == "owner", initiative.c.waiting.like("owner,%"))


def durations(connection: Connection, workflow: str, tier: str) -> tuple[int, ...]:
    """How long approved initiatives of this workflow and tier took from first submission to approval, in ms, sorted."""
    first = (
        select(entry.c.at)
        .where(entry.c.stream == "initiative/" + initiative.c.id, entry.c.version == 1)
        .scalar_subquery()
    )
    statement = select(initiative.c.updated - first).where(
        initiative.c.workflow == workflow, initiative.c.tier == tier, initiative.c.status.in_(("approved", "released"))
    )
    return tuple(sorted(connection.execute(statement.limit(2_000)).scalars()))


def calendar_of(connection: Connection, law: OfficeLaw, stream: str) -> Calendar | None:
    """The calendar in force in a stream, None where none was declared."""
    found = folded_stream(connection, law, stream) if stream else None
    return found if isinstance(found, Calendar) else None


def disclosures(connection: Connection, commits: Iterable[str]) -> dict[str, Disclosure]:
    """What opens these commitments, by commitment; erased ones are left out."""
    wanted = set(commits)
    if not wanted:
        return {}
    rows = connection.execute(select(disclosure).where(disclosure.c.commit.in_(wanted)))
    return {row.commit: Disclosure(row.commit, row.nonce, decode(row.value.encode())) for row in rows}
