"""The office's own records as courses: where each stood, and since when, from submission to the decision."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection, select

from coe.forecast.expected import Expecting, Seen, learnt
from coe.memory import events_of
from coe.tables import entry, initiative
from governance.language.business_time import Calendar
from governance.record import events as e

DECIDED = ("approved", "released", "rejected", "expired", "retired", "revoked")
MOST_RECORDS = 500
STREAMS_AT_ONCE = 100
LATE_ROUND = 3
Happening: TypeAlias = tuple[Sequence[e.Event], int]
Place: TypeAlias = tuple[str, int, frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Course:
    """Where a record stood from when on: tier, round, gates open, whether with its owner. Times are UTC ms.

    `decided` is 0 while nothing is; `held` are the spans on hold, the last with end 0 while it is.
    """

    steps: tuple[tuple[int, Place], ...]
    held: tuple[tuple[int, int], ...]
    decided: int

    @property
    def on_hold(self) -> bool:
        """Whether its clocks are stopped."""
        return bool(self.held) and not self.held[-1][1]


def course_of(happened: Iterable[Happening]) -> Course:
    """The course in a stream's entries, up to the first approval or rejection."""
    walk = _Walk()
    for events, at in happened:
        for event in events:
            walk.take(event, at)
        walk.note(at)
        if walk.decided:
            break
    return Course(tuple(walk.steps), tuple(walk.held), walk.decided)


class _Walk:
    """A course while its events are read."""

    def __init__(self) -> None:
        self.tier, self.round, self.with_owner, self.decided = "", 0, False, 0
        self.open: set[str] = set()
        self.steps: list[tuple[int, Place]] = []
        self.held: list[tuple[int, int]] = []

    def take(self, event: e.Event, at: int) -> None:
        match event:
            case e.Submitted():
                self.tier, self.round, self.with_owner = event.tier, event.round, False
            case e.GateOpened(gate=gate):
                self.open.add(gate)
            case e.GatePassed(gate=gate) | e.CarriedOver(gate=gate) | e.GateSuspended(gate=gate):
                self.open.discard(gate)
            case e.GateSettled(gate=gate):
                self.open.discard(gate)
            case e.TierRaised(tier=tier) | e.Moved(tier=tier):
                self.tier = tier
            case e.ReturnedToOwner():
                self.with_owner = True
                self.open.clear()
            case e.PutOnHold():
                self.held.append((at, 0))
            case e.Resumed() if self.held:
                self.held[-1] = (self.held[-1][0], at)
            case e.Approved() | e.Rejected():
                self.decided = at
            case _:
                pass

    def note(self, at: int) -> None:
        place = (self.tier, min(self.round, LATE_ROUND), frozenset(self.open), self.with_owner)
        if self.round and not self.decided and (not self.steps or self.steps[-1][1] != place):
            self.steps.append((at, place))


def keys_of(place: Place) -> tuple[Hashable, ...]:
    """What a record is compared by, most alike first: the exact place; without the tier; how many gates are open."""
    tier, round_, open_, with_owner = place
    return (tier, round_, open_, with_owner), (round_, open_, with_owner), (len(open_), with_owner)


def working(calendar: Calendar | None, course: Course, start: int, end: int) -> int | None:
    """Working ms of a course between two moments, times on hold left out; all ms without a calendar. None where the
    calendar does not reach that far.
    """
    if calendar is not None and not (calendar.valid_from <= start and end <= calendar.valid_to):
        return None
    spent = _span(calendar, start, end)
    for since, until in course.held:
        first, last = max(start, since), min(end, until or end)
        spent -= _span(calendar, first, last) if first < last else 0
    return spent


def _span(calendar: Calendar | None, start: int, end: int) -> int:
    return calendar.worked_until(end) - calendar.worked_until(start) if calendar else end - start


def seen_in(record: str, course: Course, calendar: Calendar | None) -> list[Seen]:
    """A decided course as past moments in working ms; empty where the calendar does not cover it."""
    if not course.decided or not course.steps or working(calendar, course, course.steps[0][0], course.decided) is None:
        return []
    begin = course.steps[0][0]
    ends = (*(at for at, _ in course.steps[1:]), course.decided)
    return [
        Seen(
            record,
            keys_of(place),
            float(working(calendar, course, begin, at) or 0),
            float(working(calendar, course, at, end) or 0),
            float(working(calendar, course, at, course.decided) or 0),
        )
        for (at, place), end in zip(course.steps, ends, strict=True)
    ]


class Histories:
    """What past records teach, by workflow: each record is read once, and learning begins anew only when another was
    decided. Safe for many threads.
    """

    def __init__(self) -> None:
        self._courses: dict[str, Course] = {}
        self._learnt: dict[tuple[str, int, int], tuple[tuple[str, ...], Expecting]] = {}
        self._lock = threading.Lock()

    def expecting(self, connection: Connection, workflow: str, calendar: Calendar | None) -> Expecting:
        """What the last decided records of a workflow teach, in working ms of this calendar."""
        ids = decided_ids(connection, workflow)
        reach = (calendar.valid_to, calendar.worked[-1]) if calendar else (0, 0)
        with self._lock:
            kept = self._learnt.get((workflow, *reach))
            if kept is None or kept[0] != ids:
                self._courses.update(courses(connection, [one for one in ids if one not in self._courses]))
                seen = [each for one in ids for each in seen_in(one, self._courses[one], calendar)]
                kept = self._learnt[(workflow, *reach)] = (ids, learnt(seen))
        return kept[1]


def decided_ids(connection: Connection, workflow: str) -> tuple[str, ...]:
    """The records of a workflow that were decided, those submitted last, in order of submission."""
    decided = select(initiative.c.id).where(initiative.c.workflow == workflow, initiative.c.status.in_(DECIDED))
    latest = decided.order_by(initiative.c.submitted.desc(), initiative.c.id).limit(MOST_RECORDS)
    return tuple(connection.execute(latest).scalars())[::-1]


def courses(connection: Connection, ids: Sequence[str]) -> dict[str, Course]:
    """The courses of these initiatives by id."""
    found: dict[str, list[Happening]] = {one: [] for one in ids}
    for start in range(0, len(ids), STREAMS_AT_ONCE):
        streams = [f"initiative/{one}" for one in ids[start : start + STREAMS_AT_ONCE]]
        rows = select(entry.c.seq, entry.c.stream, entry.c.bytes).where(entry.c.stream.in_(streams))
        for seq, stream, data in connection.execute(rows.order_by(entry.c.stream, entry.c.version)):
            events, _, at = events_of(seq, bytes(data))
            found[stream.removeprefix("initiative/")].append((events, at))
    return {one: course_of(happened) for one, happened in found.items()}
