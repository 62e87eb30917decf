"""Witnesses (C2SP tlog-witness): what is carried to one, when it cosigns, and how many cosigned a checkpoint (k of n).

Nothing here signs or remembers: `coe witness` brings the key and the memory, an auditor the keys of the witnesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from governance.errors import NotCosigned
from governance.ledger.merkle import HASH_SIZE, ProofError, verify_consistency
from governance.ledger.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    NoteError,
    decode_base64,
    encode_base64,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_decimal,
    parse_note,
)

# A tree has fewer than 2^63 leaves, so no proof is longer (tlog-witness, add-checkpoint).
MOST_HASHES: Final = 63


@dataclass(frozen=True, slots=True)
class Asked:
    """What is carried to a witness, in the form of tlog-witness add-checkpoint: the size it saw last (0 for nothing),
    the consistency proof from there, and the checkpoint's signed note.
    """

    old: int
    proof: tuple[bytes, ...]
    note: bytes

    def encode(self) -> bytes:
        """The file's bytes."""
        return "\n".join([f"old {self.old}", *map(encode_base64, self.proof), "", ""]).encode() + self.note


def parse_asked(data: bytes) -> Asked:
    """The request in these bytes, nothing verified yet; `NoteError` when malformed."""
    head, blank, note = data.partition(b"\n\n")
    if not blank:
        raise NoteError("request has no empty line between the proof and the checkpoint")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise NoteError(f"request is not ASCII at byte {error.start}, before its checkpoint") from None
    if not first.startswith("old "):
        raise NoteError(f"request begins with {first!r:.40}, expected the line 'old SIZE'")
    if len(lines) > MOST_HASHES:
        raise NoteError(f"request has {len(lines)} hashes, the limit is {MOST_HASHES}")
    proof = tuple(decode_base64(line, f"hash {number}") for number, line in enumerate(lines, 1))
    if any(len(digest) != HASH_SIZE for digest in proof):
        raise NoteError(f"request has a hash that is not {HASH_SIZE} bytes long")
    parse_checkpoint(parse_note(note).text)
    return Asked(parse_decimal(first.removeprefix("old "), "old size"), proof, note)


def admitted(asked: Asked, last: Checkpoint | None, logs: Iterable[Key]) -> Checkpoint:
    """The checkpoint a witness may cosign that saw `last` of this log (None: nothing) and trusts the keys `logs`.

    The same checkpoint again is admitted again, so that a witness that fell between remembering and answering answers
    the next time. Raises NotCosigned, NoteError.
    """
    stated = parse_checkpoint(parse_note(asked.note).text)
    trusted = [key for key in logs if key.name == stated.origin]
    if not trusted:
        raise NotCosigned(
            "foreign-log",
            "This checkpoint is not cosigned.",
            f"It is of the log {stated.origin!r:.80}, and this witness keeps no key of that log.",
            "Carry the request to that log's witness, or have this one trust the log's key: `coe witness trust`.",
        )
    try:
        found, _ = open_checkpoint(asked.note, trusted)
    except NoteError as error:
        raise NotCosigned(
            "not-the-log",
            "This checkpoint is not cosigned.",
            f"It is not signed by the log: {error}.",
            "If the log has a new key, have this witness trust it: `coe witness trust`. Otherwise somebody forged it.",
        ) from None
    _extends(asked, found, last)
    return found


def _extends(asked: Asked, found: Checkpoint, last: Checkpoint | None) -> None:
    """That the log still holds what the witness saw of it."""
    seen = last.size if last else 0
    if last and found.size < seen:
        raise NotCosigned(
            "older",
            "This checkpoint is not cosigned.",
            f"It has {found.size} entries; this witness has seen {seen}. Either an old request is carried again, or "
            "the log was cut short, as a restored backup is.",
            "Ask with a new request. If the log itself has fewer entries, keep this witness's folder and tell quality.",
        )
    if last and found.size == seen:
        if found.root != last.root:
            raise _fork(f"It has {seen} entries, as many as this witness has seen, and another root.")
        return
    if asked.old != seen:
        raise NotCosigned(
            "other-start",
            "This checkpoint is not cosigned.",
            f"The proof begins at {asked.old} entries, and this witness has seen {seen}.",
            f"Ask again from there: `coe witness request --from {seen}`.",
        )
    if not found.size or (not last and asked.proof):
        raise NotCosigned(
            "no-proof", "This checkpoint is not cosigned.", "Nothing needs no proof.", "Ask with a new request."
        )
    try:
        if last and seen:
            verify_consistency(seen, found.size, asked.proof, last.root, found.root)
    except ProofError as error:
        raise _fork(f"It does not extend the {seen} entries this witness has seen: {error}.") from None


def _fork(why: str) -> NotCosigned:
    return NotCosigned(
        "fork",
        "This checkpoint is not cosigned.",
        f"{why} The log's key has signed two histories that exclude each other.",
        "Keep this witness's folder: it holds both signed checkpoints, which prove it. Tell quality.",
    )


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of the witnesses somebody trusts cosigned a checkpoint; `at` (POSIX seconds) is when the last one that
    was needed did so, None while there are too few.
    """

    names: tuple[str, ...]
    needed: int
    of: int
    at: int | None

    @property
    def reached(self) -> bool:
        """Whether enough cosigned; never where none are needed, for nothing is vacuously witnessed."""
        return self.at is not None

    def __str__(self) -> str:
        names = f" ({', '.join(self.names)})" if self.names else ""
        return f"{len(self.names)} of {self.of} witnesses cosigned, {self.needed} needed{names}"


def quorum(note: bytes, witnesses: Iterable[Key], needed: int, logs: Sequence[Key] = ()) -> Quorum:
    """Count the distinct witnesses that cosigned this note, as `cosigners` tells them apart.

    Raises NoteError for a malformed note, and for one with a line of such a witness that does not hold.
    """
    known = tuple(witnesses)
    found = cosigners(note, known, logs)
    times = sorted(at for _, at in found)
    reached = times[needed - 1] if 1 <= needed <= len(times) else None
    return Quorum(tuple(name for name, _ in found), needed, len(independent(known, logs)), reached)


def independent(keys: Iterable[Key], logs: Sequence[Key] = ()) -> tuple[Key, ...]:
    """The witnesses among some keys: by public key, so that one under two names is one, and a log's own key is none."""
    own = {key.public for key in logs}
    found = {key.public: key for key in keys if key.kind == COSIGNATURE and key.public not in own}
    return tuple(found.values())


def cosigners(note: bytes, witnesses: Iterable[Key], logs: Sequence[Key] = ()) -> tuple[tuple[str, int], ...]:
    """Name and first time (POSIX seconds) of each independent witness that cosigned this note, in the order of its
    lines; signatures by anybody else count for nothing. Raises NoteError as `quorum` does.
    """
    lines, own = {(line.name, line.key_id) for line in parse_note(note).signatures}, {key.public for key in logs}
    wanted = [key for key in witnesses if key.kind == COSIGNATURE and key.public not in own]
    present = [key for key in wanted if (key.name, key.key_id) in lines]
    first: dict[bytes, tuple[str, int]] = {}
    for each in open_note(note, present).verified if present else ():
        name, at = first.get(each.key.public, (each.key.name, each.timestamp or 0))
        first[each.key.public] = name, min(at, each.timestamp or 0)
    return tuple(first.values())
