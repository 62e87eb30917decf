"""Which initiatives a reader may open, as one condition: the rule of `web.site.guards.may_read`, asked of all at once.

A scope of a grant is held against the options an owner chose; one that names a question answered in other ways opens
nothing here, though the page itself might open. So search never finds more than may be read.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, and_, exists, false, or_, select, true

from coe.tables import chosen_option, contributor, decision, delegation, initiative, pool_member
from governance.language.definition import Definition
from governance.law.consulted import of_initiative
from web.site.guards import AUDITORS

Scope = Mapping[str, Collection[str]]
NONE_CHOSEN = ""


def findable(
    connection: Connection, person: str, pools: Collection[str], laws: Iterable[Definition], now: int
) -> ColumnElement[bool]:
    """The initiatives this person may open; `pools` are those they hold now, `laws` all that were ever published."""
    if AUDITORS in pools:
        return true()
    mine = or_(
        initiative.c.owner == person,
        exists().where(contributor.c.initiative == initiative.c.id, contributor.c.person == person),
        exists().where(decision.c.initiative == initiative.c.id, decision.c.person == person),
    )
    held = _held(connection, person, now) if pools else {}
    whole, scoped = [], []
    for law in laws:
        scopes = [scope for pool in of_initiative(law, person) for scope in held.get(pool, ())]
        if not all(scopes):
            whole.append(law.digest)
        elif scopes:
            scoped.append(and_(initiative.c.definition == law.digest, or_(*map(_covers, scopes))))
    return or_(mine, initiative.c.definition.in_(whole) if whole else false(), *scoped)


def _held(connection: Connection, person: str, now: int) -> Mapping[str, list[Scope]]:
    """The scopes of the grants in force, by pool: the person's own, and of those who lend them theirs."""
    lender = and_(delegation.c.pool == pool_member.c.pool, delegation.c.person == pool_member.c.person)
    lent = exists().where(lender, delegation.c.to == person, delegation.c.since <= now, delegation.c.until > now)
    in_force = pool_member.c.since <= now, pool_member.c.until > now
    theirs = or_(pool_member.c.person == person, lent)
    found: dict[str, list[Scope]] = {}
    for pool, scope in connection.execute(select(pool_member.c.pool, pool_member.c.scope).where(theirs, *in_force)):
        found.setdefault(pool, []).append(json.loads(scope))
    return found


def _covers(scope: Scope) -> ColumnElement[bool]:
    """Whether every option chosen in these answers is in scope."""
    return and_(*_each(scope))


def _each(scope: Scope) -> Iterator[ColumnElement[bool]]:
    for field, allowed in scope.items():
        chosen = chosen_option.c.initiative == initiative.c.id, chosen_option.c.field == field
        yield exists().where(*chosen)
        yield ~exists().where(*chosen, chosen_option.c.value.not_in([*allowed, NONE_CHOSEN]))
