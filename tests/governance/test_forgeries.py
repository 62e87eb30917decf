"""What an operator with all keys writes into the log, and what the verifier says of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from governance.record import commands as c
from governance.record import events as e
from governance.record.entry import read_entry
from governance.verifier.evidence import Evidence, Proven
from governance.verifier.verification import verify
from tests.governance import proven_office as office
from tests.governance.asking import KEYS, answered, broken, proofs, said
from tests.governance.proven_office import CHAIR, HOUR, LAWYER, MEDICAL, OWNER, SUBJECT, Log

Forgery = Callable[[], tuple[Log, int]]


def owner_approves() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    return log, log.forges(SUBJECT, events, OWNER).seq


def stranger_approves() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    return log, log.forges(SUBJECT, events, "pia").seq


def revoked_reviewer_approves() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    log.does("role/medical", c.Ungrant(MEDICAL, log.text("moved")), "ada")
    return log, log.forges(SUBJECT, events, MEDICAL).seq


def board_decides_before_medical() -> tuple[Log, int]:
    log = office.submitted()
    signing = log.signing("board", "approve", CHAIR)
    seen = e.DecisionSigned("board", "approve", signing.signature, 1, "chair", _text(log))
    return log, log.forges(SUBJECT, (seen, e.Judged("0" * 64)), CHAIR).seq


def gate_passes_without_votes() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "recuse", MEDICAL, note=log.text("kin")), MEDICAL)
    forged = (*events[:-1], e.GatePassed("medical"), e.GateOpened("board", 1, 0), events[-1])
    return log, log.forges(SUBJECT, forged, MEDICAL).seq


def approved_by_half_the_board() -> tuple[Log, int]:
    log = office.submitted()
    log.says(MEDICAL, "medical")
    events = log.judged(SUBJECT, log.signing("board", "approve", CHAIR), CHAIR)
    return log, log.forges(SUBJECT, (*events[:-1], e.GatePassed("board"), e.Approved(), events[-1]), CHAIR).seq


def one_person_votes_twice() -> tuple[Log, int]:
    log = office.submitted()
    log.says(MEDICAL, "medical")
    events = log.judged(SUBJECT, log.signing("board", "approve", LAWYER), LAWYER)
    log.says(CHAIR, "board")
    return log, log.forges(SUBJECT, events, CHAIR).seq


def consequence_left_out() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    return log, log.forges(SUBJECT, (events[0], events[-1]), MEDICAL).seq


def _text(log: Log) -> str:
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    signed = events[0]
    assert isinstance(signed, e.DecisionSigned)
    return signed.text


def _bent_submission(**words: object) -> tuple[Log, int]:
    log = office.founded()
    first, *rest = log.judged(SUBJECT, office.submission(log), OWNER)
    assert isinstance(first, e.Submitted)
    return log, log.forges(SUBJECT, (replace(first, **words), *rest), OWNER).seq  # type: ignore[arg-type]  # chosen below


def higher_tier() -> tuple[Log, int]:
    return _bent_submission(tier="T2")


def other_owner() -> tuple[Log, int]:
    return _bent_submission(owner=MEDICAL)


def later_round() -> tuple[Log, int]:
    return _bent_submission(round=2)


def newer(log: Log) -> c.Publish:
    return c.Publish(office.document(title="Newer"), log.text("newer"), office.digest_of(office.DEFINITION))


def other_section_digest() -> tuple[Log, int]:
    return _bent_submission(sections={"need": "0" * 64})


def due_time_moved() -> tuple[Log, int]:
    log = office.founded()
    events = log.judged(SUBJECT, office.submission(log), OWNER)
    moved = tuple(replace(x, due=x.due + HOUR) if isinstance(x, e.GateOpened) else x for x in events)
    assert moved != events
    return log, log.forges(SUBJECT, moved, OWNER).seq


def wrong_tree_digest() -> tuple[Log, int]:
    log = office.founded()
    events = log.judged(SUBJECT, office.submission(log), OWNER)
    return log, log.forges(SUBJECT, (*events[:-1], e.Judged("0" * 64)), OWNER).seq


def seat_of_somebody_else() -> tuple[Log, int]:
    log = office.submitted()
    log.says(MEDICAL, "medical")
    first, *rest = log.judged(SUBJECT, log.signing("board", "approve", LAWYER), LAWYER)
    assert isinstance(first, e.DecisionSigned)
    return log, log.forges(SUBJECT, (replace(first, seat="chair"), *rest), LAWYER).seq


def page_never_seen() -> tuple[Log, int]:
    log = office.submitted()
    first, *rest = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    assert isinstance(first, e.DecisionSigned)
    other = replace(first, signature=replace(first.signature, seen="0" * 64))
    return log, log.forges(SUBJECT, (other, *rest), MEDICAL).seq


def older_definition() -> tuple[Log, int]:
    log = office.founded()
    events = log.judged(SUBJECT, office.submission(log), OWNER)
    log.does("definition/piece", newer(log), "pia")
    return log, log.forges(SUBJECT, events, OWNER).seq


def definition_under_a_false_digest() -> tuple[Log, int]:
    log = office.founded()
    shelf = log.judged("definition/piece", newer(log), "pia")
    first = shelf[0]
    assert isinstance(first, e.Published)
    seq = log.forges("definition/piece", (replace(first, digest="0" * 64),), "pia").seq
    log.forges(SUBJECT, log.judged(SUBJECT, office.submission(log), OWNER), OWNER)
    return log, seq


def law_that_was_never_published() -> tuple[Log, int]:
    return _bent_submission(definition="0" * 64)


def reminder_before_its_time() -> tuple[Log, int]:
    log = office.submitted()
    events = (e.Reminded("medical", 1, "50%", (MEDICAL,)), e.Judged("0" * 64))
    return log, log.forges(SUBJECT, events, "system").seq


def reads_left_out() -> tuple[Log, int]:
    log = office.founded()
    command = office.submission(log)
    reads = log.reads(SUBJECT, command, OWNER)
    del reads["committee/board"]
    return log, log.forges(SUBJECT, log.judged(SUBJECT, command, OWNER), OWNER, reads).seq


def reads_too_much() -> tuple[Log, int]:
    log = office.founded()
    command = office.submission(log)
    reads = {**log.reads(SUBJECT, command, OWNER), "person/pia": 1}
    return log, log.forges(SUBJECT, log.judged(SUBJECT, command, OWNER), OWNER, reads).seq


def reads_older_than_what_the_log_held() -> tuple[Log, int]:
    log = office.submitted()
    signing = log.signing("medical", "approve", MEDICAL)
    stale = log.reads(SUBJECT, signing, MEDICAL)
    events = log.judged(SUBJECT, signing, MEDICAL)
    log.does("role/medical", c.Ungrant(MEDICAL, log.text("moved")), "ada")
    seq = log.forges(SUBJECT, events, MEDICAL, stale).seq
    log.says(CHAIR, "board")  # truthful again: so the extract holds the revocation
    return log, seq


def reads_older_where_it_made_no_difference() -> tuple[Log, int]:
    log = office.submitted()
    stale = log.reads(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    log.does("committee/board", c.Grant(MEDICAL, 0, 0, log.text("more"), "legal"), "ada")
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    seq = log.forges(SUBJECT, events, MEDICAL, stale).seq
    log.says(CHAIR, "board")
    return log, seq


def dated_back() -> tuple[Log, int]:
    log = office.submitted()
    log.at -= 3 * HOUR
    return log, log.says(MEDICAL, "medical").seq


def withdrawn_by_a_reviewer() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, c.Withdraw(log.text("no")), OWNER)
    return log, log.forges(SUBJECT, events, MEDICAL).seq


def act_of_another_kind_of_stream() -> tuple[Log, int]:
    log = office.submitted()
    return log, log.forges(SUBJECT, (e.ManagerRecorded("pia"),), OWNER).seq


def act_before_any_submission() -> tuple[Log, int]:
    log = office.founded()
    events = (e.Withdrawn(log.text("no")), e.Judged("0" * 64))
    return log, log.forges(SUBJECT, events, OWNER).seq


def gate_the_law_does_not_know() -> tuple[Log, int]:
    log = office.submitted()
    signature = log.signing("medical", "approve", MEDICAL).signature
    signed = e.DecisionSigned("unknown", "approve", signature, 1, "", "0" * 64)
    return log, log.forges(SUBJECT, (signed, e.Judged("0" * 64)), MEDICAL).seq


FORGERIES: tuple[Forgery, ...] = (
    owner_approves,
    stranger_approves,
    revoked_reviewer_approves,
    board_decides_before_medical,
    gate_passes_without_votes,
    approved_by_half_the_board,
    one_person_votes_twice,
    consequence_left_out,
    higher_tier,
    other_owner,
    later_round,
    other_section_digest,
    due_time_moved,
    wrong_tree_digest,
    seat_of_somebody_else,
    page_never_seen,
    older_definition,
    definition_under_a_false_digest,
    law_that_was_never_published,
    reminder_before_its_time,
    reads_left_out,
    reads_too_much,
    reads_older_than_what_the_log_held,
    reads_older_where_it_made_no_difference,
    dated_back,
    withdrawn_by_a_reviewer,
    act_of_another_kind_of_stream,
    act_before_any_submission,
    gate_the_law_does_not_know,
)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__)
def test_an_operator_with_all_keys_cannot_make_an_unlawful_act_lawful(forgery: Forgery) -> None:
    log, seq = forgery()
    intact, signed, law = verify(log.evidence().encode(), KEYS)
    assert (intact.say, signed.say, law.say) == ("yes", "yes", "no"), (intact, law)
    assert law.contradictions[0].startswith(f"entry {seq}: expected "), law.contradictions


def test_words_of_an_answer_do_not_decide_which_question_is_answered_no() -> None:
    """An unlawful act stays one when the texts around it speak of `prev` and `version`."""
    log = office.founded()
    first, *rest = log.judged(SUBJECT, office.submission(log, "A version to prevent prev"), OWNER)
    assert isinstance(first, e.Submitted)
    log.forges(SUBJECT, (replace(first, tier="T2"), *rest), OWNER)
    assert said(log.evidence()) == ("yes", "yes", "no")


def test_a_revocation_hidden_by_misdeclared_reads_throughout_is_the_limit_that_is_stated() -> None:
    log = office.submitted()
    signing = log.signing("medical", "approve", MEDICAL)
    stale, events = log.reads(SUBJECT, signing, MEDICAL), log.judged(SUBJECT, signing, MEDICAL)
    log.does("role/medical", c.Ungrant(MEDICAL, log.text("moved")), "ada")
    log.forges(SUBJECT, events, MEDICAL, stale)
    answer = answered(log.evidence(), "lawful")
    assert answer.say == "yes"
    assert "misdeclared reads show only in a whole-log verification" in answer.limits


def test_a_definition_nobody_can_read_is_answered_no() -> None:
    log = office.founded()
    events = log.judged(SUBJECT, office.submission(log), OWNER)
    law = office.document(gates=[])
    published = log.forges("definition/piece", (e.Published(law, log.text("why"), office.digest_of(law)),), "pia").seq
    seq = log.forges(SUBJECT, events, OWNER, {name: log.head(name).version for name in _reads_of(log)}).seq
    answer = answered(_bare(log), "lawful")
    assert answer.say == "no"
    named = [line.partition(":")[0] for line in answer.contradictions]
    assert named[:2] == [f"entry {published}", f"entry {seq}"]


def test_what_no_law_can_fold_is_answered_no_and_not_by_a_traceback() -> None:
    log = office.submitted()
    events = (e.Reminded("nowhere", 1, "50%", ()), e.Judged("0" * 64))
    reads = log.reads(SUBJECT, c.Remind("nowhere", 1, "50%"), "system")
    seq = log.forges(SUBJECT, events, "system", reads).seq
    answer = answered(_bare(log), "lawful")
    assert answer.say == "no"
    assert any(line.startswith(f"entry {seq}: ") for line in answer.contradictions)
    assert any("KeyError" in line for line in answer.contradictions)


def test_a_tree_that_cannot_be_drawn_is_answered_no() -> None:
    """The facts of a stream nobody judges can be anything: here a definition that refers to what it lacks."""
    log, seq = law_that_was_never_published()
    answer = answered(_bare(log), "lawful")
    assert answer.say == "no"
    assert answer.contradictions[0].startswith(f"entry {seq}: ")


def _reads_of(log: Log) -> list[str]:
    return ["definition/piece", "calendar/office", f"person/{OWNER}", "role/medical", "committee/board"]


def _bare(log: Log) -> Evidence:
    """Everything in the log, without trees: for logs that no law can tell."""
    everything = Evidence(SUBJECT, b"", tuple(Proven(s, log.kept[s], ()) for s in range(len(log.kept))), (), {})
    read = {*_reads_of(log), SUBJECT}
    chosen = tuple(x for x in proofs(log, everything) if read_entry(x.data).stream in read)
    return Evidence(SUBJECT, log.checkpoint(), chosen, (), {})


def test_an_operator_who_breaks_the_chain_of_a_stream_is_noticed() -> None:
    for prev in ("0" * 64, office.submitted().head("role/medical").hash):
        log = office.submitted()
        events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
        seq = log.forges(SUBJECT, events, MEDICAL, prev=prev).seq
        assert "prev" in broken(log.evidence(), seq)


def test_an_operator_who_skips_a_version_of_a_stream_is_noticed() -> None:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    seq = log.forges(SUBJECT, events, MEDICAL, version=3).seq
    assert f"version 2 of {SUBJECT}" in broken(log.evidence(), seq)
