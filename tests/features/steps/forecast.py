"""Steps about forecasts of a policy."""

import json
from dataclasses import dataclass, replace

import pytest
from pytest_bdd import given, parsers, then, when

from coe.forecast.gather import gather
from coe.forecast.inputs import Inputs
from coe.forecast.results import Comparison, Forecast
from coe.forecast.run import compare, forecast
from governance.language.definition import Definition
from tests.features.steps.founding import compiled


@dataclass
class Asked:
    """A forecast, and what came of asking again or otherwise."""

    law: Definition
    inputs: Inputs
    records: int
    found: Forecast
    again: Forecast | None = None
    change: Comparison | None = None


@given(parsers.parse("a forecast of the policy “{name}” with {records:d} records"), target_fixture="asked")
def asked(name: str, records: int) -> Asked:
    law = compiled(f"{name}.yaml").definition
    assert law is not None
    inputs = gather([law])
    return Asked(law, inputs, records, forecast(law, inputs, records=records, seed=1))


@when("the forecast is made again")
def made_again(asked: Asked) -> None:
    asked.again = forecast(asked.law, gather([asked.law]), records=asked.records, seed=1)


@when("legal is left out in a proposed change")
def without_legal(asked: Asked) -> None:
    kept = (gate for gate in asked.law.gates if gate.name != "legal")
    gates = tuple(replace(gate, after=tuple(name for name in gate.after if name != "legal")) for gate in kept)
    law = replace(asked.law, gates=gates)
    inputs = gather([asked.law, law])
    asked.change = compare(asked.law, law, inputs, records=asked.records, seed=1)


@then("the forecast names the days for most and for the slowest records")
def names_days(asked: Asked) -> None:
    assert 0 < asked.found.days.p50 < asked.found.days.p90


@then("for each gate how much is waiting and how much is working")
def waiting_and_working(asked: Asked) -> None:
    assert {gate.gate for gate in asked.found.gates} == {gate.name for gate in asked.law.gates}
    assert all(gate.working.mean > 0 and gate.waiting.mean > 0 for gate in asked.found.gates if gate.visits)


@then("for each pool how busy it is and how many reviews wait")
def busy_and_waiting(asked: Asked) -> None:
    panels = {gate.panel for gate in asked.law.gates if asked.found.days.mean}
    pools = {pool.pool: pool for pool in asked.found.pools}
    assert panels <= pools.keys()
    assert all(0 <= pools[name].busy <= 1 and pools[name].queue >= 0 for name in panels)


@then("every figure that went in names its source")
def names_sources(asked: Asked) -> None:
    figures = json.dumps(asked.inputs.as_json())
    assert figures.count('"value"') == figures.count('"source"') > 0
    assert '"source": ""' not in figures


@then("the share that medical approves at first sight comes from published figures")
def from_published_figures(asked: Asked) -> None:
    found = asked.inputs.gates["medical"].first_pass
    assert found.value == pytest.approx(0.715)
    assert "published figures" in found.source


@then("both say the same")
def say_the_same(asked: Asked) -> None:
    assert asked.again is not None
    assert json.dumps(asked.again.as_json()) == json.dumps(asked.found.as_json())


@then("the change saves review hours, and the interval says so")
def saves_hours(asked: Asked) -> None:
    assert asked.change is not None
    hours = asked.change.differences["review hours a record"]
    assert hours.value < 0
    assert hours.certain


@then("a change that changes nothing saves nothing")
def saves_nothing(asked: Asked) -> None:
    found = compare(asked.law, asked.law, asked.inputs, records=60, seed=1)
    assert all(each.value == 0 for each in found.differences.values())
