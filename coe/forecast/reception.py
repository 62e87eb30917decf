"""Where opened gates meet people: reviews are put before pools and seats, begun by whoever is there, and measured."""

from __future__ import annotations

from collections.abc import Callable

from coe.forecast.agenda import Agenda
from coe.forecast.measures import PoolMeasures
from coe.forecast.staff import Desk, Queue, Reviewer
from governance.language.business_time import Calendar
from governance.language.definition import Gate
from governance.law.clocks import WHOLE
from governance.record.state import Vote

Work = Callable[[Desk, Queue], int]
Reviewed = Callable[[int, Desk, Reviewer, int], None]


class Reception:
    """All queues of one run. `work` says how long a review takes in ms, `reviewed` hears of its end."""

    def __init__(
        self, agenda: Agenda, office: Calendar, queues: dict[str, Queue], work: Work, reviewed: Reviewed
    ) -> None:
        self.agenda, self.office, self.queues = agenda, office, queues
        self.work, self.reviewed = work, reviewed
        self.jobs: list[tuple[str, Reviewer, int, int]] = []
        self.counting = False
        self.pools: dict[str, list[Queue]] = {}
        for queue in queues.values():
            self.pools.setdefault(queue.pool, []).append(queue)

    def open(self, at: int, desk: Desk, gate: Gate, votes: tuple[Vote, ...]) -> None:
        """Put the reviews that a gate still needs beside `votes` before its panel."""
        queues = self.pools[gate.panel]
        if gate.panel.startswith("committee/"):
            filled = {vote.seat for vote in votes}
            desk.seats = {queue.name for queue in queues if queue.name.rpartition("/")[2] not in filled}
        else:
            desk.wanted = max(1, _reviews(gate, len(queues[0].reviewers)) - len(votes))
        business = self.office.worked_until(at)
        for queue in queues:
            if queue.wanted_at(desk):
                queue.put(desk)
                queue.change(1 if desk.seats else desk.wanted, business, self.counting)
                self._call(at, queue, max(1, desk.wanted))

    def join(self, at: int, desk: Desk, pool: str) -> None:
        """Another pool joins the gate: it may take what nobody has begun; on a committee it is a seat more."""
        if pool == desk.home:
            return
        for queue in self.pools[pool]:
            if desk.home.startswith("committee/"):
                desk.seats.add(queue.name)
                queue.change(1, self.office.worked_until(at), self.counting)
            queue.put(desk)
            self._call(at, queue, 1)

    def close(self, at: int, desk: Desk) -> None:
        """The gate is concluded; what nobody has begun is not begun any more."""
        desk.open = False
        business = self.office.worked_until(at)
        for name in desk.seats:
            self.queues[name].change(-1, business, self.counting)
        if desk.wanted:
            self.pools[desk.home][0].change(-desk.wanted, business, self.counting)

    def window(self, business: int, *, counting: bool) -> None:
        """Measuring begins or ends at this business moment."""
        for queue in self.queues.values():
            queue.change(0, business, self.counting)
        self.counting = counting

    def measures(self, start: int, end: int) -> dict[str, PoolMeasures]:
        """What was measured between two moments, by pool."""
        window = self.office.worked_until(end) - self.office.worked_until(start)
        found: dict[str, PoolMeasures] = {}
        for pool, queues in self.pools.items():
            hours = [reviewer.hours for queue in queues for reviewer in queue.reviewers]
            found[pool] = PoolMeasures(
                people=len(hours),
                available=sum(each.worked_until(end) - each.worked_until(start) for each in hours),
                queue=sum(queue.area for queue in queues) / window if window else 0.0,
                longest=max(queue.longest for queue in queues),
                begun=sum(queue.begun for queue in queues),
                waited=sum(queue.waited for queue in queues),
            )
        for pool, reviewer, begun, done in self.jobs:
            if begun < end and done > start:
                worked = reviewer.hours.worked_until(min(done, end)) - reviewer.hours.worked_until(max(begun, start))
                found[pool].worked += worked
        return found

    def _call(self, at: int, queue: Queue, reviews: int) -> None:
        """Idle people who are there begin at once; one who is not is expected back."""
        for reviewer in queue.reviewers:
            if reviewer.busy:
                continue
            self._ready(at, queue, reviewer)
            reviews -= reviewer.busy
            if reviews == 0:
                return

    def _ready(self, at: int, queue: Queue, reviewer: Reviewer) -> None:
        if reviewer.here(at):
            self._take(at, queue, reviewer)
        elif not reviewer.called:
            reviewer.called = True
            self.agenda.later(reviewer.back(at), self._back, queue, reviewer)

    def _back(self, at: int, queue: Queue, reviewer: Reviewer) -> None:
        reviewer.called = False
        if not reviewer.busy:
            self._take(at, queue, reviewer)

    def _take(self, at: int, queue: Queue, reviewer: Reviewer) -> None:
        desk = queue.next_for(reviewer.name)
        if desk is None:
            return
        business = self.office.worked_until(at)
        desk.people.add(reviewer.name)
        desk.taken += 1
        if queue.name in desk.seats:
            desk.seats.discard(queue.name)
            queue.change(-1, business, self.counting)
        else:
            desk.wanted -= 1
            self.pools[desk.home][0].change(-1, business, self.counting)
            if desk.wanted:
                queue.put(desk)
        if self.counting:
            queue.begun += 1
            queue.waited += business - self.office.worked_until(desk.opened)
        reviewer.busy = True
        work = self.work(desk, queue)
        done = reviewer.done(at, work)
        self.jobs.append((queue.pool, reviewer, at, done))
        self.agenda.later(done, self._done, queue, reviewer, desk, work)

    def _done(self, at: int, queue: Queue, reviewer: Reviewer, desk: Desk, work: int) -> None:
        reviewer.busy = False
        self.reviewed(at, desk, reviewer, work)
        if not reviewer.busy and queue.desks:
            self._ready(at, queue, reviewer)


def _reviews(gate: Gate, people: int) -> int:
    """How many of a role pool look at this gate: as many as its rule counts, all of them where it asks for a share."""
    if isinstance(gate.rule.approve, int):
        asked = -(-gate.rule.present.share * people // WHOLE)
        return max(gate.rule.approve, gate.rule.present.number, asked)
    return people
