"""Sample contexts of a packet's page: nobody asked, being made, there, there and older than the log, not made."""

from __future__ import annotations

from dataclasses import replace

from flask_wtf import FlaskForm

from tests.web.gallery_parts import HOSTILE, frame
from web.oversight.packets import PacketPage, Proving
from web.parts.pieces import Link

DIGEST, SEAL = "f69a26af" * 8, "1c4be07f" * 8


def packet() -> PacketPage:
    """Nobody has asked."""
    return PacketPage(
        frame("Packet of INI-2026-0126"), Link("INI-2026-0126", "/initiatives/INI-2026-0126"), "INI-2026-0126",
        "Cardiolex: clinic-day support " + HOSTILE, "none", FlaskForm(meta={"csrf": False}), "/packet", "/packet.pdf",
        Proving(
            "/verify.pyz", DIGEST, SEAL,
            f"python3 -S verify.pyz verify INI-2026-0126.pdf --keys keys.txt --seal {SEAL}",
        ),
    )  # fmt: skip


def packet_making() -> PacketPage:
    """Half way."""
    return replace(packet(), state="making", step="Judging it again")


def packet_made() -> PacketPage:
    """There, and the log has grown."""
    return replace(packet(), state="made", size=48_217, newer=12)


def packet_failed() -> PacketPage:
    """Not made."""
    return replace(packet(), state="failed", why=f"printing 'INI-2026-0126': stopped after 120 s. {HOSTILE}")
