"""The signing ceremony (21 CFR 11.200, 11.300): components verified in the request that signs, and used up with it.

`check` is slow (argon2) and belongs before the append lock; `consume` is quick and belongs inside it, in the decision's
transaction. `verify_signing` does both. Nothing here commits. After a refusal that `counts`, roll back and run
`record_failure` in a transaction of its own, so that the failure stays although the decision does not.
Times are UTC milliseconds and always passed in.
"""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from coe.identity import signing_refusals as refusals
from coe.identity.account_tables import account, challenge, totp_use
from coe.identity.accounts import Account, find_account, no_such_account, normal_login
from coe.identity.certified import refuse_uncertified
from coe.identity.credential_errors import Locked
from coe.identity.passwords import Passwords
from coe.identity.totp import STEP_MS, TotpKey, counter_of
from coe.words.speaking import lazy_gettext

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy of signing. Locks double from `first_lock_ms` with every failure after `failures_before_lock`."""

    challenge_ms: int = 120_000
    code_steps: int = 1
    always_both: bool = True
    failures_before_lock: int = 5
    first_lock_ms: int = 60_000
    longest_lock_ms: int = 3_600_000


@dataclass(frozen=True, slots=True, repr=False)
class Attempt:
    """What the signer gives, for which act on which text. `login` is demanded for the first signature of a session."""

    account_id: str
    password: str
    code: str | None
    challenge: str
    seen_digest: str
    act: str
    session: str
    login: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Checked:
    """Components that were right when checked, not yet used up. Holds no password."""

    account: Account
    challenge_hash: str
    session_hash: str
    act: str
    seen_digest: str
    counter: int | None
    components: tuple[str, ...]
    first_in_session: bool


@dataclass(frozen=True, slots=True)
class SignatureComponents:
    """Evidence of one ceremony, free of secrets: who, with which components, for which act on which text, when."""

    account_id: str
    person_id: str
    components: tuple[str, ...]
    first_in_session: bool
    act: str
    seen_digest: str
    challenge_hash: str
    session_hash: str
    totp_counter: int | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class Failure:
    """The state after a failure: how many in a row, and until when the account is locked, if it is."""

    count: int
    locked_until: int | None


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Issues challenges, checks components, uses them up. `since` is when this program started: no session of before
    counts as continuous (21 CFR 11.200(a)(1)(ii)).
    """

    passwords: Passwords
    key: TotpKey
    rules: Rules = Rules()
    since: int = 0

    def issue_challenge(
        self, connection: Connection, account_id: str, session: str, seen_digest: str, act: str, now: int
    ) -> str:
        """A one-use token for this act on this text in this session, good for two minutes. Only its hash is kept."""
        if not (session and seen_digest and act):
            raise refusals.other_text()
        token = secrets.token_urlsafe(32)
        stale = challenge.c.account_id == account_id, challenge.c.used_at.is_(None)
        connection.execute(delete(challenge).where(*stale, challenge.c.expires_at < now - DAY_MS))
        row = {
            "token_hash": _sha256(token),
            "account_id": account_id,
            "session_hash": _sha256(session),
            "act_hash": _sha256(act),
            "seen_digest": seen_digest,
            "issued_at": now,
            "expires_at": now + self.rules.challenge_ms,
        }
        connection.execute(insert(challenge).values(**row))
        return token

    def verify_signing(self, connection: Connection, attempt: Attempt, now: int) -> SignatureComponents:
        """Check and use up in the caller's transaction. Raises CredentialRefused."""
        return self.consume(connection, self.check(connection, attempt, now), now)

    def check(self, connection: Connection, attempt: Attempt, now: int) -> Checked:
        """Whether every component is right; changes nothing. Raises CredentialRefused.

        The challenge is looked at first: a page that is too old costs nobody a guess.
        """
        found = open_account(connection, attempt.account_id, now)
        if found.temporary:
            raise refusals.temporary()
        session_hash = _sha256(attempt.session)
        row = _usable(connection, _sha256(attempt.challenge), now)
        if row.account_id != found.id or row.session_hash != session_hash:
            raise refusals.foreign()
        if row.act_hash != _sha256(attempt.act) or row.seen_digest != attempt.seen_digest:
            raise refusals.other_text()
        first = not _signed_before(connection, found.id, session_hash, self.since)
        self._refuse_wrong_password(found, attempt, first=first)
        counter = None
        if attempt.code or first or self.rules.always_both:
            counter = self.counter(found, attempt.code or "", now)
        given = (("login", attempt.login is not None), ("password", True), ("totp", counter is not None))
        return Checked(
            found,
            row.token_hash,
            session_hash,
            attempt.act,
            attempt.seen_digest,
            counter,
            tuple(name for name, present in given if present),
            first,
        )

    def consume(self, connection: Connection, checked: Checked, now: int) -> SignatureComponents:
        """Use up challenge and code; both are lost again if the caller rolls back. Raises CredentialRefused."""
        current = open_account(connection, checked.account.id, now)
        before = checked.account
        if (current.password_hash, current.totp_secret) != (before.password_hash, before.totp_secret):
            raise refusals.changed()
        refuse_uncertified(connection, current.person_id)
        _usable(connection, checked.challenge_hash, now)
        unused = challenge.c.token_hash == checked.challenge_hash, challenge.c.used_at.is_(None)
        if connection.execute(update(challenge).where(*unused).values(used_at=now)).rowcount != 1:
            raise refusals.used()
        _use_counter(connection, current.id, checked.counter, "signature", now)
        return SignatureComponents(
            current.id,
            current.person_id,
            checked.components,
            checked.first_in_session,
            checked.act,
            checked.seen_digest,
            checked.challenge_hash,
            checked.session_hash,
            checked.counter,
            now,
        )

    def used_up(self, connection: Connection, checked: Checked) -> bool:
        """Whether this challenge stands used up in the caller's transaction."""
        mine = challenge.c.token_hash == checked.challenge_hash
        return connection.execute(select(challenge.c.used_at).where(mine)).scalar_one_or_none() is not None

    def verify_second_factor(
        self, connection: Connection, account_id: str, code: str, now: int, purpose: str = "sign-in"
    ) -> None:
        """The second step of signing in: uses the code up and forgets earlier failures. Raises CredentialRefused."""
        found = open_account(connection, account_id, now)
        _use_counter(connection, account_id, self.counter(found, code, now), purpose, now)

    def counter(self, found: Account, code: str, now: int) -> int:
        """The step of a right code, newer than any used before. Raises MissingComponent, WrongCode, ReplayedCode."""
        if not code.strip():
            raise refusals.no_code()
        if found.totp_secret is None:
            raise no_such_account()
        step = counter_of(self.key.open(found.totp_secret, found.id), code, now, self.rules.code_steps)
        if step is None:
            raise refusals.wrong_code()
        if found.totp_counter is not None and step <= found.totp_counter:
            raise refusals.replayed(self._set_back(found.totp_counter, step, now))
        return step

    def _set_back(self, last: int, step: int, now: int) -> int:
        """Milliseconds until codes are newer than the last one used, where no device's clock but ours explains it."""
        return (last + 1) * STEP_MS - now if last - step > 2 * self.rules.code_steps else 0

    def record_failure(self, connection: Connection, account_id: str, now: int) -> Failure:
        """Count a failure and lock when there are too many; in a transaction of its own. Raises AccountClosed."""
        mine = account.c.id == account_id
        connection.execute(update(account).where(mine).values(failed_count=account.c.failed_count + 1))
        count = connection.execute(select(account.c.failed_count).where(mine)).scalar_one_or_none()
        if count is None:
            raise no_such_account()
        over = count - self.rules.failures_before_lock
        if over < 0:
            return Failure(count, None)
        until = now + min(self.rules.longest_lock_ms, self.rules.first_lock_ms << min(over, 40))
        connection.execute(update(account).where(mine).values(locked_until=until))
        return Failure(count, until)

    def _refuse_wrong_password(self, found: Account, attempt: Attempt, *, first: bool) -> None:
        if first and attempt.login is None:
            raise refusals.no_login()
        right = self.passwords.verify(found.password_hash, attempt.password)
        if not right or (attempt.login is not None and normal_login(attempt.login) != found.login):
            raise refusals.wrong_password()


