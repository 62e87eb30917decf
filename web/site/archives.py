"""Archives that unpack to too much: refused by what they say of themselves, never unpacked (ASVS 5.0, 5.2.3)."""

from __future__ import annotations

import zipfile
from typing import IO, Final

from web.words.translating import gettext

MOST_FILES: Final = 5_000
MOST_BYTES: Final = 500_000_000
"""A presentation with films unpacks to less; a bomb to thousands of times its own size."""
LOCKED: Final = 0x1
"""APPNOTE.TXT 4.4.4: the entry is encrypted."""


def trouble(name: str, stream: IO[bytes]) -> str:
    """Why the archive is not taken, with the cure; empty if it may be.

    Nobody unpacks it here, but whoever decides does. Entries that overlap, as in bombs that are small themselves, count
    as often as they are listed.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return gettext("“%(name)s” is damaged and cannot be unpacked. Export it again.", name=name)
    if len(entries) > MOST_FILES:
        return gettext(
            "“%(name)s” holds more than %(most)s files. Send only those that are decided on.",
            name=name,
            most=MOST_FILES,
        )
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        return gettext(
            "“%(name)s” unpacks to more than %(most)s MB. Send only what is decided on.",
            name=name,
            most=MOST_BYTES // 1_000_000,
        )
    if any(entry.flag_bits & LOCKED for entry in entries):
        return gettext("“%(name)s” is locked, so nobody who decides could open it. Send it unlocked.", name=name)
    return ""
