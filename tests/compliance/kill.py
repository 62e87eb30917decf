"""Disables one control after the other and shows that a scenario of its clause goes red: `make mutants-compliance`.

`python -m tests.compliance.kill [ID …] [--table FILE.md] [--json FILE.json]`. Each mutant is a change of a few words in
a copy of the sources; the scenarios of its clause then run in a fresh process inside that copy. Ends with 1 when a
mutant survives, when a mutant no longer fits the sources, or when the scenarios are red without any.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from queue import Queue
from typing import Any

from tests.compliance.mutant import Mutant
from tests.compliance.mutants import MUTANTS

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("coe", "governance", "web", "workflows", "tests", "features", "docs", "pyproject.toml", "README.md", ".ci")
SECONDS = 600
WORKERS = 2
PASSED, RED = 0, 1
LATER = count(1)


@dataclass(frozen=True)
class Fate:
    """What became of a mutant: `killed`, `survived` or `unfit`, by which scenarios, and in what words."""

    mutant: Mutant
    fate: str
    scenarios: tuple[str, ...] = ()
    because: str = ""


@dataclass
class Copy:
    """A copy of the sources in which one mutant at a time lives."""

    folder: Path
    found: dict[str, Any] = field(default_factory=dict)

    def run(self, clauses: Sequence[str], *, first: bool) -> int:
        """The scenarios of these clauses in a process of its own; its status."""
        command = [sys.executable, "-m", "tests.compliance.clauses", *clauses, *(["--first"] if first else [])]
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "CI": "true"}
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        lines = done.stdout.strip().splitlines()
        self.found = json.loads(lines[-1]) if lines else {"found": {}, "because": {}, "broken": [done.stderr[-2000:]]}
        return done.returncode

    def judge(self, mutant: Mutant) -> Fate:
        """Put the mutant in, run its clause, take it out again."""
        before = {change.file: (self.folder / change.file).read_text("utf-8") for change in mutant.changes}
        unfit = [change for change in mutant.changes if not change.fits(before[change.file])]
        if unfit:
            return Fate(mutant, "unfit", because=f"{unfit[0].file} no longer says once: {unfit[0].old}")
        try:
            for change in mutant.changes:
                self._write(change.file, change.made((self.folder / change.file).read_text("utf-8")))
            status = self.run([mutant.clause], first=True)
        except subprocess.TimeoutExpired:
            return Fate(mutant, "unfit", because=f"its scenarios did not end in {SECONDS} s")
        finally:
            for file, text in before.items():
                self._write(file, text)
        return self._fate(mutant, status)

    def _fate(self, mutant: Mutant, status: int) -> Fate:
        red = tuple(name for name, outcome in self.found["found"].items() if outcome == "failed")
        if status == PASSED:
            return Fate(mutant, "survived", tuple(self.found["found"]))
        if status == RED and red:
            return Fate(mutant, "killed", red, self.found["because"].get(red[0], ""))
        return Fate(mutant, "unfit", because=" ".join(self.found["broken"])[:1000] or "no scenario ran")

    def _write(self, file: str, text: str) -> None:
        """With a time of its own, so that no compiled module of the state before is taken for this one."""
        path = self.folder / file
        path.write_text(text, "utf-8")
        moment = int(path.stat().st_mtime) + 10 * next(LATER)
        os.utime(path, (moment, moment))


def copies(folder: Path, number: int) -> Iterator[Copy]:
    """That many copies of the sources, without what was compiled from them."""
    for place in range(number):
        target = folder / str(place)
        target.mkdir()
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, target / name)
        yield Copy(target)


def campaign(mutants: Sequence[Mutant], say: Any = print) -> list[Fate]:
    """Every mutant judged, two at a time. Raises RuntimeError where the scenarios are red without any."""
    clauses = sorted({mutant.clause for mutant in mutants})
    with tempfile.TemporaryDirectory() as folder:
        free: Queue[Copy] = Queue()
        for copy in copies(Path(folder), WORKERS):
            free.put(copy)
        whole = free.get()
        if whole.run(clauses, first=False) != PASSED:
            raise RuntimeError(f"red without any mutant: {json.dumps(whole.found, indent=1, ensure_ascii=False)}")
        free.put(whole)

        def judged(mutant: Mutant) -> Fate:
            copy = free.get()
            try:
                fate = copy.judge(mutant)
            finally:
                free.put(copy)
            say(f"{fate.fate:<9} {mutant.clause:<18} {mutant.control}", flush=True)
            return fate

        with ThreadPoolExecutor(WORKERS) as together:
            return list(together.map(judged, mutants))


def table(fates: Sequence[Fate]) -> str:
    """The fates as Markdown."""
    rows = [
        "| clause | control removed | fate | red scenario | it said |",
        "|-|-|-|-|-|",
        *(
            f"| {fate.mutant.clause} | {fate.mutant.control} | {fate.fate} | "
            f"{', '.join(_plain(name) for name in fate.scenarios[:1])} | {_cell(fate.because)} |"
            for fate in fates
        ),
    ]
    return "\n".join(rows) + "\n"


def _plain(name: str) -> str:
    return _cell(name.removeprefix("test_").replace("_", " "))


def _cell(text: str) -> str:
    return " ".join(text.split())[:120].replace("|", "\\|")


def as_json(fates: Sequence[Fate]) -> str:
    """The same for machines."""
    told = [
        {
            "clause": fate.mutant.clause,
            "control": fate.mutant.control,
            "changes": [{"file": each.file, "old": each.old, "new": each.new} for each in fate.mutant.changes],
            "fate": fate.fate,
            "scenarios": list(fate.scenarios),
            "because": fate.because,
        }
        for fate in fates
    ]
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Judge the mutants of the named clauses, or all; 1 when one survives or does not fit."""
    options = {name: Path(arguments[arguments.index(name) + 1]) for name in ("--table", "--json") if name in arguments}
    taken = {word for name, path in options.items() for word in (name, str(path))}
    wanted = [word for word in arguments if word not in taken]
    chosen = [mutant for mutant in MUTANTS if not wanted or mutant.clause in wanted]
    fates = campaign(chosen)
    for name, made in (("--table", table(fates)), ("--json", as_json(fates))):
        if name in options:
            options[name].parent.mkdir(parents=True, exist_ok=True)
            options[name].write_text(made, "utf-8")
    print(table(fates))
    left = [fate for fate in fates if fate.fate != "killed"]
    print(f"{len(fates) - len(left)} of {len(fates)} controls were missed when they were gone")
    return int(bool(left) or not fates)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
