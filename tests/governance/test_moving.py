"""Moving an initiative to a later version of its workflow: who may, what stands, what lapses, what forbids it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from governance.errors import Refused
from governance.language.business_time import Duration
from governance.language.conditions import Not
from governance.language.definition import Charter, Definition, Escalation, Field, Gate, Section, Tier
from governance.law.deciding import decide
from governance.law.moving import Preview, difference, preview
from governance.law.shelf import Shelf
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import evolve
from tests.governance.small_law import COORDINATOR, HIGH, LOW, OWNER, Desk, clocked, committee, desk, gate, role

NEW = "e" * 64


@dataclass
class Moving:
    """A desk, and the version its initiative may be moved to."""

    desk: Desk
    later: Definition
    shelf: tuple[str, ...] = ("d" * 64, NEW)

    def preview(self) -> Preview:
        return preview(self.desk.law, self.later, self.desk.facts, self.desk.state, self.desk.at)

    def moves(self, actor: str = COORDINATOR, digest: str = NEW, reason: str = "because") -> e.Moved:
        here = self.desk
        facts = replace(here.facts, to=self.later, shelves={"definition/piece": Shelf(self.shelf)})
        events = decide(here.law, facts, here.state, c.Stamped(c.MoveTo(digest, reason), actor, here.at))
        for event in events:
            here.state = evolve(here.state, event, actor, here.at)
        here.happened += events
        here.law = self.later
        assert isinstance(events[0], e.Moved)
        return events[0]

    def refused(self, actor: str = COORDINATOR, digest: str = NEW, reason: str = "because") -> Refused:
        before = self.desk.state
        with pytest.raises(Refused) as refusal:
            self.moves(actor, digest, reason)
        assert self.desk.state == before
        assert refusal.value.cure
        return refusal.value


def moving(before: Desk, *gates: Gate, **changes: object) -> Moving:
    """The desk's law with these gates instead, under another digest."""
    later = replace(before.law, digest=NEW, gates=gates or before.law.gates, **changes)  # type: ignore[arg-type]
    return Moving(before, later)


def reviewed() -> Desk:
    """Medical has approved need and claims, legal is open on the claims."""
    here = desk(
        gate("medical", reviews=("need", "claims")), gate("legal", reviews=("claims",)),
        medical=role("mia", "max"), legal=role("leo"),
    )  # fmt: skip
    here.submits()
    here.says("mia", "medical", "approve")
    return here


