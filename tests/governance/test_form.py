"""Submitted answers against the form, the digests of sections, and what checks find."""

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.formats.jcs import Json, encode
from governance.law.form import findings, labels, problems, section_digest
from governance.reading.document import read
from tests.governance.documents import PERSON, answers, bent, small

LAW = read(small())


def changed(**answer: Any) -> dict[str, Any]:
    """The faultless answers with others; `...` leaves one out."""
    return {name: value for name, value in (answers() | answer).items() if value is not ...}


def test_faultless_answers_have_no_problem() -> None:
    assert problems(LAW, answers()) == ()


def test_what_is_not_required_may_be_left_out() -> None:
    assert problems(LAW, changed(who=..., evidence=..., brands=..., pages=..., starts=..., payer=..., final=...)) == ()


FAULTS: list[tuple[str, Any, str, str]] = [
    ("title", ..., "not answered", ""),
    ("title", "   ", "not answered", ""),
    ("title", "x" * 81, "has 81 characters", ""),
    ("title", "two\nlines", "one line", ""),
    ("title", "bell\x07", "cannot be seen", ""),
    ("title", "\ud800", "cannot be seen", ""),
    ("title", "e\u0301", "NFC", ""),
    ("title", 7, "is text", ""),
    ("title", {"commit": "ab" * 32}, "is text", ""),
    ("who", "Dr Vogt", "must be a commitment", ""),
    ("who", {"commit": "AB" * 32}, "must be a commitment", ""),
    ("who", {"commit": "ab" * 32, "more": 1}, "must be a commitment", ""),
    ("audiences", ..., "not answered", ""),
    ("audiences", {"hcp": "main"}, "Patients: choose an answer", "patients"),
    ("audiences", {"hcp": "main", "patients": "mian"}, "no answer `mian`", "patients"),
    ("audiences", {"hcp": "main", "patients": "none", "payers": "none"}, "no row “payers”", "payers"),
    ("audiences", "main", "row by row", ""),
    ("evidence", [{"kind": "gossip", "shows": "x"}], "no option `gossip`", "1/kind"),
    ("evidence", [{"kind": "survey", "shows": "x"}, {"kind": "survey"}], "“Shows” is empty", "2/shows"),
    ("evidence", [{"kind": "survey", "shows": "x", "mood": "y"}], "no column “mood”", "1"),
    ("evidence", [{"kind": "survey", "shows": "x"}] * 201, "has 201 rows", ""),
    ("evidence", ["row"], "is no row", "1"),
    ("evidence", {"kind": "survey"}, "is a table", ""),
    ("promotional", True, "no option", ""),
    ("promotional", "maybe", "no option `maybe`", ""),
    ("hours", ..., "not answered", ""),
    ("brands", ["delta"], "no option `delta`", ""),
    ("brands", ["alpha", "alpha"], "twice", ""),
    ("brands", "alpha", "list of options", ""),
    ("brands", [], "empty answer", ""),
    ("budget", "900", "amount in EUR", ""),
    ("budget", "0900 EUR", "amount in EUR", ""),
    ("budget", "900 USD", "amount in EUR", ""),
    ("budget", "-5 EUR", "amount in EUR", ""),
    ("pages", "4", "whole number", ""),
    ("pages", True, "whole number", ""),
    ("pages", -1, "below 0", ""),
    ("pages", 101, "above 100", ""),
    ("starts", "2026-02-30", "is a date", ""),
    ("starts", "1.12.2026", "is a date", ""),
    ("payer", "Astrid", "is a person", ""),
    ("payer", PERSON.upper(), "is a person", ""),
    ("final", {"file": "0" * 64}, "is no file", ""),
    ("final", {"file": "0" * 64, "name": "../x.pdf", "size": 5, "type": "pdf"}, "name of the file", ""),
    ("final", {"file": "0" * 64, "name": "x.exe", "size": 5, "type": "exe"}, "does not take `exe`", ""),
    ("final", {"file": "0" * 64, "name": "x.pdf", "size": 0, "type": "pdf"}, "is empty", ""),
    ("final", {"file": "0" * 64, "name": "x.pdf", "size": 1_000_001, "type": "pdf"}, "the limit is 1000000", ""),
    ("titel", "x", "does not ask “titel”", ""),
]  # fmt: skip


