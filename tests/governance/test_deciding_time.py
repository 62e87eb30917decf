"""The law of one initiative, told in situations: holds, tiers, the end of things, clocks, and the *why* tree."""

from __future__ import annotations

from dataclasses import replace

from governance.language.business_time import Duration
from governance.language.conditions import Test as Atom
from governance.language.definition import Escalation, Presence
from governance.record import commands as c
from governance.record import events as e
from tests.governance.small_law import COORDINATOR, HIGH, HOUR, LOW, OWNER, Desk, clocked, committee, desk, gate, role


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


def test_on_hold_nothing_is_decided() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.submits()
    work.does(c.Hold("audit"), COORDINATOR)
    assert work.barred("lee", "legal") == "not-in-review"
    assert work.refused(c.RaiseTier("T1", "risk"), COORDINATOR) == "not-now"
    work.does(c.Resume(), COORDINATOR)
    work.says("lee", "legal", "approve")
    assert work.status() == "approved"


def test_a_coordinator_does_not_coordinate_their_own() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.submits()
    assert work.refused(c.Hold("audit"), OWNER) == "own-initiative"
    assert work.refused(c.Hold("audit"), "lee") == "not-coordinator"
    assert work.refused(c.Hold(""), COORDINATOR) == "reason-missing"


def test_a_tier_is_raised_never_lowered_and_stays_a_floor() -> None:
    high = replace(HIGH, when=Atom("need", "is", "two"))
    work = desk(
        gate("legal"),
        gate("board", when=Atom("tier", "is", "T2")),
        tiers=(high, LOW),
        legal=role("lee"),
        board=role("cho"),
    )
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
    assert work.status() == "withdrawn"
    assert approved_with_a_condition().refused(c.Withdraw("mistake"), OWNER) == "not-now"


def test_an_approval_is_revoked_after_approval_only() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.submits()
    assert work.refused(c.Revoke("recall"), COORDINATOR) == "not-now"
    work.says("lee", "legal", "approve")
    work.does(c.Revoke("recall"), COORDINATOR)
    assert work.status() == "revoked"
    assert work.refused(c.Release(), OWNER) == "not-now"


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
    assert work.status() == "in rework"
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
    assert (work.where("legal"), work.status()) == ("open", "in review")


def test_escalation_adds_a_pool_and_removes_nobody() -> None:
    late = Escalation("5 business hours late", "role/chief", late=Duration("business hours", 5))
    work = desk(clocked("legal", late), legal=role("lee"), chief=role("dan"))
    work.submits()
    assert work.who("legal") == {"lee"}
    work.hours_pass(24 + 6)
    assert work.refused(c.Escalate("legal", 1, late.step), "system") == "step-not-due"
    work.hours_pass(1)
    work.does(c.Escalate("legal", 1, late.step), "system")
    assert work.who("legal") == {"lee", "dan"}
    work.says("dan", "legal", "approve")
    assert work.status() == "approved"


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


def test_the_tree_gives_a_due_time_only_while_the_clock_runs() -> None:
    work = desk(clocked("legal"), legal=role("lee"))
    work.submits()
    assert work.why().gates[0].due == work.state.marks["legal"].due > 0
    work.does(c.Hold("audit"), COORDINATOR)
    assert work.why().gates[0].due == 0
    work.does(c.Resume(), COORDINATOR)
    work.says("lee", "legal", "approve")
    assert work.why().gates[0].due == 0
