"""A turn passed on: who may, to whom, and that nobody's eligibility changes."""

from __future__ import annotations

from governance.law.passing import handed_to
from governance.record import commands as c
from governance.record import events as e
from tests.governance.small_law import COORDINATOR, OWNER, Desk, committee, desk, gate, role


def three_medics() -> Desk:
    work = desk(gate("medical"), gate("legal"), medical=role("mia", "max", "moe"), legal=role("lee"))
    work.submits()
    return work


def on(to: str, person: str = "", name: str = "medical", reason: str = "knows the study") -> c.PassOn:
    return c.PassOn(name, to, reason, person)


def test_a_turn_is_passed_on_and_both_may_still_decide() -> None:
    work = three_medics()
    before = work.standing("medical")
    events = work.does(on("max"), "mia")
    assert [type(event) for event in events] == [e.PassedOn, e.Judged]
    assert work.standing("medical") == before
    assert handed_to(work.state, "medical", "mia") == "max"
    assert handed_to(work.state, "medical", "max") == ""
    assert handed_to(work.state, "legal", "mia") == ""
    work.says("mia", "medical", "approve")
    assert work.where("medical") == "passed"


def test_whoever_received_a_turn_may_pass_it_back() -> None:
    work = three_medics()
    work.does(on("max"), "mia")
    work.does(on("mia"), "max")
    assert handed_to(work.state, "medical", "mia") == ""
    assert handed_to(work.state, "medical", "max") == "mia"


def test_a_gate_that_opens_anew_is_everybodys_again() -> None:
    work = three_medics()
    work.does(on("max"), "mia")
    work.says("max", "medical", "request changes")
    work.says("lee", "legal", "approve")
    work.submits(need="two")
    assert handed_to(work.state, "medical", "mia") == ""


def test_a_coordinator_passes_on_for_somebody_who_is_away() -> None:
    work = three_medics()
    work.away("role/medical", "mia")
    work.does(on("max", "mia"), COORDINATOR)
    assert handed_to(work.state, "medical", "mia") == "max"
    assert work.refused(on("mia"), "moe") == "not-able"


def test_who_may_not_pass_on() -> None:
    work = three_medics()
    assert work.refused(on("max"), OWNER) == "own-initiative"
    assert work.refused(on("max"), "lee") == "not-on-panel"
    assert work.refused(on("max", "mia"), "moe") == "not-coordinator"
    assert work.refused(on("max", "lee"), COORDINATOR) == "not-their-turn"
    assert work.refused(on(COORDINATOR, "mia"), COORDINATOR) == "own-turn"
    work.says("mia", "medical", "recuse")
    assert work.refused(on("max"), "mia") == "recused"


def test_to_whom_a_turn_cannot_go() -> None:
    work = three_medics()
    for to in (OWNER, "lee", "nobody"):
        assert work.refused(on(to), "mia") == "not-able"
    assert work.refused(on("mia"), "mia") == "same-person"
    assert work.refused(on("max", reason=""), "mia") == "reason-missing"


def test_no_turn_where_no_gate_is_open() -> None:
    work = three_medics()
    assert work.refused(on("max", name="none"), "mia") == "unknown-gate"
    work.says("mia", "medical", "approve")
    assert work.refused(on("max"), "moe") == "gate-not-open"


def test_in_a_committee_every_seat_speaks_for_itself() -> None:
    work = desk(gate("board", "committee/board", approve="majority"), board=committee(chair="cleo", legal="lars"))
    work.submits()
    assert work.refused(on("lars", name="board"), "cleo") == "committee"


def test_a_turn_passed_on_is_no_part_of_what_is_seen() -> None:
    work = three_medics()
    page = work.state
    work.does(on("max"), "mia")
    work.does(work.decision("medical", "approve", state=page), "max")
    assert work.where("medical") == "passed"
