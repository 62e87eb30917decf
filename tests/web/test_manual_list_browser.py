"""What axe does not see, on every page of the gallery: the list of `docs/accessibility.md`, as far as a program can."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.web.gallery import SAMPLES, make_gallery

pytestmark = pytest.mark.browser

UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
SMALL = """() => { const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((one) => one.checkVisibility() && !one.matches('.skip'))
    .map((one) => [one.closest('label') ?? one, one])
    .map(([shown, one]) => [shown.getBoundingClientRect(), one]).filter(([box]) => box.width > 1);
  const near = (box, other) => {
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const dx = Math.max(other.left - x, 0, x - other.right), dy = Math.max(other.top - y, 0, y - other.bottom);
    return Math.hypot(dx, dy) < 12; };
  return all.filter(([box, one]) => (box.width < 23.5 || box.height < 23.5) && !one.closest('p, li > span, dd, td'))
    .filter(([box, one]) => all.some(([other, two]) => two !== one && !one.contains(two) && near(box, other)))
    .map(([box, one]) => `${one.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`); }"""
"""WCAG 2.5.8: 24 by 24 px, or so far from others that a circle of 24 px meets none; not for links in running text."""
UNTOLD = """() => [...document.querySelectorAll('[aria-invalid=true]')]
  .filter((one) => !(one.getAttribute('aria-describedby') ?? '').split(' ')
    .some((id) => document.getElementById(id)?.matches('.error, [class*=error]')
      && document.getElementById(id).textContent.trim()))
  .map((one) => one.outerHTML.slice(0, 160))"""
UNLED = """() => { const summary = document.querySelector('[data-error-summary]');
  return summary ? [...summary.querySelectorAll('a')]
    .filter((one) => !document.getElementById(one.hash.slice(1))).map((one) => one.outerHTML) : []; }"""
MOVING = """() => [...document.querySelectorAll('*')].filter((one) => ['', '::before', '::after']
  .map((part) => getComputedStyle(one, part || null))
  .some((style) => parseFloat(style.animationDuration) > 0.01 && style.animationName !== 'none'
    || Math.max(...style.transitionDuration.split(',').map(parseFloat)) > 0.01))
  .map((one) => one.outerHTML.slice(0, 90))"""
CLIPPED = """() => [...document.querySelectorAll('main button, main a, main label, main h1, main h2, main p')]
  .filter((one) => { const style = getComputedStyle(one); return style.overflow === 'hidden'
    && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)
    && !one.closest('.spoken, .skip, .steps'); }).map((one) => one.outerHTML.slice(0, 120))"""
FOCUSED = """() => { const one = document.activeElement;
  const label = one.matches('input') ? one.closest('label') ?? one.nextElementSibling ?? one : one;
  const ring = [one, label].map((each) => getComputedStyle(each))
    .some((style) => parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none');
  return one === document.body ? null
    : [ring, one.getBoundingClientRect().top + scrollY, one.outerHTML.slice(0, 90)]; }"""
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
"""WCAG 1.4.12."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = make_gallery(tmp_path_factory.mktemp("assets"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def found(page: Page, address: str, script: str) -> list[str]:
    """What the script names on any page."""
    said = []
    for name in SAMPLES:
        page.goto(f"{address}/{name}")
        page.evaluate(UNFOLD)
        said += [f"{name}: {each}" for each in page.evaluate(script)]
    return said


@pytest.mark.parametrize("width", [1440, 390])
def test_targets_are_large_enough(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    small = found(page, address, SMALL)
    page.close()
    assert small == []


def test_an_error_is_tied_to_its_field_and_the_summary_leads_there(browser: Browser, address: str) -> None:
    page = browser.new_page()
    untold, unled = found(page, address, UNTOLD), found(page, address, UNLED)
    page.close()
    assert untold == []
    assert unled == []


def test_the_summary_of_errors_has_the_focus(browser: Browser, address: str) -> None:
    page = browser.new_page()
    for name in ("intake-wrong", "decision-refused", "password-wrong"):
        page.goto(f"{address}/{name}")
        assert page.evaluate("document.activeElement?.matches('[data-error-summary]')"), name
    page.close()


def test_nothing_moves_for_whoever_asked_for_stillness(browser: Browser, address: str) -> None:
    page = browser.new_page(reduced_motion="reduce")
    moving = found(page, address, MOVING)
    page.close()
    assert moving == []


def test_wider_spacing_of_text_cuts_nothing_off(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900}, bypass_csp=True)
    cut = []
    for name in SAMPLES:
        page.goto(f"{address}/{name}")
        page.add_style_tag(content=SPACED)
        cut += [f"{name}: {each}" for each in page.evaluate(CLIPPED)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            cut.append(f"{name} scrolls sideways")
    page.close()
    assert cut == []


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
