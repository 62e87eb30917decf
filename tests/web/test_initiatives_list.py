"""My initiatives in pages: few rows read however many there are, and the filters in the address."""

from __future__ import annotations

import re

import pytest

from coe.way.drawing import WayGate
from tests.web.browsing import Browser
from tests.web.owner_desk import new_desk
from tests.web.owner_house import OwnerHouse
from tests.web.statements import statements
from web.parts.way import together

ROW = re.compile(r'class="inbox-row initiative-row"')


@pytest.fixture
def owner(house: OwnerHouse) -> Browser:
    return house.browser("astrid")


def rows(browser: Browser, query: str = "") -> int:
    return len(ROW.findall(browser.open(f"/initiatives{query}").text))


def test_thirty_take_as_many_statements_as_three_and_stand_on_two_pages(house: OwnerHouse, owner: Browser) -> None:
    for number in range(3):
        house.office.submit(title=f"Oncavia {number}")
    owner.open("/initiatives")
    three = statements(house, lambda: owner.open("/initiatives"))
    few = owner.open("/initiatives").text
    assert 'class="list-filter"' not in few
    assert 'class="turn-pages"' not in few
    for number in range(3, 30):
        house.office.submit(title=f"Oncavia {number}")
    assert rows(owner) == 25
    assert statements(house, lambda: owner.open("/initiatives")) == three
    text = owner.open("/initiatives").text
    assert text.count('<use href="#mark-waiting"') > 25, "the way is drawn with the shapes of the page"
    assert len(text.encode()) < 60_000
    assert "1 to 25 of 30" in text
    assert 'href="/initiatives?page=2" rel="next"' in text
    assert rows(owner, "?page=2") == 5
    assert "26 to 30 of 30" in owner.open("/initiatives?page=2").text


def test_every_one_of_mine_is_on_exactly_one_page_drafts_first(house: OwnerHouse) -> None:
    made = {house.office.submit(title=f"Oncavia {number}") for number in range(26)}
    desk = new_desk(house)
    desk.fill_all(title="Not yet submitted")
    pages = [desk.browser.open(f"/initiatives?page={page}").text for page in (1, 2)]
    found = [number for text in pages for number in re.findall(r'href="/initiatives/(INI-[\d-]+)" data-row', text)]
    assert sorted(found) == sorted(made)
    assert [text.count("Not yet submitted") for text in pages] == [1, 0]
    assert len(ROW.findall(pages[0])) == 25


def test_a_turn_and_a_text_narrow_the_list_together(house: OwnerHouse, owner: Browser) -> None:
    back = house.office.submit(title="Cardiolex letter")
    house.office.submit(title="Cardiolex leaflet")
    house.office.submit(title="100% of Oncavia")
    house.office.decide(back, "sofia", "medical", "request changes", requests=(("story", "Shorter."),))
    for who, gate in (("jonas", "legal"), ("lucia", "regulatory")):
        house.office.decide(back, who, gate)
    assert rows(owner) == 3
    assert rows(owner, "?text=cardioLEX") == 2
    assert rows(owner, "?text=cardiolex&turn=yours") == 1
    assert rows(owner, "?turn=others") == 2
    assert rows(owner, f"?text={back[-4:]}") == 1
    assert rows(owner, "?text=0%25") == 1, "a per cent sign is no wildcard"
    assert "3 initiatives" not in owner.open("/initiatives?text=cardiolex").text


@pytest.mark.parametrize("asked", ["page=0", "page=x", "page=99", "turn=else", "text=", "page=-1&turn=yours'"])
def test_what_the_address_asks_wrongly_shows_the_list(house: OwnerHouse, owner: Browser, asked: str) -> None:
    house.office.submit()
    assert rows(owner, f"?{asked}") == 1


def test_without_a_match_the_whole_list_is_one_link_away(house: OwnerHouse, owner: Browser) -> None:
    house.office.submit()
    text = owner.open("/initiatives?text=%3Cscript%3E").text
    assert "Nothing here matches" in text
    assert 'href="/initiatives">Show all of mine' in text
    assert "<script>" not in text.partition("<main")[2]


def test_parallel_gates_of_one_state_are_one_station_in_a_list() -> None:
    middle = [WayGate(name, name, "waiting", "with others", ("s",)) for name in "abcde"]
    gates = (WayGate("s", "S", "passed"), *middle, WayGate("f", "F", "passed", "", ("s",)))
    end = WayGate("e", "E", "not_open", "", (*"abcde", "f"))
    found = together((*gates, end))
    assert [(one.key, one.after) for one in found] == [("s", ()), ("a", ("s",)), ("f", ("s",)), ("e", ("a", "f"))]
    assert not any(one.title or one.caption for one in found)
