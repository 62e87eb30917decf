"""The promises of the product, in features/, run against the real office. `make features` reports them by id."""

from pathlib import Path

from pytest_bdd import scenarios

PROMISES = Path(__file__).parents[2] / "features"

pytest_plugins = [
    "tests.features.steps.founding",
    "tests.features.steps.submitting",
    "tests.features.steps.deciding",
    "tests.features.steps.dialogue",
    "tests.features.steps.standing",
    "tests.features.steps.clocks",
    "tests.features.steps.afterwards",
    "tests.features.steps.signing",
    "tests.features.steps.qualifications",
    "tests.features.steps.integrity",
    "tests.features.steps.packets",
    "tests.features.steps.erasure",
    "tests.features.steps.search",
    "tests.features.steps.continuity",
    "tests.features.steps.bundles",
    "tests.features.steps.policies",
    "tests.features.steps.policy_checks",
    "tests.features.steps.policy_diff",
    "tests.features.steps.drawing",
    "tests.features.steps.versions",
    "tests.features.steps.intake",
    "tests.features.steps.checks",
    "tests.features.steps.forecast",
    "tests.features.steps.expected_by",
    "tests.features.steps.library",
    "tests.features.steps.incidents",
    "tests.features.steps.oversight",
    "tests.features.steps.credentials",
    "tests.features.steps.manifestation",
    "tests.features.steps.notices",
    "tests.features.steps.witnesses",
    "tests.features.steps.log_keys",
    "tests.features.steps.paper",
    "tests.features.steps.together",
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
    "tests.features.steps.every_form",
    "tests.features.steps.release",
]

# What regulations ask has a module of its own, so that two programs can share the work: test_compliance.py.
scenarios(*map(str, sorted(PROMISES.glob("*.feature"))), str(PROMISES / "library"))
