"""The flows on a real Prefect server; and what happens while there is none."""

import base64
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coe.home import Home
from tests.workflows.clockwork import APPROVE, HOUR, MONDAY, Clockwork, office_in
from tests.workflows.mail_server import free_port, serving
from workflows.deliver import deliver
from workflows.escalate import escalate
from workflows.prefect_settings import local_server
from workflows.remind import remind

ROOT = Path(__file__).parents[2]
PASSWORD = "clearway:for-this-test"
STARTS_S, ASKS_S = 60.0, 0.2
MONTH_MS = 30 * 24 * HOUR


@dataclass(frozen=True)
class Server:
    """A real server on loopback: the environment in which it is reached, and its program."""

    environment: Mapping[str, str]
    program: subprocess.Popen[bytes]

    def until(self, so: Callable[[], object]) -> None:
        """Wait for what the server brings about by itself; a server that ended is not waited for."""
        ends = time.monotonic() + STARTS_S
        while not so():
            with suppress(subprocess.TimeoutExpired):
                self.program.wait(ASKS_S)
            assert self.program.poll() is None, "the server ended"
            assert time.monotonic() < ends, "the server answers, and nothing came of it"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("prefect")
    settings = local_server(folder, free_port(), PASSWORD)
    environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
    program = subprocess.Popen(
        (sys.executable, "-m", "workflows.prefect_server"), env=environment, cwd=folder, start_new_session=True
    )
    started = Server(environment, program)
    try:
        started.until(lambda: _answers(settings))
        yield started
    finally:
        try:
            os.killpg(program.pid, signal.SIGTERM)
            program.wait(10)
        except ProcessLookupError:  # it ended by itself
            program.wait()
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


@pytest.mark.prefect
def test_the_remind_flow_reminds(server: Server, tmp_path: Path) -> None:
    prefect = server.environment
    long_ago = int(time.time() * 1000) - MONTH_MS
    with office_in(tmp_path, start=long_ago) as work:
        work.submit()
        environment = {**prefect, "COE_HOME": str(tmp_path)}
        assert _run(environment, "from workflows.flows import remind; print(remind(), remind())") == "5 0"
        assert len(work.notices("reminder")) == 5
    assert _ask(prefect, "flow_runs/count", {"flows": {"name": {"any_": ["remind"]}}}) == 2


@pytest.mark.prefect
def test_the_server_makes_runs_of_the_schedules(server: Server, tmp_path: Path) -> None:
    prefect = server.environment
    applied = (
        "from workflows.flows import EVERY, deployments; "
        "made = [each.apply() for each in deployments()]; print(len(made) == len(EVERY) >= 5)"
    )
    assert _run({**prefect, "COE_HOME": str(tmp_path)}, applied) == "True"
    server.until(lambda: _scheduled(prefect) and _first(prefect, "anchor"))
    assert datetime.fromisoformat(_first(prefect, "anchor")) < datetime.now(UTC) + timedelta(minutes=1), (
        "an office that starts looks at once whether enough is kept outside"
    )


def test_with_prefect_down_decisions_go_on_and_the_flows_catch_up(work: Clockwork, tmp_path: Path) -> None:
    home = Home(tmp_path).prepare()
    initiative = work.submit()
    work.clock.set(MONDAY + 2 * HOUR)
    work.decide(initiative, "medical", "Mia", APPROVE)
    work.clock.set(MONDAY + MONTH_MS)
    assert remind(work.office, work.clock.now()) == 2
    assert escalate(work.office, work.clock.now()) == 1
    with serving() as server:
        home.configure(smtp=f"smtp://127.0.0.1:{server.port}")
        assert deliver(work.office, home).sent == 5
    work.decide(initiative, "legal", "Leo", APPROVE)
    assert work.state(initiative).status == "approved"


def _answers(settings: Mapping[str, str]) -> bool:
    try:
        return _ask(settings, "health") is True
    except OSError:
        return False


def _scheduled(environment: Mapping[str, str]) -> int:
    return int(str(_ask(environment, "flow_runs/count", {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}})))


def _first(environment: Mapping[str, str], flow: str) -> str:
    """When the first run of a flow is planned, "" where none is."""
    asked = {"flows": {"name": {"any_": [flow]}}, "sort": "EXPECTED_START_TIME_ASC", "limit": 1}
    found = _ask(environment, "flow_runs/filter", asked)
    assert isinstance(found, list)
    return str(found[0]["expected_start_time"]) if found else ""


def _ask(environment: Mapping[str, str], path: str, asked: object = None) -> object:
    word = base64.b64encode(PASSWORD.encode()).decode()
    headers = {"Authorization": f"Basic {word}", "Content-Type": "application/json"}
    data = None if asked is None else json.dumps(asked).encode()
    request = urllib.request.Request(f"{environment['PREFECT_API_URL']}/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


def _run(environment: Mapping[str, str], code: str) -> str:
    done = subprocess.run(
        (sys.executable, "-c", code), env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]
