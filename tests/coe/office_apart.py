"""A second process with an office of its own: `python -m tests.coe.office_apart URL ACT …`."""

import os
import signal
import sys

from coe.clock import MovedClock
from coe.database import engine_for
from coe.office import Office
from coe.requests import Request
from coe.sitting import Sitting
from tests.coe.office_world import START, SmallLaw, submission


class Killed(Sitting):
    """Dies between the commit and the acknowledgement."""

    def remember(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, act: str, owner: str, *rest: str) -> None:
    office = Office(engine_for(url), SmallLaw(), clock=MovedClock(START, seed=os.getpid()))
    print("ready", flush=True)
    sys.stdin.readline()
    if act == "submit-many":
        for number in range(int(rest[0])):
            office.handle(
                Request(f"{os.getpid()}-{number}", f"initiative/{os.getpid()}-{number}", owner, submission("A"))
            )
    else:
        office.sitting = Killed
        office.handle(Request("acknowledged-to-nobody", "initiative/k", owner, submission("K")))


if __name__ == "__main__":
    main(*sys.argv[1:])
