"""The expected date on the pages of its owner: with its band and where it comes from, or why there is none."""

import re
from datetime import UTC

import pytest

from coe.forecast.expected_office import Due
from tests.web.browsing import Browser
from tests.web.owner_house import OwnerHouse
from tests.web.review_office import DAY, MONDAY
from web.owner.expected_open import brief, shown

TUESDAY = Due("history", MONDAY + DAY, MONDAY + 3 * DAY, MONDAY + 9 * DAY, 34, 120, MONDAY + 4 * DAY)


@pytest.fixture
def owner(house: OwnerHouse) -> Browser:
    return house.browser("astrid")


def test_the_page_and_the_list_say_by_when_and_that_promises_are_an_assumption(
    house: OwnerHouse, owner: Browser
) -> None:
    number = house.office.submit()
    page = owner.open(f"/initiatives/{number}").text
    assert re.search(r"Probably between \w{3} \d+ \w{3} and \w{3} \d+ \w{3}: an assumption from the promised", page)
    assert "none so far" in page
    listed = owner.open("/initiatives").text
    assert re.search(r"Expected by \w{3} \d+ \w{3}</p>", listed)
    assert "as promised" in listed


def test_on_hold_there_is_no_date_and_the_page_says_why(house: OwnerHouse, owner: Browser) -> None:
    from coe import acts
    from governance.record import commands as c

    number = house.office.submit()
    held = acts.reasoned(c.Hold, "Waiting for the label", house.office.seed())
    house.office.send(house.office.streams[number], "karin", held)
    assert "On hold all clocks are stopped" in owner.open(f"/initiatives/{number}").text
    assert "No date yet" in owner.open("/initiatives").text


def test_what_is_decided_has_no_expected_date(house: OwnerHouse, owner: Browser) -> None:
    number = house.office.submit()
    for who, gate in (("jonas", "legal"), ("lucia", "regulatory"), ("sofia", "medical")):
        house.office.decide(number, who, gate)
    assert "Expected by" not in owner.open(f"/initiatives/{number}").text


def test_a_date_from_history_names_its_band_its_basis_and_the_naive_one() -> None:
    found = shown(TUESDAY, "initiative", MONDAY, UTC)
    assert found is not None
    assert found.text == "Thu 19 Nov"
    assert found.basis == (
        "Probably between Tue 17 Nov and Wed 25 Nov (8 in 10), from 34 initiatives like it. "
        "Replaying past times alone would say Fri 20 Nov."
    )
    assert 0 < found.low < found.likely < found.high <= 100
    assert brief(TUESDAY, "initiative", MONDAY, UTC) == (
        "Expected by Thu 19 Nov",
        "17 Nov to 25 Nov, from 34 initiatives like it",
    )


def test_a_floor_that_is_not_beaten_is_said() -> None:
    from dataclasses import replace

    found = shown(replace(TUESDAY, beats_floor=False), "initiative", MONDAY, UTC)
    assert found is not None
    assert found.basis.endswith("Fri 20 Nov, and has come as close so far.")
