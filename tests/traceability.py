"""From pytest-bdd runs to traceability: scenarios with ids and results, requirements with their scenarios.

`python -m tests.traceability IN.json … OUT.md`; several runs are read as one. Exit 1 when they held no scenario, so
that an empty run never passes. `tests.validation` builds the validation package from the same rows.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.compliance.register import Requirement, register

NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a scenario and what it came to."""

    keyword: str
    words: str
    result: str


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario of a run; `tags` are its own and its feature's, without the @."""

    tags: tuple[str, ...]
    feature: str
    scenario: str
    result: str
    steps: tuple[Step, ...] = ()
    seconds: float = 0.0

    @property
    def requirements(self) -> str:
        """The tags in one cell."""
        return ", ".join(self.tags)


@dataclass(frozen=True, slots=True)
class Covered:
    """A requirement and what its scenarios came to; without one it is `untested`."""

    requirement: Requirement
    rows: tuple[Row, ...]

    @property
    def result(self) -> str:
        """passed only when every scenario did."""
        results = {row.result for row in self.rows}
        return "untested" if not results else "passed" if results == {"passed"} else "failed"


def rows(cucumber: list[dict[str, Any]]) -> Iterator[Row]:
    """The scenarios of a Cucumber JSON report, in its order."""
    for feature in cucumber:
        for scenario in feature["elements"]:
            tags = dict.fromkeys(tag["name"].lstrip("@") for tag in (*feature["tags"], *scenario["tags"]))
            steps = tuple(_step(step) for step in scenario["steps"])
            results = {step.result for step in steps}
            result = "passed" if results == {"passed"} else "failed"  # no step at all is no pass
            spent = sum(int(step["result"].get("duration", 0)) for step in scenario["steps"])
            yield Row(tuple(tags), feature["name"], scenario["name"], result, steps, spent / NANOSECONDS)


def _step(step: dict[str, Any]) -> Step:
    return Step(str(step.get("keyword", "")).strip(), str(step.get("name", "")), str(step["result"]["status"]))


def read(runs: Sequence[Path]) -> list[Row]:
    """The rows of several runs, one after the other."""
    return [row for run in runs for row in rows(json.loads(run.read_text(encoding="utf-8")))]


def covered(requirements: Sequence[Requirement], found: Sequence[Row]) -> tuple[Covered, ...]:
    """Every requirement of the register, in its order, with the scenarios that carry its tag."""
    return tuple(Covered(each, tuple(row for row in found if each.id in row.tags)) for each in requirements)


def report(found: Sequence[Row], requirements: Sequence[Requirement] = ()) -> str:
    """The rows as a Markdown table; before it one of the requirements, where there are any."""
    required = [
        [each.requirement.id, each.requirement.clause, each.requirement.risk.priority, str(len(each.rows)), each.result]
        for each in covered(requirements, found)
    ]
    first = ["| requirement | clause | priority | scenarios | result |", "|-|-|-|-|-|", *map(_line, required), ""]
    cells = [[row.requirements, row.feature, row.scenario, row.result] for row in found]
    second = ["| id | feature | scenario | result |", "|-|-|-|-|", *map(_line, cells), ""]
    return "\n".join([*(first if required else []), *second])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in cells) + " |"


def main(arguments: list[str]) -> int:
    """Write the report; 1 when there was nothing to report."""
    *sources, target = map(Path, arguments)
    found = read(sources)
    target.write_text(report(found, register()), encoding="utf-8")
    if not found:
        print("No scenario ran, so nothing is promised: are there bindings in tests/features/?", file=sys.stderr)
        return 1
    print(f"{len(found)} scenarios: {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
