"""The three questions an auditor asks of a packet: intact? signed by whom we trust? lawful?

Each is answered *yes*, *no* or *not asked*, with its grounds and its limits. A *no* names the entry, what was expected
and what was found. Nothing here trusts the operator: keys come from outside the packet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from governance.entry import Entry
from governance.errors import Unreadable
from governance.evidence import Evidence, read_evidence
from governance.jcs import Json, encode
from governance.judging import Contradiction, Pass, readable
from governance.merkle import ProofError, leaf_hash, verify_inclusion
from governance.note import COSIGNATURE, Checkpoint, Key, NoteError, open_checkpoint, parse_checkpoint, parse_note

Say = Literal["yes", "no", "not asked"]


@dataclass(frozen=True)
class Answer:
    """One question's answer. `grounds` say what it rests on, `limits` what it does not show, `contradictions` every
    no.
    """

    question: str
    say: Say
    grounds: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """The answer for machines."""
        return {
            "question": self.question,
            "answer": self.say,
            "grounds": [*self.grounds],
            "limits": [*self.limits],
            "contradictions": [*self.contradictions],
        }


def verify(data: bytes, keys: tuple[Key, ...]) -> tuple[Answer, ...]:
    """The three answers for the bytes of an `evidence.json`; `keys` are those the auditor brings."""
    try:
        evidence = read_evidence(data)
        entries = tuple(readable(proven.data) for proven in evidence.entries)
        checkpoint = parse_checkpoint(parse_note(evidence.checkpoint).text)
    except (Unreadable, NoteError) as error:
        return (
            Answer("intact", "no", contradictions=(str(error),)),
            Answer("signed", "not asked", limits=("the evidence cannot be read",)),
            Answer("lawful", "not asked", limits=("the evidence cannot be read",)),
        )
    walk, chain, unlawful = _walked(evidence, entries)
    faults = (*_inclusion(evidence, entries, checkpoint), *chain, *_complete(evidence, entries, walk))
    return (
        _intact(evidence, entries, checkpoint, faults),
        _signed(evidence, keys),
        _lawful(evidence, entries, unlawful, intact=not faults),
    )


def _inclusion(evidence: Evidence, entries: tuple[Entry, ...], checkpoint: Checkpoint) -> list[Contradiction]:
    """Every entry is in the log at the place it states."""
    faults = []
    for proven, entry in zip(evidence.entries, entries, strict=True):
        if proven.seq != entry.seq:
            faults.append(Contradiction(entry.seq, f"place {entry.seq} in the log", f"filed under {proven.seq}"))
            continue
        try:
            verify_inclusion(entry.seq, checkpoint.size, leaf_hash(proven.data), proven.proof, checkpoint.root)
        except ProofError as error:
            faults.append(Contradiction(entry.seq, "an inclusion proof under the checkpoint", str(error)))
    return faults


def _walked(
    evidence: Evidence, entries: tuple[Entry, ...]
) -> tuple[Pass, tuple[Contradiction, ...], tuple[Contradiction, ...]]:
    """One pass in order: faults of the chain, and faults of the law with the trees that were promised."""
    walk = Pass()
    chain: list[Contradiction] = []
    unlawful: list[Contradiction] = []
    last = -1
    for proven, entry in zip(evidence.entries, entries, strict=True):
        if entry.seq <= last:
            chain.append(Contradiction(entry.seq, "entries in the order of the log", f"it follows entry {last}"))
        last = max(last, entry.seq)
        subject = entry.stream == evidence.subject
        faults = walk.follow(entry, proven.data, decided=subject)
        broken = [f for f in faults if "version" in f.expected or "prev" in f.expected]
        chain += broken
        unlawful += [f for f in faults if f not in broken]
        if subject and not faults:
            unlawful += _tree(evidence, walk, entry)
    return walk, tuple(chain), tuple(unlawful)


def _tree(evidence: Evidence, walk: Pass, entry: Entry) -> list[Contradiction]:
    """The tree printed for an entry is the one the law gives, byte for byte."""
    drawn = walk.tree(entry.stream, entry.at)
    kept = evidence.why.get(entry.seq)
    if drawn is None or kept is None or encode(drawn.as_json()) != encode(kept):
        return [Contradiction(entry.seq, "the *why* tree the law gives", "another tree, or none")]
    return []


def _complete(evidence: Evidence, entries: tuple[Entry, ...], walk: Pass) -> list[Contradiction]:
    """Nothing is left out that was read, nothing is disclosed that was not committed to, no tree belongs nowhere."""
    faults = []
    own = [entry for entry in entries if entry.stream == evidence.subject]
    if not own:
        faults.append(Contradiction(-1, f"entries of {evidence.subject}", "none"))
    committed = {commit for entry in entries for commit in entry.commits}
    for disclosure in evidence.disclosed:
        try:
            disclosure.check()
        except (Unreadable, ValueError) as error:
            faults.append(Contradiction(-1, "disclosures that open their commitments", str(error)))
        if disclosure.commit not in committed:
            faults.append(Contradiction(-1, "disclosures of committed values only", disclosure.commit))
    needed = {stream for entry in own for stream in entry.reads} | {evidence.subject}
    stray = walk.heads.keys() - needed
    faults += [Contradiction(-1, "streams that the initiative's entries read", stream) for stream in sorted(stray)]
    own_seqs = {entry.seq for entry in own}
    faults += [
        Contradiction(seq, "trees of the initiative's own entries", "a tree") for seq in evidence.why.keys() - own_seqs
    ]
    return faults


def _intact(
    evidence: Evidence, entries: tuple[Entry, ...], checkpoint: Checkpoint, faults: tuple[Contradiction, ...]
) -> Answer:
    if faults:
        return Answer("intact", "no", contradictions=tuple(map(str, faults)))
    own = sum(entry.stream == evidence.subject for entry in entries)
    return Answer(
        "intact",
        "yes",
        (
            f"{len(entries)} entries ({own} of this initiative) are in a log of {checkpoint.size} under one root",
            "every stream read is complete from its first entry, and names its previous entry by hash",
            f"{len(evidence.disclosed)} disclosed values open their commitments",
        ),
        ("whether this root is the operator's only one shows when a witness has cosigned it",),
    )


def _signed(evidence: Evidence, keys: tuple[Key, ...]) -> Answer:
    if not keys:
        return Answer("signed", "not asked", limits=("no keys were brought; give them with --keys",))
    try:
        _, opened = open_checkpoint(evidence.checkpoint, list(keys))
    except NoteError as error:
        return Answer("signed", "no", contradictions=(str(error),))
    witnesses = [v.key.name for v in opened.verified if v.key.kind == COSIGNATURE]
    limits = (
        () if witnesses else ("no witness you trust has cosigned: the operator could still show others another log",)
    )
    return Answer("signed", "yes", tuple(f"the checkpoint is signed by {name}" for name in opened.names), limits)


def _lawful(
    evidence: Evidence, entries: tuple[Entry, ...], faults: tuple[Contradiction, ...], *, intact: bool
) -> Answer:
    if faults:
        return Answer("lawful", "no", contradictions=tuple(map(str, faults)))
    if not intact:
        return Answer("lawful", "not asked", limits=("the evidence is not intact",))
    own = [entry for entry in entries if entry.stream == evidence.subject]
    signed = sum(event.__class__.__name__ == "DecisionSigned" for entry in own for event in entry.events)
    return Answer(
        "lawful",
        "yes",
        (
            f"{len(own)} acts, {signed} of them decisions, were judged again and came out the same, byte for byte",
            "gates, order, presence, eligibility, clocks, carried-over decisions and *why* trees were recomputed",
        ),
        (
            "findings of checks count as recorded facts of the form; facts from outside are not recomputed",
            "who granted the roles is shown, not judged; a whole-log verification judges it",
            "misdeclared reads show only in a whole-log verification",
        ),
    )
