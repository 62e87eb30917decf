"""Search as people meet it: what they may open and nothing else, whatever they type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import event

from coe import acts
from coe.search.finding import MOST_WEIGHED
from governance.record import commands as c
from tests.web.owner_house import copied
from tests.web.review_office import ReviewOffice
from tests.web.review_pages import Browser, Pages, plain
from tests.web.walk_office import WALKERS, Walk, join, walked
from web.oversight.search_page import Outcome, Wanted, search_page
from web.parts.pages import PageFrame

HOSTILE = (
    '"', "'", "*", "AND", "NEAR(a b, 2)", "a:b", "(", "^x", "\0", "\0\0a", "x" * 10_000, "x " * 5_000, "<script>",
    "%27%00", "\u202e\u05d0", "\U0001f600", "\U0001f600 leaflet", "-- ;", "{a}", "\\", "\ud7ff", "&state=", "ﷺ" * 500,
)  # fmt: skip
FOUND = re.compile(r'href="/initiatives/([A-Z]+-[\d-]+)" data-row')


@pytest.fixture
def walk(founded_office: ReviewOffice, tmp_path: Path) -> Iterator[Walk]:
    made = walked(copied(founded_office, tmp_path))
    yield made
    made.pages.house.engine.dispose()


def search(browser: Browser, words: str, more: str = "") -> list[str]:
    answer = browser.get(f"/search?q={quote(words)}{more}")
    assert answer.status_code == 200, (words, answer.status_code)
    return FOUND.findall(answer.text)


def test_everybody_finds_and_counts_what_they_may_open_and_nothing_else(walk: Walk) -> None:
    house = walk.pages.house
    join(house, "sven", "Sven Dahl")
    why = acts.reasoned(
        lambda why: c.Grant(house.ids["sven"], 0, 0, why, scope={"brands": ("oncavia",)}), "for", house.seed()
    )
    house.send("role/safety_reviewer", "ada", why)
    other = house.submit("Cardiolex: another brand", brands=["oncavia"])
    numbers = [*(one["number"] for one in walk.things["number"].values() if "9999" not in one["number"]), other]
    told = {}
    for who in (*WALKERS.values(), "sven"):
        browser = walk.pages.browser(who)
        mine = {number for number in numbers if browser.get(f"/initiatives/{number}").status_code == 200}
        assert set(search(browser, "cardiolex")) == mine, who
        assert not mine or f"{len(mine)} record" in plain(browser.last), who
        said = {number for number in mine if number in (numbers[0], numbers[1])}
        assert set(search(browser, '"Add the code"')) == said, who
        assert ("<mark>Add the code</mark>" in browser.last) == bool(said), who
        for number in numbers:
            leads = browser.get(f"/search?q={number.lower()}")
            assert (leads.status_code == 302) == (number in mine), (who, number)
        told[who] = len(mine)
    assert told["nils"] == told["ada"] == told["quinn"] == 0
    assert told["sven"] == 1
    assert told["sofia"] == told["dora"] == told["aude"] == len(numbers)
    assert 0 < told["cleo"] < told["astrid"] < len(numbers)


def test_no_text_is_a_wrong_query_and_none_comes_back_as_markup(pages: Pages) -> None:
    pages.house.submit('Leaflet <script>alert(1)</script> & "more"')
    browser = pages.browser("sofia")
    for words in HOSTILE:
        search(browser, words)
        assert "<script>" not in browser.last.partition("<main")[2]
    assert len(search(browser, "script leaflet")) == 1
    shown = "<mark>Leaflet</mark> &lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; &amp; &#34;more&#34;"
    assert shown in browser.last
    told = {
        "zebra": "Nothing found",
        "": "drafts",
        "!": "There is no letter",
        "1 2 3 4 5 6 7 8 9 10 11 12 13": "first 12",
    }
    for words, said in told.items():
        assert search(browser, words) == []
        assert said in browser.last


def test_every_filter_stands_in_the_address_and_pages_follow_each_other(pages: Pages) -> None:
    house, browser = pages.house, pages.browser("sofia")
    numbers = [house.submit(f"Leaflet {place}") for place in range(3)]
    search(browser, "leaflet")
    few = statements(pages, "/search?q=leaflet")
    numbers += [house.submit(f"Leaflet {place}") for place in range(3, 28)]
    house.send(house.streams[numbers[0]], "astrid", acts.reasoned(c.Withdraw, "No budget.", house.seed()))
    first, second = search(browser, "leaflet"), search(browser, "leaflet", "&page=2")
    assert sorted(first + second) == sorted(numbers)
    assert len(first) == 25
    assert "26 to 28 of 28" in browser.last
    assert 'href="/search?q=leaflet" rel="prev"' in browser.last
    assert search(browser, "leaflet", "&page=99") == second
    assert statements(pages, "/search?q=leaflet") == few
    assert search(browser, "leaflet", "&state=over") == [numbers[0]]
    assert "Nobody’s turn" in browser.last
    assert search(browser, "leaflet budget") == [numbers[0]]
    assert "<mark>budget</mark>" in browser.last
    assert search(browser, "leaflet", "&state=granted") == []
    assert 'href="/search?q=leaflet">Search all of it' in browser.last
    assert len(search(browser, "leaflet", "&state=open&work=else")) == 25
    assert "Your turn" in browser.last


def statements(pages: Pages, place: str) -> int:
    found: list[str] = []

    def noted(*given: object) -> None:
        found.append(str(given[2]))

    event.listen(pages.house.engine, "before_cursor_execute", noted)
    assert pages.browser("sofia").get(place).status_code == 200
    event.remove(pages.house.engine, "before_cursor_execute", noted)
    return len(found)


def test_a_word_in_very_many_records_says_how_they_are_ordered(pages: Pages) -> None:
    def notes(text: str, found: int) -> tuple[str, ...]:
        outcome = Outcome(Wanted.of(text, "", "", 1), {("cx-initiative", "approved"): found}, ())
        with pages.app.test_request_context():
            return search_page(outcome, PageFrame(""), {}, "", str, UTC).notes

    (said,) = notes("leaflet", MOST_WEIGHED + 1)
    assert said.startswith("More than 500 records have this word: those with it in their title come first")
    assert notes("leaflet", MOST_WEIGHED) == notes("leaflet nights", MOST_WEIGHED + 1) == ()
