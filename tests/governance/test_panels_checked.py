"""Panels held against the people who exist; every situation told is brought about again at the engine's own gate."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from governance.checker.panel_words import PanelFinding, panel_findings
from governance.checker.panels_checked import Staff
from governance.language.conditions import Test as Question
from governance.language.definition import Charter, Definition, Escalation, Field, Gate, Presence, Section, Tier
from governance.law.eligibility import may_judge
from governance.law.pools import FOREVER, Facts, Holding, Lent, Person, Pool
from governance.record.state import Initiative
from tests.governance.small_law import CALENDAR, HOUR, MONDAY, clocked, committee, gate, role

NOW = MONDAY + 9 * HOUR
DAY = 24 * HOUR
BRANDS = (("oncavia", "Oncavia"), ("respira", "Respira"))
SECTIONS = (
    Section("need", "Need", (Field("brands", "choices", "Brands", required=True, options=BRANDS),)),
    Section("claims", "Claims", (Field("sponsor", "person", "Sponsor"),)),
)
SEATS = (("chair", "Chair"), ("legal", "Head of legal"), ("third", "Third"))
NAMES = {"mia": "Dr Mia", "max": "Dr Max", "leo": "Leo"}


def law(*gates: Gate, **charter: object) -> Definition:
    gates = tuple(replace(each, reviews=("need",)) for each in gates)
    board = replace(Charter("board", "Board", SEATS), **charter)  # type: ignore[arg-type]  # words of a charter
    return Definition(
        "d" * 64, "piece", "Piece", "piece", "PIE", "calendar/one", SECTIONS, (Tier("T1", "All"),), gates,
        charters={"board": board},
    )  # fmt: skip


def findings(found: Definition, managers: Mapping[str, str] | None = None, **pools: Pool) -> tuple[PanelFinding, ...]:
    streams = {"role/coordinator": role("cora")}
    streams |= {f"{'committee' if pool.seats() else 'role'}/{name}": pool for name, pool in pools.items()}
    return panel_findings(found, Staff(streams, managers or {}, NAMES, CALENDAR), NOW)


def problems(found: Definition, managers: Mapping[str, str] | None = None, **pools: Pool) -> list[str]:
    return [each.told.what for each in findings(found, managers, **pools) if each.problem]


def notes(found: Definition, managers: Mapping[str, str] | None = None, **pools: Pool) -> list[str]:
    return [each.told.what for each in findings(found, managers, **pools) if not each.problem]


def away(pool: Pool, person: str, since: int, until: int) -> Pool:
    return replace(pool, absences={**(pool.absences or {}), person: ((since, until),)})


MEDICAL = gate("medical")
HELPED = clocked("medical", Escalation("100%", "role/head", percent=100))


def test_a_panel_of_nobody_is_a_problem() -> None:
    assert problems(law(MEDICAL)) == ["Nobody of medical may decide at “Medical”."]


def test_three_reviewers_are_enough() -> None:
    assert findings(law(MEDICAL), medical=role("mia", "max", "moe")) == ()


def test_the_only_reviewer_may_own_it_or_stand_aside() -> None:
    (told,) = problems(law(MEDICAL), medical=role("mia"))
    assert told == (
        "If Dr Mia owns it, worked on “Need” or stands aside, nobody of medical may decide at “Medical”. "
        "Dr Mia is the only medical."
    )


def test_two_reviewers_hang_on_two_coincidences() -> None:
    found = findings(law(MEDICAL), medical=role("mia", "max"))
    assert [(each.problem, each.told.what) for each in found] == [
        (False, "If Dr Mia owns it and Dr Max stands aside, nobody of medical may decide at “Medical”.")
    ]


def test_a_rule_that_asks_for_two_says_how_many_there_are() -> None:
    found = problems(law(gate("medical", approve=2)), medical=role("mia"))
    assert found == ["Only 1 of the 2 people whom “Medical” needs may decide."]
    (told,) = problems(law(gate("medical", approve=2)), medical=role("mia", "max"))
    assert told == (
        "If Dr Mia or Dr Max owns it, worked on “Need” or stands aside, only 1 of the 2 people whom “Medical” needs "
        "may decide."
    )


def test_whoever_it_is_escalated_to_makes_a_problem_a_note() -> None:
    found = law(HELPED)
    (note,) = notes(found, medical=role("mia"), head=role("hans", "hilde"))
    assert "waits until its clock has run out and the head may decide, too" in note
    assert problems(found, medical=role("mia"), head=role("hans", "hilde")) == []


def test_a_panel_of_nobody_is_a_problem_even_if_somebody_helps_late() -> None:
    assert problems(law(HELPED), head=role("hans", "hilde")) == ["Nobody of medical may decide at “Medical”."]


def test_an_escalation_to_nobody_is_a_problem() -> None:
    assert problems(law(HELPED), medical=role("mia", "max")) == ["“Medical” escalates to head, and nobody is that."]


def test_scopes_leave_a_brand_without_a_reviewer() -> None:
    scoped = Pool(
        tuple(Holding(p, "", alternate=False, since=0, until=FOREVER, scope={"brands": ("oncavia",)}) for p in "abc")
    )
    (told,) = problems(law(MEDICAL), medical=scoped)
    assert told == "When “Brands” is Respira (and in 1 more cases), nobody of medical may decide at “Medical”."


def test_a_brand_no_record_at_this_gate_can_have_is_no_shortage() -> None:
    one = {"brands": ("oncavia",)}
    scoped = Pool(tuple(Holding(p, "", alternate=False, since=0, until=FOREVER, scope=one) for p in "abc"))
    only = replace(MEDICAL, when=Question("brands", "is", "oncavia"))
    assert all("“Brands” is Oncavia, Respira" in told for told in problems(law(only), medical=scoped))


def test_the_line_manager_of_the_owner_may_be_the_only_reviewer() -> None:
    barred = replace(MEDICAL, never=("line_manager_of_owner",))
    found = problems(law(barred), {"olga": "mia"}, medical=role("mia"))
    assert any(told.startswith("If olga owns it, whose line manager Dr Mia never decides here,") for told in found)
    assert not any("olga" in told for told in problems(law(MEDICAL), {"olga": "mia"}, medical=role("mia")))


def test_an_owner_and_their_manager_may_be_the_whole_panel() -> None:
    barred = replace(MEDICAL, never=("line_manager_of_owner",))
    (told,) = problems(law(barred), {"mia": "max"}, medical=role("mia", "max"))
    assert told.startswith("If Dr Mia owns it or worked on “Need”, nobody of medical")


def test_a_holiday_of_the_only_reviewers_is_told_with_its_days() -> None:
    pool = away(role("mia", "max", "moe"), "mia", NOW + 20 * DAY, NOW + 30 * DAY)
    pool = away(away(pool, "max", NOW + 18 * DAY, NOW + 28 * DAY), "moe", NOW + 20 * DAY, NOW + 40 * DAY)
    assert notes(law(MEDICAL), medical=pool) == ["From 24 Oct 2024 until 1 Nov 2024 nobody of medical is there."]
    assert problems(law(MEDICAL), medical=pool) == []


def test_a_panel_that_is_away_longer_than_its_clock_is_a_problem_unless_somebody_helps() -> None:
    lone = clocked("medical", Escalation("100%", "delegate", percent=100))
    pool = away(away(role("mia", "max"), "mia", 0, NOW + 9 * DAY), "max", 0, NOW + 9 * DAY)
    (told,) = problems(law(lone), medical=pool)
    assert told == (
        "From 4 Oct 2024 until 13 Oct 2024 nobody of medical may decide at “Medical”: what opens now cannot be decided "
        "in its time, by anyone."
    )
    assert problems(law(HELPED), medical=pool, head=role("hans", "hilde", "hugo")) == []


def test_a_term_of_office_that_ends_is_told_with_its_day() -> None:
    pool = Pool(tuple(Holding(p, "", alternate=False, since=0, until=NOW + 40 * DAY, scope={}) for p in "abc"))
    assert notes(law(MEDICAL), medical=pool) == ["From 13 Nov 2024 on nobody of medical is there."]


def test_a_delegate_of_a_colleague_counts() -> None:
    lent = replace(role("mia"), lent=(Lent("mia", "max", 0, FOREVER),))
    assert problems(law(MEDICAL), medical=lent) == []


BOARD = gate("board", "committee/board", "majority", veto=("legal",), present=Presence(seats=("chair",)))


def test_a_veto_without_an_alternate_hangs_on_one_person() -> None:
    found = problems(law(BOARD), board=committee({"chair": "ada"}, chair="carl", legal="leo", third="tim"))
    assert any(
        told == "If Leo owns it, worked on “Need” or stands aside, nobody may take the seat Head of legal in “Board”, "
        "without which it cannot pass."
        for told in found
    )
    assert not any("carl stands aside" in told or "tim" in told for told in found)


def test_a_seat_and_its_alternate_may_both_stand_aside() -> None:
    seated = committee({"chair": "ada", "legal": "lou"}, chair="carl", legal="leo", third="tim")
    (note,) = [told for told in notes(law(BOARD), board=seated) if "stand" in told]
    assert "nobody may take the seat" in note


def test_a_vacant_seat_and_an_overlong_term_are_noted() -> None:
    overlong = law(BOARD, term=None, alternates=False)
    found = notes(overlong, board=committee({"chair": "ada"}, chair="carl", legal="leo"))
    assert "The seat Third of Board is vacant." in found
    assert "The charter has no alternates, but ada in the seat Chair of Board is one." in found


def test_whoever_holds_two_seats_leaves_one_to_a_colleague() -> None:
    both = gate("board", "committee/board", 2, present=Presence(seats=("chair", "legal")))
    held = [("ann", "chair"), ("ann", "legal"), ("bob", "chair")]
    pool = Pool(tuple(Holding(who, seat, alternate=False, since=0, until=FOREVER, scope={}) for who, seat in held))
    found = problems(law(both), board=pool)
    assert found
    assert all(told.startswith("If ") for told in found)


def test_a_committee_of_which_too_few_may_sit() -> None:
    shared = gate("board", "committee/board", "majority", present=Presence(share=100))
    found = problems(law(shared), board=committee(chair="carl", legal="leo", third="tim"))
    assert found[0].endswith("only 2 of the 3 people whom “Board” needs may decide.")


@pytest.mark.parametrize("people", [("mia",), ("mia", "max")])
def test_every_situation_told_bars_whom_the_law_bars(people: tuple[str, ...]) -> None:
    """The counterexample, put to the engine as a record in review: nobody on the panel may judge it."""
    found = law(MEDICAL)
    pool = role(*people)
    for each in findings(found, medical=pool):
        assert each.run is not None
        situation = each.run.situation
        state = Initiative(owner=situation.owner, status="in review", round=1, answers=situation.scoped.answers)
        facts = Facts({"role/medical": pool}, CALENDAR, {situation.owner: Person(registered=True)}, found)
        free = {who for who in people if not may_judge(found, facts, state, found.gates[0], who, NOW)}
        assert free <= set(situation.aside)
