"""What the template of the last page before submitting needs. See `web.parts.pages`."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import Form

from web.parts.pages import PageFrame
from web.parts.pieces import Change, FieldError, Finding, Link, State
from web.record.work_pages import Consequence, Expected, SectionStep


@dataclass(frozen=True, slots=True)
class Resubmitted:
    """What a version changes against the one before: in a sentence, answer by answer, and each request about all of it
    with its reply.
    """

    summary: str
    changes: tuple[Change, ...]
    replies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SectionRead:
    """A section as its reviewers will read it: `readers` says who they are, `changes` are the answers, `left` the
    questions without one.
    """

    title: str
    state: State
    readers: str
    changes: tuple[Change, ...]
    left: tuple[str, ...]
    change_href: str
    complete: bool


@dataclass(frozen=True, slots=True)
class CheckAnswersPage:
    """`form`: seen, password, code, csrf; `sentence` is what submitting asserts; `unasked`: changed, nobody asked;
    `stops`: what is in the way, each linked to where it is mended, and `stopped` that in a line; `blocked`: why this
    reader cannot submit; `findings` warn; `resubmitted`: in rework, what this version changes.
    """

    frame: PageFrame
    back: Link
    number: str
    title: str
    steps: tuple[SectionStep, ...]
    progress: str
    sections: tuple[SectionRead, ...]
    consequence: Consequence
    findings: tuple[Finding, ...]
    form: Form
    action: str
    sentence: str
    fingerprint: str
    status: str = ""
    blocked: str = ""
    errors: tuple[FieldError, ...] = ()
    unasked: tuple[Finding, ...] = ()
    stops: tuple[Finding, ...] = ()
    stopped: str = ""
    expected: Expected | None = None
    resubmitted: Resubmitted | None = None
