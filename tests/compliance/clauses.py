"""Runs the scenarios of chosen clauses in this process: `python -m tests.compliance.clauses ID … [--first]`.

Prints one JSON object: what each scenario came to, and what went wrong where. Ends with 0 when all passed, 1 when one
failed, 2 when there was nothing to run or it could not be begun.
"""

import json
import sys
from collections.abc import Collection
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import pytest

BINDINGS = "tests/features/test_compliance.py"
LONGEST = 400


@dataclass(eq=False)
class Chosen:
    """A pytest plugin: only scenarios with one of these tags are run; `found` says how each ended."""

    clauses: Collection[str]
    found: dict[str, str] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        wanted = [item for item in items if set(_tags(item)) & set(self.clauses)]
        config.hook.pytest_deselected(items=[item for item in items if item not in wanted])
        items[:] = wanted

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(str(report.longrepr)[-LONGEST:])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.rpartition("::")[2]
        if report.failed or report.when == "call":
            self.found[name] = "failed" if report.failed or self.found.get(name) == "failed" else report.outcome
        if report.failed:
            self.because.setdefault(name, _reason(report))


def _tags(item: pytest.Item) -> list[str]:
    return list(getattr(getattr(item, "function", None), "requirements", ()))


def _reason(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).splitlines()[0][:LONGEST]


def main(arguments: list[str]) -> int:
    """Run them and print what they came to."""
    clauses = [each for each in arguments if each != "--first"]
    chosen = Chosen(clauses)
    options: list[Any] = ["-q", "-p", "no:xdist", "-p", "no:cacheprovider", BINDINGS]
    with redirect_stdout(sys.stderr):  # standard output is for the one object
        status = pytest.main([*options, *(["-x"] if "--first" in arguments else [])], plugins=[chosen])
    print(json.dumps({"found": chosen.found, "because": chosen.because, "broken": chosen.broken}))
    if chosen.broken or not chosen.found:
        return 2
    return int(status != pytest.ExitCode.OK)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
