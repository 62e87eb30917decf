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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A live session as its owner sees it: `handle` names it and opens nothing; `own` is the one that asks."""

    handle: str
    began_at: int
    seen_at: int
    own: bool


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


def live(connection: Connection, account_id: str, session_id: str, now: int, limits: Limits) -> tuple[Elsewhere, ...]:
    """Every session of this account that still counts, the one used last first."""
    mine = sign_in.c.account_id == account_id, sign_in.c.ended_at.is_(None)
    fresh = sign_in.c.seen_at > now - limits.idle_ms, sign_in.c.began_at > now - limits.longest_ms
    columns = sign_in.c.session_hash, sign_in.c.began_at, sign_in.c.seen_at
    rows = connection.execute(select(*columns).where(*mine, *fresh).order_by(sign_in.c.seen_at.desc()))
    own = _hash(session_id)
    return tuple(Elsewhere(row.session_hash, row.began_at, row.seen_at, row.session_hash == own) for row in rows)


def end_one(connection: Connection, account_id: str, handle: str, now: int) -> bool:
    """End one session of this account by its handle; whether there was one."""
    mine = sign_in.c.account_id == account_id, sign_in.c.session_hash == handle, sign_in.c.ended_at.is_(None)
    return connection.execute(update(sign_in).where(*mine).values(ended_at=now)).rowcount == 1


def _hash(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
