"""Whatever file an auditor brings, examined: a packet (PDF), whose sealed revision holds the evidence, or evidence."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from governance.errors import Unreadable
from governance.evidence import Evidence, read_evidence
from governance.note import COSIGNATURE, Checkpoint, Key, NoteError, parse_checkpoint, parse_note, parse_vkey
from governance.pdf import PdfError, SignedRevision, evidence_from_pdf
from governance.verdict import Answer, Claim, Verdict
from governance.verification import examine, unreadable

SEAL = Claim(
    "seal", "The PDF's own seal holds.", "not established", ("not checked here; any PDF tool does (pdfsig packet.pdf)",)
)
PAGES = Claim(
    "pages", "The printed pages say what the evidence says.", "not established",
    ("pages are not read here; where pages differ, the evidence counts",),
)  # fmt: skip


Beside = tuple[tuple[str, Evidence], ...]


def examined(data: bytes, keys: tuple[Key, ...], demanded: int = 0, beside: Beside = ()) -> Verdict:
    """The verdict on a file's bytes; `keys`, how many witnesses are `demanded` and what is held `beside` come from the
    auditor.

    Whatever goes wrong while reading counts as tampering and is answered *no*.
    """
    try:
        read = _packet if data.startswith(b"%PDF") else examine
        return read(data, keys, demanded, beside)
    except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
        return unreadable("file", f"expected what this release can read; found {type(error).__name__}: {error}"[:300])


def _packet(data: bytes, keys: tuple[Key, ...], demanded: int, beside: Beside) -> Verdict:
    try:
        packet = evidence_from_pdf(data)
    except PdfError as error:
        return unreadable("packet", f"packet: {error}")
    verdict = examine(packet.evidence, keys, demanded, beside)
    notes = (f"evidence.json was read from the sealed revision ({packet.sealed} of {packet.size} bytes)",)
    verdict = replace(verdict, claims=(*verdict.claims, SEAL, PAGES), notes=(*notes, packet.not_checked))
    faults = _sealing(packet)
    return _unsealed(verdict, faults) if faults else verdict


def keys_in(data: bytes | None, demanded: int, name: str) -> tuple[Key, ...]:
    """The verifier keys in a file's bytes (None: no file), one a line; blank lines and those that begin with # are
    passed by. `NoteError` for a file without a key, and where more witnesses are demanded than were brought.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines() if data is not None else []
    except UnicodeDecodeError as error:
        raise NoteError(f"{name} is no text: {error.reason} at byte {error.start}") from None
    keys = tuple(parse_vkey(line) for line in map(str.strip, lines) if line and not line.startswith("#"))
    if data is not None and not keys:
        raise NoteError(f"there is no key in {name}; write one verifier key a line, or leave --keys out")
    witnesses = len({key.public for key in keys if key.kind == COSIGNATURE})
    if not 0 <= demanded <= witnesses:
        asked = f"{demanded} witnesses are demanded and {witnesses} witness keys were brought"
        raise NoteError(f"{asked}; add their keys to --keys, or demand fewer")
    return keys


def held_beside(name: str, data: bytes, keys: tuple[Key, ...]) -> tuple[str, Evidence]:
    """Another file of the same log, which must itself be intact, signed and lawful before it can deny anything. Raises
    Unreadable.
    """
    answers = examined(data, keys).answers
    said = {answer.question: answer.say for answer in answers}
    if "no" in said.values() or not keys:
        noes = ", ".join(question for question, say in said.items() if say == "no")
        why = f"{noes or 'signed'}: {'no' if noes else 'not asked; give keys with --keys'}"
        raise Unreadable(f"{name} cannot be held beside ({why}); verify it by itself first")
    return name, read_evidence(evidence_from_pdf(data).evidence if data.startswith(b"%PDF") else data)


def checkpoint_in(data: bytes) -> Checkpoint:
    """The checkpoint in a file somebody kept: a signed note, its three lines alone (as printed in a packet), a packet
    or an `evidence.json`. Nobody's signature is asked: whoever kept it vouches for it. Raises Unreadable.
    """
    try:
        if data.startswith(b"%PDF"):
            data = read_evidence(evidence_from_pdf(data).evidence).checkpoint
        elif data.startswith(b"{"):
            data = read_evidence(data).checkpoint
        if b"\n\n" in data.strip():
            return parse_checkpoint(parse_note(data).text)
        return parse_checkpoint(data.decode().strip() + "\n")
    except (PdfError, NoteError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from None


def _unsealed(verdict: Verdict, faults: tuple[str, ...]) -> Verdict:
    """The verdict with what is wrong with the packet around the evidence."""
    intact, *others = verdict.answers
    broken = Answer("intact", "no", intact.grounds, intact.limits, (*faults, *intact.contradictions))
    claims = tuple(
        replace(claim, found="contradicted", grounds=(*faults, *(claim.grounds if intact.say == "no" else ())))
        if claim.id == "intact"
        else claim
        for claim in verdict.claims
    )
    return replace(verdict, answers=(broken, *others), claims=claims)


def _sealing(packet: SignedRevision) -> tuple[str, ...]:
    """What is wrong with how the packet is sealed, short of the seal's cryptography."""
    faults = []
    if packet.appended:
        faults.append(f"packet: {packet.size - packet.sealed} bytes were appended after it was sealed")
    if not packet.covers_all:
        faults.append("packet: the seal does not cover the whole revision")
    if packet.permissions != 1:
        faults.append("packet: the seal does not forbid changes")
    stated = (packet.manifest or b"").decode("utf-8", "replace").split()
    if sha256(packet.evidence).hexdigest() not in stated:
        faults.append("packet: MANIFEST does not name the digest of evidence.json")
    return tuple(faults)
