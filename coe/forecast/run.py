"""A forecast from a definition and inputs. Same law, inputs, records and seed give the same result, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from coe.forecast.bare_law import bare
from coe.forecast.cases import fitting
from coe.forecast.chance import mixed
from coe.forecast.engine import Direct, Memo
from coe.forecast.hours import lasting
from coe.forecast.inputs import BadInputs, Inputs
from coe.forecast.measures import Plan, RunMeasures
from coe.forecast.results import Comparison, Forecast
from coe.forecast.simulation import Simulation, Told
from coe.forecast.situations import enough, seats_of, simulated_facts
from coe.forecast.staff import staffed
from coe.forecast.summary import differences, summary
from governance.errors import LawError
from governance.language.business_time import Calendar
from governance.language.definition import Definition

Progress = Callable[[int], None]
BATCHES = 10
LEAST_IN_BATCH = 50
MOST_RECORDS = 1_000_000
SPARE_WEEKS = 104
MOST_WEEKS = 52 * 400


def forecast(law: Definition, inputs: Inputs, *, records: int, seed: int, progress: Progress | None = None) -> Forecast:
    """Simulate `records` records under `law`; `progress` is told how many are done. Raises BadInputs."""
    _refuse_nonsense(records)
    engine, runs = simulated(law, inputs, records=records, seed=seed, progress=progress)
    return summary(law, inputs, runs, seed, {"commands": engine.asked, "asked_of_the_law": engine.calls})


def compare(
    before: Definition, after: Definition, inputs: Inputs, *, records: int, seed: int, progress: Progress | None = None
) -> Comparison:
    """Both definitions on the same arrivals, people and luck; `progress` counts to twice that. Raises BadInputs."""
    first = forecast(before, inputs, records=records, seed=seed, progress=progress)
    onwards = (lambda done: progress(records + done)) if progress else None
    second = forecast(after, inputs, records=records, seed=seed, progress=onwards)
    return Comparison(first, second, differences(first, second))


def simulated(
    law: Definition, inputs: Inputs, *, records: int, seed: int, progress: Progress | None = None
) -> tuple[Memo, list[RunMeasures]]:
    """The batches of a forecast, and the memory of the law they shared. Raises BadInputs."""
    way = bare(law)
    own = replace(inputs, cases=tuple(replace(c, answers=fitting(way, c.answers)) for c in inputs.cases))
    plans = batches(records, under_way=bool(inputs.under_way))
    office = office_for(inputs, max(plan.all for plan in plans))
    people = {pool: int(given.people.value) for pool, given in inputs.pools.items()}
    engine = Memo(way, simulated_facts(way, office, enough(way, people)), inputs.begins)
    runs: list[RunMeasures] = []
    done = 0
    for number, plan in enumerate(plans):
        before = done
        onwards = (lambda count, so_far=before: progress(so_far + count)) if progress else None
        run = simulation(law, way, engine, own, office, mixed(seed, number))
        runs.append(_run(run, plan, onwards))
        done += plan.measured
    return engine, runs


def simulation(
    law: Definition,
    way: Definition,
    engine: Direct | Memo,
    inputs: Inputs,
    office: Calendar,
    luck: int,
    told: Told | None = None,
) -> Simulation:
    """One run, not yet begun. `way` is `law` without its content (`bare_law`)."""
    seats = seats_of(way)
    missing = [pool for pool in seats if pool not in inputs.pools] + [
        g for g in way.gate_by_name if g not in inputs.gates
    ]
    if missing:
        raise BadInputs(f"The inputs say nothing of {missing[0]}. Make them for both definitions together.")
    queues = staffed(seats, inputs.pools, office, inputs.flow.absent_days.value, luck)
    checks = any(call.severity == "block" for call in law.checks)
    return Simulation(way, engine, inputs, office=office, queues=queues, luck=luck, form_checks=checks, told=told)


def batches(records: int, *, under_way: bool) -> list[Plan]:
    """The records in equal batches, each with a quarter more to fill the queues before; none where they are filled by
    what is under way.
    """
    count = max(1, min(BATCHES, records // LEAST_IN_BATCH))
    sizes = [records // count + (number < records % count) for number in range(count)]
    return [Plan(0 if under_way else size // 4 + 10, size, size // 4 + 10) for size in sizes]


def office_for(inputs: Inputs, arrivals: int) -> Calendar:
    """The calendar of the office, repeated for half as long again as so many records take to arrive, and two years."""
    if not inputs.flow.arrivals_a_week.value > 0:
        raise BadInputs("No record arrives. Give arrivals a week above zero.")
    weeks = int(1.5 * arrivals / inputs.flow.arrivals_a_week.value) + SPARE_WEEKS
    if weeks > MOST_WEEKS:
        raise BadInputs("So many records take centuries to arrive. Ask for fewer, or for more arrivals a week.")
    return lasting(inputs.calendar, inputs.begins, weeks)


def _run(run: Simulation, plan: Plan, progress: Progress | None) -> RunMeasures:
    try:
        return run.run(plan, progress)
    except LawError as error:
        raise BadInputs(f"The law stopped the simulation: {error}") from error


def _refuse_nonsense(records: int) -> None:
    if not 1 <= records <= MOST_RECORDS:
        raise BadInputs(f"{records} records cannot be forecast. Ask for 1 to {MOST_RECORDS}.")