@pytest.mark.parametrize(("field", "answer", "words", "place"), FAULTS)
def test_a_wrong_answer_is_told_with_its_cure(field: str, answer: Any, words: str, place: str) -> None:
    found = problems(LAW, changed(**{field: answer}))
    assert [(problem.field, problem.place) for problem in found] == [(field, place)]
    assert words.lower() in f"{found[0].what} {found[0].cure}".lower()
    assert found[0].cure


def test_all_wrong_answers_come_together_in_the_order_of_the_form() -> None:
    found = problems(LAW, changed(title=..., budget="many", pages=-1, nonsense=1))
    assert [problem.field for problem in found] == ["title", "budget", "pages", "nonsense"]


def test_a_question_is_only_asked_when_its_condition_holds() -> None:
    assert problems(LAW, changed(two_way="no", hours=...)) == ()
    (found,) = problems(LAW, changed(two_way="no"))
    assert (found.field, "not asked" in found.what) == ("hours", True)


KEYS = ["hcp", "kind", "file", "name", "size", "type", "commit"]
anything: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["main", "pdf", "survey"]),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(KEYS), part, max_size=4),
    max_leaves=6,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*answers(), "other"]), anything, max_size=6))
@settings(max_examples=200)
def test_answers_of_any_shape_are_judged_and_never_fail(given_answers: dict[str, Json]) -> None:
    for problem in problems(LAW, given_answers):
        assert problem.what
    findings(LAW, {name: value for name, value in given_answers.items() if name != "title"})


def test_a_section_is_known_by_its_definition_name_and_answers() -> None:
    said = answers()
    need = {name: said[name] for name in ("title", "who", "audiences", "evidence")}
    body: dict[str, Json] = {"definition": LAW.digest, "section": "need", "values": need}
    assert section_digest(LAW, "need", said) == sha256(b"clearway/section/v1\0" + encode(body)).hexdigest()
    assert section_digest(LAW, "need", changed(budget="5 EUR")) == section_digest(LAW, "need", said)
    assert section_digest(LAW, "claims", changed(budget="5 EUR")) != section_digest(LAW, "claims", said)
    assert section_digest(read(bent("/title", "Other")), "need", said) != section_digest(LAW, "need", said)


def test_labels_name_fields_and_rows() -> None:
    named = labels(LAW)
    assert (named["audiences"], named["audiences.patients"], named["tier"]) == (
        "Audiences",
        "Audiences: Patients",
        "Tier",
    )


def found_by(checks: list[Any], said: dict[str, Any], form: list[Any] | None = None) -> list[str]:
    document = small() | {"checks": checks}
    if form:
        document["form"][0]["fields"] += form
    del document["gates"][1]["checks"]
    return [finding.what for finding in findings(read(document), said)]


def test_a_finding_names_its_check_its_field_and_the_digest_of_what_it_read() -> None:
    said = changed(evidence=[{"kind": "survey", "shows": "x"}], audiences={"hcp": "affected", "patients": "none"})
    first, second = findings(LAW, said)
    assert (first.id, first.check, first.severity, first.concerns) == (
        "evidence-present.1",
        "evidence-present",
        "block",
        "evidence",
    )
    assert (second.id, second.severity, second.concerns) == ("audience-answered.1", "warn", "audiences")
    again = findings(LAW, said | {"budget": "5 EUR"})
    assert [f.inputs for f in again] == [first.inputs, second.inputs]
    moved = findings(LAW, said | {"evidence": [{"kind": "survey", "shows": "y"}]})
    assert (moved[0].inputs != first.inputs, moved[1].inputs == second.inputs) == (True, True)


def test_evidence_is_there_and_some_of_it_is_unstructured() -> None:
    check = [{"evidence-present": {"at_least": 2, "any_of": ["interview"], "unless": "why"}}]
    form = [{"name": "why", "kind": "text"}]
    survey = {"kind": "survey", "shows": "x"}
    assert found_by(check, changed(evidence=...), form)[0].startswith("There are 0 pieces")
    assert len(found_by(check, changed(evidence=[survey] * 2), form)) == 1
    assert found_by(check, changed(evidence=[survey] * 2, why="only numbers exist"), form) == []
    assert found_by(check, changed(evidence=[survey, {"kind": "interview", "shows": "x"}]), form) == []


def test_measures_are_complete_over_both_horizons() -> None:
    columns = ["measure", {"name": "horizon", "kind": "choice", "options": ["short", "long"], "required": "yes"}]
    form = [{"name": "measures", "kind": "table", "columns": columns}]
    row = {"measure": "calls", "horizon": "short"}
    assert found_by(["measures-complete"], changed(measures=[row]), form) == ["No measure has the horizon “long”."]
    assert found_by(["measures-complete"], changed(measures=[row, {"horizon": "long"}]), form) == [
        "Measure 2 lacks measure."
    ]
    assert found_by(["measures-complete"], changed(measures=[row, row | {"horizon": "long"}]), form) == []


