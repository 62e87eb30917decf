"""What hasty, forgetful and hostile people do to the pages, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect
from sqlalchemy import func, select

from coe.database import reading
from coe.tables import entry
from tests.journeys.served import PHONE, Served, Visitor, founded, serving, visitor
from tests.journeys.typing import decide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOSTILE = """<script>document.title='owned'</script><img src=x onerror="document.title='owned'">{{7*7}}'"><b>"""
LONG = "Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz" + "x" * 50
REFILL = "/decisions/INI-2026-0014/regulatory"
HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory, fonts: Path) -> Iterator[Served]:
    with serving(founded(tmp_path_factory.mktemp("lively"), fonts, portfolio=True)) as served:
        yield served


@pytest.fixture
def astrid(browser: Browser, lively: Served) -> Iterator[Visitor]:
    found = visitor(lively, browser, PHONE)
    found.sign_in("astrid.lindqvist")
    yield found
    found.page.context.close()


def begun(someone: Visitor, title: str) -> str:
    """A new draft with a title; its path."""
    someone.open("/initiatives/new?workflow=cx-initiative")
    page = someone.page
    page.get_by_label("What do you call it?").fill(title)
    page.get_by_role("button", name="Save and close").click()
    page.wait_for_url("**/initiatives")
    href = page.get_by_role("link", name=title).get_attribute("href")
    assert href is not None
    return href


def test_hostile_and_endless_names_stay_words_and_within_the_page(astrid: Visitor) -> None:
    for title in (HOSTILE[:110], LONG):
        path = begun(astrid, title)
        for url in ("/initiatives", f"{path}/need", f"{path}/check", f"{path}/contributors"):
            astrid.open(url)
            expect(astrid.page.locator("main")).to_contain_text(title)
            assert "owned" not in astrid.page.title() or "<script>" in astrid.page.title()
            assert astrid.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url
    assert astrid.faults == []


def test_two_tabs_on_one_draft_lose_nothing(astrid: Visitor) -> None:
    path = begun(astrid, "Two tabs")
    first, second = astrid.page, astrid.page.context.new_page()
    for tab in (first, second):
        tab.goto(f"{astrid.served.address}{path}/need")
    label = "The need, in the customer’s own words"
    first.get_by_label(label).fill("Said in the first tab")
    first.get_by_role("button", name="Save and close").click()
    first.wait_for_url("**/initiatives")
    second.get_by_label(label).fill("Said in the second tab")
    second.get_by_role("button", name="Save and close").click()
    expect(second.locator("form.intake-form")).to_contain_text("Changed meanwhile in another tab")
    expect(second.locator("form.intake-form")).to_contain_text("Said in the first tab")
    expect(second.get_by_label(label)).to_have_value("Said in the second tab")
    second.close()


def test_nothing_typed_is_lost_when_an_answer_brings_other_questions(astrid: Visitor) -> None:
    path = begun(astrid, "Typing on")
    page = astrid.page
    astrid.open(f"{path}/content")
    story = page.get_by_label("The story")
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/content*", hold_first)
    with page.expect_request(lambda sent: sent.method == "POST"):
        page.locator('[name="q-made_of"][value="derivative"]').check()
    story.press_sequentially("Somebody goes on typing while the office thinks.")
    held[0].continue_()
    expect(page.get_by_label("Code of the approved material")).to_be_visible()
    expect(story).to_have_value("Somebody goes on typing while the office thinks.")


def test_the_record_and_draft_of_others_stay_closed(astrid: Visitor) -> None:
    for path, said in (
        ("/decisions/INI-2026-0014/regulatory", "nothing here for you"),
        ("/people", "not open to you"),
        ("/trail", "not open to you"),
        ("/initiatives/INI-2026-0014", "nothing here for you"),
        ("/initiatives/INI-2026-0014/packet.pdf", "nothing here for you"),
        ("/initiatives/INI-2026-0008/office", "nothing here for you"),
        ("/drafts/01a08580-b5c0-7c21-a29f-6fbed82c07cd/need", "no such draft"),
        ("/initiatives/INI-2026-9999", "nothing here for you"),
        ("/initiatives/' OR 1=1 --", "nothing here for you"),
    ):
        answer = astrid.page.goto(f"{astrid.served.address}{path}")
        assert answer is not None
        assert answer.status in (403, 404), (path, answer.status)
        expect(astrid.page.locator("main")).to_contain_text(said)


def test_a_second_click_the_back_button_and_a_second_window_decide_once(browser: Browser, lively: Served) -> None:
    lucia = visitor(lively, browser)
    page = lucia.page
    lucia.sign_in("lucia.rossi")
    lucia.open(REFILL)
    late = page.context.new_page()
    late.goto(f"{lively.address}{REFILL}")
    before = decisions(lively)
    page.locator("#outcome-approve").check()
    for box in page.locator("form.decide input.tick").all():
        box.check()
    page.locator("#password").fill(lucia.password)
    page.locator("#code").fill(lively.code("lucia.rossi"))
    page.get_by_role("button", name="Sign decision").dblclick()
    expect(page.locator(".notice-pass")).to_contain_text("Signed")
    assert decisions(lively) == before + 1
    page.go_back()
    if page.locator("#password").count():
        page.locator("#password").fill(lucia.password)
        page.locator("#code").fill(lively.code("lucia.rossi"))
        page.get_by_role("button", name="Sign decision").click()
        page.wait_for_load_state()
    assert decisions(lively) == before + 1
    lucia.page = late
    late.locator("#outcome-reject").check()
    late.locator("#note").fill("Too late.")
    late.locator("#password").fill(lucia.password)
    late.locator("#code").fill(lively.code("lucia.rossi"))
    late.get_by_role("button", name="Sign decision").click()
    expect(late.locator("main")).to_contain_text("Not signed: the record changed")
    assert decisions(lively) == before + 1
    late.context.close()


def test_a_decision_typed_when_the_session_had_ended_is_there_after_signing_in(
    browser: Browser, lively: Served
) -> None:
    jonas = visitor(lively, browser)
    page = jonas.page
    jonas.sign_in("jonas.meier")
    jonas.open("/decisions/INI-2026-0014/legal")
    page.locator("#outcome-request_changes").check()
    page.locator("#requests-0-text").fill("Name the association.")
    lively.clock.advance(13 * HOUR_MS)
    page.locator("#password").fill(jonas.password)
    page.locator("#code").fill(lively.code("jonas.meier"))
    page.get_by_role("button", name="Sign decision").click()
    page.wait_for_url("**/sign-in?**")
    expect(page.locator("main, .notice").first).to_be_visible()
    page.get_by_label("Login").fill("jonas.meier@clearway.example")
    page.get_by_label("Password").fill(jonas.password)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(lively.code("jonas.meier"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#requests-0-text")).to_have_value("Name the association.")
    expect(page.locator("#password")).to_have_value("")
    decide(jonas, "request_changes", asked=("", "Name the association."))
    page.context.close()


def decisions(served: Served) -> int:
    """How many decisions are on record."""
    with reading(served.office.engine) as connection:
        return connection.execute(
            select(func.count()).select_from(entry).where(entry.c.type == "sign-decision")
        ).scalar_one()
