"""A forecast as a table for a terminal: plain text, numbers aligned, every input with where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from coe.forecast.inputs import Figure, Flow, GateInputs, Inputs, PoolInputs
from coe.forecast.results import Comparison, Estimate, Forecast, Spread

FLOW_WORDS = {
    "arrivals_a_week": "arrivals a week",
    "rework_hours": "owner's rework, business hours",
    "incomplete": "packs that come incomplete",
    "completing_hours": "completing a pack, business hours",
    "noticed": "… noticed by a gate where no check does",
    "meetings": "further rounds held as a meeting",
    "meeting_pass": "approved at a meeting",
    "spread": "variation of working times",
    "absent_days": "days absent, a reviewer and year",
}


def table(found: Forecast) -> str:
    """Everything a forecast says, inputs last."""
    return "\n".join([*_headline(found), "", *_results(found), "", *_inputs(found.inputs)]) + "\n"


def side_by_side(found: Comparison) -> str:
    """Today's definition, the proposal, and what differs with its interval."""
    before, after = found.before, found.after
    lines = [*_headline(before), "", *_results(before), "", "Against", *_headline(after), "", *_results(after), ""]
    rows = [("after less before", "difference", "95 % interval", "")]
    rows += [(name, f"{each.value:+.2f}", _interval(each), _verdict(each)) for name, each in found.differences.items()]
    return "\n".join([*lines, *_columns(rows), "", *_inputs(before.inputs)]) + "\n"


def _headline(found: Forecast) -> Iterator[str]:
    yield f"{found.workflow}, digest {found.digest[:16]}: {found.records} records, seed {found.seed}"
    if found.inputs.under_way:
        yield f"starts with {len(found.inputs.under_way)} records under way"
    yield from (f"log: {words}" for words in found.inputs.trouble)


def _results(found: Forecast) -> Iterator[str]:
    mean = found.mean_days
    rows: list[tuple[str, ...]] = [("", "P10", "P50", "P90", "mean", "")]
    rows += [
        ("business days", *_spread(found.days), f"± {(mean.high - mean.low) / 2:.2f}" if len(found.batches) > 1 else "")
    ]
    rows += [("calendar days", *_spread(found.calendar_days), ""), ("rounds", *_spread(found.rounds), "")]
    rows += [(f"{name}, days", *_spread(each), f"{count} records") for name, (count, each) in found.by_tier.items()]
    yield from _columns(rows)
    yield ""
    ends = ", ".join(f"{count} {name}" for name, count in found.outcomes.items())
    yield f"{ends}, {found.undecided} that nobody could decide"
    yield f"review work {found.labour:.1f} h a record; {found.in_progress:.1f} records open on average"
    yield f"rework late {found.rework_late:.1%}; rounds at a meeting {found.meetings:.1%}"
    yield from _floor(found)
    yield ""
    yield from _gates(found)
    yield ""
    yield from _pools(found)


def _gates(found: Forecast) -> Iterator[str]:
    gates: list[tuple[str, ...]] = [
        ("gate, business hours", "visits", "waiting P50", "P90", "working P50", "P90", "late", "carried over")
    ]
    gates += [
        (
            gate.title,
            f"{gate.visits:.2f}",
            *(f"{value:.1f}" for value in (gate.waiting.p50, gate.waiting.p90, gate.working.p50, gate.working.p90)),
            f"{gate.late:.1%}" if gate.promised else "no clock",
            f"{gate.carried:.0%}",
        )
        for gate in found.gates
    ]
    yield from _columns(gates)


def _pools(found: Forecast) -> Iterator[str]:
    pools = [("pool", "people", "busy", "waiting on average", "at most", "hours a week", "hours until begun")]
    pools += [
        (
            pool.pool,
            f"{pool.people}",
            f"{pool.busy:.0%}",
            f"{pool.queue:.1f}",
            f"{pool.longest}",
            f"{pool.hours_a_week:.1f}",
            f"{pool.wait:.1f}",
        )
        for pool in found.pools
    ]
    yield from _columns(pools)


def _floor(found: Forecast) -> Iterator[str]:
    floor = found.floor
    if floor is None:
        yield "no past records to hold this against; name a log or the ledger with --from"
        return
    spread = floor.days
    yield (
        f"naive floor, {floor.records} past records replayed ({floor.source}): "
        f"P10 {spread.p10:.1f}, P50 {spread.p50:.1f}, P90 {spread.p90:.1f} business days"
    )
    if not floor.kept_back:
        yield "too few past records to keep some back and compare"
        return
    says = (
        "it beats the floor" if floor.beaten else "THE NAIVE FLOOR IS NOT BEATEN: trust the past before this forecast"
    )
    yield f"on {floor.kept_back} records kept back, mean error {floor.ours:.1f} days, naive {floor.error:.1f}: {says}"


def _inputs(inputs: Inputs) -> Iterator[str]:
    rows = [("input", "value", "from")]
    rows += [_figure(FLOW_WORDS[name], getattr(inputs.flow, name)) for name in Flow.__slots__]
    rows += [
        (f"weight of {case.name}: {', '.join(case.gates)}", f"{case.weight.value:g}", case.weight.source)
        for case in inputs.cases
    ]
    for name, gate in inputs.gates.items():
        rows += [_figure(f"{name}: {key.replace('_', ' ')}", getattr(gate, key)) for key in GateInputs.__slots__]
    for name, pool in inputs.pools.items():
        rows += [_figure(f"{name}: {key.replace('_', ' ')}", getattr(pool, key)) for key in PoolInputs.__slots__]
    rows.append(("calendar", inputs.calendar_name, "file"))
    yield from _columns(rows, left=(0, 2))


def _figure(name: str, figure: Figure) -> tuple[str, str, str]:
    return name, f"{figure.value:g}", figure.source


def _spread(found: Spread) -> tuple[str, str, str, str]:
    return f"{found.p10:.1f}", f"{found.p50:.1f}", f"{found.p90:.1f}", f"{found.mean:.1f}"


def _interval(found: Estimate) -> str:
    return f"{found.low:+.2f} to {found.high:+.2f}" if isfinite(found.low) else "one run has none"


def _verdict(found: Estimate) -> str:
    return "" if found.certain else "may be none"


def _columns(rows: Sequence[tuple[str, ...]], left: tuple[int, ...] = (0,)) -> Iterator[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
