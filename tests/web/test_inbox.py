"""The inbox: what waits for a reviewer, by risk, and what it says when nothing does."""

import pytest
from sqlalchemy import event

from governance.record.commands import DeclareAbsence
from tests.web.deciding import at, opened
from tests.web.review_office import DAY, HOUR, MONDAY
from tests.web.review_pages import Pages, plain
from tests.web.test_dialogue import answering, ask


def test_the_clock_that_ran_furthest_is_first_and_says_why(pages: Pages) -> None:
    first = pages.house.submit("Pelluva: pharmacist answers")
    pages.house.clock.set(pages.house.clock.now() + 3 * DAY)
    pages.house.submit("Nefrion: dialysis nurse e-learning")
    pages.house.clock.set(pages.house.clock.now() + HOUR)
    text = plain(pages.browser("sofia").get("/inbox").text)
    assert text.index("Pelluva") < text.index("Nefrion")
    assert f"{first} Tier T2 for Medical Pelluva: pharmacist answers First because" in text
    assert "it can still be on time" in text
    assert "2 decisions wait for you" in text


def test_a_missed_promise_stands_under_late(pages: Pages) -> None:
    pages.house.submit()
    pages.house.clock.set(pages.house.clock.now() + 10 * DAY)
    text = plain(pages.browser("sofia").get("/inbox").text)
    assert "Late 1 the promise is missed" in text
    assert "its promise is missed already" in text


def test_a_second_round_shows_what_changed_and_what_nobody_asked_for(pages: Pages) -> None:
    house, number = pages.house, pages.house.submit()
    house.decide(number, "sofia", "medical", "request changes", requests=(("story", "Shorter."),))
    house.decide(number, "jonas", "legal")
    house.decide(number, "lucia", "regulatory")
    house.clock.set(house.clock.now() + HOUR)
    house.resubmit(number, {"r1": "Done."}, story="Shorter.", variants=3)
    text = plain(pages.browser("sofia").get("/inbox").text)
    assert "Round 2" in text
    assert "2 of 15 answers 1 that nobody asked for" in text
    assert "You signed version 1 on" in text


def test_what_was_decided_no_longer_waits(pages: Pages) -> None:
    number = pages.house.submit()
    pages.house.decide(number, "imre", "medical")
    assert "Clear." in plain(pages.browser("sofia").get("/inbox").text)


def test_a_clear_inbox_says_what_comes_next(pages: Pages) -> None:
    pages.house.submit("The patient’s own words", new_claim="yes", comparisons="None")
    text = plain(pages.browser("imre").get("/inbox").text)
    assert "Clear. Next on its way to you: “The patient’s own words” for Medical, after Executive steering" in text


def test_an_owner_sees_no_decision_on_their_own_work(pages: Pages) -> None:
    pages.house.grant("role/medical_reviewer", "astrid", "ada")
    pages.house.submit()
    assert "Clear." in plain(pages.browser("astrid").get("/inbox").text)


def test_the_order_is_in_the_address(pages: Pages) -> None:
    pages.house.submit()
    pages.house.submit("A second one")
    browser = pages.browser("sofia")
    assert "Oldest first" in plain(browser.get("/inbox?order=age").text)
    assert "first due first" in plain(browser.get("/inbox?order=due").text)
    assert "This week" in plain(browser.get("/inbox?order=nonsense").text)


def test_any_decision_can_be_shown_beside_the_list_and_nobody_elses(pages: Pages) -> None:
    pages.house.submit("Pelluva: pharmacist answers")
    second = pages.house.submit("Nefrion: dialysis nurse e-learning")
    sofia, place = pages.browser("sofia"), f"/inbox?order=due&open={second}.medical"
    text = sofia.get(place).text
    assert f'data-of="{second}.medical"' in text
    assert f'href="?order=due&amp;open={second}.medical#preview"' in text
    assert "Dr Imre Szabó can decide here too" in plain(text)
    alone = sofia.client.get(place, headers={"HX-Request": "true"})
    assert alone.headers["Vary"] == "HX-Request, Cookie"
    assert alone.text.strip().startswith('<section class="act preview"')
    assert "Pelluva" not in alone.text
    gone = "does not wait for you"
    for name in (f"{second}.legal", "INI-2026-9999.medical", "<b>", "%00", "x" * 5_000):
        assert gone in plain(sofia.client.get("/inbox", query_string={"open": name}).text)
        asked = sofia.client.get("/inbox", query_string={"open": name}, headers={"HX-Request": "true"})
        assert gone in plain(asked.text)
        assert "Nefrion" not in asked.text


def test_who_is_away_is_said_to_be_able_to_decide_all_the_same(pages: Pages) -> None:
    house = pages.house
    number = house.submit()
    for who in ("imre", "jonas"):
        house.send(f"person/{house.ids[who]}", who, DeclareAbsence(MONDAY - DAY, MONDAY + 20 * DAY))
    sofia, away = pages.browser("sofia"), "is away until 6 Dec and may still decide"
    assert f"Dr Imre Szabó {away}" in plain(sofia.get("/inbox").text)
    assert f"Dr Imre Szabó {away}" in plain(sofia.get(at(number)).text)
    owner = plain(pages.browser("astrid").get(f"/initiatives/{number}").text)
    assert f"Jonas Meier {away}" in owner
    assert "away, may still decide" in owner
    jonas = pages.browser("jonas")
    assert "You are away until 6 Dec and may still decide" in plain(jonas.get(at(number, "legal")).text)
    house.decide(number, "jonas", "legal")


def test_an_answer_is_told_in_the_inbox_of_who_asked_until_they_open_the_record(pages: Pages) -> None:
    number, sofia = opened(pages)
    ask(sofia, number)
    assert "Answered" not in plain(sofia.get("/inbox").text)
    owner = pages.browser("astrid")
    for said, page in (("Table 3.", at(number)), ("Table 4, sorry.", f"/initiatives/{number}")):
        pages.house.clock.set(pages.house.clock.now() + HOUR // 10)
        owner.get(f"/initiatives/{number}")
        assert owner.post(answering(number), **{"q1-text": said}).status_code == 302
        for _ in range(2):
            text = plain(sofia.get("/inbox").text)
            assert "Answered Medical" in text
            assert f"You asked: “Which table is this from?” Astrid Lindqvist answered: “{said}”" in text
        assert "You asked" not in plain(pages.browser("imre").get("/inbox").text)
        sofia.get(page)
        assert "Answered Medical" not in plain(sofia.get("/inbox").text)


def test_statements_do_not_grow_with_what_waits(pages: Pages) -> None:
    browser = pages.browser("sofia")
    pages.house.submit()
    statements: list[str] = []

    @event.listens_for(pages.house.engine, "before_cursor_execute")
    def _count(*given: object) -> None:
        statements.append(str(given[2]))

    browser.get("/inbox")
    statements.clear()
    browser.get("/inbox")
    few = len(statements)
    for place in range(5):
        pages.house.submit(f"Another, {place}")
    statements.clear()
    browser.get("/inbox")
    assert len(statements) == few


@pytest.mark.parametrize(("who", "place"), [("sofia", "/inbox"), ("aude", "/trail"), ("astrid", "/initiatives")])
def test_everybody_starts_where_their_work_is(pages: Pages, who: str, place: str) -> None:
    pages.house.submit()
    assert pages.browser(who).get("/").location == place
