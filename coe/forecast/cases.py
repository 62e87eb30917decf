"""Which records arrive: classes of answers that lead to the same tier and gates, one representative each.

Quiet answers are those that trigger least; from them one question, and two, are answered otherwise. That reaches every
cause of a tier by itself without walking through every combination of a long form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from coe.forecast.bare_law import bare, conditions_of, names_read
from coe.forecast.inputs import OURS, POLICY, BadInputs, Case, Figure
from governance.checker.answer_classes import TooManyCases, classes_of
from governance.formats.jcs import Json
from governance.language.conditions import Condition, holds, tests
from governance.language.definition import Definition, Field
from governance.law import form
from governance.law.gates import applicable, tier_of

Answers = dict[str, Json]
Signature = tuple[tuple[str, tuple[str, ...]], ...]
MOST_TRIED = 5_000
TIERS: Mapping[str, tuple[float, str]] = {
    "T0": (10, f"{POLICY}: re-use about 10 %"),
    "T1": (30, OURS),
    "T2": (45, OURS),
    "T3": (15, OURS),
}
OTHER_TIER = 25.0


def cases_of(laws: Sequence[Definition], mix: Mapping[str, float] | None = None) -> tuple[Case, ...]:
    """The classes that any of these definitions tells apart; tier, gates and weight are those of the first.

    `mix` gives weights by tier, in place of the priors. Raises BadInputs for a tier that is not there, or that no
    answers reach.
    """
    law = laws[0]
    unknown = sorted((mix or {}).keys() - {tier.name for tier in law.tiers})
    if unknown:
        known = ", ".join(tier.name for tier in law.tiers)
        raise BadInputs(f"There is no tier {unknown[0]!r} in {law.workflow}. Choose among {known}.")
    found: dict[Signature, Answers] = {}
    bared = [bare(each) for each in laws]
    for answers in tried(bared):
        if signature := _signature(bared, answers):
            found.setdefault(signature, answers)
    if not found:
        raise BadInputs(f"No answers lead to a gate of {law.workflow}. Run `coe workflow check` on it.")
    order = [tier.name for tier in law.tiers]
    ordered = sorted(found.items(), key=lambda each: (order.index(each[0][0][0]), each[0]))
    return tuple(_weighted(ordered, mix or {}))


def tried(laws: Sequence[Definition]) -> Iterator[Answers]:
    """Answers worth trying, the quiet ones first."""
    fields: dict[str, Field] = {}
    conditions: list[Condition] = []
    for law in laws:
        conditions += conditions_of(law)
        read = names_read(law)
        for name, field in law.field_by_name.items():
            if name in read:
                fields.setdefault(name, field)
    choices = {name: _choices(field, conditions) for name, field in fields.items()}
    quiet = {name: found[0] for name, found in choices.items()}
    others = {name: [(name, answer) for answer in found[1:]] for name, found in choices.items()}
    yield _given(quiet)
    singles = [change for changes in others.values() for change in changes]
    yield from (_given({**quiet, name: answer}) for name, answer in singles)
    pairs = ((one, two) for first, second in combinations(others, 2) for one in others[first] for two in others[second])
    for number, (one, two) in enumerate(pairs):
        if number >= MOST_TRIED:
            return
        yield _given({**quiet, one[0]: one[1], two[0]: two[1]})


def case_for(cases: Sequence[Case], law: Definition, answers: Mapping[str, Json], raised: str = "") -> Case | None:
    """The class that real answers belong to; None where the forecast has no such class."""
    tier = tier_of(law, answers, raised)
    return nearest(cases, applicable(law, answers, tier), tier)


def nearest(cases: Sequence[Case], gates: Iterable[str], tier: str = "") -> Case | None:
    """The class whose gates differ least from these; None where they share none."""
    wanted = set(gates)
    ranked = sorted(cases, key=lambda case: (case.tier != tier if tier else False, len(wanted ^ set(case.gates))))
    return ranked[0] if ranked and wanted & set(ranked[0].gates) else None


def _choices(field: Field, conditions: Iterable[Condition]) -> list[Json]:
    """Answers to one question that conditions tell apart, the least noticed first; None leaves it out."""
    asked = tuple(atom for each in conditions for atom in tests(each) if atom.name.partition(".")[0] == field.name)
    try:
        classes: list[Json] = [None, *classes_of(field, asked)]
    except TooManyCases:
        raise BadInputs(f"The question “{field.label}” has too many kinds of answers to be forecast.") from None
    if field.kind in ("yesno", "choice"):
        classes = classes[1:]
    return sorted(classes, key=lambda answer: sum(holds(atom, {field.name: answer}) for atom in asked))


def _given(answers: Mapping[str, Json]) -> Answers:
    return {name: answer for name, answer in answers.items() if answer is not None}


def fitting(law: Definition, answers: Mapping[str, Json]) -> Answers:
    """The answers that this definition asks for."""
    return {name: answer for name, answer in answers.items() if name in law.field_by_name}


def _signature(laws: Sequence[Definition], answers: Answers) -> Signature | None:
    """Tier and gates under each definition; None for answers that one of them refuses."""
    parts: list[tuple[str, tuple[str, ...]]] = []
    for law in laws:
        mine = fitting(law, answers)
        if form.problems(law, mine):
            return None
        tier = tier_of(law, mine, "")
        needed = applicable(law, mine, tier)
        if not needed:
            return None
        parts.append((tier, tuple(gate.name for gate in law.gates if gate.name in needed)))
    return tuple(parts)


def _weighted(found: Sequence[tuple[Signature, Answers]], mix: Mapping[str, float]) -> Iterator[Case]:
    """Each tier has its weight; the classes within it share it equally."""
    names: dict[str, int] = {}
    for signature, answers in found:
        tier, gates = signature[0]
        number = names[tier] = names.get(tier, 0) + 1
        whole, source = (mix[tier], "option --mix") if tier in mix else TIERS.get(tier, (OTHER_TIER, OURS))
        if mix and tier not in mix:
            whole, source = 0.0, "option --mix"
        share = whole / sum(each[0][0][0] == tier for each in found)
        yield Case(f"{tier}.{number}", tier, gates, answers, Figure(share, source))
