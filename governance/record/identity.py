"""What a person's own stream says of who they are and what they sign with; and what the office's says of signing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from governance.record import events as e


@dataclass(frozen=True)
class Identity:
    """Moments in UTC ms, 0 for never or no longer. `confirmed_by` verified who it is, `asked_by` wants a reset,
    `issued_by` handed the last new credentials over and so has seen them.
    """

    confirmed: int = 0
    confirmed_by: str = ""
    asked: int = 0
    asked_by: str = ""
    issued_by: str = ""
    tested: int = 0
    lost: int = 0
    closed: int = 0


UNKNOWN = Identity()


@dataclass(frozen=True)
class Signatures:
    """Since when certification is demanded, since when the office is certified, and under which reference."""

    demanded: int = 0
    enabled: int = 0
    reference: str = ""


def evolve_identity(identity: Identity, event: e.CredentialEvent, actor: str, at: int) -> Identity:
    """The next state; total."""
    match event:
        case e.IdentityConfirmed():
            return replace(identity, confirmed=at, confirmed_by=actor)
        case e.CredentialResetAsked():
            return replace(identity, asked=at, asked_by=actor)
        case e.CredentialResetApproved():
            # Whoever holds the new device has shown nobody yet who they are: all but the closing is open again.
            return Identity(issued_by=actor, closed=identity.closed)
        case e.LossReported():
            return replace(identity, lost=at)
        case e.AuthenticatorTested(result=result):
            return replace(identity, tested=at) if result == "passed" else identity
        case e.CredentialNoted():
            return identity
        case e.AccountClosed():
            return replace(identity, closed=at, asked=0, asked_by="")
        case _:
            assert_never(event)


def evolve_signatures(signatures: Signatures, event: e.SignaturesEvent, at: int) -> Signatures:
    """The next state; total. Whoever is certified is held to it."""
    match event:
        case e.CertificationDemanded():
            return replace(signatures, demanded=at)
        case e.SignaturesEnabled(reference=reference):
            return Signatures(signatures.demanded or at, at, reference)
        case _:
            assert_never(event)
