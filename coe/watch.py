"""What the office is told of signing in and signing: guesses that lock an account, tests of authenticators, codes used.

Telling never fails the request it is told from; what could not be recorded is in the log of the program.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from coe.database import reading, writing
from coe.identity.accounts import Account, find_account, recovery_codes_left
from coe.identity.ceremony import Ceremony
from coe.identity.credential_errors import CredentialRefused
from coe.incidents import alarm
from coe.office import Office
from coe.office_errors import OfficeError
from coe.requests import Request
from coe.tables import signer
from governance.errors import Refused
from governance.record import commands as c
from governance.record.commands_credentials import CredentialChange
from governance.record.incident_kinds import LOCK_OUT

DAY_MS, HOUR_MS, MINUTE_MS = 86_400_000, 3_600_000, 60_000
TEST_DAYS = 180

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """Without an office nothing is told. An authenticator is tested again `test_days` after its last test."""

    office: Office | None = None
    test_days: int = TEST_DAYS

    def failed(self, engine: Engine, ceremony: Ceremony, account_id: str, now: int) -> None:
        """Count a wrong guess in a transaction of its own, so that it stays; a lock is an incident at once.

        One for an account in an hour: whoever goes on guessing is not sent a mail for each guess (11.300(d)).
        """
        with writing(engine) as connection:
            failure = ceremony.record_failure(connection, account_id, now)
            found = find_account(connection, account_id)
        if failure.locked_until is None or found is None or self.office is None:
            return
        office, person = self.office, found.person_id
        minutes = -(-(failure.locked_until - now) // MINUTE_MS)
        said = f"{failure.count} wrong passwords or codes in a row; the account is locked for {minutes} min."
        name = f"lock-out/{account_id}/{now // HOUR_MS}"
        _told(lambda: alarm(office, LOCK_OUT, f"person/{person}", name, said))

    def tried(self, account: Account, now: int, *, passed: bool) -> None:
        """Record the result where a test was due: the first code after enrolment, then periodically (11.300(e))."""
        if self.office is None:
            return
        with reading(self.office.engine) as connection:
            mine = select(signer.c.tested).where(signer.c.person == account.person_id)
            tested = connection.execute(mine).scalar() or 0
        if tested and now < tested + self.test_days * DAY_MS:
            return
        # A wrong code is recorded once for each test that is due: mistyping is no flood of entries.
        command_id = self.office.clock.new_id() if passed else f"authenticator/{account.id}/{tested}/failed"
        test = c.TestAuthenticator("periodic" if tested else "enrolment", "passed" if passed else "failed")
        self._note(command_id, account.person_id, test)

    def noted(self, account: Account, what: CredentialChange) -> None:
        """Record what became of a credential while signing in; the owner is told by mail."""
        if self.office is None:
            return
        with reading(self.office.engine) as connection:
            left = recovery_codes_left(connection, account.id)
        self._note(self.office.clock.new_id(), account.person_id, c.NoteCredential(what, left))

    def _note(self, command_id: str, person: str, command: c.Command) -> None:
        office = self.office
        assert office is not None  # noqa: S101 - asked before
        _told(lambda: office.handle(Request(command_id, f"person/{person}", person, command)))


def _told(tell: Callable[[], object]) -> None:
    try:
        tell()
    except (OfficeError, Refused, CredentialRefused, SQLAlchemyError):
        _log.exception("what happened while signing in was not recorded")
