"""Times as people read them, in the reader's zone, with the UTC text beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from governance.errors import Refused
from governance.language.business_time import HOUR_MS, Calendar, Duration
from governance.language.business_time import between as working_between
from governance.language.definition import Gate
from governance.law import clocks
from governance.record.state import Mark
from web.parts.pieces import Due, Moment, Urgency
from web.words.counts import counted
from web.words.translating import date_words, gettext, ngettext

DAYS_NAMED = 6
ATTEND_PERCENT = 80
WHOLE = 100
MINUTE_MS = 60_000
MINUTES_SHOWN_BELOW_HOURS = 4


def zone_named(name: str) -> tzinfo:
    """The zone an installation or reader chose, UTC where it is unknown."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def moment(at: int, now: int, zone: tzinfo = UTC) -> Moment:
    """“today, 16:30”, “Thu 26 Nov, 16:30”, “26 Nov 2025, 16:30”."""
    then, present = _at(at, zone), _at(now, zone)
    days = (then.date() - present.date()).days
    clock = f"{then:%H:%M}"
    match days:
        case 0:
            said = gettext("today, %(clock)s", clock=clock)
        case 1:
            said = gettext("tomorrow, %(clock)s", clock=clock)
        case -1:
            said = gettext("yesterday, %(clock)s", clock=clock)
        case _:
            said = f"{short_date(then.date(), present.date())}, {clock}"
    return Moment(said, f"{_at(at, UTC):%Y-%m-%dT%H:%MZ}")


def ahead(at: int, now: int, zone: tzinfo = UTC) -> Moment:
    """A moment by which something is due: beyond this week, too, with its weekday, “Tue 8 Dec, 16:30”."""
    then, present, usual = _at(at, zone), _at(now, zone), moment(at, now, zone)
    if (then.date() - present.date()).days <= DAYS_NAMED or then.year != present.year:
        return usual
    return Moment(f"{date_words(then.date(), 'MMMEd')}, {then:%H:%M}", usual.utc)


def iso_day(at: int, zone: tzinfo) -> str:
    """The day of a moment in a zone, as ISO writes it."""
    return _at(at, zone).date().isoformat()


def short_date(day: date, today: date) -> str:
    """“Thu 26 Nov” within a week, “26 Nov” within the year, “26 Nov 2025” otherwise."""
    if abs((day - today).days) <= DAYS_NAMED:
        return date_words(day, "MMMEd")
    return date_words(day, "MMMd" if day.year == today.year else "yMMMd")


def day_of(at: int, now: int, zone: tzinfo = UTC) -> str:
    """The day alone."""
    return short_date(_at(at, zone).date(), _at(now, zone).date())


def promised(within: Duration | None) -> str:
    """A promise as the intake shows it: “40 h”, “5 days”; empty without one."""
    if within is None:
        return ""
    if within.kind.endswith("hours"):
        return gettext("%(hours)s h", hours=within.amount)
    return counted(within.amount, within.kind.removeprefix("business ").removesuffix("s"))


def span_words(within: Duration) -> str:
    """A promise in full: “8 business hours”, “5 days”."""
    return counted(within.amount, within.kind.removesuffix("s"))


def due(calendar: Calendar | None, gate: Gate, mark: Mark, now: int, zone: tzinfo = UTC) -> Due | None:
    """When this opening of a gate ends and how much of its clock is used; None without a clock."""
    within = gate.clock(mark.tier)
    if not mark.due or within is None:
        return None
    try:
        spent = clocks.spent(calendar, within, mark, now)
        left = _left(calendar, within, mark.due, now)
    except Refused:
        return Due(ahead(mark.due, now, zone), "", 0)
    whole = max(1, spent + left) if left > 0 else max(1, spent)
    used = spent * WHOLE // whole if left > 0 else WHOLE + max(1, -left * WHOLE // whole)
    return Due(ahead(mark.due, now, zone), _left_words(left, within), used, urgency(used), _briefly(left))


def owner_due(at: int, now: int, zone: tzinfo = UTC) -> Due | None:
    """When the owner's rework is due; None without a clock."""
    if not at:
        return None
    if now >= at:
        return Due(moment(at, now, zone), gettext("overdue"), WHOLE + 1, "stop")
    return Due(ahead(at, now, zone), gettext("to submit again"), 0)


def urgency(used: int) -> Urgency:
    """Calm, then worth attention from 80 % of the clock, then late."""
    return "stop" if used > WHOLE else "attend" if used >= ATTEND_PERCENT else "calm"


def _left(calendar: Calendar | None, within: Duration, due_at: int, now: int) -> int:
    """Milliseconds of the clock's own time left, negative when overdue."""
    if not within.kind.startswith("business") or calendar is None:
        return due_at - now
    return working_between(calendar, now, due_at) if now <= due_at else -working_between(calendar, due_at, now)


def _briefly(left: int) -> str:
    """The same without what was promised."""
    return gettext("%(late)s over", late=_hours(-left)) if left <= 0 else gettext("%(left)s left", left=_hours(left))


def _left_words(left: int, within: Duration) -> str:
    if not within.kind.endswith("hours"):
        promise = promised(within)
    elif within.kind.startswith("business"):
        promise = ngettext("%(num)s working hour", "%(num)s working hours", within.amount, num=within.amount)
    else:
        promise = ngettext("%(num)s hour", "%(num)s hours", within.amount, num=within.amount)
    if left <= 0:
        return gettext("%(late)s over the %(promise)s promised", late=_hours(-left), promise=promise)
    return gettext("%(left)s left of %(promise)s", left=_hours(left), promise=promise)


def _hours(length: int) -> str:
    """A length in hours, the nearest whole one from four on: a minute after the start 40 of 40 are left, not 39."""
    hours, minutes = length // HOUR_MS, length % HOUR_MS // MINUTE_MS
    if hours >= MINUTES_SHOWN_BELOW_HOURS:
        return gettext("%(hours)s h", hours=(length + HOUR_MS // 2) // HOUR_MS)
    if hours:
        return gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
    return gettext("%(minutes)s min", minutes=minutes)


def _at(at: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
