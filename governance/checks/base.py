"""What a check is, what it may be told, and how it reads the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias

from governance.formats.jcs import Json
from governance.language.conditions import Condition, tests

Answers: TypeAlias = Mapping[str, Json]
Parameters: TypeAlias = Mapping[str, object]
Row: TypeAlias = Mapping[str, Json]

ParameterKind = Literal[
    "table", "matrix", "field", "column", "columns", "whole", "range", "ranges", "option", "options", "row", "rows",
    "points", "its rows", "its options", "its required columns",
]  # fmt: skip
FIELDS: tuple[ParameterKind, ...] = ("table", "matrix", "field")
IMPLIED: tuple[ParameterKind, ...] = ("its rows", "its options", "its required columns")


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the field it concerns, what is wrong, and how to clear it."""

    concerns: str
    what: str
    cure: str


class Naming(Protocol):
    """How a finding calls what the form declares, and writes days. It changes no finding, only its sentences."""

    def field(self, name: object) -> str:
        """A question."""

    def column(self, table: object, name: object) -> str:
        """A column of a table."""

    def row(self, matrix: object, name: object) -> str:
        """A row of a matrix."""

    def option(self, field: object, value: object, column: object = None) -> str:
        """A choice of a field, or of a column of it."""

    def day(self, text: str) -> str:
        """An ISO date."""

    def there_are(self, field: object, number: int) -> str:
        """How many rows a table has."""


class Declared:
    """By the names of the definition: what is recorded with a submission, and recomputed by whoever verifies it."""

    def field(self, name: object) -> str:
        """The name with blanks."""
        return named(name)

    def column(self, table: object, name: object) -> str:  # noqa: ARG002  # a name says the same in every table
        """The name with blanks."""
        return named(name)

    def row(self, matrix: object, name: object) -> str:  # noqa: ARG002  # a name says the same in every matrix
        """The name with blanks."""
        return named(name)

    def option(self, field: object, value: object, column: object = None) -> str:  # noqa: ARG002  # as above
        """The word with blanks."""
        return named(value)

    def day(self, text: str) -> str:
        """As it is."""
        return text

    def there_are(self, field: object, number: int) -> str:  # noqa: ARG002  # a number says the same of every table
        """The number."""
        return f"there are {number}"


RECORDED: Final[Naming] = Declared()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `of` names the parameter before it that holds its table, matrix, field or column; `like` are the
    kinds a field or column must have, empty for any. None as default means that it may be left out, `required` that it
    may not. A default that `may_miss` is no fault where the form has no such thing. `IMPLIED` kinds are read off the
    form and never written.
    """

    kind: ParameterKind
    default: Json = None
    required: bool = False
    of: str = "in"
    like: tuple[str, ...] = ()
    may_miss: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """Points that count while a condition holds: what earns them, and how to earn them. `written` is the definition's
    own JSON.
    """

    points: int
    says: str
    cure: str
    when: Condition
    written: Json


@dataclass(frozen=True, slots=True)
class Check:
    """A check the law knows: what it is for, what it may be told, and how it looks.

    `facts` are what it must know of other records, by names such as `elsewhere/contact_load`, which no field can have;
    they stand beside the answers. A check whose facts are not handed in is not made and says so. `wants` names the
    parameter whose columns it finds fault with in every row that leaves one empty, "" for none.
    """

    purpose: str
    parameters: Mapping[str, Parameter]
    look: Callable[[Parameters, Answers, Naming], Iterator[Found]]
    facts: tuple[str, ...] = ()
    wants: str = ""

    def reads(self, parameters: Parameters) -> tuple[str, ...]:
        """The fields and facts it reads, sorted: the digest of its inputs covers them."""
        named = {parameters.get(name) for name, parameter in self.parameters.items() if parameter.kind in FIELDS}
        tested = {name for name, parameter in self.parameters.items() if parameter.kind == "points"}
        found = {field for name in tested for point in points(parameters[name]) for field in fields_of(point.when)}
        return tuple(sorted({*self.facts, *found, *(name for name in named if isinstance(name, str))}))

    def wanted(self, parameters: Parameters) -> Iterator[str]:
        """The columns no row may leave empty, as `table/column`."""
        names = parameters.get(self.wants) if self.wants else ()
        for column in names if isinstance(names, list) else [names] if names else []:
            yield f"{parameters.get('in')}/{column}"

    def find(self, parameters: Parameters, known: Answers, naming: Naming = RECORDED) -> Iterator[Found]:
        """What it finds in the answers and facts, said by `naming`."""
        missing = [name for name in self.facts if name not in known]
        if not missing:
            yield from self.look(parameters, known, naming)
            return
        concerns = next((name for name in self.reads(parameters) if name not in self.facts), "title")
        yield Found(
            concerns,
            f"It was not checked whether {self.purpose}: nobody said what is known as {spelt(missing)}.",
            "Look again once the office knows it; until then nothing is assumed.",
        )


def fields_of(condition: Condition) -> tuple[str, ...]:
    """The fields a condition reads, in reading order."""
    return tuple(dict.fromkeys(test.name.partition(".")[0] for test in tests(condition)))


def points(value: object) -> tuple[Point, ...]:
    """A parameter of the kind `points`."""
    return tuple(entry for entry in value if isinstance(entry, Point)) if isinstance(value, tuple) else ()


def rows(answers: Answers, table: object) -> list[Row]:
    """The rows of a table answer; none where it is missing or committed."""
    answer = answers.get(str(table))
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def chosen(answers: Answers, matrix: object) -> Row:
    """A matrix answer, row by row; empty where it is missing."""
    answer = answers.get(str(matrix))
    return answer if isinstance(answer, dict) else {}


def given(answers: Answers, field: object) -> bool:
    """Whether a field has an answer at all."""
    return isinstance(field, str) and answers.get(field) not in (None, "", [], {})


def count(value: object) -> int:
    """A whole number; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def text(value: object) -> str:
    """Text; empty for anything else."""
    return value.strip() if isinstance(value, str) else ""


def words_in(value: object) -> int:
    """How many words a text has."""
    return len(text(value).split())


def listed(value: object) -> list[str]:
    """The words of a list."""
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def named(name: object) -> str:
    """A name as people read it."""
    return str(name).replace("_", " ")


def spelt(names: Iterable[object]) -> str:
    """Names as people read them, with commas."""
    return ", ".join(map(named, names))


def options(naming: Naming, values: Iterable[object], field: object, column: object = None) -> str:
    """Choices as people read them, with commas."""
    return ", ".join(naming.option(field, value, column) for value in values)


def columns(naming: Naming, table: object, names: Iterable[object]) -> str:
    """Columns as people read them, with commas."""
    return ", ".join(naming.column(table, name) for name in names)


def many(number: int, one: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
