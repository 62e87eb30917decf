"""One set of fonts for all journeys; every test has an office of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.served import Served, Visitor, cut_fonts, founded, serving, visitor


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cut_fonts(tmp_path_factory.mktemp("fonts"))


@pytest.fixture
def fresh(tmp_path: Path, fonts: Path) -> Iterator[Served]:
    with serving(founded(tmp_path, fonts, portfolio=False)) as served:
        yield served


@pytest.fixture
def lively(tmp_path: Path, fonts: Path) -> Iterator[Served]:
    with serving(founded(tmp_path, fonts, portfolio=True)) as served:
        yield served


@pytest.fixture
def someone(browser: Browser, fresh: Served) -> Iterator[Visitor]:
    """Somebody at a browser of the fresh office; whatever the browser complains about fails the test."""
    found = visitor(fresh, browser)
    yield found
    found.page.context.close()
    assert found.faults == []
