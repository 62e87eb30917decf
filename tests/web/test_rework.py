"""Rework as the owner sees it: each request above its answer, and what a submission now would open again."""

import pytest

from tests.web.browsing import Browser
from tests.web.owner_house import OwnerHouse
from tests.web.test_initiative import in_rework


@pytest.fixture
def owner(house: OwnerHouse) -> Browser:
    return house.browser("astrid")


def save(owner: Browser, at: str, **typed: str) -> str:
    owner.open(at)
    owner.post(at, {**{f"q-{name}": said for name, said in typed.items()}, "go": "close"})
    return owner.open(at).text


def test_a_request_stands_directly_above_the_answer_it_concerns(house: OwnerHouse, owner: Browser) -> None:
    _, path = in_rework(house)
    page = owner.open(f"{path}/content").text
    request, answer = page.index("“Give the effect size.”"), page.index('id="q-key_messages"')
    assert request < page.index('id="reply-r1"') < answer
    assert page.count("<fieldset", request, answer) == 1
    assert "Dr Sofia Brandt asked" in page


def test_how_many_requests_are_answered_is_told_in_the_list_of_sections(house: OwnerHouse, owner: Browser) -> None:
    _, path = in_rework(house)
    assert "0 of 2 requests answered" in owner.open(f"{path}/content").text
    owner.post(f"{path}/content", {"reply-r1": "Done.", "go": "close"})
    assert "1 of 2 requests answered" in owner.open(f"{path}/need").text


def test_with_nothing_changed_every_other_decision_stands(house: OwnerHouse, owner: Browser) -> None:
    _, path = in_rework(house)
    page = owner.open(f"{path}/content").text
    assert "2 decisions stand" in page
    assert "It asked for changes." in page
    assert "Nobody asked for this" not in page


def test_a_change_nobody_asked_for_says_who_reads_again_because_of_it(house: OwnerHouse, owner: Browser) -> None:
    number, path = in_rework(house)
    section = house.office.law.section_of_field["rights"]
    page = save(owner, f"{path}/{section}", rights="Ours since today.")
    said = "Changed since version 1. Nobody asked for this; Legal reads it again because of it."
    assert said in page
    assert "1 decision stands" in page
    check = owner.open(f"{path}/check").text
    assert "Legal reads it again because of it." in check
    # What the page foretold is what the law does.
    owner.open(f"{path}/content")
    owner.post(f"{path}/content", {"reply-r1": "Done.", "reply-r2": "Done.", "go": "close"})
    owner.open(f"{path}/check")
    assert owner.post(f"{path}/check").status_code == 302
    marks = house.office.state(number).marks
    assert {gate: marks[gate].state for gate in ("medical", "legal", "regulatory")} == {
        "medical": "open", "legal": "open", "regulatory": "passed",
    }  # fmt: skip


def test_a_change_that_was_asked_for_is_no_warning(house: OwnerHouse, owner: Browser) -> None:
    _, path = in_rework(house)
    page = save(owner, f"{path}/content", story="First the patient, then the pill.")
    assert "Changed since version 1, as was asked." in page
    assert "Nobody asked for this" not in page


def test_a_change_put_back_is_no_change(house: OwnerHouse, owner: Browser) -> None:
    number, path = in_rework(house)
    section = house.office.law.section_of_field["rights"]
    was = str(house.office.state(number).answers["rights"])
    assert "Nobody asked" in save(owner, f"{path}/{section}", rights="Ours since today.")
    assert "Nobody asked" not in save(owner, f"{path}/{section}", rights=was)


def test_a_personal_answer_that_did_not_change_is_not_flagged(house: OwnerHouse, owner: Browser) -> None:
    _, path = in_rework(house)
    page = save(owner, f"{path}/need", need_source="Dr Helene Vogt, Kassel")
    assert "Changed since" not in page
    assert "Changed since version 1" in save(owner, f"{path}/need", need_source="Somebody else")


def test_a_first_version_has_nothing_to_foretell(house: OwnerHouse, owner: Browser) -> None:
    owner.open("/initiatives/new")
    page = owner.follow().text
    assert "stand</summary>" not in page
    assert "Changed since" not in page
