"""What the template of the inbox needs. See `web.parts.pages`."""

from __future__ import annotations

from dataclasses import dataclass

from web.parts.pages import Chip, PageFrame
from web.parts.pieces import Choice, Due, Moment, State

YOURS = State("yours", "Your turn")


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One decision that waits. `answers` of `of` are new or changed; `unrequested` of them nobody asked for.
    `preview` is the address of this page with the decision shown beside the list; `answered` says that a question of
    the reader's was; `pick` names it where it may be signed beside others, "" where it may not.
    """

    number: str
    title: str
    href: str
    tier: str
    owner: str
    due: Due
    size: str
    answers: int
    of: int
    unrequested: int = 0
    round: int = 1
    reading: str = ""
    gate: str = ""
    selected: bool = False
    preview: str = ""
    state: State = YOURS
    answered: bool = False
    pick: str = ""


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """Decisions of about the same urgency."""

    title: str
    meta: str
    rows: tuple[InboxRow, ...]


@dataclass(frozen=True, slots=True)
class SnoozedRow:
    """One decision put off, and when it is back."""

    number: str
    title: str
    gate: str
    href: str
    back: Moment


@dataclass(frozen=True, slots=True)
class InboxPreview:
    """One decision beside the list: what changed for the reader, by when, who else, what happens if late.

    `because` is why it is first, "" for any other; `more`: changes that are not named; `snooze` is the gate to put
    off, "" where it is too late for that; `asked`: whether the address asks for this one; `answers`: what the reader
    had asked, and what was answered.
    """

    row: InboxRow
    name: str
    because: str
    facts: tuple[tuple[str, str], ...]
    changes: tuple[tuple[State, str], ...]
    more: str = ""
    snooze: str = ""
    asked: bool = False
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """What a list can be narrowed to, and how many it then holds; None where they were not counted."""

    value: str
    label: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list can be narrowed by (`picks`: name, label, options), what it is narrowed by (`chips`), and the parts
    of the address that stay (`kept`).
    """

    picks: tuple[tuple[str, str, tuple[Option, ...]], ...] = ()
    chips: tuple[Chip, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    whole_href: str = ""


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Decisions that wait for this reviewer; `orders`: the ways to sort, `next_due`: said when the inbox is clear;
    `earlier` and `later` lead to the pages beside this one, "" where there is none; `snoozes`:
    for how long one may be put off; `asked` is the query of the address, to come back to; `together_href` leads to
    where several are signed in one sitting, "" where fewer than two may be.
    """

    frame: PageFrame
    summary: str
    groups: tuple[InboxGroup, ...]
    preview: InboxPreview | None = None
    orders: tuple[Choice, ...] = ()
    next_due: str = ""
    earlier: str = ""
    later: str = ""
    place: int = 1
    snoozed: tuple[SnoozedRow, ...] = ()
    snoozes: tuple[tuple[str, str], ...] = ()
    asked: str = ""
    narrowing: Narrowing = Narrowing()
    together_href: str = ""
