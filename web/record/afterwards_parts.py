"""What the templates need for approved records, proposed policies, and moving to another version.

See `web.parts.pages`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wtforms import Form

from web.parts.pages import PageFrame
from web.parts.pieces import Due, FieldError, Finding, Link, Moment, State

if TYPE_CHECKING:
    from web.policy.policies_page import ChangesPage


@dataclass(frozen=True, slots=True)
class GrantedFact:
    """One thing to know of an approval: a day, how far off it is, and where more is read."""

    label: str
    moment: Moment | None = None
    text: str = ""
    note: str = ""
    link: Link | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A panel that ratifies an approval: how it stands, and its clock."""

    title: str
    state: State
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What an approval is worth now: whether the work may be used, its code, its days, and who still confirms it."""

    kind: Literal["pass", "attend", "stop", "plain"]
    state: State
    detail: str
    code: str = ""
    facts: tuple[GrantedFact, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckInView:
    """What the owner is asked after release. `form` is theirs to answer; `ahead` ones are not asked yet."""

    state: State
    ask: str
    when: str
    moment: Moment
    answer: str = ""
    urgency: Literal["calm", "attend", "stop"] = "calm"
    form: Form | None = None
    action: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a proposed version of a workflow changes, as the policy pages tell it; `rules` where it is the first,
    `lacks` what the checker finds wrong with it in this office.
    """

    title: str
    meta: str
    changes: ChangesPage | None
    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()
    warning: str = ""
    links: tuple[Link, ...] = ()
    lacks: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class RetirePage:
    """Retiring an approved record. `form`: reason and the hidden fields; `follows` are the consequences."""

    frame: PageFrame
    back: Link
    number: str
    title: str
    state: State
    code: str
    follows: tuple[str, ...]
    form: Form
    action: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A later version to move to: since when, by whom and why."""

    digest: str
    fingerprint: str
    moment: Moment
    by: str
    reason: str
    state: State
    chosen: bool = False
    changes: Link | None = None


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What a move would do: `lines` are (state, what, because) under a heading; `refused` says why it cannot be."""

    lead: str
    groups: tuple[tuple[str, tuple[tuple[State, str, str], ...]], ...]
    refused: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class MovePage:
    """Moving an open record. `form`: reason and the hidden fields, None while no version is chosen or it is refused."""

    frame: PageFrame
    back: Link
    number: str
    title: str
    state: State
    present: str
    versions: tuple[VersionChoice, ...]
    here: str
    preview: MovePreview | None = None
    form: Form | None = None
    errors: tuple[FieldError, ...] = ()
