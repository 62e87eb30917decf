"""The three questions an auditor asks of a packet: intact? signed by whom we trust? lawful?

Each is answered *yes*, *no* or *not asked*, with its grounds and its limits. A *no* names the entry, what was expected
and what was found. Nothing here trusts the operator: keys come from outside the packet.
"""

from __future__ import annotations

from dataclasses import replace

from governance.errors import Unreadable
from governance.formats.jcs import encode
from governance.law.consulted import ENTITLING
from governance.ledger.merkle import ProofError, leaf_hash, verify_inclusion
from governance.ledger.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    NoteError,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
)
from governance.ledger.witnessing import cosigners, independent
from governance.office.keys import LOG
from governance.record import events as e
from governance.record.entry import Entry
from governance.verifier.claims import Examined, Signers, claims, unread
from governance.verifier.crossing import crossed
from governance.verifier.evidence import Evidence, Proven, read_evidence
from governance.verifier.judging import Contradiction, Pass, readable
from governance.verifier.key_following import follow
from governance.verifier.naming import introduces, named
from governance.verifier.verdict import Answer, Say, Verdict

__all__ = ["Answer", "Say", "examine", "unreadable", "verify"]


def verify(data: bytes, keys: tuple[Key, ...]) -> tuple[Answer, ...]:
    """The three answers for the bytes of an `evidence.json`; `keys` are those the auditor brings."""
    return examine(data, keys).answers


def examine(
    data: bytes, keys: tuple[Key, ...], demanded: int = 0, beside: tuple[tuple[str, Evidence], ...] = ()
) -> Verdict:
    """The whole verdict for the bytes of an `evidence.json`; `demanded` is how many of the witnesses among `keys` must
    have cosigned, `beside` are other extracts of the same log by name, verified before.
    """
    try:
        evidence = read_evidence(data)
        entries = tuple(map(_entry, evidence.entries))
        checkpoint = parse_checkpoint(parse_note(evidence.checkpoint).text)
        across = crossed(evidence, entries, beside)
    except (Unreadable, NoteError) as error:
        return unreadable("evidence", str(error))
    walk = Pass()
    chain, unlawful = _walked(walk, evidence, entries)
    forked = (fault for fault in across if fault.breaks == "record")
    broken = (*_inclusion(evidence, entries, checkpoint), *chain, *_complete(evidence, entries), *forked)
    unlawful = (*unlawful, *(fault for fault in across if fault.breaks == "law"))
    signers, names = _signers(evidence, entries, keys, demanded), tuple(name for name, _ in beside)
    found = Examined(evidence, entries, checkpoint, walk, broken, unlawful, signers, names)
    return Verdict(found.about(), (_intact(found), _signed(found.signers), _lawful(found)), claims(found))


def _entry(proven: Proven) -> Entry:
    try:
        return readable(proven.data)
    except Unreadable as error:
        raise Unreadable(f"entry {proven.seq}: {error}") from None


def unreadable(what: str, why: str) -> Verdict:
    """The verdict on what cannot be read: tampered with; nothing else was asked."""
    limits = (f"the {what} cannot be read",)
    unasked = (Answer("signed", "not asked", limits=limits), Answer("lawful", "not asked", limits=limits))
    return Verdict(
        f"{what} that cannot be read", (Answer("intact", "no", contradictions=(why,)), *unasked), unread(why)
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
    walk: Pass, evidence: Evidence, entries: tuple[Entry, ...]
) -> tuple[tuple[Contradiction, ...], tuple[Contradiction, ...]]:
    """One pass in order: faults of the record, and faults of the law with the trees that were promised."""
    found: list[Contradiction] = []
    last, latest = -1, 0
    for proven, entry in zip(evidence.entries, entries, strict=True):
        if entry.seq <= last:
            found.append(Contradiction(entry.seq, "entries in the order of the log", f"it follows entry {last}"))
        if entry.at < latest:
            found.append(Contradiction(entry.seq, f"a time not before {latest}", f"{entry.at}", "law", "clocks"))
        last, latest = max(last, entry.seq), max(latest, entry.at)
        subject = entry.stream == evidence.subject
        decided = subject or entry.stream == LOG  # keys read nothing, so they are judged whole
        faults = walk.follow(entry, proven.data, decided=decided, supporting=not decided)
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
        return [Contradiction(entry.seq, expected, f"{type(error).__name__}: {error}", "law", "why")]
    if drawn is None or entry.seq not in evidence.why or encode(drawn.as_json()) != encode(evidence.why[entry.seq]):
        return [Contradiction(entry.seq, expected, "another tree, or none", "law", "why")]
    return []


