"""When a notice leaves as a mail: what its person prefers, and what may never wait. Pure; times are UTC milliseconds.

Quiet hours and the daily mail delay, they drop nothing. What is due before it would leave, or late already, leaves at
once: a clock that runs out must be known.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

How = Literal["at once", "daily", "both"]
EIGHT = 8 * 60
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Preference:
    """How a person wants notices: `both` is what asks for them at once, the rest daily. Times are minutes of the day.

    Quiet from one time to the other, over midnight where it is the earlier; equal ones are no quiet hours. `zone` is
    an IANA name, "" for the office's.
    """

    how: How = "at once"
    daily: int = EIGHT
    quiet_from: int = 0
    quiet_to: int = 0
    weekends: bool = False
    zone: str = ""

    @property
    def delays(self) -> bool:
        """Whether anything ever waits."""
        return self.how != "at once" or self.weekends or self.quiet_from != self.quiet_to


@dataclass(frozen=True, slots=True)
class Waiting:
    """What counts about a notice: since when it is there, when its matter is due (0 for never), whether it asks the
    person to act, and whether it may never wait.
    """

    since: int
    due: int = 0
    asks: bool = False
    never_waits: bool = False


@dataclass(frozen=True, slots=True)
class Leaves:
    """When, and whether in the daily mail."""

    at: int
    together: bool = False


def leaves(preference: Preference, zone: ZoneInfo, notice: Waiting, now: int) -> Leaves:
    """When this notice is to leave; never before `now`."""
    if notice.never_waits or not preference.delays:
        return Leaves(now)
    together = preference.how == "daily" or (preference.how == "both" and not notice.asks)
    ready = max(now, next_daily(preference, zone, notice.since)) if together else now
    at = after_quiet(preference, zone, ready)
    return Leaves(now) if 0 < notice.due <= at else Leaves(at, together)


def next_daily(preference: Preference, zone: ZoneInfo, since: int) -> int:
    """The first daily mail at or after a moment."""
    today = _on(_local(since, zone), preference.daily)
    return today if today >= since else _on(_local(since, zone) + timedelta(days=1), preference.daily)


def after_quiet(preference: Preference, zone: ZoneInfo, at: int) -> int:
    """This moment, or the end of the quiet time it falls into."""
    while (end := _end_of_quiet(preference, _local(at, zone), at)) > at:
        at = end
    return at


def _end_of_quiet(preference: Preference, local: datetime, at: int) -> int:
    tomorrow = local + timedelta(days=1)
    if preference.weekends and local.weekday() >= SATURDAY:
        return _on(tomorrow, 0)
    begin, end, minute = preference.quiet_from, preference.quiet_to, local.hour * 60 + local.minute
    if begin <= minute < end or (end < begin and minute < end):
        return _on(local, end)
    return _on(tomorrow, end) if end < begin <= minute else at


def _local(at: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)


def _on(day: datetime, minute: int) -> int:
    """A time of this day, in its zone."""
    chosen = datetime.combine(day.date(), time(minute // 60, minute % 60), day.tzinfo)
    return int(chosen.timestamp() * 1000)
