"""What waits for a reviewer, narrowed and counted: one statement each, over everything that waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, and_, case, cast, exists, false, func, or_, select, tuple_

from coe.projections import COUNT_DIGITS
from coe.tables import decision, gate_open, initiative
from web.rows.reviews import WaitingGate, open_gates, put_off, undecided

MOST_FACETED: Final = 5_000
"""Further than this nothing is counted by kind."""

FEW: Final = 3
SOME: Final = 10

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


def in_order(
    connection: Connection, reviewer: Reviewer, narrow: Iterable[ColumnElement[bool]], order: str, wanted: int
) -> tuple[WaitingGate, ...]:
    """The first of what waits so, by `age` of its opening or by `size` of what there is to read."""
    by = gate_open.c.opened if order == "age" else _size(reviewer.person)
    statement = open_gates(*reviewer.pools).where(*undecided(reviewer.person), *narrow).distinct()
    statement = statement.add_columns(by.label("by")).order_by("by", initiative.c.number, gate_open.c.gate)
    return tuple(WaitingGate(*row[:-1]) for row in connection.execute(statement.limit(wanted)))


def _size(person: str) -> ColumnElement[int]:
    """How many answers changed at the gate since the person signed there, or all of them at a first reading."""
    last = select(func.coalesce(func.max(decision.c.round), 0)).where(*_signed(person)).scalar_subquery()
    signed = cast(last, Integer)
    count = func.substr(gate_open.c.changes, signed * COUNT_DIGITS + 1, COUNT_DIGITS)
    return cast(func.coalesce(func.nullif(count, ""), "0"), Integer)


def _signed(person: str) -> tuple[ColumnElement[bool], ...]:
    """A signature of the person at the gate in an earlier round; standing aside is no reading."""
    return (
        decision.c.initiative == gate_open.c.initiative,
        decision.c.gate == gate_open.c.gate,
        decision.c.person == person,
        decision.c.outcome != "recuse",
        decision.c.round < initiative.c.round,
    )


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
    signed = exists().where(*_signed(reviewer.person))
    size = _size(reviewer.person)
    return {
        "gate": gate_open.c.gate,
        "work": initiative.c.workflow,
        "tier": initiative.c.tier,
        "review": case((signed, "again"), else_="first"),
        "size": case((size <= FEW, "few"), (size <= SOME, "some"), else_="many"),
        "clock": clock,
        "snoozed": case((put_off(reviewer.person, reviewer.now), "yes"), else_=""),
    }
