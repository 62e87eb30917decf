"""What answers so far lead to: problems, findings, tier, gates, and the one answer that would lower the tier. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from governance.formats.jcs import Json
from governance.language.conditions import Condition, Rows, Test, magnitude, tests
from governance.language.definition import Definition, Field, Tier
from governance.law import form
from governance.law.gates import applicable, tier_of
from governance.reading.answers import AnswerProblem, is_answered
from governance.record.events import Finding
from web.words.findings import labelled

CONFIDED: Final[Json] = {"commit": "0" * 64}
MOST_TRIED = 400


@dataclass(frozen=True, slots=True)
class Lower:
    """One changed answer that leads to a lower tier: the field, the row of a matrix ("" otherwise), the new value."""

    field: str
    row: str
    value: Json
    tier: str
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Live:
    """The consequences of answers; `clean` are those the law can read, `missing` the questions without one that a
    submission needs. What a check that blocks says of a question nobody answered is a problem like any other missing
    answer, and no finding.
    """

    tier: Tier
    gates: tuple[str, ...]
    problems: tuple[AnswerProblem, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    clean: Mapping[str, Json]
    lower: Lower | None


def live(law: Definition, answers: Mapping[str, Json], raised: str = "") -> Live:
    """Everything the intake shows beside the questions, for answers in any state of completeness."""
    asked = asked_answers(law, confided(law, answers))
    declared = form.problems(law, asked)
    clean = _readable(law, asked, declared)
    name = tier_of(law, clean, raised)
    gates = _in_order(law, clean, name)
    problems, findings = _told(law, clean, declared, labelled(law, clean, raised))
    missing = tuple(p.field for p in problems if p.field not in asked and not p.place)
    tier = next(tier for tier in law.tiers if tier.name == name)
    return Live(tier, gates, problems, findings, missing, clean, lower(law, clean, name, raised))


def _told(
    law: Definition, clean: Mapping[str, Json], problems: tuple[AnswerProblem, ...], found: tuple[Finding, ...]
) -> tuple[tuple[AnswerProblem, ...], tuple[Finding, ...]]:
    """Each fault once: a finding on a question without a readable answer is its problem, or becomes one that blocks."""
    said, more, kept = {problem.field for problem in problems}, list[AnswerProblem](), list[Finding]()
    for finding in found:
        name = finding.concerns.partition(".")[0]
        field = law.field_by_name.get(name)
        if field is None or name in clean:
            kept.append(finding)
        elif name in said:
            continue
        elif finding.severity == "block":
            said.add(name)
            more.append(AnswerProblem(name, f"“{field.label}” is not answered.", finding.cure))
        else:
            kept.append(finding)
    order = {name: place for place, name in enumerate(law.field_by_name)}
    ordered = sorted((*problems, *more), key=lambda problem: order.get(problem.field, len(order)))
    return tuple(ordered), tuple(kept)


def demanded(law: Definition, clean: Mapping[str, Json], fields: Iterable[Field], raised: str = "") -> frozenset[str]:
    """Those of these optional questions that a check which blocks would not do without, as the others are answered; a
    required table nobody has filled in yet counts as if it had a row.
    """
    tables = [field for field in law.field_by_name.values() if field.kind == "table" and field.required]
    begun: dict[str, Json] = {table.name: [{}] for table in tables if form.asked(table, clean)}
    given = {**begun, **clean}
    found = set()
    for field in fields:
        if not field.required and form.asked(field, given):
            left = {name: value for name, value in given.items() if name != field.name}
            refused = {one.concerns for one in form.findings(law, left, raised) if one.severity == "block"}
            found |= {field.name} & refused
    return frozenset(found)


def confided(law: Definition, answers: Mapping[str, Json]) -> dict[str, Json]:
    """The answers with a stand-in for what would be committed to, so that the law reads them as it will."""
    personal = {name for name, field in law.field_by_name.items() if field.personal}
    return {name: CONFIDED if name in personal and is_answered(value) else value for name, value in answers.items()}


def asked_answers(law: Definition, answers: Mapping[str, Json]) -> dict[str, Json]:
    """The answers to questions that are put, given the others; what hangs on an unasked one is not asked either."""
    kept = {name: value for name, value in answers.items() if name in law.field_by_name and is_answered(value)}
    while True:
        left = {name: value for name, value in kept.items() if form.asked(law.field_by_name[name], kept)}
        if len(left) == len(kept):
            return left
        kept = left


def lower(law: Definition, answers: Mapping[str, Json], tier: str, raised: str = "") -> Lower | None:
    """The single changed answer that leads furthest down, found by trying; None where none does, or it was raised."""
    names = [each.name for each in law.tiers]
    present, best = names.index(tier), None
    if raised or present == len(names) - 1:
        return None
    for field, row, value in _alternatives(law, law.tiers[present].when, answers):
        changed = _changed(answers, field, row, value)
        reached = names.index(tier_of(law, changed, ""))
        if reached > present and (best is None or reached > names.index(best.tier)):
            gates = _in_order(law, changed, names[reached])
            best = Lower(field.name, row, value, names[reached], gates)
    return best


def _in_order(law: Definition, answers: Mapping[str, Json], tier: str) -> tuple[str, ...]:
    needed = applicable(law, answers, tier)
    return tuple(gate.name for gate in law.in_order if gate.name in needed)


def _alternatives(
    law: Definition, condition: Condition, answers: Mapping[str, Json]
) -> Iterator[tuple[Field, str, Json]]:
    seen: set[str] = set()
    for count, test in enumerate(tests(condition)):
        name, _, row = test.name.partition(".")
        field = law.field_by_name.get(name)
        if isinstance(test, Rows) or field is None or answers.get(name) is None:
            continue
        if test.name in seen or count > MOST_TRIED:
            continue
        seen.add(test.name)
        yield from ((field, row, value) for value in _others(field, row, test, answers[name]))


def _others(field: Field, row: str, test: Test, answer: Json) -> Sequence[Json]:
    """Other answers worth trying here: each option, a list without one choice, or the limit of a comparison."""
    match field.kind:
        case "yesno":
            return ["no" if answer == "yes" else "yes"]
        case "choice" | "matrix":
            present = answer.get(row) if isinstance(answer, dict) else answer
            return [name for name, _ in field.options if name != present]
        case "choices":
            chosen = answer if isinstance(answer, list) else []
            return [[each for each in chosen if each != left] for left in chosen] if len(chosen) > 1 else []
        case "number" | "amount" | "date":
            return _limits(field, test)
        case "line" | "text" | "person" | "table" | "file" | "record" | "definition":
            return []
        case _:
            assert_never(field.kind)


def _limits(field: Field, test: Test) -> Sequence[Json]:
    limit = magnitude(test.value) if not isinstance(test.value, tuple) else None
    if limit is None or limit[1] == "date":
        return []
    number, unit = limit
    step = {"over": 0, "at least": -1, "under": 0, "at most": 1}.get(test.comparator)
    if step is None or number + step < field.at_least:
        return []
    return [f"{number + step} {unit}" if unit else number + step]


def _changed(answers: Mapping[str, Json], field: Field, row: str, value: Json) -> dict[str, Json]:
    if row:
        rows = answers.get(field.name)
        return {**answers, field.name: {**(rows if isinstance(rows, dict) else {}), row: value}}
    return {**answers, field.name: value}


def _readable(law: Definition, answers: Mapping[str, Json], problems: Sequence[AnswerProblem]) -> dict[str, Json]:
    """The answers without what has a problem: cells of tables and rows of matrices, otherwise the whole answer."""
    kept: dict[str, Json] = dict(answers)
    for problem in problems:
        answer = kept.get(problem.field)
        first, _, column = problem.place.partition("/")
        if isinstance(answer, list) and law.field_by_name[problem.field].kind == "table":
            if column and first.isdecimal():
                kept[problem.field] = [_without(r, column, here=n == int(first)) for n, r in enumerate(answer, 1)]
        elif isinstance(answer, dict) and law.field_by_name[problem.field].kind == "matrix":
            kept[problem.field] = _without(answer, problem.place, here=True)
        else:
            kept.pop(problem.field, None)
    return kept


def _without(row: Json, name: str, *, here: bool) -> Json:
    if not here or not isinstance(row, dict):
        return row
    return {key: value for key, value in row.items() if key != name}
