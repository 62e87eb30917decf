"""The small things pages are made of, as the templates need them: words ready to read, never rows or ids to look up.

Times and dates arrive already written in the reader's zone, with the UTC text for the hover beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coe.way.marks import Mark
from web.parts.redline import Segment

Urgency = Literal["calm", "attend", "stop"]
Voice = Literal["product", "person", "machine"]


@dataclass(frozen=True, slots=True)
class State:
    """A shape (the one the way is drawn with) and the word that always stands beside it."""

    mark: Mark
    word: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where to, and in which words."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One part of a segmented control made of links: a view of the same page."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as read ("Today, 16:30") and as proven (ISO 8601 in UTC)."""

    text: str
    utc: str


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock ends. `used` is the share of working time gone, in percent; over 100 is overdue. `brief` is what is
    left without what was promised.
    """

    moment: Moment
    left: str
    used: int
    urgency: Urgency = "calm"
    brief: str = ""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as shown beside an act."""

    name: str
    role: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message at the top of a page: `stop` refuses, `attend` warns, `pass` confirms, `way` informs."""

    kind: Literal["pass", "attend", "stop", "way"]
    title: str
    detail: str = ""
    cure: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class FieldError:
    """One error of a form; `field_id` is the WTForms `field.id` it belongs to, and the summary links there."""

    field_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A number against its limit, drawn as a bar. Percent of the bar, 0 to 100."""

    value: int
    limit: int
    limit_text: str
    other_text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `href` leads to the field, `cure` says how to clear it."""

    state: State
    title: str
    detail: str
    cure: str = ""
    href: str = ""
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answered table; `kind` is what happened to the whole row."""

    kind: Literal["same", "changed", "removed", "added"]
    cells: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A declared answer to read: either `segments` or a table (`columns`, `rows`). `voice` sets the typeface, `link`
    leads to what it names, `name` is the field's.
    """

    label: str
    segments: tuple[Segment, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    voice: Voice = "person"
    link: Link | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One row that asserts something (`words`), beside what carries it: `said` with its label, `place` where it can be
    read, the `file` handed in that the place names, with its `digest`. `missing` says aloud what was not handed in.
    """

    kind: Literal["same", "changed", "removed", "added"]
    words: tuple[Segment, ...]
    others: tuple[tuple[str, tuple[Segment, ...]], ...]
    said: tuple[tuple[str, tuple[Segment, ...]], ...]
    place: tuple[str, tuple[Segment, ...]]
    file: Link | None = None
    digest: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What supports a claim, in the words of the source."""

    text: str
    source: Link | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One changed answer. `asked` pairs each request it answers with the owner's reply ("" while there is none), in
    sentences; `request` is one such sentence alone; `unrequested` flags that nobody asked. Where its rows are claims,
    they stand in `claims`, each beside its evidence.
    """

    answer: Answer
    flag: State | None = None
    request: str = ""
    evidence: tuple[Evidence, ...] = ()
    unrequested: bool = False
    asked: tuple[tuple[str, str], ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section to read, with one line on its standing ("unchanged since version 1")."""

    title: str
    meta: str
    answers: tuple[Answer, ...]
    change_href: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of what happened. `quote` is a person's own text, `detail` the product's words, `said` pairs an entry
    of the checklist with the comment on it.
    """

    moment: Moment
    state: State
    title: str
    detail: str = ""
    quote: str = ""
    fingerprint: str = ""
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """A node of the why tree: what is so, and because of what."""

    state: State
    text: str
    because: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionView:
    """An obligation attached to an approval. `form` is a WTForms form to act on it, or None; `owner` is empty where its
    reader is the owner.
    """

    number: str
    text: str
    state: State
    set_by: str
    owner: str
    verifier: str
    due: Due | None = None
    form: object | None = None
    action: str = ""
    action_label: str = ""
    verify: Link | None = None


@dataclass(frozen=True, slots=True)
class RequestView:
    """A reviewer's request for change, and the owner's reply once there is one; `later` says when it can be given."""

    number: int
    state: State
    quote: str
    asked: str
    reply: str = ""
    link: Link | None = None
    later: str = ""
