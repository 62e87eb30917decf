"""Keeps a few programs running: starts them, starts again what dies, ends them all and leaves none behind.

Each runs in a process group of its own: a Ctrl-C reaches only the supervisor, and ending one ends what it started.
"""

import contextlib
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
STEADY_S = 60.0
PATIENCE_S = 10.0
LOOK_S = 0.1
LARGEST_LOG = 5 << 20
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Child:
    """A program to keep running, with what its environment has beside ours.

    What it prints goes to `log`, else to our terminal; `stop_with` is the signal that ends it in good order.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None
    stop_with: int = signal.SIGTERM


@dataclass(slots=True)
class _Kept:
    child: Child
    program: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    again: float = 0.0
    wait: float = FIRST_WAIT_S


class Supervisor:
    """Runs its children until `stop`, in the order given; they are ended in reverse."""

    def __init__(
        self, children: Sequence[Child], *, first_wait: float = FIRST_WAIT_S, patience: float = PATIENCE_S
    ) -> None:
        self._kept = [_Kept(child, wait=first_wait) for child in children]
        self._first_wait = first_wait
        self._patience = patience
        self._stopping = threading.Event()

    @property
    def pids(self) -> dict[str, int]:
        """The process id of each child that runs."""
        return {kept.child.name: kept.program.pid for kept in self._kept if kept.program is not None}

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:  # noqa: ARG002 - as signal handlers are called
        """End everything; may be called from a signal handler or another thread."""
        self._stopping.set()

    def run(self) -> None:
        """Keep them running until `stop`; SIGINT, SIGTERM and SIGHUP stop, when called from the main thread."""
        before = {}
        if threading.current_thread() is threading.main_thread():
            before = {number: signal.signal(number, self.stop) for number in STOPS}
        try:
            while not self._stopping.is_set():
                for kept in self._kept:
                    self._look_after(kept, time.monotonic())
                self._stopping.wait(LOOK_S)
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _look_after(self, kept: _Kept, now: float) -> None:
        if kept.program is None:
            if now >= kept.again:
                self._start(kept, now)
            return
        code = kept.program.poll()
        if code is None:
            return
        _signal_group(kept.program.pid, signal.SIGKILL)  # whatever it started and left
        kept.wait = self._first_wait if now - kept.started >= STEADY_S else min(kept.wait * 2, LONGEST_WAIT_S)
        kept.program, kept.again = None, now + kept.wait
        _log.warning("%s ended with %s; it starts again in %.1f s", kept.child.name, code, kept.wait)

    def _start(self, kept: _Kept, now: float) -> None:
        try:
            with _output(kept.child.log) as log:
                kept.program = subprocess.Popen(
                    kept.child.command,
                    env={**os.environ, **kept.child.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            kept.started = now
        except OSError as error:
            kept.wait = min(kept.wait * 2, LONGEST_WAIT_S)
            kept.again = now + kept.wait
            _log.error("%s cannot be started: %s", kept.child.name, error)

    def _end_all(self) -> None:
        running = [(kept.child, kept.program) for kept in reversed(self._kept) if kept.program is not None]
        for child, program in running:
            _signal_group(program.pid, child.stop_with)
        until = time.monotonic() + self._patience
        for child, program in running:
            try:
                program.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _log.warning("%s does not end; it is killed", child.name)
            _signal_group(program.pid, signal.SIGKILL)
            program.wait()
        for kept in self._kept:
            kept.program = None


def _output(log: Path | None) -> AbstractContextManager[IO[bytes] | None]:
    """Where a program prints: the end of its log, begun anew when it has grown large."""
    if log is None:
        return contextlib.nullcontext()
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    grown = log.exists() and log.stat().st_size > LARGEST_LOG
    return log.open("wb" if grown else "ab")


def _signal_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody is left in it
        os.killpg(group, number)
