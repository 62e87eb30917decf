"""Offices on both databases: every test that asks for `world` runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from coe.database import engine_for
from tests.coe.office_world import World, founded

BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/office.sqlite"
    return str(request.getfixturevalue("postgres_database_url"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on an empty database."""
    engine = engine_for(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: Engine) -> World:
    """An office at work."""
    return founded(engine)


@pytest.fixture
def sqlite_world(tmp_path: Path) -> Iterator[World]:
    """An office at work on SQLite, for what is SQLite's alone."""
    engine = engine_for(f"sqlite:///{tmp_path}/sqlite.sqlite", busy_ms=200)
    yield founded(engine)
    engine.dispose()
