"""Every page in a real browser: axe finds nothing, the security policy holds, nothing scrolls sideways."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.web.gallery import SAMPLES, make_gallery

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
VIEWS = [(width, theme) for width in (1440, 390) for theme in ("light", "dark")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, make_gallery(tmp_path_factory.mktemp("assets")), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize(("width", "theme"), VIEWS)
def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, width: int, theme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    faults: list[str] = []
    page.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    for name in SAMPLES:
        page.goto(f"{address}/{name}?theme={theme}")
        page.evaluate(
            "document.querySelectorAll('main details, footer details').forEach((one) => { one.open = true; })"
        )
        found = Axe().run(page, options=RULES).response["violations"]
        faults += [
            f"{name}: {one['id']} {node['html'][:160]} {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]
    page.close()
    assert faults == []


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700})
    wide = []
    for name in SAMPLES:
        page.goto(f"{address}/{name}")
        wide += [name] if page.evaluate("document.documentElement.scrollWidth > window.innerWidth") else []
    page.close()
    assert wide == []


def test_a_page_reads_and_decides_without_javascript(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/decision")
    page.get_by_label("Request changes").check(force=True)
    assert (
        page.locator(".sentence")
        .inner_text()
        .startswith("I, Dr Sofia Brandt, as medical reviewer, ask for changes to version 3")
    )
    page.close()


def test_keys_choose_a_decision_unless_they_are_switched_off(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/decision")
    page.keyboard.press("c")
    assert page.locator("#outcome-request_changes").is_checked()
    page.evaluate("document.body.dataset.keys = 'off'")
    page.keyboard.press("r")
    assert page.locator("#outcome-request_changes").is_checked()
    page.evaluate("document.body.dataset.keys = 'on'")
    page.locator("#note").press("a")
    assert page.locator("#note").input_value() == "a"
    assert page.locator("#outcome-request_changes").is_checked()
    page.close()


def test_an_answer_is_kept_as_soon_as_it_is_given(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/intake")
    page.locator("#audiences-payer-2").check(force=True)
    page.get_by_text("All answers saved, autosave").wait_for()
    assert page.url.endswith("/intake")
    assert page.locator("#need").input_value()
    page.close()
