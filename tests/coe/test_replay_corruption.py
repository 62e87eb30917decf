from collections import Counter

from coe.replay.answers import derive, thaw
from coe.replay.corruption import Corruption, corrupt
from coe.replay.eventlog import read_cases
from coe.replay.plan import Plan, Step, plan_case
from tests.coe.permit_logs import TRAVEL_ANSWERS, TRAVEL_LOG, needs_real_logs, permit_case

LINE = (
    "SUBMITTED by EMPLOYEE | REJECTED by ADMINISTRATION | REJECTED by EMPLOYEE | SUBMITTED by EMPLOYEE | "
    "APPROVED by ADMINISTRATION | FINAL_APPROVED by SUPERVISOR | REJECTED by MISSING | "
    "SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR"
)


def planned(line: str = LINE) -> Plan:
    case = permit_case(line)
    return plan_case(case, {case.name: derive(case)})


def drawn(plan: Plan, fault: str) -> list[Corruption]:
    faults = (corrupt(plan.case, plan.steps, seed) for seed in range(300))
    return [found for found in faults if found is not None and found.fault == fault]


def bare(step: Step) -> tuple[str, str, str, int]:
    return (step.kind, step.role, step.gate, step.record)


def test_the_same_seed_and_case_draw_the_same_fault_and_others_another() -> None:
    plan = planned()
    assert corrupt(plan.case, plan.steps, 7) == corrupt(plan.case, plan.steps, 7)
    assert len({corrupt(plan.case, plan.steps, seed) for seed in range(50)}) > 10
    of_other_cases = [corrupt(f"travel permit {number}", plan.steps, 7) for number in range(30)]
    assert len({found.fault for found in of_other_cases if found}) == 3


def test_every_fault_is_drawn_about_as_often() -> None:
    plan = planned()
    counts = Counter(found.fault for seed in range(300) if (found := corrupt(plan.case, plan.steps, seed)))
    assert set(counts) == {"swapped", "dropped", "wrong role"}
    assert min(counts.values()) > 70


def test_swapped_steps_change_places_within_their_record_and_the_times_stay() -> None:
    plan = planned()
    for found in drawn(plan, "swapped"):
        i = found.index
        assert (bare(found.steps[i]), bare(found.steps[i + 1])) == (bare(plan.steps[i + 1]), bare(plan.steps[i]))
        assert [step.at for step in found.steps] == [step.at for step in plan.steps]
        assert found.steps[i].record == found.steps[i + 1].record
        assert (*found.steps[:i], *found.steps[i + 2 :]) == (*plan.steps[:i], *plan.steps[i + 2 :])


def test_a_dropped_step_leaves_a_gap_before_a_step_of_the_same_record() -> None:
    plan = planned()
    for found in drawn(plan, "dropped"):
        assert found.steps == (*plan.steps[: found.index], *plan.steps[found.index + 1 :])
        assert found.steps[found.index].record == plan.steps[found.index].record


def test_every_step_but_the_last_of_each_record_can_be_dropped() -> None:
    plan = planned()
    assert [step.record for step in plan.steps] == [0, 0, 0, 0, 0, 0, 1, 1]
    assert {found.index for found in drawn(plan, "dropped")} == {0, 1, 2, 3, 4, 6}


def test_a_wrong_role_takes_a_decision_or_resubmits_and_nothing_else_changes() -> None:
    plan = planned()
    seen = drawn(plan, "wrong role")
    for found in seen:
        right, wrong = plan.steps[found.index], found.steps[found.index]
        assert wrong.role != right.role
        assert (wrong.kind, wrong.gate, wrong.answers) == (right.kind, right.gate, right.answers)
    assert {plan.steps[found.index].kind for found in seen} == {"approve", "request_changes", "resubmit"}
    assert {found.steps[found.index].role for found in seen if found.steps[found.index].gate == "supervisor"} == {
        "owner",
        "pre_approver",
        "administration",
        "budget_owner",
        "director",
    }


def test_a_fault_is_told_in_the_words_of_the_log() -> None:
    plan = planned("SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR")
    final, submitted = "'Permit FINAL_APPROVED by SUPERVISOR'", "'Permit SUBMITTED by EMPLOYEE'"
    assert {found.told for found in drawn(plan, "swapped")} == {f"{final} before {submitted}"}
    assert {found.told for found in drawn(plan, "dropped")} == {f"{final} without {submitted}"}
    assert f"{final} by director" in {found.told for found in drawn(plan, "wrong role")}


def test_a_case_with_nothing_to_get_wrong_is_left_alone() -> None:
    for line in ("SAVED by EMPLOYEE", "SUBMITTED by EMPLOYEE"):
        assert corrupt("travel permit 1", planned(line).steps, 1) is None


@needs_real_logs
def test_all_but_four_real_cases_can_be_corrupted() -> None:
    frozen = thaw(TRAVEL_ANSWERS.read_text(encoding="utf-8"))
    plans = [plan_case(case, frozen) for case in read_cases(TRAVEL_LOG)]
    untouched = [plan.case for plan in plans if corrupt(plan.case, plan.steps, 1) is None]
    assert (len(plans), len(untouched)) == (1478, 4)
