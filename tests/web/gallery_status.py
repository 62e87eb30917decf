"""Sample contexts of the evidence's status: all is well, more since, too long, and an office nobody outside knows."""

from __future__ import annotations

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coe.evidence.window import Anchor, Rest, Window
from governance.ledger.note import COSIGNATURE, ED25519, Key
from governance.office.keys import Witnesses
from tests.web.gallery_parts import frame
from web.oversight.status_page import AnchorView, StatusPage, status_page
from web.parts.pieces import State

NOW = 1_795_000_000_000
HOUR = 3_600_000
ORIGIN = "clearway.local/01a0c5b5-7a40-78d7-b773-83c13458a748"
NAMES = ("quality.example.org/stick-1", "audit.example.org/a-witness-with-a-rather-long-name", "board.example.org/w")


def _vkey(name: str, kind: int) -> str:
    private = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
    return Key(name if kind == COSIGNATURE else ORIGIN, private.public_key().public_bytes_raw(), kind).vkey()


POLICY = Witnesses(tuple(_vkey(name, COSIGNATURE) for name in NAMES), 2, 24, 4)
KEYS = ((_vkey("two", ED25519), "in use"), (_vkey("one", ED25519), "handed over, signs beside its successor"))
DRILL = AnchorView(
    State("refused", "Overdue"), "Overdue", "The last that restored was 14 Aug 2026, 09:12.",
    "It was due 12 Nov 2026, 09:12: “coe drill”.",
)  # fmt: skip


def _page(size: int, policy: Witnesses, anchors: tuple[Anchor, ...], rest: Rest) -> StatusPage:
    measured = "cosigned" if policy.needed else "mailed"
    counted = next((each for each in anchors if each.kind == measured), None)
    window = Window(NOW, size, policy, anchors, counted, rest)
    seen = dict.fromkeys(policy.vkeys[:2], (48_190, NOW - 3 * HOUR))
    return status_page(frame("Evidence", "Trail"), window, seen, KEYS, DRILL, "Europe/Berlin")


def status() -> StatusPage:
    """More was recorded since the witnesses cosigned, and a mail and packets went out."""
    anchors = (
        Anchor("cosigned", 48_190, NOW - 3 * HOUR, NAMES[:2]),
        Anchor("mailed", 48_151, NOW - 20 * HOUR),
        Anchor("handed out", 48_190, NOW - 2 * HOUR),
    )
    return _page(48_211, POLICY, anchors, Rest(21, NOW - 3 * HOUR, 2, NOW - HOUR))


def status_overdue() -> StatusPage:
    """An approval lies outside for too long."""
    anchors = (Anchor("cosigned", 48_190, NOW - 9 * HOUR, NAMES[:2]),)
    return _page(48_211, POLICY, anchors, Rest(21, NOW - 9 * HOUR, 2, NOW - 8 * HOUR))


def status_empty() -> StatusPage:
    """Nobody outside knows anything."""
    return _page(212, Witnesses(), (), Rest(212, NOW - 80 * HOUR, 3, NOW - 70 * HOUR))
