"""What the office of this data folder says of a workflow: its records as a log, its people, and what is under way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine, select

from coe.database import reading
from coe.forecast.cases import case_for, cases_of, nearest
from coe.forecast.from_log import of_log
from coe.forecast.gather import Known
from coe.forecast.hours import standard
from coe.forecast.inputs import Case, Figure, OpenRecord
from coe.forecast.logs import Event, Log, Trace
from coe.forecast.situations import seats_of
from coe.reading import Reader
from coe.tables import decision, entry, initiative, pool_member
from governance.errors import LawError
from governance.language.business_time import Calendar
from governance.language.definition import Definition
from governance.record.state import Initiative

CLOSED = ("approved", "released", "rejected", "expired", "retired", "revoked")
UNDER_WAY = ("in review", "in rework")
LEDGER = "ledger"


def of_office(engine: Engine, reader: Reader, now: int, laws: Sequence[Definition]) -> tuple[Known, Calendar | None]:
    """Figures and the declared calendar. Where nothing was decided yet, priors stay; records under way count at
    their real gates, those on hold wait elsewhere and are left out.
    """
    law = laws[0]
    calendar = _calendar(reader, law)
    with reading(engine) as connection:
        log = Log(tuple(_traces(connection, law)), ())
        people = dict(_people(connection, law, now))
        names = _under_way(connection, law)
    known = of_log(log, laws, calendar or standard(), LEDGER) if log.traces else Known()
    cases = cases_of(laws)
    found = [(each, reader.initiative_state(each)) for each in names]
    under_way = [
        OpenRecord(case.name, state, state.submitted)
        for _, state in found
        if state is not None and (case := _case(cases, law, state)) is not None
    ]
    return replace(known, people=people, under_way=tuple(under_way)), calendar


def _case(cases: Sequence[Case], law: Definition, state: Initiative) -> Case | None:
    try:
        return case_for(cases, law, state.answers, state.raised)
    except LawError:
        return nearest(cases, state.marks, state.tier)


def _calendar(reader: Reader, law: Definition) -> Calendar | None:
    if not law.calendar:
        return None
    state = reader.look(law.calendar)[0].state
    return state if isinstance(state, Calendar) else None


def _traces(connection: Connection, law: Definition) -> Iterator[Trace]:
    """Concluded records: submissions from the ledger, decisions from their table."""
    closed = select(initiative.c.id).where(initiative.c.workflow == law.workflow, initiative.c.status.in_(CLOSED))
    events: dict[str, list[Event]] = {
        name: [] for name in connection.execute(closed.order_by(initiative.c.seq)).scalars()
    }
    submissions = select(entry.c.stream, entry.c.at).where(entry.c.type == "submit").order_by(entry.c.seq)
    for stream, at in connection.execute(submissions):
        if (name := stream.removeprefix("initiative/")) in events:
            events[name].append(Event("submitted", "", None, at, ""))
    columns = (decision.c.initiative, decision.c.gate, decision.c.person, decision.c.outcome, decision.c.at)
    for name, gate, person, outcome, at in connection.execute(select(*columns).order_by(decision.c.seq)):
        if name in events and outcome not in ("abstain", "recuse"):
            events[name].append(Event(f"{gate} {outcome}", person, None, at, ""))
    for name, found in events.items():
        if found:
            yield Trace(name, tuple(sorted(found, key=lambda event: event.end_ms)))


def _people(connection: Connection, law: Definition, now: int) -> Iterator[tuple[str, Figure]]:
    """Who holds a role now."""
    for pool, seats in seats_of(law).items():
        if not seats:
            held = select(pool_member.c.person).where(
                pool_member.c.pool == pool, pool_member.c.since <= now, pool_member.c.until > now
            )
            count = len(set(connection.execute(held).scalars()))
            if count:
                yield pool, Figure(float(count), LEDGER)


def _under_way(connection: Connection, law: Definition) -> tuple[str, ...]:
    rows = select(initiative.c.id).where(initiative.c.workflow == law.workflow, initiative.c.status.in_(UNDER_WAY))
    return tuple(connection.execute(rows.order_by(initiative.c.seq)).scalars())
