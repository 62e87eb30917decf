"""A witness: a folder on another machine or a stick with a key of its own and what it has seen of each log it trusts.

`name` and `logs` (verifier keys) are files; `seen/LOG/SIZE.note` is every checkpoint it admitted, the largest size
being its memory; `refused/` keeps signed checkpoints that exclude what it had seen, which proves the log's fault.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coe.evidence.key_files import load_key, make_key
from coe.home import PRIVATE_FOLDER, write_private
from coe.office_errors import BadKey
from governance.errors import NotCosigned
from governance.ledger.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    NoteError,
    add_signatures,
    cosignature_line,
    cosigned_message,
    parse_checkpoint,
    parse_note,
    parse_vkey,
)
from governance.ledger.witnessing import admitted, parse_asked

KEY, NAME, LOGS, SEEN, REFUSED, LOCK = "witness.pem", "name", "logs", "seen", "refused", "lock"
MOST_REFUSED = 1_000
SIZE_DIGITS = 19
PROVING = ("older", "fork")


@dataclass(frozen=True, slots=True)
class Seen:
    """The last a witness saw of one log."""

    checkpoint: Checkpoint
    note: bytes
    times: int


@dataclass(frozen=True, slots=True)
class Witness:
    """The witness in a folder."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, name: str, logs: tuple[Key, ...]) -> "Witness":
        """A new witness that trusts these logs. Raises BadKey where there is one already, NoteError, OSError."""
        Key(name, logs[0].public, COSIGNATURE)  # whether the name is one, before anything is made
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
        made = cls(folder)
        make_key(folder / KEY)
        write_private(folder / NAME, f"{name}\n".encode())
        write_private(folder / LOGS, b"")
        made.trust(logs)
        return made

    def trust(self, logs: tuple[Key, ...]) -> None:
        """Cosign checkpoints signed by these keys as well. Raises BadKey, OSError."""
        self._refuse_missing()
        known = dict.fromkeys((*self.logs(), *logs))
        write_private(self.folder / LOGS, "".join(f"{key.vkey()}\n" for key in known).encode())

    @property
    def public(self) -> Key:
        """The key others check its cosignatures with. Raises BadKey, NoteError."""
        self._refuse_missing()
        private = load_key(self.folder / KEY, "witness's")
        name = (self.folder / NAME).read_text("utf-8").strip()
        return Key(name, private.public_key().public_bytes_raw(), COSIGNATURE)

    def logs(self) -> tuple[Key, ...]:
        """The keys of the logs it trusts. Raises NoteError."""
        return tuple(map(parse_vkey, (self.folder / LOGS).read_text("utf-8").split()))

    def seen(self, origin: str) -> Seen | None:
        """What it saw last of a log. Raises NoteError for a memory that was altered."""
        notes = sorted(self._memory(origin).glob("*.note"))
        if not notes:
            return None
        note = notes[-1].read_bytes()
        found = parse_checkpoint(parse_note(note).text)
        if (found.origin, notes[-1].stem) != (origin, f"{found.size:0{SIZE_DIGITS}}"):
            raise NoteError(f"{notes[-1]} is not the memory of {found.size} entries of {origin}")
        return Seen(found, note, len(notes))

    def proofs(self) -> int:
        """How many checkpoints it keeps that a log should not have signed."""
        return sum(1 for _ in (self.folder / REFUSED).glob("*.note"))

    def cosign(self, data: bytes, now: int) -> bytes:
        """The checkpoint in a request, with this witness's cosignature at `now` (POSIX seconds) behind the log's.

        What was seen is on disk before the cosignature exists; asked the same again, it answers again.
        Raises NotCosigned, NoteError, BadKey, OSError.
        """
        asked = parse_asked(data)
        public = self.public
        with self._alone():
            stated = parse_checkpoint(parse_note(asked.note).text)
            last = self.seen(stated.origin)
            try:
                found = admitted(asked, last.checkpoint if last else None, self.logs())
            except NotCosigned as refused:
                if refused.code in PROVING:
                    self._prove(asked.note)
                raise
            if last is None or found.size > last.checkpoint.size:
                self.remember(found, asked.note)
            return self.release(public, found, asked.note, now)

    def remember(self, found: Checkpoint, note: bytes) -> None:
        """Keep what was seen, durably."""
        folder = self._memory(found.origin)
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_private(folder / f"{found.size:0{SIZE_DIGITS}}.note", note)

    def release(self, public: Key, found: Checkpoint, note: bytes, now: int) -> bytes:
        """Sign what is remembered."""
        text = found.text()
        signature = load_key(self.folder / KEY, "witness's").sign(cosigned_message(text, now))
        return add_signatures(note, [cosignature_line(public.name, public.public, now, signature)])

    def _memory(self, origin: str) -> Path:
        return self.folder / SEEN / hashlib.sha256(origin.encode()).hexdigest()[:16]

    def _prove(self, note: bytes) -> None:
        """Keep a checkpoint that the log should not have signed."""
        folder = self.folder / REFUSED
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        if sum(1 for _ in folder.iterdir()) < MOST_REFUSED:
            write_private(folder / f"{hashlib.sha256(note).hexdigest()[:16]}.note", note)

    def _refuse_missing(self) -> None:
        if not (self.folder / KEY).exists():
            raise BadKey("There is no witness here.", f"{self.folder} has no {KEY}.", "Run `coe witness init FOLDER`.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One request at a time: between comparing with the memory and renewing it nobody else may."""
        with (self.folder / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
