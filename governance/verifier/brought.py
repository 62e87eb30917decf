"""Whatever file an auditor brings, examined: a packet (PDF), whose sealed revision holds the evidence, or evidence."""

from __future__ import annotations

from dataclasses import replace

from governance.errors import Unreadable
from governance.formats.pdf import PdfError, evidence_from_pdf
from governance.ledger.note import COSIGNATURE, Checkpoint, Key, NoteError, parse_checkpoint, parse_note, parse_vkey
from governance.verifier.evidence import Evidence, read_evidence
from governance.verifier.sealed import no_seal, sealed
from governance.verifier.verdict import Verdict
from governance.verifier.verification import examine, unreadable

Beside = tuple[tuple[str, Evidence], ...]


def examined(
    data: bytes, keys: tuple[Key, ...], demanded: int = 0, beside: Beside = (), certificate: str = ""
) -> Verdict:
    """The verdict on a file's bytes; `keys`, how many witnesses are `demanded`, what is held `beside` and the SHA-256
    of the seal's `certificate` (hex; "" when none was brought) come from the auditor.

    Whatever goes wrong while reading counts as tampering and is answered *no*.
    """
    try:
        if data.startswith(b"%PDF"):
            return _packet(data, keys, demanded, beside, certificate)
        if not data.startswith(b"{"):
            return unreadable("file", _no_evidence(data))
        verdict = examine(data, keys, demanded, beside)
        return no_seal(verdict, certificate) if certificate else verdict
    except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
        return unreadable("file", f"expected what this release can read; found {type(error).__name__}: {error}"[:300])


def _no_evidence(data: bytes) -> str:
    """What is wrong with a file that is neither of the two."""
    if not data:
        return "the file is empty: nothing was copied or downloaded; fetch it again"
    return "the file is neither a packet (%PDF) nor an evidence.json ({), by its first byte; bring one of them"


def _packet(data: bytes, keys: tuple[Key, ...], demanded: int, beside: Beside, certificate: str) -> Verdict:
    try:
        packet = evidence_from_pdf(data)
    except PdfError as error:
        return unreadable("packet", f"packet: {error}")
    verdict = examine(packet.evidence, keys, demanded, beside)
    notes = (f"evidence.json was read from the sealed revision ({packet.sealed} of {packet.size} bytes)",)
    return replace(sealed(verdict, packet, certificate), notes=notes)


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
