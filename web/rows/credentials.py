"""How people stand to what they sign with, from record tables and accounts; no secret is read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from coe.identity.account_tables import account
from coe.identity.accounts import find_by_person, recovery_codes_left
from coe.tables import signer
from governance.record.identity import UNKNOWN, Identity


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the ledger says of somebody's identity, and what is true of their account; `codes` are recovery codes left,
    None without an account.
    """

    identity: Identity
    login: str = ""
    temporary: bool = False
    codes: int | None = None
    locked_until: int = 0


def credentials_of(connection: Connection, person: str) -> Credentials:
    """How one person stands."""
    row = connection.execute(select(signer).where(signer.c.person == person)).mappings().one_or_none()
    known = Identity(**{name: value for name, value in row.items() if name != "person"}) if row else UNKNOWN
    found = find_by_person(connection, person)
    if found is None:
        return Credentials(known)
    codes = recovery_codes_left(connection, found.id)
    return Credentials(known, found.login, found.temporary, codes, found.locked_until or 0)


def unconfirmed(connection: Connection) -> tuple[str, ...]:
    """Whoever has an open account and no confirmed identity, by person id."""
    joined = account.outerjoin(signer, signer.c.person == account.c.person_id)
    open_ = account.c.active, (signer.c.confirmed.is_(None)) | (signer.c.confirmed == 0)
    return tuple(connection.execute(select(account.c.person_id).select_from(joined).where(*open_)).scalars())
