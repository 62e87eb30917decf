"""The law of one initiative, told in situations: rounds, gates after gates, conditions, holds and tiers."""

from __future__ import annotations

from dataclasses import replace

from governance.language.conditions import Test as Atom
from governance.record import commands as c
from governance.record import events as e
from tests.governance.small_law import OWNER, Desk, committee, desk, gate, role


def medical_legal_design() -> Desk:
    return desk(
        gate("medical", reviews=("need", "claims")),
        gate("legal", reviews=("claims",)),
        gate("design", reviews=("artwork",)),
        medical=role("mia", "max"),
        legal=role("lee"),
        design=role("dan"),
    )


def approved_with_a_condition() -> Desk:
    work = desk(gate("medical"), medical=role("mia", "max"))
    work.submits()
    work.says("mia", "medical", "approve with conditions")
    return work


def test_legal_decision_stands_when_only_artwork_changed() -> None:
    work = medical_legal_design()
    work.submits()
    work.says("mia", "medical", "approve")
    work.says("lee", "legal", "approve")
    work.says("dan", "design", "request changes")
    assert work.status() == "in rework"
    work.submits(artwork="two")
    assert (work.where("medical"), work.where("legal"), work.where("design")) == ("passed", "passed", "open")
    assert [event.gate for event in work.kinds(e.CarriedOver)] == ["medical", "legal"]
    work.says("dan", "design", "approve")
    assert work.status() == "approved"


def test_a_changed_claim_is_reviewed_again_by_all_who_review_claims() -> None:
    work = medical_legal_design()
    work.submits()
    work.says("mia", "medical", "approve")
    work.says("dan", "design", "approve")
    work.says("lee", "legal", "request changes")
    work.submits(claims="two")
    assert (work.where("medical"), work.where("legal"), work.where("design")) == ("open", "open", "passed")


def test_an_old_approval_counts_again_when_its_very_text_returns() -> None:
    work = medical_legal_design()
    work.submits()
    work.says("mia", "medical", "approve")
    work.says("dan", "design", "approve")
    work.says("lee", "legal", "request changes")
    work.submits(claims="two")
    work.says("mia", "medical", "request changes")
    work.says("lee", "legal", "approve")
    work.submits(claims="one")
    assert work.where("medical") == "passed"
    assert work.where("legal") == "open"


def test_certification_is_never_carried_over() -> None:
    work = desk(
        gate("certification", reviews=("artwork",), always_again=True),
        gate("legal", reviews=("claims",)),
        certification=role("sam"),
        legal=role("lee"),
    )
    work.submits()
    work.says("sam", "certification", "approve")
    work.says("lee", "legal", "request changes")
    work.submits(claims="two")
    assert work.where("certification") == "open"


def test_the_record_returns_only_when_every_open_gate_has_a_verdict() -> None:
    work = medical_legal_design()
    work.submits()
    work.says("lee", "legal", "request changes")
    assert work.status() == "in review"
    work.says("mia", "medical", "approve")
    work.says("dan", "design", "request changes")
    assert work.status() == "in rework"
    assert len(work.state.requests) == 2


def test_every_request_of_the_round_needs_a_reply() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.submits()
    work.says("lee", "legal", "request changes")
    assert work.refused(replace(work.submission(), replies={}), OWNER) == "unanswered"
    assert work.refused(replace(work.submission(), replies={"r1": "done", "r7": "done"}), OWNER) == "no-such-request"
    work.submits()
    assert work.state.round == 2
    assert work.state.requests[0].reply == "done"


def test_a_rejection_ends_the_initiative_at_once() -> None:
    work = medical_legal_design()
    work.submits()
    work.says("lee", "legal", "reject")
    assert work.status() == "rejected"
    assert work.barred("dan", "design") == "not-in-review"


def test_a_decision_on_an_older_round_is_stale() -> None:
    work = medical_legal_design()
    work.submits()
    before = work.state
    for person, name in (("mia", "medical"), ("lee", "legal"), ("dan", "design")):
        work.says(person, name, "request changes")
    work.submits(claims="two")
    assert work.refused(work.decision("legal", "approve", state=before), "lee") == "stale"


def test_colleagues_deciding_do_not_make_a_page_stale() -> None:
    work = medical_legal_design()
    work.submits()
    before = work.state
    work.says("mia", "medical", "approve with conditions")
    work.does(work.decision("legal", "approve", state=before), "lee")
    assert work.where("legal") == "passed"


def test_gates_open_when_all_before_them_are_clear() -> None:
    work = desk(
        gate("medical"),
        gate("legal", when=Atom("need", "is", "two")),
        gate("design", after=("legal", "medical")),
        medical=role("mia"),
        legal=role("lee"),
        design=role("dan"),
    )
    work.submits()
    assert (work.where("legal"), work.where("design")) == ("not needed", "waiting")
    assert work.barred("dan", "design") == "gate-not-open"
    work.says("mia", "medical", "approve")
    assert work.where("design") == "open"