def _complete(evidence: Evidence, entries: tuple[Entry, ...]) -> list[Contradiction]:
    """Nothing stands here that nobody read or that is nobody's name, nothing is disclosed that was not committed to, no
    tree belongs nowhere.
    """
    faults = []
    own = [entry for entry in entries if entry.stream == evidence.subject]
    if not own:
        faults.append(Contradiction(-1, f"entries of {evidence.subject}", "none"))
    faults += _opened(evidence, entries)
    needed = {stream for entry in own for stream in entry.reads} | {evidence.subject, LOG, *ENTITLING}
    faults += _unread(evidence, entries, needed)
    stray = evidence.why.keys() - {entry.seq for entry in own}
    faults += [Contradiction(seq, "trees of the initiative's own entries", "a tree") for seq in sorted(stray)]
    return faults


def _unread(evidence: Evidence, entries: tuple[Entry, ...], needed: set[str]) -> list[Contradiction]:
    """What stands here though no entry of the record read it; the registration of somebody named is in place."""
    rest = [entry for entry in entries if entry.stream not in needed]
    if not rest:
        return []
    read = (entry for entry in entries if entry.stream in needed)
    known = named(read, (each.value for each in evidence.disclosed))
    expected = "only streams that the initiative's entries read, and registrations of people they name"
    return [Contradiction(entry.seq, expected, entry.stream) for entry in rest if not introduces(entry, known)]


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


def _intact(found: Examined) -> Answer:
    if found.broken:
        return Answer("intact", "no", contradictions=tuple(map(str, found.broken)))
    entries, own, size = found.entries, found.own, found.checkpoint.size
    return Answer(
        "intact",
        "yes",
        (
            f"{len(entries)} entries ({len(own)} of this initiative) lie in a log of {size} under one root",
            "every stream read is complete from its first entry, and names its previous entry by hash",
            f"{len(found.evidence.disclosed)} disclosed values open their commitments",
        ),
        (
            "whether this root is the operator's only one shows when a witness has cosigned it",
            f"entries of the record after its last one here, entry {own[-1].seq}, would show in the whole log only",
        ),
    )


def _signers(evidence: Evidence, entries: tuple[Entry, ...], keys: tuple[Key, ...], demanded: int) -> Signers:
    """Which of the keys brought, or of those that follow from them, signed the checkpoint, and for whom they speak."""
    logs = [key for key in keys if key.kind != COSIGNATURE]
    brought = Signers(bool(keys), asked=len(independent(keys, logs)), demanded=demanded)
    if not keys:
        return brought
    try:
        followed = follow(entries, keys)
        brought = replace(brought, told=followed.told)
        checkpoint, opened = open_checkpoint(evidence.checkpoint, followed.keys)
        seen = cosigners(evidence.checkpoint, keys, logs)
    except NoteError as error:
        return replace(brought, fault=str(error))
    signed = [v.key for v in opened.verified if v.key.kind != COSIGNATURE]
    own = f"expected a signature by the key of {checkpoint.origin}"
    fault = ""
    if others := [key.name for key in signed if key.name != checkpoint.origin]:
        fault = f"{own}; found one by {', '.join(others)}, another log"
    elif logs and not signed:
        fault = f"{own} that was brought; found none"
    elif followed.late(signed, checkpoint.size):
        fault = f"{own} in use for {checkpoint.size} entries; found only one that was revoked before"
    return replace(brought, log="" if fault or not signed else signed[0].name, witnesses=seen, fault=fault)


def _signed(signers: Signers) -> Answer:
    if not signers.brought:
        return Answer("signed", "not asked", limits=("no keys were brought; give them with --keys",))
    if signers.fault:
        return Answer("signed", "no", contradictions=(signers.fault,))
    names = [name for name, _ in signers.witnesses]
    if len(names) < signers.demanded:
        wanted = f"expected cosignatures by {signers.demanded} of the {signers.asked} witnesses brought"
        return Answer("signed", "no", contradictions=(f"{wanted}; found {len(names)}",))
    limits = () if names else ("no witness you trust has cosigned: the operator could still show others another log",)
    signed = [signers.log, *names] if signers.log else names
    grounds = tuple(f"the checkpoint is signed by {name}" for name in signed)
    return Answer("signed", "yes", grounds, (*limits, *signers.told))


def _lawful(found: Examined) -> Answer:
    if found.unlawful:
        return Answer("lawful", "no", contradictions=tuple(map(str, found.unlawful)))
    if found.broken:
        why = "the evidence is not intact, so it cannot show that the acts were lawful"
        return Answer("lawful", "not asked", limits=(why,))
    signed = sum(isinstance(event, e.DecisionSigned) for entry in found.own for event in entry.events)
    return Answer(
        "lawful",
        "yes",
        (
            f"{len(found.own)} acts, {signed} of them decisions, were judged again, the same byte for byte",
            "gates, order, presence, eligibility, clocks, carried-over decisions and *why* trees were recomputed",
        ),
        (
            "what a check read from outside the record is taken as recorded; its findings are recomputed",
            f"the right to act is presumed where the extract lacks what was read ({len(found.walk.presumed)} places)",
            "misdeclared reads show only in a whole-log verification",
        ),
    )
