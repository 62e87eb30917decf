"""What the templates of single acts need: verifying a condition, and what a coordinator does to an initiative."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from wtforms import Form

from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, Link, PersonRef, State


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """One condition to verify. `form`: note, password, code and the hidden fields of a signature; None when it cannot
    be verified now, and `closed` says why. `facts` are (name, value); `sentence` is what is signed, after the name.
    """

    frame: PageFrame
    back: Link
    number: str
    title: str
    text: str
    state: State
    facts: tuple[tuple[str, str], ...]
    sentence: str
    fingerprint: str
    action: str
    form: Form | None = None
    closed: str = ""
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeAct:
    """One act of a coordinator: what it does, its form and where it posts; `grave` ones end something."""

    name: str
    title: str
    what: str
    label: str
    form: Form
    action: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class OfficeWay:
    """An act of a coordinator that has a page of its own."""

    title: str
    what: str
    link: Link


@dataclass(frozen=True, slots=True)
class OfficePage:
    """What a coordinator may do to one initiative now."""

    frame: PageFrame
    back: Link
    number: str
    title: str
    state: State
    acts: tuple[OfficeAct, ...]
    errors: tuple[FieldError, ...] = ()
    ways: tuple[OfficeWay, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedPage:
    """A decision just signed: what was `said` and how it is `manifested`, what follows, or what it `waits` for, who is
    next, where to go on.
    """

    frame: PageFrame
    number: str
    title: str
    state: State
    said: str
    manifested: str
    path_svg: Markup
    path_small_svg: Markup
    path_text: str
    follows: tuple[str, ...]
    waits: str
    who_next: tuple[tuple[PersonRef, str], ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PassOnPage:
    """A turn to pass on. `form`: to, reason, and person where `whose` turn is to be chosen; `closed` says why none can
    be passed on here.
    """

    frame: PageFrame
    back: Link
    number: str
    title: str
    gate: str
    form: Form
    action: str
    whose: bool
    closed: str = ""
    errors: tuple[FieldError, ...] = ()
