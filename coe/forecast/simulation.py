"""One batch of records through the law in simulated business time.

The law decides what opens, passes, returns and escalates; here records arrive, reviews conclude by chance, and owners
come again. Every draw belongs to a record, a gate and a look, so two definitions meet the same luck.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import assert_never

from coe.forecast.agenda import Agenda
from coe.forecast.chance import mixed, share, stretch, tag
from coe.forecast.engine import Effect, Engine, Verdict
from coe.forecast.inputs import BadInputs, Inputs, OpenRecord
from coe.forecast.measures import Plan, RunMeasures
from coe.forecast.reception import Reception
from coe.forecast.record import Counter, Record
from coe.forecast.staff import Desk, Queue, Reviewer
from governance.language.business_time import HOUR_MS, Calendar, add
from governance.language.definition import Definition
from governance.law.clocks import WHOLE, steps
from governance.law.eligibility import counted
from governance.law.gates import text_of
from governance.record.state import Mark

MINUTE_MS = 60_000
ARRIVAL, CASE, INCOMPLETE, COMPLETING, NOTICED, VERDICT, REJECT, WORK, REWORK, SECTION, MEETING = range(11)
Told = Callable[[int, Record, Effect], None]


class Simulation:
    """One batch. `form_checks` says whether the form itself notices an incomplete pack; `told` hears every effect."""

    def __init__(  # noqa: PLR0913 - the whole simulated office is handed in here
        self,
        law: Definition,
        engine: Engine,
        inputs: Inputs,
        *,
        office: Calendar,
        queues: dict[str, Queue],
        luck: int,
        form_checks: bool,
        told: Told | None = None,
    ) -> None:
        self.law, self.engine, self.inputs, self.office = law, engine, inputs, office
        self.luck, self.form_checks, self.told = luck, form_checks, told
        self.agenda = Agenda()
        self.reception = Reception(self.agenda, office, queues, self._work, self._reviewed)
        self.counter = Counter(RunMeasures.of(law), self.reception, office)
        self._tags = {gate.name: tag("gate", gate.name) for gate in law.gates}
        self._queue_tags = {name: tag("queue", name) for name in queues}
        self._weights = list(accumulate(case.weight.value for case in inputs.cases))
        self._week = 5 * office.hours_per_day * HOUR_MS / inputs.flow.arrivals_a_week.value
        self._escalating = {
            gate.name: tuple(each for each in gate.escalate if each.to in self.reception.pools) for gate in law.gates
        }

    def run(self, plan: Plan, progress: Callable[[int], None] | None = None) -> RunMeasures:
        """Simulate until the measured records are concluded, or nothing can happen any more."""
        begins = self.inputs.begins
        self.counter.plan, self.counter.left, self.counter.progress = plan, plan.measured, progress
        for place, under_way in enumerate(self.inputs.under_way):
            self._adopt(begins, under_way, -1 - place)
        self._announce(0, self.office.worked_until(begins))
        while self.counter.left and self.agenda.step():
            pass
        return self.counter.finished()

    def _announce(self, number: int, business: int) -> None:
        if number < self.counter.plan.all:
            gap = stretch(mixed(self.luck, mixed(number, ARRIVAL)), self._week, 1.0)
            business += max(1, int(gap))
            self.agenda.later(moment(self.office, business), self._arrive, number, business)

    def _arrive(self, at: int, number: int, business: int) -> None:
        flow = self.inputs.flow
        luck = mixed(self.luck, number + 1)
        drawn = share(mixed(luck, CASE)) * self._weights[-1]
        case = self.inputs.cases[bisect_right(self._weights, drawn)]
        record = Record(number, self.engine.begin(case), luck, at, business)
        record.incomplete = share(mixed(luck, INCOMPLETE)) < flow.incomplete.value
        self.counter.arrived(record)
        if record.incomplete and self.form_checks:
            hours = stretch(mixed(luck, COMPLETING), flow.completing_hours.value, flow.spread.value)
            self.agenda.later(moment(self.office, business + int(hours * HOUR_MS)), self._submit, record, ())
        else:
            self._submit(at, record, ())
        self._announce(number + 1, business)

    def _adopt(self, at: int, under_way: OpenRecord, number: int) -> None:
        """A record that was under way before: its open gates wait from now on, due when they were, or at once."""
        case = next(each for each in self.inputs.cases if each.name == under_way.case)
        place = self.engine.adopt(case, under_way.state)
        business = self.office.worked_until(min(at, under_way.submitted))
        luck = mixed(mixed(self.luck, tag("under way")), -number)
        record = Record(number, place, luck, under_way.submitted, business, rounds=place.state.round)
        self.counter.arrived(record)
        if under_way.state.status == "in rework":
            record.asked = [request.gate for request in place.state.requests]
            self._rework(at, record, under_way.state.due)
            return
        for gate, mark in under_way.state.marks.items():
            if mark.state == "open" and gate in self.law.gate_by_name:
                record.looks[gate] = max(0, mark.opening - 1)
                self._opened(at, record, gate, max(at, mark.due) if mark.due else 0)
                for pool in mark.joined:
                    if pool in self.reception.pools:
                        self.reception.join(at, record.desks[gate], pool)

    def _submit(self, at: int, record: Record, changed: tuple[str, ...]) -> None:
        record.rounds += 1
        record.asked = []
        record.place, effects = self.engine.submit(record.place, at, changed)
        self.counter.submitted(at, record, effects)
        self._follow(at, record, effects)

    def _follow(self, at: int, record: Record, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            kind, gate, due = effect
            if self.told:
                self.told(at, record, effect)
            match kind:
                case "opened":
                    self._opened(at, record, gate, due)
                case "settled":
                    record.asked.append(gate)
                    self._concluded(at, record, gate)
                case "passed" | "suspended":
                    self._concluded(at, record, gate)
                case "returned":
                    self._rework(at, record, due)
                case "meeting":
                    record.meeting = True
                case "approved" | "rejected":
                    self._ended(at, record, kind)
                case "carried":
                    pass
                case _:
                    assert_never(kind)

    def _opened(self, at: int, record: Record, name: str, due: int) -> None:
        gate, state = self.law.gate_by_name[name], record.place.state
        look = record.looks[name] = record.looks.get(name, 0) + 1
        votes = counted(gate, state, text_of(gate, state.sections))
        voted = record.voted.setdefault(name, set())
        if not votes:
            voted.clear()
        desk = record.desks[name] = Desk(record, name, at, due, look, gate.panel, voted)
        self.reception.open(at, desk, gate, votes)
        if due and self._escalating[name]:
            early = any(each.late is None and (each.percent or 0) < WHOLE for each in self._escalating[name])
            self.agenda.later(at if early else due, self._clock, record, desk)

    def _clock(self, at: int, record: Record, desk: Desk) -> None:
        """The moment to see which escalations are to come; most gates are concluded before."""
        if not desk.open:
            return
        mark = Mark("open", 1, desk.opened, desk.due, desk.opened, tier=record.place.state.tier)
        taken = record.place.state.marks[desk.gate].steps
        named = {each.step for each in self._escalating[desk.gate] if each.step not in taken}
        for step in steps(self.office, self.law.gate_by_name[desk.gate], mark):
            if step.kind == "escalate" and step.name in named:
                self.agenda.later(max(at, step.at), self._escalate, record, desk, step.name)

    def _escalate(self, at: int, record: Record, desk: Desk, step: str) -> None:
        if not desk.open or record.place.state.status != "in review":
            return
        record.place, effects = self.engine.escalate(record.place, at, desk.gate, step)
        self._follow(at, record, effects)
        self.counter.escalated(record)
        if desk.open:
            to = next(each.to for each in self._escalating[desk.gate] if each.step == step)
            self.reception.join(at, desk, to)

    def _work(self, desk: Desk, queue: Queue) -> int:
        """How long a review takes: a seat's own luck on a committee, in a role pool that of the first, second …"""
        more = self._queue_tags[queue.name] if desk.home.startswith("committee/") else desk.taken
        mean = self.inputs.gates[desk.gate].minutes.value * MINUTE_MS
        return max(1, int(stretch(mixed(self._luck(desk, WORK), more), mean, self.inputs.flow.spread.value)))

    def _reviewed(self, at: int, desk: Desk, reviewer: Reviewer, work: int) -> None:
        record: Record = desk.record
        record.labour += work
        if desk.open:
            desk.working = max(desk.working, work)
            verdict = self._verdict(record, desk)
            record.place, effects = self.engine.vote(record.place, at, desk.gate, reviewer.name, verdict)
            self._follow(at, record, effects)

    def _verdict(self, record: Record, desk: Desk) -> Verdict:
        """All who look at one opening conclude alike: the shares are those of gates, not of voices."""
        given, flow = self.inputs.gates[desk.gate], self.inputs.flow
        if share(self._luck(desk, REJECT)) < given.rejects.value:
            return "reject"
        chance = given.first_pass.value if desk.look == 1 else given.later_pass.value
        if record.meeting:
            chance = max(chance, flow.meeting_pass.value)
        missing = record.incomplete and not self.form_checks and record.rounds == 1
        if missing and share(self._luck(desk, NOTICED)) < flow.noticed.value:
            return "request changes"
        return "approve" if share(self._luck(desk, VERDICT)) < chance else "request changes"

    def _luck(self, desk: Desk, purpose: int) -> int:
        return mixed(mixed(desk.record.luck, self._tags[desk.gate]), desk.look * 16 + purpose)

    def _concluded(self, at: int, record: Record, gate: str) -> None:
        desk = record.desks.pop(gate, None)
        if desk is not None:
            self.reception.close(at, desk)
            self.counter.concluded(at, record, desk)

    def _rework(self, at: int, record: Record, due: int) -> None:
        """The owner works on one section of each gate that asked, and comes again."""
        record.rework_due = due
        flow, luck = self.inputs.flow, mixed(record.luck, mixed(REWORK, record.rounds))
        changed: dict[str, None] = {}
        for name in record.asked:
            reviews = self.law.gate_by_name[name].reviews
            changed[reviews[int(share(mixed(luck, mixed(SECTION, self._tags[name]))) * len(reviews))]] = None
        record.meeting = share(mixed(luck, MEETING)) < flow.meetings.value
        hours = stretch(luck, flow.rework_hours.value, flow.spread.value)
        back = moment(self.office, self.office.worked_until(at) + max(1, int(hours * HOUR_MS)))
        self.agenda.later(back, self._submit, record, tuple(changed))

    def _ended(self, at: int, record: Record, outcome: str) -> None:
        for gate in [*record.desks] if outcome == "rejected" else ():
            self.reception.close(at, record.desks.pop(gate))
        self.counter.ended(at, record, outcome)


def moment(office: Calendar, business: int) -> int:
    """The moment at which so much business time has passed in all. Raises BadInputs beyond the calendar."""
    if business >= office.worked[-1]:
        raise BadInputs("The simulated years end before the records do. Ask for fewer records or more arrivals a week.")
    return add(office, office.starts[0], business) if business > 0 else office.starts[0]
