"""Acts on credentials as one request each: the ledger's entry and the working tables change together or not.

Pages and the command line send these; who may, says the law (`governance.office.credentials`). Secrets come back once.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from coe import acts
from coe.identity import accounts
from coe.identity.accounts import Account, Invitation, NewAccount
from coe.identity.ceremony import Ceremony
from coe.office import Office
from coe.requests import Before, Request
from coe.tables import signer
from governance.record import commands as c

ONE_TIME_BYTES = 12


@dataclass(frozen=True, slots=True)
class Sender:
    """Who acts, under which command id; the seed makes the nonces of what they write, so that twice is once."""

    actor: str
    command_id: str
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be invited, with the login and first password of their account ("": one is made up); `identity` says
    how it was verified who they are ("" where nobody has yet).
    """

    login: str
    name: str
    email: str
    password: str = field(default="", repr=False)
    identity: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Issued:
    """What a person must be given, once, over a channel that is theirs alone."""

    login: str
    password: str
    account: NewAccount


def one_time_password() -> str:
    """A password to be changed at the first sign-in."""
    return secrets.token_urlsafe(ONE_TIME_BYTES)


def invite(office: Office, ceremony: Ceremony, sender: Sender, newcomer: Newcomer) -> Issued:
    """Register a person and open their account, both or neither; then confirm who they are, where that is said.

    They change the password at their first sign-in. Raises Refused, CredentialRefused.
    """
    person, made = office.clock.new_id(), list[NewAccount]()
    given = newcomer.password or one_time_password()
    invitation = Invitation(newcomer.login, newcomer.email, person, given, temporary=True)

    def before(connection: Connection, at: int) -> None:
        made.append(accounts.create_account(connection, invitation, ceremony.passwords, ceremony.key, at))

    stream, act = f"person/{person}", acts.person(newcomer.name, newcomer.email, sender.seed)
    requests = [Request(sender.command_id, stream, sender.actor, act.command, act.disclosures, before=before)]
    if newcomer.identity:
        requests.append(confirmation(_after(sender), person, newcomer.identity))
    for outcome in office.batch(requests):
        if isinstance(outcome, Exception):
            raise outcome
    return Issued(newcomer.login, given, made[-1])


def confirmation(sender: Sender, person: str, how: str) -> Request:
    """Confirm who a person is (11.100(b))."""
    return _reasoned(sender, person, c.ConfirmIdentity, how)


def reset_asked(sender: Sender, person: str, reason: str) -> Request:
    """Ask for new credentials; nothing changes by it."""
    return _reasoned(sender, person, c.AskCredentialReset, reason)


def asked_at(connection: Connection, person: str) -> int:
    """When a reset of this person's credentials was asked that nobody has approved yet; 0 where none was."""
    return connection.execute(select(signer.c.asked).where(signer.c.person == person)).scalar() or 0


def reset(office: Office, ceremony: Ceremony, sender: Sender, person: str, asked: int) -> Issued:
    """Approve the reset that was `asked` at that moment and issue everything anew (11.200(a)(3)).

    Raises Refused, CredentialRefused; then the old credentials hold.
    """
    made = list[Issued]()

    def before(connection: Connection, at: int) -> None:
        found, password = _account(connection, person), one_time_password()
        accounts.set_password(connection, found.id, password, ceremony.passwords, at, temporary=True)
        fresh = accounts.replace_second_factor(connection, found.id, ceremony.key, at)
        accounts.unlock(connection, found.id)
        made.append(Issued(found.login, password, fresh))

    office.handle(_request(sender, person, acts.Act(c.ApproveCredentialReset(asked)), before))
    return made[-1]


def loss(sender: Sender, person: str, reason: str) -> Request:
    """Report a lost device or code: every session ends, the second factor and the recovery codes fail (11.300(c))."""
    return _reasoned(sender, person, c.ReportLoss, reason, _with_account(person, accounts.report_lost))


def closing(sender: Sender, person: str, reason: str) -> Request:
    """Close an account for good and end its sessions."""
    return _reasoned(sender, person, c.CloseAccount, reason, _with_account(person, accounts.close_account))


def _with_account(person: str, act: Callable[[Connection, str, int], None]) -> Before:
    def before(connection: Connection, at: int) -> None:
        act(connection, _account(connection, person).id, at)

    return before


def _account(connection: Connection, person: str) -> Account:
    found = accounts.find_by_person(connection, person)
    if found is None:
        raise accounts.no_such_account()
    return found


def _reasoned(
    sender: Sender, person: str, make: Callable[[str], c.Command], text: str, before: Before | None = None
) -> Request:
    return _request(sender, person, acts.reasoned(make, text, sender.seed), before)


def _request(sender: Sender, person: str, act: acts.Act, before: Before | None = None) -> Request:
    return Request(sender.command_id, f"person/{person}", sender.actor, act.command, act.disclosures, before=before)


def _after(sender: Sender) -> Sender:
    """The sender of what follows from the same form."""
    return Sender(sender.actor, f"{sender.command_id}.identity", hmac.digest(sender.seed, b"identity", "sha256"))
