"""How bulk packets scale with workers: the same bundle of the demonstration's office with one and with two, in turns.

`python -m tests.bench bundles [--rounds N] [--size N]`. Each worker's start is counted apart, as the time until its
first packet; the rate is that of the packets after it. Memory is the highest of any worker, as the system accounts it.

`python -m tests.bench bundles --hundreds N`: one bundle of N packets of small journeys, decided through the door; its
first half beside its second tells whether it slows down, and its own verifier then reads it.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from coe.bundle.making import make_bundle, workers
from coe.cli.terminal import ready_office
from coe.clock import MovedClock
from coe.database import engine_for
from coe.demo.home import begin
from coe.demo.load import load, moved_office, open_stage, settle
from coe.home import Home
from coe.office import Office
from coe.opening import open_office
from governance.verifier.sampling import Selection
from tests.bench.journey import Bench

COUNTS = (1, 2)


def main(arguments: list[str]) -> None:
    """Print packets a second for each number of workers, and what the second one adds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench bundles")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--size", type=int, default=12)
    parser.add_argument("--hundreds", type=int, default=0)
    wanted = parser.parse_args(arguments)
    if wanted.hundreds:
        hundreds(wanted.hundreds)
        return
    rates: dict[int, list[float]] = {count: [] for count in COUNTS}
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home").prepare()
        began = begin(home)
        with ready_office(home) as plain:
            clock = MovedClock(began)
            moved = moved_office(plain, home, clock)
            setting = settle(moved, home, began, clock)
            load(open_stage(home, moved, clock), home, setting)
            for _ in range(wanted.rounds):
                for count in COUNTS:
                    rates[count].append(rate(moved, home, count, wanted.size))
    for count in COUNTS:
        each = ", ".join(f"{one:.2f}" for one in rates[count])
        print(f"{count} worker{'s' if count > 1 else ' '}   {statistics.median(rates[count]):.2f} packets/s   ({each})")
    print(f"added        {statistics.median(rates[2]) / statistics.median(rates[1]) - 1:.2f} of a worker")
    print(f"memory       {memory()}")


def memory() -> str:
    """The most that a worker and this process held."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{peak:.0f} MB the largest worker, {here:.0f} MB here"


def hundreds(size: int) -> None:
    """One bundle of so many small packets, made by two workers and read by the verifier inside it."""
    moments: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home").prepare()
        bench = Bench(engine_for(f"sqlite:///{home.database}"))
        for _ in range(size):
            bench.journey()
        office, file = open_office(home), Path(scratch) / "bundle.zip"
        selection = Selection("random", size, "bench", closed=False)
        with workers(home, max(COUNTS), office.clock.now()) as crew:
            made = make_bundle(office, home, selection, file, crew, lambda *_: moments.append(time.perf_counter()))
        if missing := [one.why for one in made.packets if one.why]:
            sys.exit(f"not every packet was made: {missing[0]}")
        middle = len(moments) // 2
        first, second = moments[middle] - moments[0], moments[-1] - moments[middle]
        print(f"{len(made.packets)} packets, {file.stat().st_size / 1e6:.1f} MB, memory {memory()}")
        print(f"first half   {middle / first:.2f} packets/s")
        print(f"second half  {(len(moments) - 1 - middle) / second:.2f} packets/s")
        began = time.perf_counter()
        print(read_by_itself(file, Path(scratch) / "unpacked"))
        print(f"read         {len(made.packets) / (time.perf_counter() - began):.1f} packets/s")


def read_by_itself(file: Path, folder: Path) -> str:
    """The three answers of its own verifier; no keys are brought."""
    with zipfile.ZipFile(file) as archive:
        archive.extract("verify.pyz", folder)
    words = [sys.executable, "verify.pyz", "verify", str(file)]
    done = subprocess.run(words, cwd=folder, check=False, capture_output=True, text=True)
    return "\n".join(line for line in done.stdout.splitlines() if "?" in line) or done.stderr


def rate(office: Office, home: Home, count: int, size: int) -> float:
    """Packets a second once every worker has started."""
    moments: list[float] = []

    def told(done: int, _: int) -> None:
        if done >= count:
            moments.append(time.perf_counter())

    selection = Selection("random", size, "bench", closed=False)
    with tempfile.TemporaryDirectory() as folder, workers(home, count, office.clock.now()) as crew:
        made = make_bundle(office, home, selection, Path(folder) / "b.zip", crew, told)
    if missing := [one.why for one in made.packets if one.why]:
        sys.exit(f"not every packet was made: {missing[0]}")
    return (len(moments) - 1) / (moments[-1] - moments[0])
