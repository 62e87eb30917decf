"""The whole checker on definitions with something planted in them: reading, reach, guarantees, orders of decisions."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from coe.policy.definitions import compile_file
from governance.checker.exploring import Run, explore
from governance.checker.guarantees import prove, unreachable
from governance.errors import NotADefinition
from governance.language.definition import Definition
from governance.reading.document import read
from tests.governance.documents import small

LIBRARY = Path(__file__).resolve().parents[2] / "workflows" / "definitions"
Part = Literal["reading", "reach", "guarantee", "run"]
Base = Literal["cx-initiative", "small"]
Document = dict[str, Any]
Plant = Callable[[Document], None]


@dataclass(frozen=True)
class Change:
    """A defect planted in a definition after it was read."""

    apply: Callable[[Definition], Definition]


@dataclass(frozen=True)
class Report:
    """One thing the checker says."""

    part: Part
    pointer: str
    what: str
    run: Run | None = None


@dataclass(frozen=True)
class Planted:
    """A defect: where it is planted, and what must be found where, by which part of the checker (`run` comes with a
    counterexample that replays).
    """

    name: str
    base: Base
    plant: Plant | Change
    found: tuple[tuple[Part, str], ...]


def checked(planted: Planted) -> tuple[tuple[Report, ...], Definition | None]:
    """Everything the checker says, and the definition where there is one."""
    document = deepcopy(library(planted.base))
    if not isinstance(planted.plant, Change):
        planted.plant(document)
    try:
        law = read(document)
    except NotADefinition as error:
        return tuple(Report("reading", problem.pointer, str(problem)) for problem in error.problems), None
    if isinstance(planted.plant, Change):
        law = planted.plant.apply(law)
    return tuple(reports(law)), law


def reports(law: Definition) -> list[Report]:
    reached = [Report("reach", problem.pointer, problem.what) for problem in unreachable(law)]
    broken = [Report("guarantee", found.pointer, found.words) for found in prove(law)]
    runs = [Report("run", found.pointer, found.what, found.run) for found in explore(law)]
    return [*reached, *broken, *runs]


@lru_cache(maxsize=4)
def library(name: str) -> Document:
    return small() if name == "small" else compile_file(LIBRARY / f"{name}.yaml").document


def put(where: str, value: Any) -> Plant:
    """Another value at a place such as `gates/medical/when`: entries of lists go by number, or by the word that names
    them; `...` removes.
    """

    def plant(document: Document) -> None:
        *parents, last = where.split("/")
        place: Any = document
        for part in parents:
            place = place[_index(place, part)]
        if value is ...:
            del place[_index(place, last)]
        elif last == "+":
            place.append(value)
        else:
            place[_index(place, last)] = value

    return plant


def _index(place: Any, part: str) -> Any:
    if not isinstance(place, list):
        return part
    words = ("gate", "tier", "section", "committee", "name")
    named = [n for n, entry in enumerate(place) if isinstance(entry, dict) and part in map(entry.get, words)]
    return named[0] if named else int(part)


def both(*plants: Plant) -> Plant:
    def plant(document: Document) -> None:
        for one in plants:
            one(document)

    return plant


def at_gate(name: str, **words: Any) -> Change:
    """The compiled gate with other words."""

    def change(law: Definition) -> Definition:
        gates = tuple(replace(gate, **words) if gate.name == name else gate for gate in law.gates)
        return replace(law, gates=gates)

    return Change(change)


def all_of(*changes: Change) -> Change:
    def change(law: Definition) -> Definition:
        for one in changes:
            law = one.apply(law)
        return law

    return Change(change)


def pointer(planted: Planted, where: str) -> str:
    """The JSON pointer of a place told by names."""
    place: Any = library(planted.base)
    parts: list[str] = []
    for part in where.split("/"):
        key = _index(place, part)
        parts.append(str(key))
        place = place[key] if not isinstance(place, list) or key < len(place) else {}
    return "/" + "/".join(parts)
