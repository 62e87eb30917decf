"""Commitments: what the ledger holds in place of names, addresses and free text, so that these can be erased.

`HMAC-SHA256(random nonce, JCS(value))` as lowercase hex. Value and nonce live in an ordinary table; with both,
anyone can check the commitment; without them it says nothing (EVIDENCE, *Keys and personal data*).
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from governance.errors import Unreadable
from governance.formats.jcs import Json, encode

NONCE_BYTES = 32
_NONCE = re.compile(f"[0-9a-f]{{{2 * NONCE_BYTES}}}")


@dataclass(frozen=True)
class Disclosure:
    """A committed value with the nonce (hex) that opens it."""

    commit: str
    nonce: str
    value: Json

    def check(self) -> None:
        """`Unreadable` when nonce and value do not open the commitment."""
        if not _NONCE.fullmatch(self.nonce):
            raise Unreadable(f"the nonce for commitment {self.commit[:12]}… is not {2 * NONCE_BYTES} hex digits")
        if commitment(bytes.fromhex(self.nonce), self.value) != self.commit:
            raise Unreadable(f"the value disclosed for commitment {self.commit[:12]}… is not the one committed to")


def commitment(nonce: bytes, value: Json) -> str:
    """The commitment to a value under a nonce of 32 bytes."""
    if len(nonce) != NONCE_BYTES:
        raise Unreadable(f"a nonce has {NONCE_BYTES} bytes, not {len(nonce)}")
    return hmac.digest(nonce, encode(value), "sha256").hex()


def disclose(nonce: bytes, value: Json) -> Disclosure:
    """Commit to a value and keep what opens it."""
    return Disclosure(commitment(nonce, value), nonce.hex(), value)
