"""When an open record will probably be decided, in words: a date, an honest band, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from flask import current_app
from sqlalchemy import Connection

from coe.forecast.expected import ENOUGH, Expecting
from coe.forecast.expected_office import Due, Open, due_date
from coe.forecast.history import Histories, course_of
from governance.language.business_time import DAY_MS
from web.owner.expected import TENTHS, TICKS, day_words, place, weekday
from web.record.work_pages import Expected
from web.rows.records import Record
from web.words.counts import counted
from web.words.translating import gettext, lazy_gettext

EXTENSION = "clearway-expected"
HELD = lazy_gettext("On hold all clocks are stopped. A date comes back when it is resumed.")
LONGER = lazy_gettext(
    "It has stood here longer than nearly all that were decided, so they tell nothing of it any more."
)
UNKNOWN = lazy_gettext("Neither decided records nor promised times say when.")


def histories() -> Histories:
    """What this app has learnt from its office's past records."""
    found: Histories = current_app.extensions.setdefault(EXTENSION, Histories())
    return found


def dates(connection: Connection, records: Iterable[Record], now: int) -> dict[str, Due]:
    """When each of these will probably be decided, by id; what is not under way is left out."""
    found: dict[str, Due] = {}
    learnt: dict[tuple[str, str], Expecting] = {}
    for record in records:
        if record.state.status not in ("in review", "in rework", "on hold"):
            continue
        calendar, name = record.facts.calendar, (record.law.workflow, record.law.calendar)
        if name not in learnt:
            learnt[name] = histories().expecting(connection, record.law.workflow, calendar)
        past = learnt[name]
        course = course_of((each.events, each.at) for each in record.entries)
        due = due_date(Open(record.law, record.state, record.standings, course), calendar, past, now)
        if due is not None:
            found[record.id] = due
    return found


def shown(due: Due | None, noun: str, now: int, zone: tzinfo) -> Expected | None:
    """The band on the page of a record under way; `noun` is what its workflow calls a record."""
    if due is None:
        return None
    if not due.likely:
        return Expected(gettext("No date yet"), "", 0, 0, 0, (), reason(due))
    far = max(due.high, due.likely, due.naive) + max(DAY_MS, (due.high - now) // TENTHS)
    ticks = tuple(
        (place(at, now, far), day_words(at, now, zone))
        for at in (now + (far - now) * part // (TICKS - 1) for part in range(TICKS))
    )
    low, high, likely = (place(at, now, far) for at in (due.low, due.high, due.likely))
    sentence = gettext(
        "Probably between %(when)s and %(until)s", when=weekday(due.low, zone), until=weekday(due.high, zone)
    )
    basis = _basis(due, noun, sentence, zone)
    return Expected(weekday(due.likely, zone), gettext("when it will be decided"), low, high, likely, ticks, basis)


def brief(due: Due | None, noun: str, now: int, zone: tzinfo) -> tuple[str, str]:
    """The date, and the band with its basis, for a line in a list; the reason where there is no date."""
    if due is None:
        return "", ""
    if not due.likely:
        return gettext("No date yet"), reason(due)
    band = gettext("%(when)s to %(until)s", when=day_words(due.low, now, zone), until=day_words(due.high, now, zone))
    basis = (
        gettext("as promised")
        if due.basis == "promises"
        else gettext("from %(noun)s like it", noun=counted(due.records, noun))
    )
    return gettext("Expected by %(when)s", when=weekday(due.likely, zone)), f"{band}, {basis}"


def reason(due: Due) -> str:
    """Why there is no date."""
    return {"on hold": HELD, "longer than any": LONGER}.get(due.basis, UNKNOWN)


def _basis(due: Due, noun: str, sentence: str, zone: tzinfo) -> str:
    if due.basis == "promises":
        so_far = gettext("%(history)s so far", history=due.history) if due.history else gettext("none so far")
        return gettext(
            "%(sentence)s: an assumption from the promised times, from half of them to a round "
            "of changes after all. With %(enough)s decided, their real times stand here "
            "(%(so_far)s).",
            sentence=sentence,
            enough=ENOUGH,
            so_far=so_far,
        )
    naive = gettext("Replaying past times alone would say %(when)s", when=weekday(due.naive, zone))
    naive += "." if due.beats_floor else gettext(", and has come as close so far.")
    return gettext(
        "%(sentence)s (8 in 10), from %(noun)s like it. %(naive)s",
        sentence=sentence,
        noun=counted(due.records, noun),
        naive=naive,
    )
