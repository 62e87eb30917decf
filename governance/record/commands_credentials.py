"""What may be asked about who somebody is and what they sign with (21 CFR 11.100 to 11.300). Read through `commands`.

No secret is ever in a command: passwords, authenticators and recovery codes are the working tables' alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Test: TypeAlias = Literal["enrolment", "periodic"]
CredentialChange: TypeAlias = Literal[
    "password changed", "password to be changed", "recovery codes renewed", "recovery code used"
]
TestResult: TypeAlias = Literal["passed", "failed"]


@dataclass(frozen=True)
class ConfirmIdentity:
    """An administrator has verified who a person is, before they sign (11.100(b)); `how` is a commitment."""

    how: str


@dataclass(frozen=True)
class AskCredentialReset:
    """An administrator asks that a person get new credentials; nothing changes until another one approves."""

    reason: str


@dataclass(frozen=True)
class ApproveCredentialReset:
    """A second administrator agrees, and new credentials are issued with it (11.200(a)(3)). `asked` is the moment at
    which it was asked.
    """

    asked: int


@dataclass(frozen=True)
class ReportLoss:
    """A device or code is lost, stolen or may be known to others (11.300(c)); by the person or an administrator."""

    reason: str


@dataclass(frozen=True)
class TestAuthenticator:
    """An authenticator was tried, by its owner, while signing in (11.300(e))."""

    occasion: Test
    result: TestResult


@dataclass(frozen=True)
class NoteCredential:
    """The owner changed or used up something they sign in with; `left` are the recovery codes they still have."""

    what: CredentialChange
    left: int = 0


@dataclass(frozen=True)
class CloseAccount:
    """An administrator ends a person's access for good; login and person are never given again (11.100(a))."""

    reason: str


@dataclass(frozen=True)
class DemandCertification:
    """From now on nobody signs here whose identity is not confirmed, nor before the office is certified."""


@dataclass(frozen=True)
class EnableSignatures:
    """The office is certified to the agency (11.100(c)); `reference` is that of the letter, and is no secret."""

    reference: str


CredentialCommand: TypeAlias = (
    ConfirmIdentity
    | AskCredentialReset
    | ApproveCredentialReset
    | ReportLoss
    | TestAuthenticator
    | NoteCredential
    | CloseAccount
)
SignaturesCommand: TypeAlias = DemandCertification | EnableSignatures
