"""What was erased, in a file: the entries that say so, each proven under a signed checkpoint.

A backup taken before an erasure still holds the value. Whoever restores it names this file, or any newer packet, and
the restored office forgets again. Only entries the log's own key vouches for are obeyed: a made-up list erases nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from coe import ledger
from coe.erasing import commits_of, erasures, forget_commits, forget_person
from coe.identity.totp import TotpKey
from coe.law import id_of, kind_of
from coe.office_errors import NotErasures
from governance.errors import Unreadable
from governance.formats.pdf import PdfError, evidence_from_pdf
from governance.ledger.merkle import ProofError, inclusion_proof, leaf_hash, verify_inclusion
from governance.ledger.note import Key, NoteError, open_checkpoint, parse_checkpoint, parse_note
from governance.record.entry import read_entry
from governance.verifier.evidence import Evidence, Proven, read_evidence

SUBJECT = "erasures"


def erasure_list(connection: Connection, checkpoint: bytes) -> bytes:
    """Every erasure below the checkpoint (a signed note), in the form of an `evidence.json`."""
    size, node = parse_checkpoint(parse_note(checkpoint).text).size, ledger.nodes(connection)
    found = (
        Proven(entry.seq, data, inclusion_proof(node, entry.seq, size))
        for entry, data in erasures(connection)
        if entry.seq < size
    )
    return Evidence(SUBJECT, checkpoint, tuple(found), (), {}).encode()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Commitments to forget, and people whose accounts close with them."""

    commits: tuple[str, ...]
    people: tuple[str, ...]


def forgotten_in(data: bytes, keys: Sequence[Key]) -> Forgotten:
    """What the entries in a list, an `evidence.json` or a packet had forgotten. Raises NotErasures."""
    try:
        evidence = read_evidence(evidence_from_pdf(data).evidence if data.startswith(b"%PDF") else data)
        checkpoint, _ = open_checkpoint(evidence.checkpoint, keys)
        for proven in evidence.entries:
            leaf = leaf_hash(proven.data)
            verify_inclusion(proven.seq, checkpoint.size, leaf, proven.proof, checkpoint.root)
        entries = [read_entry(proven.data) for proven in evidence.entries]
    except (Unreadable, NoteError, ProofError, PdfError) as error:
        raise NotErasures(
            "Nothing was forgotten.",
            f"The file proves no erasure of this log: {error}.",
            "Give a list written by `coe person erased`, an evidence.json or a packet of the same office.",
        ) from error
    found = {entry.stream: commits_of(entry) for entry in entries if commits_of(entry)}
    people = (id_of(stream) for stream in found if kind_of(stream) == "person")
    return Forgotten(tuple(dict.fromkeys(each for commits in found.values() for each in commits)), tuple(people))


def checkpoint_in(data: bytes) -> bytes:
    """The signed note in a checkpoint's own file, an `evidence.json` or a packet. Raises NotErasures."""
    try:
        if data.startswith(b"%PDF"):
            data = evidence_from_pdf(data).evidence
        return read_evidence(data).checkpoint if data.startswith(b"{") else data
    except (Unreadable, PdfError) as error:
        why = f"The file holds no checkpoint: {error}."
        raise NotErasures("Nothing was restored.", why, "Give another.") from error


def forget_again(connection: Connection, found: Forgotten, key: TotpKey) -> int:
    """Destroy in a restored database what was erased after it was taken; how many values there still were."""
    for person in found.people:
        forget_person(connection, person, key, 0)
    return forget_commits(connection, found.commits)
