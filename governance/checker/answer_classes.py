"""Classes of answers: all that a set of atomic tests can tell apart in one field, one representative each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations, product

from governance.formats.jcs import Json
from governance.language.conditions import Atom, Rows, Test, holds, tests
from governance.language.definition import Field

MOST_CLASSES = 4096


class TooManyCases(Exception):
    """There are more classes than can be looked at; nothing is proven."""


def classes_of(field: Field, asked: tuple[Atom, ...]) -> tuple[Json, ...]:
    """Answers to this field that differ in the reply to at least one of these tests; never the missing answer."""
    found: dict[tuple[bool, ...], Json] = {}
    for looked_at, answer in enumerate(_candidates(field, asked)):
        if looked_at > MOST_CLASSES:
            raise TooManyCases
        found.setdefault(tuple(holds(test, {field.name: answer}) for test in asked), answer)
    return tuple(found.values())


def _candidates(field: Field, atoms: tuple[Atom, ...]) -> Iterator[Json]:
    asked = tuple(atom for atom in atoms if isinstance(atom, Test))
    match field.kind:
        case "yesno":
            yield from ("no", "yes")
        case "choice":
            yield from (name for name, _ in field.options)
        case "choices":
            yield from _subsets(field, asked)
        case "number":
            top = field.most if field.most is not None else 2**53 - 1
            around = (b + step for b in _whole(asked) for step in (-1, 0, 1))
            yield from (n for n in dict.fromkeys((field.at_least, *around)) if field.at_least <= n <= top)
        case "amount":
            yield from _amounts(field, asked)
        case "date":
            yield from _dates(asked)
        case "table":
            yield from _tables(field, atoms)
        case "matrix":
            yield from _matrices(field, asked)
        case "line" | "text" | "person" | "file" | "record" | "definition":
            yield "…"


def _whole(asked: Iterable[Test]) -> tuple[int, ...]:
    return tuple(test.value for test in asked if isinstance(test.value, int))


def _amounts(field: Field, asked: Iterable[Test]) -> Iterator[Json]:
    bounds = (int(test.value.partition(" ")[0]) for test in asked if isinstance(test.value, str))
    numbers = dict.fromkeys((0, *(bound + step for bound in bounds for step in (-1, 0, 1))))
    yield from (f"{number} {field.accept[0]}" for number in numbers if number >= 0)


def _dates(asked: Iterable[Test]) -> Iterator[Json]:
    bounds = [date.fromisoformat(test.value) for test in asked if isinstance(test.value, str)]
    yield from (day.isoformat() for day in (*bounds, date(2026, 1, 1)))
    yield from ((day + timedelta(days=1)).isoformat() for day in bounds if day < date.max)
    yield from ((day - timedelta(days=1)).isoformat() for day in bounds if day > date.min)


def _tables(field: Field, atoms: tuple[Atom, ...]) -> Iterator[Json]:
    """Tables that the questions about their rows and number tell apart: which kinds of row stand in one, how many rows.

    A quantifier does not see how often a kind of row stands there, so a kind is repeated only to reach a number.
    """
    kinds = _row_kinds(field, tuple(atom for atom in atoms if isinstance(atom, Rows)))
    for number in _counts(field, tuple(atom for atom in atoms if isinstance(atom, Test)), len(kinds)):
        if number == 0:
            yield []
        for size in range(1, min(number, len(kinds)) + 1):
            for chosen in combinations(kinds, size):
                yield [dict(row) for row in (*chosen, *chosen[:1] * (number - size))]


def _row_kinds(field: Field, asked: tuple[Rows, ...]) -> tuple[Mapping[str, Json], ...]:
    """One row for every combination of replies that a row can give."""
    atoms = tuple(atom for question in asked for atom in tests(question.part))
    read = [column for column in field.columns if any(atom.name == column.name for atom in atoms)]
    offered: list[tuple[Json, ...]] = []
    for column in read:
        values = classes_of(column, tuple(atom for atom in atoms if atom.name == column.name))
        offered.append(values if column.required else (*values, None))
    found: dict[tuple[bool, ...], Mapping[str, Json]] = {}
    for looked_at, values in enumerate(product(*offered)):
        if looked_at > MOST_CLASSES:
            raise TooManyCases
        row = {column.name: value for column, value in zip(read, values, strict=True) if value is not None}
        found.setdefault(tuple(holds(question.part, row) for question in asked), row)
    return tuple(found.values())


def _counts(field: Field, asked: Iterable[Test], kinds: int) -> tuple[int, ...]:
    """Row counts a table may have, near every bound; small ones first, so that cases stay short."""
    least, most = max(1, field.at_least), field.most or 1
    near = (bound + step for bound in _whole(asked) for step in (-1, 0, 1))
    allowed = dict.fromkeys(rows for rows in (least, *range(1, kinds + 1), most, *near) if least <= rows <= most)
    return (*allowed,) if field.required else (*allowed, 0)


def _subsets(field: Field, asked: tuple[Test, ...]) -> Iterator[Json]:
    """Options that no test tells apart are interchangeable: what counts is which kinds are chosen, and how many."""
    kinds: dict[tuple[bool, ...], list[str]] = {}
    for name, _ in field.options:
        kinds.setdefault(tuple(holds(test, {field.name: [name]}) for test in asked if not test.count), []).append(name)
    groups = list(kinds.values())
    if not field.required:
        yield []
    for size in range(1, len(groups) + 1):
        for chosen in combinations(groups, size):
            first = [group[0] for group in chosen]
            rest = [name for group in chosen for name in group[1:]]
            for more in range(len(rest) + 1) if any(test.count for test in asked) else (0,):
                yield [*first, *rest[:more]]


def _matrices(field: Field, asked: tuple[Test, ...]) -> Iterator[Json]:
    columns = [name for name, _ in field.options]
    per_row: list[list[tuple[str, str]]] = []
    for row, _ in field.rows:
        mine = tuple(test for test in asked if test.name == f"{field.name}.{row}")
        told: dict[tuple[bool, ...], tuple[str, str]] = {}
        for column in columns:
            told.setdefault(tuple(holds(test, {field.name: {row: column}}) for test in mine), (row, column))
        per_row.append(list(told.values()))
    for pairs in product(*per_row):
        answer: dict[str, Json] = dict(pairs)
        yield answer


def spoken_answer(field: Field, answer: Json) -> str:
    """An answer in the words of the form."""
    options = dict(field.options)
    match answer:
        case str():
            return options.get(answer, answer)
        case list() if field.kind == "choices":
            return ", ".join(options.get(str(name), str(name)) for name in answer) or "none"
        case list():
            return f"{len(answer)} rows"
        case dict():
            rows = dict(field.rows)
            return ", ".join(
                f"{rows.get(row, row)}: {options.get(str(column), str(column))}" for row, column in answer.items()
            )
        case _:
            return str(answer)


def spoken_answers(fields: Mapping[str, Field], answers: Mapping[str, Json]) -> str:
    """Several answers as one phrase: “Budget” is 250001 EUR and “Brands” is Oncavia."""
    said = (f"“{fields[name].label}” is {spoken_answer(fields[name], answer)}" for name, answer in answers.items())
    return " and ".join(said)
