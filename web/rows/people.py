"""What a person holds now, and what waits for them: read from record tables in two statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, union

from coe.drafts import PARKED
from coe.page_preferences import KEYS, LANGUAGE
from coe.tables import delegation, draft, initiative, mail_preference, pool_member, preference
from governance.law.pools import FOREVER
from web.rows.initiatives import awaits_owner, verifying
from web.rows.reviews import waiting_count

MOST_COUNTED = 100
"""More than anybody counts: the bar then says “99+”."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for a person: initiatives to submit, submit again or report on, decisions. `keys`: whether single
    keys act for them; `zone` and `language`: those they chose, "" for the office's and the browser's.
    """

    mine: int
    decisions: int
    keys: bool = True
    zone: str = ""
    language: str = ""


def pools_of(connection: Connection, person: str, now: int) -> tuple[str, ...]:
    """The pools a person holds a grant in now, or a delegation from somebody who does, in order of name."""
    lender = pool_member.alias()
    in_force = _in_force(pool_member.c.since, pool_member.c.until, now)
    own = select(pool_member.c.pool).where(pool_member.c.person == person, in_force)
    lent = (
        select(delegation.c.pool)
        .join(lender, and_(lender.c.pool == delegation.c.pool, lender.c.person == delegation.c.person))
        .where(delegation.c.to == person, _in_force(delegation.c.since, delegation.c.until, now))
    )
    return tuple(sorted(set(connection.execute(union(own, lent)).scalars())))


def waiting_for(connection: Connection, person: str, pools: tuple[str, ...]) -> Waiting:
    """What waits: own drafts and rework, and open gates of one's pools that are not one's own and not yet decided,
    those put off among them; these are counted no further than `MOST_COUNTED`.
    """
    open_gates = waiting_count(person, pools, MOST_COUNTED)
    rework = select(func.count()).where(initiative.c.owner == person, awaits_owner())
    mine = initiative.c.owner == person
    approved = select(func.count()).where(mine, initiative.c.status == "approved", ~verifying())
    started = select(initiative.c.id)
    begun = draft.c.owner == person, draft.c.workflow != PARKED, draft.c.id.not_in(started)
    drafts = select(func.count()).where(*begun)
    keys, language = (
        select(preference.c.value).where(preference.c.person == person, preference.c.name == name)
        for name in (KEYS, LANGUAGE)
    )
    zone = select(mail_preference.c.zone).where(mail_preference.c.person == person)
    counts = (each.scalar_subquery() for each in (rework, approved, drafts))
    chosen = (each.scalar_subquery() for each in (keys, zone, language))
    row = connection.execute(select(*counts, open_gates, *chosen)).one()
    return Waiting(row[0] + row[1] + row[2], row[3], keys=row[4] != "off", zone=row[5] or "", language=row[6] or "")


def roles_held(connection: Connection, now: int) -> Mapping[str, tuple[str, ...]]:
    """Pools and seats by person, those in force now: the name of a role, or of a seat on a committee."""
    in_force = _in_force(pool_member.c.since, pool_member.c.until, now)
    held: dict[str, list[str]] = {}
    columns = pool_member.c.person, pool_member.c.pool, pool_member.c.seat
    for row in connection.execute(select(*columns).where(in_force).order_by(pool_member.c.pool, pool_member.c.place)):
        held.setdefault(row.person, []).append(row.seat or row.pool.partition("/")[2])
    return {person: tuple(dict.fromkeys(names)) for person, names in held.items()}


def _in_force(since: ColumnElement[int], until: ColumnElement[int], now: int) -> ColumnElement[bool]:
    return and_(since <= now, or_(until > now, until == 0, until == FOREVER))
