"""One person with an account, for the tests of signing and of accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event

from coe.identity import accounts
from coe.identity.accounts import Invitation, NewAccount
from coe.identity.ceremony import Attempt, Ceremony
from coe.identity.passwords import TEST_COST, Passwords
from coe.identity.totp import TotpKey, code_at
from coe.tables import metadata

NOW = 1_780_000_000_000
SEEN = "a" * 64
ACT = "approve initiative/1"
PASSWORD = "correct horse battery"
KEY = TotpKey(bytes(range(32)))
PASSWORDS = Passwords(TEST_COST)
CEREMONY = Ceremony(PASSWORDS, KEY)


@dataclass
class Desk:
    """One person with an account, and an engine."""

    engine: Engine
    ada: NewAccount

    def challenge(self, now: int = NOW, session: str = "s1", ceremony: Ceremony = CEREMONY) -> str:
        with self.engine.begin() as connection:
            return ceremony.issue_challenge(connection, self.ada.id, session, SEEN, ACT, now)

    def attempt(self, now: int = NOW, session: str = "s1") -> Attempt:
        code = code_at(self.ada.secret, now)
        return Attempt(self.ada.id, PASSWORD, code, self.challenge(now, session), SEEN, ACT, session, "Ada@example.org")

    def sign(self, attempt: Attempt, now: int = NOW, ceremony: Ceremony = CEREMONY) -> object:
        with self.engine.begin() as connection:
            return ceremony.verify_signing(connection, attempt, now)

    def fail(self, now: int = NOW) -> int | None:
        with self.engine.begin() as connection:
            return CEREMONY.record_failure(connection, self.ada.id, now).locked_until


def invite(connection: Connection, login: str = "ada@example.org", person: str = "p-ada") -> NewAccount:
    return accounts.create_account(connection, Invitation(login, login, person, PASSWORD), PASSWORDS, KEY, NOW)


@contextmanager
def opened_desk(folder: Path) -> Iterator[Desk]:
    engine = create_engine(f"sqlite:///{folder / 'accounts.db'}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    metadata.create_all(engine)
    with engine.begin() as connection:
        ada = invite(connection)
    yield Desk(engine, ada)
    engine.dispose()
