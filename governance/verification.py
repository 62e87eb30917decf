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
    chain, unlawful = _walked(evidence, entries)
    faults = (*_inclusion(evidence, entries, checkpoint), *chain, *_complete(evidence, entries))
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
) -> tuple[tuple[Contradiction, ...], tuple[Contradiction, ...]]:
    """One pass in order: faults of the record, and faults of the law with the trees that were promised."""
    walk = Pass()
    found: list[Contradiction] = []
    last, latest = -1, 0
    for proven, entry in zip(evidence.entries, entries, strict=True):
        if entry.seq <= last:
            found.append(Contradiction(entry.seq, "entries in the order of the log", f"it follows entry {last}"))
        if entry.at < latest:
            found.append(Contradiction(entry.seq, f"a time not before {latest}", f"{entry.at}", "law"))
        last, latest = max(last, entry.seq), max(latest, entry.at)
        subject = entry.stream == evidence.subject
        faults = walk.follow(entry, proven.data, decided=subject)
        found += faults
        if subject and not faults:
            found += _tree(evidence, walk, entry)
    chain = tuple(fault for fault in found if fault.breaks == "record")
    return chain, tuple(fault for fault in found if fault.breaks == "law")


def _tree(evidence: Evidence, walk: Pass, entry: Entry) -> list[Contradiction]:
    """The tree printed for an entry is the one the law gives, byte for byte."""
    expected = "the *why* tree the law gives"
    try:
        drawn = walk.tree(entry.stream, entry.at)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong while judging counts as tampering
        return [Contradiction(entry.seq, expected, f"{type(error).__name__}: {error}", "law")]
    if drawn is None or entry.seq not in evidence.why or encode(drawn.as_json()) != encode(evidence.why[entry.seq]):
        return [Contradiction(entry.seq, expected, "another tree, or none", "law")]
    return []


def _complete(evidence: Evidence, entries: tuple[Entry, ...]) -> list[Contradiction]:
    """Nothing stands here that nobody read, nothing is disclosed that was not committed to, no tree belongs nowhere."""
    faults = []
    own = [entry for entry in entries if entry.stream == evidence.subject]
    if not own:
        faults.append(Contradiction(-1, f"entries of {evidence.subject}", "none"))
    faults += _opened(evidence, entries)
    needed = {stream for entry in own for stream in entry.reads} | {evidence.subject}
    faults += [
        Contradiction(entry.seq, "only streams that the initiative's entries read", entry.stream)
        for entry in entries
        if entry.version == 1 and entry.stream not in needed
    ]
    stray = evidence.why.keys() - {entry.seq for entry in own}
    faults += [Contradiction(seq, "trees of the initiative's own entries", "a tree") for seq in sorted(stray)]
    return faults


def _opened(evidence: Evidence, entries: tuple[Entry, ...]) -> list[Contradiction]:
    """Every disclosed value is one that an entry committed to."""
    faults = []
    committed = {commit: entry.seq for entry in reversed(entries) for commit in entry.commits}
    for disclosure in evidence.disclosed:
        seq = committed.get(disclosure.commit)
        if seq is None:
            faults.append(Contradiction(-1, "disclosures of committed values only", disclosure.commit))
            continue
        try:
            disclosure.check()
        except Unreadable as error:
            faults.append(Contradiction(seq, "disclosures that open their commitments", str(error)))
    return faults


def _intact(
    evidence: Evidence, entries: tuple[Entry, ...], checkpoint: Checkpoint, faults: tuple[Contradiction, ...]
) -> Answer:
    if faults:
        return Answer("intact", "no", contradictions=tuple(map(str, faults)))
    own = [entry.seq for entry in entries if entry.stream == evidence.subject]
    last = max(own)
    return Answer(
        "intact",
        "yes",
        (
            f"{len(entries)} entries ({len(own)} of this initiative) are in a log of {checkpoint.size} under one root",
            "every stream read is complete from its first entry, and names its previous entry by hash",
            f"{len(evidence.disclosed)} disclosed values open their commitments",
        ),
        (
            "whether this root is the operator's only one shows when a witness has cosigned it",
            f"entries of this initiative after its last one here, entry {last}, would show in the whole log only",
        ),
    )


def _signed(evidence: Evidence, keys: tuple[Key, ...]) -> Answer:
    if not keys:
        return Answer("signed", "not asked", limits=("no keys were brought; give them with --keys",))
    try:
        checkpoint, opened = open_checkpoint(evidence.checkpoint, keys)
    except NoteError as error:
        return Answer("signed", "no", contradictions=(str(error),))
    others = [v.key.name for v in opened.verified if v.key.kind != COSIGNATURE and v.key.name != checkpoint.origin]
    if others:
        wrong = f"expected a signature by the key of {checkpoint.origin}; found one by {', '.join(others)}, another log"
        return Answer("signed", "no", contradictions=(wrong,))
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
            "who granted roles and published definitions is shown, not judged; a whole-log verification judges it",
            "misdeclared reads show only in a whole-log verification",
        ),
    )
