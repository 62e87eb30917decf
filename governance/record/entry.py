"""One entry of the ledger: the exact JCS bytes of one command's events at one place in the log (EVIDENCE, *Entry*)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from unicodedata import is_normalized

from governance.errors import Unreadable
from governance.formats.jcs import Json, NotCanonical, decode, encode
from governance.record import codec
from governance.record.commands import Command
from governance.record.events import Event

VERSION = 1
MAX_ENTRY_BYTES = 8 << 20
STREAM = re.compile(
    r"(initiative|person|role|committee|training|undertaking|definition|calendar|meeting|thread|key|office|incident|"
    r"review|security)/[a-z0-9][a-z0-9._-]{0,99}"
)
HEX64 = re.compile(r"[0-9a-f]{64}")
_KEYS = {"v", "seq", "stream", "version", "prev", "reads", "command", "actor", "at", "events", "blobs", "commits"}
_REQUIRED = _KEYS - {"prev", "reads", "blobs", "commits"}


@dataclass(frozen=True)
class Entry:
    """`seq` counts the log from 0, `version` the stream from 1; `prev` is the hash of the stream's previous entry
    ("" for the first); `reads` are the heads the law consulted; `at` is UTC in milliseconds.
    """

    seq: int
    stream: str
    version: int
    prev: str
    reads: Mapping[str, int]
    command_id: str
    command_type: str
    command_digest: str
    actor: str
    at: int
    events: tuple[Event, ...]
    blobs: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()

    def encode(self) -> bytes:
        """The canonical bytes: what is stored, hashed and shown. Raises NotCanonical."""
        command = {"id": self.command_id, "type": self.command_type, "digest": self.command_digest}
        data: dict[str, Json] = {
            "v": VERSION,
            "seq": self.seq,
            "stream": self.stream,
            "version": self.version,
            "command": {**command},
            "actor": self.actor,
            "at": self.at,
            "events": [codec.event_json(event) for event in self.events],
        }
        optional: dict[str, Json] = {
            "prev": self.prev,
            "reads": {**self.reads},
            "blobs": [*self.blobs],
            "commits": [*self.commits],
        }
        data.update({key: value for key, value in optional.items() if value})
        return _as_text(encode(data))

    def command(self) -> Command:
        """The command this entry answers, rebuilt from its first event."""
        return codec.answers_to(self.events[0])


def _as_text(data: bytes) -> bytes:
    """The same bytes, which are themselves a text the ledger can quote: evidence.json holds entries as strings.

    Each string of an entry is in form NFC. The whole is not where a mark follows an escaped line break or tab, since
    it would then go with the letter of the escape.
    """
    if not data.isascii() and not is_normalized("NFC", data.decode()):
        raise NotCanonical("a combining mark follows a line break or a tab; remove the mark", "the entry")
    return data


def entry_hash(data: bytes) -> str:
    """Hash of an entry's bytes, as `prev` names it: the RFC 6962 leaf hash, in hex."""
    return sha256(b"\x00" + data).hexdigest()


def command_digest(command: Command) -> str:
    """SHA-256 of a command's canonical bytes, domain-separated."""
    return sha256(b"clearway/command/v1\x00" + codec.digest_input(command)).hexdigest()


def read_entry(data: bytes) -> Entry:
    """The entry of these bytes; `Unreadable` for anything but the one canonical spelling of a well-formed entry."""
    try:
        raw = decode(_as_text(data), max_bytes=MAX_ENTRY_BYTES)
    except (NotCanonical, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from None
    if not isinstance(raw, dict) or type(raw.get("v")) is not int or raw["v"] != VERSION:  # JSON's true is no 1
        raise Unreadable(f"not an entry of version {VERSION}")
    if not _REQUIRED <= raw.keys() <= _KEYS:
        raise Unreadable(f"entry keys {sorted(raw.keys() ^ _REQUIRED)} are unknown or missing")
    entry = _built(raw)
    _sound(entry, raw)
    return entry


def _built(raw: dict[str, Json]) -> Entry:
    command = raw["command"]
    events = raw["events"]
    reads = raw.get("reads", {})
    if not isinstance(command, dict) or command.keys() != {"id", "type", "digest"} or not isinstance(reads, dict):
        raise Unreadable("an entry's command has exactly id, type and digest, and its reads are an object")
    if not isinstance(events, list) or not events:
        raise Unreadable("an entry holds at least one event")
    return Entry(
        seq=_whole(raw["seq"], 0),
        stream=_text(raw["stream"]),
        version=_whole(raw["version"], 1),
        prev=_text(raw.get("prev", "")),
        reads={stream: _whole(version, 0) for stream, version in reads.items()},
        command_id=_text(command["id"]),
        command_type=_text(command["type"]),
        command_digest=_text(command["digest"]),
        actor=_text(raw["actor"]),
        at=_whole(raw["at"], 0),
        events=tuple(map(codec.event_of, events)),
        blobs=_texts(raw.get("blobs", [])),
        commits=_texts(raw.get("commits", [])),
    )


def _sound(entry: Entry, raw: dict[str, Json]) -> None:
    if not STREAM.fullmatch(entry.stream) or not all(map(STREAM.fullmatch, entry.reads)):
        raise Unreadable("stream names are kind/id in lowercase ASCII")
    if any(raw.get(key) in ("", [], {}) for key in ("prev", "reads", "blobs", "commits")):
        raise Unreadable("empty lists are left out of an entry")
    if bool(entry.prev) != (entry.version > 1):
        raise Unreadable("`prev` names the stream's previous entry, and only its first has none")
    if not all(map(HEX64.fullmatch, (*entry.blobs, *entry.commits, entry.command_digest, *filter(None, [entry.prev])))):
        raise Unreadable("digests are 64 lowercase hexadecimal digits")
    answered = entry.command()
    if entry.command_type != codec.tag_of(answered) or entry.command_digest != command_digest(answered):
        raise Unreadable(f"the command's digest does not cover what the first event of {entry.stream} says")


def _whole(value: Json, least: int) -> int:
    if type(value) is not int or value < least:
        raise Unreadable(f"expected a whole number of at least {least}, found {str(value)[:40]!r}")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise Unreadable(f"expected text, found {str(value)[:40]!r}")
    return value


def _texts(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Unreadable("expected a list of texts")
    return tuple(map(_text, value))
