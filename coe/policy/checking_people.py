"""A file checked against the people of an office."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from coe.database import reading
from coe.office import Office
from coe.policy.checking import Report, check
from coe.policy.definitions import Compiled
from coe.reading import Reader, values
from coe.tables import line_manager, person
from governance.checker.panels_checked import Staff
from governance.language.business_time import EPOCH, Calendar
from governance.language.definition import Definition
from governance.law.consulted import ADMINISTRATORS
from governance.law.pools import Pool


def check_in_office(compiled: Compiled, office: Office, zone: str) -> Report:
    """All that is wrong with a compiled file in this office now; `zone` (IANA) is that of the dates told.

    What publishing asks, wherever it is done. Raises OfficeUnavailable.
    """
    now = office.clock.now()
    today = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone)).date()
    law = compiled.definition
    return check(compiled, today, staff_of(office, law, zone) if law is not None else None, now)


def staff_of(office: Office, law: Definition, zone: str) -> Staff | None:
    """Everyone on the panels of a definition, on those it escalates to and among its coordinators.

    None while the office has no administrator: it is being founded, and nobody can have been appointed.
    """
    streams = {law.coordinators, *(gate.panel for gate in law.gates)}
    streams |= {each.to for gate in law.gates for each in gate.escalate if each.to != "delegate"}
    names = sorted(streams)
    *kept, calendar, administrators = Reader(office.engine, office.law).look(*names, law.calendar, ADMINISTRATORS)
    if not isinstance(administrators.state, Pool) or not administrators.state.holdings:
        return None
    pools = {name: each.state for name, each in zip(names, kept, strict=True) if isinstance(each.state, Pool)}
    with reading(office.engine) as connection:
        managers = {row.person: row.manager for row in connection.execute(select(line_manager))}
        called = printed_names(connection)
    here = ZoneInfo(zone)

    def day(at: int) -> str:
        local = (EPOCH + timedelta(milliseconds=at)).astimezone(here)
        return f"{local.day} {local:%b %Y}"

    found = calendar.state if isinstance(calendar.state, Calendar) else None
    return Staff(pools, managers, called, found, day)


def printed_names(connection: Connection) -> dict[str, str]:
    """Printed names by person; whoever's was erased goes by the id."""
    rows = connection.execute(select(person.c.id, person.c.name)).all()
    opened = values(connection, [row.name for row in rows])
    return {row.id: str(opened[row.name]) for row in rows if row.name in opened}
