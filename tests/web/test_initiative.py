"""The owner's pages of a submitted initiative: where it stands, rework, conditions, withdrawing, releasing."""

import re

import pytest
from sqlalchemy import event

from tests.web.browsing import Browser
from tests.web.owner_house import OwnerHouse

APPROVERS = (("jonas", "legal"), ("lucia", "regulatory"), ("sofia", "medical"))
CONDITION = (("Add the material code before release.", "2026-11-27"),)


@pytest.fixture
def owner(house: OwnerHouse) -> Browser:
    return house.browser("astrid")


def in_rework(house: OwnerHouse) -> tuple[str, str]:
    """Medical asks for two changes, the others approve; the number and the path of the draft."""
    number = house.office.submit(need_source="Dr Helene Vogt, Kassel")
    house.office.decide(number, "jonas", "legal")
    house.office.decide(number, "lucia", "regulatory")
    asked = (("key_messages", "Give the effect size."), ("", "State rates from the label."))
    house.office.decide(number, "sofia", "medical", "request changes", requests=asked)
    return number, f"/drafts/{house.office.streams[number].partition('/')[2]}"


def approved(house: OwnerHouse, **given: object) -> str:
    number = house.office.submit()
    for who, gate in APPROVERS[:-1]:
        house.office.decide(number, who, gate)
    outcome = "approve with conditions" if given else "approve"
    house.office.decide(number, "sofia", "medical", outcome, **given)  # type: ignore[arg-type]
    return number


