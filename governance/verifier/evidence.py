"""`evidence.json`: the extract of the log that concerns one initiative, in one canonical JSON object.

It holds the entries of the initiative and of every stream its entries read, each with its inclusion proof under one
checkpoint; what opens the disclosed commitments; the *why* tree at each entry; and the digest of all of this, so that
any flipped byte is noticed even in signature lines nobody brought a key for.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from governance.errors import Unreadable
from governance.formats.jcs import Json, NotCanonical, decode, encode
from governance.ledger.commitments import Disclosure

FORMAT = "clearway-evidence/1"
MAX_BYTES = 256 << 20
_HEX_DIGITS = 64
_KEYS = {"format", "subject", "checkpoint", "entries", "disclosed", "why", "sha256"}


@dataclass(frozen=True)
class Proven:
    """One entry's bytes with its place in the log and its inclusion proof."""

    seq: int
    data: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True)
class Evidence:
    """An extract. `why` maps the sequence number of each entry of the subject to its tree."""

    subject: str
    checkpoint: bytes
    entries: tuple[Proven, ...]
    disclosed: tuple[Disclosure, ...]
    why: Mapping[int, Json]

    def encode(self) -> bytes:
        """The canonical bytes of `evidence.json`, its own digest included."""
        body: dict[str, Json] = {
            "format": FORMAT,
            "subject": self.subject,
            "checkpoint": self.checkpoint.decode(),
            "entries": [
                {"seq": p.seq, "entry": p.data.decode(), "proof": [b64encode(h).decode() for h in p.proof]}
                for p in self.entries
            ],
            "disclosed": [{"commit": d.commit, "nonce": d.nonce, "value": d.value} for d in self.disclosed],
            "why": [{"seq": seq, "tree": tree} for seq, tree in sorted(self.why.items())],
        }
        return encode({**body, "sha256": sha256(encode(body)).hexdigest()})


def read_evidence(data: bytes) -> Evidence:
    """The extract of these bytes; `Unreadable` names what is malformed."""
    _undamaged(data)
    try:
        raw = decode(data, max_bytes=MAX_BYTES)
    except NotCanonical as error:
        raise Unreadable(f"evidence.json is damaged: {error}") from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise Unreadable(f"this is not {FORMAT}")
    if raw.keys() != _KEYS:
        raise Unreadable(f"evidence.json has unknown or missing parts: {sorted(raw.keys() ^ _KEYS)}")
    try:
        evidence = _built(raw)
    except (TypeError, ValueError) as error:
        raise Unreadable(f"evidence.json is malformed: {error}") from None
    if evidence.encode() != data:
        raise Unreadable("evidence.json is malformed: the same evidence is spelled in another way")
    return evidence


def _undamaged(data: bytes) -> None:
    """The file without its own digest has the digest it states; asked of the bytes, before anything is made of them."""
    before, _, rest = data.rpartition(b'"sha256":"')
    stated, after = rest[:_HEX_DIGITS], rest[_HEX_DIGITS + 2 :]
    if sha256(before + after).hexdigest().encode() != stated:
        raise Unreadable("evidence.json does not have the digest it states; a byte was changed")


def _built(raw: dict[str, Json]) -> Evidence:
    return Evidence(
        subject=_text(raw["subject"]),
        checkpoint=_text(raw["checkpoint"]).encode(),
        entries=tuple(_proven(item) for item in _objects(raw["entries"], {"seq", "entry", "proof"})),
        disclosed=tuple(
            Disclosure(_text(item["commit"]), _text(item["nonce"]), item["value"])
            for item in _objects(raw["disclosed"], {"commit", "nonce", "value"})
        ),
        why={_whole(item["seq"]): item["tree"] for item in _objects(raw["why"], {"seq", "tree"})},
    )


def _proven(item: dict[str, Json]) -> Proven:
    hashes = item["proof"]
    if not isinstance(hashes, list):
        raise TypeError("a proof is a list")
    proof = tuple(b64decode(_text(h), validate=True) for h in hashes)
    return Proven(_whole(item["seq"]), _text(item["entry"]).encode(), proof)


def _objects(value: Json, keys: set[str]) -> list[dict[str, Json]]:
    if not isinstance(value, list):
        raise TypeError("expected a list")
    found = [item for item in value if isinstance(item, dict) and item.keys() == keys]
    if len(found) != len(value):
        raise TypeError(f"expected objects with exactly {sorted(keys)}")
    return found


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, found {value!r}")
    return value


def _whole(value: Json) -> int:
    if type(value) is not int:
        raise TypeError(f"expected a whole number, found {value!r}")
    return value
