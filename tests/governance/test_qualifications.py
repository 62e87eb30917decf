"""What signers must have: trainings that have not ended, undertakings accepted in the text now in force."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.checker.exploring import explore
from governance.checker.policy_words import sentences
from governance.comparing.comparison import compare
from governance.errors import NotADefinition
from governance.formats.jcs import Json
from governance.law.qualifications import Qualification, evolve_qualification, undertaking_digest
from governance.reading.document import read
from governance.record import commands as c
from governance.record import events as e
from tests.governance import proven_office as office
from tests.governance.asking import answered, said
from tests.governance.proven_office import CHAIR, HOUR, LAWYER, MEDICAL, OWNER, START, SUBJECT, Log

SIGNERS: Json = {"trained": ["gcp"], "accepted": ["conduct"]}
GCP, CONDUCT = "training/gcp", "undertaking/conduct"
LATER = START + 10_000 * HOUR
TITLE, TEXT = "Conduct", "I sign only what I have read."


def submitted(*trained: str, accepted: tuple[str, ...] = (), until: int = LATER) -> Log:
    """A piece under a law that asks two things of its signers; these people have them."""
    log = office.founded()
    log.does(
        "definition/piece",
        c.Publish(office.document(signers=SIGNERS), log.text("signers"), office.digest_of(office.DEFINITION)),
        "pia",
    )
    for person in trained:
        log.does(GCP, c.RecordTraining(person, 0, until, log.text("LMS")), "ada")
    log.does(CONDUCT, c.IssueUndertaking(TITLE, TEXT, log.text("first")), "ada")
    for person in accepted:
        log.does(CONDUCT, c.AcceptUndertaking(undertaking_digest(TITLE, TEXT)), person)
    log.does(SUBJECT, office.submission(log), OWNER)
    return log


ALL = (MEDICAL, CHAIR, LAWYER)


class TestSigning:
    def test_whoever_has_both_signs(self) -> None:
        log = submitted(MEDICAL, accepted=(MEDICAL,))
        log.says(MEDICAL, "medical")
        assert isinstance(log.entries[-1].events[0], e.DecisionSigned)

    def test_the_untrained_is_refused_and_told_which_training(self) -> None:
        log = submitted(accepted=(MEDICAL,))
        assert log.refused(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL) == "untrained"

    def test_a_training_that_has_ended_is_none(self) -> None:
        log = submitted(MEDICAL, accepted=(MEDICAL,), until=START + 12 * HOUR)
        log.at = START + 12 * HOUR
        assert log.refused(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL) == "untrained"

    def test_who_has_not_accepted_is_refused(self) -> None:
        log = submitted(MEDICAL)
        assert log.refused(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL) == "not-accepted"

    def test_a_new_text_wants_a_new_acceptance(self) -> None:
        log = submitted(MEDICAL, accepted=(MEDICAL,))
        log.does(CONDUCT, c.IssueUndertaking(TITLE, "Another text", log.text("second")), "ada")
        assert log.refused(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL) == "not-accepted"

    def test_a_decision_already_signed_stands_when_the_training_ends(self) -> None:
        log = submitted(*ALL, accepted=ALL)
        log.says(MEDICAL, "medical")
        log.does(GCP, c.RecordTraining(MEDICAL, 0, 1, log.text("withdrawn")), "ada")
        log.says(CHAIR, "board")
        log.says(LAWYER, "board")
        assert e.Approved() in log.entries[-1].events

    def test_nobody_waits_for_somebody_who_cannot_sign(self) -> None:
        log = submitted(accepted=ALL)
        tree = log.evidence().why[log.entries[-1].seq]
        assert isinstance(tree, dict)
        assert "nobody-can-act" in str(tree["gates"])


class TestProof:
    def test_a_signature_without_the_training_is_contradicted(self) -> None:
        log = submitted(MEDICAL, accepted=(MEDICAL,))
        events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
        log.does(GCP, c.RecordTraining(MEDICAL, 0, 1, log.text("withdrawn")), "ada")
        forged = log.forges(SUBJECT, events, MEDICAL)
        answer = answered(log.evidence(), "lawful")
        assert answer.say == "no"
        assert f"entry {forged.seq}" in answer.contradictions[0]
        assert "untrained" in answer.contradictions[0] or "training" in answer.contradictions[0]

    def test_a_training_left_out_of_the_extract_is_noticed(self) -> None:
        log = submitted(MEDICAL, accepted=(MEDICAL,))
        log.says(MEDICAL, "medical")
        training = next(x.seq for x in log.entries if x.stream == GCP)
        assert said(log.evidence(left_out=[training]))[0] == "no"

    def test_all_of_it_is_lawful(self) -> None:
        log = submitted(*ALL, accepted=ALL)
        log.says(MEDICAL, "medical")
        assert said(log.evidence()) == ("yes", "yes", "yes")


class TestRecording:
    @pytest.mark.parametrize(
        ("stream", "command", "actor", "code"),
        [
            (GCP, c.RecordTraining(MEDICAL, 0, LATER, "w" * 64), MEDICAL, "not-administrator"),
            (GCP, c.RecordTraining("ada", 0, LATER, "w" * 64), "ada", "own-training"),
            (GCP, c.RecordTraining("nobody", 0, LATER, "w" * 64), "ada", "unknown-person"),
            (GCP, c.RecordTraining(MEDICAL, 5, 5, "w" * 64), "ada", "period"),
            (GCP, c.RecordTraining(MEDICAL, 0, 5, ""), "ada", "evidence-missing"),
            (CONDUCT, c.IssueUndertaking(TITLE, TEXT, "w" * 64), MEDICAL, "not-administrator"),
            (CONDUCT, c.IssueUndertaking(TITLE, TEXT, ""), "ada", "reason-missing"),
            (CONDUCT, c.IssueUndertaking(TITLE, " ", "w" * 64), "ada", "undertaking"),
            (CONDUCT, c.AcceptUndertaking("0" * 64), MEDICAL, "stale"),
            (CONDUCT, c.AcceptUndertaking(""), MEDICAL, "stale"),
            (CONDUCT, c.RecordTraining(MEDICAL, 0, 5, "w" * 64), "ada", "no-such-act"),
        ],
    )
    def test_what_is_refused(self, stream: str, command: c.Command, actor: str, code: str) -> None:
        assert office.founded().refused(stream, command, actor) == code

    def test_an_unknown_person_accepts_nothing(self) -> None:
        log = submitted()
        accepting = c.AcceptUndertaking(undertaking_digest(TITLE, TEXT))
        assert log.refused(CONDUCT, accepting, "nobody") == "unknown-person"

    def test_the_same_text_is_not_issued_twice(self) -> None:
        log = submitted()
        assert log.refused(CONDUCT, c.IssueUndertaking(TITLE, TEXT, "w" * 64), "ada") == "unchanged"


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 60))
def test_a_training_holds_from_its_beginning_and_not_at_its_end(since: int, length: int, at: int) -> None:
    state = evolve_qualification(Qualification(), e.TrainingRecorded("mia", since, since + length, "x"), "ada")
    assert state.holds("mia", at) is (since <= at < since + length)
    assert not state.holds("leo", at)


def test_before_anything_is_issued_nobody_has_accepted() -> None:
    assert not Qualification(accepted={"mia": ""}).holds("mia", 0)


class TestLanguage:
    def test_the_sentence_is_read_aloud(self) -> None:
        told = sentences(read(office.document(signers=SIGNERS)))
        assert "Whoever signs needs the training “gcp” and acceptance of “conduct” in its present text." in told

    @pytest.mark.parametrize("words", [{}, {"trained": []}, {"trained": ["GCP!"]}, {"qualified": ["gcp"]}, ["gcp"]])
    def test_what_the_language_refuses(self, words: object) -> None:
        with pytest.raises(NotADefinition) as raised:
            read(office.document(signers=words))  # type: ignore[arg-type]  # malformed on purpose
        assert raised.value.problems[0].pointer.startswith("/signers")

    def test_dropping_a_demand_is_looser_and_adding_one_stricter(self) -> None:
        free, bound = read(office.DEFINITION), read(office.document(signers=SIGNERS))
        assert (compare(bound, free).verdict, compare(free, bound).verdict) == ("looser", "stricter")
        said = [change.sentence for change in compare(free, bound).changes]
        assert any("the training “gcp”" in sentence for sentence in said)

    def test_the_checker_assumes_that_everybody_has_them(self) -> None:
        free, bound = read(office.DEFINITION), read(office.document(signers=SIGNERS))
        assert explore(replace(bound, digest=free.digest)) == explore(free)
