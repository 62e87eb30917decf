"""What a packet says, as plain words in order: the whole input of its look.

Every text is ready to print (dates in words, zones applied, numbers spelled); the page adds type, rules and shapes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from re import findall
from typing import Literal

from coe.way.drawing import WayGate
from coe.way.marks import Mark

MOST_WORDS_COMPARED = 4000
FEWEST_WORDS_KEPT = 2


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
class Piece:
    """A run of words in a redline."""

    kind: Literal["same", "cut", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One answer before and after; `remark` says who asked for it, or that nobody did."""

    label: str
    old: str
    new: str
    remark: str = ""
    evidence: str = ""

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
    `source` where the gate's rule comes from.
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
    note: str = ""
    checklist: tuple[Claim, ...] = ()
    conditions: tuple[Claim, ...] = ()
    shown: tuple[Shown, ...] = ()
    why: tuple[Reason, ...] = ()
    source: str = ""


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
class Span:
    """Part of the timeline, `start` to `end` in thousandths of the whole: working (solid) or waiting (hatched)."""

    label: str
    dates: str
    length: str
    kind: Literal["working", "waiting"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Message:
    """A communication sent or held back."""

    time: str
    to: str
    subject: str
    outcome: Signed


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the ledger: its place, stream and version, what it says, when, and its hash in hex."""

    seq: str
    stream: str
    version: str
    type: str
    time: str
    hash: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form with its answers, as the last submission froze them; `digest` is the section's, in hex."""

    title: str
    digest: str
    answers: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PacketPage:
    """The whole packet. Empty lists are printed as a sentence saying so, never as a gap."""

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
    submission: tuple[Part, ...] = ()
    rounds: tuple[Round, ...] = ()
    decisions: tuple[DecisionPage, ...] = ()
    findings: tuple[Claim, ...] = ()
    requests: tuple[Request, ...] = ()
    timeline: tuple[Span, ...] = ()
    timeline_note: str = ""
    definition_note: str = ""
    definition: tuple[str, ...] = ()
    communications: tuple[Message, ...] = ()
    files: tuple[Shown, ...] = ()
    log_key: str = ""
    checkpoint: str = ""
    entries: tuple[EntryRow, ...] = ()


def in_fours(digest: str) -> tuple[str, ...]:
    """A hex digest in groups of four, to read aloud."""
    return tuple(digest[at : at + 4] for at in range(0, len(digest), 4))


def short(digest: str) -> str:
    """The first eight and last four hex digits: enough to compare by eye, not to prove."""
    groups = in_fours(digest)
    return digest if len(groups) < 5 else f"{groups[0]} {groups[1]} … {groups[-1]}"  # noqa: PLR2004 - 16 digits fit


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """What was cut and what was added, by whole words; very long texts are shown as cut and added entire."""
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > MOST_WORDS_COMPARED:
        return tuple(piece for piece in (Piece("cut", old), Piece("added", new)) if piece.text)
    return tuple(_pieces(before, after))


def _words(text: str) -> list[str]:
    return findall(r"\S+\s*|\s+", text)


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False)
    cut, added = "", ""
    codes = matcher.get_opcodes()
    for place, (tag, start, stop, begin, end) in enumerate(codes):
        cut += "".join(before[start:stop])
        added += "".join(after[begin:end])
        if tag == "equal":
            if 0 < place < len(codes) - 1 and end - begin <= FEWEST_WORDS_KEPT:
                continue
            # Words standing alone between two changes went with them; what is left over here was equal.
            same = "".join(after[begin:end])
            yield from _changed(cut.removesuffix("".join(before[start:stop])), added.removesuffix(same))
            yield Piece("same", same)
            cut, added = "", ""
    yield from _changed(cut, added)


def _changed(cut: str, added: str) -> Iterator[Piece]:
    if cut:
        yield Piece("cut", cut)
    if added:
        yield Piece("added", added)
