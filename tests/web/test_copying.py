"""Beginning anew from a submitted record: what comes along, what does not, and withdrawing without losing the work."""

from dataclasses import replace

import pytest

from coe import drafts as kept
from coe.database import reading, writing
from coe.drafts import Draft
from governance.formats.jcs import Json
from tests.web.browsing import Browser
from tests.web.owner_desk import drafts
from tests.web.owner_house import OwnerHouse
from tests.web.review_office import DAY
from tests.web.test_initiative import in_rework
from web.owner.copied import CHANGED, GONE, Source, copied

FILE: Json = {"file": "ab" * 32, "name": "leaflet.pdf", "size": 9, "type": "pdf"}


@pytest.fixture
def owner(house: OwnerHouse) -> Browser:
    return house.browser("astrid")


def begun(house: OwnerHouse, owner: Browser, number: str) -> Draft:
    """The draft of a copy made by the page."""
    owner.open(f"/initiatives/{number}/copy")
    answer = owner.post(f"/initiatives/{number}/copy")
    assert answer.status_code == 302, answer.text
    found = draft_at(house, str(answer.location).rpartition("/")[2])
    assert found is not None
    return found


def draft_at(house: OwnerHouse, id_: str) -> Draft | None:
    with reading(house.office.engine) as connection:
        return kept.find(connection, id_)


