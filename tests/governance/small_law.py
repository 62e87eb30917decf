"""A small office to tell situations in: a few gates, a few people, and whole hours of one working calendar.

Roles and seats are named after what they judge. Monday starts at hour 0 of the calendar, work at 9 and ends at 17.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest

from governance.errors import Refused
from governance.language.business_time import Calendar, Duration
from governance.language.definition import Definition, Escalation, Field, Gate, Presence, Rule, Section, Tier
from governance.law.deciding import decide
from governance.law.gates import GateState, Standing, binding, condition_seen, meaning, seen, standings
from governance.law.pools import FOREVER, Facts, Holding, Lent, Person, Pool
from governance.law.why import Why, why
from governance.record import commands as c
from governance.record import events as e
from governance.record.commands import Outcome
from governance.record.state import Initiative, evolve

HOUR = 3_600_000
MONDAY = 20_000 * 24 * HOUR
CALENDAR = Calendar(
    tuple((MONDAY + (24 * day + 9) * HOUR, MONDAY + (24 * day + 17) * HOUR) for day in range(60)),
    MONDAY,
    MONDAY + 60 * 24 * HOUR,
)
OWNER, COORDINATOR = "olga", "cora"
SECTIONS = ("need", "claims", "artwork")
HIGH, LOW = Tier("T2", "High"), Tier("T1", "Low")

E = TypeVar("E")


def gate(name: str, panel: str = "", approve: Any = 1, **words: Any) -> Gate:
    """A gate decided by the role of its name; `present`, `veto` go into its rule, everything else into the gate."""
    rule = Rule(approve, words.pop("present", Presence()), words.pop("veto", ()))
    return Gate(name, name.title(), panel or f"role/{name}", rule, words.pop("reviews", SECTIONS), **words)


def clocked(name: str, *escalate: Escalation) -> Gate:
    """A gate due ten business hours after it opens, with a reminder at half of them."""
    return gate(name, within=Duration("business hours", 10), remind=(50,), escalate=escalate)


def role(*people: str) -> Pool:
    return Pool(tuple(Holding(person, "", alternate=False, since=0, until=FOREVER, scope={}) for person in people))


def committee(alternates: Mapping[str, str] | None = None, **holders: str) -> Pool:
    """Seats and who holds them; `alternates` says who stands in for which seat."""
    seated = [(seat, person, False) for seat, person in holders.items()]
    seated += [(seat, person, True) for seat, person in (alternates or {}).items()]
    return Pool(tuple(Holding(person, seat, alternate, 0, FOREVER, {}) for seat, person, alternate in seated))


@dataclass
class Desk:
    """One initiative of one definition, and everybody's next act on it."""

    law: Definition
    facts: Facts
    at: int = MONDAY + 9 * HOUR
    state: Initiative = field(default_factory=Initiative)
    happened: list[e.InitiativeEvent] = field(default_factory=list)

    def does(self, command: c.Command, actor: str) -> tuple[e.InitiativeEvent, ...]:
        """The events of the command; the state moves on."""
        events = decide(self.law, self.facts, self.state, c.Stamped(command, actor, self.at, "P-1"))
        for event in events:
            self.state = evolve(self.state, event, actor, self.at)
        self.happened += events
        return events

    def refused(self, command: c.Command, actor: str) -> str:
        """The code of the refusal; nothing changes."""
        with pytest.raises(Refused) as refusal:
            self.does(command, actor)
        assert refusal.value.why
        assert refusal.value.cure
        return refusal.value.code

    def submission(self, edits: Mapping[str, tuple[str, ...]] | None = None, **answers: str) -> c.Submit:
        """A submission with these answers; every request of the round is replied to."""
        told = {**dict.fromkeys(SECTIONS, "one"), **self.state.answers, **answers}
        replies = {r.id: "done" for r in self.state.requests if r.round == self.state.round}
        return c.Submit("piece", told, edits or {}, replies)

    def submits(self, edits: Mapping[str, tuple[str, ...]] | None = None, **answers: str) -> None:
        self.does(self.submission(edits, **answers), OWNER)

    def decision(self, name: str, outcome: Outcome, *, state: Initiative | None = None) -> c.SignDecision:
        """A complete decision on the page as it stands, or as it stood in an earlier state."""
        gate = self.law.gate_by_name[name]
        page = seen(self.law, state or self.state, name)
        return c.SignDecision(
            name,
            outcome,
            c.Signature("name", meaning(gate, outcome), page, "password+totp"),
            note="because" if outcome in ("reject", "recuse") else "",
            requests=(c.Ask("", "change this"),) if outcome == "request changes" else (),
            conditions=(c.Obligation("do that"),) if outcome == "approve with conditions" else (),
            checklist=tuple(item for item, _ in gate.checklist),
        )

    def says(self, person: str, name: str, outcome: Outcome) -> None:
        self.does(self.decision(name, outcome), person)

    def barred(self, person: str, name: str, outcome: Outcome = "approve") -> str:
        return self.refused(self.decision(name, outcome), person)

    def verification(self, condition: str) -> c.VerifyCondition:
        page = condition_seen(self.law, self.state, condition)
        return c.VerifyCondition(condition, c.Signature("name", "verification", page, "password+totp"))

    def hours_pass(self, hours: int) -> None:
        self.at += hours * HOUR

    def standing(self, name: str) -> Standing:
        return standings(self.law, self.facts, self.state, self.at)[name]

    def status(self) -> str:
        return self.state.status

    def where(self, name: str) -> GateState:
        return self.standing(name).state

    def who(self, name: str) -> set[str]:
        return set(self.standing(name).able)

    def why(self) -> Why:
        return why(self.law, self.facts, self.state, self.at)

    def in_force(self) -> tuple[str, ...]:
        return binding(self.law, self.state)

    def due(self, name: str) -> float:
        """Hours from the Monday's midnight until the gate is due."""
        return (self.state.marks[name].due - MONDAY) / HOUR

    def grants(self, stream: str, pool: Pool) -> None:
        self.facts = replace(self.facts, pools={**self.facts.pools, stream: pool})

    def away(self, stream: str, person: str) -> None:
        pool = self.facts.pool(stream)
        self.grants(stream, replace(pool, absences={**(pool.absences or {}), person: ((0, FOREVER),)}))

    def lends(self, stream: str, lender: str, to: str) -> None:
        pool = self.facts.pool(stream)
        self.grants(stream, replace(pool, lent=(*pool.lent, Lent(lender, to, 0, FOREVER))))

    def kinds(self, kind: type[E]) -> list[E]:
        """The events of this kind that happened."""
        return [event for event in self.happened if isinstance(event, kind)]


def desk(*gates: Gate, tiers: tuple[Tier, ...] = (LOW,), rework: Duration | None = None, **pools: Pool) -> Desk:
    """A desk for these gates. `medical=role("mia")` fills role/medical, `board=committee(...)` committee/board."""
    streams = {f"{'committee' if pool.seats() else 'role'}/{name}": pool for name, pool in pools.items()}
    streams["role/coordinator"] = role(COORDINATOR, OWNER)
    people = {h.person for pool in streams.values() for h in pool.holdings}
    law = Definition(
        digest="d" * 64,
        workflow="piece",
        title="Piece",
        record="piece",
        prefix="P",
        calendar="calendar/one",
        sections=tuple(Section(name, name, (Field(name, "line", name, most=200),)) for name in SECTIONS),
        tiers=tiers,
        gates=gates,
        rework=rework,
    )
    return Desk(law, Facts(streams, CALENDAR, {person: Person(registered=True) for person in people}))
