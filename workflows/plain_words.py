"""Texts of others, made harmless for a mail: one line, no hidden characters, nothing that becomes a link."""

import re
import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coe.words.dates import clock_words, moment_words

LONGEST_LINE = 140
LONGEST_PROSE = 1_000
JOINERS = "\u200c\u200d"  # they shape words in some scripts; every other invisible character goes
WORD_JOINER = "\u2060"
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

_LINK = re.compile(r"[a-z][a-z0-9+.-]*:/*\S+|\S+@\S+|(?:[\w-]+\.)+[^\W\d_]{2,}\S*", re.IGNORECASE)
_JOINTS = re.compile(r"(?<=\S)[.:/@](?=\S)|[.:/@](?=\S)")


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """The text in one line of at most `most` characters, without control, direction and hidden characters."""
    shown = (
        character if character in JOINERS or unicodedata.category(character) not in HIDDEN else " "
        for character in unicodedata.normalize("NFC", text)
    )
    line = " ".join("".join(shown).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def inert(text: str, most: int = LONGEST_LINE) -> str:
    """`one_line`, with a word joiner in what looks like an address, so that no mail program makes a link of it."""
    return _LINK.sub(lambda found: _JOINTS.sub(lambda joint: joint[0] + WORD_JOINER, found[0]), one_line(text, most))


def zone_of(name: str) -> ZoneInfo:
    """The zone, UTC where there is none of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def moment(at: int, zone: str) -> str:
    """`Monday 23 November 2026, 16:30`, in the reader's language."""
    return moment_words(_local(at, zone), "yMMMMEEEEd")


def short_moment(at: int, zone: str) -> str:
    """`Mon 23 Nov, 16:30`."""
    return moment_words(_local(at, zone), "MMMEd")


def time_in(at: int, zone: str) -> str:
    """`16:30`."""
    return clock_words(_local(at, zone))


def _local(at: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone_of(zone))
