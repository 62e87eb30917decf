"""Clocks by tier, checklists that ask for a comment, gates that ratify."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from governance.language.asking import asking
from governance.language.business_time import Duration
from governance.language.conditions import Test as Holds
from governance.language.definition import Afterwards, Escalation, Tier
from governance.law.clocks import steps
from governance.law.pools import SYSTEM
from governance.record import commands as c
from governance.record import events as e
from tests.governance.small_law import COORDINATOR, HIGH, HOUR, LOW, MONDAY, OWNER, Desk, committee, desk, gate, role

LOWEST = Tier("T0", "Lowest", Holds("need", "is", "typo"))
TIERS = (replace(HIGH, when=Holds("need", "is", "claim")), LOW)


def hours(number: int) -> Duration:
    return Duration("business hours", number)


def by_tier(**within: int) -> Desk:
    """A piece in T1 at a gate with these clocks; `other` is for every tier not named."""
    spans = tuple((tier, hours(number)) for tier, number in within.items() if tier != "other")
    other = hours(within["other"]) if "other" in within else None
    late = Escalation("4 business hours late", "role/head", late=hours(4))
    medical = gate("medical", within=other, within_by_tier=spans, remind=(50,), escalate=(late,))
    return desk(medical, tiers=TIERS, medical=role("mia", "max"), head=role("hana"))


# Clocks by tier


def test_each_tier_has_its_own_clock() -> None:
    work = by_tier(T2=16, T1=8)
    work.submits()
    assert work.due("medical") == 17
    high = by_tier(T2=16, T1=8)
    high.submits(need="claim")
    assert high.due("medical") == 24 + 17


def test_a_tier_without_a_clock_of_its_own_has_the_other_one() -> None:
    work = by_tier(T2=16, other=4)
    work.submits()
    assert work.due("medical") == 13


def test_a_raised_tier_gives_open_gates_its_clock_from_their_opening() -> None:
    work = by_tier(T2=16, T1=8)
    work.submits()
    work.hours_pass(5)
    work.does(c.RaiseTier("T2", "because"), COORDINATOR)
    assert work.kinds(e.TierRaised)[0].due == {"medical": work.state.marks["medical"].due}
    assert work.due("medical") == 24 + 17
    half = steps(work.facts.calendar, work.law.gate_by_name["medical"], work.state.marks["medical"])[0]
    assert (half.name, (half.at - MONDAY) / HOUR) == ("50%", 17)


def test_a_raised_tier_never_shortens_a_running_clock() -> None:
    work = by_tier(T2=4, T1=8)
    work.submits()
    work.does(c.RaiseTier("T2", "because"), COORDINATOR)
    assert work.due("medical") == 17
    assert work.kinds(e.TierRaised)[0].due == {}
    half = steps(work.facts.calendar, work.law.gate_by_name["medical"], work.state.marks["medical"])[0]
    assert (half.at - MONDAY) / HOUR == 13  # half of the clock it has, not of the one it did not get


def test_hold_and_resumption_keep_to_the_clock_that_runs() -> None:
    work = by_tier(T2=4, T1=8)
    work.submits()
    work.does(c.RaiseTier("T2", "because"), COORDINATOR)
    work.hours_pass(2)
    work.does(c.Hold("because"), COORDINATOR)
    work.hours_pass(24)
    work.does(c.Resume(), COORDINATOR)
    assert work.due("medical") == 24 + 17


def test_what_was_spent_before_a_hold_counts_against_the_longer_clock() -> None:
    work = by_tier(T2=16, T1=8)
    work.submits()
    work.hours_pass(2)
    work.does(c.Hold("because"), COORDINATOR)
    work.hours_pass(24)
    work.does(c.Resume(), COORDINATOR)
    work.does(c.RaiseTier("T2", "because"), COORDINATOR)
    assert work.due("medical") == 2 * 24 + 17


def test_a_gate_without_a_clock_gets_that_of_the_higher_tier_from_now_on() -> None:
    work = by_tier(T2=8)
    work.submits()
    assert work.state.marks["medical"].due == 0
    work.hours_pass(4)
    work.does(c.RaiseTier("T2", "because"), COORDINATOR)
    assert work.due("medical") == 24 + 13


def test_reminders_already_sent_are_not_sent_again_after_a_raise() -> None:
    work = by_tier(T2=16, T1=8)
    work.submits()
    work.hours_pass(4)
    work.does(c.Remind("medical", 1, "50%"), SYSTEM)
    work.does(c.RaiseTier("T2", "because"), COORDINATOR)
    work.hours_pass(24)
    assert work.refused(c.Remind("medical", 1, "50%"), SYSTEM) == "step-not-due"


# Comments


def commented() -> Desk:
    entries = (("reference", "A reference per claim"), ("context", "Whole-study context"))
    work = desk(gate("medical", checklist=entries, commented=("context",)), medical=role("mia"))
    work.submits()
    return work


@pytest.mark.parametrize("outcome", ["approve", "approve with conditions"])
def test_an_approval_says_what_the_checklist_asks_it_to_say(outcome: c.Outcome) -> None:
    work = commented()
    silent = work.decision("medical", outcome)
    assert work.refused(replace(silent, comments={}), "mia") == "incomplete-comment"
    assert work.refused(replace(silent, comments={"context": ""}), "mia") == "incomplete-comment"
    assert work.refused(replace(silent, comments={"reference": "all there"}), "mia") == "incomplete-comment"
    work.does(replace(silent, comments={"context": "whole"}), "mia")
    assert work.kinds(e.DecisionSigned)[0].comments == {"context": "whole"}


def test_a_comment_belongs_to_an_entry_of_the_checklist() -> None:
    work = commented()
    said = replace(work.decision("medical", "approve"), comments={"context": "whole", "price": "high"})
    assert work.refused(said, "mia") == "incomplete-unknown-item"


def test_whoever_does_not_approve_need_not_comment() -> None:
    work = commented()
    work.does(replace(work.decision("medical", "request changes"), comments={}), "mia")
    assert work.status() == "in rework"


# Entries asked only for some answers


def asked_of_some() -> Desk:
    """The label is ticked, and commented on, where there is one; the references always are."""
    entries = (("reference", "A reference per claim"), ("label", "The label is current"))
    whens = (("label", Holds("need", "is", "labelled")),)
    return desk(gate("medical", checklist=entries, commented=("label",), ticked_when=whens), medical=role("mia"))


def test_an_entry_is_asked_only_where_its_condition_holds() -> None:
    work = asked_of_some()
    work.submits()
    signed = work.decision("medical", "approve")
    everything = replace(signed, checklist=("reference", "label"), comments={"label": "of May"})
    assert work.refused(everything, "mia") == "incomplete-unknown-item"
    assert work.refused(replace(signed, checklist=()), "mia") == "incomplete-checklist"
    assert asking(work.law.gates[0], work.state.answers).commented == ()
    work.does(replace(signed, checklist=("reference",)), "mia")
    assert work.status() == "approved"


def test_where_its_condition_holds_an_entry_is_asked_and_so_is_its_comment() -> None:
    work = asked_of_some()
    work.submits(need="labelled")
    signed = replace(work.decision("medical", "approve"), checklist=("reference", "label"))
    assert work.refused(replace(signed, checklist=("reference",)), "mia") == "incomplete-checklist"
    assert work.refused(signed, "mia") == "incomplete-comment"
    work.does(replace(signed, comments={"label": "of May"}), "mia")
    assert work.status() == "approved"


# Ratification


def ratified(**words: Any) -> Desk:
    """Mia approves at once; the board confirms at its next meeting."""
    board = gate("board", "committee/board", "majority", ratifies=("medical",), within=hours(8), remind=(50,), **words)
    work = desk(gate("medical"), board, medical=role("mia"), board=committee(chair="ben", legal="lea", market="max"))
    work.submits()
    return work


def test_a_ratifying_gate_waits_for_the_approval_and_does_not_delay_it() -> None:
    work = ratified()
    assert work.where("board") == "waiting"
    assert work.standing("board").waits_for == ("medical",)
    assert work.barred("ben", "board") == "not-in-review"
    work.says("mia", "medical", "approve")
    assert work.status() == "approved"
    assert work.where("board") == "open"
    assert work.kinds(e.GateOpened)[-1] == e.GateOpened("board", 1, work.at + 8 * HOUR)
    assert ("to-be-ratified", "board") in work.why().because
    assert set(work.why().next) == {OWNER, "ben", "lea", "max"}


def test_a_panel_that_confirms_ratifies() -> None:
    work = ratified()
    work.says("mia", "medical", "approve")
    work.says("ben", "board", "approve")
    assert work.kinds(e.Ratified) == []
    work.says("lea", "board", "approve")
    assert work.kinds(e.Ratified) == [e.Ratified("board")]
    assert work.state.votes["board"][0].signature.meaning == "ratification"
    assert work.status() == "approved"
    assert work.where("board") == "passed"
    assert work.why().because == ()
    assert work.barred("max", "board") == "gate-not-open"


def test_release_need_not_wait_for_ratification_and_ratification_goes_on_after_it() -> None:
    work = ratified()
    work.says("mia", "medical", "approve")
    work.does(c.Release(), OWNER)
    assert work.why().because == (("to-be-ratified", "board"),)
    work.says("ben", "board", "approve")
    work.says("lea", "board", "approve")
    assert work.status() == "released"


@pytest.mark.parametrize("released", [False, True])
def test_a_panel_that_rejects_takes_the_approval_back(*, released: bool) -> None:
    work = ratified()
    work.says("mia", "medical", "approve")
    if released:
        work.does(c.Release(), OWNER)
    work.says("ben", "board", "reject")
    work.does(replace(work.decision("board", "reject"), note="too early"), "lea")
    assert work.status() == "revoked"
    assert work.kinds(e.Revoked) == [e.Revoked("too early", "board")]
    assert work.why().because == (("rejected-by", "board"),)


def test_a_panel_that_ends_undecided_has_not_confirmed() -> None:
    work = ratified()
    work.says("mia", "medical", "approve")
    work.says("ben", "board", "approve")
    work.says("lea", "board", "reject")
    assert work.status() == "approved"
    work.says("max", "board", "abstain")
    assert work.status() == "revoked"


def test_changes_are_not_asked_of_what_is_approved() -> None:
    work = ratified()
    work.says("mia", "medical", "approve")
    assert work.barred("ben", "board", "request changes") == "incomplete-outcome"


def test_silence_ratifies_nothing() -> None:
    work = ratified()
    work.says("mia", "medical", "approve")
    work.hours_pass(40 * 24)
    work.does(c.Remind("board", 1, "50%"), SYSTEM)
    work.does(c.Remind("board", 1, "overdue"), SYSTEM)
    assert work.where("board") == "open"
    assert work.kinds(e.Ratified) == []


def test_ordinary_gates_are_not_reminded_of_once_approved() -> None:
    work = ratified()
    work.says("mia", "medical", "approve")
    assert work.refused(c.Remind("medical", 1, "overdue"), SYSTEM) == "not-now"


def test_a_gate_ratifies_only_what_was_needed() -> None:
    board = gate("board", "committee/board", "majority", ratifies=("legal",))
    legal = gate("legal", when=Holds("claims", "is", "two"))
    work = desk(gate("medical"), legal, board, medical=role("mia"), legal=role("leo"), board=committee(chair="ben"))
    work.submits()
    assert work.where("board") == "not needed"
    work.says("mia", "medical", "approve")
    assert work.why().because == ()


def test_conditions_of_a_ratification_hold_up_the_release() -> None:
    work = ratified()
    work.says("mia", "medical", "approve")
    work.says("ben", "board", "approve with conditions")
    assert work.refused(c.Release(), OWNER) == "conditions-open"
    work.does(c.MeetCondition("c1", "done"), OWNER)
    work.does(work.verification("c1"), "lea")
    work.does(c.Release(), OWNER)


def test_expiry_suspends_ratification_and_a_renewal_opens_it_anew() -> None:
    work = ratified()
    work.law = replace(work.law, afterwards=Afterwards(expires=Duration("days", 3)))
    work.says("mia", "medical", "approve")
    work.hours_pass(3 * 24)
    work.does(c.Expire(1), SYSTEM)
    assert work.where("board") == "waiting"
    assert work.kinds(e.GateSuspended) == [e.GateSuspended("board")]
    assert work.barred("ben", "board") == "not-in-review"