def test_a_copy_has_the_answers_and_the_record_keeps_its_own(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit("Cardiolex by mail", need_source="Dr Helene Vogt, Kassel")
    assert f'href="/initiatives/{number}/copy"' in owner.open(f"/initiatives/{number}").text
    before = house.office.state(number)
    draft = begun(house, owner, number)
    page = owner.follow()
    page = owner.follow()
    assert f"Begun from {number}" in page.text
    assert "Cardiolex by mail" in page.text
    assert draft.answers["key_messages"] == before.answers["key_messages"]
    assert draft.owner == house.office.ids["astrid"]
    assert house.office.state(number) == before


def test_a_personal_answer_does_not_come_along_and_the_page_says_so(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit(need_source="Dr Helene Vogt, Kassel")
    assert "it can be erased here alone" in owner.open(f"/initiatives/{number}/copy").text
    assert "need_source" not in begun(house, owner, number).answers


def test_a_day_that_was_planned_and_has_come_is_asked_again_and_a_day_of_the_past_stays(
    house: OwnerHouse, owner: Browser
) -> None:
    number = house.office.submit()
    house.office.clock.advance(90 * DAY)  # the middle of February: begun in January, still running
    owner = house.browser("astrid")
    assert "The day has come since" in owner.open(f"/initiatives/{number}/copy").text
    draft = begun(house, owner, number)
    assert "starts" not in draft.answers
    plan = draft.answers["contact_plan"]
    assert isinstance(plan, list)
    assert isinstance(plan[0], dict)
    assert "from" not in plan[0]
    assert plan[0]["until"] == "2027-02-26"
    assert draft.answers["plan_agreed"] == "2026-11-13"
    assert draft.answers["evidence"] == house.office.state(number).answers["evidence"]


def test_who_wrote_a_section_cannot_decide_on_their_words_in_the_copy(house: OwnerHouse) -> None:
    number = house.office.submit()
    sofia = house.browser("sofia")
    draft = begun(house, sofia, number)
    assert draft.owner == house.office.ids["sofia"]
    assert set(draft.edits) >= {"need", "content"}
    assert all(people == (house.office.ids["astrid"],) for people in draft.edits.values())


def test_the_button_pressed_again_begins_no_second_draft(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    page = owner.open(f"/initiatives/{number}/copy")
    for _ in range(2):
        owner.page = page
        assert owner.post(f"/initiatives/{number}/copy").status_code == 302
    assert drafts(house) == 1


def test_a_copy_never_writes_over_a_draft_or_a_record_that_has_its_id(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    taken = house.office.streams[number].partition("/")[2]
    owner.open(f"/initiatives/{number}/copy")
    owner.post(f"/initiatives/{number}/copy", {"draft": taken})
    assert draft_at(house, taken) is None
    other = Draft(house.office.clock.new_id(), house.office.ids["ben"], "cx-initiative", 1, 1, {"title": "Ben’s"})
    with writing(house.office.engine) as connection:
        kept.save(connection, other)
    owner.open(f"/initiatives/{number}/copy")
    owner.post(f"/initiatives/{number}/copy", {"draft": other.id})
    assert draft_at(house, other.id) == other
    assert owner.follow().status_code == 404
    owner.open(f"/initiatives/{number}/copy")
    assert owner.post(f"/initiatives/{number}/copy", {"draft": "../x"}).status_code == 400


def test_whoever_may_not_read_it_may_not_copy_it(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    form = owner.open(f"/initiatives/{number}/copy")
    ben = house.browser("ben")
    assert ben.open(f"/initiatives/{number}/copy").status_code == 404
    ben.page = form
    assert ben.post(f"/initiatives/{number}/copy", {"csrf_token": token_of(ben)}).status_code == 403
    assert drafts(house) == 0


def token_of(browser: Browser) -> str:
    page = browser.page
    browser.open("/initiatives")
    token = dict(browser.sheet("/sign-out").values)["csrf_token"]
    browser.page = page
    return token


def test_a_question_that_is_gone_or_asked_otherwise_is_named(house: OwnerHouse) -> None:
    law = house.office.law
    changed = replace(
        law,
        sections=tuple(
            replace(
                section,
                fields=tuple(
                    replace(f, kind="line") if f.name == "story" else f for f in section.fields if f.name != "launch"
                ),
            )
            for section in law.sections
        ),
    )
    answers: dict[str, Json] = {"title": "A", "story": "B", "launch": "no", "final_file": FILE}
    found = copied(changed, Source(law, answers, {}, "2026-11-16", "2026-11-17"))
    assert dict(found.answers) == {"title": "A", "final_file": FILE}
    assert [why for _, why in found.left] == [CHANGED, GONE]
    assert [name.rpartition(" ")[2] for name in found.files] == ["leaflet.pdf"]


def test_withdrawing_keeps_the_answers_as_a_draft_to_go_on_from(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit("Cardiolex by mail")
    page = owner.open(f"/initiatives/{number}")
    for _ in range(2):
        owner.page = page
        owner.post(f"/initiatives/{number}/withdraw", {"withdraw-text": "Not this year."})
    assert "Its answers are a new draft in your list." in owner.follow().text
    assert house.office.state(number).status == "withdrawn"
    assert drafts(house) == 1
    assert "Yours: check and submit" in owner.open("/initiatives").text


def test_withdrawing_during_rework_keeps_what_was_written_since(house: OwnerHouse, owner: Browser) -> None:
    number, path = in_rework(house)
    owner.open(f"{path}/need")
    owner.post(f"{path}/need", {"q-title": "Written since", "go": "close"})
    owner.open(f"/initiatives/{number}")
    owner.post(f"/initiatives/{number}/withdraw", {"withdraw-text": "Not this year."})
    assert draft_at(house, path.rpartition("/")[2]) is None
    assert drafts(house) == 1
    listed = owner.open("/initiatives").text
    assert "Written since" in listed
    assert listed.count("/drafts/") == 1


def test_withdrawing_without_keeping_leaves_no_draft(house: OwnerHouse, owner: Browser) -> None:
    number, path = in_rework(house)
    owner.open(f"{path}/need")
    owner.post(f"{path}/need", {"q-title": "Written since", "go": "close"})
    owner.open(f"/initiatives/{number}")
    owner.post(f"/initiatives/{number}/withdraw", {"withdraw-text": "Never.", "keep": None})
    assert drafts(house) == 0


def test_a_withdrawal_the_law_refuses_leaves_the_draft_as_it_was(house: OwnerHouse, owner: Browser) -> None:
    number, path = in_rework(house)
    owner.open(f"{path}/need")
    owner.post(f"{path}/need", {"q-title": "Written since", "go": "close"})
    form = owner.open(f"/initiatives/{number}")
    sofia = house.browser("sofia")
    sofia.page = form
    changes = {"withdraw-text": "Mine now.", "csrf_token": token_of(sofia)}
    assert sofia.post(f"/initiatives/{number}/withdraw", changes).status_code == 403
    found = draft_at(house, path.rpartition("/")[2])
    assert found is not None
    assert found.answers["title"] == "Written since"


def test_an_owner_who_needs_a_hold_is_told_whose_it_is_and_whom_to_ask(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    page = owner.open(f"/initiatives/{number}").text
    assert "it is the office’s to declare" in page
    assert f"mailto:karin@example.org?subject=Please%20hold%20{number}" in page
    assert "Ask for a hold" not in house.browser("sofia").open(f"/initiatives/{number}").text