def test_the_page_says_where_it_stands_why_not_yet_and_who_is_next(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    house.office.decide(number, "jonas", "legal")
    page = owner.open(f"/initiatives/{number}").text
    assert "Medical is open" in page
    assert "Legal has passed" in page
    assert "Jonas Meier approved" in page
    assert "decides for Regulatory" in page
    assert "Dr Sofia Brandt" in page
    assert '<svg class="way' in page or "<svg" in page


def test_whoever_neither_owns_nor_reviews_may_not_read_it(house: OwnerHouse) -> None:
    number = house.office.submit()
    assert house.browser("ben").open(f"/initiatives/{number}").status_code == 404
    assert house.browser("aude").open(f"/initiatives/{number}").status_code == 200


def test_rework_asks_for_each_reply_beside_the_answer_it_concerns(house: OwnerHouse, owner: Browser) -> None:
    number, path = in_rework(house)
    page = owner.open(f"/initiatives/{number}").text
    assert page.count(f'href="{path}/content#reply-r1"') == 2, "beside the request, and the one thing to do next"
    content = owner.open(f"{path}/content").text
    assert content.index('id="q-story"') < content.index('name="reply-r1"') < content.index('id="q-key_messages"')
    assert "Dr Sofia Brandt asked: “Give the effect size.”" in content
    assert 'name="reply-r2"' in owner.open(f"{path}/need").text


def test_rework_cannot_be_submitted_before_every_request_has_its_reply(house: OwnerHouse, owner: Browser) -> None:
    _, path = in_rework(house)
    owner.open(f"{path}/content")
    owner.post(f"{path}/content", {"reply-r1": "Done in message 2.", "go": "close"})
    page = owner.open(f"{path}/check").text
    assert "The request of Medical has no reply" in page
    assert '<form class="act submit-box"' not in page


def test_rework_is_answered_and_submitted_as_the_next_version(house: OwnerHouse, owner: Browser) -> None:
    number, path = in_rework(house)
    owner.open(f"{path}/content")
    changes: dict[str, str | list[str] | None] = {
        "q-story": "Another story altogether.",
        "reply-r1": "Done in message 2.",
        "go": "close",
    }
    owner.post(f"{path}/content", changes)
    owner.open(f"{path}/need")
    owner.post(f"{path}/need", {"reply-r2": "Rates added.", "go": "close"})
    check = owner.open(f"{path}/check").text
    assert "submit version 2 for review" in check
    owner.post(f"{path}/check")
    page = owner.follow().text
    assert "Done in message 2." in page
    assert "Rates added." in page
    state = house.office.state(number)
    assert (state.status, state.round) == ("in review", 2)
    assert state.answers["story"] == "Another story altogether."


def test_rework_keeps_the_commitment_of_a_personal_answer_that_did_not_change(house: OwnerHouse) -> None:
    office = house.office
    browser = house.browser("astrid")
    browser.open("/initiatives")
    number, path = in_rework(house)
    before = office.state(number).sections
    assert "Dr Helene Vogt, Kassel" in browser.open(f"{path}/need").text
    browser.open(f"{path}/content")
    browser.post(f"{path}/content", {"reply-r1": "Done.", "go": "close"})
    browser.open(f"{path}/need")
    browser.post(f"{path}/need", {"reply-r2": "Done.", "go": "close"})
    browser.open(f"{path}/check")
    browser.post(f"{path}/check")
    assert office.state(number).sections == before


def test_answers_under_review_are_frozen(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    path = f"/drafts/{house.office.streams[number].partition('/')[2]}"
    answer = owner.open(f"{path}/need")
    assert answer.status_code == 409
    assert "what reviewers read is frozen" in answer.text


def test_withdrawing_needs_a_reason_and_shows_what_is_missing(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    owner.open(f"/initiatives/{number}")
    refused = owner.post(f"/initiatives/{number}/withdraw", {"withdraw-text": " "})
    assert refused.status_code == 422
    assert 'href="#withdraw-text">Write one sentence' in refused.text
    assert house.office.state(number).status == "in review"
    owner.post(f"/initiatives/{number}/withdraw", {"withdraw-text": "The budget went elsewhere."})
    page = owner.follow().text
    assert "The budget went elsewhere." in page
    assert house.office.state(number).status == "withdrawn"


def test_withdrawing_twice_with_one_form_withdraws_once(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    page = owner.open(f"/initiatives/{number}")
    for _ in range(2):
        owner.page = page
        assert owner.post(f"/initiatives/{number}/withdraw", {"withdraw-text": "No budget."}).status_code == 302


def test_only_the_owner_is_offered_to_withdraw_and_nobody_else_can(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    sofia = house.browser("sofia")
    assert "/withdraw" not in sofia.open(f"/initiatives/{number}").text
    form = owner.open(f"/initiatives/{number}")
    sofia.page = form
    token = sofia.open("/initiatives").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', token)
    assert found
    sofia.page = form
    changes: dict[str, str | list[str] | None] = {"withdraw-text": "Mine now.", "csrf_token": found[1]}
    answer = sofia.post(f"/initiatives/{number}/withdraw", changes)
    assert answer.status_code == 403
    assert "The denial was recorded." in answer.text
    assert house.office.state(number).status == "in review"


def test_the_owner_says_how_a_condition_was_met(house: OwnerHouse, owner: Browser) -> None:
    number = approved(house, conditions=CONDITION)
    assert "Yours: 1 condition to meet" in owner.open("/initiatives").text
    assert "Release it" not in owner.open(f"/initiatives/{number}").text
    owner.post(f"/initiatives/{number}/conditions/c1/met", {"c1-text": "Code INI-7 is printed on page 1."})
    page = owner.follow().text
    assert "Code INI-7 is printed on page 1." in page
    assert "Met, to be verified" in page


def test_an_approved_initiative_without_conditions_is_released_after_one_more_look(
    house: OwnerHouse, owner: Browser
) -> None:
    number = approved(house)
    assert "Yours: release it" in owner.open("/initiatives").text
    assert f'href="/initiatives/{number}/release"' in owner.open(f"/initiatives/{number}").text
    owner.open(f"/initiatives/{number}/release")
    assert house.office.state(number).status == "approved"
    owner.post(f"/initiatives/{number}/release")
    assert f"{number} is released." in owner.follow().text
    assert house.office.state(number).status == "released"


def test_the_list_takes_as_many_statements_for_five_as_for_one(house: OwnerHouse, owner: Browser) -> None:
    counted: list[str] = []
    event.listen(house.office.engine, "before_cursor_execute", lambda *given: counted.append(str(given[2])))
    house.office.submit("One")
    owner.open("/initiatives")  # the definition is read once in the life of the app
    counted.clear()
    owner.open("/initiatives")
    one = len(counted)
    for number in range(4):
        house.office.submit(f"Another {number}")
    counted.clear()
    owner.open("/initiatives")
    assert len(counted) == one


def test_an_owner_is_spoken_to_on_their_own_page_and_spoken_of_on_that_of_others(house: OwnerHouse) -> None:
    number = house.office.submit()
    for who, gate in (("sofia", "medical"), ("jonas", "legal"), ("lucia", "regulatory")):
        house.office.decide(number, who, gate)
    own, other = (house.browser(who).open(f"/initiatives/{number}").text for who in ("astrid", "sofia"))
    assert "It comes into use when you release it." in own
    assert own.count("Astrid Lindqvist (you)") == 2, "as owner, and as whose turn it is"
    assert "when its owner releases it" in other
    assert "(you)" not in other
