"""`coe demo`: the pages at once, the portfolio meanwhile, then mail and the flows; one Ctrl-C ends them all."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType

from coe.demo.home import begin
from coe.evidence.permissions import check_keys
from coe.home import Home
from coe.office_errors import OfficeError

PATIENCE_S = 20.0
LOOK_S = 0.2
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Say = Callable[[str], None]


class Ended(OfficeError):
    """A program of the demonstration ended by itself."""


@dataclass(frozen=True, slots=True)
class Programs:
    """The command that serves the pages, and the one that runs mail and the flows beside them."""

    web: tuple[str, ...]
    beside: tuple[str, ...]


def run(home: Home, programs: Programs, say: Say) -> int:
    """Run until interrupted; 0. Raises OfficeError or Refused when it cannot start, or a program ends by itself."""
    began = begin(home.prepare())
    check_keys(home)
    running = _Running({**os.environ, "COE_HOME": str(home.folder)})
    before = {number: signal.signal(number, _stop) for number in STOPS}
    try:
        # The pages take longest to start and need nothing but the folder; so they come before the imports below.
        running.start("the pages", programs.web)
        _load(home, began, say)
        running.start("mail and flows", programs.beside)
        say("Ctrl-C ends everything; `coe demo` continues here.")
        while True:
            running.look()
            time.sleep(LOOK_S)
    except _Stopped:
        return 0
    finally:
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)
        running.end()
        for number, handler in before.items():
            signal.signal(number, handler)


def _load(home: Home, began: int, say: Say) -> None:
    from coe.cli.terminal import ready_office
    from coe.clock import MovedClock
    from coe.configuration import note_at_start
    from coe.demo.load import load, moved_office, open_stage, settle
    from coe.demo.people import PASSWORD, sign_ins

    with ready_office(home) as plain:
        clock = MovedClock(began)
        office = moved_office(plain, home, clock)
        setting = settle(office, home, began, clock)
        for login, name, does in sign_ins():
            say(f"  {login:<38}{name:<24}{does}")
        say(f"Password of everybody: {PASSWORD}")
        say("A person's code of this half minute: coe demo code NAME")
        done = load(open_stage(home, office, clock), home, setting)
        for name, why in done.left.items():
            say(f"Left as it is: {name}. {why}")
        note_at_start(plain, home)
        say(f"Portfolio: {done.steps} acts and {done.clockwork} reminders and escalations added.")


@dataclass
class _Running:
    """What was started, each in a group of its own: a Ctrl-C reaches only us, and we end them in order."""

    environment: Mapping[str, str]
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: tuple[str, ...]) -> None:
        self.look()
        self.started[name] = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def look(self) -> None:
        """Raises Ended when one of them is no longer there."""
        for name, program in self.started.items():
            if program.poll() is not None:
                raise Ended(
                    "The demonstration ended.",
                    f"{name.capitalize()} stopped with {program.returncode}.",
                    "Read what was said above, then start again; nothing is lost.",
                )

    def end(self) -> None:
        """End all, the last first, and leave nothing behind."""
        for program in reversed(self.started.values()):
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE_S
        for program in self.started.values():
            try:
                program.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()


class _Stopped(Exception):
    """Somebody asked us to end."""


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signal handlers are called
    raise _Stopped
