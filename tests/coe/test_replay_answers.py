import json
from pathlib import Path

import pytest

from coe.replay.answers import Answers, UnreadableAnswers, derive, freeze, main, permit_events, thaw
from coe.replay.eventlog import read_cases
from tests.coe.permit_logs import TRAVEL_ANSWERS, TRAVEL_LOG, needs_real_logs, permit_case

RESUBMITTED = permit_case(
    "SUBMITTED by EMPLOYEE | APPROVED by ADMINISTRATION | REJECTED by SUPERVISOR | REJECTED by EMPLOYEE | "
    "SUBMITTED by EMPLOYEE | APPROVED by PRE_APPROVER | APPROVED by BUDGET OWNER | APPROVED by SUPERVISOR | "
    "FINAL_APPROVED by DIRECTOR",
    name="travel permit 20",
)
UNDECIDED = permit_case("SUBMITTED by EMPLOYEE", name="travel permit 3")


def test_answers_are_derived_for_each_submission_from_who_acted_before_the_next() -> None:
    assert derive(RESUBMITTED) == (
        Answers("administration", budget_owner_needed=False, director_needed=False),
        Answers("pre_approver", budget_owner_needed=True, director_needed=True),
    )


def test_a_submission_nobody_decided_called_for_the_supervisor_alone() -> None:
    (answers,) = derive(UNDECIDED)
    assert answers.gates == {"supervisor"}


def test_the_gates_called_for_follow_from_the_answers() -> None:
    answers = Answers("administration", budget_owner_needed=True, director_needed=True)
    assert answers.gates == {"administration", "budget_owner", "supervisor", "director"}


def test_a_rejection_shows_that_its_role_was_needed() -> None:
    (answers,) = derive(permit_case("SUBMITTED by EMPLOYEE | REJECTED by DIRECTOR"))
    assert answers.director_needed


def test_declarations_and_payments_are_no_steps_of_the_permit() -> None:
    case = permit_case("SUBMITTED by EMPLOYEE")
    others = (
        "Declaration APPROVED by DIRECTOR",
        "Request For Payment REJECTED by MISSING",
        "Send Reminder",
        "Start trip",
        "No Permit SUBMITTED by EMPLOYEE",
    )
    events = (*case.events, *(type(case.events[0])(name, case.events[0].at) for name in others))
    found = permit_events(type(case)(case.name, events))
    assert [(step.verb, step.role) for step in found] == [("SUBMITTED", "owner")]


def test_frozen_answers_read_back_as_they_were_derived() -> None:
    text = freeze([RESUBMITTED, UNDECIDED])
    assert thaw(text) == {case.name: derive(case) for case in (RESUBMITTED, UNDECIDED)}
    assert json.loads(text)["permits"] == {"3": "-", "20": "a pbd"}


def test_the_frozen_text_does_not_depend_on_the_order_of_the_log() -> None:
    assert freeze([RESUBMITTED, UNDECIDED]) == freeze([UNDECIDED, RESUBMITTED])


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"permits": []}', '{"permits": {"3": "x"}}', '{"permits": {"3": 1}}']
)
def test_an_unusable_file_of_answers_is_refused_with_its_cure(text: str) -> None:
    with pytest.raises(UnreadableAnswers, match=r"not the expected JSON .*python -m coe\.replay\.answers LOG"):
        thaw(text)


def test_freezing_a_log_that_is_not_there_says_so_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "absent.xes.gz")]) == 1
    assert main([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "absent.xes.gz: cannot be read" in said.err


@needs_real_logs
def test_the_file_the_replay_reads_is_what_the_real_log_yields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(TRAVEL_LOG)]) == 0
    assert capsys.readouterr().out == TRAVEL_ANSWERS.read_text(encoding="utf-8")


@needs_real_logs
def test_in_the_real_log_nobody_is_checked_by_pre_approver_and_administration_in_one_round() -> None:
    for case in read_cases(TRAVEL_LOG):
        rounds: list[set[str]] = [set()]
        for step in permit_events(case):
            rounds.append(set()) if step.verb == "SUBMITTED" else rounds[-1].add(step.role)
        assert not any({"pre_approver", "administration"} <= roles for roles in rounds), case.name
