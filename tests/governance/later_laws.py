"""A later version of a definition drawn at random: much the same, with anything in it changed now and then."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from governance.language.business_time import Duration
from governance.language.conditions import ALWAYS
from governance.language.definition import Definition, Gate, Section, Tier
from governance.law.pools import Facts
from tests.governance.worlds import COMMITTEES, ROLES, World, a_condition, a_field, a_rule, clocked, some


def with_later(chance: Random, world: World) -> World:
    """The world with one or two later versions of its definition."""
    found: list[Definition] = []
    for digest in ("e" * 64, "f" * 64)[: chance.choice((1, 1, 2))]:
        before = found[-1] if found else world.law
        found.append(replace(changed(chance, before, world.facts), digest=digest))
    return replace(world, later=tuple(found))


def changed(chance: Random, law: Definition, facts: Facts) -> Definition:
    if chance.random() < 0.15:
        return law
    renamed = {s.name: f"{s.name}x" if chance.random() < 0.07 else s.name for s in law.sections}
    sections = tuple(a_section(chance, s, renamed[s.name]) for s in law.sections)
    gone = {gate.name for gate in law.gates if chance.random() < 0.12}
    left = [gate for gate in law.gates if gate.name not in gone] or list(law.gates)
    names = {gate.name for gate in left}
    left = [gate for gate in left if not gate.ratifies or names & set(gate.ratifies)]
    gates = [
        a_gate(
            chance,
            replace(
                gate,
                after=tuple(name for name in gate.after if name in names),
                ratifies=tuple(name for name in gate.ratifies if name in names),
                reviews=tuple(renamed[name] for name in gate.reviews),
            ),
            law,
            facts,
        )
        for gate in left
    ]
    if chance.random() < 0.3:
        panel = chance.choice((*ROLES, *COMMITTEES))
        rule = a_rule(chance, facts.pools[panel].seats())
        name = next(name for n in range(9) if (name := f"n{n}") not in law.gate_by_name)
        fresh = Gate(name, "New", panel, rule, some(chance, tuple(s.name for s in sections), 1))
        gates.append(replace(fresh, after=some(chance, tuple(gate.name for gate in gates if not gate.ratifies), 0, 1)))
    tiers = law.tiers
    if chance.random() < 0.2:
        fields = tuple(f for section in law.sections for f in section.fields)
        tiers = (Tier("T0", "T0", a_condition(chance, fields)), Tier("T1", "T1"))
    charters = {name: charter for name, charter in law.charters.items() if chance.random() < 0.9}
    return replace(law, sections=sections, gates=tuple(gates), tiers=tiers, charters=charters)


def a_section(chance: Random, section: Section, name: str) -> Section:
    fields = section.fields
    dice = chance.random()
    if dice < 0.12 and len(fields) > 1:
        fields = fields[:-1]
    elif dice < 0.2 and not fields[-1].name.endswith("more"):
        fields = (*fields, replace(a_field("line", f"{section.name}more"), required=chance.random() < 0.4))
    return replace(section, name=name, fields=fields)


def a_gate(chance: Random, gate: Gate, law: Definition, facts: Facts) -> Gate:
    if chance.random() < 0.5:
        return gate
    fields = tuple(f for section in law.sections for f in section.fields)
    panel = chance.choice((*ROLES, *COMMITTEES))
    condition = ALWAYS if chance.random() < 0.5 else a_condition(chance, fields, tuple(t.name for t in law.tiers))
    return chance.choice(
        (
            replace(gate, rule=a_rule(chance, facts.pools[gate.panel].seats())),
            replace(gate, panel=panel, rule=a_rule(chance, facts.pools[panel].seats())),
            replace(gate, within=Duration("business hours", 15)),
            clocked(chance, gate, tuple(tier.name for tier in law.tiers)),
            replace(gate, after=()),
            replace(gate, when=condition),
            replace(gate, title="Another title"),
            replace(gate, always_again=not gate.always_again),
            replace(gate, checklist=(("again", "I read it again"),)),
            replace(gate, never=("line_manager_of_owner",)),
        )
    )
