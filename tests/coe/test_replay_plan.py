from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import get_args

import pytest
from ruamel.yaml import YAML

from coe.replay.answers import GATES, FirstCheck, derive, permit_events, thaw
from coe.replay.eventlog import LogCase, LogEvent, read_cases
from coe.replay.plan import Plan, UnmatchedAnswers, declared, disagreement, final_status, interleaved, plan_case
from tests.coe.permit_logs import MONDAY, TRAVEL_ANSWERS, TRAVEL_LOG, TRAVEL_PERMIT, needs_real_logs, permit_case

LAPSED_AND_APPLIED_ANEW = (
    "SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR | REJECTED by MISSING | "
    "SUBMITTED by EMPLOYEE | APPROVED by PRE_APPROVER | FINAL_APPROVED by SUPERVISOR"
)


def planned(line: str) -> Plan:
    case = permit_case(line)
    return plan_case(case, {case.name: derive(case)})


def trip_days() -> tuple[LogEvent, LogEvent]:
    return LogEvent("Start trip", MONDAY), LogEvent("End trip", MONDAY + timedelta(days=3))


def kinds(plan: Plan) -> list[str]:
    return [f"{step.record} {step.kind} {step.role}" for step in plan.steps]


def test_an_approved_permit_is_a_submission_and_its_approvals_gate_by_gate() -> None:
    plan = planned("SUBMITTED by EMPLOYEE | APPROVED by ADMINISTRATION | FINAL_APPROVED by SUPERVISOR")
    assert kinds(plan) == ["0 submit owner", "0 approve administration", "0 approve supervisor"]
    assert [step.gate for step in plan.steps] == ["", "administration", "supervisor"]
    assert plan.steps[0].answers == derive(permit_case("SUBMITTED by EMPLOYEE | APPROVED by ADMINISTRATION"))[0]
    assert (plan.steps[1].answers, plan.steps[1].at - plan.steps[0].at) == (None, timedelta(hours=1))
    assert (plan.final, plan.oddities) == ("approved", ())


def test_a_rejection_goes_back_to_the_owner_whose_own_rejection_after_it_is_no_step() -> None:
    plan = planned("SUBMITTED by EMPLOYEE | REJECTED by BUDGET OWNER | REJECTED by EMPLOYEE | SUBMITTED by EMPLOYEE")
    assert kinds(plan) == ["0 submit owner", "0 request_changes budget_owner", "0 resubmit owner"]
    assert [step.gate for step in plan.steps] == ["", "budget_owner", ""]
    assert [step.answers.budget_owner_needed for step in plan.steps if step.answers] == [True, False]


def test_a_resubmission_without_the_owners_own_rejection_is_the_same() -> None:
    plan = planned("SUBMITTED by EMPLOYEE | REJECTED by SUPERVISOR | SUBMITTED by EMPLOYEE")
    assert kinds(plan)[-1] == "0 resubmit owner"


def test_an_owner_rejecting_before_any_decision_withdraws_and_applies_anew() -> None:
    plan = planned(
        "SUBMITTED by EMPLOYEE | REJECTED by EMPLOYEE | SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR"
    )
    assert kinds(plan) == ["0 submit owner", "0 withdraw owner", "1 submit owner", "1 approve supervisor"]
    assert plan.final == "approved"


def test_a_lapsed_permit_is_revoked_and_applied_for_anew_as_a_new_record() -> None:
    plan = planned(LAPSED_AND_APPLIED_ANEW)
    assert kinds(plan)[2:5] == ["0 revoke coordinator", "1 submit owner", "1 approve pre_approver"]
    assert plan.final == "approved"


def test_a_decision_before_any_submission_stays_in_the_plan_for_the_engine_to_refuse() -> None:
    assert kinds(planned("APPROVED by SUPERVISOR | SUBMITTED by EMPLOYEE")) == [
        "0 approve supervisor",
        "0 submit owner",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SAVED by EMPLOYEE", "draft"),
        ("SUBMITTED by EMPLOYEE | APPROVED by SUPERVISOR", "in review"),
        ("SUBMITTED by EMPLOYEE | FOR_APPROVAL by SUPERVISOR", "in review"),
        ("SUBMITTED by EMPLOYEE | REJECTED by SUPERVISOR", "in rework"),
        ("SUBMITTED by EMPLOYEE | REJECTED by SUPERVISOR | REJECTED by EMPLOYEE | SAVED by EMPLOYEE", "in rework"),
        ("SUBMITTED by EMPLOYEE | REJECTED by EMPLOYEE", "withdrawn"),
        ("SUBMITTED by EMPLOYEE | FINAL_APPROVED by DIRECTOR | APPROVED by SUPERVISOR", "approved"),
        ("SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR | REJECTED by MISSING", "revoked"),
        ("SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR | REJECTED by MISSING | SAVED by EMPLOYEE", "revoked"),
    ],
)
def test_the_final_status_is_what_the_words_of_the_log_say(line: str, expected: str) -> None:
    assert final_status(permit_events(permit_case(line))) == expected


def test_a_director_before_a_supervisor_is_named() -> None:
    tie = planned("SUBMITTED by EMPLOYEE | FINAL_APPROVED by DIRECTOR | =APPROVED by SUPERVISOR")
    later = planned("SUBMITTED by EMPLOYEE | FINAL_APPROVED by DIRECTOR | APPROVED by SUPERVISOR")
    assert tie.oddities == ("director before supervisor in the same second",)
    assert later.oddities == ("director before supervisor",)


def test_the_order_of_gates_starts_afresh_with_each_submission() -> None:
    plan = planned(
        "SUBMITTED by EMPLOYEE | REJECTED by SUPERVISOR | SUBMITTED by EMPLOYEE | APPROVED by ADMINISTRATION"
    )
    assert plan.oddities == ()


