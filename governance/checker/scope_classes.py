"""Classes of answers that the scopes of grants tell apart, each as answers with which a gate is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product

from governance.checker.answer_classes import TooManyCases
from governance.checker.guarantees import first_case
from governance.formats.jcs import Json
from governance.language.conditions import All, Condition, Not, Test
from governance.language.definition import Definition, Field, Gate
from governance.law.pools import Pool

MOST_KINDS = 6
MOST_CLASSES = 200


@dataclass(frozen=True)
class Scoped:
    """Answers that need a gate, with the tier they lead to ("" where no condition reads it). `told` are those a scope
    looks at, None for one that is not given.
    """

    answers: Mapping[str, Json] = field(compare=False)
    tier: str
    told: Mapping[str, Json] = field(compare=False)
    number: int = 0


def scope_classes(law: Definition, gate: Gate, pools: tuple[Pool, ...]) -> tuple[Scoped, ...]:
    """One case for each class; one in all where no grant has a scope. A gate no answers need has none."""
    scopes = [holding.scope for pool in pools for holding in pool.holdings if holding.scope]
    names = sorted({name for scope in scopes for name in scope})
    fields = [law.field_by_name[name] for name in names if name in law.field_by_name]
    offered = [list(_choices(each, [scope.get(each.name) for scope in scopes])) for each in fields]
    found: list[Scoped] = []
    for chosen in product(*offered):
        if len(found) >= MOST_CLASSES:
            break
        told = {each.name: answer for each, answer in zip(fields, chosen, strict=True)}
        case = _case(law, gate, fields, told)
        if case is not None:
            given = {name: answer for name, answer in told.items() if answer is not None}
            found.append(Scoped({**case[0], **given}, case[1], told, len(found)))
    return tuple(found)


def _choices(field: Field, allowed: list[tuple[str, ...] | None]) -> Iterator[Json]:
    """Options no scope tells apart are one; several may be chosen together where the form lets them."""
    options = ("no", "yes") if field.kind == "yesno" else tuple(name for name, _ in field.options)
    kinds: dict[tuple[bool, ...], str] = {}
    for name in options if field.kind in ("choice", "choices", "yesno") else ():
        kinds.setdefault(tuple(each is None or name in each for each in allowed), name)
    firsts = list(kinds.values())
    if field.kind == "choices":
        sizes = range(1, len(firsts) + 1) if len(firsts) <= MOST_KINDS else (1, 2)
        yield from (list[Json](some) for size in sizes for some in combinations(firsts, size))
    else:
        yield from firsts
    if not field.required or not firsts:
        yield None


def _case(
    law: Definition, gate: Gate, fields: list[Field], told: Mapping[str, Json]
) -> tuple[Mapping[str, Json], str] | None:
    parts: list[Condition] = [gate.when]
    for each in fields:
        answer, options = told[each.name], tuple(name for name, _ in each.options)
        if isinstance(answer, str):
            parts.append(Test(each.name, "is", answer))
        elif isinstance(answer, list):
            parts += [Test(each.name, "is", str(one)) for one in answer]
            others = tuple(name for name in options if name not in answer)
            parts += [Not(Test(each.name, "one of", others))] if others else []
        elif options:
            parts.append(Not(Test(each.name, "one of", options)))
    try:
        case = first_case(law, All(tuple(parts)))
    except TooManyCases:
        return {}, ""
    return None if case is None else (case[0], case[1])
