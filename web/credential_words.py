"""How somebody stands to what they sign with, line by line: shape, word, sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from governance.credentials import RESET_OPEN_MS
from web.parts import State
from web.queries_credentials import Credentials

FEW_CODES = 3
ALL_CODES = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """One line."""

    state: State
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What the lines need: names by person id, moments by UTC ms, the present, whether certification is demanded."""

    name: Callable[[str], str]
    moment: Callable[[int], str]
    now: int
    demanded: bool


def lines(found: Credentials, tell: Telling) -> tuple[Standing, ...]:
    """Everything about one person, the gravest first."""
    known = found.identity
    if known.closed:
        closed = f"For good, {tell.moment(known.closed)}. Login and person are never given again."
        return (Standing(State("refused", "Closed"), "Account", closed),)
    return (*_account(found, tell), *_identity(found, tell), *_device(found, tell), *_codes(found))


def reset_open(found: Credentials, now: int) -> bool:
    """Whether a reset waits for its second administrator."""
    return found.identity.asked > 0 and now < found.identity.asked + RESET_OPEN_MS


def _account(found: Credentials, tell: Telling) -> Iterator[Standing]:
    known = found.identity
    if reset_open(found, tell.now):
        by, until = tell.name(known.asked_by), tell.moment(known.asked + RESET_OPEN_MS)
        said = f"Asked by {by}, {tell.moment(known.asked)}. Another administrator approves it until {until}."
        yield Standing(State("waiting", "Asked"), "New credentials", said)
    if found.locked_until > tell.now:
        said = f"Too many wrong guesses. The lock ends {tell.moment(found.locked_until)}."
        yield Standing(State("refused", "Locked"), "Account", said)
    if found.temporary:
        said = "Given by somebody else, or one that others would guess: it signs nothing until it is changed."
        yield Standing(State("warning", "To be changed"), "Password", said)


def _identity(found: Credentials, tell: Telling) -> Iterator[Standing]:
    known = found.identity
    if known.confirmed:
        said = f"{tell.name(known.confirmed_by)} verified it, {tell.moment(known.confirmed)}."
        yield Standing(State("passed", "Confirmed"), "Identity", said)
    elif tell.demanded:
        said = "Nobody has verified who this is. Until then nothing is signed (21 CFR 11.100(b))."
        yield Standing(State("warning", "Not confirmed"), "Identity", said)
    else:
        yield Standing(State("not_open", "Not confirmed"), "Identity", "This office does not demand it yet.")


def _device(found: Credentials, tell: Telling) -> Iterator[Standing]:
    known = found.identity
    if known.lost:
        said = f"Reported {tell.moment(known.lost)}. A new one takes two administrators."
        yield Standing(State("refused", "Lost"), "Authenticator", said)
    elif known.tested:
        yield Standing(State("passed", "Tested"), "Authenticator", f"It last proved right {tell.moment(known.tested)}.")
    else:
        yield Standing(State("not_open", "Not tested"), "Authenticator", "The first sign-in tests it.")


def _codes(found: Credentials) -> Iterator[Standing]:
    if found.codes is None:
        yield Standing(State("not_open", "No account"), "Account", "This person cannot sign in.")
        return
    few = found.codes <= FEW_CODES
    said = f"{found.codes} of {ALL_CODES} are left.{' Renew them before they run out.' if few else ''}"
    yield Standing(State("warning" if few else "passed", "Few left" if few else "Ready"), "Recovery codes", said)
