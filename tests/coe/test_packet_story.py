"""What a packet says of a record in every state it can be in, told from its evidence alone and never printed here."""

import html
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from coe.acts import Act, Judgement
from coe.evidence.keys import log_key
from coe.packet.document import packet_html
from coe.packet.page import PacketPage
from coe.packet.record import packet_record
from coe.packet.story import manifest, packet_page
from governance.record import commands as c
from governance.verifier.verification import examine
from tests.coe.evidence_office import Bureau, bureau
from tests.coe.packet_told import evidence_of, told
from tests.governance.proven_office import HOUR

APPROVE = Judgement("approve")
CONDITION = Judgement("approve with conditions", conditions=(("Add the rates", "2027-01-01"),))
CHANGES = Judgement("request changes", requests=(("title", "Shorter"), ("", "And kinder")))
HOSTILE = "<script>alert(1)</script><img src=x> {{ 7*7 }} \u202eevil \x1b[31m & \"'"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = bureau(tmp_path_factory.mktemp("story"))
    yield made
    made.engine.dispose()


@pytest.fixture
def house(founded: Bureau) -> Bureau:
    """One office for all: each test submits a record of its own."""
    founded.record = ""
    return founded


def facts(page: PacketPage) -> dict[str, str]:
    return {fact.label: fact.value for fact in page.facts}


def under_review(house: Bureau) -> None:
    house.submits({"title": "Leaflet", "who": "Nurse Ada"})


def in_rework(house: Bureau) -> None:
    under_review(house)
    house.says("mia", "medical", CHANGES)


def on_hold(house: Bureau) -> None:
    under_review(house)
    house.reasoned(c.Hold, "kim")


def resumed(house: Bureau) -> None:
    on_hold(house)
    house.does("kim", Act(c.Resume()))


def withdrawn(house: Bureau) -> None:
    under_review(house)
    house.reasoned(c.Withdraw, "olga")


def rejected(house: Bureau) -> None:
    under_review(house)
    house.says("mia", "medical", Judgement("reject", note="No benefit"))


def approved(house: Bureau) -> None:
    under_review(house)
    house.says("mia", "medical", CONDITION)
    for name in ("cora", "leo"):
        house.says(name, "board", APPROVE)


def verified(house: Bureau) -> None:
    approved(house)
    note = house.text("Added.")
    house.does("olga", Act(c.MeetCondition("c1", note.commit), (note,)))
    house.verifies("mia", "c1", "Seen on page 2")


def released(house: Bureau) -> None:
    verified(house)
    house.does("olga", Act(c.Release()))


def revoked(house: Bureau) -> None:
    released(house)
    house.reasoned(c.Revoke, "kim")


def second_round(house: Bureau) -> None:
    in_rework(house)
    answers = {"title": "Short", "who": "Nurse Ada", "rush": "yes"}
    house.submits(answers, {"r1": "Done", "r2": "Done too"})


STATES: tuple[tuple[Callable[[Bureau], None], str, str], ...] = (
    (under_review, "waiting", "In review"),
    (in_rework, "sent_back", "In rework"),
    (on_hold, "on_hold", "On hold"),
    (resumed, "waiting", "In review"),
    (withdrawn, "not_needed", "Withdrawn"),
    (rejected, "refused", "Rejected"),
    (approved, "passed", "Approved"),
    (verified, "passed", "Approved"),
    (released, "passed", "Released"),
    (revoked, "refused", "Revoked"),
    (second_round, "waiting", "In review"),
)


@pytest.mark.parametrize(("reach", "mark", "word"), STATES, ids=lambda x: getattr(x, "__name__", None))
def test_a_record_in_any_state_has_a_packet(
    house: Bureau, reach: Callable[[Bureau], None], mark: str, word: str
) -> None:
    reach(house)
    page = told(house)
    assert (page.status.mark, page.status.word) == (mark, word)
    assert page.record.startswith("PCE-")
    assert [gate.key for gate in page.way] == ["medical", "board"]
    assert len(page.proves) == 3
    assert page.limits
    assert len(page.entries) == len(evidence_of(house).entries)


def test_a_record_nobody_decided_has_empty_lists_and_says_so(house: Bureau) -> None:
    under_review(house)
    page = told(house)
    assert (page.decisions, page.conditions, page.requests, page.files, page.reminders) == ((), (), (), (), ())
    assert facts(page)["Decisions"] == "0 by 0 people"
    assert facts(page)["Conditions"] == "none"
    written = packet_html(page).html
    for sentence in ("Nobody has decided.", "No changes were asked for.", "No reminder or escalation was recorded."):
        assert sentence in written


