"""From a serial pytest-bdd run to the traceability report: requirement id, scenario, result.

`python -m tests.traceability IN.json OUT.md`; exit 1 when the run held no scenario, so an empty run never passes.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario of the run; `requirements` are its tags and its feature's, without the @."""

    requirements: str
    feature: str
    scenario: str
    result: str


def rows(cucumber: list[dict[str, Any]]) -> Iterator[Row]:
    """The scenarios of a Cucumber JSON report, in its order."""
    for feature in cucumber:
        for scenario in feature["elements"]:
            tags = dict.fromkeys(tag["name"].lstrip("@") for tag in (*feature["tags"], *scenario["tags"]))
            results = {step["result"]["status"] for step in scenario["steps"]}
            result = "passed" if results == {"passed"} else "failed"  # no step at all is no pass
            yield Row(", ".join(tags), feature["name"], scenario["name"], result)


def report(found: list[Row]) -> str:
    """The rows as a Markdown table."""
    cells = [[r.requirements, r.feature, r.scenario, r.result] for r in found]
    lines = ["| " + " | ".join(text.replace("|", "\\|") for text in row) + " |" for row in cells]
    return "\n".join(["| id | feature | scenario | result |", "|-|-|-|-|", *lines, ""])


def main(arguments: list[str]) -> int:
    """Write the report; 1 when there was nothing to report."""
    source, target = map(Path, arguments)
    found = list(rows(json.loads(source.read_text(encoding="utf-8"))))
    target.write_text(report(found), encoding="utf-8")
    if not found:
        print("No scenario ran, so nothing is promised: are there bindings in tests/features/?", file=sys.stderr)
        return 1
    print(f"{len(found)} scenarios: {target}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
