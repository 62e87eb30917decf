"""The law of one initiative, told in situations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from governance import commands as c
from governance import events as e
from governance.business_time import Duration
from governance.commands import Outcome
from governance.conditions import Test as Atom
from governance.definition import Escalation, Presence
from governance.pools import FOREVER, Holding, Person, Pool
from tests.governance.small_law import (
    COORDINATOR, HIGH, HOUR, LOW, OWNER, Desk, clocked, committee, desk, gate, role,
)  # fmt: skip


def medical_legal_design() -> Desk:
    return desk(
        gate("medical", reviews=("need", "claims")),
        gate("legal", reviews=("claims",)),
        gate("design", reviews=("artwork",)),
        medical=role("mia", "max"),
        legal=role("lee"),
        design=role("dan"),
    )


def board(approve: object = "majority", **words: object) -> Desk:
    return desk(
        gate("steering", "committee/board", approve, **words),
        board=committee({"legal": "ada"}, chair="cho", medical="mia", legal="lee"),
    )


def approved_with_a_condition() -> Desk:
    work = desk(gate("medical"), medical=role("mia", "max"))
    work.submits()
    work.says("mia", "medical", "approve with conditions")
    return work


# Carry-over and rework


def test_legal_decision_stands_when_only_artwork_changed() -> None:
    work = medical_legal_design()
    work.submits()
    work.says("mia", "medical", "approve")
    work.says("lee", "legal", "approve")
    work.says("dan", "design", "request changes")
    assert work.state.status == "in rework"
    work.submits(artwork="two")
    assert (work.where("medical"), work.where("legal"), work.where("design")) == ("passed", "passed", "open")
    assert [event.gate for event in work.kinds(e.CarriedOver)] == ["medical", "legal"]
    work.says("dan", "design", "approve")
    assert work.state.status == "approved"


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
    assert work.state.status == "in review"
    work.says("mia", "medical", "approve")
    work.says("dan", "design", "request changes")
    assert work.state.status == "in rework"
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
    assert work.state.status == "rejected"
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


# Gates after gates


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


# Committees


def test_a_majority_passes_as_soon_as_it_is_certain() -> None:
    work = board()
    work.submits()
    work.says("cho", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("mia", "steering", "approve")
    assert work.state.status == "approved"


def test_a_majority_is_not_certain_before_enough_are_present() -> None:
    work = board(present=Presence(number=3))
    work.submits()
    work.says("cho", "steering", "approve")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("lee", "steering", "abstain")
    assert work.state.status == "approved"


def test_a_share_of_the_seats_is_rounded_up() -> None:
    work = board(1, present=Presence(share=60))
    work.submits()
    work.says("cho", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("mia", "steering", "abstain")
    assert work.where("steering") == "passed"


def test_a_required_seat_must_take_part() -> None:
    work = board(1, present=Presence(seats=("legal",)))
    work.submits()
    work.says("cho", "steering", "approve")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("lee", "steering", "abstain")
    assert work.where("steering") == "passed"


def test_a_veto_seat_rejects_against_everybody() -> None:
    work = board(veto=("legal",), present=Presence(number=3))
    work.submits()
    work.says("lee", "steering", "reject")
    assert work.state.status == "rejected"


def test_a_veto_seat_is_waited_for_and_its_request_settles() -> None:
    work = board(veto=("legal",))
    work.submits()
    work.says("cho", "steering", "approve")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("lee", "steering", "request changes")
    assert work.state.status == "in rework"


def test_two_thirds_are_of_the_votes_cast_and_abstentions_are_none() -> None:
    work = board("two-thirds")
    work.submits()
    work.says("cho", "steering", "abstain")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("lee", "steering", "request changes")
    assert work.state.status == "in rework"


def test_a_committee_that_only_abstains_approves_nothing() -> None:
    work = board("all")
    work.submits()
    for person in ("cho", "mia", "lee"):
        work.says(person, "steering", "abstain")
    assert work.state.status == "in rework"


def test_an_alternate_sits_only_when_the_holder_recuses_or_is_away() -> None:
    work = board()
    work.submits()
    assert work.barred("ada", "steering") == "seat-taken"
    work.says("lee", "steering", "recuse")
    assert work.standing("steering").count.present == 0
    assert work.barred("lee", "steering") == "recused"
    assert "ada" in work.who("steering")
    work.says("ada", "steering", "approve")
    assert work.state.votes["steering"][-1].seat == "legal"


def test_an_alternate_sits_while_the_holder_is_away() -> None:
    work = board()
    work.away("committee/board", "lee")
    work.submits()
    assert work.who("steering") == {"cho", "mia", "ada"}
    work.says("ada", "steering", "approve")
    assert work.barred("lee", "steering") == "seat-taken"


def test_a_recusal_does_not_shrink_the_committee() -> None:
    work = board(present=Presence(share=100))
    work.submits()
    work.says("cho", "steering", "recuse")
    work.says("mia", "steering", "approve")
    work.says("lee", "steering", "approve")
    assert work.where("steering") == "open"


def test_a_delegate_fills_the_lenders_seat_as_themselves() -> None:
    work = board()
    work.lends("committee/board", "cho", "del")
    work.submits()
    work.says("del", "steering", "approve")
    vote = work.state.votes["steering"][0]
    assert (vote.person, vote.seat) == ("del", "chair")
    assert work.barred("cho", "steering") == "seat-taken"
    assert work.barred("del", "steering") == "already-decided"


def test_authority_is_lent_one_hop_only() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.lends("role/legal", "lee", "del")
    work.lends("role/legal", "del", "far")
    work.submits()
    assert work.barred("far", "legal") == "not-on-panel"
    work.says("del", "legal", "approve")
    assert work.state.status == "approved"


# Separation of duties


@pytest.mark.parametrize("outcome", ["approve", "request changes", "reject", "recuse"])
def test_the_owner_never_decides(outcome: Outcome) -> None:
    work = desk(gate("legal"), legal=role("lee", OWNER))
    work.submits()
    assert work.barred(OWNER, "legal", outcome) == "own-initiative"


def test_whoever_edited_a_reviewed_section_is_barred_even_rounds_later() -> None:
    work = desk(
        gate("legal", reviews=("claims",)), gate("design", reviews=("artwork",)), legal=role("lee", "max"), design=role("max")
    )
    work.submits(edits={"claims": ("max",)})
    assert work.barred("max", "legal") == "contributed"
    work.says("max", "design", "request changes")
    work.says("lee", "legal", "request changes")
    work.submits(claims="two")
    assert work.barred("max", "legal") == "contributed"


def test_a_delegate_must_be_free_of_conflict_too() -> None:
    work = desk(gate("legal", reviews=("claims",)), legal=role("lee"))
    work.lends("role/legal", "lee", "max")
    work.submits(edits={"claims": ("max",)})
    assert work.barred("max", "legal") == "contributed"


def test_the_owners_line_manager_is_barred_where_the_policy_says_so() -> None:
    work = desk(gate("legal", never=("line_manager_of_owner",)), legal=role("lee", "boss"))
    work.facts = replace(work.facts, people={OWNER: Person(registered=True, manager="boss")})
    work.submits()
    assert work.who("legal") == {"lee"}
    assert work.barred("boss", "legal") == "never"


def test_a_grant_reaches_as_far_as_its_scope() -> None:
    scoped = Holding("lee", "", alternate=False, since=0, until=FOREVER, scope={"need": ("two",)})
    work = desk(gate("legal"), legal=Pool((scoped,)))
    work.submits()
    assert work.barred("lee", "legal") == "not-on-panel"
    other = desk(gate("legal"), legal=Pool((scoped,)))
    other.submits(need="two")
    assert other.who("legal") == {"lee"}


def test_a_grant_that_has_ended_admits_nobody_and_undoes_nothing() -> None:
    work = desk(gate("legal", approve=2), legal=role("lee", "max"))
    work.submits()
    work.says("lee", "legal", "approve")
    work.grants("role/legal", role("max"))
    assert work.standing("legal").count.approvals == 1
    work.says("max", "legal", "approve")
    assert work.state.status == "approved"


# Completeness of a decision


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
    assert work.barred("lee", "legal") if work.state.status != "in review" else not work.does(approve, "lee") == ()


# Conditions


def test_a_condition_must_be_verified_before_release() -> None:
    work = approved_with_a_condition()
    assert work.state.status == "approved"
    assert work.refused(c.Release(), OWNER) == "conditions-open"
    assert work.refused(work.verification("c1"), "max") == "condition-not-met"
    work.does(c.MeetCondition("c1", "done"), OWNER)
    assert work.refused(work.verification("c1"), OWNER) == "own-initiative"
    work.does(work.verification("c1"), "max")
    assert work.refused(c.MeetCondition("c1", "again"), OWNER) == "condition-verified"
    work.does(c.Release(), OWNER)
    assert work.state.status == "released"


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


# Holds, tiers, withdrawal, revocation


def test_on_hold_nothing_is_decided() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.submits()
    work.does(c.Hold("audit"), COORDINATOR)
    assert work.barred("lee", "legal") == "not-in-review"
    assert work.refused(c.RaiseTier("T1", "risk"), COORDINATOR) == "not-now"
    work.does(c.Resume(), COORDINATOR)
    work.says("lee", "legal", "approve")
    assert work.state.status == "approved"


def test_a_coordinator_does_not_coordinate_their_own() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.submits()
    assert work.refused(c.Hold("audit"), OWNER) == "own-initiative"
    assert work.refused(c.Hold("audit"), "lee") == "not-coordinator"
    assert work.refused(c.Hold(""), COORDINATOR) == "reason-missing"


def test_a_tier_is_raised_never_lowered_and_stays_a_floor() -> None:
    high = replace(HIGH, when=Atom("need", "is", "two"))
    work = desk(gate("legal"), gate("board", when=Atom("tier", "is", "T2")), tiers=(high, LOW), legal=role("lee"), board=role("cho"))
    work.submits()
    assert work.where("board") == "not needed"
    assert work.refused(c.RaiseTier("T1", "risk"), COORDINATOR) == "tier-not-higher"
    work.does(c.RaiseTier("T2", "risk"), COORDINATOR)
    assert work.where("board") == "open"
    work.says("cho", "board", "request changes")
    work.says("lee", "legal", "approve")
    work.submits(claims="two")
    assert work.state.tier == "T2"


def test_a_tier_in_which_no_gate_applies_cannot_be_chosen() -> None:
    high = replace(HIGH, when=Atom("need", "is", "two"))
    work = desk(gate("legal", when=Atom("tier", "is", "T1")), tiers=(high, LOW), legal=role("lee"))
    work.submits()
    assert work.refused(c.RaiseTier("T2", "risk"), COORDINATOR) == "no-gate"


def test_the_owner_withdraws_until_it_is_approved() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.submits()
    assert work.refused(c.Withdraw("mistake"), "lee") == "not-owner"
    work.does(c.Hold("audit"), COORDINATOR)
    work.does(c.Withdraw("mistake"), OWNER)
    assert work.state.status == "withdrawn"
    assert approved_with_a_condition().refused(c.Withdraw("mistake"), OWNER) == "not-now"


def test_an_approval_is_revoked_after_approval_only() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.submits()
    assert work.refused(c.Revoke("recall"), COORDINATOR) == "not-now"
    work.says("lee", "legal", "approve")
    work.does(c.Revoke("recall"), COORDINATOR)
    assert work.state.status == "revoked"
    assert work.refused(c.Release(), OWNER) == "not-now"


# Clocks


def test_a_hold_keeps_the_remainder_of_the_clock() -> None:
    work = desk(clocked("legal"), legal=role("lee"))
    work.submits()
    assert work.due("legal") == 24 + 11
    work.hours_pass(4)
    work.does(c.Hold("audit"), COORDINATOR)
    work.hours_pass(48)
    work.does(c.Resume(), COORDINATOR)
    assert work.due("legal") == 72 + 11


def test_a_hold_in_rework_keeps_the_remainder_of_the_owners_clock() -> None:
    work = desk(gate("legal"), legal=role("lee"), rework=Duration("business hours", 10))
    work.submits()
    work.says("lee", "legal", "request changes")
    due = work.state.due
    work.hours_pass(4)
    work.does(c.Hold("audit"), COORDINATOR)
    work.hours_pass(48)
    work.does(c.Resume(), COORDINATOR)
    assert work.state.status == "in rework"
    assert work.state.due == due + 48 * HOUR


def test_a_reminder_comes_once_and_not_before_its_time() -> None:
    work = desk(clocked("legal"), legal=role("lee"))
    work.submits()
    half = c.Remind("legal", 1, "50%")
    assert work.refused(half, "system") == "step-not-due"
    work.hours_pass(5)
    assert work.refused(half, "lee") == "system-only"
    reminded = work.does(half, "system")[0]
    assert isinstance(reminded, e.Reminded)
    assert reminded.to == ("lee",)
    assert work.refused(half, "system") == "step-not-due"
    assert work.refused(replace(half, opening=2), "system") == "gate-not-open"


def test_a_clock_running_out_decides_nothing() -> None:
    work = desk(clocked("legal"), legal=role("lee"))
    work.submits()
    work.hours_pass(100)
    work.does(c.Remind("legal", 1, "overdue"), "system")
    assert (work.where("legal"), work.state.status) == ("open", "in review")


def test_escalation_adds_a_pool_and_removes_nobody() -> None:
    late = Escalation("5 business hours late", "role/chief", late=Duration("business hours", 5))
    work = desk(clocked("legal", late), legal=role("lee"), chief=role("dan"))
    work.submits()
    assert work.who("legal") == {"lee"}
    work.hours_pass(24 + 7)
    assert work.refused(c.Escalate("legal", 1, late.step), "system") == "step-not-due"
    work.hours_pass(24)
    work.does(c.Escalate("legal", 1, late.step), "system")
    assert work.who("legal") == {"lee", "dan"}
    work.says("dan", "legal", "approve")
    assert work.state.status == "approved"


def escalated_board() -> Desk:
    at_once = Escalation("10%", "role/chief", percent=10)
    steering = clocked("steering", at_once)
    work = desk(
        replace(steering, panel="committee/board", rule=gate("x", approve="majority").rule),
        board=committee(chair="cho", medical="mia", legal="lee"),
        chief=role("dan"),
    )
    work.submits()
    work.hours_pass(2)
    work.does(c.Escalate("steering", 1, "10%"), "system")
    return work


def test_escalation_adds_a_seat_that_is_heard_before_a_majority_is_certain() -> None:
    work = escalated_board()
    work.says("cho", "steering", "approve")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("dan", "steering", "abstain")
    assert work.where("steering") == "passed"
    assert work.state.votes["steering"][-1].seat == "role/chief"


def test_an_escalated_seat_that_nobody_can_fill_is_not_waited_for() -> None:
    work = escalated_board()
    work.grants("role/chief", role(OWNER))
    work.says("cho", "steering", "approve")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "passed"


def test_what_joined_a_gate_has_left_in_the_next_round() -> None:
    late = Escalation("100%", "role/chief", percent=100)
    work = desk(clocked("legal", late), legal=role("lee"), chief=role("dan"))
    work.submits()
    work.hours_pass(30)
    work.does(c.Escalate("legal", 1, "100%"), "system")
    work.says("lee", "legal", "request changes")
    work.submits()
    assert work.who("legal") == {"lee"}
    assert work.state.marks["legal"].opening == 2


# Why


def test_the_tree_says_what_is_missing_and_who_acts_next() -> None:
    work = board(veto=("legal",), present=Presence(number=2, seats=("chair",)))
    work.submits()
    work.says("mia", "steering", "approve")
    tree = work.why()
    assert tree.next == ("cho", "lee")
    assert set(tree.gates[0].because) >= {
        ("needs-share", "majority"), ("needs-present", "1", "2"), ("needs-seat", "chair"), ("needs-veto-seat", "legal"),
        ("decided", "approve", "mia", "medical"),
    }  # fmt: skip


def test_the_tree_names_a_gate_at_which_nobody_can_act() -> None:
    work = desk(gate("legal"), legal=role(OWNER))
    work.submits()
    assert ("nobody-can-act",) in work.why().gates[0].because


def test_every_entry_ends_with_the_tree_as_it_then_stood() -> None:
    work = medical_legal_design()
    work.submits()
    work.says("mia", "medical", "approve")
    assert work.happened[-1] == e.Judged(work.why().digest())
