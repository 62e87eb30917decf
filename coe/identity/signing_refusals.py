"""What a refused signer is told: each refusal of the ceremony with what, why and the cure."""

from coe.identity.credential_errors import (
    AccountChanged,
    ExpiredChallenge,
    ForeignChallenge,
    MissingComponent,
    OtherText,
    ReplayedCode,
    TemporaryPassword,
    UnknownChallenge,
    UsedChallenge,
    WrongCode,
    WrongPassword,
)
from coe.words.speaking import lazy_gettext


def wrong_password() -> WrongPassword:
    """The login or the password is not the account's."""
    return WrongPassword(
        "Login or password is wrong.",
        "They must be those of the account you are signed in with.",
        "Try again; after several failures the account is locked for a while.",
    )


def wrong_code() -> WrongCode:
    """The code is none of those valid now."""
    return WrongCode(
        "This code is not valid now.",
        "A code is six digits and lives for half a minute; the device's clock may also be off.",
        "Enter the six digits shown now; if that fails again, set the device's clock.",
    )


def no_login() -> MissingComponent:
    """A first signature without the login."""
    return MissingComponent(
        "The login is missing.",
        "The first signature of a session needs all components (21 CFR 11.200(a)(1)(i)).",
        "Enter login, password and code.",
    )


def no_code() -> MissingComponent:
    """A signature without the second factor."""
    return MissingComponent(
        "The code is missing.",
        "This needs the password and a second component only you hold (21 CFR 11.200).",
        "Enter the six digits your authenticator shows now.",
    )


def unknown() -> UnknownChallenge:
    """A challenge nobody issued."""
    return UnknownChallenge(
        "This signing form is not known here.", "It was never issued, or long ago.", "Open the page again and sign."
    )


def expired() -> ExpiredChallenge:
    """A challenge past its life."""
    return ExpiredChallenge(
        "This signing form has expired.", "It is good for two minutes.", "Open the signing form again and sign."
    )


def foreign() -> ForeignChallenge:
    """A challenge of another account or session."""
    return ForeignChallenge(
        "This signing form belongs to somebody else.",
        "It was issued to another account or another session.",
        "Open the page in this session and sign there.",
    )


def other_text() -> OtherText:
    """A challenge for another text or act."""
    return OtherText(
        "This is not what the signing form was opened for.",
        "The text or the act differs from what was shown.",
        "Open the page again, read what it shows now, and sign that.",
    )


def used() -> UsedChallenge:
    """A challenge that has signed already."""
    return UsedChallenge(
        "This signing form was used already.",
        "Each one signs once; a double click may have sent it twice.",
        "Look at the record: the first one may stand. Otherwise open the form again.",
    )


def replayed(waits_ms: int = 0) -> ReplayedCode:
    """A code that is not newer than the last one used. `waits_ms`, where the clock was set back since: how long until
    codes are newer again.
    """
    if waits_ms:
        return ReplayedCode(
            "A newer code than this one was used already.",
            "The clock of the office’s machine was set back since, and no code works after a newer one.",
            lazy_gettext(
                "Have that clock looked at. If it is right now, codes work again in %(minutes)s min.",
                minutes=-(-waits_ms // 60_000),
            ),
        )
    return ReplayedCode(
        "This code was used already.",
        "Every code works once, and never after a newer one.",
        "Wait for the next code, at most half a minute, and enter that.",
    )


def changed() -> AccountChanged:
    """Credentials replaced between checking and committing."""
    return AccountChanged(
        "The account changed while you signed.",
        "Its password or second factor was replaced.",
        "Sign in again with the new one and sign.",
    )


def temporary() -> TemporaryPassword:
    """A signature with a password that somebody else chose, or that others would guess."""
    return TemporaryPassword(
        "This password signs nothing.",
        "Somebody else gave it to you, or others would guess it: it does not prove that it is you.",
        "Sign in on the pages and choose your own.",
    )
