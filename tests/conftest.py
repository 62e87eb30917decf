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


# First: xdist reads the groups in the same hook, and those that come later it never sees.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep on one worker, under `--dist loadgroup`, all that starts a Prefect server, and each module with a browser.

    A browser is started once a worker and what a module serves once a module, so modules may spread over both.
    """
    for item in items:
        if item.get_closest_marker("prefect"):
            item.add_marker(pytest.mark.xdist_group("prefect"))
        elif item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