MESSAGES = {"name": "key_messages", "kind": "table", "columns": [
    {"name": "message", "kind": "text"}, {"name": "reference", "kind": "line"},
    {"name": "specialty", "kind": "choice", "options": ["oncology", "nursing"]},
]}  # fmt: skip


def test_messages_are_as_long_as_works_best_for_their_specialty() -> None:
    check = [{"message-length": {"specialty": "oncology", "words": "2..3", "severity": "warn"}}]
    rows = [
        {"message": "one", "specialty": "oncology"},
        {"message": "one two three", "specialty": "oncology"},
        {"message": "one two three four five", "specialty": "oncology"},
        {"message": "one", "specialty": "nursing"},
    ]
    assert found_by(check, changed(key_messages=rows), [MESSAGES]) == [
        "Message 1 has 1 word; 2 to 3 work best for oncology.",
        "Message 3 has 5 words; 2 to 3 work best for oncology.",
    ]
    assert len(found_by([{"message-length": {"words": "2..3"}}], changed(key_messages=rows), [MESSAGES])) == 3


def test_every_claim_has_a_reference() -> None:
    rows = [{"message": "a", "reference": "trial, table 2"}, {"message": "b"}]
    assert found_by(["reference-per-claim"], changed(key_messages=rows), [MESSAGES]) == [
        "Message 2 names no reference."
    ]


def test_audiences_are_all_answered_and_one_is_the_main_one() -> None:
    check = [{"audience-answered": {"main": "main"}}]
    assert found_by(check, changed(audiences={"hcp": "main"})) == ["How this affects “patients” is not answered."]
    assert found_by(check, changed(audiences={"hcp": "none", "patients": "none"})) == ["No audience is the main one."]
    assert found_by(check, answers()) == []


def test_a_tactic_without_objective_or_message_is_an_orphan() -> None:
    plan = {"name": "contact_plan", "kind": "table", "columns": [{"name": "message_number", "kind": "number"}]}
    form = [{"name": "objective", "kind": "line"}, MESSAGES, plan]
    rows = [{"message_number": 1}, {"message_number": 2}]
    said = changed(key_messages=[{"message": "a"}], contact_plan=rows)
    assert found_by(["orphan-tactic"], said, form) == [
        "Objective → need: no objective stands above this initiative.",
        "Content → tactic: contact 2 carries key message 2; there are 1.",
    ]
    assert found_by(["orphan-tactic"], said | {"objective": "x", "contact_plan": rows[:1]}, form) == []


def test_at_least_two_functions_own_the_work() -> None:
    form = [
        {"name": "roles", "kind": "matrix", "rows": ["medical", "commercial", "legal"], "columns": ["owns", "helps"]}
    ]
    check = [{"shared-ownership": {"in": "roles", "as": "owns", "at_least": 2, "needs": ["medical"]}}]
    alone = {"medical": "helps", "commercial": "owns", "legal": "helps"}
    assert len(found_by(check, changed(roles=alone), form)) == 2
    assert found_by(check, changed(roles=alone | {"medical": "owns"}), form) == []


def test_contacts_outside_the_preferred_channel_have_a_limit() -> None:
    plan = {
        "name": "contact_plan",
        "kind": "table",
        "columns": [{"name": n, "kind": "number"} for n in ("planned", "outside")],
    }
    check = [{"preferred-channel": {"limit": 40}}]
    rows = [{"planned": 2000, "outside": 1488}, {"planned": 400, "outside": 0}]
    (what,) = found_by(check, changed(contact_plan=rows), [plan])
    assert what == "62 % of the contacts are planned outside the preferred channel; the limit is 40 %."
    assert found_by(check, changed(contact_plan=[{"planned": 10, "outside": 4}]), [plan]) == []
    assert found_by(check, changed(contact_plan=...), [plan]) == []


def test_a_draft_that_cannot_be_ledgered_has_problems_and_no_findings() -> None:
    said = changed(evidence=[{"kind": "survey", "shows": "\ud800"}])
    assert [finding.check for finding in findings(LAW, said)] == []
    assert [problem.field for problem in problems(LAW, said)] == ["evidence"]
