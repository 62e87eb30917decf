"""The inbox of one reviewer: what waits, by the risk of missing its promise, in groups of about the same urgency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from governance.law.eligibility import seat_for
from governance.law.gates import Standing, decided_in
from web.parts.moments import ahead
from web.parts.pages import PageFrame
from web.parts.pieces import Choice
from web.review.inbox_asked import PAGE, Asked
from web.review.inbox_narrowing import Waits
from web.review.inbox_parts import InboxGroup, InboxPage, InboxPreview, InboxRow
from web.review.inbox_waiting import Waiting, row
from web.rows.inbox import MOST_FACETED
from web.rows.records import Record
from web.words.translating import gettext, lazy_gettext, ngettext
from web.words.vocabulary import listed

SOON_PERCENT = 80
WHOLE = 100
HOUR = 60
ORDERS = (
    ("risk", lazy_gettext("By risk")),
    ("due", lazy_gettext("By due date")),
    ("size", lazy_gettext("By size")),
    ("age", lazy_gettext("By age")),
)

@dataclass(frozen=True, slots=True)
class Listed:
    """What the page is a part of, and whether another page follows."""

    waits: Waits
    more: bool = False

    @property
    def asked(self) -> Asked:
        """What the address asks for."""
        return self.waits.asked


def by_risk(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Most at risk first; what was passed on to a colleague comes last."""
    return sorted(waiting, key=lambda one: (bool(one.passed), one.risk))


def inbox_page(
    frame: PageFrame, waiting: Sequence[Waiting], listed: Listed, shown: InboxPreview | None, next_due: str
) -> InboxPage:
    """The page in one of its orders, with the preview that is shown beside it."""
    asked = listed.asked
    rows = _Rows(asked, shown.name if shown else "")
    groups = rows.groups(by_risk(waiting)) if asked.order == "risk" else rows.one_group(waiting)
    orders = tuple(
        Choice(str(label), asked.href(order=name, page=1), current=name == asked.order) for name, label in ORDERS
    )
    return InboxPage(
        frame,
        _summary(waiting, listed),
        groups,
        shown,
        orders if len(waiting) > 1 else (),
        next_due,
        asked.href(page=asked.page - 1) if asked.page > 1 else "",
        asked.href(page=asked.page + 1) if listed.more else "",
        asked.page,
        asked=asked.query(),
        narrowing=listed.waits.narrowing(),
    )


def coming_words(records: Sequence[Record], person: str, zone: tzinfo = UTC) -> str:
    """What comes next to somebody whose inbox is clear; "" when nothing is on its way."""
    found = [
        (standing, record)
        for record in records
        for standing in record.standings.values()
        if _coming(record, standing, person)
    ]
    if not found:
        return ""
    standing, record = min(found, key=lambda pair: _when(pair[1], pair[0]) or 1 << 62)
    titles = listed(tuple(record.law.gate_by_name[name].title for name in standing.waits_for))
    when = _when(record, standing)
    said = {"title": record.title, "gate": standing.gate.title, "titles": titles}
    if not when:
        return gettext("Next on its way to you: “%(title)s” for %(gate)s, after %(titles)s.", **said)
    return gettext(
        "Next on its way to you: “%(title)s” for %(gate)s, after %(titles)s, due there %(when)s.",
        **said,
        when=ahead(when, record.at, zone).text,
    )


def _coming(record: Record, standing: Standing, person: str) -> bool:
    if standing.state != "waiting" or record.state.status not in ("in review", *decided_in(standing.gate)):
        return False
    seat = seat_for(record.law, record.facts, record.state, standing.gate, standing.votes, person, record.at)
    return isinstance(seat, str)


