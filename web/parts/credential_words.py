"""How somebody stands to what they sign with, line by line: shape, word, sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from governance.office.credentials import RESET_OPEN_MS
from web.parts.pieces import State
from web.rows.credentials import Credentials
from web.words.translating import gettext

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
        closed = gettext(
            "For good, %(closed)s. Login and person are never given again.", closed=tell.moment(known.closed)
        )
        return (Standing(State("refused", gettext("Closed")), gettext("Account"), closed),)
    return (*_account(found, tell), *_identity(found, tell), *_device(found, tell), *_codes(found))


def reset_open(found: Credentials, now: int) -> bool:
    """Whether a reset waits for its second administrator."""
    return found.identity.asked > 0 and now < found.identity.asked + RESET_OPEN_MS


def _account(found: Credentials, tell: Telling) -> Iterator[Standing]:
    known = found.identity
    if reset_open(found, tell.now):
        by, until = tell.name(known.asked_by), tell.moment(known.asked + RESET_OPEN_MS)
        said = gettext(
            "Asked by %(by)s, %(asked)s. Another administrator approves it until %(until)s.",
            by=by,
            asked=tell.moment(known.asked),
            until=until,
        )
        yield Standing(State("waiting", gettext("Asked")), gettext("New credentials"), said)
    if found.locked_until > tell.now:
        said = gettext(
            "Too many wrong guesses. The lock ends %(locked_until)s.", locked_until=tell.moment(found.locked_until)
        )
        yield Standing(State("refused", gettext("Locked")), gettext("Account"), said)
    if found.temporary:
        said = gettext("Given by somebody else, or one that others would guess: it signs nothing until it is changed.")
        yield Standing(State("warning", gettext("To be changed")), gettext("Password"), said)


def _identity(found: Credentials, tell: Telling) -> Iterator[Standing]:
    known = found.identity
    if known.confirmed:
        said = gettext(
            "%(confirmed_by)s verified it, %(confirmed)s.",
            confirmed_by=tell.name(known.confirmed_by),
            confirmed=tell.moment(known.confirmed),
        )
        yield Standing(State("passed", gettext("Confirmed")), gettext("Identity"), said)
    elif tell.demanded:
        said = gettext("Nobody has verified who this is. Until then nothing is signed (21 CFR 11.100(b)).")
        yield Standing(State("warning", gettext("Not confirmed")), gettext("Identity"), said)
    else:
        yield Standing(
            State("not_open", gettext("Not confirmed")),
            gettext("Identity"),
            gettext("This office does not demand it yet."),
        )


def _device(found: Credentials, tell: Telling) -> Iterator[Standing]:
    known = found.identity
    if known.lost:
        said = gettext("Reported %(lost)s. A new one takes two administrators.", lost=tell.moment(known.lost))
        yield Standing(State("refused", gettext("Lost")), gettext("Authenticator"), said)
    elif known.tested:
        yield Standing(
            State("passed", gettext("Tested")),
            gettext("Authenticator"),
            gettext("It last proved right %(tested)s.", tested=tell.moment(known.tested)),
        )
    else:
        yield Standing(
            State("not_open", gettext("Not tested")), gettext("Authenticator"), gettext("The first sign-in tests it.")
        )


def _codes(found: Credentials) -> Iterator[Standing]:
    if found.codes is None:
        yield Standing(
            State("not_open", gettext("No account")), gettext("Account"), gettext("This person cannot sign in.")
        )
        return
    few = found.codes <= FEW_CODES
    said = gettext(
        "%(codes)s of %(all)s are left.%(few)s",
        codes=found.codes,
        all=ALL_CODES,
        few=gettext(" Renew them before they run out.") if few else "",
    )
    yield Standing(
        State("warning" if few else "passed", gettext("Few left") if few else gettext("Ready")),
        gettext("Recovery codes"),
        said,
    )
