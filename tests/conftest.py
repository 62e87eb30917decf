"""What every test runs under: no telemetry, and Hypothesis profiles that suit a desk or a build machine."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.postgres", "tests.browser"]

os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"

# Machines are shared and noisy: a deadline would measure the neighbours.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))

ONE_WORKER_EACH = ("prefect", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep servers single: under `--dist loadgroup` all tests of such a marker run on one worker."""
    for item in items:
        for marker in ONE_WORKER_EACH:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.xdist_group(marker))
                break
