"""The definition a forecast runs: tiers, gates, panels, rules and clocks as they are; the form taken as filled in.

What the form itself refuses, checklists, checks and separation of duties between real people say nothing about time,
and answers that satisfy them cannot be made up. So they are taken out here, and nowhere else: the law that judges is
the one in production.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from governance.language.conditions import ALWAYS, Condition, tests
from governance.language.definition import Afterwards, Definition, Field, Gate, Section

EDITED = "as_edited"


def bare(law: Definition) -> Definition:
    """The same way without what concerns content. Every section has one field more, in which simulated edits happen."""
    read = names_read(law)
    return replace(
        law,
        sections=tuple(_section(section, read) for section in law.sections),
        gates=tuple(_gate(gate) for gate in law.gates),
        checks=(),
        guarantees=(),
        examples=(),
        afterwards=Afterwards(),
    )


def conditions_of(law: Definition) -> Iterator[Condition]:
    """Every condition that decides about tiers and gates."""
    yield from (tier.when for tier in law.tiers)
    yield from (gate.when for gate in law.gates)


def names_read(law: Definition) -> frozenset[str]:
    """The fields that tiers and gates read."""
    atoms = (atom for condition in conditions_of(law) for atom in tests(condition))
    return frozenset(atom.name.partition(".")[0] for atom in atoms)


def edited(section: str) -> str:
    """The field of a section in which a simulated edit happens."""
    return f"{section}_{EDITED}"


def _section(section: Section, read: frozenset[str]) -> Section:
    kept = tuple(_field(field) for field in section.fields if field.name in read)
    return replace(section, fields=(*kept, Field(edited(section.name), "line", "Edited")))


def _field(field: Field) -> Field:
    columns = tuple(_field(column) for column in field.columns)
    least = field.at_least if field.kind == "number" else 0
    return replace(field, required=False, when=ALWAYS, columns=columns, at_least=least)


def _gate(gate: Gate) -> Gate:
    return replace(gate, checklist=(), commented=(), ticked_when=(), checks=(), never=())
