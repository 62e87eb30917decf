"""Two versions of a record compared on a page whose address says which."""

import pytest

from tests.web.browsing import Browser
from tests.web.owner_house import OwnerHouse
from tests.web.statements import statements
from tests.web.test_initiative import in_rework

STORY = "First the patient, then the pill."


@pytest.fixture
def owner(house: OwnerHouse) -> Browser:
    return house.browser("astrid")


def second(house: OwnerHouse) -> str:
    """Version 2: the story was asked for (all that medical reads), the rights were not; r1 was not followed."""
    number, _ = in_rework(house)
    house.office.resubmit(number, {"r1": "The size stands in table 3.", "r2": "Done."}, story=STORY, rights="Ours now.")
    return number


def test_each_change_stands_in_its_section_with_what_was_asked(house: OwnerHouse, owner: Browser) -> None:
    number = second(house)
    page = owner.open(f"/initiatives/{number}/versions?from=1&to=2").text
    assert "answers changed, in 2 sections; nobody asked for 1 of them." in page
    assert page.count("Nobody asked for this") == 1
    assert "Asked for, and not changed" in page
    assert "“Give the effect size.”" in page
    assert "Answered: “The size stands in table 3.”" in page
    assert "First the patient, then the pill." in page.replace("</ins>", "").replace("<ins>", "")
    assert "Nothing changed in Customer need" in page


def test_the_last_two_versions_are_compared_where_the_address_names_none(house: OwnerHouse, owner: Browser) -> None:
    number = second(house)
    plain = owner.open(f"/initiatives/{number}/versions").text
    backwards = owner.open(f"/initiatives/{number}/versions?from=2&to=1").text
    same = owner.open(f"/initiatives/{number}/versions?from=2&to=2").text
    assert "nobody asked for 1 of them" in plain
    assert "nobody asked for 1 of them" in backwards
    assert "answers changed." in same
    assert f'href="/initiatives/{number}/versions"' in owner.open(f"/initiatives/{number}").text


def test_a_first_version_has_nothing_to_be_compared_with(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    assert "Nothing to compare yet" in owner.open(f"/initiatives/{number}/versions").text
    assert f'href="/initiatives/{number}/versions"' not in owner.open(f"/initiatives/{number}").text


@pytest.mark.parametrize("wanted", ["from=9", "to=0", "from=x", "to=1%27", "from=1&to=-1"])
def test_a_version_that_does_not_exist_is_not_found(house: OwnerHouse, owner: Browser, wanted: str) -> None:
    answer = owner.open(f"/initiatives/{second(house)}/versions?{wanted}")
    assert answer.status_code == 404
    assert "There is no such version." in answer.text


def test_whoever_may_not_read_it_may_not_compare_it(house: OwnerHouse) -> None:
    assert house.browser("ben").open(f"/initiatives/{second(house)}/versions").status_code == 404


def test_comparing_takes_as_many_statements_for_many_versions_as_for_two(house: OwnerHouse, owner: Browser) -> None:
    number = second(house)
    owner.open(f"/initiatives/{number}/versions")
    two = statements(house, lambda: owner.open(f"/initiatives/{number}/versions"))
    for text in ("Again.", "And again."):
        house.office.decide(number, "jonas", "legal")
        house.office.decide(number, "sofia", "medical", "request changes", requests=(("story", text),))
        for gate in house.office.state(number).marks:
            if house.office.state(number).marks[gate].state == "open":
                house.office.decide(number, "lucia", gate)
        open_ = [r.id for r in house.office.state(number).requests if not r.reply]
        house.office.resubmit(number, dict.fromkeys(open_, "Done."), story=text, rights=text)
    owner.open(f"/initiatives/{number}/versions")
    assert statements(house, lambda: owner.open(f"/initiatives/{number}/versions")) == two
