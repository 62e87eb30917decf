"""Questions beside a decision: who asks, who answers, and that nothing whatever is decided by it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import Refused
from governance.language.asking import asking
from governance.language.definition import Gate
from governance.law.deciding import decide
from governance.law.gates import seen, standings
from governance.law.pools import Facts
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative, evolve
from tests.governance.moves import OUTCOMES, complete
from tests.governance.pairing import Pair, a_history, shelved, signed
from tests.governance.small_law import COORDINATOR, OWNER, Desk, committee, desk, gate, role
from tests.governance.worlds import PEOPLE

QUIET = ("Judged", "QuestionAnswered", "QuestionAsked", "QuestionClosed")


def medical_and_legal() -> Desk:
    work = desk(
        gate("medical", reviews=("need",)), gate("legal", after=("medical",)), medical=role("mia", "max"),
        legal=role("lee"),
    )  # fmt: skip
    work.submits()
    return work


def asked(work: Desk, who: str = "mia", name: str = "medical", concerns: str = "") -> None:
    work.does(c.AskQuestion(name, concerns, "text"), who)


def test_a_question_its_answer_and_its_closing_are_kept_in_order() -> None:
    work = medical_and_legal()
    asked(work, concerns=work.law.sections[0].fields[0].name)
    work.does(c.AnswerQuestion("q1", "because"), OWNER)
    work.does(c.AnswerQuestion("q1", "and this"), "max")
    work.does(c.CloseQuestion("q1"), "mia")
    asked(work, "max")
    first, second = work.state.questions
    assert (first.id, first.person, first.gate, first.closed) == ("q1", "mia", "medical", True)
    assert [(said.person, said.text) for said in first.answers] == [(OWNER, "because"), ("max", "and this")]
    assert (second.id, second.person, second.closed) == ("q2", "max", False)


def test_who_may_ask_and_who_may_not() -> None:
    work = medical_and_legal()
    question = c.AskQuestion("medical", "", "text")
    assert work.refused(question, OWNER) == "own-initiative"
    assert work.refused(question, COORDINATOR) == "not-on-panel"
    assert work.refused(question, "lee") == "not-on-panel"
    assert work.refused(c.AskQuestion("legal", "", "text"), "lee") == "gate-not-open"
    assert work.refused(c.AskQuestion("none", "", "text"), "mia") == "unknown-gate"
    assert work.refused(c.AskQuestion("medical", "none", "text"), "mia") == "unknown-field"
    assert work.refused(c.AskQuestion("medical", "", ""), "mia") == "reason-missing"
    work.says("max", "medical", "recuse")
    assert work.refused(question, "max") == "recused"


def test_contributors_do_not_ask_and_do_answer() -> None:
    work = desk(gate("medical"), medical=role("mia", "max"))
    work.submits({"need": ("max",)})
    assert work.refused(c.AskQuestion("medical", "", "text"), "max") == "contributed"
    asked(work)
    work.does(c.AnswerQuestion("q1", "text"), "max")


def test_who_may_answer_and_who_may_close() -> None:
    work = medical_and_legal()
    asked(work)
    work.does(c.AnswerQuestion("q1", "text"), "lee")
    assert work.refused(c.AnswerQuestion("q1", "text"), COORDINATOR) == "not-concerned"
    assert work.refused(c.AnswerQuestion("q1", ""), OWNER) == "reason-missing"
    assert work.refused(c.AnswerQuestion("q2", "text"), OWNER) == "no-such-question"
    assert work.refused(c.CloseQuestion("q1"), OWNER) == "not-asker"
    work.does(c.CloseQuestion("q1"), "mia")
    assert work.refused(c.AnswerQuestion("q1", "text"), OWNER) == "question-closed"
    assert work.refused(c.CloseQuestion("q1"), "mia") == "question-closed"


def test_nothing_is_added_once_the_record_is_decided() -> None:
    work = medical_and_legal()
    asked(work)
    work.does(c.Withdraw("no budget"), OWNER)
    assert work.refused(c.AnswerQuestion("q1", "text"), OWNER) == "record-closed"
    assert work.refused(c.CloseQuestion("q1"), "mia") == "record-closed"
    assert work.refused(c.AskQuestion("medical", "", "text"), "mia") == "gate-not-open"


def test_a_question_stays_answerable_while_the_owner_reworks_or_a_coordinator_holds() -> None:
    work = medical_and_legal()
    asked(work)
    work.does(c.Hold("wait"), COORDINATOR)
    work.does(c.AnswerQuestion("q1", "text"), OWNER)
    work.does(c.Resume(), COORDINATOR)
    work.says("mia", "medical", "request changes")
    work.does(c.AnswerQuestion("q1", "more"), OWNER)
    assert len(work.state.questions[0].answers) == 2


def test_a_committee_asks_as_well_as_it_votes() -> None:
    work = desk(gate("board", "committee/board", approve="majority"), board=committee(chair="cleo", legal="lars"))
    work.submits()
    work.says("cleo", "board", "approve")
    asked(work, "cleo", "board")
    assert work.state.questions[0].person == "cleo"


def test_a_signature_binds_what_was_said_before_it_and_old_pages_are_what_they_were() -> None:
    work = medical_and_legal()
    before, page = work.state, seen(work.law, work.state, "medical")
    asked(work)
    assert seen(work.law, work.state, "medical") != page
    assert seen(work.law, replace(work.state, questions=()), "medical") == page
    assert work.refused(work.decision("medical", "approve", state=before), "mia") == "stale"
    work.says("mia", "medical", "approve")
    assert work.where("medical") == "passed"


def test_every_answer_and_the_closing_are_part_of_what_is_seen() -> None:
    work, pages = medical_and_legal(), set()
    asked(work)
    for command, who in (
        (c.AnswerQuestion("q1", "one"), OWNER), (c.AnswerQuestion("q1", "two"), OWNER), (c.CloseQuestion("q1"), "mia"),
    ):  # fmt: skip
        pages.add(seen(work.law, work.state, "medical"))
        work.does(command, who)
    assert len({*pages, seen(work.law, work.state, "medical")}) == 4


@settings(max_examples=40, deadline=None, database=None)
@given(seed=st.integers(0, 2**48), gates=st.sampled_from((1, 2, 3)), length=st.sampled_from((1, 3, 6)))
def test_a_question_never_changes_any_standing_any_due_or_any_allowed_act(seed: int, gates: int, length: int) -> None:
    pair = a_history(Random(seed), gates, length)
    if not pair.accepted:
        return
    step = pair.accepted[-1][0]
    law, facts, at = pair.world.law_of(pair.live), shelved(pair.world, step), step.at
    for one in law.gates:
        for person in PEOPLE:
            talked = said_by(pair, facts, at, c.AskQuestion(one.name, "", "text"), person)
            if talked is None:
                continue
            for command in (c.AnswerQuestion(talked.questions[-1].id, "text"), c.CloseQuestion("q1")):
                talked = said_by(pair, facts, at, command, person, talked) or talked
            assert replace(talked, questions=()) == pair.live
            assert standings(law, facts, talked, at) == standings(law, facts, pair.live, at)
            same_acts(pair, facts, at, talked, one)
            return


def said_by(
    pair: Pair, facts: Facts, at: int, command: c.Command, who: str, state: Initiative | None = None
) -> Initiative | None:
    """The state after it was said, None where it is refused. Nothing but the words and the judgement is recorded."""
    talked = state or pair.live
    try:
        events = decide(pair.world.law_of(talked), facts, talked, c.Stamped(command, who, at))
    except Refused:
        return None
    assert len(events) == 2
    assert {type(event).__name__ for event in events} <= set(QUIET)
    for event in events:
        talked = evolve(talked, event, who, at)
    return talked


def same_acts(pair: Pair, facts: Facts, at: int, talked: Initiative, one: Gate) -> None:
    """Every decision is allowed or refused as before, and has the same consequences."""
    law = pair.world.law_of(talked)
    for person in PEOPLE:
        for outcome in OUTCOMES:
            here = complete(asking(one, talked.answers), outcome)
            given_ = [acted(pair, facts, at, state, here, person) for state in (pair.live, talked)]
            assert given_[0] == given_[1], (person, outcome)
    assert law.digest == talked.definition


def acted(
    pair: Pair, facts: Facts, at: int, state: Initiative, command: c.SignDecision, who: str
) -> tuple[e.InitiativeEvent, ...] | str:
    """What comes of it, or the code of its refusal; what was seen differs, as it should."""
    try:
        events = decide(pair.world.law_of(state), facts, state, c.Stamped(signed(pair.world, state, command), who, at))
    except Refused as refusal:
        return refusal.code
    bare = c.Signature("", "", "", "imported")
    return tuple(replace(event, signature=bare) if isinstance(event, e.DecisionSigned) else event for event in events)


@pytest.mark.parametrize("who", ["mia", OWNER, COORDINATOR, "nobody"])
def test_a_draft_has_no_questions(who: str) -> None:
    work = desk(gate("medical"), medical=role("mia"))
    found = work.refused(c.AskQuestion("medical", "", "text"), who)
    assert found in ("gate-not-open", "own-initiative", "not-on-panel")
