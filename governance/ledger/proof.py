"""Inclusion proofs that stand alone (C2SP tlog-proof v1): leaf index, audit path and checkpoint in one text file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.ledger.merkle import HASH_SIZE, verify_inclusion
from governance.ledger.note import (
    Checkpoint,
    Key,
    NoteError,
    OpenedNote,
    decode_base64,
    encode_base64,
    open_note,
    parse_checkpoint,
    parse_decimal,
    parse_note,
)

HEADER: Final = "c2sp.org/tlog-proof@v1"
# A tree has fewer than 2^63 leaves, so no path is longer.
_MAX_HASHES = 63


@dataclass(frozen=True, slots=True)
class LogProof:
    """Proof that a leaf stands at `index` in the log of `checkpoint` (a signed note, verbatim).

    `hashes` run from the leaf's sibling up. Nothing vouches for `extra`.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    def encode(self) -> bytes:
        """The file's bytes."""
        extra = [f"extra {encode_base64(self.extra)}"] if self.extra else []
        lines = [HEADER, *extra, f"index {self.index}", *map(encode_base64, self.hashes), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


def parse_proof(data: bytes) -> LogProof:
    """The proof in these bytes, nothing verified yet; `NoteError` when malformed."""
    head, blank, checkpoint = data.partition(b"\n\n")
    if not blank:
        raise NoteError("proof has no empty line between the hashes and the checkpoint")
    try:
        header, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise NoteError(f"proof is not ASCII at byte {error.start}, before its checkpoint") from None
    if header != HEADER:
        raise NoteError(f"proof begins with {header!r:.40}, expected {HEADER!r}")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = decode_base64(lines.pop(0).removeprefix("extra "), "extra data")
        if not extra:
            raise NoteError("proof has an empty extra line, which must be left out")
    if not lines or not lines[0].startswith("index "):
        raise NoteError("proof has no index line")
    index = parse_decimal(lines.pop(0).removeprefix("index "), "index")
    if len(lines) > _MAX_HASHES:
        raise NoteError(f"proof has {len(lines)} hashes, the limit is {_MAX_HASHES}")
    hashes = tuple(decode_base64(line, f"hash {number}") for number, line in enumerate(lines, 1))
    if any(len(digest) != HASH_SIZE for digest in hashes):
        raise NoteError(f"proof has a hash that is not {HASH_SIZE} bytes long")
    parse_checkpoint(parse_note(checkpoint).text)
    return LogProof(index, hashes, checkpoint, extra)


def check_inclusion(proof: LogProof, leaf: bytes) -> Checkpoint:
    """The checkpoint under which leaf hash `leaf` stands at `proof.index`; `ProofError` when it does not.

    Asks nobody's signature: what the checkpoint states is only as good as who signed it.
    """
    checkpoint = parse_checkpoint(parse_note(proof.checkpoint).text)
    verify_inclusion(proof.index, checkpoint.size, leaf, proof.hashes, checkpoint.root)
    return checkpoint


def verify_proof(
    proof: LogProof, leaf: bytes, *, origin: str, log_keys: Iterable[Key], witnesses: Iterable[Key] = ()
) -> tuple[Checkpoint, OpenedNote]:
    """Check that leaf hash `leaf` is in the log `origin`, signed by one of `log_keys`.

    Returns the checkpoint and every signature that holds, of log and witnesses; how many witnesses are enough is the
    caller's policy. `NoteError` about origin and signatures, `ProofError` about the tree.
    """
    logs = tuple(log_keys)
    opened = open_note(proof.checkpoint, (*logs, *witnesses))
    checkpoint = parse_checkpoint(opened.text)
    if checkpoint.origin != origin:
        raise NoteError(f"checkpoint is of the log {checkpoint.origin!r:.60}, expected {origin!r:.60}")
    if opened.keys.isdisjoint(logs):
        raise NoteError(
            f"checkpoint is signed by {', '.join(opened.names)} only, by no given key of the log {origin!r}"
        )
    verify_inclusion(proof.index, checkpoint.size, leaf, proof.hashes, checkpoint.root)
    return checkpoint, opened
