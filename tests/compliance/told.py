"""The clause table of docs/explanation/compliance.md, written from register, features and mutants.

`python -m tests.compliance.told FILE` renews it in place; a test holds the page against it.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tests.compliance.mutants import MUTANTS
from tests.compliance.register import Requirement, register

ROOT = Path(__file__).resolve().parents[2]
FEATURES = ROOT / "features" / "compliance"
PAGE = ROOT / "docs" / "explanation" / "compliance.md"
BEGIN, END = "<!-- clauses: written by tests/compliance/told.py -->\n", "<!-- clauses: end -->\n"
TAG = re.compile(r"@(\S+)")
SCENARIO = re.compile(r"\s*Scenario(?: Outline)?: (.+)")


def scenarios(folder: Path = FEATURES) -> Iterator[tuple[str, str, str]]:
    """(tag, scenario, file) of every tagged scenario, in the order of the files."""
    for path in sorted(folder.glob("*.feature")):
        tags: list[str] = []
        for line in path.read_text("utf-8").splitlines():
            named = SCENARIO.fullmatch(line)
            if named:
                yield from ((tag, named[1], path.name) for tag in tags)
            tags = TAG.findall(line) if line.strip().startswith("@") else []


def table(rows: Sequence[Requirement]) -> str:
    """One table for each regulation."""
    found = list(scenarios())
    told: list[str] = []
    for regulation, each in groupby(rows, lambda row: row.regulation):
        told += [
            f"### {regulation}",
            "",
            "| clause | what is required | risk | shown by | controls removed |",
            "|-|-|-|-|-|",
        ]
        told += [_line(row, found) for row in each]
        told += [""]
    return "\n".join(told)


def _line(row: Requirement, found: Sequence[tuple[str, str, str]]) -> str:
    mine = [(scenario, file) for tag, scenario, file in found if tag == row.id]
    shown = "; ".join(f"[{scenario}](../../features/compliance/{file})" for scenario, file in mine)
    procedure = f" *Mainly a procedure.* {row.supports}" if row.procedure else ""
    note = f" {row.note}" if row.note else ""
    controls = "; ".join(mutant.control for mutant in MUTANTS if mutant.clause == row.id)
    return f"| {row.clause} | {row.says}{procedure}{note} | {row.risk.priority} | {shown} | {controls} |"


def renewed(text: str) -> str:
    """The page with its table as it should be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(register())}\n{END}{after}"


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(renewed(target.read_text("utf-8")), "utf-8")
