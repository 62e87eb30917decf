"""What people change of their own credentials: the password, and the recovery codes.

Every function works inside the caller's transaction and never commits. Times are UTC milliseconds.
"""

from sqlalchemy import Connection

from coe.identity import accounts
from coe.identity import signing_refusals as refusals
from coe.identity.accounts import Account
from coe.identity.ceremony import Ceremony, open_account
from coe.identity.credential_errors import WeakPassword


def change_password(
    connection: Connection, ceremony: Ceremony, account_id: str, current: str, fresh: str, now: int
) -> None:
    """Replace one's password; every session ends, this one too. Raises CredentialRefused."""
    found = _known_by(connection, ceremony, account_id, current, now)
    if ceremony.passwords.verify(found.password_hash, fresh):
        raise WeakPassword(
            "This password cannot be used.", "It is the one you have now.", "Choose one that nobody else has seen."
        )
    accounts.set_password(connection, found.id, fresh, ceremony.passwords, now)


def renew_recovery_codes(
    connection: Connection, ceremony: Ceremony, account_id: str, password: str, code: str, now: int
) -> tuple[str, ...]:
    """Ten fresh codes for both factors; the old ones fail. Uses the code up. Raises CredentialRefused."""
    found = _known_by(connection, ceremony, account_id, password, now)
    ceremony.verify_second_factor(connection, found.id, code, now, purpose="recovery")
    return accounts.replace_recovery_codes(connection, found.id)


def _known_by(connection: Connection, ceremony: Ceremony, account_id: str, password: str, now: int) -> Account:
    """The account, which is not locked, by its password."""
    found = open_account(connection, account_id, now)
    if not ceremony.passwords.verify(found.password_hash, password):
        raise refusals.wrong_password()
    return found