def test_the_owner_is_named_and_a_person_whose_name_is_gone_is_erased(house: Bureau) -> None:
    under_review(house)
    evidence = evidence_of(house)
    assert facts(told(house, evidence))["Owner"] == "Dr Olga"
    erased = replace(evidence, disclosed=tuple(d for d in evidence.disclosed if d.value != "Dr Olga"))
    assert facts(told(house, erased))["Owner"] == "erased person"


def test_two_rounds_say_what_changed_and_what_did_not(house: Bureau) -> None:
    second_round(house)
    first, second = told(house).rounds
    assert first.unchanged == "2 answers; the first version."
    assert [(x.label, x.old, x.new) for x in second.changes] == [
        ("Title", "Leaflet", "Short"),
        ("Rush", "not answered", "Yes"),
        ("Who", "Nurse Ada", "Nurse Ada"),
    ]
    assert second.changes[0].remark.startswith("answers request")
    assert second.changes[1].remark == "not requested"
    assert second.unchanged == "0 other answers did not change."


def test_an_answer_taken_away_does_not_count_as_another_that_stayed(house: Bureau) -> None:
    house.submits({"title": "Leaflet", "rush": "no", "story": "Once"})
    house.says("mia", "medical", CHANGES)
    house.submits({"title": "Leaflet"}, {"r1": "Done", "r2": "Done"})
    second = told(house).rounds[1]
    assert {x.label for x in second.changes} == {"Rush", "Story"}
    assert second.unchanged == "1 other answer did not change."


def test_requests_stand_beside_their_answers(house: Bureau) -> None:
    in_rework(house)
    assert [(r.words, r.answer, r.outcome.word) for r in told(house).requests] == [
        ("Shorter", "", "Open"),
        ("And kinder", "", "Open"),
    ]
    house.submits({"title": "Short"}, {"r1": "Done", "r2": "Kinder now"})
    one, two = told(house).requests
    assert (one.heading, one.answer, one.outcome.word) == ("Request 1, Title", "Done", "Answered")
    assert (two.heading, two.answer) == ("Request 2", "Kinder now")


def test_each_decision_shows_its_signature_in_full(house: Bureau) -> None:
    approved(house)
    medical, chair, legal = told(house).decisions
    assert (medical.person, medical.meaning, medical.outcome.word) == ("Dr Mia", "approval", "Approved with conditions")
    assert medical.signed_with == "password, second factor"
    assert "in Berlin" in medical.local
    assert medical.utc.endswith("Z")
    assert len(medical.digest) == 64
    assert medical.shown
    assert medical.sentence.startswith("Signed for Medical: ")
    assert (chair.role, legal.role) == ("board, chair seat", "board, legal seat")
    assert medical.why[0].text == "Medical is passed"
    assert [claim.text for claim in medical.conditions] == ["Add the rates"]
    assert medical.conditions[0].detail == "Open. Due 1 Jan 2027."


def test_the_signature_that_verified_a_condition_is_shown_in_full(house: Bureau) -> None:
    verified(house)
    page = told(house)
    (claim,) = page.decisions[0].conditions
    signed = "“Seen on page 2” Signed, meaning “verification”: Dr Mia, "
    assert claim.detail.startswith(f"Met and verified. Due 1 Jan 2027. {signed}")
    assert "in Berlin" in claim.detail
    (owed,) = page.conditions
    assert (owed.text, owed.owner, owed.due, owed.status.word) == (
        "Add the rates", "Dr Olga", "1 Jan 2027", "Met and verified",
    )  # fmt: skip
    assert owed.origin == "Set by Dr Mia at Medical, round 1"
    assert owed.met.startswith("“Added.” Dr Olga, ")
    assert owed.verified.startswith(signed)
    assert facts(page)["Conditions"] == "1 verified, 0 open"


def test_an_imported_decision_is_never_shown_as_a_signature(house: Bureau) -> None:
    under_review(house)
    house.says("mia", "medical", CONDITION, method="imported")
    note = house.text("Added")
    house.does("olga", Act(c.MeetCondition("c1", note.commit), (note,)))
    house.verifies("mia", "c1", method="imported")
    (decision,) = told(house).decisions
    assert decision.signed_with == "imported, not a signature"
    assert (decision.sentence, decision.digest, decision.shown) == ("", "", ())
    assert "Imported, not a signature: Dr Mia" in decision.conditions[0].detail
    assert "Signed" not in decision.conditions[0].detail


