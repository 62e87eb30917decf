"""Why a sign-in or a signature was refused.

CredentialRefused
├── WrongPassword      counts towards the lock
├── WrongCode          counts towards the lock
├── ReplayedCode       a right code, used before
├── MissingComponent   the policy asks for more than was given
├── Locked             too many failures; `until` says how long
├── AccountChanged     a credential was replaced between checking and committing
├── AccountClosed      unknown, inactive, or without a second factor
├── BadChallenge
│   ├── UnknownChallenge, ForeignChallenge, UsedChallenge, ExpiredChallenge
│   └── OtherText      issued for another text or another act than the one signed
├── SignaturesNotEnabled  the office is not certified
├── IdentityNotConfirmed  nobody has verified who signs
├── TemporaryPassword     the password was given by somebody else and must be changed first
├── LoginTaken         another account, now or ever, has this login or person
└── WeakPassword       not acceptable as a password
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(eq=False)
class CredentialRefused(Exception):
    """`what`, `why` and `cure` are sentences for the person; `counts` says whether the failure leads to a lock."""

    what: str
    why: str
    cure: str
    counts: ClassVar[bool] = False
    code: ClassVar[str] = "credential-refused"

    def __post_init__(self) -> None:
        super().__init__(str(self))

    def __str__(self) -> str:
        return f"{self.what} {self.why} {self.cure}"


class WrongPassword(CredentialRefused):
    """The password does not belong to the account."""

    counts = True
    code = "wrong-password"


class WrongCode(CredentialRefused):
    """The code is none of those valid now."""

    counts = True
    code = "wrong-code"


class ReplayedCode(CredentialRefused):
    """The code is right but not newer than the last one accepted."""

    code = "replayed-code"


class MissingComponent(CredentialRefused):
    """Too few components for this signature (21 CFR 11.200(a)(1))."""

    code = "missing-component"


@dataclass(eq=False)
class Locked(CredentialRefused):
    """The account is locked until `until`, UTC milliseconds."""

    until: int = 0
    code = "locked"


class AccountClosed(CredentialRefused):
    """The account cannot sign in or sign."""

    code = "account-closed"


class AccountChanged(CredentialRefused):
    """The credentials that were checked are no longer those of the account."""

    code = "account-changed"


class BadChallenge(CredentialRefused):
    """The challenge does not belong to this act, now."""

    code = "bad-challenge"


class UnknownChallenge(BadChallenge):
    """No such challenge was issued."""

    code = "unknown-challenge"


class ForeignChallenge(BadChallenge):
    """Issued to another account or session."""

    code = "foreign-challenge"


class UsedChallenge(BadChallenge):
    """Already used for a signature."""

    code = "used-challenge"


class ExpiredChallenge(BadChallenge):
    """Older than its life."""

    code = "expired-challenge"


class OtherText(BadChallenge):
    """Issued for another text or another act."""

    code = "other-text"


class SignaturesNotEnabled(CredentialRefused):
    """The office is not certified to use electronic signatures (21 CFR 11.100(c))."""

    code = "signatures-not-enabled"


class IdentityNotConfirmed(CredentialRefused):
    """Nobody has verified who this person is (21 CFR 11.100(b))."""

    code = "identity-not-confirmed"


class TemporaryPassword(CredentialRefused):
    """Somebody else knows this password, so it proves nobody (21 CFR 11.200(a)(2))."""

    code = "temporary-password"


class LoginTaken(CredentialRefused):
    """Logins and persons are unique for ever (21 CFR 11.100(a), 11.300(a))."""

    code = "login-taken"


class WeakPassword(CredentialRefused):
    """Too short, too long, easily guessed, or the login itself."""

    code = "weak-password"
