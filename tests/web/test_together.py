"""Several decisions in one sitting: read on one page, ticked one by one, each signed for itself under one ceremony."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from coe import acts
from coe.database import reading
from coe.identity.account_tables import challenge
from coe.reading import entries
from coe.tables import denial
from governance.record import commands as c
from governance.record.events import DecisionSigned
from tests.web.deciding import Given, decisions
from tests.web.review_office import PASSWORD
from tests.web.review_pages import Browser, Pages, plain
from web.parts.answers import Reader
from web.review.together_alike import alike_words, differing

URL = "/together"
CHECKED = ["same_as_approved", "code_checked"]


@pytest.fixture
def three(pages: Pages) -> tuple[str, ...]:
    """Three records of approved material, used again exactly: tier T0, so they wait for coordination."""
    return tuple(reused(pages, title) for title in ("One", "Two", "Three"))


def reused(pages: Pages, title: str, made_of: str = "exact_reuse") -> str:
    code: dict[str, str] = {"reused_code": "CDX-2210-04-1"} if made_of != "new_material" else {}
    return pages.house.submit(title, made_of=made_of, **code)


def opened(pages: Pages, numbers: tuple[str, ...], gate: str = "coordination") -> Browser:
    browser = pages.browser("karin")
    answer = browser.get(f"{URL}?{urlencode([('pick', f'{number}/{gate}') for number in numbers])}")
    assert answer.status_code == 200
    return browser


def ticks(*rows: int) -> Given:
    given: Given = {}
    for row in rows:
        given |= {f"rows-{row}-tick": "y", f"rows-{row}-checklist": CHECKED}
    return given


def signed(pages: Pages, number: str) -> list[DecisionSigned]:
    with reading(pages.house.engine) as connection:
        found = entries(connection, pages.house.streams[number])
    return [event for one in found for event in one.events if isinstance(event, DecisionSigned)]


def test_the_inbox_leads_there_and_only_what_may_be_joined_is_offered(pages: Pages, three: tuple[str, ...]) -> None:
    other = pages.house.submit("Four")
    browser = pages.browser("karin")
    inbox = browser.get("/inbox").text
    assert f'method="get" action="{URL}"><button class="button">' in inbox
    picks = sorted(re.findall(r'form="together" name="pick" value="([^"]+)"', inbox))
    assert picks == [f"{number}/coordination" for number in three]
    text = browser.get(URL).text
    picks = sorted(re.findall(r'name="pick" value="([^"]+)"', text))
    assert picks == [f"{number}/coordination" for number in three]
    assert other not in text
    assert f'action="{URL}"' not in pages.browser("sofia").get("/inbox").text


def test_one_alone_stays_chosen_and_is_said_to_be_too_few(pages: Pages, three: tuple[str, ...]) -> None:
    answer = pages.browser("karin").get(f"{URL}?pick={three[1]}/coordination")
    assert "Choose at least two." in plain(answer.text)
    assert re.findall(r'value="([^"]+)" checked', answer.text) == [f"{three[1]}/coordination"]


def test_what_is_not_alike_in_records_that_nearly_are_is_marked(pages: Pages, three: tuple[str, ...]) -> None:
    text, title = opened(pages, three).last, pages.house.law.field_by_name["title"].label
    assert f"They differ in “{title}”; every other answer is the same in all of them." in plain(text)
    assert text.count("Differs") == len(three)
    same = reused(pages, "One")
    text = opened(pages, (three[0], same)).last
    assert "Every answer is the same in all of them." in plain(text)
    assert "Differs" not in text


def test_records_with_little_in_common_are_not_marked_all_over(pages: Pages, three: tuple[str, ...]) -> None:
    """Beyond half of the answers a mark says nothing any more; of many that differ, the first are named."""
    law, given = pages.house.law, pages.house.state(three[0]).answers
    texts = [name for name in given if law.field_by_name[name].kind in ("line", "text")]

    def beside(*other: str) -> list[Any]:
        second = {**given, **dict.fromkeys(other, "Something else")}
        states = (SimpleNamespace(answers=answers) for answers in (given, second))
        records = (SimpleNamespace(law=law, state=state) for state in states)
        return [SimpleNamespace(record=record, reader=Reader(str, {})) for record in records]

    few = beside(*texts[:8])
    assert differing(few) == set(texts[:8])
    assert "and 2 other answers; every other answer is the same" in alike_words(few, differing(few))
    many = beside(*given)
    assert (differing(many), alike_words(many, frozenset())) == (frozenset(), "")
    assert alike_words(beside(), frozenset()) == "Every answer is the same in all of them."


def test_a_gate_swapped_in_the_form_is_answered_without_codes(pages: Pages, three: tuple[str, ...]) -> None:
    browser = opened(pages, three)
    form = {**browser.form(URL), "rows-0-gate": ["medical"]}
    text = plain(browser.sign(URL, form, **ticks(0, 1)).text)
    assert "This is not the checklist that was shown here." in text
    assert not any(code in text for code in CHECKED)


def test_what_is_ticked_is_signed_each_for_itself_and_the_rest_stays_open(pages: Pages, three: tuple[str, ...]) -> None:
    browser = opened(pages, three)
    assert plain(browser.last).count("Nothing but what is declared differs") == 3
    shown = [browser.form(URL)[f"rows-{row}-seen"][0] for row in range(3)]
    answer = browser.sign(URL, **ticks(0, 2))
    text = plain(answer.text)
    assert answer.status_code == 200, text
    assert "2 decisions signed" in text
    assert text.count("Signed, meaning “I have compared this with the approved material”: Karin Amundsen") == 2
    assert f"Not ticked, and still open: {three[1]}" in text
    events = [signed(pages, number) for number in three]
    assert [len(each) for each in events] == [1, 0, 1]
    assert [each[0].signature.seen for each in events if each] == [shown[0], shown[2]]
    assert {each[0].together for each in events if each} == {tuple(shown)}
    with reading(pages.house.engine) as connection:
        used = select(challenge.c.seen_digest).where(challenge.c.used_at.is_not(None))
        assert len(connection.execute(used).all()) == 1


def test_sent_twice_it_signs_once_and_says_the_same(pages: Pages, three: tuple[str, ...]) -> None:
    browser = opened(pages, three)
    form = browser.form(URL)
    first = browser.sign(URL, form, **ticks(0, 1))
    again = browser.post(URL, form, **ticks(0, 1, 2), password=PASSWORD, code="000000")
    assert (first.status_code, again.status_code) == (200, 200)
    assert "2 of 3 signed" in plain(again.text)
    assert decisions(pages.house) == 2


def test_one_that_is_refused_takes_nobody_along(pages: Pages, three: tuple[str, ...]) -> None:
    """The first is withdrawn and the third changes while the page is read; the ceremony is used up with the second."""
    browser = opened(pages, three)
    house = pages.house
    house.send(house.streams[three[0]], "astrid", _withdrawn(house.seed()))
    house.grant("role/coordinator", "uma", "ada")
    house.decide(three[2], "uma", "coordination")
    answer = browser.sign(URL, **ticks(0, 1, 2))
    text = plain(answer.text)
    assert "1 of 3 signed" in text
    assert "The record is withdrawn." in text
    assert "has passed" in text
    assert [len(signed(pages, number)) for number in three] == [0, 1, 1]


def test_a_tick_on_the_checklist_that_is_missing_is_marked_in_its_record_and_nothing_is_signed(
    pages: Pages, three: tuple[str, ...]
) -> None:
    browser = opened(pages, three)
    answer = browser.sign(URL, **ticks(0, 1) | {"rows-1-checklist": CHECKED[:1]})
    assert answer.status_code == 422
    assert 'href="#rows-1-checklist"' in answer.text
    assert browser.form(URL)["rows-0-tick"] == ["y"]
    assert decisions(pages.house) == 0
    assert browser.sign(URL, **{"rows-1-checklist": CHECKED}).status_code == 200
    assert decisions(pages.house) == 2


def test_nothing_ticked_is_said_at_the_first_tick(pages: Pages, three: tuple[str, ...]) -> None:
    answer = opened(pages, three).sign(URL)
    assert answer.status_code == 422
    assert 'href="#rows-0-tick"' in answer.text


def test_a_ceremony_signs_no_page_but_its_own(pages: Pages, three: tuple[str, ...]) -> None:
    """Whatever is changed in the form, the challenge was given for these records in this order."""
    browser = opened(pages, three[1:])
    later = browser.form(URL)
    whole = opened(pages, three).form(URL)
    browser.get(alone := f"/decisions/{three[0]}/coordination")
    single = browser.form(alone)["challenge"]
    opened(pages, three[:2])
    form = browser.form(URL)
    order = {f"rows-{a}-{k}": form[f"rows-{1 - a}-{k}"] for a in (0, 1) for k in ("number", "seen")}
    forged = {
        "another page's records": {**later, "challenge": form["challenge"]},
        "the challenge of one decision": {**form, "challenge": single},
        "a record fewer": {name: value for name, value in whole.items() if not name.startswith("rows-2")},
        "another order": {**form, **order},
        "what another record showed": {**form, "rows-1-seen": form["rows-0-seen"]},
    }
    for what, sent in forged.items():
        assert browser.sign(URL, sent, **ticks(0, 1)).status_code == 422, what
    assert decisions(pages.house) == 0
    with reading(pages.house.engine) as connection:
        assert set(connection.execute(select(denial.c.person)).scalars()) == {pages.house.ids["karin"]}
    assert opened(pages, three[:2]).sign(URL, **ticks(0)).status_code == 200
    opened(pages, three[1:])
    code = pages.house.code("karin")
    assert browser.post(URL, **ticks(0, 1), password=PASSWORD, code=code).status_code == 422
    assert decisions(pages.house) == 1


def test_a_gate_that_does_not_allow_it_is_decided_by_itself(pages: Pages, three: tuple[str, ...]) -> None:
    other = pages.house.submit("Four")
    browser = pages.browser("sofia")
    picked = urlencode([("pick", f"{number}/medical") for number in (other, pages.house.submit("Five"))])
    assert "does not let records be signed together at “Medical”" in plain(browser.get(f"{URL}?{picked}").text)
    mine = opened(pages, three)
    form = mine.form(URL)
    browser.get(f"{URL}?{picked}")
    with_medical = {**form, "rows-0-number": [other], "rows-0-gate": ["medical"]}
    assert mine.sign(URL, with_medical, **ticks(1)).status_code == 422
    assert decisions(pages.house) == 0


def test_a_wrong_password_is_counted_once_and_every_tick_is_kept(pages: Pages, three: tuple[str, ...]) -> None:
    browser = opened(pages, three)
    answer = browser.sign(URL, **ticks(0, 2), password="wrong horse battery")
    assert answer.status_code == 422
    form = browser.form(URL)
    assert [f"rows-{row}-tick" in form for row in range(3)] == [True, False, True]
    with reading(pages.house.engine) as connection:
        assert connection.execute(select(denial.c.code)).scalars().all() == ["wrong-password"]
    assert browser.sign(URL).status_code == 200
    assert decisions(pages.house) == 2


def _withdrawn(seed: bytes) -> acts.Act:
    return acts.reasoned(c.Withdraw, "No budget.", seed)
