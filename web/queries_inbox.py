"""What waits for a reviewer, narrowed and counted: one statement each, over everything that waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, case, exists, false, func, or_, select, tuple_

from coe.tables import decision, gate_open, initiative
from web.queries_reviews import WaitingGate, open_gates, put_off, undecided

MOST_FACETED: Final = 5_000
"""Further than this nothing is counted by kind."""

Kind = tuple[str, str, str]
"""A definition by digest, a gate and a tier: what a clock depends on."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reads, in which pools, when (UTC ms); `likely`: by when a gate that has not run out must be due to have used
    most of its clock, for kinds of gates.
    """

    person: str
    pools: tuple[str, ...]
    now: int
    likely: Mapping[int, frozenset[Kind]]


@dataclass(frozen=True, slots=True)
class Sort:
    """How many of what waits are alike: values by the names of an address."""

    definition: str
    values: Mapping[str, str]
    count: int = 0


def facets(connection: Connection, reviewer: Reviewer) -> tuple[Sort, ...] | None:
    """All that waits for the reviewer by what it can be narrowed by; None where it is more than `MOST_FACETED`."""
    named = _values(reviewer)
    columns = [value.label(name) for name, value in named.items()]
    each = open_gates(*reviewer.pools).where(*undecided(reviewer.person))
    each = each.with_only_columns(gate_open.c.initiative, initiative.c.definition, *columns).distinct()
    some = each.limit(MOST_FACETED + 1).subquery()
    names = [some.c[name] for name in named]
    statement = select(some.c.definition, *names, func.count()).group_by(some.c.definition, *names)
    found = [
        Sort(row[0], dict(zip(named, row[1:-1], strict=True)), row[-1]) for row in connection.execute(statement)
    ]
    return tuple(found) if sum(one.count for one in found) <= MOST_FACETED else None


def narrowing(reviewer: Reviewer, wanted: Mapping[str, str]) -> tuple[ColumnElement[bool], ...]:
    """What must hold of an open gate for the address to ask for it: not put off, unless it asks for just those."""
    named = _values(reviewer)
    return tuple(named[name] == value for name, value in ({"snoozed": ""} | dict(wanted)).items())


def oldest(
    connection: Connection, reviewer: Reviewer, narrow: Iterable[ColumnElement[bool]], wanted: int
) -> tuple[WaitingGate, ...]:
    """The first of what waits so, by when its gate opened."""
    statement = open_gates(*reviewer.pools).where(*undecided(reviewer.person), *narrow).distinct()
    statement = statement.add_columns(gate_open.c.opened).order_by(
        gate_open.c.opened, initiative.c.number, gate_open.c.gate
    )
    return tuple(WaitingGate(*row[:-1]) for row in connection.execute(statement.limit(wanted)))


def _values(reviewer: Reviewer) -> dict[str, ColumnElement[Any]]:
    """What each name of an address means of an open gate."""
    likely = or_(
        false(),
        *(
            and_(
                gate_open.c.due <= until,
                tuple_(initiative.c.definition, gate_open.c.gate, initiative.c.tier).in_(sorted(kinds)),
            )
            for until, kinds in sorted(reviewer.likely.items())
        ),
    )
    clocked = gate_open.c.due > 0
    clock = case((and_(clocked, gate_open.c.due <= reviewer.now), "late"), (and_(clocked, likely), "likely"), else_="")
    signed = exists().where(
        decision.c.initiative == gate_open.c.initiative,
        decision.c.gate == gate_open.c.gate,
        decision.c.person == reviewer.person,
        decision.c.outcome != "recuse",
        decision.c.round < initiative.c.round,
    )
    return {
        "gate": gate_open.c.gate,
        "work": initiative.c.workflow,
        "tier": initiative.c.tier,
        "review": case((signed, "again"), else_="first"),
        "clock": clock,
        "snoozed": case((put_off(reviewer.person, reviewer.now), "yes"), else_=""),
    }
