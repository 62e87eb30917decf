"""The times of event logs, as people write them: ISO 8601, a few common others, Unix seconds or milliseconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

# Day and month are never guessed: 03/04/2026 is a broken time, 03.04.2026 is written so in one order only.
_PATTERNS = (
    "%Y/%m/%d %H:%M:%S.%f", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d",
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S %z", "%d %b %Y %H:%M:%S", "%d-%b-%Y %H:%M:%S",
)  # fmt: skip
_NUMBER = re.compile(r"[0-9]{9,13}(\.[0-9]{1,6})?", re.ASCII)
_LONGEST = 40
_MILLISECONDS = 100_000_000_000
FIRST_YEAR, LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
class Moment:
    """UTC ms; `offset` is False where the text had none."""

    ms: int
    offset: bool


def moment(text: str) -> Moment | None:
    """The moment a text names, or None; one outside of 1970 to 2200 is no moment of work."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if _NUMBER.fullmatch(text):
        number = float(text)
        return _within(round(number if number >= _MILLISECONDS else number * 1000), offset=True)
    found = _parsed(text)
    if found is None:
        return None
    offset = found.tzinfo is not None
    try:
        aware = found if offset else found.replace(tzinfo=UTC)
        return _within(round(aware.timestamp() * 1000), offset=offset)
    except (OverflowError, ValueError):
        return None


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for pattern in _PATTERNS:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 - a missing offset is reported by the reader
        except ValueError:
            continue
    return None


_LEAST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp() * 1000
_MOST = datetime(LAST_YEAR, 1, 1, tzinfo=UTC).timestamp() * 1000


def _within(ms: int, *, offset: bool) -> Moment | None:
    return Moment(ms, offset) if _LEAST <= ms < _MOST else None
