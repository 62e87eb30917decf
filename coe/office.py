"""The one door: a request goes in; an entry with all that follows from it is committed, or a refusal comes out."""

import json
import logging
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from coe.baton import Baton
from coe.blobs import Blobs
from coe.clock import Clock, SystemClock
from coe.database import reading, writing
from coe.identity.credential_errors import CredentialRefused
from coe.law import OfficeLaw
from coe.memory import Memory
from coe.office_errors import OfficeError, OfficeUnavailable, unavailable
from coe.requests import Outcome, Receipt, Request
from coe.sitting import Parts, Sitting
from coe.statements import Statements
from coe.tables import denial, pending
from governance.errors import Forbidden, OutOfOrder
from governance.law.pools import SYSTEM
from governance.record.codec import command_of, tag_of
from governance.record.commands import RecordDenial

DENIALS_AN_HOUR = 10
HOUR_MS = 3_600_000

_log = logging.getLogger(__name__)


class Office:
    """Safe for many threads; several processes may have an office on the same database."""

    def __init__(
        self, engine: Engine, law: OfficeLaw, *, clock: Clock | None = None, blobs: Blobs | None = None
    ) -> None:
        self.engine = engine
        self.law = law
        self.clock: Clock = clock or SystemClock()
        self.blobs = blobs
        statements = Statements(engine.dialect)
        self._parts = Parts(law, statements, Memory(law, statements), self.clock, blobs)
        self.sitting = Sitting
        self._baton: Baton[Request, Outcome] = Baton(self._run)
        self._owed: deque[Request] = deque()
        self._driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error

    def handle(self, request: Request) -> Receipt:
        """Record one command and all that follows from it; durable when this returns.

        Raises Refused (or what `before` raised) and OfficeUnavailable; then nothing was recorded.
        """
        outcome = self._baton.join((request,))[0]
        self._follow()
        if isinstance(outcome, Receipt):
            return outcome
        if isinstance(outcome, Forbidden | OutOfOrder | CredentialRefused):
            self.deny(request.actor, tag_of(request.command), request.stream, outcome.code)
        raise outcome

    def batch(self, requests: Sequence[Request]) -> tuple[Outcome, ...]:
        """Record many in one commit: a receipt or the exception for each, in order. One refused fails no neighbour."""
        outcomes = tuple(self._baton.join(requests)) if requests else ()
        self._follow()
        return outcomes

    def catch_up(self) -> int:
        """Carry out the follow-up commands still owed, from before a crash or from another process; how many were."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(pending).order_by(pending.c.seq, pending.c.id)).all()
        self._owed.extend(_follow_up(row.id, row.stream, row.command) for row in rows)
        return self._follow()

    def deny(self, person: str, act: str, about: str, code: str) -> None:
        """Record a denial that matters, at most ten an hour for a person; never fails."""
        try:
            now = self.clock.now()
            with reading(self.engine) as connection:
                recent = select(func.count()).where(denial.c.person == person, denial.c.at > now - HOUR_MS)
                if connection.execute(recent).scalar_one() >= DENIALS_AN_HOUR:
                    return
            stream = f"security/{datetime.fromtimestamp(now / 1000, UTC).date().isoformat()}"
            self._baton.join((Request(self.clock.new_id(), stream, SYSTEM, RecordDenial(person, act, about, code)),))
        except (OfficeError, SQLAlchemyError):
            _log.exception("a denial was not recorded")

    def _run(self, requests: Sequence[Request]) -> list[Outcome]:
        """One transaction for all; where the database fails, one for each, so that the cause meets its own request."""
        try:
            return self._attempt(requests)
        except _NoLock as error:
            return [error.unavailable] * len(requests)
        except OfficeError as error:
            return [error] * len(requests)
        except (SQLAlchemyError, self._driver_error) as error:
            if len(requests) == 1:
                return [unavailable(getattr(error, "orig", None) or error)]
            return [self._run((request,))[0] for request in requests]

    def _attempt(self, requests: Sequence[Request]) -> list[Outcome]:
        try:
            return self._sat(requests)
        except BaseException:
            self._parts.memory.forget()  # it may have been interrupted half way; it is read again
            raise

    def _sat(self, requests: Sequence[Request]) -> list[Outcome]:
        with self.engine.connect() as connection:
            try:
                transaction = connection.begin()
                sitting = self.sitting(connection, self._parts)
            except (SQLAlchemyError, self._driver_error) as error:
                raise _NoLock(unavailable(getattr(error, "orig", None) or error)) from error
            with transaction:
                outcomes = [self._decide(sitting, request) for request in requests]
                sitting.write()
        sitting.remember()
        self._owed.extend(_follow_up(str(r["id"]), str(r["stream"]), str(r["command"])) for r in sitting.owed)
        return outcomes

    def _decide(self, sitting: Sitting, request: Request) -> Outcome:
        try:
            return sitting.decide(request)
        except (SQLAlchemyError, self._driver_error):
            raise
        except Exception as error:  # noqa: BLE001 - whatever one request raises is its own caller's and no neighbour's
            return error

    def _follow(self) -> int:
        """Carry out what is owed. A failure leaves it owed: `catch_up` tries again."""
        count = 0
        while self._owed:
            try:
                request = self._owed.popleft()
            except IndexError:  # another thread took it
                break
            outcome = self._baton.join((request,))[0]
            if isinstance(outcome, Receipt):
                count += 1
            else:
                _log.error("follow-up %s was not recorded: %s", request.command_id, outcome)
                self._note_failure(request, outcome)
        return count

    def _note_failure(self, request: Request, outcome: Exception) -> None:
        try:
            with writing(self.engine) as connection:
                mine = pending.c.id == request.command_id
                connection.execute(update(pending).where(mine).values(error=str(outcome)[:500]))
        except OfficeUnavailable:
            _log.exception("the failure of follow-up %s was not noted", request.command_id)


class _NoLock(Exception):
    """The append lock was not to be had: nobody in this batch has been decided, and trying one by one cannot help."""

    def __init__(self, error: OfficeUnavailable) -> None:
        super().__init__(str(error))
        self.unavailable = error


def _follow_up(command_id: str, stream: str, command: str) -> Request:
    return Request(command_id, stream, SYSTEM, command_of(json.loads(command)))
