"""The law of credentials: who may confirm, replace, test and end them, so that misuse needs two people who collude.

21 CFR 11.100(b) and (c), 11.200(a)(3), 11.300(c) and (e). The secrets themselves are the office's, never the law's.
"""

from __future__ import annotations

from typing import assert_never

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.law.consulted import ADMINISTRATORS
from governance.law.pools import Facts, Person
from governance.law.standing import given
from governance.office.register import authority
from governance.record import commands as c
from governance.record import events as e
from governance.record.identity import Signatures

RESET_OPEN_MS = 7 * 86_400_000
"""How long a reset may wait for its second administrator; then it is asked again."""
LONGEST_REFERENCE = 200


def decide_credentials(
    person: str, state: Person, facts: Facts, command: c.CredentialCommand, actor: str, at: int
) -> tuple[e.CredentialEvent, ...]:
    """Events of a person's own stream, or `Refused`."""
    _refuse_gone(state)
    match command:
        case c.ConfirmIdentity(how=how):
            return (_confirmed(person, state, facts, how, actor, at),)
        case c.AskCredentialReset(reason=reason):
            _another_administrator(person, facts, actor, at)
            given(reason, "reason")
            if _waits(state, at):
                raise OutOfOrder(
                    "asked-already",
                    "This was asked already.",
                    "A reset of these credentials waits for its second administrator.",
                    "Let an administrator who did not ask approve it.",
                )
            return (e.CredentialResetAsked(reason),)
        case c.ApproveCredentialReset(asked=asked):
            return (_approved(person, state, facts, asked, actor, at),)
        case c.ReportLoss(reason=reason):
            if actor != person:
                _another_administrator(person, facts, actor, at)
            given(reason, "reason")
            return (e.LossReported(reason),)
        case c.TestAuthenticator(occasion=occasion, result=result):
            _refuse_foreign(person, actor)
            return (e.AuthenticatorTested(occasion, result),)
        case c.NoteCredential(what=what, left=left):
            _refuse_foreign(person, actor)
            return (e.CredentialNoted(what, left),)
        case c.CloseAccount(reason=reason):
            _another_administrator(person, facts, actor, at)
            given(reason, "reason")
            return (e.AccountClosed(reason),)
        case _:
            assert_never(command)


def decide_signatures(
    state: Signatures, facts: Facts, command: c.SignaturesCommand, actor: str, at: int
) -> tuple[e.SignaturesEvent, ...]:
    """Events of `office/signatures`, or `Refused`."""
    authority(facts, actor, at)
    match command:
        case c.DemandCertification():
            if state.demanded:
                raise OutOfOrder(
                    "demanded", "This is demanded already.", "It cannot be demanded twice.", "Nothing is left to do."
                )
            return (e.CertificationDemanded(),)
        case c.EnableSignatures(reference=reference):
            if not reference.strip() or len(reference) > LONGEST_REFERENCE or not reference.isprintable():
                raise Refused(
                    "reference",
                    "Signatures cannot be enabled.",
                    f"The certification needs its reference, one line of at most {LONGEST_REFERENCE} characters "
                    "(21 CFR 11.100(c)).",
                    "Give the date and the reference of the letter to the agency.",
                )
            if reference == state.reference:
                raise OutOfOrder(
                    "enabled", "Signatures are enabled.", "They are under this very reference.", "Nothing is left."
                )
            return (e.SignaturesEnabled(reference),)
        case _:
            assert_never(command)


def _confirmed(person: str, state: Person, facts: Facts, how: str, actor: str, at: int) -> e.IdentityConfirmed:
    authority(facts, actor, at)
    _refuse_own(person, actor)
    if not how:
        raise Refused(
            "how-missing",
            "This identity cannot be confirmed.",
            "Nothing says how it was verified.",
            "Say what was seen, such as a passport, and where.",
        )
    if actor == state.identity.issued_by:
        raise Forbidden(
            "issued-it",
            "You cannot do this.",
            "You handed out these credentials, so you have seen them; whoever confirms must be somebody else "
            "(21 CFR 11.200(a)(3)).",
            "Ask another administrator.",
        )
    if state.identity.confirmed:
        raise OutOfOrder(
            "confirmed", "This identity is confirmed.", "It was verified before.", "Nothing is left to do."
        )
    return e.IdentityConfirmed(how)


def _approved(person: str, state: Person, facts: Facts, asked: int, actor: str, at: int) -> e.CredentialResetApproved:
    _another_administrator(person, facts, actor, at)
    if not _waits(state, at) or asked != state.identity.asked:
        raise OutOfOrder(
            "not-asked",
            "Nothing was issued.",
            "No reset of these credentials waits for approval; it was never asked, is done, or was asked too long ago.",
            "Ask for it; another administrator then approves.",
        )
    if actor == state.identity.asked_by:
        raise Forbidden(
            "second-person",
            "You cannot do this.",
            "You asked for it; a reset takes two administrators (21 CFR 11.200(a)(3)).",
            "Ask another administrator.",
        )
    return e.CredentialResetApproved(asked)


def _waits(state: Person, at: int) -> bool:
    """Whether a reset waits for its second administrator; one that nobody approves lapses, it is never granted so."""
    return state.identity.asked > 0 and at < state.identity.asked + RESET_OPEN_MS


def _another_administrator(person: str, facts: Facts, actor: str, at: int) -> None:
    """Refuse whoever is no administrator now, as `system` never is, and the person themself."""
    if actor not in facts.pool(ADMINISTRATORS).members(at, {}):
        raise Forbidden(
            "not-administrator", "You cannot do this.", "It is for administrators.", "Ask an administrator."
        )
    _refuse_own(person, actor)


def _refuse_foreign(person: str, actor: str) -> None:
    if actor != person:
        raise Forbidden(
            "not-yours", "You cannot do this.", "Only its owner tries or changes a credential.", "Let them sign in."
        )


def _refuse_own(person: str, actor: str) -> None:
    if actor == person:
        raise Forbidden(
            "own-credentials",
            "You cannot do this.",
            "Nobody confirms, resets or closes their own account.",
            "Ask another administrator.",
        )


def _refuse_gone(state: Person) -> None:
    if not state.registered:
        raise Refused(
            "unknown-person", "This person is unknown.", "Nobody is registered under that id.", "Invite them first."
        )
    if state.identity.closed:
        raise OutOfOrder(
            "account-closed",
            "This account is closed.",
            "It was ended for good; login and person are never given again (21 CFR 11.100(a)).",
            "Invite the person under another login if they return.",
        )
