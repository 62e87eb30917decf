"""What regulations ask, in features/compliance/, against the running product; the list is tests/compliance/."""

from pytest_bdd import scenarios

from tests.features.test_promises import pytest_plugins as promises

pytest_plugins = [
    *promises,
    "tests.features.steps.front",
    "tests.features.steps.front_signing",
    "tests.features.steps.front_records",
    "tests.features.steps.front_people",
    "tests.features.steps.transport",
    "tests.features.steps.machine",
    "tests.features.steps.copies",
    "tests.features.steps.retention",
    "tests.features.steps.requirements",
    "tests.features.steps.imports",
    "tests.features.steps.trust",
    "tests.features.steps.trail",
    "tests.features.steps.manifest",
    "tests.features.steps.release",
]

scenarios("../../features/compliance")
