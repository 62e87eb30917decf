"""What the templates of the working pages need: my initiatives, intake, inbox, decision, initiative. See
`web.parts.pages`.

`path_svg` is the way at 1360 px with its words, `path_small_svg` the same at 358 px without them, `path_text` one
sentence that replaces the words on a telephone ("Medical, your turn. Legal and Regulatory have approved.").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup
from wtforms import Form

from web.parts.pages import PageFrame
from web.parts.pieces import (
    Answer,
    Change,
    Choice,
    ConditionView,
    Due,
    FieldError,
    Finding,
    HistoryEntry,
    Link,
    PersonRef,
    RequestView,
    Section,
    State,
    Why,
)
from web.record.afterwards_parts import CheckInView, Granted, Proposal
from web.record.questions import Talk


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """One initiative of mine. `turn` says with whom it is ("Yours", "With Dr Sofia Brandt, Medical"); `expected` by
    when it will probably be decided, `band` between which days, or why nothing can be said; `question` leads to what
    somebody asked and nobody has answered.
    """

    number: str
    title: str
    href: str
    tier: str
    status: str
    turn: State
    path_svg: Markup = Markup("")
    due: Due | None = None
    gaps: tuple[str, ...] = ()
    expected: str = ""
    band: str = ""
    question: Link | None = None


@dataclass(frozen=True, slots=True)
class InitiativeGroup:
    """Initiatives whose turn is the same ("Your turn", "With others"); `count` of them, on whatever page."""

    title: str
    meta: str
    rows: tuple[InitiativeRow, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class InitiativesPage:
    """My initiatives; without groups the empty state offers `start_href`. `turns` and `text` filter,
    shown where there is more than an eye takes in; `whole_href` is the list without a filter, "" where none is set.
    """

    frame: PageFrame
    summary: str
    groups: tuple[InitiativeGroup, ...]
    start_href: str = ""
    turns: tuple[Choice, ...] = ()
    turn: str = ""
    text: str = ""
    action: str = ""
    whole_href: str = ""
    place: str = ""
    previous_href: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True)
class SectionStep:
    """A section in the list along the way. `complete` draws the way solid up to the next one."""

    title: str
    state: State
    href: str
    current: bool = False
    complete: bool = False


@dataclass(frozen=True, slots=True)
class GatePreview:
    """A gate the answers so far will meet, and why; `promise` is its working time ("40 h"), `source` where the rule
    comes from.
    """

    title: str
    reason: str
    promise: str
    state: State
    source: str = ""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What the answers so far lead to: the tier, why, what would lower it; in rework, gates whose decisions `stand`."""

    tier: str
    because: str
    lower: str
    gates: tuple[GatePreview, ...]
    note: str = ""
    policy: Link | None = None
    stands: tuple[GatePreview, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """A date with a band; positions in percent of the drawn span."""

    text: str
    if_submitted: str
    low: int
    high: int
    likely: int
    ticks: tuple[tuple[int, str], ...]
    basis: str


@dataclass(frozen=True, slots=True)
class IntakePage:
    """`form`: one field per declared field of this section; tables are FieldLists of FormFields, matrices FormFields of
    RadioFields. Posts to `action` with button `go` = next, close, or `add:<field>` / `drop:<field>:<row>`; the same
    POST with `go=autosave` (htmx) answers with the whole page, from which the steps, the saved line and the right
    column are taken.
    """

    frame: PageFrame
    back: Link
    number: str
    title: str
    status: str
    audience: str
    contributors: str
    saved: str
    progress: str
    steps: tuple[SectionStep, ...]
    position: str
    heading: str
    lead: str
    form: Form
    action: str
    next_label: str
    consequence: Consequence
    findings: tuple[Finding, ...] = ()
    findings_meta: str = ""
    errors: tuple[FieldError, ...] = ()
    errors_title: str = ""
    expected: Expected | None = None
    links: tuple[Link, ...] = ()
    unasked: tuple[Finding, ...] = ()


Outcome = Literal["approve", "approve_with_conditions", "request_changes", "reject", "abstain", "recuse"]


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """An act the law allows this reviewer now: what it is called, what follows, and the sentence they would sign.

    `sentence` starts after the name: ("as medical reviewer, ", "approve", " version 3, all of what is shown here.")
    """

    outcome: Outcome
    label: str
    consequence: str
    sentence: tuple[str, str, str]
    key: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """`form`: outcome (radio; choices equal `outcomes`), note, condition_text, condition_due (conditions; optional),
    checklist and acknowledge (SelectMultipleField; descriptions in `checklist`, `findings`), password, code and the
    hidden seen, challenge and csrf_token.

    Instead of condition_text and condition_due the form may hold FieldLists: requests (concerns, text) and conditions
    (text, due); rows after the first are folded while empty. `whole` are earlier requests about all of it.

    `since` names the version last signed, or is empty at the first reading: then `changes` holds every answer of the
    reviewer's sections. `source` is where the gate's rule comes from; `confirming` is said of one that ratifies;
    `passable` says whether there is somebody to pass this on to.
    """

    frame: PageFrame
    back: Link
    number: str
    title: str
    tier: str
    tier_because: str
    round: int
    version: int
    gate: str
    audience: str
    owner: str
    due: Due
    path_svg: Markup
    path_small_svg: Markup
    path_text: str
    since: str
    changes: tuple[Change, ...]
    views: tuple[Choice, ...]
    purpose: tuple[Answer, ...]
    purpose_meta: str
    unchanged: tuple[Section, ...]
    findings: tuple[Finding, ...]
    outcomes: tuple[OutcomeChoice, ...]
    checklist: tuple[tuple[str, str], ...]
    form: Form
    action: str
    fingerprint: str
    history: tuple[HistoryEntry, ...]
    why: Why | None = None
    errors: tuple[FieldError, ...] = ()
    packet_href: str = ""
    previous_href: str = ""
    next_href: str = ""
    place: str = ""
    whole: tuple[tuple[str, str], ...] = ()
    source: str = ""
    policy: Link | None = None
    proposal: Proposal | None = None
    confirming: str = ""
    talk: Talk = field(default_factory=Talk)
    passable: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    """How an owner comes to a hold: why it is not theirs, and whom to ask (a link that writes to them)."""

    words: str
    people: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """`withdraw_form`: reason, password, code, seen; None when withdrawing is not this reader's to do. `own`: its
    reader is its owner.
    """

    frame: PageFrame
    back: Link
    number: str
    title: str
    tier: str
    tier_because: str
    status: State
    round: int
    version: int
    audience: str
    owner: str
    path_svg: Markup
    path_small_svg: Markup
    path_text: str
    why: Why
    who_next: tuple[tuple[PersonRef, str], ...]
    conditions: tuple[ConditionView, ...]
    requests: tuple[RequestView, ...]
    history: tuple[HistoryEntry, ...]
    sections: tuple[Section, ...] = ()
    due: Due | None = None
    act: Link | None = None
    packet_href: str = ""
    withdraw_form: Form | None = None
    withdraw_action: str = ""
    errors: tuple[FieldError, ...] = ()
    links: tuple[Link, ...] = ()
    granted: Granted | None = None
    check_ins: tuple[CheckInView, ...] = ()
    proposal: Proposal | None = None
    retire: Link | None = None
    policy: Link | None = None
    expected: Expected | None = None
    pause: Pause | None = None
    onward: tuple[Link, ...] = ()
    talk: Talk = field(default_factory=Talk)
    own: bool = False
