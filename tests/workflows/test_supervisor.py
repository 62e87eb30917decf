"""Programs that die are started again; Ctrl-C leaves none of them behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coe.home import Home
from coe.office_errors import BadHome
from workflows.prefect_settings import LOOPBACK, local_server
from workflows.serving import Served, children, serve_flows
from workflows.supervisor import Child, Supervisor

ROOT = Path(__file__).parents[2]
WAITING_S = 20.0
WAITS = (sys.executable, "-c", "import time; time.sleep(600)")
# A program that starts another one, says so in a file, and ignores polite requests to end.
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1] + ".new", "w").write(f"{os.getpid()} {child.pid}")
os.replace(sys.argv[1] + ".new", sys.argv[1])
time.sleep(600)
"""


def eventually(found: Callable[[], bool]) -> bool:
    """Whether it comes true in time; asked again as the machine gets to it."""
    until = time.monotonic() + WAITING_S
    pause = threading.Event()
    while time.monotonic() < until:
        if found():
            return True
        pause.wait(0.05)
    return False


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@contextmanager
def running(*programs: Child) -> Iterator[Supervisor]:
    supervisor = Supervisor(programs, first_wait=0.05, patience=0.5)
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()
        thread.join(WAITING_S)
        assert not thread.is_alive()


def test_a_child_that_dies_is_started_again() -> None:
    with running(Child("web", WAITS)) as supervisor:
        assert eventually(lambda: "web" in supervisor.pids)
        first = supervisor.pids["web"]
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: supervisor.pids.get("web", first) != first)


def test_a_child_that_cannot_be_started_holds_up_no_other() -> None:
    with running(Child("missing", ("/nowhere/program",)), Child("web", WAITS)) as supervisor:
        assert eventually(lambda: "web" in supervisor.pids)
        assert "missing" not in supervisor.pids


def test_a_child_that_keeps_dying_is_started_less_and_less_often(tmp_path: Path) -> None:
    count = tmp_path / "starts"
    dies = (sys.executable, "-c", f"open({str(count)!r}, 'a').write('x')")
    with running(Child("web", dies)):
        assert eventually(lambda: count.exists() and len(count.read_text()) >= 3)
        began = time.monotonic()
        seen = len(count.read_text())
        assert eventually(lambda: len(count.read_text()) > seen)
        assert time.monotonic() - began >= 0.1


def test_stopping_ends_grandchildren_and_programs_that_will_not_listen(tmp_path: Path) -> None:
    said = tmp_path / "pids"
    with running(Child("stubborn", (sys.executable, "-c", STUBBORN, str(said)))):
        assert eventually(said.exists)
        pids = [int(pid) for pid in said.read_text().split()]
        assert all(map(alive, pids))
    assert eventually(lambda: not any(map(alive, pids)))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_on_a_whole_installation_leaves_no_process(tmp_path: Path, number: int) -> None:
    said = tmp_path / "pids"
    web = (sys.executable, "-c", STUBBORN.replace("SIG_IGN", "SIG_DFL"), str(said))
    command = (sys.executable, "-m", "workflows.serving", "serve", "--mailbox", "--without-prefect", "--", *web)
    environment = {**os.environ, "COE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    program = subprocess.Popen(command, env=environment, cwd=tmp_path, start_new_session=True)
    try:
        assert eventually(said.exists)
        assert eventually(lambda: len(_children(program.pid)) == 2)
        pids = [*map(int, said.read_text().split()), *_children(program.pid)]
        os.kill(program.pid, number)
        assert program.wait(WAITING_S) == 0
    finally:
        program.kill()
        program.wait()
    assert eventually(lambda: not any(map(alive, pids)))


def test_the_web_app_is_started_first_and_waits_for_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path).prepare()
    names = [child.name for child in children(home, Served(("web",), mailbox=True))]
    assert names == ["web", "mailbox", "prefect", "flows"]
    assert [child.name for child in children(home, Served(("web",), prefect=False))] == ["web"]


def test_prefect_is_silent_local_and_behind_a_password(tmp_path: Path) -> None:
    settings = local_server(tmp_path, 4200, "clearway:word")
    assert settings["DO_NOT_TRACK"] == "1"
    assert settings["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert settings["PREFECT_SERVER_API_HOST"] == LOOPBACK
    assert settings["PREFECT_HOME"].startswith(str(tmp_path))
    assert settings["PREFECT_SERVER_API_AUTH_STRING"] == settings["PREFECT_API_AUTH_STRING"] == "clearway:word"


def test_the_password_is_another_in_each_run(tmp_path: Path) -> None:
    home = Home(tmp_path).prepare()

    def password() -> str:
        flows = children(home, Served())[-1]
        return flows.environment["PREFECT_API_AUTH_STRING"]

    assert password() != password()


def test_flows_alone_need_to_be_told_where_the_server_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(BadHome, match="PREFECT_API_URL=http"):
        serve_flows(Home(tmp_path))


def test_nothing_but_the_flows_imports_prefect_or_the_printer() -> None:
    modules = ("remind", "escalate", "deliver", "seal", "packets", "serving", "catch_all", "prefect_server")
    names = ", ".join(f"workflows.{module}" for module in modules)
    asked = f"import sys, {names}; sys.exit('prefect' in sys.modules or 'weasyprint' in sys.modules)"
    assert subprocess.run((sys.executable, "-c", asked), cwd=ROOT, check=False).returncode == 0


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
