"""What could be asked next of an initiative: mostly sensible, often enough unlawful."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from random import Random
from typing import get_args

from governance.formats.jcs import Json
from governance.language.definition import Gate
from governance.law.pools import FOREVER, Facts, Holding, Lent, Pool
from governance.record import commands as c
from governance.record.commands import Outcome
from tests.governance.naive_law import MEANINGS, NaiveLaw, approving
from tests.governance.worlds import (
    CHIEFS,
    COMMITTEES,
    HOUR,
    PEOPLE,
    ROLES,
    START,
    STRANGER,
    World,
    an_answer,
    with_absences,
)

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ALONE = (62, 14, 16, 5)
TOGETHER = (40, 8, 20, 9, 15, 8)


@dataclass(frozen=True)
class Step:
    """A command by somebody at some time, under facts. `shown` is the place in history of the page a signer saw."""

    command: c.Command
    actor: str
    at: int
    facts: Facts
    shown: int = -1


def first_step(chance: Random, world: World) -> Step:
    return Step(a_submission(chance, world, None), world.owner, START + 9 * HOUR, world.facts)


def a_step(chance: Random, world: World, naive: NaiveLaw, last: Step) -> Step:
    """The next step after `last`, knowing where the naive law stands."""
    facts = other_facts(chance, last.facts) if chance.random() < 0.12 else last.facts
    at = last.at + chance.choice((0, 0, 0, 1, 1, 3, 9)) * HOUR
    naive.see(facts, at)
    command, actor = a_command(chance, world, naive)
    if isinstance(command, c.Remind | c.Escalate | c.GiveNotice | c.Expire | c.AskCheckIn):
        at += chance.choice((0, 5, 20, 40)) * HOUR
    elif chance.random() < 0.06:
        actor = chance.choice((*PEOPLE, STRANGER, "system"))
    shown = -1 if chance.random() < 0.93 else chance.randrange(-4, 0)
    return Step(command, actor, at, facts, shown)


def a_command(chance: Random, world: World, naive: NaiveLaw) -> tuple[c.Command, str]:
    owner = naive.owner or world.owner
    if naive.status in ("draft", "in rework") and chance.random() < 0.6:
        return a_submission(chance, world, naive), owner
    if naive.status == "on hold" and chance.random() < 0.7:
        return c.Resume(), "p8"
    if naive.status in ("approved", "released", "expired", "retired") and chance.random() < 0.75:
        return a_later_step(chance, naive)
    dice = chance.random()
    if dice < (0.76 if naive.status == "in review" else 0.15):
        return a_decision(chance, naive)
    if dice < 0.86:
        states = naive.states()
        gate = chance.choice([g for g in naive.law.gates if states[g.name] == "open" and g.within] or naive.law.gates)
        opening = len(naive.openings.get(gate.name, ())) - (chance.random() < 0.1)
        late = [escalation.step for escalation in gate.escalate]
        if late and chance.random() < 0.7:
            return c.Escalate(gate.name, opening, chance.choice(late)), "system"
        return c.Remind(gate.name, opening, chance.choice(("20%", "60%", "overdue"))), "system"
    if world.later and chance.random() < 0.6:
        return c.MoveTo(chance.choice((world.law, *world.later)).digest, "because"), "p8"
    if naive.promises and chance.random() < 0.5:
        return a_condition_step(chance, naive)
    reason = "" if chance.random() < 0.05 else "because"
    tier = chance.choice(naive.law.tiers).name
    boss = owner if chance.random() < 0.15 else "p8"
    return chance.choice(
        (
            (c.RaiseTier(tier, reason), boss),
            (c.RaiseTier(tier, reason), boss),
            (c.Hold(reason), boss),
            (c.Hold(reason), boss),
            (c.Resume(), boss),
            (c.Withdraw(reason), owner if chance.random() < 0.3 else "p7"),
            (c.Revoke(reason), boss),
            (c.Release(), owner),
            (a_submission(chance, world, naive), owner),
        )
    )


def a_submission(chance: Random, world: World, naive: NaiveLaw | None) -> c.Submit:
    """Answers of before with little changed, often back to what they once were; now and then incomplete."""
    law = naive.law if naive else world.law
    fields = [f for section in law.sections for f in section.fields]
    answers: dict[str, Json] = {}
    replies: dict[str, str] = {}
    if naive is None or not naive.submissions:
        answers = {f.name: an_answer(chance, f) for f in fields if f.required or chance.random() < 0.8}
    else:
        known = {f.name for f in fields}
        answers = {name: told for name, told in chance.choice(naive.submissions[-2:]).answers.items() if name in known}
        answers |= {f.name: an_answer(chance, f) for f in fields if f.required and f.name not in answers}
        for asked in chance.sample(fields, chance.choice((0, 0, 1, 1, 2)) % (len(fields) + 1)):
            answers[asked.name] = an_answer(chance, asked)
        replies = {wish.id: "done" for wish in naive.wishes if wish.round == naive.round}
    if chance.random() < 0.03:
        answers.pop(fields[0].name, None)
    if replies and chance.random() < 0.08:
        replies.popitem()
    if chance.random() < 0.02:
        replies["r9"] = "done"
    edits = {s.name: (chance.choice(PEOPLE),) for s in law.sections if chance.random() < 0.15}
    return c.Submit("piece" if chance.random() < 0.99 else "other", answers, edits, replies)


def a_decision(chance: Random, naive: NaiveLaw) -> tuple[c.SignDecision, str]:
    """By somebody who can act, nearly always; complete, nearly always."""
    gate, person = chance.choice(naive.law.gates), chance.choice(PEOPLE)
    if naive.submissions and chance.random() < 0.9:
        states = naive.states()
        gates = [gate for gate in naive.law.gates if states[gate.name] == "open"]
        gate = chance.choice(gates or [gate])
        person = chance.choice(naive.could_decide(gate) or [person])
    together = gate.panel.startswith("committee/") or chance.random() < 0.02
    outcome = chance.choices(OUTCOMES, TOGETHER)[0] if together else chance.choices(OUTCOMES[:4], ALONE)[0]
    if outcome == "approve" and chance.random() < 0.04:
        outcome = "recuse"
    decision = complete(gate, outcome, naive.ticks(gate))
    return (spoiled(chance, decision) if chance.random() < 0.04 else decision), person


def complete(gate: Gate, outcome: Outcome, asks: Collection[str] | None = None) -> c.SignDecision:
    """A decision with everything its outcome needs and the gate `asks`, by default its whole checklist; the page
    seen is filled in later.
    """
    asks = [name for name, _ in gate.checklist] if asks is None else asks
    said = [name for name in gate.commented if name in asks] if outcome.startswith("approve") else []
    return c.SignDecision(
        gate.name,
        outcome,
        c.Signature("name", MEANINGS.get(outcome) or gate.meaning or approving(gate), "", "password+totp"),
        note="why" if outcome in ("reject", "recuse") else "",
        requests=(c.Ask("", "change"),) if outcome == "request changes" else (),
        conditions=(c.Obligation("duty"),) if outcome == "approve with conditions" else (),
        checklist=tuple(asks),
        comments=dict.fromkeys(said, "as it should be"),
    )


def spoiled(chance: Random, decision: c.SignDecision) -> c.SignDecision:
    """The same with one thing missing, wrong or too much."""
    return chance.choice(
        (
            replace(decision, gate="g9"),
            replace(decision, note=""),
            replace(decision, requests=() if decision.requests else (c.Ask("choice0", "change"),)),
            replace(decision, requests=(c.Ask("nothing", "change"),)),
            replace(decision, conditions=() if decision.conditions else (c.Obligation("duty"),)),
            replace(decision, checklist=() if decision.checklist else ("unread",)),
            replace(decision, comments={} if decision.comments else {"unread": "nothing"}),
            replace(decision, comments={"read": ""}),
            replace(decision, signature=replace(decision.signature, meaning="agreement")),
        )
    )


def a_later_step(chance: Random, naive: NaiveLaw) -> tuple[c.Command, str]:
    """What may befall an approved record, most of it when its time has come."""
    if naive.status == "approved" and naive.in_force() and chance.random() < 0.4:
        return a_condition_step(chance, naive)
    open_ = [gate for gate in naive.ratifying() if naive.states()[gate.name] == "open"]
    if open_ and chance.random() < 0.4:
        gate = chance.choice(open_)
        person = chance.choice(naive.could_decide(gate) or PEOPLE)
        return complete(gate, chance.choices(OUTCOMES, (60, 10, 4, 16, 10, 4))[0], naive.ticks(gate)), person
    term = naive.terms + (chance.random() < 0.1)
    asked = chance.choice(("6 hours after", "1 days after", "9 days after"))
    waiting = [step for step, note in naive.asked.items() if not note] or [asked]
    boss = naive.owner if chance.random() < 0.5 else "p8"
    by = chance.choice(("good", "good", "open", "other", "mute", "none"))
    return chance.choice(
        (
            (c.GiveNotice(term, chance.choice(("30 hours before", "5 hours before"))), "system"),
            (c.Expire(term), "system"),
            (c.Expire(term), "system"),
            (c.AskCheckIn(asked), "system"),
            (c.CheckIn(chance.choice(waiting), "done" if chance.random() < 0.9 else ""), naive.owner),
            (c.Renew(f"initiative/{by}"), "system"),
            (c.Release(), naive.owner),
            (c.Retire(chance.choice(("worn out", ""))), boss)
            if chance.random() < 0.5
            else (c.Retire(by=f"initiative/{by}"), "system"),
        )
    )


def a_condition_step(chance: Random, naive: NaiveLaw) -> tuple[c.Command, str]:
    promise = chance.choice(naive.promises)
    if promise.status == "open" or chance.random() < 0.2:
        return c.MeetCondition(promise.id, "done" if chance.random() < 0.95 else ""), naive.owner
    gate = next(gate for gate in naive.law.gates if gate.name == promise.gate)
    meaning = "verification" if chance.random() < 0.95 else "approval"
    judges = [person for person in PEOPLE if naive.may_judge(gate, person)] or list(PEOPLE)
    signature = c.Signature("name", meaning, "", "password+totp")
    return c.VerifyCondition(promise.id, signature), chance.choice(judges)


def other_facts(chance: Random, facts: Facts) -> Facts:
    """Somebody is granted or loses a place, lends it, or is away."""
    name = chance.choice((*ROLES, *COMMITTEES, CHIEFS))
    pool = facts.pools[name]
    person = chance.choice(PEOPLE)
    if chance.random() < 0.4:
        away = {**(pool.absences or {}), person: ((0, FOREVER),)} if chance.random() < 0.7 else {}
        return replace(facts, pools=with_absences(facts.pools, away))
    return replace(facts, pools={**facts.pools, name: another(chance, pool, person)})


def another(chance: Random, pool: Pool, person: str) -> Pool:
    dice = chance.random()
    if dice < 0.4:
        holding = Holding(person, chance.choice((*pool.seats(), "")), chance.random() < 0.3, 0, FOREVER, {})
        if bool(pool.seats()) == bool(holding.seat):
            return replace(pool, holdings=(*pool.holdings, holding))
    if dice < 0.7:
        gone = chance.choice(pool.holdings).person
        return replace(pool, holdings=tuple(replace(h, until=0) if h.person == gone else h for h in pool.holdings))
    lent = Lent(chance.choice(pool.holdings).person, person, 0, FOREVER)
    return replace(pool, lent=(*pool.lent, lent))
