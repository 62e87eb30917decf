"""The ledger as auditors ask for it: by who, what, when and which initiative. A fixed number of statements a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, desc, func, or_, select

from coe.evidence.checkpoints import latest
from coe.ledger import read_head
from coe.tables import approval, denial, entry, initiative

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; "" and 0 leave a part open. `since` and `until` are UTC ms, `before` and `after` entry numbers."""

    who: str = ""
    types: tuple[str, ...] = ()
    since: int = 0
    until: int = 0
    number: str = ""
    before: int = 0
    after: int = -1


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the trail, newest first: its rows, how many match in all, and whether there is more either way."""

    rows: tuple[Row[Any], ...]
    count: int
    earlier: bool
    later: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """How far the log is under a signed checkpoint: its size and time (0, 0 without one), and the size of the log."""

    size: int
    at: int
    log: int


def look(connection: Connection, wanted: Wanted) -> Found:
    """The entries that match, a page of them."""
    conditions = list(_conditions(connection, wanted))
    count = _count(connection, conditions)
    statement = select(entry).where(*conditions)
    if wanted.after >= 0:
        rows = list(
            connection.execute(statement.where(entry.c.seq > wanted.after).order_by(entry.c.seq).limit(PAGE + 1))
        )
        more = len(rows) > PAGE
        return Found(tuple(reversed(rows[:PAGE])), count, earlier=True, later=more)
    if wanted.before:
        statement = statement.where(entry.c.seq < wanted.before)
    rows = list(connection.execute(statement.order_by(entry.c.seq.desc()).limit(PAGE + 1)))
    return Found(tuple(rows[:PAGE]), count, earlier=len(rows) > PAGE, later=bool(wanted.before))


def _count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many match; without a filter it is the length of the log, which need not be counted."""
    if not conditions:
        return read_head(connection).size
    return int(connection.execute(select(func.count()).select_from(entry).where(*conditions)).scalar_one())


def following(connection: Connection, wanted: Wanted, after: int, most: int) -> tuple[Row[Any], ...]:
    """The entries that match after this one, oldest first; `before` and `after` of the filter are not asked."""
    statement = select(entry).where(*_conditions(connection, wanted), entry.c.seq > after)
    return tuple(connection.execute(statement.order_by(entry.c.seq).limit(most)))


def initiatives_of(connection: Connection, streams: Iterable[str]) -> Mapping[str, Row[Any]]:
    """The initiatives among these streams."""
    ids = {stream.partition("/")[2] for stream in streams if stream.startswith("initiative/")}
    found = connection.execute(select(initiative).where(initiative.c.id.in_(ids)))
    return {f"initiative/{row.id}": row for row in found}


def latest_concluded(connection: Connection, most: int = 5) -> tuple[Row[Any], ...]:
    """The initiatives approved or rejected last."""
    approved = select(initiative, approval.c.seq.label("concluded"))
    approved = approved.join(approval, approval.c.initiative == initiative.c.id)
    rejected = select(initiative, initiative.c.seq.label("concluded")).where(initiative.c.status == "rejected")
    found = [
        row
        for some in (approved, rejected)
        for row in connection.execute(some.order_by(desc("concluded")).limit(most))
    ]
    return tuple(sorted(found, key=lambda row: -row.concluded)[:most])


def sealed(connection: Connection) -> Sealed:
    """The newest checkpoint, and how long the log has become."""
    found, log = latest(connection), read_head(connection).size
    return Sealed(found[0], found[1], log) if found else Sealed(0, 0, log)


def _conditions(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.who:
        found.append(entry.c.actor == wanted.who)
    if wanted.types:
        found.append(entry.c.type.in_(wanted.types))
    if wanted.since:
        found.append(entry.c.at >= wanted.since)
    if wanted.until:
        found.append(entry.c.at < wanted.until)
    if wanted.number:
        id_ = connection.execute(select(initiative.c.id).where(initiative.c.number == wanted.number)).scalar()
        stream = f"initiative/{id_}"
        # What was denied about it stands in the log of denials, and is looked for by its number all the same.
        denied = select(denial.c.seq).where(denial.c.about == stream)
        found.append(or_(entry.c.stream == stream, entry.c.seq.in_(denied)))
    return found
