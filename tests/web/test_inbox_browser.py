"""The inbox under keys: what they move to is shown beside the list, and nothing happens where they are switched off."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.web.review_pages import Pages

pytestmark = pytest.mark.browser
TITLES = ("Pelluva: pharmacist answers", "Nefrion: dialysis nurse e-learning", "Oncavia: congress follow-up")


@pytest.fixture
def served(pages: Pages) -> Iterator[str]:
    for title in TITLES:
        pages.house.submit(title)
    server = make_server("127.0.0.1", 0, pages.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def opened(browser: Browser, pages: Pages, address: str, width: int = 1440) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900})
    cookie = pages.browser("sofia").client.get_cookie("session")
    assert cookie is not None
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/inbox")
    return page


def test_keys_move_the_preview_and_open_what_it_shows(browser: Browser, pages: Pages, served: str) -> None:
    page = opened(browser, pages, served)
    titles = page.locator("[data-row]").all_inner_texts()
    shown, said = page.locator("#preview h2"), page.locator("#preview-said")
    for key, place in (("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(shown).to_have_text(titles[place])
    expect(said).to_have_text(f"Shown beside the list: {titles[1]}")
    assert "open=" in page.url
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(shown).to_have_text(titles[2])
    expect(page.locator("#preview details.snooze button").first).to_be_focused()
    page.reload()
    expect(shown).to_have_text(titles[2])
    page.locator("[data-row]").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(titles[1])
    page.goto(f"{served}/inbox")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(titles[0])
    page.goto(f"{served}/inbox")
    page.evaluate("document.body.dataset.keys = 'off'")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    expect(page.locator("h1")).to_have_text("Inbox")
    assert page.locator("[data-row]:focus").count() == 0
    page.context.close()


def test_a_narrow_row_opens_the_decision_and_its_number_the_preview(
    browser: Browser, pages: Pages, served: str
) -> None:
    page = opened(browser, pages, served, 390)
    expect(page.locator("#preview")).to_be_hidden()
    title = page.locator("[data-row]").nth(1).inner_text()
    page.locator(".waits a.number").nth(1).click()
    expect(page.locator("#preview h2")).to_have_text(title)
    expect(page.locator("#preview")).to_be_in_viewport()
    page.locator(".waits").nth(1).click(position={"x": 5, "y": 5})
    expect(page.locator("h1")).to_have_text(title)
    page.context.close()
