"""Laws every queue obeys, whatever is simulated."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from coe.forecast.chance import mixed, share, stretch
from coe.forecast.gather import Options
from coe.forecast.inputs import BadInputs, Inputs
from coe.forecast.results import Forecast
from coe.forecast.run import compare, forecast
from coe.forecast.sources import told
from governance.language.definition import Definition
from tests.coe.forecast_office import inputs, one_gate, one_server, whole_way, with_people

HOURS = 8
POOLS = {f"role/{name}_reviewer": {"people": 2.0, "hours_a_day": 3.0} for name in ("medical", "legal", "file")}


def busy_way(**flow: float) -> tuple[Definition, Inputs]:
    law = whole_way()
    return law, inputs(law, Options(flow={"arrivals_a_week": 6.0, **flow}, pools=POOLS))


@pytest.fixture(scope="module")
def whole() -> Forecast:
    law, given = busy_way()
    return forecast(law, given, records=200, seed=5)


@pytest.mark.parametrize("busy", [0.3, 0.5])
def test_one_reviewer_with_exponential_times_waits_as_the_formula_of_m_m_1_says(busy: float) -> None:
    found = forecast(one_gate(), one_server(busy), records=6_000, seed=2)
    assert found.days.mean * HOURS == pytest.approx(1 / (1 - busy), rel=0.1)
    assert found.pools[0].busy == pytest.approx(busy, rel=0.05)


def test_two_reviewers_wait_as_the_formula_of_m_m_2_says() -> None:
    found = forecast(one_gate(), one_server(0.5, people=2), records=6_000, seed=2)
    assert found.days.mean * HOURS == pytest.approx(1 / (1 - 0.5**2), rel=0.1)


def test_open_records_are_arrivals_times_the_time_each_takes() -> None:
    found = forecast(one_gate(), one_server(0.5), records=4_000, seed=4)
    assert found.in_progress == pytest.approx(found.arrivals_a_day * found.days.mean, rel=0.03)


def test_waiting_reviews_are_arrivals_times_the_time_until_begun() -> None:
    found = forecast(one_gate(), one_server(0.5), records=4_000, seed=4)
    pool = found.pools[0]
    assert pool.queue == pytest.approx(found.arrivals_a_day * pool.wait / HOURS, rel=0.03)


def test_more_people_never_make_anybody_wait_longer() -> None:
    given = one_server(0.8)
    waits = [
        forecast(one_gate(), with_people(given, {"role/desk_reviewer": count}), records=800, seed=6)
        .gates[0]
        .waiting.mean
        for count in (1, 2, 3, 5)
    ]
    assert all(more <= fewer for fewer, more in pairwise(waits))
    assert waits[0] > waits[-1]


def test_nobody_works_more_than_their_hours(whole: Forecast) -> None:
    assert whole.pools
    assert all(0 <= pool.busy <= 1 for pool in whole.pools)
    crowded = forecast(one_gate(), one_server(1.6), records=300, seed=1)
    assert 0.97 < crowded.pools[0].busy <= 1


def test_working_time_stays_within_the_whole(whole: Forecast) -> None:
    assert all(gate.working.p90 >= 0 and gate.waiting.p10 >= 0 for gate in whole.gates)
    alone = forecast(one_gate(), one_server(0.2), records=300, seed=1)
    assert alone.gates[0].working.mean <= alone.days.mean * HOURS
    assert alone.gates[0].working.mean + alone.gates[0].waiting.mean == pytest.approx(alone.days.mean * HOURS, rel=1e-6)


def test_every_record_ends_or_is_named(whole: Forecast) -> None:
    assert sum(whole.outcomes.values()) + whole.undecided == whole.records == 200
    assert whole.undecided == 0


def test_an_always_again_gate_never_carries_over_and_others_do(whole: Forecast) -> None:
    carried = {gate.gate: gate.carried for gate in whole.gates}
    assert carried["file"] == 0
    assert carried["medical"] > 0


@pytest.mark.slow
def test_a_clock_nobody_keeps_is_told() -> None:
    law, given = busy_way()
    slow = {name: {"minutes": 600.0} for name in ("medical", "legal")}
    crowded = inputs(law, Options(flow={"arrivals_a_week": 2.0}, gates=slow, pools=POOLS))
    late = {gate.gate: gate.late for gate in forecast(law, crowded, records=100, seed=1).gates}
    relaxed = {gate.gate: gate.late for gate in forecast(law, given, records=100, seed=1).gates}
    assert late["medical"] > relaxed["medical"]


def test_the_same_seed_gives_the_same_forecast_and_another_another(whole: Forecast) -> None:
    law, given = busy_way()
    again = forecast(law, given, records=200, seed=5)
    assert json.dumps(again.as_json()) == json.dumps(whole.as_json())
    assert forecast(law, given, records=200, seed=6).days != whole.days


def test_a_definition_against_itself_differs_in_nothing() -> None:
    law, given = busy_way()
    found = compare(law, law, given, records=100, seed=1)
    assert all(each.value == each.low == each.high == 0 for each in found.differences.values())


@pytest.mark.slow
def test_a_gate_less_is_seen_with_certainty() -> None:
    law, _ = busy_way()
    shorter = replace(law, gates=tuple(gate for gate in law.gates if gate.name != "file"))
    given = inputs(law, Options(flow={"arrivals_a_week": 6.0}, pools=POOLS))
    found = compare(law, shorter, given, records=200, seed=1).differences["mean days"]
    assert found.value < 0
    assert found.certain


def test_progress_reaches_the_number_of_records() -> None:
    seen: list[int] = []
    forecast(one_gate(), one_server(0.5), records=120, seed=1, progress=seen.append)
    assert seen == list(range(1, 121))


def test_more_work_than_people_is_refused_with_the_pool_and_a_cure() -> None:
    with pytest.raises(BadInputs, match=r"role/desk_reviewer .*more people"):
        forecast(one_gate(), one_server(5.0, minutes=600), records=8_000, seed=1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("pace=3", "no figure 'pace'"),
        ("arrivals_a_week=fast", "gives no number"),
        ("desk.first_pass=1.5", "out of range"),
        ("nobody.minutes=3", "no figure"),
        ("arrivals_a_week=nan", "out of range"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(words: str, says: str) -> None:
    with pytest.raises(BadInputs, match=says):
        told([one_gate()], [words])


def test_figures_told_are_used_and_named() -> None:
    options = told([one_gate()], ["arrivals_a_week=4", "desk.minutes=30", "role/desk_reviewer.people=3", "mix.T1=1"])
    given = inputs(one_gate(), options)
    assert given.flow.arrivals_a_week.value == 4
    assert given.gates["desk"].minutes.source == "option --set"
    assert given.pools["role/desk_reviewer"].people.value == 3


def test_luck_is_even_and_keeps_mean_and_spread() -> None:
    draws = [share(mixed(11, number)) for number in range(20_000)]
    assert sum(draws) / len(draws) == pytest.approx(0.5, abs=0.01)
    for spread in (0.5, 1.0, 1.5):
        spans = [stretch(mixed(12, number), 10.0, spread) for number in range(20_000)]
        mean = sum(spans) / len(spans)
        deviation = (sum((span - mean) ** 2 for span in spans) / len(spans)) ** 0.5
        assert mean == pytest.approx(10, rel=0.03)
        assert deviation / mean == pytest.approx(spread, rel=0.06)
    assert stretch(mixed(1, 1), 10.0, 0.0) == 10.0
