"""Signed notes (C2SP signed-note), checkpoints (tlog-checkpoint) and Ed25519 cosignatures (tlog-cosignature v1).

Nothing here signs: the office signs `Checkpoint.text()`, a witness signs `cosigned_message(...)`, and both bring the
signature to `signature_line` or `cosignature_line` and `assemble`.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from governance.formats import ed25519
from governance.ledger.merkle import HASH_SIZE

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04
MAX_BYTES: Final = 1 << 19
MAX_SIGNATURES: Final = 64
MAX_SIZE: Final = 2**63 - 1
MAX_TIMESTAMP: Final = 2**63 - 1

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_DASH = "\u2014"
_ID_SIZE = 4
_TIME_SIZE = 8


class NoteError(ValueError):
    """A note, key, checkpoint or proof file that is malformed, or whose signatures do not hold."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key somebody trusts; `kind` is `ED25519` (a log) or `COSIGNATURE` (a witness)."""

    name: str
    public: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        _check_name(self.name)
        if self.kind not in (ED25519, COSIGNATURE):
            raise NoteError(f"key {self.name!r} has type {self.kind:#04x}; only 0x01 and 0x04 (Ed25519) are known")
        if not ed25519.is_public_key(self.public):
            raise NoteError(f"key {self.name!r} is no Ed25519 public key (32 bytes, canonical, not of small order)")

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name ‖ 0x0A ‖ kind ‖ public)."""
        return key_id(self.name, self.public, self.kind)

    def vkey(self) -> str:
        """`name+hex key id+base64(kind ‖ public)`."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line as found: `body` is what follows the key id, 64 bytes for Ed25519, 72 for a cosignature."""

    name: str
    key_id: bytes
    body: bytes

    def line(self) -> str:
        """The line with its newline."""
        return f"{_DASH} {self.name} {encode_base64(self.key_id + self.body)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note whose signatures nobody has checked; `text` ends in a newline."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that holds; `timestamp` (POSIX seconds) only of a cosignature."""

    key: Key
    timestamp: int | None = None


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """Text and at least one signature by a key that was brought along."""

    text: str
    verified: tuple[Verified, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the keys that signed, each once, in the order of the lines."""
        return tuple(dict.fromkeys(each.key.name for each in self.verified))

    @property
    def keys(self) -> frozenset[Key]:
        """The keys that signed."""
        return frozenset(each.key for each in self.verified)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and Merkle root (32 bytes) of the log named `origin`; extension lines are discouraged by the source."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in (self.origin, *self.extensions):
            if not line or "\n" in line or _CONTROL.search(line):
                raise NoteError(f"checkpoint line {line!r:.60} is empty or holds control characters")
        if not 0 <= self.size <= MAX_SIZE:
            raise NoteError(f"checkpoint size {self.size} is outside 0 to {MAX_SIZE}")
        if len(self.root) != HASH_SIZE:
            raise NoteError(f"checkpoint root has {len(self.root)} bytes, expected {HASH_SIZE}")

    def text(self) -> str:
        """The note text that is signed, as UTF-8."""
        return "\n".join((self.origin, str(self.size), encode_base64(self.root), *self.extensions)) + "\n"


def key_id(name: str, public: bytes, kind: int = ED25519) -> bytes:
    """The four bytes that, with the name, stand for a key in a signature line."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:_ID_SIZE]


def parse_vkey(text: str) -> Key:
    """The key written as `name+hex+base64`; `NoteError` when malformed or when the id is not that of the key."""
    # The name holds no plus, so two splits leave any plus of the base64 alone.
    name, _, rest = text.partition("+")
    stated, _, encoded = rest.partition("+")
    material = decode_base64(encoded, f"key {name!r:.60}")
    if not material:
        raise NoteError(f"key {text!r:.60} is not name+hex+base64")
    key = Key(name, material[1:], material[0])
    if stated != key.key_id.hex():
        raise NoteError(f"key {name!r} states the id {stated!r:.12}, its bytes give {key.key_id.hex()!r}")
    return key


def parse_note(data: bytes) -> Note:
    """Split a note into text and signatures without checking any signature; `NoteError` when malformed."""
    if len(data) > MAX_BYTES:
        raise NoteError(f"note has {len(data)} bytes, the limit is {MAX_BYTES}")
    note = _utf8(data, "note")
    head, blank, tail = note.rpartition("\n\n")
    if not blank or not tail:
        raise NoteError("note has no signatures: expected a text, an empty line, then signature lines")
    if not tail.endswith("\n"):
        raise NoteError("note does not end in a newline; it may be cut short")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"note has {len(lines)} signatures, the limit is {MAX_SIGNATURES}")
    return Note(head + "\n", tuple(_signature(line) for line in lines))


def open_note(data: bytes, keys: Iterable[Key]) -> OpenedNote:
    """The text and who signed it, among `keys`; signatures by others are ignored.

    `NoteError` when malformed, when no given key signed, or when a line under a given key does not hold.
    """
    known: dict[tuple[str, bytes], Key] = {}
    for each in keys:
        if known.setdefault((each.name, each.key_id), each) != each:
            raise NoteError(f"two different keys share the name {each.name!r} and the id {each.key_id.hex()}")
    note = parse_note(data)
    verified = tuple(
        _verified(note.text, signature, key)
        for signature in note.signatures
        if (key := known.get((signature.name, signature.key_id)))
    )
    if not verified:
        names = ", ".join(f"{signature.name} {signature.key_id.hex()}" for signature in note.signatures)
        raise NoteError(f"note is signed by none of the {len(known)} given keys, but by {names:.200}")
    return OpenedNote(note.text, verified)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint a note's text states; `NoteError` when malformed."""
    match text.split("\n"):
        case [origin, size, root, *extensions, ""]:
            pass
        case _:
            raise NoteError("checkpoint is not origin, size and root, each on a line that ends in a newline")
    return Checkpoint(origin, parse_decimal(size, "tree size"), decode_base64(root, "root"), tuple(extensions))