def test_a_condition_of_an_approval_that_fell_is_no_longer_in_force(house: Bureau) -> None:
    house.submits({"title": "Leaflet"})
    house.says("mia", "medical", CONDITION)
    house.says("cora", "board", CHANGES)
    replies = {"r1": "Done", "r2": "Done"}
    house.submits({"title": "Short"}, replies)
    page = told(house)
    assert page.decisions[0].conditions[0].detail.startswith("No longer in force")
    assert facts(page)["Conditions"] == "none"


def test_reminders_are_messages_and_the_timeline_fits_its_scale(house: Bureau) -> None:
    under_review(house)
    house.clock.advance(5 * HOUR)
    house.does("system", Act(c.Remind("medical", 1, "50%")))
    house.says("mia", "medical", CHANGES)
    house.clock.advance(40 * HOUR)
    house.submits({"title": "Short"}, {"r1": "Done", "r2": "Done"})
    page = told(house)
    assert page.reminders[0].subject.startswith("Reminder for Medical, 50%, entry ")
    spans = [span.label for span in page.timeline]
    assert spans == ["Medical, round 1", "With the owner, round 1", "Medical, round 2"]
    for bar in (bar for span in page.timeline for bar in span.bars):
        assert 0 <= bar.start < bar.end <= 1000


def test_a_print_says_what_was_changed_since_its_entry_and_in_which_version(house: Bureau) -> None:
    in_rework(house)
    assert facts(told(house))["Changed"] == "not since entry"
    house.submits({"title": "Short"}, {"r1": "Done", "r2": "Done"})
    assert facts(told(house))["Changed"] == "since entry: “Title”, “Who”, last in version 2"


def test_hostile_words_are_printed_as_words(house: Bureau) -> None:
    house.submits({"title": HOSTILE.replace("\x1b", ""), "who": HOSTILE, "story": HOSTILE.replace("\x1b", "")})
    given = Judgement("request changes", note=HOSTILE, requests=(("title", HOSTILE), ("", HOSTILE)))
    house.says("mia", "medical", given)
    house.submits({"title": "Calm", "who": "x", "story": "y"}, {"r1": HOSTILE, "r2": HOSTILE})
    written = packet_html(told(house)).html
    body = written[written.index("<body>") :]
    assert "<script" not in body
    assert "src=x" not in body.replace("&lt;img src=x&gt;", "")
    assert html.escape("<script>alert(1)</script>") in body
    assert "{{ 7*7 }}" in body
    assert not {"\u202e", "\x1b"} & set(body)


def test_everything_erased_leaves_a_packet_that_says_so(house: Bureau) -> None:
    verified(house)
    evidence = replace(evidence_of(house), disclosed=())
    page = told(house, evidence)
    decision = page.decisions[0]
    assert decision.person == "(erased)"
    assert decision.conditions[0].text == "(erased)"
    assert "(erased)" in packet_html(page).html


def test_an_erased_personal_answer_is_shown_as_erased(house: Bureau) -> None:
    second_round(house)
    evidence = evidence_of(house)
    kept = tuple(each for each in evidence.disclosed if each.value != "Nurse Ada")
    change = told(house, replace(evidence, disclosed=kept)).rounds[1].changes[-1]
    assert (change.label, change.old, change.new) == ("Who", "(erased)", "(erased)")


def test_a_no_of_the_verifier_stands_on_the_first_page(house: Bureau) -> None:
    approved(house)
    evidence = evidence_of(house)
    wrong: Any = {**evidence.why, max(evidence.why): {"state": "rejected"}}
    bad = replace(evidence, why=wrong)
    key = log_key(house.home, house.clock).public
    page = packet_page(packet_record(evidence, "UTC"), examine(bad.encode(), (key,)), "ab" * 32, key)
    assert [claim.text for claim in page.proves] == ["The record is intact", "The office’s own log key signed it"]
    assert any(claim.mark == "refused" and "*why* tree" in claim.detail for claim in page.limits)


def test_in_utc_the_zone_is_named_once(house: Bureau) -> None:
    under_review(house)
    record = packet_record(evidence_of(house), "UTC")
    assert record.clock(1_790_000_000_000) == "21 Sep 2026, 14:13:20 UTC"
    assert packet_record(evidence_of(house), "America/New_York").clock(1_790_000_000_000) == (
        "21 Sep 2026, 10:13:20 in New York (14:13 UTC)"
    )


def test_evidence_without_a_submission_has_no_packet(house: Bureau) -> None:
    under_review(house)
    evidence = evidence_of(house)
    for empty in (replace(evidence, subject="initiative/other"), replace(evidence, entries=())):
        with pytest.raises(ValueError, match="holds no submission"):
            packet_record(empty, "UTC")


def test_the_manifest_is_what_sha256sum_reads(house: Bureau) -> None:
    assert manifest(b"") == b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  evidence.json\n"