def test_a_gate_behind_a_reopened_one_suspends_and_keeps_its_votes() -> None:
    work = desk(
        gate("legal", reviews=("claims",)),
        gate("steering", "committee/board", "majority", after=("legal",), reviews=("need",)),
        gate("design", reviews=("artwork",)),
        legal=role("lee"),
        design=role("dan"),
        board=committee(chair="cho", medical="mia", market="max"),
    )
    work.submits()
    work.says("lee", "legal", "approve")
    work.says("cho", "steering", "approve")
    work.says("dan", "design", "request changes")
    work.says("mia", "steering", "request changes")
    work.says("max", "steering", "request changes")
    work.submits(claims="two")
    assert (work.where("legal"), work.where("steering")) == ("open", "waiting")
    assert work.kinds(e.GateSuspended)[-1].gate == "steering"
    work.says("lee", "legal", "approve")
    assert work.where("steering") == "open"
    assert [vote.person for vote in work.standing("steering").votes] == ["cho"]


def test_a_passed_gate_whose_predecessor_reopened_is_not_clear_for_those_behind_it() -> None:
    work = desk(
        gate("legal", reviews=("claims",)),
        gate("medical", after=("legal",), reviews=("need",)),
        gate("design", after=("medical",), reviews=("artwork",)),
        legal=role("lee"),
        medical=role("mia"),
        design=role("dan"),
    )
    work.submits()
    work.says("lee", "legal", "approve")
    work.says("mia", "medical", "approve")
    work.says("dan", "design", "request changes")
    work.submits(claims="two")
    assert (work.where("legal"), work.where("medical"), work.where("design")) == ("open", "passed", "waiting")


def test_nothing_is_approved_where_no_gate_applies() -> None:
    work = desk(gate("legal", when=Atom("need", "is", "two")), legal=role("lee"), other=role(OWNER))
    assert work.refused(work.submission(), OWNER) == "no-gate"
    work.submits(need="two")
    assert work.where("legal") == "open"


def test_what_an_outcome_needs_is_asked_for() -> None:
    work = desk(gate("legal", checklist=(("read", "I read it"),), meaning="certification"), legal=role("lee"))
    work.submits()
    approve, reject = work.decision("legal", "approve"), work.decision("legal", "reject")
    changes = work.decision("legal", "request changes")
    assert work.refused(replace(approve, checklist=()), "lee") == "incomplete-checklist"
    assert work.refused(replace(approve, outcome="approve with conditions"), "lee") == "incomplete-conditions"
    assert work.refused(replace(reject, note=""), "lee") == "incomplete-note"
    assert work.refused(replace(changes, requests=()), "lee") == "incomplete-requests"
    assert work.refused(replace(changes, requests=(c.Ask("nothing", "x"),)), "lee") == "incomplete-unknown-item"
    assert work.barred("lee", "legal", "abstain") == "incomplete-outcome"
    signature = replace(approve.signature, meaning="approval")
    assert work.refused(replace(approve, signature=signature), "lee") == "incomplete-meaning"
    work.does(approve, "lee")
    assert work.status() == "approved"


def test_a_condition_must_be_verified_before_release() -> None:
    work = approved_with_a_condition()
    assert work.status() == "approved"
    assert work.refused(c.Release(), OWNER) == "conditions-open"
    assert work.refused(work.verification("c1"), "max") == "condition-not-met"
    work.does(c.MeetCondition("c1", "done"), OWNER)
    assert work.refused(work.verification("c1"), OWNER) == "own-initiative"
    work.does(work.verification("c1"), "max")
    assert work.refused(c.MeetCondition("c1", "again"), OWNER) == "condition-verified"
    work.does(c.Release(), OWNER)
    assert work.status() == "released"


def test_a_verification_of_an_older_note_is_stale() -> None:
    work = approved_with_a_condition()
    work.does(c.MeetCondition("c1", "done"), OWNER)
    old = work.verification("c1")
    work.does(c.MeetCondition("c1", "done better"), OWNER)
    assert work.refused(old, "max") == "stale"


def test_a_condition_binds_while_its_approval_stands() -> None:
    work = desk(
        gate("medical", reviews=("claims",)), gate("legal", reviews=("need",)), medical=role("mia"), legal=role("lee")
    )
    work.submits()
    work.says("mia", "medical", "approve with conditions")
    work.says("lee", "legal", "request changes")
    assert work.in_force() == ("c1",)
    work.submits(claims="two")
    assert work.in_force() == ()
    assert work.refused(c.MeetCondition("c1", "done"), OWNER) == "no-such-condition"
