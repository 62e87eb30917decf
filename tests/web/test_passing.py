"""A turn passed on through the pages: by a reviewer, by a coordinator, and what everybody sees of it."""

from __future__ import annotations

from sqlalchemy import select

from coe.database import reading
from coe.tables import notice
from governance.record.commands import DeclareAbsence
from tests.web.deciding import MEDICAL, at, entries, opened
from tests.web.review_office import DAY, MONDAY
from tests.web.review_pages import Pages, plain

REASON = "Imre led the review of this study"


def passing(number: str) -> str:
    return f"{at(number)}/pass-on"


def test_a_reviewer_passes_on_and_the_inbox_shows_it_apart(pages: Pages) -> None:
    number, browser = opened(pages)
    assert passing(number) in browser.last
    browser.get(passing(number))
    answer = browser.post(passing(number), to=pages.house.ids["imre"], reason=REASON)
    assert answer.status_code == 302
    assert "Passed on to Dr Imre Szabó, who is told" in plain(browser.get(answer.headers["Location"]).text)
    inbox = plain(browser.get("/inbox").text)
    assert "Passed on 1" in inbox
    assert "Medical, passed on to Dr Imre Szabó" in inbox
    mine = plain(pages.browser("imre").get(at(number)).text)
    assert f"Passed on to you by Dr Sofia Brandt: “{REASON}”" in mine
    assert "You passed the turn for Medical on to Dr Imre Szabó" in plain(browser.get(at(number)).text)


def test_whoever_receives_it_is_told_and_both_may_decide(pages: Pages) -> None:
    number, browser = opened(pages)
    browser.get(passing(number))
    browser.post(passing(number), to=pages.house.ids["imre"], reason=REASON)
    with reading(pages.house.engine) as connection:
        told = select(notice.c.person).where(notice.c.kind == "your-turn", notice.c.step == "passed-on")
        assert list(connection.execute(told).scalars()) == [pages.house.ids["imre"]]
    browser.get(at(number))
    assert browser.sign(at(number), outcome="approve", checklist=list(MEDICAL)).status_code == 302


def test_what_is_missing_stands_at_its_field_and_nothing_is_recorded(pages: Pages) -> None:
    number, browser = opened(pages)
    browser.get(passing(number))
    before = entries(pages.house)
    answer = browser.post(passing(number), to="", reason="")
    assert answer.status_code == 422
    assert 'href="#to"' in answer.text
    assert 'href="#reason"' in answer.text
    forged = browser.post(passing(number), to=pages.house.ids["astrid"], reason=REASON)
    assert forged.status_code == 422
    assert browser.form(passing(number))["reason"] == [REASON]
    assert entries(pages.house) == before


def test_a_double_click_passes_on_once(pages: Pages) -> None:
    number, browser = opened(pages)
    browser.get(passing(number))
    form = browser.form(passing(number))
    for _ in range(2):
        assert browser.post(passing(number), form, to=pages.house.ids["imre"], reason=REASON).status_code == 302
    assert len(pages.house.state(number).passings) == 1


def test_a_coordinator_passes_on_for_a_reviewer_and_both_are_told(pages: Pages) -> None:
    number, _ = opened(pages)
    karin = pages.browser("karin")
    assert passing(number) in karin.get(f"/initiatives/{number}/office").text
    karin.get(passing(number))
    sofia, imre = pages.house.ids["sofia"], pages.house.ids["imre"]
    assert karin.post(passing(number), person=sofia, to=imre, reason="On leave").status_code == 302
    with reading(pages.house.engine) as connection:
        told = select(notice.c.person).where(notice.c.kind == "passed-on")
        assert list(connection.execute(told).scalars()) == [sofia]


def test_passing_on_is_offered_only_where_somebody_can_receive_it(pages: Pages) -> None:
    number, sofia = opened(pages)
    offer = "/pass-on"
    assert offer in sofia.get(at(number)).text
    assert offer not in pages.browser("jonas").get(at(number, "legal")).text
    ways = pages.browser("karin").get(f"/initiatives/{number}/office").text
    assert f"/decisions/{number}/medical{offer}" in ways
    assert f"/decisions/{number}/legal{offer}" not in ways
    away = DeclareAbsence(MONDAY - DAY, MONDAY + DAY)
    pages.house.send(f"person/{pages.house.ids['imre']}", "imre", away)
    assert offer not in sofia.get(at(number)).text


def test_a_stranger_to_the_gate_cannot_pass_it_on(pages: Pages) -> None:
    number, _ = opened(pages)
    assert pages.browser("jonas").get(passing(number)).status_code == 403
    assert pages.browser("astrid").get(passing(number)).status_code == 403


def test_the_page_after_signing_says_what_follows_and_who_is_next(pages: Pages) -> None:
    number, browser = opened(pages)
    answer = browser.sign(at(number), outcome="approve", checklist=list(MEDICAL))
    assert answer.headers["Location"] == f"{at(number)}/signed"
    page = plain(browser.get(answer.headers["Location"]).text)
    assert "Signed: you approved for Medical" in page
    assert "Medical passed." in page
    assert "Jonas Meier decides for Legal" in page
    assert "Signed, meaning “I have reviewed the medical content and approve it”: Dr Sofia Brandt" in page


def test_nobody_sees_the_page_after_signing_who_did_not_sign(pages: Pages) -> None:
    number, browser = opened(pages)
    assert browser.get(f"{at(number)}/signed").headers["Location"] == at(number)
