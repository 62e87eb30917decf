"""The inbox of one reviewer: what waits, by the risk of missing its promise, in groups of about the same urgency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from governance.eligibility import seat_for
from governance.gates import Standing, decided_in
from web.inbox_asked import PAGE, Asked
from web.inbox_parts import InboxGroup, InboxPage, InboxPreview, InboxRow
from web.inbox_waiting import Waiting, row
from web.moments import moment
from web.pages import PageFrame
from web.parts import Choice
from web.records import Record
from web.translating import gettext, lazy_gettext, ngettext
from web.way import listed

SOON_PERCENT = 80
WHOLE = 100
HOUR = 60
ORDERS = (("risk", lazy_gettext("By risk")), ("size", lazy_gettext("By size")), ("date", lazy_gettext("By date")))

@dataclass(frozen=True, slots=True)
class Counted:
    """How many wait, whether that is all or as far as was counted, and whether another page follows."""

    waiting: int
    exact: bool = True
    more: bool = False


def by_risk(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Most at risk first; what was passed on to a colleague comes last."""
    return sorted(waiting, key=lambda one: (bool(one.passed), one.risk))


def inbox_page(
    frame: PageFrame,
    waiting: Sequence[Waiting],
    asked: Asked,
    counted: Counted,
    shown: InboxPreview | None,
    next_due: str,
) -> InboxPage:
    """The page in one of its orders, with the preview that is shown beside it."""
    rows = _Rows(asked, shown.name if shown else "")
    whole = asked.page == 1 and not counted.more
    if asked.order == "size":
        groups = rows.one_group(sorted(waiting, key=lambda one: one.minutes), gettext("Shortest first"), whole=whole)
    elif asked.order == "date":
        dated = sorted(waiting, key=lambda one: (not one.ends, one.ends))
        groups = rows.one_group(dated, gettext("By date"), whole=whole)
    else:
        groups = rows.groups(by_risk(waiting))
    orders = tuple(
        Choice(label, asked.href(order=name, page=1), current=name == asked.order) for name, label in ORDERS
    )
    earlier = asked.href(page=asked.page - 1) if asked.page > 1 else ""
    later = asked.href(page=asked.page + 1) if counted.more else ""
    summary = _summary(waiting) if whole else _part_summary(waiting, asked, counted)
    orders = orders if len(waiting) > 1 else ()
    return InboxPage(
        frame, summary, groups, shown, orders, next_due, earlier, later, asked.page, asked=asked.query()
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
        when=moment(when, record.at, zone).text,
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

    def one_group(self, found: Sequence[Waiting], title: str, *, whole: bool) -> tuple[InboxGroup, ...]:
        meta = gettext("first due first") if self.asked.order == "date" else gettext("minutes of reading")
        if self.asked.order != "date" and not whole:
            many = len(found)
            meta = gettext("the %(many)s of this page that are most at risk, by minutes of reading", many=many)
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


def _part_summary(found: Sequence[Waiting], asked: Asked, counted: Counted) -> str:
    """What is said where not all that waits is on the page."""
    many = str(counted.waiting) if counted.exact else gettext("More than %(many)s", many=counted.waiting - 1)
    wait = gettext("%(many)s decisions wait for you.", many=many)
    if not found:
        return f"{wait} {gettext('None is left on this page.')}"
    first = (asked.page - 1) * PAGE + 1
    which = gettext("the first due") if asked.order == "date" else gettext("those most at risk first")
    here = gettext(
        "On this page %(first)s to %(last)s, %(which)s, about %(time)s of reading.",
        first=first,
        last=first + len(found) - 1,
        which=which,
        time=_reading(found),
    )
    return f"{wait} {here}"


def _summary(found: Sequence[Waiting]) -> str:
    if not found:
        return ""
    late = sum(one.due.used >= SOON_PERCENT for one in found)
    wait = ngettext(
        "%(num)s decision waits for you, about %(time)s of reading.",
        "%(num)s decisions wait for you, about %(time)s of reading.",
        len(found),
        num=len(found),
        time=_reading(found),
    )
    risk = ngettext(
        "%(num)s is late or likely to be.", "%(num)s are late or likely to be.", late, num=late
    )
    return f"{wait} {risk}" if late else wait


def _reading(found: Sequence[Waiting]) -> str:
    minutes = sum(one.minutes for one in found)
    if minutes >= HOUR:
        return gettext("%(hours)s h %(minutes)s min", hours=minutes // HOUR, minutes=minutes % HOUR)
    return gettext("%(minutes)s min", minutes=minutes)
