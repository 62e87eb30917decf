"""The law of one initiative, told in situations: committees, alternates, delegates, separation of duties."""

from __future__ import annotations

from dataclasses import replace

import pytest

from governance.language.definition import Presence
from governance.law.eligibility import LINE_MANAGER
from governance.law.pools import FOREVER, Holding, Person, Pool
from governance.record.commands import Outcome
from tests.governance.small_law import OWNER, Desk, committee, desk, gate, role


def board(approve: object = "majority", **words: object) -> Desk:
    return desk(
        gate("steering", "committee/board", approve, **words),
        board=committee({"legal": "ada"}, chair="cho", medical="mia", legal="lee"),
    )


def test_a_majority_passes_as_soon_as_it_is_certain() -> None:
    work = board()
    work.submits()
    work.says("cho", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("mia", "steering", "approve")
    assert work.status() == "approved"


def test_a_majority_is_not_certain_before_enough_are_present() -> None:
    work = board(present=Presence(number=3))
    work.submits()
    work.says("cho", "steering", "approve")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("lee", "steering", "abstain")
    assert work.status() == "approved"


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
    assert work.status() == "rejected"


def test_a_veto_seat_is_waited_for_and_its_request_settles() -> None:
    work = board(veto=("legal",))
    work.submits()
    work.says("cho", "steering", "approve")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("lee", "steering", "request changes")
    assert work.status() == "in rework"


def test_two_thirds_are_of_the_votes_cast_and_abstentions_are_none() -> None:
    work = board("two-thirds")
    work.submits()
    work.says("cho", "steering", "abstain")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("lee", "steering", "request changes")
    assert work.status() == "in rework"


def test_a_committee_that_only_abstains_approves_nothing() -> None:
    work = board("all")
    work.submits()
    for person in ("cho", "mia", "lee"):
        work.says(person, "steering", "abstain")
    assert work.status() == "in rework"


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


def test_an_alternate_sits_while_the_holder_owns_the_initiative() -> None:
    work = board(veto=("legal",))
    work.grants("committee/board", committee({"legal": "ada"}, chair="cho", medical="mia", legal=OWNER))
    work.submits()
    assert work.who("steering") == {"cho", "mia", "ada"}
    work.says("cho", "steering", "approve")
    work.says("mia", "steering", "approve")
    assert work.where("steering") == "open"
    work.says("ada", "steering", "approve")
    assert work.status() == "approved"


def test_an_alternate_sits_while_the_holder_is_barred_as_a_contributor() -> None:
    work = board(veto=("legal",))
    work.submits({"need": ("lee",)})
    assert work.barred("lee", "steering") == "contributed"
    assert work.who("steering") == {"cho", "mia", "ada"}
    work.says("ada", "steering", "approve")
    assert work.state.votes["steering"][-1].seat == "legal"


def test_an_alternate_sits_while_the_policy_bars_the_holder() -> None:
    work = board(never=(LINE_MANAGER,))
    work.facts = replace(work.facts, people={OWNER: Person(registered=True, manager="lee")})
    work.submits()
    assert work.barred("lee", "steering") == "never"
    assert work.who("steering") == {"cho", "mia", "ada"}


def test_whoever_is_away_has_no_turn_and_may_decide_all_the_same() -> None:
    work = desk(gate("legal"), legal=role("lee"))
    work.away("role/legal", "lee")
    work.submits()
    standing = work.standing("legal")
    assert (standing.able, standing.away) == ((), ("lee",))
    assert ("nobody-can-act",) in work.why().gates[0].because
    work.says("lee", "legal", "approve")
    assert work.status() == "approved"
    assert work.standing("legal").away == ()


def test_an_absence_lasts_until_those_that_follow_on_it_are_over() -> None:
    pool = replace(role("lee"), absences={"lee": ((10, 20), (20, 30), (40, 50))})
    assert [pool.away_until("lee", at) for at in (9, 10, 25, 30, 45)] == [0, 30, 30, 0, 50]


def test_an_alternate_waits_for_the_holder_that_is_not_barred() -> None:
    work = board()
    pool = committee({"legal": "ada"}, chair="cho", medical="mia", legal="lee")
    second = Holding(OWNER, "legal", alternate=False, since=0, until=FOREVER, scope={})
    work.grants("committee/board", replace(pool, holdings=(*pool.holdings, second)))
    work.submits()
    assert work.barred("ada", "steering") == "seat-taken"
    work.away("committee/board", "lee")
    assert "ada" in work.who("steering")


def test_an_alternate_who_is_barred_is_not_called_for_a_barred_holder() -> None:
    work = board()
    work.submits({"need": ("lee", "ada")})
    assert work.who("steering") == {"cho", "mia"}


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
    assert work.status() == "approved"


@pytest.mark.parametrize("outcome", ["approve", "request changes", "reject", "recuse"])
def test_the_owner_never_decides(outcome: Outcome) -> None:
    work = desk(gate("legal"), legal=role("lee", OWNER))
    work.submits()
    assert work.barred(OWNER, "legal", outcome) == "own-initiative"


def test_whoever_edited_a_reviewed_section_is_barred_even_rounds_later() -> None:
    work = desk(
        gate("legal", reviews=("claims",)),
        gate("design", reviews=("artwork",)),
        legal=role("lee", "max"),
        design=role("max"),
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
    assert work.status() == "approved"
