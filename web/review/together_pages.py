"""What the templates of several decisions in one sitting need, and how each record is shown there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import Form

from coe.manifestation import manifested
from governance.errors import Refused
from governance.record.events import DecisionSigned
from web.parts.answers import fingerprint
from web.parts.pages import PageFrame
from web.parts.pieces import Change, Due, FieldError, Link, Section, State
from web.record.outcomes import follows, sentence
from web.record.questions import QuestionView, Saying, talk
from web.review.decision_page import Desk, asked_of_all, due_here, own_changes, rest
from web.review.together_form import JointForm
from web.rows.records import Record
from web.words.translating import Recorded, gettext, spoken


@dataclass(frozen=True, slots=True)
class JointCandidate:
    """A decision that may be made beside others."""

    value: str
    number: str
    title: str
    tier: str
    gate: str
    due: Due


@dataclass(frozen=True, slots=True)
class JointRecord:
    """One record of the page: all that a signature binds. `since` is the version the reader signed last, "" for none;
    `sentence` is what is signed, after the name; `form` its row.
    """

    number: str
    title: str
    href: str
    tier: str
    gate: str
    owner: str
    due: Due
    since: str
    changes: tuple[Change, ...]
    whole: tuple[tuple[str, str], ...]
    rest: tuple[Section, ...]
    questions: tuple[QuestionView, ...]
    follows: str
    sentence: tuple[str, str, str]
    fingerprint: str
    form: Form


@dataclass(frozen=True, slots=True)
class JointPage:
    """Several decisions to be ticked and signed at once. Without `records` it asks which, of `candidates`; `aside` are
    those named that have to be decided by themselves, with the reason; `picked` were named in the address. `differ` are
    the fields in which the records are not alike, `alike` says so in words.
    """

    frame: PageFrame
    back: Link
    action: str
    candidates: tuple[JointCandidate, ...] = ()
    aside: tuple[tuple[Link, str], ...] = ()
    records: tuple[JointRecord, ...] = ()
    form: Form | None = None
    fingerprint: str = ""
    errors: tuple[FieldError, ...] = ()
    picked: frozenset[str] = frozenset()
    differ: frozenset[str] = frozenset()
    alike: str = ""


@dataclass(frozen=True, slots=True)
class JointResult:
    """What became of one record: signed, and how that is shown, or why not and what to do."""

    link: Link
    title: str
    state: State
    told: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class JointDonePage:
    """What was signed and what was not; `left` are those that were shown and not ticked."""

    frame: PageFrame
    heading: str
    results: tuple[JointResult, ...]
    left: tuple[Link, ...]
    links: tuple[Link, ...]


def joint_records(desks: Sequence[Desk], form: JointForm, href: str) -> tuple[JointRecord, ...]:
    """The records of the page in the order of its rows; `href` is where one is decided by itself, to be filled in."""
    return tuple(_record(desk, row.form, href) for desk, row in zip(desks, form.rows, strict=True))


def _record(desk: Desk, row: Form, href: str) -> JointRecord:
    record, gate, reading = desk.record, desk.gate, desk.reading
    said = talk(record, "", desk.reader, Saying(desk.zone))
    return JointRecord(
        record.state.number,
        record.title,
        href.format(number=record.state.number, gate=gate.name),
        record.state.tier,
        gate.title,
        desk.reader.name_of(record.state.owner),
        due_here(desk),
        gettext("version %(since)s", since=reading.since) if reading.since else "",
        own_changes(desk, reading, everything=False),
        asked_of_all(desk),
        rest(desk, reading),
        said.every,
        follows(record, gate, desk.person, desk.seat, "approve", desk.reader.name_of),
        sentence(record, gate, desk.seat, "approve"),
        fingerprint(str(row["seen"].data)),
        row,
    )


def signed_result(record: Record, event: DecisionSigned, at: int, desk: Desk, link: Link) -> JointResult:
    """One that is on record, printed as wherever it is read."""
    told = manifested(desk.reader.name_of(desk.person), at, desk.zone, event.signature.meaning)
    return JointResult(link, record.title, State("passed", gettext("Signed")), Recorded(f"{told}."))


def refused_result(record: Record, refused: Exception, link: Link) -> JointResult:
    """One that is not, and why."""
    why, cure = (spoken(refused.why), spoken(refused.cure)) if isinstance(refused, Refused) else (str(refused), "")
    return JointResult(link, record.title, State("refused", gettext("Not signed")), why, cure)
