"""What a packet says, as plain words in order: the whole input of its look.

Every text is ready to print (dates in words, zones applied, numbers spelled); the page adds type, rules and shapes.
"""

from dataclasses import dataclass
from typing import Literal

from coe.packet.redline import Piece, redline
from coe.packet.tabled import Table
from coe.way.drawing import WayGate
from coe.way.marks import Mark
from governance.checker.policy_words import Chapter


@dataclass(frozen=True, slots=True)
class Signed:
    """A state with its shape; the word always stands beside the shape."""

    mark: Mark
    word: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One label and its value; `code` sets it in the machine's voice."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with a mark and what it rests on: a verdict, checklist line, finding or condition."""

    mark: Mark
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim of the verdict, what it rests on and what it does not show; established, not so, or contradicted."""

    outcome: Signed
    says: str
    grounds: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: a text, or a table."""

    label: str
    text: str
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One answer before and after, as a text or by the rows that differ; `remark` says who asked for it, or that nobody
    did.
    """

    label: str
    old: str
    new: str
    remark: str = ""
    evidence: str = ""
    table: Table | None = None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The two texts as one redline."""
        return redline(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Round:
    """One pass of one submission and what it changed against the one before."""

    heading: str
    summary: str
    changes: tuple[Change, ...] = ()
    unchanged: str = ""
    findings: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the *why* tree with what it rests on."""

    text: str
    reference: str = ""
    quoted: bool = False
    because: tuple["Reason", ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Something a decider saw before signing, with its digest."""

    text: str
    detail: str
    digest: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One signed decision: the manifestation of the signature (Part 11, 11.50) and all that it is bound to.

    `local` is the time with its zone in words, `utc` the same moment in RFC 3339, `digest` the hex digest signed,
    `asks_ticks` whether the gate has a checklist, ticked or not, `source` where the gate's rule comes from, `version`
    the one decided on, `paper` when it was given on paper before, or beside how many others it was signed. Only where
    `signature` holds was it signed here; anything else is drawn differently and never called a signature.
    """

    gate: str
    round: str
    reference: str
    outcome: Signed
    person: str
    role: str
    sentence: str
    meaning: str
    local: str
    utc: str
    signed_with: str
    digest: str
    signature: bool = True
    version: str = ""
    note: str = ""
    checklist: tuple[Claim, ...] = ()
    asks_ticks: bool = False
    acknowledged: tuple[Claim, ...] = ()
    conditions: tuple[Claim, ...] = ()
    shown: tuple[Shown, ...] = ()
    why: tuple[Reason, ...] = ()
    source: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A change asked for, in the reviewer's words, and the owner's answer."""

    heading: str
    asked: str
    words: str
    answer: str
    answered: str
    outcome: Signed


@dataclass(frozen=True, slots=True)
class Question:
    """What a reviewer asked without deciding: who and when, the words, every answer as (words, who and when)."""

    heading: str
    asked: str
    words: str
    answers: tuple[tuple[str, str], ...]
    outcome: Signed


@dataclass(frozen=True, slots=True)
class Obligation:
    """A condition attached to an approval: who set it and where, who owes it by when, and what became of it. `met` and
    `verified` say who, when and in which words; the latter is a signature spelled out.
    """

    text: str
    origin: str
    owner: str
    due: str
    status: Signed
    met: str = ""
    verified: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the timeline, `start` to `end` in thousandths of the whole: working (solid) or waiting (hatched)."""

    kind: Literal["working", "waiting"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """One opening of a gate, a return to the owner or a hold: `spent` is working time used, of what was promised."""

    label: str
    dates: str
    spent: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody's role or seat: since when, on which ground, granted in which entry."""

    person: str
    role: str
    period: str
    ground: str
    reference: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source behind rules, with the day it took effect and the day it was last reviewed ("" where not said)."""

    says: str
    rules: str
    effective: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class Message:
    """A communication sent or held back."""

    time: str
    to: str
    subject: str
    outcome: Signed


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the ledger: its place, stream and version, what it says and when, its hash, who gave what command."""

    seq: str
    stream: str
    version: str
    type: str
    time: str
    hash: str
    actor: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form with its answers, as the last submission froze them; `digest` is the section's, in hex."""

    title: str
    digest: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class PacketPage:
    """The whole packet. Empty lists are printed as a sentence saying so, never as a gap.

    All of it is folded from the evidence enclosed, save `communications`, which are from the office's own books and
    None where nobody looked into them. `others` stand for streams whose entries are enclosed and not listed.
    """

    record: str
    title: str
    status: Signed
    packet: str
    inventory: str
    made: str
    way: tuple[WayGate, ...]
    facts_note: str
    facts: tuple[Fact, ...]
    verdict_note: str
    proves: tuple[Claim, ...]
    limits: tuple[Claim, ...]
    fingerprint: str
    fingerprint_note: str
    claims: tuple[Stated, ...] = ()
    submission: tuple[Part, ...] = ()
    rounds: tuple[Round, ...] = ()
    decisions: tuple[DecisionPage, ...] = ()
    requests: tuple[Request, ...] = ()
    questions: tuple[Question, ...] = ()
    conditions: tuple[Obligation, ...] = ()
    acts: tuple[Claim, ...] = ()
    timeline: tuple[Span, ...] = ()
    timeline_note: str = ""
    totals: tuple[Fact, ...] = ()
    holdings: tuple[Holding, ...] = ()
    holdings_note: str = ""
    definition_note: str = ""
    definition: tuple[Chapter, ...] = ()
    sources: tuple[Cited, ...] = ()
    reminders: tuple[Message, ...] = ()
    communications: tuple[Message, ...] | None = None
    files: tuple[Shown, ...] = ()
    log_key: str = ""
    log_key_id: str = ""
    anchor: tuple[Fact, ...] = ()
    checkpoint: str = ""
    entries: tuple[EntryRow, ...] = ()
    entries_note: str = ""
    others: tuple[EntryRow, ...] = ()


def in_fours(digest: str) -> tuple[str, ...]:
    """A hex digest in groups of four, to read aloud."""
    return tuple(digest[at : at + 4] for at in range(0, len(digest), 4))


def short(digest: str) -> str:
    """The first eight and last four hex digits: enough to compare by eye, not to prove."""
    groups = in_fours(digest)
    return digest if len(groups) < 5 else f"{groups[0]} {groups[1]} … {groups[-1]}"  # noqa: PLR2004 - 16 digits fit
