"""What another mining tool makes of our log: pm4py reads the XES of the demonstration's office and discovers a model.

`make bench-peers`, then `python -m tests.bench exchange [--log FILE]`. pm4py is AGPL and runs in .venv-bench, as a
program of its own; it is given a file and its printed numbers are read.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from coe.cli.terminal import ready_office
from coe.clock import MovedClock
from coe.demo.home import begin
from coe.demo.load import load, moved_office, open_stage, settle
from coe.exchange.xes import write_xes
from coe.home import Home
from coe.reading import Reader
from coe.replay.eventlog import read_cases, report

HOUSE = Path(__file__).parents[2]
PEER = HOUSE / ".venv-bench" / "bin" / "python"


def main(arguments: list[str]) -> None:
    """Print how well the discovered models fit."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench exchange")
    parser.add_argument("--log", type=Path, help="a log exported before; else the demonstration's")
    wanted = parser.parse_args(arguments)
    if not PEER.exists():
        raise SystemExit("pm4py is not here: run `make bench-peers` first.")
    with tempfile.TemporaryDirectory() as scratch:
        log = wanted.log or _demonstration(Path(scratch))
        own = report(read_cases(log))
        print(f"our own reader      {own.cases} traces, {own.events} events, {len(own.flaws)} flaws")
        command = [str(PEER), str(Path(__file__).with_name("mine_xes.py")), str(log)]
        mined = subprocess.run(command, capture_output=True, text=True, check=False)
        if mined.returncode:
            raise SystemExit(mined.stderr)
    _told(json.loads(mined.stdout.splitlines()[-1]))


def _demonstration(folder: Path) -> Path:
    home = Home(folder / "home").prepare()
    began = begin(home)
    with ready_office(home) as plain:
        clock = MovedClock(began)
        office = moved_office(plain, home, clock)
        setting = settle(office, home, began, clock)
        load(open_stage(home, office, clock), home, setting)
        with (folder / "log.xes").open("w", encoding="utf-8") as out:
            write_xes(office.engine, out, Reader(office.engine, office.law).definition)
    return folder / "log.xes"


def _told(found: dict[str, object]) -> None:
    print(f"pm4py {found['version']}        {found['traces']} traces, {found['events']} events")
    print(f"{'model discovered from':<34} {'fits':<22} {'replay':>7} {'aligned':>8} {'precise':>8}")
    rows = found["models"]
    assert isinstance(rows, list)
    for row in rows:
        print(
            f"{row['from']:<34} {row['on']:<22} {row['replay']:>7.3f} {row['aligned']:>8.3f} {row['precision']:>8.3f}"
        )


if __name__ == "__main__":
    main([])
