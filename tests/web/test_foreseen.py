"""What would be refused is said before it is handed in, at its field; a version is read before it goes in again."""

import re

from sqlalchemy import update

from coe.tables import initiative
from tests.web.browsing import Browser
from tests.web.leaflet_house import LEAFLET, Leaflets, leaflets
from tests.web.owner_house import OwnerHouse
from tests.web.review_pages import Pages
from tests.web.test_initiative import in_rework

NOBODYS = "LEA-2026-9999"


def forget(house: OwnerHouse, number: str) -> None:
    """The record is not found any more: what was foreseen a moment ago does not hold."""
    with house.office.engine.begin() as connection:
        gone = update(initiative).where(initiative.c.number == number).values(number="LEA-2025-0001")
        connection.execute(gone)


def begun(house: OwnerHouse, names: str) -> tuple[Leaflets, Browser, str]:
    """A complete draft of a leaflet that says to replace this record."""
    made, owner = leaflets(Pages(house.office, house.app)), house.browser("astrid")
    owner.open("/initiatives/new?workflow=leaflet")
    path = owner.follow().request.path.rpartition("/")[0]
    about = {"q-title": "Leaflet on dizziness", "q-market": "de", "q-replaces": names, "go": "close"}
    owner.post(f"{path}/about?workflow=leaflet", about)
    owner.open(f"{path}/words")
    owner.post(f"{path}/words", {"q-message": "Ring us.", "go": "close"})
    return made, owner, path


def test_a_number_no_record_has_is_said_at_its_field_and_leads_there_from_the_last_page(house: OwnerHouse) -> None:
    _, owner, path = begun(house, NOBODYS)
    check = owner.open(f"{path}/check").text
    assert "Not ready to submit" in check
    assert "Ready to submit" not in check
    assert '<form class="act submit-box"' not in check
    assert f'href="{path}/about?missing=1#q-replaces"' in check
    about = owner.open(f"{path}/about?missing=1").text
    assert re.search(r'id="q-replaces-error">.*?no other record has that number', about, re.DOTALL)


def test_what_is_refused_only_when_handed_in_leads_to_its_field_and_keeps_the_draft(house: OwnerHouse) -> None:
    made, owner, path = begun(house, "")
    made.submit()
    owner.open(f"{path}/about")
    owner.post(f"{path}/about", {"q-replaces": "LEA-2026-0001", "go": "close"})
    owner.open(f"{path}/check")
    forget(house, "LEA-2026-0001")
    answer = owner.post(f"{path}/check")
    assert answer.status_code == 422
    assert "Nothing was handed in" in answer.text
    assert f'{path}/about?missing=1#q-replaces"' in answer.text
    assert owner.open(f"{path}/about").status_code == 200


def test_what_only_the_law_knows_is_said_before_it_is_handed_in(house: OwnerHouse) -> None:
    made, owner, path = begun(house, "")
    assert "Not ready to submit" not in owner.open(f"{path}/check").text
    made.publish(LEAFLET.read_text("utf-8").replace("panel: {role", "when: {market: fr}\n    panel: {role"))
    check = owner.open(f"{path}/check").text
    assert "No gate applies to these answers" in check
    assert '<form class="act submit-box"' not in check


def test_before_handing_in_again_the_page_shows_what_changed_and_every_reply(house: OwnerHouse) -> None:
    _, path = in_rework(house)
    owner = house.browser("astrid")
    assert "The request of Medical has no reply" in owner.open(f"{path}/check").text
    assert f'href="{path}/content#reply-r1"' in owner.open(f"{path}/check").text
    owner.open(f"{path}/content")
    owner.post(f"{path}/content", {"reply-r1": "It is 12 %.", "q-story": "First the patient.", "go": "close"})
    owner.open(f"{path}/need")
    owner.post(f"{path}/need", {"reply-r2": "Now from the label.", "go": "close"})
    page = owner.open(f"{path}/check").text
    changes = page[page.index("What this version changes") : page.index('class="check-sections"')]
    assert "1 of 4" in changes
    for said in ("First the patient.", "“Give the effect size.”", "Your reply: “It is 12 %.”", "Your reply: “Now from"):
        assert said in changes, said
    assert "Asked for, and not changed" in changes


def test_a_first_version_has_nothing_to_compare(house: OwnerHouse) -> None:
    _, owner, path = begun(house, "")
    page = owner.open(f"{path}/check").text
    assert "What this version changes" not in page
    assert "Not ready to submit" not in page


def test_where_one_begins_each_kind_says_what_it_is_for_who_decides_at_most_and_in_what_time(house: OwnerHouse) -> None:
    made = leaflets(Pages(house.office, house.app))
    said = "record: leaflet\npurpose: To give patients a leaflet."
    made.publish(LEAFLET.read_text("utf-8").replace("record: leaflet", said))
    page = house.browser("astrid").open("/initiatives/new").text
    part = re.sub(r"\s+", " ", page[page.index("Patient leaflet") :])
    assert "To give patients a leaflet." in part
    assert "<dd>Medical and Legal</dd>" in part, "the board only confirms"
    assert "<dd>40 hours, if everybody takes all the time promised</dd>" in part, "they decide side by side"
    initiative = page[page.index("Customer-experience initiative") :]
    assert "24 to 128 hours, if everybody takes all the time promised" in initiative
    assert "worked example" not in part
    assert "3 worked examples" in initiative


def test_where_one_begins_the_cases_of_the_policy_are_told_as_the_engine_judges_them(house: OwnerHouse) -> None:
    made = leaflets(Pages(house.office, house.app))
    answers = "{title: Dizziness, market: de, message: Ring us.}"
    case = f"examples: [{{example: A leaflet on <dizziness>, answers: {answers}, gates: [medical, legal]}}]"
    made.publish(f"{LEAFLET.read_text('utf-8')}\n{case}\n")
    page = house.browser("astrid").open("/initiatives/new").text
    part = re.sub(r"\s+", " ", page[page.index("Patient leaflet") :])
    assert "1 worked example" in part
    assert "A leaflet on &lt;dizziness&gt;" in part
    assert "</span> Medical and Legal</p>" in part
