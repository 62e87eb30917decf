"""One decision that waits: what is needed to rank it, and its row in the inbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import cached_property

from governance.language.business_time import HOUR_MS
from governance.law.eligibility import seat_for
from governance.law.passing import handed_to
from governance.law.together import may_join
from governance.record.state import Question
from web.parts.answers import Reader
from web.parts.pieces import Due, State
from web.parts.redlined import redlined, word_count
from web.parts.way import may_decide
from web.review.decision_page import Desk, due_here
from web.review.inbox_parts import InboxRow
from web.rows.changes import Reading
from web.rows.records import Record
from web.words.translating import gettext, ngettext

WORDS_A_MINUTE = 180

Address = Callable[[str, str], str]


@dataclass(frozen=True)
class Waiting:
    """One decision that waits, with what is needed to rank and show it; `answered` are the reader's own questions there
    whose answers they have not seen.
    """

    desk: Desk
    href: str
    answered: tuple[Question, ...] = ()

    @cached_property
    def reading(self) -> Reading:
        """What there is to read."""
        return self.desk.reading

    @cached_property
    def due(self) -> Due:
        """The clock."""
        found = due_here(self.desk)
        return replace(found, left=found.brief or found.left)

    @cached_property
    def minutes(self) -> int:
        """Minutes of reading, at least one: what is new or changed in the reviewer's sections."""
        reader = self.desk.reader
        words = sum(word_count(redlined(one.field, one.before, one.after, reader)) for one in self.reading.mine)
        return max(1, round(words / WORDS_A_MINUTE))

    @property
    def ends(self) -> int:
        """When the clock ends, UTC ms; 0 without one."""
        mark = self.desk.record.state.marks.get(self.desk.gate.name)
        return mark.due if mark else 0

    @property
    def passed(self) -> str:
        """Whom the reader has passed this on to, where that person can decide now; "" while it is the reader's."""
        to = handed_to(self.desk.record.state, self.desk.gate.name, self.desk.person)
        return to if to in self.desk.record.standings[self.desk.gate.name].able else ""

    @property
    def name(self) -> str:
        """What it is called in the address."""
        return f"{self.desk.record.state.number}.{self.desk.gate.name}"

    @property
    def snoozable(self) -> bool:
        """Whether there is time to put it off."""
        return not self.ends or self.ends - self.desk.record.at > HOUR_MS

    @property
    def risk(self) -> tuple[int, int]:
        """Late first, then the largest share of the clock used; without a clock last."""
        return (-self.due.used if self.ends else 1, self.ends)


def waiting_at(record: Record, person: str, reader: Reader, address: Address, zone: tzinfo = UTC) -> list[Waiting]:
    """The gates of a record at which this person may decide now."""
    found = []
    for standing in record.standings.values():
        if may_decide(record, standing, person):
            seat = seat_for(record.law, record.facts, record.state, standing.gate, standing.votes, person, record.at)
            desk = Desk(record, standing.gate, person, str(seat), reader, zone)
            found.append(Waiting(desk, address(record.state.number, standing.gate.name)))
    return found


def row(one: Waiting, preview: str = "", *, selected: bool = False) -> InboxRow:
    """One decision as a row; `preview` is the address of the page that shows it beside the list."""
    state, reading = one.desk.record.state, one.reading
    new = not reading.since
    return InboxRow(
        number=state.number,
        title=one.desk.record.title,
        href=one.href,
        tier=state.tier,
        owner=one.desk.reader.name_of(state.owner),
        due=one.due,
        size=size_words(reading),
        answers=reading.of if new else len(reading.mine),
        of=reading.of,
        unrequested=reading.unrequested,
        round=1 if new else state.round,
        reading=gettext("%(minutes)s min", minutes=one.minutes),
        gate=_where(one),
        selected=selected,
        preview=preview,
        state=_state(one),
        answered=bool(one.answered),
        pick=pick(one.desk),
    )


def pick(desk: Desk) -> str:
    """What chooses this decision where several are signed in one sitting; "" where it is made by itself."""
    record = desk.record
    joins = may_join(record.law, record.state, desk.gate) is None
    return f"{record.state.number}/{desk.gate.name}" if joins else ""


def size_words(reading: Reading) -> str:
    """How much of it changed for the reader."""
    of = ngettext("%(num)s answer", "%(num)s answers", reading.of, num=reading.of)
    if not reading.since:
        return gettext("New, %(answers)s", answers=of)
    return gettext("%(changed)s of %(answers)s", changed=len(reading.mine), answers=of)


def _where(one: Waiting) -> str:
    title = one.desk.gate.title
    if not one.passed:
        return title
    return gettext("%(gate)s, passed on to %(to)s", gate=title, to=one.desk.reader.name_of(one.passed))


def _state(one: Waiting) -> State:
    return State("waiting", gettext("Passed on")) if one.passed else State("yours", gettext("Your turn"))