def test_a_case_that_agrees_has_no_category_even_when_something_about_it_is_odd() -> None:
    plan = planned("SUBMITTED by EMPLOYEE | FOR_APPROVAL by ADMINISTRATION")
    assert plan.oddities
    assert disagreement(plan, (), "in review") == ""


def test_a_disagreement_is_explained_by_the_oddity_and_otherwise_called_unexplained() -> None:
    odd = planned("SUBMITTED by EMPLOYEE | FINAL_APPROVED by DIRECTOR | APPROVED by SUPERVISOR")
    plain = planned("SUBMITTED by EMPLOYEE | FINAL_APPROVED by SUPERVISOR")
    assert disagreement(odd, ["Permit FINAL_APPROVED by DIRECTOR"], "in review") == "director before supervisor"
    assert disagreement(plain, (), "in review").startswith("unexplained: log approved, replay in review")
    assert disagreement(plain, ["Permit FINAL_APPROVED by SUPERVISOR"], "approved").startswith("unexplained")


@pytest.mark.parametrize(
    "frozen", [{}, {"travel permit 1": ()}, {"travel permit 1": derive(permit_case(LAPSED_AND_APPLIED_ANEW))}]
)
def test_answers_frozen_from_another_log_are_refused(frozen: dict[str, tuple[object, ...]]) -> None:
    with pytest.raises(UnmatchedAnswers, match="travel permit 1: 1 submissions in the log, frozen answers for"):
        plan_case(permit_case("SUBMITTED by EMPLOYEE"), frozen)  # type: ignore[arg-type]  # wrong on purpose


def test_the_declared_form_carries_the_days_of_the_trip_and_the_name_of_the_case_for_its_purpose() -> None:
    submitted = permit_case("SUBMITTED by EMPLOYEE | APPROVED by ADMINISTRATION | APPROVED by BUDGET OWNER")
    case = LogCase(submitted.name, (*trip_days(), *submitted.events))
    plan = plan_case(case, {case.name: derive(case)})
    assert plan.steps[0].answers is not None
    assert declared(plan, plan.steps[0].answers) == {
        "title": "Travel permit 1",
        "starts": "2017-01-09",
        "ends": "2017-01-12",
        "first_check": "administration",
        "budget_owner_needed": "yes",
        "director_needed": "no",
    }


def test_the_definition_asks_what_the_plan_declares_and_opens_the_gates_the_plan_names() -> None:
    definition = YAML(typ="safe", pure=True).load(TRAVEL_PERMIT)
    fields = {field["name"]: field for section in definition["form"] for field in section["fields"]}
    case = LogCase("travel permit 1", (*trip_days(), *permit_case("SUBMITTED by EMPLOYEE").events))
    plan = plan_case(case, {case.name: derive(case)})
    assert plan.steps[0].answers is not None
    form = declared(plan, plan.steps[0].answers)
    assert form.keys() <= fields.keys()
    assert {name for name, field in fields.items() if field.get("required") == "yes"} <= form.keys()
    assert tuple(fields["first_check"]["options"]) == get_args(FirstCheck)
    gates = {gate["gate"]: gate for gate in definition["gates"]}
    assert tuple(gates) == GATES
    assert {gate["always_again"] for gate in gates.values()} == {"yes"}
    assert [gates[name]["panel"] for name in GATES] == [{"role": name} for name in GATES]


def test_cases_interleave_by_time_and_each_keeps_its_own_order() -> None:
    line = "SUBMITTED by EMPLOYEE | APPROVED by SUPERVISOR"
    cases = [permit_case(line, "travel permit 1"), permit_case(line, "travel permit 2", MONDAY + timedelta(minutes=30))]
    plans = [plan_case(case, {case.name: derive(case)}) for case in cases]
    assert [plan.case[-1] + str(index) for plan, index, _step in interleaved(plans)] == ["10", "20", "11", "21"]


def test_a_step_the_log_dates_before_its_predecessor_waits_for_it() -> None:
    events = permit_case("SUBMITTED by EMPLOYEE | APPROVED by SUPERVISOR").events
    case = LogCase("travel permit 1", (events[0], LogEvent(events[1].activity, events[0].at - timedelta(days=1))))
    steps = [step for _plan, _index, step in interleaved([plan_case(case, {case.name: derive(case)})])]
    assert [(step.kind, step.at) for step in steps] == [("submit", events[0].at), ("approve", events[0].at)]


@needs_real_logs
def test_the_real_log_becomes_the_plan_the_replay_reports_on() -> None:
    frozen = thaw(TRAVEL_ANSWERS.read_text(encoding="utf-8"))
    plans = [plan_case(case, frozen) for case in read_cases(TRAVEL_LOG)]
    steps = [step for _plan, _index, step in interleaved(plans)]
    assert all(earlier.at <= later.at for earlier, later in pairwise(steps))
    assert Counter(step.kind for step in steps) == {
        "approve": 3780,
        "submit": 1495,
        "request_changes": 197,
        "resubmit": 175,
        "revoke": 49,
        "withdraw": 1,
    }
    finals = {"approved": 1421, "revoked": 30, "in rework": 22, "draft": 3, "in review": 2}
    assert Counter(plan.final for plan in plans) == finals
    out_of_order = {plan.case: plan.oddities for plan in plans if any("before" in odd for odd in plan.oddities)}
    assert {case for case, odd in out_of_order.items() if "director before supervisor in the same second" in odd} == {
        "travel permit 80760",
        "travel permit 42621",
        "travel permit 3457",
    }
    assert sum(len(plan.oddities) for plan in plans) == 6
