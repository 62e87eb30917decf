"""Every page of the gallery in a real browser: axe finds nothing, the security policy holds, nothing scrolls sideways,
and what axe does not see of the list in `docs/accessibility.md`, as far as a program can.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.web.gallery import make_gallery
from tests.web.survey import survey

pytestmark = pytest.mark.browser
FOCUSED = """() => { const one = document.activeElement;
  const label = one.matches('input') ? one.closest('label') ?? one.nextElementSibling ?? one : one;
  const ring = [one, label].map((each) => getComputedStyle(each))
    .some((style) => parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none');
  return one === document.body ? null
    : [ring, one.getBoundingClientRect().top + scrollY, one.outerHTML.slice(0, 90)]; }"""
NEVER = {
    "axe": "axe finds nothing at 1440 and 390 px, light and dark",
    "policy": "the security policy refuses nothing",
    "sideways": "nothing scrolls sideways from 320 px on",
    "small": "targets are large enough",
    "untold": "an error is tied to its field",
    "unled": "the summary of errors leads to the fields",
    "moving": "nothing moves for whoever asked for stillness",
    "clipped": "wider spacing of text cuts nothing off",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, make_gallery(tmp_path_factory.mktemp("assets")), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def noticed(browser: Browser, address: str) -> dict[str, list[str]]:
    return survey(browser, address)


@pytest.mark.parametrize("what", NEVER, ids=lambda what: NEVER[what].replace(" ", "_"))
def test_on_every_page(noticed: dict[str, list[str]], what: str) -> None:
    assert noticed[what] == []


def test_nothing_else_was_noticed(noticed: dict[str, list[str]]) -> None:
    assert noticed.keys() <= NEVER.keys()


def test_the_summary_of_errors_has_the_focus(browser: Browser, address: str) -> None:
    page = browser.new_page()
    for name in ("intake-wrong", "decision-refused", "password-wrong"):
        page.goto(f"{address}/{name}")
        assert page.evaluate("document.activeElement?.matches('[data-error-summary]')"), name
    page.close()


def test_the_keyboard_sees_where_it_is_and_goes_from_top_to_bottom(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    for name in ("decision", "intake", "inbox", "initiatives", "sign-in"):
        page.goto(f"{address}/{name}")
        last, lost = -1.0, []
        for _ in range(60):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUSED)
            if at is None:
                break
            if "skip" in at[2] and last >= 0:
                break
            ring, top, what = at
            if not ring:
                lost.append(f"{name}: no ring on {what}")
            if top < last - 400:
                lost.append(f"{name}: jumps back to {what}")
            last = max(top, last) if "<main" not in what else last
        assert lost == [], lost
    page.close()


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