def test_a_decision_at_an_unchanged_gate_carries_over_and_says_so() -> None:
    here = reviewed()
    moved = moving(here).moves()
    assert here.state.definition == NEW
    assert here.where("medical") == "passed"
    assert [each.gate for each in moved.carried] == ["medical", "legal"]
    (said,) = [reason for reason in here.why().gates[0].because if reason[0] == "moved-over"]
    assert said[1:] == ("approve", "mia", "", "d" * 64)
    assert here.barred("mia", "medical") == "already-decided"
    here.says("leo", "legal", "approve")
    assert here.status() == "approved"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"panel": "role/legal"}, "another panel decides it"),
        ({"rule": gate("x", approve=2).rule}, "it concludes by another rule"),
        ({"reviews": ("need",)}, "it reviews other sections"),
        ({"checklist": (("a", "A"),)}, "its checklist differs"),
        ({"never": ("line_manager_of_owner",)}, "other people may never decide there"),
        ({"meaning": "certification"}, "signing means something else"),
        ({"always_again": True}, "it decides again at other times"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_decision_lapses_where_its_gate_differs(words: dict[str, object], why: str) -> None:
    here = reviewed()
    medical, legal = here.law.gates
    plan = moving(here, replace(medical, **words), legal)  # type: ignore[arg-type]
    assert [(fate.gate, fate.because) for fate in plan.preview().lapsed] == [("medical", why)]
    plan.moves()
    assert here.where("medical") == "open"
    assert here.kinds(e.GateOpened)[-1].gate == "medical"


def test_title_help_order_and_clock_do_not_make_a_decision_lapse() -> None:
    here = reviewed()
    medical, legal = here.law.gates
    other = replace(medical, title="Doctors", help="New", after=("legal",), within=Duration("hours", 4), remind=(50,))
    plan = moving(here, other, legal)
    assert [fate.gate for fate in plan.preview().carried] == ["medical"]
    plan.moves()
    assert here.where("medical") == "passed"


def test_a_question_more_makes_the_gates_that_read_it_decide_again() -> None:
    here = reviewed()
    need, claims, artwork = here.law.sections
    asked = Section("need", "Need", (*need.fields, Field("age", "line", "Age", most=9)))
    plan = moving(here, sections=(asked, claims, artwork))
    assert plan.preview().lapsed[0].because == "“Need” asks differently"
    plan.moves()
    assert here.where("medical") == "open"


def test_another_charter_of_its_committee_makes_a_decision_lapse() -> None:
    board = gate("board", panel="committee/board", approve=1)
    here = desk(board, gate("legal"), legal=role("leo"), board=committee(chair="cora", medical="mia"))
    here.submits()
    here.says("cora", "board", "approve")
    charter = Charter("board", "Board", (("chair", "Chair"),))
    plan = moving(here, charters={"board": charter})
    assert [fate.because for fate in plan.preview().lapsed] == ["the charter of its committee differs"]
    plan.moves()
    assert here.where("board") == "open"


def test_a_finding_that_was_not_there_makes_a_decision_lapse() -> None:
    here = desk(gate("medical"), gate("legal"), medical=role("mia"), legal=role("leo"))
    here.submits()
    here.says("mia", "medical", "approve")
    plan = moving(here)
    moved = plan.preview().moved
    found = e.Finding("a.1", "a", "warn", "need", "Something is odd", "Look again", "0" * 64)
    at_medical = here.law.gates[0]
    assert difference(here.law, plan.later, here.state, moved, at_medical) == ""
    other = replace(moved, findings=(found,))
    assert difference(here.law, plan.later, here.state, other, at_medical) == "other findings concern it"


def test_a_request_for_changes_lapses_with_its_gate() -> None:
    here = reviewed()
    here.says("leo", "legal", "request changes")
    assert here.status() == "in rework"
    medical, legal = here.law.gates
    moving(here, medical, replace(legal, checklist=(("a", "A"),))).moves()
    assert here.status() == "in rework"
    here.submits()
    assert here.where("legal") == "open"


def test_a_recusal_stays_whatever_becomes_of_the_gate() -> None:
    here = desk(gate("medical"), gate("legal"), medical=role("mia", "max"), legal=role("leo"))
    here.submits()
    here.says("mia", "medical", "recuse")
    moving(here, gate("medical", approve=1, checklist=(("a", "A"),)), gate("legal")).moves()
    assert here.who("medical") == {"max"}


def test_an_answer_that_is_missing_is_named_and_the_move_refused_while_in_review() -> None:
    here = reviewed()
    need, claims, artwork = here.law.sections
    more = tuple(Field(name, "line", name.title(), required=True, most=9) for name in ("age", "sex"))
    plan = moving(here, sections=(Section("need", "Need", (*need.fields, *more)), claims, artwork))
    refusal = plan.refused()
    assert refusal.code == "incomplete"
    assert [row[0] for row in refusal.data["fields"]] == ["age", "sex"]  # type: ignore[attr-defined]
    assert "in rework" in refusal.cure


def test_in_rework_the_owner_answers_what_is_missing() -> None:
    here = reviewed()
    here.says("leo", "legal", "request changes")
    need, claims, artwork = here.law.sections
    age = Field("age", "line", "Age", required=True, most=9)
    plan = moving(here, sections=(Section("need", "Need", (*need.fields, age)), claims, artwork))
    assert [each.field for each in plan.preview().later] == ["age"]
    plan.moves()
    assert here.refused(here.submission(), OWNER) == "incomplete"
    here.submits(age="12")
    assert here.status() == "in review"


def test_an_answer_that_is_no_longer_asked_is_dropped_and_conditions_do_not_see_it() -> None:
    here = desk(gate("medical"), gate("legal"), medical=role("mia"), legal=role("leo"))
    here.submits()
    need, claims, _ = here.law.sections
    gates = [gate(name, reviews=("need",)) for name in ("medical", "legal")]
    plan = moving(here, *gates, sections=(need, claims))
    assert plan.preview().dropped == ("artwork",)
    plan.moves()
    assert "artwork" not in here.state.answers


def test_a_move_never_approves() -> None:
    here = reviewed()
    refusal = moving(here, here.law.gates[0]).refused()
    assert refusal.code == "move-decides"
    assert "approved" in refusal.why


def test_a_move_on_hold_is_judged_as_if_it_went_on() -> None:
    here = reviewed()
    here.does(c.Hold("because"), COORDINATOR)
    assert moving(here, here.law.gates[0]).refused().code == "move-decides"


def test_a_version_that_asks_nobody_is_no_place_to_go() -> None:
    here = reviewed()
    medical, legal = (replace(each, when=Not(each.when))
                      for each in here.law.gates)  # fmt: skip
    assert moving(here, medical, legal).refused().code == "move-decides"


@pytest.mark.parametrize(("actor", "code"), [(OWNER, "own-initiative"), ("mia", "not-coordinator")])
def test_only_a_coordinator_moves_and_never_the_owner(actor: str, code: str) -> None:
    assert moving(reviewed()).refused(actor).code == code


def test_a_move_needs_a_reason_and_a_later_version() -> None:
    plan = moving(reviewed())
    assert plan.refused(reason="").code == "reason-missing"
    assert plan.refused(digest="f" * 64).code == "not-a-later-version"
    plan.shelf = (NEW, "d" * 64)
    assert plan.refused().code == "not-a-later-version"
    plan.shelf = ("d" * 64,)
    assert plan.refused().code == "not-a-later-version"


def test_what_is_closed_is_not_moved() -> None:
    here = reviewed()
    here.does(c.Withdraw("because"), OWNER)
    assert moving(here).refused().code == "not-now"


def test_a_running_clock_goes_on_and_a_changed_one_starts_again() -> None:
    here = desk(clocked("medical"), clocked("legal"), medical=role("mia"), legal=role("leo"))
    here.submits()
    due = here.due("medical")
    here.hours_pass(3)
    slower = replace(here.law.gates[1], within=Duration("business hours", 20))
    moving(here, here.law.gates[0], slower).moves()
    assert here.due("medical") == due
    assert here.state.marks["medical"].opening == 1
    assert here.state.marks["legal"].opening == 2
    assert here.due("legal") == 12 + 48 + 4


def test_what_joined_by_escalation_leaves_where_the_clock_starts_again() -> None:
    head = Escalation("100%", "role/head", percent=100)
    here = desk(clocked("medical", head), medical=role("mia"), head=role("hana"))
    here.submits()
    here.hours_pass(40)
    here.does(c.Escalate("medical", 1, "100%"), "system")
    assert here.who("medical") == {"mia", "hana"}
    moving(here, clocked("medical")).moves()
    assert here.who("medical") == {"mia"}


def test_the_tier_is_computed_anew_and_a_raised_one_stays_where_it_exists() -> None:
    here = desk(gate("medical"), gate("legal"), tiers=(HIGH, LOW), medical=role("mia"), legal=role("leo"))
    assert here.law.tiers[0].name == "T2"
    here.submits()
    plan = moving(here, tiers=(Tier("T1", "Low"),))
    assert (plan.preview().tier_before, plan.preview().tier_after) == ("T2", "T1")
    plan.moves()
    assert here.state.tier == "T1"


def test_a_condition_follows_its_decision() -> None:
    here = desk(gate("medical"), gate("legal"), medical=role("mia"), legal=role("leo"))
    here.submits()
    here.says("mia", "medical", "approve with conditions")
    kept, gone = here.state, moving(here)
    gone.moves()
    assert here.in_force() == ("c1",)
    here.state, here.law = kept, replace(here.law, digest="d" * 64)
    moving(here, gate("medical", checklist=(("a", "A"),)), gate("legal")).moves()
    assert here.in_force() == ()


def test_a_renamed_section_makes_nobody_eligible_to_judge_their_own_words() -> None:
    here = desk(gate("medical", reviews=("need",)), gate("legal"), medical=role("mia", "max"), legal=role("leo"))
    here.submits(edits={"need": ("mia",)})
    need, claims, artwork = here.law.sections
    sections = (Section("purpose", "Purpose", need.fields), claims, artwork)
    moving(here, gate("medical", reviews=("purpose",)), gate("legal", reviews=("claims",)), sections=sections).moves()
    assert here.barred("mia", "medical") == "contributed"
    assert here.who("medical") == {"max"}


def test_a_gate_that_is_gone_waits_for_nobody_and_its_condition_binds_nobody() -> None:
    here = desk(
        gate("medical"), gate("legal"), gate("board", panel="committee/board"),
        medical=role("mia"), legal=role("leo"), board=committee(chair="cora"),
    )  # fmt: skip
    here.submits()
    here.says("mia", "medical", "approve with conditions")
    plan = moving(here, gate("legal"), gate("board", panel="committee/board"))
    assert plan.preview().no_longer_needed == ("medical",)
    plan.moves()
    assert here.in_force() == ()
    assert here.state.marks["medical"].state == "suspended"
    here.says("leo", "legal", "approve")
    here.says("cora", "board", "approve")
    assert here.status() == "approved"


def test_a_page_shown_before_the_move_is_stale_after_it() -> None:
    here = reviewed()
    page = here.decision("legal", "approve")
    moving(here).moves()
    assert here.refused(page, "leo") == "stale"


def test_a_text_of_an_earlier_version_does_not_come_back() -> None:
    here = reviewed()
    here.says("leo", "legal", "request changes")
    here.submits(need="two")
    moving(here).moves()
    here.says("max", "medical", "request changes")
    here.says("leo", "legal", "approve")
    here.submits(need="one")
    assert here.where("medical") == "open"
