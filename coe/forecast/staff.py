"""The people of a simulated office: each with the hours of their day that go to reviews, and a queue before each pool.

A review is begun by whoever is there, the soonest due first, and worked on in that person's own hours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

from coe.forecast.hours import luck_of, reviewing
from coe.forecast.inputs import BadInputs, PoolInputs
from coe.forecast.situations import name_of
from governance.language.business_time import Calendar, add

NEVER = 1 << 62


@dataclass(slots=True, eq=False)
class Reviewer:
    """One person; `hours` is when they review."""

    name: str
    hours: Calendar
    ends: tuple[int, ...]
    busy: bool = False
    called: bool = False

    def here(self, at: int) -> bool:
        """Whether they are at work on reviews at this moment."""
        place = bisect_right(self.hours.starts, at) - 1
        return place >= 0 and at < self.ends[place]

    def back(self, at: int) -> int:
        """When they are next at work on reviews."""
        place = bisect_right(self.hours.starts, at)
        if place == len(self.hours.starts):
            raise too_long(self.name)
        return self.hours.starts[place]

    def done(self, at: int, work: int) -> int:
        """When a review begun now ends."""
        if self.hours.worked_until(at) + work > self.hours.worked[-1]:
            raise too_long(self.name)
        return add(self.hours, at, work)


@dataclass(slots=True, eq=False)
class Desk:
    """One opening of a gate: reviews nobody has begun (`wanted` in the pool `home`, or one in each of `seats`), and who
    has taken one in this text. `record` is whose gate it is; queues do not look into it.
    """

    record: Any
    gate: str
    opened: int
    due: int
    look: int
    home: str
    people: set[str]
    wanted: int = 0
    seats: set[str] = field(default_factory=set)
    open: bool = True
    working: int = 0
    taken: int = 0


@dataclass(slots=True, eq=False)
class Queue:
    """Those who wait before one pool or one seat, the people behind it, and what was measured there."""

    name: str
    pool: str
    reviewers: tuple[Reviewer, ...]
    desks: list[tuple[int, int, Desk]] = field(default_factory=list)
    number: int = 0
    length: int = 0
    longest: int = 0
    area: int = 0
    since: int = 0
    begun: int = 0
    waited: int = 0

    def put(self, desk: Desk) -> None:
        """Another review waits here."""
        self.number += 1
        heappush(self.desks, (desk.due or NEVER, self.number, desk))

    def next_for(self, person: str) -> Desk | None:
        """The review this person takes next; entries that nobody waits for any more fall away."""
        passed: list[tuple[int, int, Desk]] = []
        found: Desk | None = None
        while self.desks and found is None:
            entry = heappop(self.desks)
            desk = entry[2]
            if not desk.open or not self.wanted_at(desk):
                continue
            if person in desk.people:
                passed.append(entry)
            else:
                found = desk
        for entry in passed:
            heappush(self.desks, entry)
        return found

    def wanted_at(self, desk: Desk) -> bool:
        """Whether a review is still to be begun there by somebody of this queue."""
        return self.name in desk.seats or desk.wanted > 0

    def change(self, by: int, at: int, counting: bool) -> None:  # noqa: FBT001 - whether its window is open
        """So many more reviews wait from business moment `at` on."""
        if counting:
            self.area += self.length * (at - self.since)
        self.since = at
        self.length += by
        self.longest = max(self.longest, self.length)


def staffed(
    seats: Mapping[str, tuple[str, ...]],
    pools: Mapping[str, PoolInputs],
    office: Calendar,
    absent: float,
    luck: int,
) -> dict[str, Queue]:
    """A queue for each role pool and each seat of a committee, named `role/x` or `committee/x/seat`."""
    return {queue.name: queue for queue in _queues(seats, pools, office, absent, luck)}


def _queues(
    seats: Mapping[str, tuple[str, ...]],
    pools: Mapping[str, PoolInputs],
    office: Calendar,
    absent: float,
    luck: int,
) -> Iterator[Queue]:
    for pool, places in seats.items():
        given = pools[pool]
        part = given.hours_a_day.value / office.hours_per_day
        if part <= 0 or given.people.value < 1:
            raise BadInputs(f"Nobody reviews in {pool}: give at least one person and some time a day.")
        count = 1 if places else int(given.people.value)
        for seat in places or ("",):
            names = [name_of(pool, seat, place) for place in range(count)]
            hours = [
                reviewing(office, part, place / max(1, count - 1), absent, luck_of(luck, name))
                for place, name in enumerate(names)
            ]
            people = tuple(
                Reviewer(name, each, tuple(end for _, end in each.intervals))
                for name, each in zip(names, hours, strict=True)
            )
            yield Queue(f"{pool}/{seat}" if seat else pool, pool, people)


def too_long(name: str) -> BadInputs:
    """More work than the simulated years hold."""
    return BadInputs(
        f"The work waiting before {name.partition('#')[0]} does not end within the simulated years: "
        "more arrives than its people can review. Give it more people or more hours a day."
    )
