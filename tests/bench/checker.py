"""The checker's curve: 2 to 12 gates open beside each other, with rework, beside pm4py's `check_soundness`.

`python -m tests.bench checker [--most N] [--patience SECONDS]`. pm4py is AGPL and stays out of the product: `make
bench-peers` puts it into .venv-bench, where `checker_peer.py` builds the workflow net of the same gates (each passes,
or asks for changes and is asked again). Without that environment the column says so. Seconds are those of one core, so
that other work on the machine does not count; importing pm4py does not either.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from governance.checker.exploring import explore, panels_of
from governance.checker.exploring_cases import cases
from governance.checker.exploring_plays import play_of
from governance.checker.exploring_rounds import search
from governance.checker.exploring_runs import staged
from governance.language.definition import Definition, Field, Gate, Rule, Section, Tier

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / ".venv-bench" / "bin" / "python"
FEWEST, MOST = 2, 12


def parallel(gates: int) -> Definition:
    """So many gates open from the start, each with a section of its own and a role of its own."""
    names = [f"gate_{n}" for n in range(1, gates + 1)]
    return Definition(
        digest="0" * 64,
        workflow="parallel",
        title="Gates beside each other",
        record="piece",
        prefix="PCE",
        calendar="",
        sections=tuple(Section(name, name, (Field(f"{name}_words", "line", name),)) for name in names),
        tiers=(Tier("T1", "T1"),),
        gates=tuple(Gate(name, name, f"role/{name}", Rule(1), (name,)) for name in names),
    )


def ours(gates: int) -> tuple[int, float]:
    """States met, and seconds for everything the checker does with orders of decisions."""
    law = parallel(gates)
    began = time.process_time()
    found = explore(law)
    spent = time.process_time() - began
    if found:
        sys.exit(f"The checker finds fault with {gates} parallel gates: {found[0]}")
    stage = staged(law)
    panels = panels_of(stage, 10**6)
    return sum(
        search(stage.law, play_of(stage, case, panels).gates, panels, 10**6).states for case in cases(law)
    ), spent


def theirs(gates: int, patience: float) -> str:
    """pm4py's seconds, or why there are none."""
    command = [str(PEER), str(Path(__file__).with_name("checker_peer.py")), str(gates), str(patience)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"failed: {(done.stderr.strip().splitlines() or ['without a word'])[-1][:60]}"
    answer = json.loads(done.stdout)
    if answer["sound"] is None:
        return f"no answer in {patience:.0f} s"
    return f"{answer['seconds']:.2f} s ({'sound' if answer['sound'] else 'not sound'})"


def main(arguments: list[str] | None = None) -> None:
    """Print the curve; once pm4py has not answered it is not asked about more gates."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench checker", description=main.__doc__)
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument("--patience", type=float, default=25.0, help="seconds pm4py gets for each definition")
    asked = parser.parse_args(arguments)
    peer = PEER.exists()
    if not peer:
        print("No .venv-bench here, so pm4py's column is empty; `make bench-peers` builds it.\n")
    print("| gates beside each other | states | Clearway: every order on the engine | pm4py check_soundness |")
    print("|-|-|-|-|")
    for gates in range(FEWEST, asked.most + 1):
        states, seconds = ours(gates)
        beside = theirs(gates, asked.patience) if peer else "–"
        peer = peer and not beside.startswith(("no answer", "failed"))
        print(f"| {gates} | {states} | {seconds:.2f} s | {beside} |", flush=True)


if __name__ == "__main__":
    main()
