"""The register an auditor draws from: every record the office has, with what draws look at."""

from sqlalchemy import Connection, select

from coe.reading import Reader
from coe.tables import initiative
from governance.verifier.sampling import Registered

UNKNOWN = 99
ASKED_AT_ONCE = 500


def register(connection: Connection, reader: Reader) -> tuple[Registered, ...]:
    """Every record that was submitted, in order of its submission. Raises OfficeUnavailable, Damaged."""
    columns = (getattr(initiative.c, name) for name in ("id", "number", "workflow", "tier", "status", "submitted"))
    statement = select(*columns, initiative.c.definition).order_by(initiative.c.seq)
    risks: dict[str, dict[str, int]] = {}
    found = []
    for row in connection.execute(statement).all():
        if row.definition not in risks:
            law = reader.definition(row.definition, row.workflow)
            risks[row.definition] = {tier.name: place for place, tier in enumerate(law.tiers)} if law else {}
        risk = risks[row.definition].get(row.tier, UNKNOWN)
        found.append(Registered(row.id, row.number, row.workflow, row.tier, risk, row.status, row.submitted))
    return tuple(found)


def titles(connection: Connection, ids: tuple[str, ...]) -> dict[str, str]:
    """What these records are called, by id."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), ASKED_AT_ONCE):
        some = initiative.c.id.in_(ids[start : start + 500])
        found |= {
            row.id: row.title for row in connection.execute(select(initiative.c.id, initiative.c.title).where(some))
        }
    return found
