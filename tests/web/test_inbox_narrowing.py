"""The inbox narrowed by its address: what is counted is what is then shown, and nothing in an address does harm."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from coe.database import reading
from coe.tables import gate_open
from tests.web.review_office import DAY, HOUR
from tests.web.review_pages import Browser, Pages, plain

PICKED = re.compile(r'<select id="by-(\w+)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="(\w*)"[^>]*>[^<]*\((\d+)\)')


@pytest.fixture
def sofia(pages: Pages) -> Browser:
    """A reviewer for whom wait: a late one, a first reading, one put off, a second round, and a seat at steering."""
    house = pages.house
    house.submit("The late one")
    house.clock.set(house.clock.now() + 9 * DAY)
    house.submit("A first reading")
    asleep, again = house.submit("Put off"), house.submit("Once more")
    house.decide(again, "sofia", "medical", "request changes", requests=(("story", "Shorter."),))
    house.decide(again, "jonas", "legal")
    house.decide(again, "lucia", "regulatory")
    house.clock.set(house.clock.now() + HOUR)
    house.resubmit(again, {"r1": "Done."}, story="Shorter.")
    house.submit("For steering", new_claim="yes", comparisons="None")
    browser = pages.browser("sofia")
    browser.get(f"/inbox?open={asleep}.medical")
    assert browser.post("/inbox/snooze", until="hours").status_code == 302
    return browser


def listed(browser: Browser, query: str) -> list[str]:
    return re.findall(r"data-row><bdi>([^<]*)", browser.get(f"/inbox?{query}").text.partition('id="snoozed"')[0])


def test_every_choice_counts_what_it_shows(sofia: Browser) -> None:
    tried = 0
    for asked in ("", "review=first", "tier=T2&clock=late", "snoozed=yes"):
        page = sofia.get(f"/inbox?{asked}").text
        for picked in PICKED.finditer(page):
            for value, count in OPTION.findall(picked[0]):
                kept = "&".join(part for part in asked.split("&") if not part.startswith(picked[1]))
                assert len(listed(sofia, f"{kept}&{picked[1]}={value}")) == int(count), (asked, picked[1], value)
                tried += 1
    assert tried > 30


def test_choices_combine_and_each_is_taken_away_alone(sofia: Browser) -> None:
    assert listed(sofia, "gate=medical&clock=late") == ["The late one"]
    assert listed(sofia, "review=again") == ["Once more"]
    assert listed(sofia, "snoozed=yes") == ["Put off"]
    assert listed(sofia, "tier=T3") == ["For steering"]
    assert listed(sofia, "size=few") == ["Once more"]
    sizes = [int(n) for n in re.findall(r"<p>(?:New, )?(\d+)[^<]* answers?</p>", sofia.get("/inbox?order=size").text)]
    assert len(sizes) == 4
    assert sizes == sorted(sizes)
    assert sizes[0] == 1
    assert listed(sofia, "order=age") == ["The late one", "A first reading", "Once more", "For steering"]
    text = sofia.get("/inbox?gate=medical&clock=late&order=age").text
    for without in ("gate=medical&order=age", "clock=late&order=age"):
        assert f'class="chip" href="/inbox?{without}"' in unescape(text)
    assert 'href="/inbox?order=age">Remove all' in text
    assert 'href="?gate=medical&amp;clock=late&amp;order=age&amp;open=' in text
    assert "1 of 5 decisions that wait for you" in plain(text)
    sofia.get("/inbox?gate=medical&review=again&order=age")
    assert sofia.form("/inbox/snooze")["back"] == ["gate=medical&review=again&order=age"]


def test_how_much_there_is_to_read_counts_from_what_each_reviewer_signed_last(pages: Pages) -> None:
    house = pages.house
    number = house.submit("Read three times")
    house.decide(number, "sofia", "medical", "request changes", requests=(("story", "Shorter."),))
    house.decide(number, "jonas", "legal")
    house.decide(number, "lucia", "regulatory")
    house.clock.set(house.clock.now() + HOUR)
    house.resubmit(number, {"r1": "Done."}, story="Shorter.", variants=3)
    house.decide(number, "imre", "medical", "request changes", requests=(("story", "Shorter still."),))
    with reading(house.engine) as connection:
        others = connection.execute(select(gate_open.c.gate)).scalars().all()
    for gate, who in (("legal", "jonas"), ("regulatory", "lucia")):
        if gate in others:
            house.decide(number, who, gate)
    house.clock.set(house.clock.now() + HOUR)
    house.resubmit(number, {"r2": "Done."}, story="Short.")
    with reading(house.engine) as connection:
        changes = connection.execute(select(gate_open.c.changes).where(gate_open.c.gate == "medical")).scalar_one()
    assert changes == "001500020001"
    for who, mine in (("sofia", "2 of 15 answers"), ("imre", "1 of 15 answers")):
        assert mine in plain(pages.browser(who).get("/inbox?size=few").text)


def test_what_the_bar_counts_is_what_the_page_says(sofia: Browser) -> None:
    text = plain(sofia.get("/inbox").text)
    assert "Inbox 5 " in text
    assert "5 decisions wait for you, 1 of them put off." in text


def test_an_address_of_nonsense_is_harmless_and_says_so(sofia: Browser) -> None:
    for name, value in (
        ("order", "size; DROP TABLE entry"), ("clock", "late'--"), ("review", "<script>"), ("snoozed", "maybe"),
        ("page", "-1"), ("page", "9" * 5_000), ("page", "²"), ("gate", "a\x00b"), ("work", "x" * 5_000),
    ):  # fmt: skip
        answer = sofia.client.get("/inbox", query_string={name: value})
        assert answer.status_code == 200
        assert "There is no such choice" in plain(answer.text), (name, value)
        assert "The late one" in answer.text
        assert "<script>" not in answer.text
    for name in ("gate", "work", "tier"):
        text = sofia.client.get("/inbox", query_string={name: "%' OR 1=1 <b>"}).text
        assert "Nothing that waits matches." in text
        assert "<b>" not in text.partition("<main")[2]
