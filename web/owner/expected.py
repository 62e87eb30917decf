"""When a submission made now would be through: from promises alone, or from how long others like it took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from governance.errors import Refused
from governance.language import business_time
from governance.language.business_time import DAY_MS, Calendar
from governance.language.definition import Definition
from web.record.work_pages import Expected
from web.words.counts import counted
from web.words.translating import date_words, gettext

ENOUGH = 5
TENTHS = 10
HUNDRED = 100
TICKS = 4


def promised_end(law: Definition, gates: Sequence[str], calendar: Calendar | None, at: int) -> int:
    """When the last of these gates would end if each used its whole promise; 0 without promises or a calendar."""
    if calendar is None:
        return 0
    ends: dict[str, int] = {}
    try:
        for gate in law.in_order:
            start = max((ends[name] for name in gate.after), default=at)
            if gate.name not in gates:
                ends[gate.name] = start
            elif gate.within is None:
                return 0
            else:
                ends[gate.name] = business_time.due(calendar, start, gate.within)
    except Refused:
        return 0
    return max((ends[name] for name in gates), default=0)


def expected(
    law: Definition,
    gates: Sequence[str],
    calendar: Calendar | None,
    took: Sequence[int],
    now: int,
    zone: tzinfo = UTC,
) -> Expected | None:
    """The band on the intake page. `took` are sorted durations of approved records of the same tier, in ms."""
    end = promised_end(law, gates, calendar, now)
    if len(took) >= ENOUGH:
        low, likely, high = (now + _at_tenth(took, tenth) for tenth in (1, 5, 9))
        band = gettext("%(low)s and %(high)s", low=day_words(low, now, zone), high=day_words(high, now, zone))
        basis = gettext(
            "8 in 10 like this end between %(band)s. From %(took)s of this tier.",
            band=band,
            took=counted(len(took), law.record),
        )
    elif end:
        low = likely = high = end
        basis = gettext("At the latest promised: every gate uses all its working time and nobody asks for changes.")
        basis += gettext(" With %(enough)s approved in this tier, their real times stand here.", enough=ENOUGH)
    else:
        return None
    far = max(high, end) + max(DAY_MS, (max(high, end) - now) // TENTHS)
    low_at, high_at, likely_at = (place(moment, now, far) for moment in (low, high, likely))
    ticks = tuple((place(at, now, far), day_words(at, now, zone)) for at in _ticks(now, far))
    return Expected(
        weekday(likely, zone),
        gettext("if submitted on %(when)s", when=day_words(now, now, zone)),
        low_at,
        high_at,
        likely_at,
        ticks,
        basis,
    )


def day_words(at: int, now: int, zone: tzinfo) -> str:
    """A day without its weekday."""
    day = _date(at, zone)
    return date_words(day, "MMMd" if day.year == _date(now, zone).year else "yMMMd")


def weekday(at: int, zone: tzinfo) -> str:
    """A day with its weekday, whatever its distance: “Thu 26 Nov”."""
    return date_words(_date(at, zone), "MMMEd")


def _date(at: int, zone: tzinfo) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(zone)


def _at_tenth(took: Sequence[int], tenth: int) -> int:
    return took[min(len(took) - 1, len(took) * tenth // TENTHS)]


def place(at: int, start: int, end: int) -> int:
    """Where a moment lies in the drawn span, in percent."""
    return max(0, min(HUNDRED, (at - start) * HUNDRED // max(1, end - start)))


def _ticks(start: int, end: int) -> list[int]:
    return [start + (end - start) * part // (TICKS - 1) for part in range(TICKS)]
