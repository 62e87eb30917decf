"""What the templates of the office's own keeping need: incidents, periodic reviews, and the reports they read."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import Form

from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, HistoryEntry, Link, Moment, State


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident in the list; `about` is empty where it concerns nothing in particular."""

    title: str
    href: str
    about: str
    severity: State
    state: State
    opened: Moment
    by: str


@dataclass(frozen=True, slots=True)
class IncidentsPage:
    """The incidents, those still open first; `more` says what the list leaves out."""

    frame: PageFrame
    summary: str
    rows: tuple[IncidentRow, ...]
    report: Link
    reviews: Link
    more: str = ""


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One incident. `acknowledge_form`: reason; `close_form`: root_cause, note; None hides them."""

    frame: PageFrame
    back: Link
    title: str
    about: str
    severity: State
    state: State
    facts: tuple[tuple[str, str], ...]
    quote: str
    history: tuple[HistoryEntry, ...]
    acknowledge_form: Form | None = None
    acknowledge_action: str = ""
    close_form: Form | None = None
    close_action: str = ""
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportIncidentPage:
    """`form`: kind, about, reason."""

    frame: PageFrame
    form: Form
    action: str
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One kind of periodic review: how it stands and what was recorded last."""

    title: str
    clause: str
    what: str
    href: str
    state: State
    due: str
    last: str


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """Every kind of periodic review; `links` lead to what else overseers look at."""

    frame: PageFrame
    summary: str
    rows: tuple[ReviewRow, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One entry of a report in words."""

    entry: str
    moment: Moment
    who: str
    state: State
    title: str
    quote: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One section; `more` says how many lines the page leaves out."""

    title: str
    lines: tuple[ReportLine, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The report of a period, and the `form` that records its review: outcome, note. None when the reader may not, and
    `closed` says why. `period_form` (GET): since, until.
    """

    frame: PageFrame
    back: Link
    title: str
    clause: str
    period: str
    digest: str
    counts: tuple[tuple[str, int], ...]
    parts: tuple[ReportPart, ...]
    period_form: Form
    action: str
    form: Form | None = None
    closed: str = ""
    errors: tuple[FieldError, ...] = ()
