"""The law a second time, from LANGUAGE.md: deliberately naive, slow, and without a line shared with `governance`.

Only data classes are imported. Everything is worked out anew from lists of what was ever said; a share of the votes is
judged by trying every way in which the missing seats could still vote; clocks are walked hour by hour.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from governance.language.business_time import Duration
from governance.language.definition import Definition, Gate, Section
from governance.law.pools import Facts
from governance.record import commands as c
from tests.governance.naive_later import NaiveLater
from tests.governance.naive_rules import NaiveClock, true
from tests.governance.naive_shape import No, Opening, Page, Promise, Said, Wish
from tests.governance.naive_standing import APPROVALS

MEANINGS = {"request changes": "review", "reject": "rejection", "abstain": "abstention", "recuse": "recusal"}


def approving(gate: Gate) -> str:
    return "ratification" if gate.ratifies else "approval"


@dataclass
class NaiveLaw(NaiveLater):
    """What each command does to one initiative under one definition."""

    def judge(self, command: c.Command, actor: str, at: int, facts: Facts, page: Page) -> None:
        """Take a lawful command in; raise `No` for an unlawful one, and then nothing has changed. `page` was shown."""
        self.see(facts, at)
        self.require(self.status != "draft" or isinstance(command, c.Submit))
        match command:
            case c.Submit():
                self.submit(command, actor)
            case c.SignDecision():
                self.decide(command, actor, page)
            case c.RaiseTier():
                self.raise_tier(command, actor)
            case c.Hold(reason=reason):
                self.hold(actor, reason)
            case c.Resume():
                self.resume(actor)
            case c.Withdraw(reason=reason):
                self.withdraw(actor, reason)
            case c.Revoke(reason=reason):
                self.coordinating(actor, ("approved", "released", "expired"), reason)
                self.status = "revoked"
            case c.MeetCondition():
                self.meet(command, actor)
            case c.VerifyCondition():
                self.verify(command, actor, page)
            case c.Release():
                self.release(actor)
            case c.MoveTo():
                self.move(command, actor)
            case c.Remind() | c.Escalate():
                self.clock_step(command, actor)
            case c.GiveNotice() | c.Expire() | c.AskCheckIn() | c.CheckIn() | c.Renew() | c.Retire():
                self.later(command, actor)
            case _:
                raise No
        self.notes = {}
        self.follow(new_round=isinstance(command, c.Submit))

    def submit(self, command: c.Submit, actor: str) -> None:
        known = (self.facts.people or {}).get(actor)
        if self.status == "draft":
            self.require(known is not None and known.registered)
        else:
            self.require(actor == self.owner and self.status == "in rework")
        self.require(command.workflow == self.law.workflow)
        asked = [f for section in self.law.sections for f in section.fields]
        self.require(all(command.answers.get(f.name) for f in asked if f.required))
        self.require(all(name in [f.name for f in asked] for name in command.answers))
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
        self.require(command.gate in [gate.name for gate in self.law.gates])
        gate = next(gate for gate in self.law.gates if gate.name == command.gate)
        self.require(self.status in (("approved", "released") if gate.ratifies else ("in review",)))
        self.require(not gate.ratifies or command.outcome != "request changes")
        seat, outcome = self.seat_of(gate, actor), command.outcome
        if seat is None or self.states()[gate.name] != "open":
            raise No("not now, or not you")
        self.require(page == self.page(gate.name))
        self.require(command.signature.meaning == (MEANINGS.get(outcome) or gate.meaning or approving(gate)))
        self.require((outcome == "request changes") == (len(command.requests) > 0))
        self.require((outcome == "approve with conditions") == (len(command.conditions) > 0))
        self.require(outcome not in ("reject", "recuse") or command.note != "")
        self.require(outcome != "abstain" or gate.panel.startswith("committee/"))
        fields = ["", *(f.name for section in self.law.sections for f in section.fields)]
        self.require(all(ask.concerns in fields for ask in command.requests))
        listed = self.ticks(gate)
        said_of = [name for name in gate.commented if name in listed]
        self.require(all(name in listed for name in [*command.checklist, *command.comments]))
        self.require(outcome not in APPROVALS or all(command.comments.get(name) for name in said_of))
        self.require(outcome not in APPROVALS or all(name in command.checklist for name in listed))
        said = Said(gate.name, actor, seat, outcome, self.reviewed(gate), self.round)
        self.said.append(said)
        for ask in command.requests:
            self.wishes.append(Wish(f"r{len(self.wishes) + 1}", gate.name, self.round, ask.text))
        for duty in command.conditions:
            self.promises.append(Promise(f"c{len(self.promises) + 1}", gate.name, duty.text, duty.due, said))

    def ticks(self, gate: Gate) -> list[str]:
        """The entries of its checklist that these answers call for."""
        whens = dict(gate.ticked_when)
        return [name for name, _ in gate.checklist if name not in whens or true(whens[name], self.answers())]

    def raise_tier(self, command: c.RaiseTier, actor: str) -> None:
        self.coordinating(actor, ("in review", "in rework"), command.reason)
        names = [tier.name for tier in self.law.tiers]
        self.require(command.tier in names and names.index(command.tier) < names.index(self.tier()))
        self.require(any(self.needed(gate, command.tier) for gate in self.law.gates))
        for name, state in self.recorded.items():
            if state == "open":
                gate = next(gate for gate in self.law.gates if gate.name == name)
                self.lengthen(self.openings[name][-1], gate.within_by_tier, gate.within, command.tier)
        self.raised.append(command.tier)

    def lengthen(
        self,
        opening: Opening,
        by_tier: tuple[tuple[str, Duration], ...],
        otherwise: Duration | None,
        tier: str,
    ) -> None:
        """The clock of the higher tier, as if it had always been that one, where it gives more time."""
        wanted = dict(by_tier).get(tier, otherwise)
        old = opening.clock
        new = NaiveClock(old.calendar, wanted, old.since if old.within else self.at)
        new.used = old.used
        if wanted is not None and wanted != old.within and (old.within is None or new.due() > old.due()):
            opening.clock = new

    def move(self, command: c.MoveTo, actor: str) -> None:
        """Tried on a copy first, as a move that decides something is refused."""
        self.coordinating(actor, ("in review", "in rework", "on hold"), command.reason)
        digests = [law.digest for law in self.shelf]
        self.require(command.definition in digests[digests.index(self.law.digest) + 1 :])
        same = {id(one): one for one in (self.facts, *self.shelf)}
        trial = deepcopy(self, {**same})
        trial.moved(next(law for law in self.shelf if law.digest == command.definition))
        status = self.before_hold if self.status == "on hold" else self.status
        asked = [f for section in trial.law.sections for f in section.fields]
        self.require(status == "in rework" or all(trial.answers().get(f.name) for f in asked if f.required))
        self.require(any(trial.needed(gate) for gate in trial.law.gates))
        states = trial.states()
        found = {states[gate.name] for gate in trial.law.gates if not gate.ratifies}
        self.require("rejected" not in found and found & {"open", "settled"})
        self.__dict__.update(trial.__dict__)

    def moved(self, law: Definition) -> None:
        """Another definition: what was said at a gate that differs in anything was never said; recusals stay."""
        kept, timed = [], []
        for old in self.law.gates:
            new = next((gate for gate in law.gates if gate.name == old.name), None)
            if new is not None and self.alike(old, new, law):
                kept.append(old)
                times = ("within_by_tier", "within", "remind", "escalate")
                timed += [old] if all(getattr(old, word) == getattr(new, word) for word in times) else []
        tier = self.tier()
        names = [gate.name for gate in kept]
        texts = {gate.name: self.reviewed(gate) for gate in kept}
        self.said = [
            said for said in self.said if said.outcome == "recuse" or texts.get(said.gate, [None]) == said.values
        ]
        edits: dict[str, Any] = {**self.submissions[-1].edits}
        for section in law.sections:
            edits[section.name] = (*edits.get(section.name, ()), *self.hands_on(section))
        fields = [f.name for section in law.sections for f in section.fields]
        answers = {name: answer for name, answer in self.answers().items() if name in fields}
        self.submissions[-1] = replace(self.submissions[-1], answers=answers, edits=edits)
        self.law, self.notes = law, {}
        slow = [gate.name for gate in timed if dict(gate.within_by_tier).get(tier, gate.within)
                == dict(gate.within_by_tier).get(self.tier(), gate.within)]  # fmt: skip
        for name, openings in self.openings.items():
            if name not in slow:
                openings[-1].joined = []
                if name not in names or self.recorded.get(name) == "open":
                    self.recorded[name] = "suspended"
        for name in self.recorded:
            if name not in names:
                self.recorded[name] = "suspended"

    def alike(self, old: Gate, new: Gate, law: Definition) -> bool:
        """Whether the gate asks the same people in the same way about the same questions."""
        words = ["panel", "rule", "reviews", "checklist", "commented", "ticked_when", "never", "meaning"]
        words += ["always_again", "ratifies"]
        read = [section.fields for section in self.law.sections if section.name in old.reviews]
        reads = [section.fields for section in law.sections if section.name in new.reviews]
        name = old.panel.split("/")[1]
        same = self.law.charters.get(name) == law.charters.get(name)
        return same and all(getattr(old, word) == getattr(new, word) for word in words) and read == reads

    def hands_on(self, section: Section) -> list[str]:
        """Everybody who edited another section that asked one of these questions."""
        asks = [f.name for f in section.fields]
        found = []
        for old in self.law.sections:
            if old.name != section.name and any(f.name in asks for f in old.fields):
                found += [person for sent in self.submissions for person in sent.edits.get(old.name, ())]
        return found

    def hold(self, actor: str, reason: str) -> None:
        self.coordinating(actor, ("in review", "in rework"), reason)
        self.before_hold, self.status = self.status, "on hold"
        for clock in self.running():
            clock.stop(self.at)

    def resume(self, actor: str) -> None:
        self.coordinating(actor, ("on hold",), "a resumption needs no reason")
        self.status = self.before_hold
        for clock in self.running():
            clock.go_on(self.at)

    def withdraw(self, actor: str, reason: str) -> None:
        self.require(actor == self.owner and self.status in ("in review", "in rework", "on hold"))
        self.require(reason != "")
        self.status = "withdrawn"

    def binding(self, condition: str) -> Promise:
        self.require(self.status in ("in review", "in rework", "approved", "released"))
        found = [promise for promise in self.in_force() if promise.id == condition]
        self.require(len(found) == 1)
        return found[0]

    def meet(self, command: c.MeetCondition, actor: str) -> None:
        promise = self.binding(command.condition)
        self.require(actor == self.owner and promise.status != "verified" and command.note != "")
        promise.status, promise.note = "met", command.note

    def verify(self, command: c.VerifyCondition, actor: str, page: Page) -> None:
        promise = self.binding(command.condition)
        gate = next(gate for gate in self.law.gates if gate.name == promise.gate)
        self.require(self.may_judge(gate, actor) and promise.status == "met")
        self.require(page == self.condition_page(promise.id) and command.signature.meaning == "verification")
        promise.status = "verified"

    def release(self, actor: str) -> None:
        self.require(actor == self.owner and self.status == "approved")
        self.require(not self.ends or self.at < self.ends)
        self.require(all(promise.status == "verified" for promise in self.in_force()))
        self.status, self.came_into_use = "released", self.at

    def clock_step(self, command: c.Remind | c.Escalate, actor: str) -> None:
        self.require(actor == "system" and self.recorded.get(command.gate) == "open")
        gate = next(gate for gate in self.law.gates if gate.name == command.gate)
        self.require(self.status in (("approved", "released") if gate.ratifies else ("in review",)))
        opening = self.openings[gate.name][-1]
        self.require(len(self.openings[gate.name]) == command.opening and command.step not in opening.steps)
        late = [escalation.step for escalation in gate.escalate]
        self.require((command.step in late) == isinstance(command, c.Escalate))
        moments = opening.moments(gate)
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
        if self.status == "in review":
            self.conclude(new_round=new_round)
        self.notes = {}
        while self.status in ("approved", "released", "expired") and self.ratifying():
            states, before = self.states(), dict(self.recorded)
            for gate in self.ratifying():
                self.record(gate, states[gate.name], self.clock_of(gate), new_round=False)
                if states[gate.name] == "rejected":
                    self.status = "revoked"
            self.notes = {}
            if self.recorded == before:
                break

    def clock_of(self, gate: Gate) -> NaiveClock:
        within = dict(gate.within_by_tier).get(self.tier(), gate.within)
        return NaiveClock(self.facts.calendar, within, self.at)

    def conclude(self, *, new_round: bool) -> None:
        """What follows while it is in review."""
        deciding = [gate for gate in self.law.gates if not gate.ratifies]
        while True:
            states, before = self.states(), dict(self.recorded)
            for gate in deciding:
                self.record(gate, states[gate.name], self.clock_of(gate), new_round=new_round)
            if self.recorded == before and not new_round:
                break
            new_round, self.notes = False, {}
        found = {states[gate.name] for gate in deciding}
        if "rejected" in found:
            self.status = "rejected"
        elif "open" not in found and "settled" in found:
            self.status = "in rework"
            self.owners_clock = NaiveClock(self.facts.calendar, self.law.rework, self.at)
        elif "open" not in found and "passed" in found:
            self.approve()
