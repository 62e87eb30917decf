"""`python -m tests.bench.what_buys_days [RECORDS] [tight]`: the tables of docs/explanation/what-buys-days.md.

Starts from a slow office and adds one practice after the other; each row is held against the row before it, with the
same arrivals, people and luck.
"""

import sys
from dataclasses import replace
from pathlib import Path

from coe.forecast.gather import gather
from coe.forecast.results import Forecast
from coe.forecast.run import forecast
from coe.forecast.sources import calendar_in
from coe.forecast.summary import differences
from coe.policy.definitions import compile_file
from governance.language.conditions import ALWAYS
from governance.language.definition import Definition

FILE = Path(__file__).parents[2] / "docs" / "explanation" / "forecast" / "mlr-piece.yaml"
MLR = ("medical", "legal", "regulatory")
SEED = 1


def variants(law: Definition) -> tuple[tuple[str, Definition], ...]:
    """The file last; before it, the same with one practice less each."""
    unchecked = replace(law, checks=())
    one_lane = replace(unchecked, gates=tuple(replace(gate, when=ALWAYS) for gate in unchecked.gates))
    everything = tuple(section.name for section in law.sections)
    all_again = replace(one_lane, gates=tuple(replace(gate, reviews=everything) for gate in one_lane.gates))
    before = dict(zip(MLR[1:], MLR, strict=False))
    serial = tuple(replace(g, after=(before[g.name],)) if g.name in before else g for g in all_again.gates)
    return (
        ("one after the other, all read all, one lane, no check at intake", replace(all_again, gates=serial)),
        ("+ parallel review", all_again),
        ("+ each gate re-reads only its sections", one_lane),
        ("+ lanes for re-use and derivatives", unchecked),
        ("+ completeness checked at intake", law),
    )


def main(records: int, *, tight: bool) -> None:
    """Print the table."""
    compiled = compile_file(FILE)
    if compiled.definition is None:
        sys.exit("\n".join(map(str, compiled.problems)))
    named = variants(compiled.definition)
    laws = [law for _, law in named]
    # People are as many as the way with most reading keeps busy: the second; or, tight, those of the first.
    ordered = laws if tight else [laws[1], *laws]
    inputs = gather(ordered, calendar=calendar_in(compiled.document.get("calendars"), laws[0]))
    last: Forecast | None = None
    print("| practice | mean days | P50 | P90 | rounds | review hours | days bought (95 % interval) |")
    print("|-|-|-|-|-|-|-|")
    for name, law in named:
        found = forecast(law, inputs, records=records, seed=SEED)
        bought = ""
        if last is not None:
            each = differences(last, found)["mean days"]
            bought = f"{-each.value:.1f} ({-each.high:.1f} to {-each.low:.1f})"
        days = f"{found.days.mean:.1f} | {found.days.p50:.1f} | {found.days.p90:.1f}"
        print(f"| {name} | {days} | {found.rounds.mean:.2f} | {found.labour:.1f} | {bought} |", flush=True)
        last = found


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word != "tight"]
    main(numbers[0] if numbers else 10_000, tight="tight" in sys.argv)
