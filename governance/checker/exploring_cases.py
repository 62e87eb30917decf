"""The cases whose runs are searched: one for every set of gates that answers and tier can bring together.

Exhaustive, because the engine reads the answers of a record in four places only: to compute its tier, to ask which
gates apply, to see whom a grant's scope or a `never` concerns, and to digest sections. The first two are what a case
fixes, in every tier that answers compute or a coordinator may raise them to; the third belongs to the people of one
office (see the checks of panels), and the canonical office has neither scopes nor relations; the fourth only tells
whether a section changed, which the search does itself. Answers that agree in these are one class, and its
representative stands for all. A tier raised in the middle of a review is not searched: its gates are those of a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from governance.checker.guarantees import after_answering, first_case
from governance.formats.jcs import Json
from governance.language.conditions import All, AnyOf, Condition, Not, Test
from governance.language.definition import Definition
from governance.law.gates import applicable

Answers: TypeAlias = Mapping[str, Json]
_SETTLED = (All(()), AnyOf(()))


@dataclass(frozen=True, slots=True)
class Case:
    """Answers, the tier they are judged in, whether a coordinator raised it, and the gates that then apply."""

    answers: Mapping[str, Json]
    tier: str
    raised: bool
    gates: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lane:
    """What holds of the answers that are judged in this tier, whether computed or raised to, and may be submitted."""

    tier: str
    raised: bool
    holds: Condition


def lanes(law: Definition) -> Iterator[Lane]:
    """Every tier, as computed and as raised to from each tier below it.

    A record is submitted where a gate applies in the tier computed, and raised where one applies in the other; a form
    takes no empty list.
    """
    lists = (name for name, asked in law.field_by_name.items() if asked.kind in ("choices", "table"))
    filled = tuple(Not(Test(name, "under", 1, count=True)) for name in lists)
    for place, tier in enumerate(law.tiers):
        for below, computed in enumerate(law.tiers[place:], place):
            first = (*(Not(earlier.when) for earlier in law.tiers[:below]), computed.when)
            gated = (
                AnyOf(tuple(in_tier(gate.when, name) for gate in law.gates if not gate.ratifies))
                for name in (tier.name, computed.name)
            )
            yield Lane(tier.name, below != place, All((*first, *gated, *filled)))


def in_tier(condition: Condition, tier: str) -> Condition:
    """What is left of a condition in this tier."""
    return after_answering(condition, "tier", {"tier": tier})


def cases(law: Definition) -> Iterator[Case]:
    """One case for each set of gates in each tier; `law` is a rehearsal. Raises TooManyCases."""
    met: set[tuple[str, frozenset[str]]] = set()
    for lane in lanes(law):
        whens = (in_tier(gate.when, lane.tier) for gate in law.gates)
        open_questions = tuple(dict.fromkeys(when for when in whens if when not in _SETTLED))
        for answers in _split(law, (lane.holds,), open_questions):
            gates = applicable(law, answers, lane.tier)
            if (lane.tier, gates) not in met:
                met.add((lane.tier, gates))
                yield Case(answers, lane.tier, lane.raised, gates)


def _split(law: Definition, fixed: tuple[Condition, ...], questions: tuple[Condition, ...]) -> Iterator[Answers]:
    """A branch where each question holds and one where it does not, as far as there are answers for it."""
    found = first_case(law, All(fixed))
    if found is None:
        return
    if not questions:
        yield found[0]
        return
    for side in (questions[0], Not(questions[0])):
        yield from _split(law, (*fixed, side), questions[1:])


def broken_case(law: Definition, when: Condition, gate: Condition) -> Case | None:
    """A case in which both conditions hold, or None. Raises TooManyCases."""
    for lane in lanes(law):
        found = first_case(law, All((lane.holds, in_tier(All((when, gate)), lane.tier))))
        if found is not None:
            return Case(found[0], lane.tier, lane.raised, applicable(law, found[0], lane.tier))
    return None
