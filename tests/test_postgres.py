"""The server the other tests rely on is real, is empty for each test, and its absence is a failure."""

import pwd
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tests import postgres

pytestmark = pytest.mark.postgres


def test_a_real_postgresql_answers(postgres_database_url: str) -> None:
    engine = create_engine(postgres_database_url)
    with engine.begin() as connection:
        version = connection.execute(text("SELECT version()")).scalar_one()
        fsync = connection.execute(text("SHOW fsync")).scalar_one()
    engine.dispose()
    assert version.startswith("PostgreSQL ")
    assert fsync == "on"


@pytest.mark.parametrize("visit", [1, 2])
def test_each_test_finds_its_database_empty(postgres_database_url: str, visit: int) -> None:
    engine = create_engine(postgres_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE visitor (number integer)"))
        connection.execute(text("INSERT INTO visitor VALUES (:visit)"), {"visit": visit})
        found = connection.execute(text("SELECT number FROM visitor")).scalars().all()
    engine.dispose()
    assert found == [visit]


def test_a_connection_left_open_does_not_keep_the_database(postgres_url: str) -> None:
    server = make_url(postgres_url)
    with postgres.fresh_database(server) as url:
        left_open = psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database)
    engine = create_engine(server)
    with engine.begin() as connection:
        names = connection.execute(text("SELECT datname FROM pg_database")).scalars().all()
    engine.dispose()
    left_open.close()
    assert url.database not in names


def test_binaries_somebody_else_cannot_reach_are_copied_to_where_the_server_can(tmp_path: Path) -> None:
    programs = tmp_path / "closed" / "wheel" / "install" / "bin"
    programs.mkdir(parents=True)
    (tmp_path / "closed" / "wheel.libs").mkdir()
    (programs / "postgres").write_text("#!/bin/sh\n")
    (programs / "postgres").chmod(0o755)
    (tmp_path / "closed").chmod(0o700)
    (tmp_path / "base").mkdir()
    found = postgres.readable(programs, tmp_path / "base", pwd.getpwnam(postgres.UNPRIVILEGED))
    assert (found / "postgres").exists()
    assert (found / "../../../wheel.libs").exists()
    assert found.is_relative_to(tmp_path / "base")


def test_a_program_that_cannot_run_is_reported_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(postgres.NoPostgres, match="cannot be used"):
        postgres.readable(tmp_path / "nothing", tmp_path, None)
