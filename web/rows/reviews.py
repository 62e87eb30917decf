"""What waits for a reviewer and what is on its way to them, from record tables; statements do not grow with rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, and_, exists, func, or_, select, union_all

from coe.tables import decision, definition, gate_open, initiative, snooze

MOST_COMING = 40
MOST_SNOOZED = 50


@dataclass(frozen=True, slots=True)
class WaitingGate:
    """An open gate of one of the reader's pools: where it is, and when it is due (0 without a clock)."""

    initiative: str
    number: str
    gate: str
    due: int
    definition: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Snoozed:
    """A decision put off: which, what it is about, until when (UTC ms), and when it is due (0 without a clock)."""

    initiative: str
    number: str
    gate: str
    title: str
    until: int
    due: int


@dataclass(frozen=True, slots=True)
class Open:
    """One opening of a gate, and when it is due (UTC ms, 0 without a clock)."""

    initiative: str
    gate: str
    opening: int
    due: int


def waiting_decisions(
    connection: Connection,
    person: str,
    pools: Iterable[str],
    now: int,
    narrow: Iterable[ColumnElement[bool]] | None = None,
) -> Iterator[WaitingGate]:
    """Open gates of these pools that the person does not own and has not decided in this opening, in order of due,
    those without a clock last; one that two pools share comes twice. What was put off is left out unless `narrow` says
    which are wanted. Read as it is asked for: whoever needs a few reads a few.
    """
    awake = (*undecided(person), *((~put_off(person, now),) if narrow is None else narrow))
    for clocked in (gate_open.c.due > 0, gate_open.c.due == 0):
        # The branches, each in the order of its index, are merged as they are read.
        branches = [open_gates(pool).where(clocked, *awake) for pool in sorted(set(pools))]
        if branches:
            statement = union_all(*branches).order_by("ends").execution_options(stream_results=True)
            yield from (WaitingGate(*row) for row in connection.execute(statement))


def waiting_count(person: str, pools: Iterable[str], most: int) -> ScalarSelect[int]:
    """How many there are, those put off among them, for they still wait; counted no further than `most`."""
    some = open_gates(*pools).where(*undecided(person))
    found = some.with_only_columns(gate_open.c.initiative, gate_open.c.gate).distinct().limit(most).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def snoozed_by(connection: Connection, person: str, pools: Iterable[str], now: int) -> tuple[Snoozed, ...]:
    """What the person put off and would wait otherwise, soonest back first."""
    statement = (
        open_gates(*pools)
        .join(snooze, _same(person))
        .where(*undecided(person), *_asleep(now))
        .with_only_columns(
            initiative.c.id, initiative.c.number, gate_open.c.gate, initiative.c.title, snooze.c.until, gate_open.c.due
        )
        .distinct()
        .order_by(snooze.c.until, initiative.c.number)
        .limit(MOST_SNOOZED)
    )
    return tuple(Snoozed(*row) for row in connection.execute(statement))


def open_for(connection: Connection, person: str, pools: Iterable[str], number: str, gate: str) -> Open | None:
    """The gate if it waits for this person, put off or not."""
    this = initiative.c.number == number, gate_open.c.gate == gate
    statement = open_gates(*pools).where(*this, *undecided(person)).limit(1)
    columns = gate_open.c.initiative, gate_open.c.gate, gate_open.c.opening, gate_open.c.due
    row = connection.execute(statement.with_only_columns(*columns)).first()
    return None if row is None else Open(*row)


def rows_of(connection: Connection, ids: Iterable[str]) -> tuple[Row[Any], ...]:
    """The rows of these initiatives."""
    return tuple(connection.execute(select(initiative).where(initiative.c.id.in_(tuple(ids)))))


def coming(connection: Connection, person: str) -> tuple[Row[Any], ...]:
    """Initiatives of others that are under way, first due first: where something may be on its way to the person."""
    running = initiative.c.status.in_(("in review", "in rework")), initiative.c.owner != person
    statement = select(initiative).where(*running).order_by(initiative.c.due == 0, initiative.c.due)
    return tuple(connection.execute(statement.limit(MOST_COMING)))


def published(connection: Connection) -> tuple[str, ...]:
    """The digests of every definition."""
    return tuple(connection.execute(select(definition.c.digest)).scalars())


def open_gates(*pools: str) -> Select[Any]:
    """The open gates of these pools beside their initiatives."""
    gate = gate_open.c.initiative, initiative.c.number, gate_open.c.gate, gate_open.c.due.label("ends")
    found = select(*gate, initiative.c.definition, initiative.c.tier).join(
        initiative, initiative.c.id == gate_open.c.initiative
    )
    return found.where(gate_open.c.panel.in_(pools) if len(pools) != 1 else gate_open.c.panel == pools[0])


def undecided(person: str) -> tuple[ColumnElement[bool], ...]:
    """Whether it is not the person's own, and they have not decided in this opening."""
    decided = exists().where(
        decision.c.initiative == gate_open.c.initiative,
        decision.c.gate == gate_open.c.gate,
        decision.c.person == person,
        decision.c.at >= gate_open.c.opened,
    )
    return initiative.c.owner != person, ~decided


def _same(person: str) -> ColumnElement[bool]:
    return and_(
        snooze.c.person == person,
        snooze.c.initiative == gate_open.c.initiative,
        snooze.c.gate == gate_open.c.gate,
        snooze.c.opening == gate_open.c.opening,
    )


def _asleep(now: int) -> tuple[ColumnElement[bool], ...]:
    """Put off until later, and not yet due: nothing stays hidden past its promise, though a clock was shortened."""
    return snooze.c.until > now, or_(gate_open.c.due == 0, gate_open.c.due > now)


def put_off(person: str, now: int) -> ColumnElement[bool]:
    """Whether it steps aside now."""
    return exists().where(_same(person), *_asleep(now))
