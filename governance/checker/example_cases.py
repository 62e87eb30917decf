"""Examples drawn from a definition itself: few answers that together take every branch of every condition.

A branch is a test that holds or does not, a tier, a gate that is needed or not, a guarantee that applies, a check that
is made. Each branch that some answers reach is in one example at least; none of the examples can be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from governance.checker.answer_classes import TooManyCases, classes_of, spoken_answer
from governance.checker.guarantees import first_case
from governance.formats.jcs import Json
from governance.language.conditions import ALWAYS, Atom, Condition, Not, Test, holds, tests
from governance.language.definition import Definition, Example, Field
from governance.law.gates import applicable, tier_of
from governance.reading.answers import is_answered
from governance.reading.words import listed

Answers = Mapping[str, Json]


def generated(law: Definition) -> tuple[Example, ...]:
    """Examples that take every branch some answers reach; always the same for the same definition."""
    read = _read(law)
    goals = tuple(dict.fromkeys(branches(law)))
    reached: list[tuple[Answers, frozenset[int]]] = []
    for place, goal in enumerate(goals):
        if any(place in taken for _, taken in reached):
            continue
        answers = _case(law, goal, read)
        if answers is not None:
            seen = {**answers, "tier": tier_of(law, answers, "")}
            reached.append((answers, frozenset(n for n, each in enumerate(goals) if holds(each, seen))))
    return tuple(_example(law, answers) for answers in _fewest(reached))


def branches(law: Definition) -> Iterator[Condition]:
    """Every branch as a condition, the tiers first."""
    yield from (Test("tier", "is", tier.name) for tier in law.tiers)
    yield from (way for gate in law.gates for way in (gate.when, Not(gate.when)))
    yield from (guarantee.when for guarantee in law.guarantees)
    for condition in _conditions(law):
        yield from (way for test in tests(condition) for way in (test, Not(test)))
        if condition != ALWAYS:
            yield from (condition, Not(condition))


def _conditions(law: Definition) -> Iterator[Condition]:
    yield from (tier.when for tier in law.tiers)
    yield from (gate.when for gate in law.gates)
    yield from (call.when for calls in (law.checks, *(gate.checks for gate in law.gates)) for call in calls)
    yield from (guarantee.when for guarantee in law.guarantees)
    yield from (field.when for field in law.field_by_name.values())


def _read(law: Definition) -> Mapping[str, tuple[Json, ...]]:
    """The fields that conditions read, each with its classes of answers, the ones that fewest tests notice first."""
    asked: dict[str, list[Condition]] = {}
    for condition in _conditions(law):
        for test in tests(condition):
            asked.setdefault(test.name.partition(".")[0], []).append(test)
    found: dict[str, tuple[Json, ...]] = {}
    for name, field in law.field_by_name.items():
        if name in asked:
            questions = tuple(dict.fromkeys(test for each in asked[name] for test in tests(each)))
            try:
                classes = classes_of(field, questions)
            except TooManyCases:
                continue
            found[name] = tuple(sorted(classes, key=lambda a, n=name, q=questions: _noticed(n, a, q)))  # type: ignore[misc]  # a lambda's defaults have no types
    return found


def _noticed(name: str, answer: Json, questions: Iterable[Condition]) -> int:
    return sum(holds(question, {name: answer}) for question in questions)


def _case(law: Definition, goal: Condition, read: Mapping[str, tuple[Json, ...]]) -> Answers | None:
    """Answers that take a branch, with a quiet answer to all else that conditions read and the form requires."""
    try:
        case = first_case(law, goal, raising=False)
    except TooManyCases:
        return None
    if case is None:
        return None
    answers: dict[str, Json] = {}
    for name, classes in read.items():
        field = law.field_by_name[name]
        if name in case[0]:
            answers |= {name: case[0][name]} if is_answered(case[0][name]) else {}
        elif field.required and classes and holds(field.when, answers):
            answers[name] = classes[0]
    return answers


def _fewest(reached: list[tuple[Answers, frozenset[int]]]) -> Iterator[Answers]:
    """The widest example first, then what takes most of the branches left; then without those made superfluous."""
    left = frozenset(branch for _, taken in reached for branch in taken)
    chosen: list[tuple[Answers, frozenset[int]]] = []
    while left:
        best = max(reached, key=lambda each: len(each[1] & left))
        chosen.append(best)
        left -= best[1]
    for each in tuple(reversed(chosen)):
        others = frozenset(branch for other in chosen if other is not each for branch in other[1])
        if each[1] <= others:
            chosen.remove(each)
    yield from (answers for answers, _ in reached if any(answers is each for each, _ in chosen))


def _example(law: Definition, answers: Answers) -> Example:
    tier = tier_of(law, answers, "")
    met = applicable(law, answers, tier)
    gates = tuple(gate.name for gate in law.gates if gate.name in met)
    return Example(_title(law, answers, tier, gates), answers, tier, gates)


def _title(law: Definition, answers: Answers, tier: str, gates: tuple[str, ...]) -> str:
    """`“Budget” is 250001 EUR: T3, with Steering and Medical.`"""
    needed = listed([law.gate_by_name[name].title for name in gates]) if gates else "no gate"
    return f"{_telling(law, answers)}: {tier}, with {needed}"


def _telling(law: Definition, answers: Answers) -> str:
    """The answers that some test notices; a form that asks nothing of the kind is answered anyhow."""
    atoms = tuple(dict.fromkeys(test for condition in _conditions(law) for test in tests(condition)))
    told: list[str] = []
    for name, answer in answers.items():
        noticed = [atom for atom in atoms if atom.name.partition(".")[0] == name and holds(atom, answers)]
        if noticed:
            told.append(f"“{law.field_by_name[name].label}” is {_spoken(law.field_by_name[name], answer, noticed)}")
    return listed(told) if told else "Nothing that a rule asks about"


def _spoken(field: Field, answer: Json, noticed: Iterable[Atom]) -> str:
    """The answer in the words of the form; of a matrix only the rows that are noticed."""
    if field.kind == "matrix" and isinstance(answer, dict):
        told_rows = {atom.name.partition(".")[2] for atom in noticed}
        return spoken_answer(field, {row: column for row, column in answer.items() if row in told_rows})
    if field.kind != "table" or not isinstance(answer, list):
        return spoken_answer(field, answer)
    columns = {column.name: column for column in field.columns}
    rows = [
        ", ".join(f"{columns[name].label} {spoken_answer(columns[name], value)}" for name, value in row.items())
        for row in answer
        if isinstance(row, dict)
    ]
    told = f" ({'; '.join(rows)})" if any(rows) else ""
    return f"{len(answer)} row{'s' if len(answer) != 1 else ''}{told}" if answer else "without rows"
