"""What every test runs under: no telemetry, and Hypothesis profiles that suit a desk or a build machine."""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]

pytest_plugins = ["tests.postgres", "tests.browser"]

os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"

# Machines are shared and noisy: a deadline would measure the neighbours.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


@pytest.hookimpl(optionalhook=True)  # the features run without xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Under `--dist loadgroup`, keep on one worker all that starts a Prefect server, and each module with a browser.

    A browser is started once a worker and what a module serves once a module, so modules may spread over both. Marks
    would do, but pytest 9.2 tells its names of tests without the group that xdist 3.8 writes into them.
    """
    return ByModule(config, log) if config.getvalue("dist") == "loadgroup" else None


class ByModule(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Gives out tests one by one, except those of a module that has something to start."""

    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid.partition("::")[0]) or nodeid


@cache
def _group(module: str) -> str:
    source = (ROOT / module).read_text("utf-8")
    if "pytest.mark.prefect" in source:
        return "prefect"
    return module if "pytest.mark.browser" in source else ""
