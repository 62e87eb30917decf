"""Accounts: who may sign in, with what. An account points to a person; neither is ever reused.

Every function works inside the caller's transaction and never commits. Times are UTC milliseconds.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from uuid6 import uuid7

from coe.identity.account_tables import account, recovery_code, sign_in
from coe.identity.credential_errors import AccountClosed, LoginTaken
from coe.identity.passwords import Passwords, refuse_weak
from coe.identity.totp import TotpKey, enrolment_uri, new_secret
from coe.words.speaking import lazy_gettext

RECOVERY_CODES = 10
RECOVERY_BYTES = 10
LONGEST_LOGIN = 254
ERASED = "erased:"

_LOGIN = re.compile(r"[^\s\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """One row as the ceremony and the pages need it; secrets are never printed."""

    id: str
    login: str
    email: str
    person_id: str
    password_hash: str
    active: bool
    fs_uniquifier: str
    totp_secret: str | None
    totp_counter: int | None
    failed_count: int
    locked_until: int | None
    temporary: bool


@dataclass(frozen=True, slots=True, repr=False)
class NewAccount:
    """What the person must be given once: the authenticator's secret, its address, and the recovery codes."""

    id: str
    secret: bytes
    uri: str
    recovery_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Invitation:
    """What an account is made from. A `temporary` password is one that its owner must change before they sign."""

    login: str
    email: str
    person_id: str
    password: str
    temporary: bool = False


def normal_login(login: str) -> str:
    """The one form in which a login is stored and compared: NFKC, casefolded, without outer blanks."""
    folded = unicodedata.normalize("NFKC", login.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)


def create_account(
    connection: Connection, invitation: Invitation, passwords: Passwords, key: TotpKey, now: int
) -> NewAccount:
    """Create an active account with both factors and ten recovery codes. Raises LoginTaken, WeakPassword."""
    login = normal_login(invitation.login)
    if not _LOGIN.fullmatch(login) or len(login) > LONGEST_LOGIN:
        raise LoginTaken(
            "This login cannot be used.",
            lazy_gettext("A login has 1 to %(longest)s characters and no blanks.", longest=LONGEST_LOGIN),
            "Choose another, such as the e-mail address.",
        )
    refuse_weak(invitation.password, login)
    account_id, secret = str(uuid7()), new_secret()
    row = {
        "id": account_id,
        "login": login,
        "email": invitation.email,
        "person_id": invitation.person_id,
        "password_hash": passwords.hash(invitation.password),
        "active": True,
        "fs_uniquifier": secrets.token_hex(32),
        "totp_secret": key.seal(secret, account_id),
        "failed_count": 0,
        "created_at": now,
        "temporary": invitation.temporary,
    }
    _insert_unique(connection, row, _erased_mark(login, key))
    codes = replace_recovery_codes(connection, account_id)
    return NewAccount(account_id, secret, enrolment_uri(secret, login), codes)


def find_account(connection: Connection, account_id: str) -> Account | None:
    """The account with this id, closed ones too."""
    return _find(connection, account.c.id == account_id)


def find_by_login(connection: Connection, login: str) -> Account | None:
    """The account with this login in any spelling that folds to it."""
    return _find(connection, account.c.login == normal_login(login))


def find_by_uniquifier(connection: Connection, uniquifier: str) -> Account | None:
    """The account a web session belongs to."""
    return _find(connection, account.c.fs_uniquifier == uniquifier)


def find_by_person(connection: Connection, person_id: str) -> Account | None:
    """The account of a person."""
    return _find(connection, account.c.person_id == person_id)


def set_password(
    connection: Connection, account_id: str, password: str, passwords: Passwords, now: int, *, temporary: bool = False
) -> None:
    """Replace the password and end every session; a `temporary` one must be changed.

    Raises WeakPassword, AccountClosed.
    """
    found = find_account(connection, account_id)
    if found is None:
        raise no_such_account()
    refuse_weak(password, found.login)
    _change(connection, account_id, {"password_hash": passwords.hash(password), "temporary": temporary}, now)


def demand_password(connection: Connection, account_id: str) -> None:
    """Have the owner choose another password before anything else."""
    connection.execute(update(account).where(account.c.id == account_id).values(temporary=True))


def replace_second_factor(connection: Connection, account_id: str, key: TotpKey, now: int) -> NewAccount:
    """New authenticator secret and recovery codes after a loss; the old ones fail and every session ends (11.300(c)).

    The last counter stays, so no code of the old device counts again. Raises AccountClosed.
    """
    found = find_account(connection, account_id)
    if found is None:
        raise no_such_account()
    secret = new_secret()
    _change(connection, account_id, {"totp_secret": key.seal(secret, account_id)}, now)
    codes = replace_recovery_codes(connection, account_id)
    return NewAccount(account_id, secret, enrolment_uri(secret, found.login), codes)


