"""Committees as their charter constitutes them: seats, alternates, terms of office, the chair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from governance.errors import Refused
from governance.language.business_time import Duration
from governance.language.definition import Charter, Presence
from governance.law.eligibility import seat_for
from governance.law.pools import FOREVER, Holding, Pool
from tests.governance.small_law import HOUR, MONDAY, Desk, committee, desk, gate


def chartered(charter: Charter, pool: Pool, **rule: Any) -> Desk:
    work = desk(gate("board", "committee/board", "majority", **rule), board=pool)
    work.law = replace(work.law, charters={"board": charter})
    work.submits()
    return work


def seated(since: int, until: int = FOREVER) -> Pool:
    """Ben in the chair from this hour of the Monday on, Lea in the legal seat long since."""
    chair = Holding("ben", "chair", False, MONDAY + since * HOUR, until, {})
    return replace(committee(legal="lea"), holdings=(chair, *committee(legal="lea").holdings))


SEATS = (("chair", "Chair"), ("legal", "Legal"))


def reason(work: Desk, person: str) -> str:
    found = work.law.gate_by_name["board"]
    refusal = seat_for(work.law, replace(work.facts, law=work.law), work.state, found, (), person, work.at)
    assert isinstance(refusal, Refused)
    return str(refusal)


def test_a_term_of_office_ends_by_itself() -> None:
    charter = Charter("board", "Board", SEATS, "chair", term=Duration("days", 2))
    work = chartered(charter, seated(0))
    assert "ben" in work.who("board")
    work.hours_pass(39)  # from nine on Monday to midnight on Wednesday
    assert work.barred("ben", "board") == "term-ended"
    assert "Your term of office on “Board” ended 2024-10-06" in reason(work, "ben")


def test_a_grant_that_ends_before_the_term_ends_then() -> None:
    charter = Charter("board", "Board", SEATS, "chair", term=Duration("months", 24))
    work = chartered(charter, seated(0, until=MONDAY + 12 * HOUR))
    work.hours_pass(3)
    assert work.barred("ben", "board") == "not-on-panel"


def test_another_term_is_another_grant() -> None:
    charter = Charter("board", "Board", SEATS, term=Duration("days", 2))
    work = chartered(charter, seated(0))
    work.hours_pass(39)
    assert work.barred("ben", "board") == "term-ended"
    again = Holding("ben", "chair", False, work.at, FOREVER, {})
    pool = work.facts.pools["committee/board"]
    work.grants("committee/board", replace(pool, holdings=(*pool.holdings, again)))
    assert "ben" in work.who("board")


def test_a_committee_without_alternates_has_none() -> None:
    pool = committee({"chair": "max"}, chair="ben", legal="lea")
    with_alternates = chartered(Charter("board", "Board", SEATS), pool)
    with_alternates.away("committee/board", "ben")
    assert "max" in with_alternates.who("board")
    without = chartered(Charter("board", "Board", SEATS, alternates=False), pool)
    without.away("committee/board", "ben")
    assert "max" not in without.who("board")
    assert without.barred("max", "board") == "no-alternates"


def test_the_seats_are_those_of_the_charter_filled_or_not() -> None:
    seats = (*SEATS, ("medical", "Medical"), ("market", "Market"))
    work = chartered(Charter("board", "Board", seats), committee(chair="ben", legal="lea", guest="gus"))
    assert work.barred("gus", "board") == "no-such-seat"
    work.says("ben", "board", "approve")
    work.says("lea", "board", "approve")
    assert work.where("board") == "open"  # two of four are no majority, whoever comes to sit there


def test_the_chair_must_be_present_under_a_charter_too() -> None:
    charter = Charter("board", "Board", (*SEATS, ("market", "Market")), "chair")
    pool = committee(chair="ben", legal="lea", market="max")
    work = chartered(charter, pool, present=Presence(seats=("chair",)))
    work.says("lea", "board", "approve")
    work.says("max", "board", "approve")
    assert work.where("board") == "open"
    work.says("ben", "board", "abstain")
    assert work.status() == "approved"
