"""The memory of the law against the law: whole simulations with both, every effect and due time compared."""

from dataclasses import replace
from random import Random

import pytest

from coe.forecast.bare_law import bare
from coe.forecast.chance import mixed
from coe.forecast.engine import Direct, Effect, Memo
from coe.forecast.gather import Options
from coe.forecast.inputs import Figure, Inputs, OpenRecord
from coe.forecast.measures import Plan, RunMeasures
from coe.forecast.record import Record
from coe.forecast.run import office_for, simulation
from coe.forecast.situations import enough, simulated_facts
from governance.language.definition import Definition
from governance.record.state import Initiative
from tests.coe.forecast_office import inputs, one_gate, whole_way

PLAN = Plan(0, 30, 0)
RUNS = 6
Heard = list[tuple[int, int, Effect]]


def heard(law: Definition, given: Inputs, luck: int, *, memo: bool) -> tuple[Heard, RunMeasures, Direct | Memo]:
    """Everything the law said in one run, with when and to which record."""
    way, office = bare(law), office_for(given, PLAN.all)
    people = {pool: int(each.people.value) for pool, each in given.pools.items()}
    engine: Direct | Memo = (
        Memo(way, simulated_facts(way, office, enough(way, people)), given.begins)
        if memo
        else Direct(way, simulated_facts(way, office, people), given.begins)
    )
    said: Heard = []

    def told(at: int, record: Record, effect: Effect) -> None:
        said.append((at, record.number, effect))

    found = simulation(law, way, engine, given, office, luck, told).run(PLAN)
    return said, found, engine


def drawn(law: Definition, number: int) -> Inputs:
    """Inputs that send records through every corner: many rounds, few people, late gates."""
    luck = Random(number)
    gates = {
        gate.name: {
            "first_pass": luck.choice([0.3, 0.6, 1.0]),
            "later_pass": luck.choice([0.4, 0.9]),
            "rejects": luck.choice([0.0, 0.1]),
            "minutes": luck.choice([20.0, 90.0]) if gate.name == "board" else luck.choice([20.0, 120.0, 600.0]),
        }
        for gate in law.gates
    }
    flow = {"arrivals_a_week": luck.choice([4.0, 8.0]), "incomplete": 0.3, "meetings": luck.choice([0.0, 0.3])}
    panels = ("medical", "legal", "file")
    pools = {f"role/{name}_reviewer": {"people": 2.0, "hours_a_day": 2.5 * (1 + (name == "legal"))} for name in panels}
    return inputs(law, Options(flow=flow, gates=gates, pools=pools))


@pytest.mark.parametrize("number", range(RUNS))
def test_the_memory_of_the_law_says_what_the_law_says(number: int) -> None:
    law = whole_way()
    given = drawn(law, number)
    direct, by_law, _ = heard(law, given, mixed(7, number), memo=False)
    remembered, by_memory, engine = heard(law, given, mixed(7, number), memo=True)
    assert remembered == direct
    assert by_memory == by_law
    assert isinstance(engine, Memo)
    assert engine.calls < engine.asked


@pytest.mark.slow
def test_runs_reach_what_is_hard_to_remember_well() -> None:
    law, kinds, rounds, joined, meetings = whole_way(), set[str](), 0, 0, 0
    for number in range(RUNS):
        said, found, _ = heard(law, drawn(law, number), mixed(7, number), memo=True)
        kinds |= {effect[0] for _, _, effect in said}
        rounds = max(rounds, *(record.rounds for record in found.records))
        joined += found.escalations
        meetings += found.meetings
    assert kinds == {
        "opened", "suspended", "passed", "carried", "settled", "returned", "approved", "rejected", "meeting",
    }  # fmt: skip
    assert rounds > 3
    assert joined > 0
    assert meetings > 0


def test_the_law_is_asked_once_for_records_alike() -> None:
    given = inputs(one_gate(), Options(gates={"desk": {"first_pass": 1.0, "rejects": 0.0}}, flow={"incomplete": 0.0}))
    _, found, engine = heard(one_gate(), given, 3, memo=True)
    assert len(found.records) == 30
    assert engine.calls == 2


def test_a_pool_too_small_for_its_rule_leaves_records_undecided() -> None:
    law = one_gate(approve=2)
    given = inputs(law)
    alone = replace(given.pools["role/desk_reviewer"], people=Figure(1, "test"))
    said, found, _ = heard(law, replace(given, pools={"role/desk_reviewer": alone}), 3, memo=True)
    assert not any(effect[0] == "approved" for _, _, effect in said)
    assert found.undecided > 0


def real_record(law: Definition, given: Inputs) -> Initiative:
    """A record as an office has it: people by id, answers of their own, medical approved and legal yet to decide."""
    case = next(each for each in given.cases if each.tier == "T1")
    way, office = bare(law), office_for(given, 10)
    engine = Direct(way, simulated_facts(way, office, {"role/medical_reviewer": 1}), given.begins)
    place, _ = engine.submit(engine.begin(case), given.begins, ())
    place, _ = engine.vote(place, given.begins, "medical", "role/medical_reviewer#0", "approve")
    (vote,) = place.state.votes["medical"]
    theirs = {"answers": {**place.state.answers, "title": "Ours"}, "owner": "0198-someone"}
    return replace(place.state, votes={"medical": (replace(vote, person="0198-another"),)}, **theirs)  # type: ignore[arg-type]


def test_a_record_under_way_goes_on_from_where_it_stands() -> None:
    law = whole_way()
    given = drawn(law, 1)
    state = real_record(law, given)
    case = next(each for each in given.cases if each.tier == "T1")
    under_way = tuple(OpenRecord(case.name, state, given.begins - number) for number in range(3))
    started = replace(given, under_way=under_way)
    direct, _, _ = heard(law, started, 5, memo=False)
    remembered, _, _ = heard(law, started, 5, memo=True)
    assert remembered == direct
    first = [effect[:2] for _, number, effect in remembered if number == -1]
    assert ("passed", "medical") not in first[:1]
    assert ("passed", "legal") in first or ("settled", "legal") in first


def test_an_escalation_that_was_taken_before_is_not_taken_again() -> None:
    law = whole_way()
    given = drawn(law, 1)
    state = real_record(law, given)
    late = replace(state.marks["legal"], steps=("100%",), joined=("role/medical_head",), due=given.begins - 1)
    joined = replace(state, marks={**state.marks, "legal": late})
    case = next(each for each in given.cases if each.tier == "T1")
    started = replace(given, under_way=(OpenRecord(case.name, joined, given.begins - 1),))
    _, found, _ = heard(law, started, 5, memo=True)
    assert found.undecided == 0
