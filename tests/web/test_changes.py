"""What changed for one reviewer: rows aligned, requests beside answers, and nothing flagged that was asked for."""

from dataclasses import replace

from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.record.commands import Signature
from governance.record.events import Submitted
from governance.record.state import Initiative, Request, Vote
from tests.web.review_office import ReviewOffice
from web.parts.answers import Reader
from web.parts.redlined import redlined, word_count
from web.rows.changes import Reading, reading_for
from web.rows.records import Happened

READER = Reader(str, {})
ROW: dict[str, Json] = {
    "message": "Start before discharge",
    "value": "Knows when",
    "data": "2,402 patients",
    "reference": "Table 3",
}
OTHER: dict[str, Json] = {
    "message": "Check potassium first",
    "value": "Knows what",
    "data": "12 of 90 had more",
    "reference": "Table 5",
}


def reading(
    law: Definition, before: dict[str, Json], after: dict[str, Json], *requests: Request, votes: bool = True
) -> Reading:
    signature = Signature("", "", "", "password+totp")
    vote = Vote("me", "", "request changes", "", 1, 0, signature)
    state = Initiative(round=2, answers=after, requests=requests)
    state = replace(state, votes={"medical": (vote,)} if votes else {})
    entries = [
        Happened(n, "initiative/x", "owner", n, (Submitted("", answers, {}, {}, "", "", "", n, "", {}),))
        for n, answers in enumerate((before, after), 1)
    ]
    return reading_for(law, state, entries, law.gate_by_name["medical"], "me")


def asked(concerns: str, gate: str = "medical") -> Request:
    return Request("r1", gate, "me", 1, concerns, "t")


def test_a_changed_answer_nobody_asked_for_is_flagged(founded_office: ReviewOffice) -> None:
    found = reading(founded_office.law, {"story": "a"}, {"story": "b"})
    assert [(one.field.name, one.asked) for one in found.mine] == [("story", False)]
    assert found.unrequested == 1


def test_a_request_for_the_whole_gate_covers_its_sections_only(founded_office: ReviewOffice) -> None:
    both = reading(founded_office.law, {"story": "a", "rights": "x"}, {"story": "b", "rights": "y"}, asked(""))
    assert [(one.field.name, one.asked) for one in both.mine] == [("story", True)]
    assert [(one.field.name, one.asked) for one in both.others] == [("rights", False)]


def test_a_request_of_another_gate_covers_the_answer_it_names(founded_office: ReviewOffice) -> None:
    found = reading(founded_office.law, {"story": "a"}, {"story": "b"}, asked("story", "legal"))
    assert found.unrequested == 0


def test_a_request_without_a_change_is_shown_and_not_flagged_as_unrequested(founded_office: ReviewOffice) -> None:
    found = reading(founded_office.law, {"story": "a"}, {"story": "a"}, asked("story"))
    assert [(one.changed, one.asked) for one in found.mine] == [(False, True)]


def test_whoever_signed_nothing_compares_with_nothing(founded_office: ReviewOffice) -> None:
    found = reading(founded_office.law, {"story": "a"}, {"story": "b"}, votes=False)
    assert (found.since, found.unrequested, found.others) == (0, 0, ())


def test_an_answer_taken_back_counts_as_changed(founded_office: ReviewOffice) -> None:
    found = reading(founded_office.law, {"story": "a", "study_context": "b"}, {"story": "a"})
    assert [(one.field.name, one.before, one.after) for one in found.mine] == [("study_context", "b", None)]


def kinds(office: ReviewOffice, before: list[dict[str, Json]], after: list[dict[str, Json]]) -> list[str]:
    field = office.law.field_by_name["key_messages"]
    return [row.kind for row in redlined(field, [*before], [*after], READER).rows]


def test_rows_are_held_against_the_row_most_like_them(founded_office: ReviewOffice) -> None:
    changed = ROW | {"message": "Start right before discharge"}
    assert kinds(founded_office, [ROW, OTHER], [changed, OTHER]) == ["changed", "same"]
    assert kinds(founded_office, [ROW], [OTHER, ROW]) == ["added", "same"]
    assert kinds(founded_office, [ROW, OTHER], [OTHER]) == ["removed", "same"]
    assert kinds(founded_office, [ROW, OTHER], [changed]) == ["changed", "removed"]
    assert kinds(founded_office, [ROW], [OTHER]) == ["added", "removed"]
    assert kinds(founded_office, [], [ROW]) == ["added"]


def test_only_the_words_of_a_changed_row_are_counted(founded_office: ReviewOffice) -> None:
    field = founded_office.law.field_by_name["key_messages"]
    shown = redlined(field, [ROW, OTHER], [ROW | {"value": "Knows exactly when"}, OTHER], READER)
    assert word_count(shown) == 10  # start before discharge, knows exactly when, 2,402 patients, table 3


def test_a_matrix_is_compared_row_by_row(founded_office: ReviewOffice) -> None:
    field = founded_office.law.field_by_name["audiences"]
    before: dict[str, Json] = {"hcp": "main", "patients": "not_affected"}
    shown = redlined(field, before, {**before, "patients": "affected"}, READER)
    assert [row.kind for row in shown.rows][:2] == ["same", "changed"]