def open_account(connection: Connection, account_id: str, now: int) -> Account:
    """The account, if it may be used now. Raises AccountClosed, Locked."""
    found = find_account(connection, account_id)
    if found is None or not found.active:
        raise no_such_account()
    refuse_locked(found, now)
    return found


def is_locked(found: Account, now: int) -> bool:
    """Whether the lock still lasts."""
    return found.locked_until is not None and now < found.locked_until


def refuse_locked(found: Account, now: int) -> None:
    """Raises Locked while the lock lasts; a guess during it is not looked at."""
    if found.locked_until is not None and is_locked(found, now):
        minutes = -(-(found.locked_until - now) // 60_000)
        raise Locked(
            "This account is locked for a while.",
            lazy_gettext("There were %(failed)s failed attempts in a row.", failed=found.failed_count),
            lazy_gettext("Wait %(minutes)s min, or ask the person who administers accounts.", minutes=minutes),
            found.locked_until,
        )


def _use_counter(connection: Connection, account_id: str, counter: int | None, purpose: str, now: int) -> None:
    """Compare and set in one statement, so that of two uses of one code only one succeeds."""
    calm = {"failed_count": 0, "locked_until": None}
    if counter is None:
        connection.execute(update(account).where(account.c.id == account_id).values(**calm))
        return
    newer = or_(account.c.totp_counter.is_(None), account.c.totp_counter < counter)
    statement = update(account).where(account.c.id == account_id, newer).values(totp_counter=counter, **calm)
    if connection.execute(statement).rowcount != 1:
        raise refusals.replayed()
    use = {"account_id": account_id, "counter": counter, "used_at": now, "purpose": purpose}
    connection.execute(insert(totp_use).values(**use))


def _usable(connection: Connection, token_hash: str, now: int) -> Row[tuple[object, ...]]:
    row = connection.execute(select(challenge).where(challenge.c.token_hash == token_hash)).one_or_none()
    if row is None:
        raise refusals.unknown()
    if row.used_at is not None:
        raise refusals.used()
    if now >= row.expires_at:
        raise refusals.expired()
    return row


def _signed_before(connection: Connection, account_id: str, session_hash: str, since: int) -> bool:
    same = challenge.c.account_id == account_id, challenge.c.session_hash == session_hash
    used = select(challenge.c.token_hash).where(*same, challenge.c.used_at >= since).limit(1)
    return connection.execute(used).first() is not None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
