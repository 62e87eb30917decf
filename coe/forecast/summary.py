"""Batches summed up: percentiles over all records, intervals over batches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from coe.forecast.inputs import Inputs
from coe.forecast.measures import GateMeasures, PoolMeasures, RecordMeasures, RunMeasures
from coe.forecast.results import Batch, Estimate, Floor, Forecast, GateForecast, PoolForecast
from coe.forecast.statistics import estimate, quantile, spread
from governance.language.business_time import DAY_MS, HOUR_MS
from governance.language.definition import Definition

WEEK_DAYS = 5
DIFFERENCES: Mapping[str, Callable[[Batch], float]] = {
    "mean days": lambda batch: batch.mean,
    "P10 days": lambda batch: batch.p10,
    "P50 days": lambda batch: batch.p50,
    "P90 days": lambda batch: batch.p90,
    "rounds": lambda batch: batch.rounds,
    "late openings (share)": lambda batch: batch.late,
    "review hours a record": lambda batch: batch.labour,
}


def summary(
    law: Definition, inputs: Inputs, runs: Sequence[RunMeasures], seed: int, engine: Mapping[str, int]
) -> Forecast:
    """One forecast of all batches."""
    day = inputs.calendar.hours_per_day * HOUR_MS
    records = [record for run in runs for record in run.records]
    window = sum(run.window for run in runs) or 1
    days = spread([record.cycle / day for record in records])
    return Forecast(
        workflow=law.workflow,
        digest=law.digest,
        records=len(records) + sum(run.undecided for run in runs),
        seed=seed,
        inputs=inputs,
        days=days,
        calendar_days=spread([record.elapsed / DAY_MS for record in records]),
        rounds=spread([float(record.rounds) for record in records]),
        by_tier={
            tier.name: (len(mine), spread([record.cycle / day for record in mine]))
            for tier in law.tiers
            if (mine := [record for record in records if record.tier == tier.name])
        },
        outcomes={name: sum(r.outcome == name for r in records) for name in ("approved", "rejected")},
        undecided=sum(run.undecided for run in runs),
        gates=tuple(_gate(law, name, runs, len(records)) for name in law.gate_by_name),
        pools=tuple(_pool(name, runs, window, day) for name in (runs[0].pools if runs else ())),
        rework_late=_share(sum(run.reworks_late for run in runs), sum(run.reworks for run in runs)),
        meetings=_share(sum(run.meetings for run in runs), sum(run.rounds for run in runs)),
        escalations=_share(sum(run.escalations for run in runs), len(records)),
        labour=_share(sum(record.labour for record in records), len(records)) / HOUR_MS,
        in_progress=sum(run.area for run in runs) / window,
        arrivals_a_day=sum(len(run.records) + run.undecided for run in runs) * day / window,
        floor=_floor(inputs, days.p50),
        batches=tuple(_batch(run.records, day) for run in runs if run.records),
        engine=engine,
    )


def differences(before: Forecast, after: Forecast) -> dict[str, Estimate]:
    """After less before, batch by batch: the same arrivals met the same luck in both."""
    pairs = list(zip(before.batches, after.batches, strict=False))
    return {name: estimate([read(two) - read(one) for one, two in pairs]) for name, read in DIFFERENCES.items()}


def _gate(law: Definition, name: str, runs: Sequence[RunMeasures], records: int) -> GateForecast:
    found = [run.gates.get(name, GateMeasures()) for run in runs]
    waiting = [value / HOUR_MS for each in found for value in each.waiting]
    working = [value / HOUR_MS for each in found for value in each.working]
    promised = sum(each.promised for each in found)
    return GateForecast(
        gate=name,
        title=law.gate_by_name[name].title,
        visits=_share(len(waiting), records),
        waiting=spread(waiting),
        working=spread(working),
        late=_share(sum(each.late for each in found), promised),
        promised=promised > 0,
        carried=_share(sum(each.carried for each in found), sum(each.again for each in found)),
    )


def _pool(name: str, runs: Sequence[RunMeasures], window: int, day: int) -> PoolForecast:
    found = [run.pools.get(name, PoolMeasures()) for run in runs]
    worked = sum(each.worked for each in found)
    return PoolForecast(
        pool=name,
        people=max(each.people for each in found),
        busy=_share(worked, sum(each.available for each in found)),
        queue=sum(each.queue * run.window for each, run in zip(found, runs, strict=True)) / window,
        longest=max(each.longest for each in found),
        hours_a_week=worked / HOUR_MS / (window / (WEEK_DAYS * day)),
        wait=_share(sum(each.waited for each in found), sum(each.begun for each in found)) / HOUR_MS,
    )


def _batch(records: Sequence[RecordMeasures], day: int) -> Batch:
    ordered = sorted(record.cycle / day for record in records)
    count = len(records)
    return Batch(
        records=count,
        mean=sum(ordered) / count,
        p10=quantile(ordered, 0.1),
        p50=quantile(ordered, 0.5),
        p90=quantile(ordered, 0.9),
        rounds=sum(record.rounds for record in records) / count,
        late=_share(sum(record.late for record in records), sum(record.openings for record in records)),
        labour=sum(record.labour for record in records) / count / HOUR_MS,
    )


def _floor(inputs: Inputs, ours: float) -> Floor | None:
    """Past records replayed as they were, and both forecasts held against those that were kept back."""
    if not inputs.past:
        return None
    naive = spread(inputs.past)
    kept = inputs.kept_back
    return Floor(
        days=naive,
        error=_share(sum(abs(days - naive.p50) for days in kept), len(kept)),
        ours=_share(sum(abs(days - ours) for days in kept), len(kept)),
        records=len(inputs.past),
        kept_back=len(kept),
        source=inputs.past_source,
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
