"""Mails delivered by a process of its own, which can be killed while a mail server takes one."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

from coe.clock import MovedClock
from coe.database import engine_for
from coe.governance_law import Governance
from coe.home import Home
from coe.office import Office
from tests.workflows.clockwork import Clockwork
from tests.workflows.mail_server import KEPT, Taking, serving
from workflows.deliver import deliver

SPAWN = multiprocessing.get_context("spawn")


def deliver_in(folder: Path, begin: Event, now: int) -> None:
    """What such a process does: wait for the sign, then deliver what is to be delivered at that moment."""
    begin.wait(30)
    engine = engine_for(f"sqlite:///{folder}/office.sqlite")
    deliver(Office(engine, Governance(), clock=MovedClock(now)), Home(folder))


@contextmanager
def killed_while_the_first_is_taken(work: Clockwork, home: Home, folder: Path) -> Iterator[Taking]:
    """A mail server that took one mail, and whose answer a killed process never heard; it takes the next ones well."""
    running: list[int] = []

    def kill(_: bytes) -> str:
        os.kill(running[0], signal.SIGKILL)
        return KEPT

    with serving(kill) as server:
        home.configure(smtp=f"smtp://127.0.0.1:{server.port}")
        begin = SPAWN.Event()
        process = SPAWN.Process(target=deliver_in, args=(folder, begin, work.clock.now()))
        process.start()
        running.append(process.pid or 0)
        begin.set()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
        server.answer = lambda _: KEPT
        yield server