def open_checkpoint(data: bytes, keys: Iterable[Key]) -> tuple[Checkpoint, OpenedNote]:
    """`open_note`, then the checkpoint in its text. The caller still decides which origin and which keys are enough."""
    opened = open_note(data, keys)
    return parse_checkpoint(opened.text), opened


def signature_line(name: str, public: bytes, signature: bytes) -> str:
    """The line for an Ed25519 signature (64 bytes) over the note text."""
    return _line(Key(name, public), signature, b"")


def cosignature_line(name: str, public: bytes, timestamp: int, signature: bytes) -> str:
    """The line for a witness's signature (64 bytes) over `cosigned_message`."""
    _check_time(timestamp)
    return _line(Key(name, public, COSIGNATURE), signature, timestamp.to_bytes(_TIME_SIZE, "big"))


def cosigned_message(text: str, timestamp: int) -> bytes:
    """What a witness signs: the checkpoint's text under a header and the time (POSIX seconds)."""
    _check_time(timestamp)
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def assemble(text: str, lines: Sequence[str]) -> bytes:
    """The note's bytes from its text and signature lines; `NoteError` unless they parse back to the same."""
    data = f"{text}\n{''.join(lines)}".encode()
    note = parse_note(data)
    if note.text != text or len(note.signatures) != len(lines):
        raise NoteError("note text must end in a newline, and each signature be one line that does")
    return data


def add_signatures(data: bytes, lines: Sequence[str]) -> bytes:
    """The same note with more signature lines behind those it has."""
    note = parse_note(data)
    return assemble(note.text, [*(signature.line() for signature in note.signatures), *lines])


def encode_base64(data: bytes) -> str:
    """RFC 4648 section 4."""
    return b64encode(data).decode("ascii")


def decode_base64(text: str, name: str) -> bytes:
    """RFC 4648 section 4 in its one canonical spelling; `name` says in the `NoteError` what was being read."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        data = None
    # Unused bits must be zero, or one signature has several spellings.
    if data is None or encode_base64(data) != text:
        raise NoteError(f"{name} is not canonical base64: {text!r:.60}")
    return data


def parse_decimal(text: str, name: str) -> int:
    """A number below 2^63 in ASCII digits without leading zeroes."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise NoteError(f"{name} is not a decimal number below 2^63 without leading zeroes: {text!r:.30}")
    return int(text)


def _utf8(data: bytes, name: str) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError(f"{name} is not UTF-8 at byte {error.start}") from None
    if found := _CONTROL.search(text):
        raise NoteError(f"{name} holds control character {found[0]!r} at character {found.start()}")
    return text


def _check_name(name: str) -> None:
    if not name or "+" in name or any(letter.isspace() for letter in name) or _CONTROL.search(name):
        raise NoteError(f"key name {name!r:.60} is empty or holds a plus, a space or a control character")


def _check_time(timestamp: int) -> None:
    if not 0 <= timestamp <= MAX_TIMESTAMP:
        raise NoteError(f"cosignature time {timestamp} is outside 0 to {MAX_TIMESTAMP}")


def _line(key: Key, signature: bytes, before: bytes) -> str:
    if len(signature) != ed25519.SIGNATURE_SIZE:
        raise NoteError(f"signature by {key.name!r} has {len(signature)} bytes, expected {ed25519.SIGNATURE_SIZE}")
    return Signature(key.name, key.key_id, before + signature).line()


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != _DASH or not encoded:
        raise NoteError(f"not a signature line (em dash, key name, base64): {line!r:.60}")
    _check_name(name)
    data = decode_base64(encoded, f"signature by {name!r:.60}")
    if len(data) <= _ID_SIZE:
        raise NoteError(f"signature by {name!r:.60} has {len(data)} bytes, too short for a key id and a signature")
    return Signature(name, data[:_ID_SIZE], data[_ID_SIZE:])


def _verified(text: str, signature: Signature, key: Key) -> Verified:
    body, message, timestamp = signature.body, text.encode(), None
    if key.kind == COSIGNATURE:
        parse_checkpoint(text)
        timestamp, body = int.from_bytes(body[:_TIME_SIZE], "big"), body[_TIME_SIZE:]
        message = cosigned_message(text, timestamp)
    if not ed25519.verify(key.public, message, body):
        raise NoteError(f"signature by {key.name!r} ({key.key_id.hex()}) does not hold: text or signature was changed")
    return Verified(key, timestamp)
