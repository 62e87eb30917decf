"""Inputs put together: priors first, what is known from a log or the ledger over them, then pools sized to the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from coe.forecast import priors
from coe.forecast.cases import cases_of
from coe.forecast.hours import standard
from coe.forecast.inputs import Case, Figure, Flow, GateInputs, Inputs, OpenRecord, PoolInputs
from coe.forecast.situations import seats_of
from governance.language.business_time import Calendar
from governance.language.definition import Definition

BEGINS = 1_767_571_200_000  # Monday, 5 January 2026: not today, or the same seed would not give the same
PILOT_RECORDS = 400
PILOT_SEED = 1
PLENTY = 8.0


@dataclass(frozen=True, slots=True)
class Known:
    """What a log or the ledger says, each part left empty where it is silent. `cases` weighs classes by name; `gates`
    and `flow` map the name of a figure to it; `people` are counted by pool.
    """

    flow: Mapping[str, Figure] = field(default_factory=dict)
    gates: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    people: Mapping[str, Figure] = field(default_factory=dict)
    cases: Mapping[str, Figure] = field(default_factory=dict)
    under_way: tuple[OpenRecord, ...] = ()
    past: tuple[float, ...] = ()
    kept_back: tuple[float, ...] = ()
    past_source: str = ""
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who asks says, over everything else: flow figures by name, tier weights, gate figures and pool
    figures as {name: {figure: value}}.
    """

    flow: Mapping[str, float] = field(default_factory=dict)
    mix: Mapping[str, float] = field(default_factory=dict)
    gates: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    pools: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    source: str = "option"


def gather(
    laws: Sequence[Definition],
    *,
    calendar: Calendar | None = None,
    begins: int = 0,
    known: Known | None = None,
    options: Options | None = None,
    cases: tuple[Case, ...] = (),
) -> Inputs:
    """Inputs for one definition, or for several on the same ground: cases, gates and pools are those of all together.

    `calendar` is the one the first names; Monday to Friday, nine to five, without one. Raises BadInputs.
    """
    known, options = known or Known(), options or Options()
    seats = {pool: places for law in reversed(laws) for pool, places in seats_of(law).items()}
    inputs = Inputs(
        flow=_flow(known, options),
        cases=_cases(cases or cases_of(laws, options.mix), known, options),
        gates={
            gate.name: _gate(gate.name, priors.gate(gate), known, options)
            for law in reversed(laws)
            for gate in law.gates
        },
        pools=priors.standby(seats, laws),
        calendar=calendar or standard(),
        calendar_name=laws[0].calendar.removeprefix("calendar/") if calendar else "Monday to Friday, 9 to 5, UTC",
        begins=begins or BEGINS,
        under_way=known.under_way,
        past=known.past,
        kept_back=known.kept_back,
        past_source=known.past_source,
        trouble=known.trouble,
    )
    return replace(inputs, pools=_pools(laws, inputs, known, options))


def _flow(known: Known, options: Options) -> Flow:
    given = {name: Figure(value, options.source) for name, value in options.flow.items()}
    return replace(priors.flow(), **{**known.flow, **given})


def _gate(name: str, prior: GateInputs, known: Known, options: Options) -> GateInputs:
    given = {key: Figure(value, options.source) for key, value in options.gates.get(name, {}).items()}
    return replace(prior, **{**known.gates.get(name, {}), **given})


def _cases(cases: tuple[Case, ...], known: Known, options: Options) -> tuple[Case, ...]:
    if options.mix or not known.cases:
        return cases
    unseen = Figure(0, next(iter(known.cases.values())).source)
    return tuple(replace(case, weight=known.cases.get(case.name, unseen)) for case in cases)


def _pools(laws: Sequence[Definition], inputs: Inputs, known: Known, options: Options) -> dict[str, PoolInputs]:
    """Panels get the hours their work needs, measured in a run with plenty of people; what is told goes before."""
    pools = {
        pool: replace(given, people=known.people[pool]) if pool in known.people else given
        for pool, given in inputs.pools.items()
    }
    panels = {gate.panel for law in laws for gate in law.gates if not gate.panel.startswith("committee/")}
    unsized = {pool for pool in panels if "hours_a_day" not in options.pools.get(pool, {})}
    work = _work(laws, inputs) if unsized else {}
    found: dict[str, PoolInputs] = {}
    for pool, given in pools.items():
        told = {key: Figure(value, options.source) for key, value in options.pools.get(pool, {}).items()}
        first = replace(given, people=told.get("people", given.people))
        if pool in unsized:
            first = priors.sized(pool, first, work[pool], inputs.flow.absent_days.value, fixed="people" in told)
        found[pool] = replace(first, **told)
    return found


def _work(laws: Sequence[Definition], inputs: Inputs) -> dict[str, float]:
    """Hours a week that arrive before each pool under the first definition that has it."""
    from coe.forecast.run import forecast

    plenty = PoolInputs(Figure(PLENTY, ""), Figure(float(inputs.calendar.hours_per_day), ""))
    pilot = replace(inputs, pools=dict.fromkeys(inputs.pools, plenty), under_way=(), past=(), kept_back=())
    pilot = replace(pilot, flow=replace(pilot.flow, absent_days=Figure(0, "")))
    found: dict[str, float] = {}
    for law in laws:
        if any(gate.panel not in found for gate in law.gates):
            result = forecast(law, pilot, records=PILOT_RECORDS, seed=PILOT_SEED)
            for pool in result.pools:
                found.setdefault(pool.pool, pool.hours_a_week)
    return found
