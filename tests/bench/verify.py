"""`make bench-verify`: how fast a log is verified, beside bare loops of SHA-256 and `json.loads` over the same bytes.

`python -m tests.bench.verify [--entries N] [--rounds R] [--log FILE]`. A log is written by `bulk_log` (not counted). In
each round everything is measured once, one after the other, in seconds of processor time, as the machine is shared;
our readings include reading the database, each in a process of its own, whose peak memory is told; the two references
have the bytes in memory.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine

from coe import ledger
from coe.database import engine_for, reading
from coe.evidence.entry_verify import Entries
from coe.evidence.tree_verify import Tree

ENTRIES = 100_000
SLICE = 20_000
KILO = 1_024
REFERENCES = ("SHA-256 loop", "json.loads loop")
Pass = Callable[[Engine], None]


def hashed(engine: Engine) -> None:
    """The tree: every leaf, subtree and the head."""
    with reading(engine) as connection:
        assert list(Tree(connection, {}).problems()) == []


def formed(engine: Engine) -> None:
    """Every entry decoded, well formed, in its place, chained."""
    with reading(engine) as connection:
        assert list(Entries(connection, None).problems()) == []


def judged(engine: Engine) -> None:
    """The same, and lawful."""
    with reading(engine) as connection:
        entries = Entries(connection, None, decided=True)
        assert list(entries.problems()) == []
        assert entries.unlawful == []


OURS: dict[str, Pass] = {"intact: bytes and tree": hashed, "form and chain": formed, "form, chain and law": judged}


def slices(engine: Engine, size: int) -> Iterator[list[bytes]]:
    """The entries' bytes, so many in memory at a time."""
    with reading(engine) as connection:
        for start in range(0, size, SLICE):
            yield [row.bytes for row in ledger.rows(connection, start, start + SLICE)]


def references(engine: Engine, size: int) -> tuple[float, float]:
    """Seconds of a bare SHA-256 loop and of a `json.loads` loop."""
    hashing = parsing = 0.0
    for data in slices(engine, size):
        began = time.process_time()
        for each in data:
            sha256(each).digest()
        middle = time.process_time()
        for each in data:
            json.loads(each)
        hashing, parsing = hashing + middle - began, parsing + time.process_time() - middle
    return hashing, parsing


def alone(log: Path, name: str) -> tuple[float, int]:
    """Seconds of processor time and MiB at most of a process of its own that does one reading and nothing else."""
    words = [sys.executable, "-m", "tests.bench.verify", "--log", str(log), "--only", name]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    seconds, most = done.stdout.split()
    return float(seconds), int(most)


def only(log: Path, name: str) -> None:
    """One reading, then its seconds and this process's peak memory; `whole` is all of `coe verify`, tables included."""
    began = time.process_time()
    engine = engine_for(f"sqlite:///{log}")
    if name == "whole":
        from coe.evidence.log_verify import verify
        from coe.governance_law import Governance
        from coe.rebuild import rebuild

        rebuild(engine, Governance())
        report = verify(engine, Governance(), decided=True)
        assert (report.problems, report.unlawful) == ((), ()), report
    else:
        OURS[name](engine)
    print(time.process_time() - began, peak_here())


def peak_here() -> int:
    """MiB this process held at most. `ru_maxrss` would not do: it begins with what the parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) // KILO


def table(log: Path, rounds: int) -> None:
    """Prints the ratios."""
    engine = engine_for(f"sqlite:///{log}")
    with reading(engine) as connection:
        size = ledger.read_head(connection).size
    measured: dict[str, list[float]] = {name: [] for name in (*REFERENCES, *OURS)}
    most = dict.fromkeys(OURS, 0)
    for _ in range(rounds):
        for name, seconds in zip(REFERENCES, references(engine, size), strict=True):
            measured[name].append(seconds)
        for name in OURS:
            seconds, peak = alone(log, name)
            measured[name].append(seconds)
            most[name] = max(most[name], peak)
    engine.dispose()
    middle = {name: statistics.median(seconds) for name, seconds in measured.items()}
    print(f"{size:,} entries, {log.stat().st_size / size:,.0f} bytes of database each, median of {rounds}")
    print(f"{'':28}{'µs/entry':>10}{'entries/s':>12}{'of SHA-256':>12}{'of json':>10}{'peak MiB':>10}")
    for name, seconds in middle.items():
        ratios = "".join(
            f"{middle[each] / seconds:{width}.3f}" for each, width in zip(REFERENCES, (12, 10), strict=True)
        )
        print(f"{name:28}{seconds / size * 1e6:10.2f}{size / seconds:12,.0f}{ratios}{most.get(name, ''):>10}")


def main(words: list[str] | None = None) -> None:
    """Measures a log made for it, or the one given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--log", type=Path, help="a log that was made before")
    parser.add_argument("--only", choices=[*OURS, "whole"], help="one reading of --log; prints seconds and MiB")
    given = parser.parse_args(words)
    if given.log and given.only:
        only(given.log, given.only)
        return
    if given.log:
        table(given.log, given.rounds)
        return
    from tests.bench.bulk_log import grown  # a process that measures its memory needs no office

    with tempfile.TemporaryDirectory(prefix="coe-bench-") as folder:
        log = Path(folder) / "log.sqlite"
        grown(log, given.entries)
        table(log, given.rounds)
        seconds, peak = alone(log, "whole")
        print(f"{'all of coe verify, and fill':28}{seconds / given.entries * 1e6:10.2f}{'':34}{peak:10}")


if __name__ == "__main__":
    main()