def report_lost(connection: Connection, account_id: str, now: int) -> None:
    """Disable the second factor and the recovery codes at once and end every session (11.300(c))."""
    _change(connection, account_id, {"totp_secret": None}, now)
    connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))


def close_account(connection: Connection, account_id: str, now: int) -> None:
    """Close for good; the login and the person stay taken (11.100(a))."""
    _change(connection, account_id, {"active": False}, now)


def erase_account(connection: Connection, person_id: str, key: TotpKey, now: int) -> None:
    """Close a person's account for good and forget what it holds of them; nothing where they have none.

    A keyed mark of the login stays, so that it is never given to anybody else (11.100(a)).
    """
    found = _find(connection, account.c.person_id == person_id)
    if found is None:
        return
    forgotten = {
        "login": found.login if found.login.startswith(ERASED) else _erased_mark(found.login, key),
        "email": "",
    }
    _change(connection, found.id, {**forgotten, "active": False, "password_hash": "", "totp_secret": None}, now)
    connection.execute(delete(recovery_code).where(recovery_code.c.account_id == found.id))


def unlock(connection: Connection, account_id: str) -> None:
    """Forget the failures after somebody else has checked who it is."""
    connection.execute(update(account).where(account.c.id == account_id).values(failed_count=0, locked_until=None))


def replace_recovery_codes(connection: Connection, account_id: str) -> tuple[str, ...]:
    """Ten fresh one-use codes; only their hashes are kept. Eighty random bits each need no slow hash."""
    codes = tuple(_grouped(secrets.token_hex(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
    connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
    rows = [{"account_id": account_id, "code_hash": _code_hash(account_id, code)} for code in codes]
    connection.execute(insert(recovery_code), rows)
    return codes


def use_recovery_code(connection: Connection, account_id: str, code: str, now: int) -> bool:
    """Whether this unused code existed; it is used now."""
    hit = connection.execute(
        update(recovery_code)
        .where(
            recovery_code.c.account_id == account_id,
            recovery_code.c.code_hash == _code_hash(account_id, code),
            recovery_code.c.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return hit.rowcount == 1


def recovery_codes_left(connection: Connection, account_id: str) -> int:
    """How many recovery codes still sign in."""
    unused = recovery_code.c.account_id == account_id, recovery_code.c.used_at.is_(None)
    return connection.execute(select(func.count()).select_from(recovery_code).where(*unused)).scalar_one()


def no_such_account() -> AccountClosed:
    """The refusal for an account that is unknown or closed."""
    return AccountClosed(
        "This account cannot be used.",
        "It does not exist, is closed, or has no second factor.",
        "Ask the person who administers accounts.",
    )


def _change(connection: Connection, account_id: str, values: Mapping[str, object], now: int) -> None:
    changed = connection.execute(
        update(account).where(account.c.id == account_id).values(**values, fs_uniquifier=secrets.token_hex(32))
    )
    if changed.rowcount != 1:
        raise no_such_account()
    ended = sign_in.c.account_id == account_id, sign_in.c.ended_at.is_(None)
    connection.execute(update(sign_in).where(*ended).values(ended_at=now))


def _insert_unique(connection: Connection, row: Mapping[str, object], erased: str) -> None:
    same = or_(account.c.login.in_((row["login"], erased)), account.c.person_id == row["person_id"])
    taken = LoginTaken(
        "This account already exists.",
        "Another account, perhaps a closed one, has this login or this person; neither is ever given again.",
        "Use the existing account, or choose another login for another person.",
    )
    if connection.execute(select(account.c.id).where(same)).first() is not None:
        raise taken
    try:
        connection.execute(insert(account).values(**row))
    except IntegrityError as twin:
        raise taken from twin


def _find(connection: Connection, condition: ColumnElement[bool]) -> Account | None:
    columns = [account.c[name] for name in Account.__slots__]
    row = connection.execute(select(*columns).where(condition)).one_or_none()
    return None if row is None else Account(*row)


def _erased_mark(login: str, key: TotpKey) -> str:
    """What stands in place of an erased login: nobody without the key can tell which it was."""
    return ERASED + hmac.digest(key.raw, f"clearway/erased-login/v1/{login}".encode(), "sha256").hex()


def _grouped(digits: str) -> str:
    return "-".join(digits[place : place + 5] for place in range(0, len(digits), 5))


def _code_hash(account_id: str, code: str) -> str:
    plain = re.sub(r"[\s-]", "", code).lower()
    return hashlib.sha256(f"{account_id}:{plain}".encode()).hexdigest()
