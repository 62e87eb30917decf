"""The validation package as data: requirement, risk, scenario, steps, result; build, installation, deviations."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tests.compliance.register import Requirement
from tests.traceability import Covered, Row, covered
from tests.validation.built import Build
from tests.validation.installed import Installation
from tests.validation.parts import UNSTATED, Part, by_licence

FORMAT = "clearway/validation/v1"
LABEL = "Engineering evidence of one build on one machine. It is no certificate, and it validates nobody’s procedures."
TESTER = "make validation, unattended"
KEPT = ("id", "regulation", "clause", "says", "procedure", "supports", "note", "draft")
LIMITS = (
    "The register was compiled from public summaries; where a row and the regulation differ, the regulation wins.",
    "Scenarios run on SQLite, on one machine. PostgreSQL, browsers, mail and the flows have tests of their own.",
    "A scenario that passes shows a control at work; that it would miss the control, make mutants-compliance shows.",
    "Packets are produced as PDF/A-3u; no independent validator has confirmed it.",
    "No biometric component is offered (11.200(b)).",
    "What is mainly a procedure is supported by the software and not fulfilled by it.",
    "Load, the loss of a site and a customer’s own configuration are the customer’s to qualify.",
    "Annex 11 of 2025 is a draft; its rows claim nothing.",
)


@dataclass(frozen=True, slots=True)
class Package:
    """All of it. `verdict` is passed only without a deviation."""

    made: datetime
    build: Build
    installation: Installation
    covered: tuple[Covered, ...]
    others: tuple[Row, ...]
    parts: tuple[Part, ...]
    deviations: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """In one word."""
        return "deviations" if self.deviations else "passed"


@dataclass(frozen=True, slots=True)
class Subject:
    """What was tested: the build, how it was installed, and what it is made of."""

    build: Build
    installation: Installation
    parts: tuple[Part, ...]


def package(made: datetime, tested: Subject, requirements: Sequence[Requirement], found: Sequence[Row]) -> Package:
    """Join what was required with what ran, and name every deviation."""
    told = covered(requirements, found)
    ids = {each.id for each in requirements}
    others = tuple(row for row in found if not ids & set(row.tags))
    faults = tested.installation.faults
    wrong = (*_untested(told), *_failed(found), *faults, *_build(tested.build), *_licences(tested.parts))
    return Package(made, tested.build, tested.installation, told, others, tested.parts, wrong)


def _untested(told: Sequence[Covered]) -> Iterator[str]:
    for each in told:
        if each.result == "untested":
            yield f"{each.requirement.clause} ({each.requirement.id}) has no scenario in this run."


def _failed(found: Sequence[Row]) -> Iterator[str]:
    for row in found:
        if row.result != "passed":
            step = next((f"{step.keyword} {step.words}" for step in row.steps if step.result != "passed"), "no step")
            yield f"“{row.scenario}” ({row.requirements or row.feature}) did not pass: {step}"


def _build(build: Build) -> Iterator[str]:
    if build.changed:
        yield "The sources differ from the commit that is named; their own digest is that of what was tested."


def _licences(parts: Sequence[Part]) -> Iterator[str]:
    silent = (each for each in parts if each.shipped and each.licence == UNSTATED)
    yield from (f"{each.name} {each.version} states no licence." for each in silent)


def environment() -> dict[str, str]:
    """What it ran on; no name of a machine or of anybody."""
    return {
        "system": platform.system(),
        "distribution": _distribution(),
        "architecture": platform.machine(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def _distribution() -> str:
    try:
        found = platform.freedesktop_os_release()
    except OSError:
        return "not stated"
    return found.get("PRETTY_NAME", "not stated")


def as_json(done: Package, files: Mapping[str, str]) -> dict[str, Any]:
    """Everything, for machines; `files` are the digests of what lies beside it."""
    faults = done.installation.faults
    return {
        "format": FORMAT,
        "label": LABEL,
        "verdict": done.verdict,
        "made": done.made.isoformat(timespec="seconds"),
        "tester": TESTER,
        "build": asdict(done.build),
        "environment": environment(),
        "installation": {**asdict(done.installation), "verdict": "deviations" if faults else "passed"},
        "requirements": [_required(each) for each in done.covered],
        "promises": [_scenario(row) for row in done.others],
        "parts": [asdict(each) for each in done.parts],
        "licences": by_licence(done.parts),
        "deviations": list(done.deviations),
        "limits": list(LIMITS),
        "files": dict(files),
    }


def _required(each: Covered) -> dict[str, Any]:
    row = each.requirement
    risk = {**asdict(row.risk), "class": row.risk.grade, "priority": row.risk.priority}
    told = {name: getattr(row, name) for name in KEPT}
    return {**told, "risk": risk, "result": each.result, "scenarios": [_scenario(one) for one in each.rows]}


def _scenario(row: Row) -> dict[str, Any]:
    return {
        "feature": row.feature,
        "scenario": row.scenario,
        "tags": list(row.tags),
        "result": row.result,
        "seconds": round(row.seconds, 3),
        "steps": [asdict(step) for step in row.steps],
    }
