"""Steps of whoever receives a release: its parts, their licences, and what was tested."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version
from pytest_bdd import step, then

from tests.compliance.register import register
from tests.traceability import Row
from tests.validation.built import build
from tests.validation.installed import LOCKS, Installation, compare, locked
from tests.validation.package import Subject, as_json, package
from tests.validation.parts import UNSTATED, Part, bill, parts

PURPOSE = "tests.features"


@dataclass
class Release:
    """What came with it."""

    installation: Installation = field(default_factory=Installation)
    parts: tuple[Part, ...] = ()
    bill: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def release() -> Release:
    """Nothing was looked at."""
    return Release()


@step("the list of parts of this release is made")
def made(release: Release) -> None:
    installed: dict[str, str] = {
        canonicalize_name(each.metadata["Name"]): each.version for each in metadata.distributions()
    }
    compare(locked([lock.read_text("utf-8") for lock in LOCKS]), installed, release.installation)
    release.parts = parts(installed, {})
    release.bill = json.loads(bill(build(), release.parts))


@then("it names every library that the lock installs, with version and licence")
def names_all(release: Release) -> None:
    """CycloneDX, valid by its schema: `bill` raises otherwise."""
    found = {each["name"]: each for each in release.bill["components"]}
    for name, version in release.installation.expected.items():
        assert Version(found[name]["version"]) == Version(version)
    assert [each.name for each in release.parts if each.shipped and each.licence == UNSTATED] == []
    shipped = [each for each in release.bill["components"] if each["scope"] == "required"]
    assert all(each["licenses"] for each in shipped)


@then("what was installed is what was locked")
def as_locked(release: Release) -> None:
    assert release.installation.faults == []


@then("each requirement is there with its risk, its scenarios and their results")
def joined(release: Release) -> None:
    """The package says so of a run in which every requirement had a scenario, and names one that had none."""
    rows = register()
    ran = [Row((row.id,), "Feature", f"Of {row.clause}", "passed") for row in rows[1:]]
    done = package(datetime.now(UTC), Subject(build(), release.installation, release.parts), rows, ran)
    told = as_json(done, {})["requirements"]
    assert [each["id"] for each in told] == [row.id for row in rows]
    assert all(each["risk"]["because"] and each["risk"]["priority"] for each in told)
    assert [each["result"] for each in told] == ["untested", *["passed"] * len(ran)]
    assert any(rows[0].id in deviation for deviation in done.deviations)
