"""The law a second time, from LANGUAGE.md: deliberately naive, slow, and without a line shared with `governance`.

Only data classes are imported. Everything is worked out anew from lists of what was ever said; a share of the votes is
judged by trying every way in which the missing seats could still vote; clocks are walked hour by hour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance import commands as c
from governance.definition import Gate
from governance.pools import Facts, Holding, Pool
from tests.governance.naive_rules import NaiveClock, concluded, true
from tests.governance.naive_shape import NaiveRecord, No, Page, Promise, Said, Wish, noted

APPROVALS = ("approve", "approve with conditions")
MEANINGS = {"request changes": "review", "reject": "rejection", "abstain": "abstention", "recuse": "recusal"}


@dataclass
class Panel:
    """Who may decide, read off the grants at one moment, for one set of answers."""

    pool: Pool
    at: int
    answers: Mapping[str, Any]

    def in_force(self, grant: Holding) -> bool:
        if self.at < grant.since or self.at >= grant.until:
            return False
        for name, allowed in grant.scope.items():
            answer = self.answers.get(name)
            for option in answer if isinstance(answer, list) else [answer]:
                if option not in allowed:
                    return False
        return True

    def grants_of(self, person: str) -> list[Holding]:
        return [grant for grant in self.pool.holdings if grant.person == person and self.in_force(grant)]

    def lenders_to(self, person: str) -> list[str]:
        return [lent.person for lent in self.pool.lent if lent.to == person and lent.since <= self.at < lent.until]

    def admits(self, person: str) -> bool:
        if self.grants_of(person):
            return True
        return any(self.grants_of(lender) for lender in self.lenders_to(person))

    def is_away(self, person: str) -> bool:
        return any(since <= self.at < until for since, until in (self.pool.absences or {}).get(person, ()))

    def every_seat(self) -> list[str]:
        return sorted({grant.seat for grant in self.pool.holdings if grant.seat})

    def alternate_called(self, seat: str, recused: set[str]) -> bool:
        holders = [g for g in self.pool.holdings if g.seat == seat and not g.alternate and self.in_force(g)]
        return seat in recused or all(self.is_away(holder.person) for holder in holders)

    def seats_offered(self, person: str, recused: set[str]) -> list[str]:
        mine = self.grants_of(person)
        seats = [grant.seat for grant in mine if not grant.alternate and grant.seat not in recused]
        seats += [grant.seat for grant in mine if grant.alternate and self.alternate_called(grant.seat, recused)]
        for lender in self.lenders_to(person):
            seats += [g.seat for g in self.grants_of(lender) if not g.alternate and g.seat not in recused]
        return seats


@dataclass
class NaiveLaw(NaiveRecord):
    """One initiative under one definition. `everybody` are all people there are."""

    everybody: Sequence[str] = ()
    facts: Facts = field(default_factory=lambda: Facts({}))
    at: int = 0

    def see(self, facts: Facts, at: int) -> None:
        """Look at everything as it is now."""
        if facts is not self.facts or at != self.at:
            self.notes = {}
        self.facts, self.at = facts, at

    # What holds now.

    def answers(self) -> dict[str, Any]:
        return dict(self.submissions[-1].answers) if self.submissions else {}

    @noted
    def tier(self) -> str:
        names = [tier.name for tier in self.law.tiers]
        computed = [tier.name for tier in self.law.tiers if true(tier.when, self.answers())][0]
        return min([computed, *self.raised], key=names.index)

    def needed(self, gate: Gate, tier: str = "") -> bool:
        return true(gate.when, {**self.answers(), "tier": tier or self.tier()})

    @noted
    def reviewed(self, gate: Gate) -> list[Any]:
        answers = self.answers()
        sections = [section for section in self.law.sections if section.name in gate.reviews]
        return [[answers.get(asked.name) for asked in section.fields] for section in sections]

    @noted
    def counted(self, gate: Gate) -> list[Said]:
        found = []
        for said in self.said:
            if said.gate != gate.name:
                continue
            this_round = said.round == self.round
            if said.outcome == "recuse" or (said.outcome in ("request changes", "reject") and this_round):
                found.append(said)
            if said.outcome in (*APPROVALS, "abstain") and said.values == self.reviewed(gate):
                if this_round or not gate.always_again:
                    found.append(said)
        return found

    # Who may decide.

    def panel(self, stream: str) -> Panel:
        return Panel(self.facts.pools.get(stream) or Pool(), self.at, self.answers())

    def streams(self, gate: Gate) -> list[str]:
        return [gate.panel, *(self.openings[gate.name][-1].joined if gate.name in self.openings else [])]

    def barred(self, gate: Gate, person: str) -> bool:
        if person == self.owner:
            return True
        for sent in self.submissions:
            if any(person in sent.edits.get(name, ()) for name in gate.reviews):
                return True
        bosses: list[Any] = []
        for relation in gate.never:
            if relation == "line_manager_of_owner":
                known = (self.facts.people or {}).get(self.owner)
                bosses += [known.manager] if known else []
            else:
                named = self.answers().get(relation)
                bosses += named if isinstance(named, list) else [named]
        return person in bosses

    @noted
    def admitted(self, stream: str) -> list[str]:
        panel = self.panel(stream)
        return [person for person in self.everybody if panel.admits(person)]

    @noted
    def judges(self, gate: Gate) -> list[str]:
        members = [person for stream in self.streams(gate) for person in self.admitted(stream)]
        return [person for person in self.everybody if person in members and not self.barred(gate, person)]

    def may_judge(self, gate: Gate, person: str) -> bool:
        return person in self.judges(gate)

    @noted
    def seat_of(self, gate: Gate, person: str) -> str | None:
        """The seat the person would take now ("" in a role), or None."""
        counted = self.counted(gate)
        if not self.may_judge(gate, person) or any(said.person == person for said in counted):
            return None
        if gate.panel.startswith("role/"):
            return ""
        taken = {said.seat for said in counted if said.outcome != "recuse"}
        recused = {said.seat for said in counted if said.outcome == "recuse"}
        seats = self.panel(gate.panel).seats_offered(person, recused)
        seats += [stream for stream in self.streams(gate)[1:] if person in self.admitted(stream)]
        free = [seat for seat in seats if seat not in taken]
        return free[0] if free else None

    def joined_seats(self, gate: Gate) -> list[str]:
        """What escalation added, where somebody is left who could sit there."""
        voted = [said.person for said in self.counted(gate)]
        left = [person for person in self.judges(gate) if person not in voted]
        return [stream for stream in self.streams(gate)[1:] if any(one in self.admitted(stream) for one in left)]

    @noted
    def could_decide(self, gate: Gate) -> list[str]:
        return [person for person in self.judges(gate) if self.seat_of(gate, person) is not None]

    @noted
    def here(self, gate: Gate) -> set[str]:
        away = {p for p in self.everybody for stream in self.streams(gate) if self.panel(stream).is_away(p)}
        return set(self.could_decide(gate)) - away

    # What follows from what was said.

    def verdict(self, gate: Gate) -> str:
        rule = gate.rule
        present = [said for said in self.counted(gate) if said.outcome != "recuse"]
        filled = {said.seat for said in present}
        if gate.panel.startswith("committee/"):
            seats = self.panel(gate.panel).every_seat()
            missing = [seat for seat in {*seats, *self.joined_seats(gate)} if seat not in filled]
            electorate = len(seats)
        else:
            missing = [""] * len(self.could_decide(gate))
            electorate = len(present) + len(missing)
        enough = (
            len(present) >= rule.present.number
            and len(present) >= math.ceil(rule.present.share * electorate / 100)
            and set(rule.present.seats) <= filled
        )
        cast = tuple(sorted((said.outcome.split()[0], said.seat in rule.veto) for said in present))
        unheard = [seat for seat in rule.veto if seat not in filled]
        if isinstance(rule.approve, int):
            words = [word for word, _ in cast]
            if "reject" in words or "request" in words:
                return "rejected" if "reject" in words else "changes"
            return "passed" if words.count("approve") >= rule.approve > 0 and enough and not unheard else "pending"
        return concluded(rule.approve, cast, tuple(sorted(seat in rule.veto for seat in missing)), enough)

    @noted
    def states(self) -> dict[str, str]:
        verdicts = {gate.name: self.verdict(gate) for gate in self.law.gates}
        needed = {gate.name: self.needed(gate) for gate in self.law.gates}
        before = {gate.name: gate.after for gate in self.law.gates}

        def clear(name: str) -> bool:
            return (verdicts[name] == "passed" or not needed[name]) and all(clear(earlier) for earlier in before[name])

        def state(name: str) -> str:
            if not needed[name]:
                return "not needed"
            if verdicts[name] == "passed":
                return "passed"
            if not all(clear(earlier) for earlier in before[name]):
                return "waiting"
            return {"pending": "open", "changes": "settled", "rejected": "rejected"}[verdicts[name]]

        return {gate.name: state(gate.name) for gate in self.law.gates}

    def in_force(self) -> list[Promise]:
        gates = {gate.name: gate for gate in self.law.gates}
        return [p for p in self.promises if any(p.by is said for said in self.counted(gates[p.gate]))]

    def page(self, gate: str) -> Page:
        """Everything a decider is shown."""
        earlier = [(w.id, w.text, w.reply) for w in self.wishes if w.round < self.round]
        return (gate, self.round, self.tier(), self.answers(), earlier)

    def condition_page(self, condition: str) -> Page:
        return next(((p.id, p.gate, p.text, p.due, p.note) for p in self.promises if p.id == condition), (condition,))

    # What a command does.

    def judge(self, command: c.Command, actor: str, at: int, facts: Facts, page: Page) -> None:
        """Take a lawful command in; raise `No` for an unlawful one, and then nothing has changed."""
        self.see(facts, at)
        if self.status == "draft" and not isinstance(command, c.Submit):
            raise No("nothing there")
        {
            c.Submit: self.submit,
            c.SignDecision: self.decide,
            c.RaiseTier: self.raise_tier,
            c.Hold: self.hold,
            c.Resume: self.resume,
            c.Withdraw: self.withdraw,
            c.Revoke: self.revoke,
            c.MeetCondition: self.meet,
            c.VerifyCondition: self.verify,
            c.Release: self.release,
            c.Remind: self.clock_step,
            c.Escalate: self.clock_step,
        }[type(command)](command, actor, page)
        self.notes = {}
        self.follow(new_round=isinstance(command, c.Submit))

    def submit(self, command: c.Submit, actor: str, page: Page) -> None:
        known = (self.facts.people or {}).get(actor)
        if self.status == "draft":
            self.require(known is not None and known.registered)
        else:
            self.require(actor == self.owner and self.status == "in rework")
        self.require(command.workflow == self.law.workflow)
        asked = [f for section in self.law.sections for f in section.fields]
        self.require(all(command.answers.get(f.name) for f in asked if f.required))
        self.require(all(name in [s.name for s in self.law.sections] for name in command.edits))
        wishes = [wish for wish in self.wishes if wish.round == self.round]
        self.require(all(command.replies.get(wish.id) for wish in wishes))
        self.require(all(reply in [wish.id for wish in wishes] for reply in command.replies))
        self.submissions.append(command)
        self.notes = {}
        if not any(self.needed(gate) for gate in self.law.gates):
            self.submissions.pop()
            self.notes = {}
            raise No("no gate")
        for wish in wishes:
            wish.reply = command.replies[wish.id]
        self.owner, self.status, self.round = actor, "in review", self.round + 1

    def decide(self, command: c.SignDecision, actor: str, page: Page) -> None:
        self.require(self.status == "in review" and command.gate in [gate.name for gate in self.law.gates])
        gate = next(gate for gate in self.law.gates if gate.name == command.gate)
        seat, outcome = self.seat_of(gate, actor), command.outcome
        if seat is None or self.states()[gate.name] != "open":
            raise No("not now, or not you")
        self.require(page == self.page(gate.name))
        self.require(command.signature.meaning == (MEANINGS.get(outcome) or gate.meaning or "approval"))
        self.require((outcome == "request changes") == (len(command.requests) > 0))
        self.require((outcome == "approve with conditions") == (len(command.conditions) > 0))
        self.require(outcome not in ("reject", "recuse") or command.note != "")
        self.require(outcome != "abstain" or gate.panel.startswith("committee/"))
        fields = ["", *(f.name for section in self.law.sections for f in section.fields)]
        self.require(all(ask.concerns in fields for ask in command.requests))
        listed = [name for name, _ in gate.checklist]
        self.require(all(name in listed for name in command.checklist))
        self.require(outcome not in APPROVALS or all(name in command.checklist for name in listed))
        said = Said(gate.name, actor, seat, outcome, self.reviewed(gate), self.round)
        self.said.append(said)
        for ask in command.requests:
            self.wishes.append(Wish(f"r{len(self.wishes) + 1}", gate.name, self.round, ask.text))
        for duty in command.conditions:
            self.promises.append(Promise(f"c{len(self.promises) + 1}", gate.name, duty.text, duty.due, said))

    def raise_tier(self, command: c.RaiseTier, actor: str, page: Page) -> None:
        self.coordinating(actor, ("in review", "in rework"), command.reason)
        names = [tier.name for tier in self.law.tiers]
        self.require(command.tier in names and names.index(command.tier) < names.index(self.tier()))
        self.require(any(self.needed(gate, command.tier) for gate in self.law.gates))
        self.raised.append(command.tier)

    def hold(self, command: c.Hold, actor: str, page: Page) -> None:
        self.coordinating(actor, ("in review", "in rework"), command.reason)
        self.before_hold, self.status = self.status, "on hold"
        for clock in self.running():
            clock.stop(self.at)

    def resume(self, command: c.Resume, actor: str, page: Page) -> None:
        self.coordinating(actor, ("on hold",), "a resumption needs no reason")
        self.status = self.before_hold
        for clock in self.running():
            clock.go_on(self.at)

    def withdraw(self, command: c.Withdraw, actor: str, page: Page) -> None:
        self.require(actor == self.owner and self.status in ("in review", "in rework", "on hold"))
        self.require(command.reason != "")
        self.status = "withdrawn"

    def revoke(self, command: c.Revoke, actor: str, page: Page) -> None:
        self.coordinating(actor, ("approved", "released"), command.reason)
        self.status = "revoked"

    def binding(self, condition: str) -> Promise:
        self.require(self.status in ("in review", "in rework", "approved"))
        found = [promise for promise in self.in_force() if promise.id == condition]
        self.require(len(found) == 1)
        return found[0]

    def meet(self, command: c.MeetCondition, actor: str, page: Page) -> None:
        promise = self.binding(command.condition)
        self.require(actor == self.owner and promise.status != "verified" and command.note != "")
        promise.status, promise.note = "met", command.note

    def verify(self, command: c.VerifyCondition, actor: str, page: Page) -> None:
        promise = self.binding(command.condition)
        gate = next(gate for gate in self.law.gates if gate.name == promise.gate)
        self.require(self.may_judge(gate, actor) and promise.status == "met")
        self.require(page == self.condition_page(promise.id) and command.signature.meaning == "verification")
        promise.status = "verified"

    def release(self, command: c.Release, actor: str, page: Page) -> None:
        self.require(actor == self.owner and self.status == "approved")
        self.require(all(promise.status == "verified" for promise in self.in_force()))
        self.status = "released"

    def clock_step(self, command: c.Remind | c.Escalate, actor: str, page: Page) -> None:
        self.require(actor == "system" and self.status == "in review" and self.recorded.get(command.gate) == "open")
        gate = next(gate for gate in self.law.gates if gate.name == command.gate)
        opening = self.openings[gate.name][-1]
        self.require(len(self.openings[gate.name]) == command.opening and command.step not in opening.steps)
        self.require(gate.within is not None)
        if isinstance(command, c.Remind):
            moments = {f"{percent}%": opening.clock.reached(percent) for percent in gate.remind}
            moments["overdue"] = opening.clock.due()
        else:
            moments = {step.step: opening.clock.step(step) for step in gate.escalate}
        self.require(command.step in moments and self.at >= moments[command.step])
        opening.steps.append(command.step)
        target = next((e.to for e in gate.escalate if e.step == command.step), "delegate")
        if isinstance(command, c.Escalate) and target != "delegate" and target not in opening.joined:
            opening.joined.append(target)

    def coordinating(self, actor: str, statuses: tuple[str, ...], reason: str) -> None:
        self.require(self.status in statuses and reason != "" and actor != self.owner)
        self.require(self.panel(self.law.coordinators).admits(actor))

    def running(self) -> list[NaiveClock]:
        if self.status == "in rework" or (self.status == "on hold" and self.before_hold == "in rework"):
            return [self.owners_clock] if self.owners_clock else []
        return [self.openings[name][-1].clock for name, state in self.recorded.items() if state == "open"]

    def follow(self, *, new_round: bool) -> None:
        """Draw every consequence, until nothing changes any more."""
        if self.status != "in review":
            return
        while True:
            states, before = self.states(), dict(self.recorded)
            for gate in self.law.gates:
                clock = NaiveClock(self.facts.calendar, gate.within, self.at)
                self.record(gate, states[gate.name], clock, new_round=new_round)
            if self.recorded == before and not new_round:
                break
            new_round, self.notes = False, {}
        found = set(states.values())
        if "rejected" in found:
            self.status = "rejected"
        elif "open" not in found and "settled" in found:
            self.status = "in rework"
            self.owners_clock = NaiveClock(self.facts.calendar, self.law.rework, self.at)
        elif "open" not in found and "passed" in found:
            self.status = "approved"
