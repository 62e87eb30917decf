"""What happened to who somebody is and what they sign with (21 CFR 11.100 to 11.300). Read through `events`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from governance.record.commands_credentials import CredentialChange, Test, TestResult


@dataclass(frozen=True)
class IdentityConfirmed:
    """Somebody's identity was verified; `how` as a commitment."""

    how: str


@dataclass(frozen=True)
class CredentialResetAsked:
    """New credentials were asked for; the old ones still hold."""

    reason: str


@dataclass(frozen=True)
class CredentialResetApproved:
    """New credentials were issued for the reset asked at that moment; the old ones fail, identity is open again."""

    asked: int


@dataclass(frozen=True)
class LossReported:
    """A second factor fails from now on, and every session ended."""

    reason: str


@dataclass(frozen=True)
class AuthenticatorTested:
    """An authenticator was tried, with this result."""

    occasion: Test
    result: TestResult


@dataclass(frozen=True)
class CredentialNoted:
    """The owner changed or used up something they sign in with."""

    what: CredentialChange
    left: int = 0


@dataclass(frozen=True)
class AccountClosed:
    """Somebody's access ended for good."""

    reason: str


@dataclass(frozen=True)
class CertificationDemanded:
    """This office signs only when certified, by people whose identity is confirmed."""


@dataclass(frozen=True)
class SignaturesEnabled:
    """This office is certified under this reference."""

    reference: str


CredentialEvent: TypeAlias = (
    IdentityConfirmed
    | CredentialResetAsked
    | CredentialResetApproved
    | LossReported
    | AuthenticatorTested
    | CredentialNoted
    | AccountClosed
)
SignaturesEvent: TypeAlias = CertificationDemanded | SignaturesEnabled
