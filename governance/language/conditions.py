"""Conditions as data over declared answers: evaluated, put into a sentence, and enumerated.

Grammar (LANGUAGE.md): a map means all of, a list any of; `any`, `all` and `not` nest. A test is a scalar (equals, or
is among several choices), a list (one of), or a map of comparators. Facts of the law itself read like answers: `tier`,
`round`. There are no expression strings and nothing is evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from governance.formats.jcs import Json

Comparator = Literal["is", "one of", "over", "under", "at least", "at most"]
WORDS: Mapping[Comparator, str] = {
    "is": "is",
    "one of": "is one of",
    "over": "is over",
    "under": "is under",
    "at least": "is at least",
    "at most": "is at most",
}


@dataclass(frozen=True)
class Test:
    """One atomic question about one name. `count` compares the number of chosen options or rows instead of the
    value.
    """

    name: str
    comparator: Comparator
    value: str | int | tuple[str, ...]
    count: bool = False


@dataclass(frozen=True)
class All:
    """True when every part is; the empty conjunction is the condition without words: always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """True when one part is; never empty."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """True when its part is not."""

    part: Condition


@dataclass(frozen=True)
class Rows:
    """One question about a table: whether any row, or every row, fulfils `part`, whose tests read columns. A table
    without rows fails both.
    """

    name: str
    every: bool
    part: Condition


Atom: TypeAlias = Test | Rows
Condition: TypeAlias = Test | Rows | All | AnyOf | Not
ALWAYS = All(())
AMOUNT = re.compile(r"(-?[0-9]{1,15})(?: ([A-Z]{3}))?")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def holds(condition: Condition, answers: Mapping[str, Json]) -> bool:
    """Whether the condition holds for these answers; a name without an answer fails every test on it."""
    match condition:
        case Test():
            return _test(condition, _answer(condition.name, answers))
        case Rows():
            return _rows(condition, answers.get(condition.name))
        case All(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case Not(part):
            return not holds(part, answers)
        case _:
            assert_never(condition)


def _answer(name: str, answers: Mapping[str, Json]) -> Json:
    """The answer a test reads; `audiences.patient` is the row `patient` of the matrix `audiences`."""
    field, dot, row = name.partition(".")
    answer = answers.get(field)
    if not dot:
        return answer
    return answer.get(row) if isinstance(answer, dict) else None


def _rows(rows: Rows, answer: Json) -> bool:
    """A table that is missing or empty fulfils nothing; what is no row fulfils no condition."""
    if not isinstance(answer, list) or not answer:
        return False
    found = (isinstance(row, dict) and holds(rows.part, row) for row in answer)
    return all(found) if rows.every else any(found)


def _test(test: Test, answer: Json) -> bool:
    if answer is None or answer == "":
        return False
    if test.count:
        return isinstance(answer, list | dict) and _compare(test.comparator, len(answer), test.value)
    if isinstance(answer, list):
        wanted = (test.value,) if test.comparator == "is" else test.value
        return isinstance(wanted, tuple) and any(item in wanted for item in answer)
    return _compare(test.comparator, answer, test.value)


def _compare(comparator: Comparator, answer: Json, value: str | int | tuple[str, ...]) -> bool:
    if comparator == "is":
        return type(answer) is type(value) and answer == value
    if comparator == "one of":
        return isinstance(value, tuple) and answer in value
    if isinstance(value, tuple):
        return False
    left, right = magnitude(answer), magnitude(value)
    if left is None or right is None or left[1] != right[1]:
        return False
    return _ordered(comparator, (left[0] > right[0]) - (left[0] < right[0]))


def _ordered(comparator: Literal["over", "under", "at least", "at most"], order: int) -> bool:
    """Whether an order of 1 (greater), 0 or -1 is what the comparator asks."""
    match comparator:
        case "over":
            return order > 0
        case "under":
            return order < 0
        case "at least":
            return order >= 0
        case "at most":
            return order <= 0
        case _:
            assert_never(comparator)


def magnitude(value: Json) -> tuple[int, str] | None:
    """What orders a value and the unit it may be compared in: (number, ""), (amount, currency) or (day, "date")."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value, ""
    if not isinstance(value, str):
        return None
    amount = AMOUNT.fullmatch(value)
    if amount:
        return int(amount[1]), amount[2] or ""
    if ISO_DATE.fullmatch(value):
        return int(value.replace("-", "")), "date"
    return None


def tests(condition: Condition) -> Iterator[Atom]:
    """Every atomic question, in reading order; what is asked about the rows of a table is one."""
    match condition:
        case Test() | Rows():
            yield condition
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from tests(part)
        case Not(part):
            yield from tests(part)
        case _:
            assert_never(condition)


def causes(condition: Condition, answers: Mapping[str, Json]) -> tuple[Atom, ...]:
    """The tests that make a condition true for these answers: the first that holds of an `any`, all of an `all`.

    Empty where the condition does not hold, always holds, or holds because something is absent.
    """
    if not holds(condition, answers):
        return ()
    match condition:
        case Test() | Rows():
            return (condition,)
        case All(parts):
            return tuple(test for part in parts for test in causes(part, answers))
        case AnyOf(parts):
            return next(causes(part, answers) for part in parts if holds(part, answers))
        case Not():
            return ()
        case _:
            assert_never(condition)


def sentence(condition: Condition, labels: Mapping[str, str]) -> str:
    """The condition in words, with the form's labels; empty for the condition that always holds."""
    match condition:
        case Test(name, comparator, value, count):
            label = labels.get(name, name.replace("_", " "))
            shown = " or ".join(value) if isinstance(value, tuple) else str(value)
            return f"{'the number of ' if count else ''}“{label}” {WORDS[comparator]} {shown.replace('_', ' ')}"
        case Rows(name, every, part):
            table = labels.get(name, name.replace("_", " "))
            columns = {column.removeprefix(f"{name}/"): label for column, label in labels.items()}
            return f"in {'every row' if every else 'a row'} of “{table}” {_nested(part, columns)}"
        case All(parts):
            return " and ".join(_nested(part, labels) for part in parts)
        case AnyOf(parts):
            return " or ".join(_nested(part, labels) for part in parts)
        case Not(part):
            return f"it is not so that {_nested(part, labels)}"
        case _:
            assert_never(condition)


def _nested(part: Condition, labels: Mapping[str, str]) -> str:
    words = sentence(part, labels)
    return f"({words})" if isinstance(part, All | AnyOf) and len(part.parts) > 1 else words
