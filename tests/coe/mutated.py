"""The campaign of mutated workflow files: `python -m tests.coe.mutated SEED` replays one, `--count N` runs many.

Each file must be answered with faults that name file and line, or with a definition that the checker answers for: no
traceback, no hang, within its time, in a gigabyte.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from random import Random
from types import FrameType

from werkzeug.datastructures import FileStorage

from coe.policy.core_yaml import parse, plain
from coe.policy.definitions import Compiled, compile_text, proven
from coe.policy.includes import visible
from governance.formats.jcs import decode, encode
from governance.reading.document import read
from tests.coe.mutations import KINDS, MAIN
from web.policy.definition_uploads import compiled as uploaded
from web.site.uploads import BadUpload

LIBRARY = Path(__file__).resolve().parents[2] / "workflows" / "definitions"
MEMORY = 1 << 30
ORDINARY = 25_000
LIMIT_MS = 100
BUSY = 8
CHECKER_S = 30
HANG_S = 60


class TooLong(Exception):
    """The alarm rang."""


@dataclass(slots=True)
class Row:
    """What came of one kind of mutation: CPU milliseconds, and the peak of the process by then in MB."""

    files: int = 0
    located: int = 0
    accepted: int = 0
    checked: int = 0
    slowest: float = 0
    slowest_check: float = 0
    peak: int = 0
    worst: int = 0
    worst_check: int = 0
    wrong: list[str] = field(default_factory=list)


@lru_cache(maxsize=4)
def bases(more: str = "") -> tuple[tuple[str, str], ...]:
    """The sound files mutations begin with."""
    folders = [LIBRARY, *([Path(more)] if more else [])]
    return tuple((p.name, p.read_text(encoding="utf-8")) for folder in folders for p in sorted(folder.glob("*.yaml")))


def case(seed: int, more: str = "") -> tuple[str, Mapping[str, bytes]]:
    """The kind of mutation of a seed, and its files."""
    random = Random(seed)
    kind = tuple(KINDS)[seed % len(KINDS)]
    # One seed in four takes the longest file; parts such as calendars come seldom.
    _, text = random.choice([base for base in bases(more) if len(base[1]) > 1_000 or random.random() < 0.2])
    made = KINDS[kind](random, text)
    if isinstance(made, str):
        made = made.encode("utf-8", "replace")
    return kind, made if not isinstance(made, bytes) else {MAIN: made}


def source_of(files: Mapping[str, bytes]) -> Callable[[str], bytes]:
    """These files, with the library's behind them."""
    return lambda name: files[name] if name in files else (LIBRARY / name).read_bytes()


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raises TooLong inside after so many seconds of CPU time."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(f"more than {seconds} s of CPU time")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def allowed_ms(files: Mapping[str, bytes]) -> float:
    """100 ms for each 25 kB begun."""
    return LIMIT_MS * (1 + sum(map(len, files.values())) // ORDINARY)


def timed(files: Mapping[str, bytes]) -> tuple[Compiled, float]:
    """The compiled file, and the CPU milliseconds it took: the best of three where the first was over the limit."""
    best = float("inf")
    for last in (False, False, True):
        start = time.process_time()
        found = compile_text(MAIN, source_of(files))
        best = min(best, (time.process_time() - start) * 1000)
        if last or best <= allowed_ms(files):
            return found, best
    raise AssertionError


def wrong_with(found: Compiled, files: Mapping[str, bytes]) -> str:
    """What the answer lacks, or nothing."""
    if (found.definition is None) is not bool(found.problems):
        return "neither faults nor a definition, or both"
    if len(found.problems) > 250:
        return f"{len(found.problems)} faults at once"
    for problem in found.problems:
        place = problem.place
        data = source_of(files)(place.file) if place.file in {*files, *found.sources} else None
        lines = 0 if data is None else max(data.count(b"\n"), data.count(b"\r"), 0) + 1
        if data is None or not 1 <= place.line <= lines or place.column < 1:
            return f"no such place: {problem}"
        if not problem.what or not problem.cure or visible(str(problem)) != str(problem) or len(str(problem)) > 4_000:
            return f"says too little or too much: {str(problem)[:200]!r}"
    if found.definition is not None:
        again = decode(encode(found.document))
        if not isinstance(again, dict) or read(again) != found.definition:
            return "the ledger would not keep what was read"
    return ""


def _same_by_upload(found: Compiled, files: Mapping[str, bytes]) -> str:
    """The web's door gives the same answer: that document, or BadUpload."""
    if set(files) != {MAIN}:
        return ""
    try:
        document = uploaded(FileStorage(BytesIO(files[MAIN]), filename="x.yaml"))
    except BadUpload as refusal:
        return "" if str(refusal).strip() and found.problems else "an upload is refused that the office would compile"
    return "" if document == found.document and not found.problems else "an upload is taken that the office refuses"


def _same_by_both_parsers(files: Mapping[str, bytes]) -> str:
    """The quick parser reads what the thorough one reads."""
    root, _ = parse(files[MAIN])
    comment = b"# \xef\xbf\xbd\x09\n"
    other, _ = parse(files[MAIN] + (b"" if files[MAIN].endswith(b"\n") else b"\n") + comment)
    if root is None or other is None:
        return "" if root is other else "the parsers disagree whether this is YAML"
    return "" if plain(root) == plain(other) else "the parsers disagree what this says"


def judge(files: Mapping[str, bytes], row: Row, seed: int, *, check: bool) -> str:
    """Whatever is wrong with how these files are answered; the row counts along."""
    try:
        with alarm(HANG_S):
            found, spent = timed(files)
            row.slowest, row.worst = max((row.slowest, row.worst), (spent, seed))
            row.located += bool(found.problems)
            row.accepted += found.definition is not None
            # A busy machine is slow without any fault of ours: only far beyond the promise is wrong; the table tells.
            if spent > BUSY * allowed_ms(files):
                return f"{spent:.0f} ms, allowed are {allowed_ms(files):.0f}"
            wrong = wrong_with(found, files) or _same_by_upload(found, files)
            if not wrong and found.definition is not None:
                wrong = _same_by_both_parsers(files)
        if wrong or found.definition is None or not check:
            return wrong
        with alarm(CHECKER_S):
            start = time.process_time()
            checked = proven(found)
            spent = (time.process_time() - start) * 1000
        row.checked += 1
        row.slowest_check, row.worst_check = max((row.slowest_check, row.worst_check), (spent, seed))
        return "" if all(visible(line) == line for line in checked.lines()) else "the checker prints what nobody sees"
    except Exception:  # noqa: BLE001 - whatever is raised is what the campaign looks for
        return traceback.format_exc(limit=-6)


def smallest(files: Mapping[str, bytes], wrong: Callable[[Mapping[str, bytes]], bool], seconds: float = 20) -> bytes:
    """The main file with every block of lines removed that is not needed to see the fault."""
    lines, size = files[MAIN].split(b"\n"), 0
    end = time.monotonic() + seconds
    size = max(1, len(lines) // 2)
    while time.monotonic() < end:
        for at in range(0, len(lines), size):
            fewer = lines[:at] + lines[at + size :]
            if fewer and wrong({**files, MAIN: b"\n".join(fewer)}):
                lines = fewer
                break
        else:
            if size == 1:
                break
            size //= 2
    return b"\n".join(lines)


def campaign(first: int, count: int, every: int, more: str = "", only: str = "") -> dict[str, Row]:
    """Run the seeds from `first` on; one accepted file in `every` of its kind is also checked."""
    table = {kind: Row() for kind in KINDS}
    for seed in range(first, first + count):
        if only and tuple(KINDS)[seed % len(KINDS)] != only:
            continue
        kind, files = case(seed, more)
        row = table[kind]
        row.files += 1
        wrong = judge(files, row, seed, check=every > 0 and row.accepted % every == 0)
        if wrong:
            row.wrong.append(f"seed {seed}: {wrong}")
        row.peak = max(row.peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return table


def _printed(table: Mapping[str, Row]) -> str:
    head = "| mutation | files | errors located | accepted | checked | slowest ms | checker ms | peak MB | wrong |"
    lines = [head, "|-|-|-|-|-|-|-|-|-|"]
    for kind, r in table.items():
        lines.append(
            f"| {kind} | {r.files} | {r.located} | {r.accepted} | {r.checked} | {r.slowest:.0f} ({r.worst}) "
            f"| {r.slowest_check:.0f} ({r.worst_check}) | {r.peak} | {len(r.wrong)} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Replay one seed, or run many."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("seed", nargs="?", type=int)
    words.add_argument("--count", type=int, default=0)
    words.add_argument("--first", type=int, default=0)
    words.add_argument("--every", type=int, default=1, help="check one accepted file in so many")
    words.add_argument("--kind", default="", help="only this kind of mutation")
    words.add_argument("--more", default="", help="a folder with more sound files")
    given = words.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if given.count:
        table = campaign(given.first, given.count, given.every, given.more, given.kind)
        wrong = [each for row in table.values() for each in row.wrong]
        sys.stdout.write(json.dumps({"table": _printed(table), "wrong": wrong,
                                     "files": sum(row.files for row in table.values())}))  # fmt: skip
        return
    kind, files = case(given.seed, given.more)
    wrong_now = judge(files, Row(), given.seed, check=True)
    for problem in compile_text(MAIN, source_of(files)).problems[:20] if "TooLong" not in wrong_now else ():
        sys.stdout.write(f"{problem}\n")
    if wrong_now:
        last = wrong_now.strip().splitlines()[-1][:60]
        small = smallest(files, lambda fewer: last in judge(fewer, Row(), 0, check=True))
        sys.stdout.write(f"{kind}\n{wrong_now}\n----- smallest file:\n{small[:3_000].decode('utf-8', 'replace')}\n")


if __name__ == "__main__":
    main()
