"""Offices and definitions drawn at random, small enough that everything in them meets everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, TypeAlias

from governance.formats.jcs import Json
from governance.language.business_time import Calendar, Duration, Kind
from governance.language.conditions import ALWAYS, All, AnyOf, Condition, Not, Test
from governance.language.definition import (
    Afterwards,
    Charter,
    CheckIn,
    Definition,
    Escalation,
    Field,
    Gate,
    Presence,
    Rule,
    Section,
    Tier,
)
from governance.law.pools import FOREVER, Facts, Holding, Lent, Person, Pool
from governance.record.state import Initiative

Approve: TypeAlias = Literal[1, 2, "majority", "two-thirds", "all"]
HOUR = 3_600_000
START = 20_000 * 24 * HOUR
CALENDAR = Calendar(
    tuple((START + (24 * day + 9) * HOUR, START + (24 * day + 17) * HOUR) for day in range(120)),
    START,
    START + 120 * 24 * HOUR,
)
PEOPLE = tuple(f"p{n}" for n in range(9))
STRANGER = "nobody"
ROLES = ("role/a", "role/b")
COMMITTEES = ("committee/a", "committee/b")
CHIEFS = "role/chief"
COORDINATORS = "role/coordinator"
SEATS = ("chair", "medical", "legal", "market")
CHOICES: dict[str, tuple[Json, ...]] = {
    "choice": ("a", "b"),
    "choices": (["x"], ["x", "y"], ["y"]),
    "amount": ("50 EUR", "100 EUR", "200 EUR"),
    "yesno": ("yes", "no"),
    "line": ("one", "two"),
}


@dataclass(frozen=True)
class World:
    """A definition and the office it meets; `owner` will submit. `later` are the versions that follow it."""

    law: Definition
    facts: Facts
    owner: str
    later: tuple[Definition, ...] = ()

    def law_of(self, state: Initiative) -> Definition:
        """The version that judges the initiative."""
        return next((law for law in self.later if law.digest == state.definition), self.law)


def some(chance: Random, of: tuple[str, ...], least: int = 0, most: int = 99) -> tuple[str, ...]:
    """Some of these, in their order."""
    number = chance.randint(least, min(most, len(of)))
    chosen = set(chance.sample(of, number))
    return tuple(one for one in of if one in chosen)


def a_world(chance: Random, gates: int) -> World:
    """Anything the language can say, in an office that can act on it."""
    sections = tuple(a_section(chance, n) for n in range(chance.randint(1, 3)))
    fields = tuple(f for section in sections for f in section.fields)
    tiers = tuple(f"T{n}" for n in range(chance.randint(1, 3)))
    away = dict.fromkeys(some(chance, PEOPLE, 0, 2), ((START, START + 60 * HOUR),)) if chance.random() < 0.3 else {}
    facts = Facts(
        with_absences(
            {
                **{role: a_role(chance, fields) for role in ROLES},
                **{committee: a_committee(chance) for committee in COMMITTEES},
                CHIEFS: Pool(tuple(held(p) for p in some(chance, PEOPLE[5:], 1, 2))),
                COORDINATORS: Pool((held("p8"), *(held(p) for p in some(chance, PEOPLE[:3], 0, 3)))),
            },
            away,
        ),
        CALENDAR,
        {p: Person(registered=True, manager=chance.choice(("", *PEOPLE[1:6]))) for p in PEOPLE},
    )
    gates_of = some_gates(chance, gates, sections, fields, tiers, facts)
    law = Definition(
        digest="d" * 64,
        workflow="piece",
        title="Piece",
        record="piece",
        prefix="P",
        calendar="calendar/one",
        sections=sections,
        tiers=tuple(Tier(t, t, a_condition(chance, fields) if t != tiers[-1] else ALWAYS) for t in tiers),
        gates=confirming(chance, gates_of, tiers) if chance.random() < 0.3 else gates_of,
        rework=Duration("business hours", 10) if chance.random() < 0.7 else None,
        meeting_after_round=3,
        coordinators=COORDINATORS,
        charters={name: a_charter(chance, name, facts) for name in ("a", "b") if chance.random() < 0.25},
        afterwards=some_afterwards(chance) if chance.random() < 0.6 else Afterwards(),
    )
    return World(law, replace(facts, records=some_asking(chance)), chance.choice(PEOPLE[:3]))


def confirming(chance: Random, gates: tuple[Gate, ...], tiers: tuple[str, ...]) -> tuple[Gate, ...]:
    """The last gate, or a copy of it, ratifies some of the others."""
    last = replace(gates[-1], name="gr", title="gr", after=(), ratifies=some(chance, tuple(g.name for g in gates), 1))
    return (*gates, replace(last, when=ALWAYS if chance.random() < 0.8 else Test("tier", "is", tiers[0])))


def a_charter(chance: Random, name: str, facts: Facts) -> Charter:
    seats = facts.pools[f"committee/{name}"].seats()
    named = SEATS if chance.random() < 0.2 else seats
    term = Duration("hours", 20_000 * 24 + chance.choice((20, 60))) if chance.random() < 0.4 else None
    return Charter(name, name, tuple((seat, seat) for seat in named), "", chance.random() < 0.4, term)


def some_afterwards(chance: Random) -> Afterwards:
    return Afterwards(
        expires=Duration("hours", chance.choice((12, 40))) if chance.random() < 0.8 else None,
        notify=(Duration("hours", 30), Duration("hours", 5)),
        check_ins=(CheckIn(Duration("hours", 6), "results"), CheckIn(Duration("days", 1), "more results")),
    )


def some_asking(chance: Random) -> dict[str, Initiative]:
    """Other records that renew or retire the one at hand, or say so without the right."""
    told = Initiative(number="R-1", refers={"piece": "initiative/x"}, answers={"piece": "P-1"}, status="approved")
    good = replace(told, renews="initiative/x", retires="initiative/x")
    found = {
        "initiative/good": good,
        "initiative/open": replace(good, status="in review"),
        "initiative/other": replace(good, status="released", answers={"piece": "P-2", "more": "P-1"}),
        "initiative/mute": told,
    }
    return {stream: record for stream, record in found.items() if chance.random() < 0.8}


def a_section(chance: Random, n: int) -> Section:
    kinds = [kind for kind in CHOICES if n == 0 or chance.random() < 0.4] or ["line"]
    return Section(f"s{n}", f"Section {n}", tuple(a_field(kind, f"{kind}{n}") for kind in kinds))


def a_field(kind: str, name: str) -> Field:
    match kind:
        case "choice":
            return Field(name, "choice", name, required=True, options=(("a", "a"), ("b", "b")))
        case "choices":
            return Field(name, "choices", name, options=(("x", "x"), ("y", "y")))
        case "amount":
            return Field(name, "amount", name, accept=("EUR",))
        case "yesno":
            return Field(name, "yesno", name)
        case _:
            return Field(name, "line", name, most=200)


def an_answer(chance: Random, asked: Field) -> Json:
    return chance.choice(CHOICES[asked.kind])


def a_condition(chance: Random, fields: tuple[Field, ...], tiers: tuple[str, ...] = (), depth: int = 2) -> Condition:
    """A condition over these fields, and over the tier where that is known."""
    shape = chance.random() if depth else 0.0
    if shape < 0.6:
        if tiers and chance.random() < 0.4:
            chosen = some(chance, tiers, 1)
            return Test("tier", "one of", chosen) if len(chosen) > 1 else Test("tier", "is", chosen[0])
        return a_test(chance, chance.choice(fields))
    parts = tuple(a_condition(chance, fields, tiers, depth - 1) for _ in range(chance.randint(1, 2)))
    if shape < 0.75:
        return All(parts)
    return AnyOf(parts) if shape < 0.9 else Not(parts[0])


def a_test(chance: Random, asked: Field) -> Test:
    match asked.kind:
        case "amount":
            return Test(asked.name, chance.choice(("over", "under", "at least", "at most")), "100 EUR")
        case "choices" if chance.random() < 0.4:
            return Test(asked.name, chance.choice(("over", "at least", "is")), 1, count=True)
        case "choices":
            return Test(asked.name, "one of", some(chance, ("x", "y"), 1))
        case kind:
            return Test(asked.name, "is", str(chance.choice(CHOICES[kind])))


def held(person: str, seat: str = "", *, alternate: bool = False, until: int = FOREVER) -> Holding:
    return Holding(person, seat, alternate, 0, until, {})


def a_role(chance: Random, fields: tuple[Field, ...]) -> Pool:
    holdings = [held(p) for p in some(chance, PEOPLE[1:7], 1, 4)]
    if chance.random() < 0.5:
        holdings.append(Holding(chance.choice(PEOPLE), "", False, 0, FOREVER, a_scope(chance, fields)))
    if chance.random() < 0.2:
        holdings.append(held(chance.choice(PEOPLE), until=START + 20 * HOUR))
    return with_lent(chance, Pool(tuple(holdings)))


def a_scope(chance: Random, fields: tuple[Field, ...]) -> dict[str, tuple[str, ...]]:
    asked = chance.choice([f for f in fields if f.options])
    return {asked.name: (chance.choice(asked.options)[0],)}


def a_committee(chance: Random) -> Pool:
    holdings: list[Holding] = []
    for seat in some(chance, SEATS, 2, 4):
        holdings += [held(p, seat) for p in some(chance, PEOPLE[1:], 1, 2 if chance.random() < 0.2 else 1)]
        if chance.random() < 0.5:
            holdings.append(held(chance.choice(PEOPLE[1:]), seat, alternate=True))
    return with_lent(chance, Pool(tuple(holdings)))


def with_lent(chance: Random, pool: Pool) -> Pool:
    members = tuple(dict.fromkeys(h.person for h in pool.holdings))
    until = START + chance.choice((10, 60, 2000)) * HOUR
    lent = [Lent(chance.choice(members), chance.choice(PEOPLE), 0, until) for _ in range(chance.choice((0, 0, 1, 2)))]
    return replace(pool, lent=tuple(lent))


def with_absences(pools: Mapping[str, Pool], away: Mapping[str, tuple[tuple[int, int], ...]]) -> dict[str, Pool]:
    """An absence is noted in every pool."""
    return {stream: replace(pool, absences=away) for stream, pool in pools.items()}


def some_gates(
    chance: Random,
    number: int,
    sections: tuple[Section, ...],
    fields: tuple[Field, ...],
    tiers: tuple[str, ...],
    facts: Facts,
) -> tuple[Gate, ...]:
    names = tuple(f"g{n}" for n in range(number))
    gates = []
    for n, name in enumerate(names):
        panel = chance.choice((*ROLES, *COMMITTEES))
        rule = a_rule(chance, facts.pools[panel].seats())
        reviews = some(chance, tuple(s.name for s in sections), 1)
        read = tuple(f for s in sections if s.name in reviews for f in s.fields)
        gate = Gate(
            name=name,
            title=name,
            panel=panel,
            rule=rule,
            reviews=reviews,
            after=some(chance, names[:n], 0, 2) if chance.random() < 0.7 else (),
            when=ALWAYS if chance.random() < 0.6 else a_condition(chance, fields, tiers),
            always_again=chance.random() < 0.2,
            checklist=(listed := (("read", "I read it"),) if chance.random() < 0.2 else ()),
            commented=("read",) if listed and chance.random() < 0.5 else (),
            ticked_when=(("read", a_condition(Random(len(read)), read)),) if listed and n % 2 else (),
            never=("line_manager_of_owner",) if chance.random() < 0.2 else (),
            meaning="certification" if chance.random() < 0.15 else "",
        )
        gates.append(clocked(chance, gate, tiers) if chance.random() < 0.7 else gate)
    if chance.random() < 0.3:
        chance.shuffle(gates)
    return tuple(gates)


def clocked(chance: Random, gate: Gate, tiers: tuple[str, ...]) -> Gate:
    kind: Kind = chance.choice(("business hours", "hours"))
    escalate = (
        Escalation("100%", chance.choice(("delegate", CHIEFS)), percent=100),
        Escalation("5 hours late", chance.choice((CHIEFS, *ROLES)), late=Duration(kind, 5)),
        Escalation("40%", CHIEFS, percent=40),
    )
    chosen = tuple(e for e in escalate if chance.random() < 0.5)
    by_tier = tuple((tier, Duration(kind, chance.choice((5, 15, 20)))) for tier in tiers if chance.random() < 0.4)
    within = Duration(kind, chance.choice((5, 10))) if chance.random() < 0.9 else None
    return replace(gate, within=within, within_by_tier=by_tier, remind=(20, 60), escalate=chosen)


def a_rule(chance: Random, seats: tuple[str, ...]) -> Rule:
    """Any rule; seats are named only where the panel has some."""
    number = chance.choice((1, 1, 1, 2))
    approve: Approve = chance.choice((1, 1, 2, "majority", "two-thirds", "all"))
    share = chance.choice((0, 0, 40, 60, 100))
    named = some(chance, seats, 0, 1) if chance.random() < 0.4 else ()
    veto = some(chance, seats, 1, 2) if seats and chance.random() < 0.4 else ()
    return Rule(approve, Presence(number, share, named), veto)
