"""Moments as a feature says them, in Berlin: `Monday 16 November, 9:00`."""

from datetime import datetime
from zoneinfo import ZoneInfo

HOUR = 3_600_000
BERLIN = ZoneInfo("Europe/Berlin")
YEAR = 2026
MONDAY = int(datetime(YEAR, 11, 16, 9, tzinfo=BERLIN).timestamp() * 1000)


def moment(said: str) -> int:
    """UTC ms; the weekday must be right, so that whoever reads it aloud is not misled."""
    found = datetime.strptime(f"{said} {YEAR}", "%A %d %B, %H:%M %Y").replace(tzinfo=BERLIN)
    assert said.startswith(f"{found:%A}"), f"{said} is a {found:%A}"
    return int(found.timestamp() * 1000)


def spoken(at: int) -> str:
    """The same way back, to the minute."""
    when = datetime.fromtimestamp(at / 1000, BERLIN)
    return f"{when:%A} {when.day} {when:%B}, {when.hour}:{when:%M}"
