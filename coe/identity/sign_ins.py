"""Web sessions kept here and not in the cookie alone, so that signing out, idling or losing a device really ends them.

Every function works inside the caller's transaction. Times are UTC milliseconds.
"""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from coe.identity.account_tables import sign_in


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts without use, and at most; and how exactly use is noted."""

    idle_ms: int = 30 * 60_000
    longest_ms: int = 12 * 3_600_000
    note_every_ms: int = 60_000


@dataclass(frozen=True, slots=True)
class SignIn:
    """One live session and when it was last noted as used."""

    account_id: str
    began_at: int
    seen_at: int


def begin(connection: Connection, account_id: str, now: int) -> str:
    """Open a session after both factors; the id goes into the cookie, its hash into the table."""
    session_id = secrets.token_urlsafe(32)
    row = {"session_hash": _hash(session_id), "account_id": account_id, "began_at": now, "seen_at": now}
    connection.execute(insert(sign_in).values(**row))
    return session_id


def find(connection: Connection, session_id: str, now: int, limits: Limits) -> SignIn | None:
    """The session, unless it has ended, idled out or lasted too long."""
    columns = sign_in.c.account_id, sign_in.c.began_at, sign_in.c.seen_at
    live = sign_in.c.session_hash == _hash(session_id), sign_in.c.ended_at.is_(None)
    row = connection.execute(select(*columns).where(*live)).one_or_none()
    if row is None or now >= row.seen_at + limits.idle_ms or now >= row.began_at + limits.longest_ms:
        return None
    return SignIn(row.account_id, row.began_at, row.seen_at)


def note_use(connection: Connection, session_id: str, now: int) -> None:
    """Remember that the session is in use."""
    live = sign_in.c.session_hash == _hash(session_id), sign_in.c.ended_at.is_(None)
    connection.execute(update(sign_in).where(*live).values(seen_at=now))


def end(connection: Connection, session_id: str, now: int) -> None:
    """End the session; its cookie is worth nothing from now on."""
    live = sign_in.c.session_hash == _hash(session_id), sign_in.c.ended_at.is_(None)
    connection.execute(update(sign_in).where(*live).values(ended_at=now))


def _hash(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
