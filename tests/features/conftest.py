"""Tags are requirement ids for the traceability report, not pytest markers; every scenario has a house of its own."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.features.house import House, empty

SEEDS = count(1)


def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool:
    """Ids such as @part11.10e cannot be registered as markers one by one: they are noted on the test instead."""
    function.__dict__.setdefault("requirements", []).append(tag)
    return True


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An office on a fresh SQLite, on Monday 16 November at nine."""
    house = empty(tmp_path, next(SEEDS))
    yield house
    house.office.engine.dispose()
    assert house.refusal is None, f"a scenario ends with a refusal nobody spoke of: {house.refusal}"