def _when(record: Record, standing: Standing) -> int:
    marks = [record.state.marks[name].due for name in standing.waits_for if name in record.state.marks]
    return max(marks, default=0)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Decisions as rows of this page, the one shown beside the list marked."""

    asked: Asked
    shown: str

    def groups(self, found: Sequence[Waiting]) -> tuple[InboxGroup, ...]:
        named: dict[tuple[str, str], list[Waiting]] = {
            (gettext("Late"), gettext("the promise is missed; deciding still helps")): [],
            (
                gettext("Likely late"),
                gettext("%(percent)s\u00a0%% of the clock is used", percent=SOON_PERCENT),
            ): [],
            (gettext("This week"), gettext("due by Friday")): [],
            (gettext("Later"), gettext("next week and after")): [],
            (gettext("Without a clock"), gettext("whenever you can")): [],
            (gettext("Passed on"), gettext("with a colleague; you may still decide")): [],
        }
        places = list(named)
        for one in found:
            named[places[_place(one)]].append(one)
        return tuple(InboxGroup(title, meta, self._rows(some)) for (title, meta), some in named.items() if some)

    def one_group(self, found: Sequence[Waiting]) -> tuple[InboxGroup, ...]:
        title, meta = {
            "due": (gettext("By due date"), gettext("first due first")),
            "size": (gettext("Smallest first"), gettext("by how much changed for you")),
            "age": (gettext("Oldest first"), gettext("by when the gate opened")),
        }[self.asked.order]
        return (InboxGroup(title, meta, self._rows(found)),) if found else ()

    def _rows(self, found: Sequence[Waiting]) -> tuple[InboxRow, ...]:
        return tuple(
            row(one, f"?{self.asked.query(open=one.name)}#preview", selected=one.name == self.shown) for one in found
        )


def _place(one: Waiting) -> int:
    if one.passed:
        return 5
    if not one.ends:
        return 4
    if one.due.used > WHOLE:
        return 0
    if one.due.used >= SOON_PERCENT:
        return 1
    then, now = (
        datetime.fromtimestamp(at / 1000, UTC).astimezone(one.desk.zone) for at in (one.ends, one.desk.record.at)
    )
    return 2 if then.isocalendar()[:2] == now.isocalendar()[:2] else 3


def _summary(found: Sequence[Waiting], listed: Listed) -> str:
    """How many wait, as the bar counts them, and how much of it there is to read here."""
    waits = listed.waits
    if waits.known and not waits.total:
        return ""
    return " ".join(each for each in (_how_many(waits), _here(found, listed), _at_risk(waits)) if each)


def _how_many(waits: Waits) -> str:
    if not waits.known:
        return gettext("More than %(many)s decisions wait for you.", many=MOST_FACETED)
    total, matching = waits.total, waits.matching
    said = {"num": total, "matching": matching, "asleep": waits.asleep}
    if waits.asked.narrowed:
        return ngettext(
            "%(matching)s of %(num)s decision that waits for you.",
            "%(matching)s of %(num)s decisions that wait for you.",
            total,
            **said,
        )
    if waits.asleep:
        return ngettext(
            "%(num)s decision waits for you, %(asleep)s of them put off.",
            "%(num)s decisions wait for you, %(asleep)s of them put off.",
            total,
            **said,
        )
    return ngettext("%(num)s decision waits for you.", "%(num)s decisions wait for you.", total, num=total)


def _here(found: Sequence[Waiting], listed: Listed) -> str:
    asked, time = listed.asked, _reading(found)
    if not found:
        return gettext("None is left on this page.") if asked.page > 1 else ""
    if asked.page == 1 and not listed.more:
        return gettext("About %(time)s of reading.", time=time)
    first = (asked.page - 1) * PAGE + 1
    last = first + len(found) - 1
    return gettext("On this page %(first)s to %(last)s, about %(time)s of reading.", first=first, last=last, time=time)


def _at_risk(waits: Waits) -> str:
    late = waits.left(clock="late") + waits.left(clock="likely")
    if not late or waits.asked.clock:
        return ""
    return ngettext("%(num)s is late or likely to be.", "%(num)s are late or likely to be.", late, num=late)


def _reading(found: Sequence[Waiting]) -> str:
    minutes = sum(one.minutes for one in found)
    if minutes >= HOUR:
        return gettext("%(hours)s h %(minutes)s min", hours=minutes // HOUR, minutes=minutes % HOUR)
    return gettext("%(minutes)s min", minutes=minutes)
