"""What the templates about credentials and certification need."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import Form

from web.parts.credential_words import Standing
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, Link, State


@dataclass(frozen=True, slots=True)
class Act:
    """A form with its heading and button; whether it ends something, and whether it is what to do now."""

    name: str
    title: str
    label: str
    action: str
    form: Form
    ends: bool = False
    text: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A live session: since when, last used, `handle` for ending it; `own` is this one."""

    began: str
    used: str
    handle: str
    own: bool


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One's own account; `end_action` takes the handle of a session."""

    frame: PageFrame
    name: str
    login: str
    roles: tuple[str, ...]
    standing: tuple[Standing, ...]
    sessions: tuple[SessionRow, ...]
    end_action: str
    password_href: str
    person_href: str
    notices_href: str
    acts: tuple[Act, ...]
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """`form`: current, fresh, again; `first` where the present one was given by somebody else."""

    frame: PageFrame
    form: Form
    action: str
    first: bool
    sign_out_href: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class CodesPage:
    """Fresh recovery codes, shown once."""

    frame: PageFrame
    codes: tuple[str, ...]
    back_href: str


@dataclass(frozen=True, slots=True)
class CredentialsPage:
    """What an administrator sees and does about somebody's credentials."""

    frame: PageFrame
    name: str
    login: str
    person_href: str
    standing: tuple[Standing, ...]
    acts: tuple[Act, ...]
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificationPage:
    """Whether the office may sign; `open_people` are those whose identity nobody has confirmed."""

    frame: PageFrame
    state: State
    lines: tuple[tuple[str, str], ...]
    open_people: tuple[Link, ...]
    export_href: str
    act: Act | None
    errors: tuple[FieldError, ...] = ()
