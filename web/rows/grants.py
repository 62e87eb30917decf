"""Grants, delegations and absences as the people pages show them; statements do not grow with rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from coe.identity.account_tables import account
from coe.tables import absence, delegation, entry, pool_member


def grants_of(connection: Connection, person: str) -> tuple[Row[Any], ...]:
    """Every grant a person ever had, newest first."""
    statement = select(pool_member).where(pool_member.c.person == person)
    return tuple(connection.execute(statement.order_by(pool_member.c.since.desc(), pool_member.c.pool)))


def lent_by(connection: Connection, person: str) -> tuple[Row[Any], ...]:
    """What a person lent."""
    statement = select(delegation).where(delegation.c.person == person)
    return tuple(connection.execute(statement.order_by(delegation.c.since.desc())))


def absences(connection: Connection, now: int, person: str = "") -> tuple[Row[Any], ...]:
    """Absences that last or come, of one person or all."""
    statement = select(absence).where(absence.c.until > now)
    statement = statement.where(absence.c.person == person) if person else statement
    return tuple(connection.execute(statement.order_by(absence.c.since)))


def seats_known(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Every committee seat that was ever filled: (pool, seat)."""
    statement = select(pool_member.c.pool, pool_member.c.seat).where(pool_member.c.seat != "").distinct()
    return tuple(
        (row.pool, row.seat) for row in connection.execute(statement.order_by(pool_member.c.pool, pool_member.c.seat))
    )


def pools_known(connection: Connection) -> tuple[str, ...]:
    """Every pool in which anybody ever held anything."""
    return tuple(connection.execute(select(pool_member.c.pool).distinct().order_by(pool_member.c.pool)).scalars())


def logins(connection: Connection) -> dict[str, bool]:
    """Whether each person's account is open, by person."""
    return {
        row.person_id: bool(row.active) for row in connection.execute(select(account.c.person_id, account.c.active))
    }


def entries_about(connection: Connection, person: str, pools: tuple[str, ...]) -> tuple[Row[Any], ...]:
    """The entries of a person's own stream and of the pools they were ever in, newest first."""
    streams = (f"person/{person}", *pools)
    statement = select(entry.c.seq, entry.c.stream, entry.c.bytes).where(entry.c.stream.in_(streams))
    return tuple(connection.execute(statement.order_by(entry.c.seq.desc()).limit(400)))
