"""What the templates need, exactly. A view builds one page from record tables and renders `<page>.html` with `page=`.

`form` fields hold a WTForms form whose fields are named in the docstring; the templates render labels, hints, errors
and CSRF token from it. Every `*_svg` is trusted markup made by our own drawing code with text already escaped.
The pages where initiatives are written, read and decided are in `web.record.work_pages`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup
from wtforms import Form

from web.parts.credential_words import Standing
from web.parts.pieces import (
    FieldError,
    HistoryEntry,
    Link,
    Moment,
    Notice,
    PersonRef,
    State,
    Why,
)
from web.words.translating import direction, language


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One link of the bar; `count` is what waits there."""

    label: str
    href: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What surrounds every page. `person` is None when nobody is signed in; `search_href` empty hides the search.

    `keys` tells whether single-key shortcuts are on; the forms at `keys_href` and `sign_out_href` are POSTs and carry
    `csrf_token`. `demo` shows that the records are invented.
    """

    title: str
    nav: tuple[NavEntry, ...] = ()
    person: PersonRef | None = None
    person_href: str = ""
    needs_href: str = ""
    profile_href: str = ""
    report_href: str = ""
    manual_href: str = ""
    home_href: str = "/"
    search_href: str = ""
    sign_out_href: str = ""
    keys_href: str = ""
    keys: bool = True
    csrf_token: str = ""
    theme: Literal["", "light", "dark"] = ""
    notices: tuple[Notice, ...] = ()
    language: str = field(default_factory=language)
    direction: Literal["ltr", "rtl"] = field(default_factory=direction)
    demo: bool = False


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`form`: email, password, remember (optional)."""

    frame: PageFrame
    form: Form
    errors: tuple[FieldError, ...] = ()
    action: str = ""
    demo_people: tuple[DemoPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the demonstration, offered on the sign-in page."""

    name: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """`form`: code. `setup` is set the first time: the QR drawing and the secret to type instead. `back` leads to
    signing in as somebody else.
    """

    frame: PageFrame
    form: Form
    errors: tuple[FieldError, ...] = ()
    action: str = ""
    back: str = ""
    setup: TotpSetup | None = None


@dataclass(frozen=True, slots=True)
class TotpSetup:
    """What a new authenticator needs."""

    qr_svg: Markup
    secret: str


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry of the ledger as an auditor reads it."""

    entry: str
    moment: Moment
    who: PersonRef
    state: State
    title: str
    initiative: Link | None
    fingerprint: str
    quote: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TrailDay:
    """The entries of one day."""

    title: str
    rows: tuple[TrailRow, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; `drop_href` is the same page without it."""

    name: str
    value: str
    drop_href: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification established, and what it did not, in the same size."""

    state: State
    title: str
    detail: str
    established: tuple[tuple[State, str, str], ...]
    not_established: tuple[tuple[State, str, str], ...]
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """`form` (GET): who, what, since, until, initiative."""

    frame: PageFrame
    summary: str
    url: str
    form: Form
    action: str
    chips: tuple[Chip, ...]
    count: str
    days: tuple[TrailDay, ...]
    verdict: Verdict | None = None
    packets: tuple[tuple[Link, str], ...] = ()
    earlier_href: str = ""
    bundles_href: str = ""
    later_href: str = ""
    csv_href: str = ""


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role as granted; `until` empty means open."""

    role: str
    since: str
    until: str
    granted_by: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the list; `roles` are those in force today."""

    name: str
    email: str
    href: str
    roles: str
    state: State


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """`invite_form`: name, email, role; None when the reader may not invite."""

    frame: PageFrame
    summary: str
    rows: tuple[PersonRow, ...]
    invite_form: Form | None = None
    invite_action: str = ""
    errors: tuple[FieldError, ...] = ()
    signatures_href: str = ""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`grant_form`: role, since, until, reason; `absence_form`: since, until, delegate, reason; `end_form`: role,
    reason; None hides them.
    """

    frame: PageFrame
    name: str
    email: str
    state: State
    roles: tuple[RoleView, ...]
    absences: tuple[tuple[str, str], ...]
    history: tuple[HistoryEntry, ...]
    grant_form: Form | None = None
    grant_action: str = ""
    absence_form: Form | None = None
    absence_action: str = ""
    errors: tuple[FieldError, ...] = ()
    end_form: Form | None = None
    end_action: str = ""
    erase_href: str = ""
    standing: tuple[Standing, ...] = ()
    credentials_href: str = ""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A caught message in the list."""

    subject: str
    to: str
    moment: Moment
    href: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class MessageView:
    """The caught message on show, as plain text."""

    subject: str
    sender: str
    to: str
    moment: Moment
    body: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class MailboxPage:
    """The messages the demonstration's catch-all server received."""

    frame: PageFrame
    rows: tuple[MessageRow, ...]
    message: MessageView | None = None


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """`code` 403, 404, 409, 413, 500 or 503. `changed`: what changed under a stale page; `kept`: what is safe."""

    frame: PageFrame
    code: int
    title: str
    what: str
    cure: str
    links: tuple[Link, ...] = ()
    changed: tuple[str, ...] = ()
    kept: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """A command the law refused: what was asked, why not (as a tree), how to clear it, who can act next."""

    frame: PageFrame
    act: str
    reason: str
    cure: str
    why: Why | None = None
    links: tuple[Link, ...] = ()
    recorded: str = ""
