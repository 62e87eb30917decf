"""One visit to every page of the gallery in a real browser, and all there is to notice on the way.

Loading the pages costs more than looking at them, so what axe finds, what a security policy refuses and what a program
can see of the list in `docs/accessibility.md` are gathered in one walk; each is a test of its own afterwards.
"""

from __future__ import annotations

from collections import defaultdict

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.axe import WIDTHS, violations_in_every_view
from tests.web.gallery import SAMPLES

NARROWEST_TO_WIDEST = (320, 390, 820, 1440)
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
SMALL = """() => { const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((one) => one.checkVisibility() && !one.matches('.skip, .spoken[aria-hidden=true]'))
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
SPACE = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }');
  document.adoptedStyleSheets = [sheet]; }"""
"""WCAG 1.4.12; a sheet made by script, which no security policy forbids."""


def survey(browser: Browser, address: str) -> dict[str, list[str]]:
    """What was noticed on any sample of the gallery at `address`, each under the name of what must not be."""
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900})
    noticed: dict[str, list[str]] = defaultdict(list)

    def refused(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            noticed["policy"].append(f"{page.url} {said.text}")

    page.on("console", refused)
    for name in SAMPLES:
        page.goto(f"{address}/{name}")
        for what, found in _on(page):
            noticed[what] += [f"{name}: {each}" for each in found]
    page.close()
    return noticed


def _on(page: Page) -> list[tuple[str, list[str]]]:
    """What this page has to say; it ends with wide spacing and must not be used further."""
    folded = [f"{width} px" for width in NARROWEST_TO_WIDEST if _at(page, width).evaluate(SIDEWAYS)]
    found = [("sideways", folded), ("axe", violations_in_every_view(page))]
    found += [("small", _at(page, width).evaluate(SMALL)) for width in WIDTHS]
    found += [("untold", page.evaluate(UNTOLD)), ("unled", page.evaluate(UNLED))]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found.append(("moving", page.evaluate(MOVING)))
    page.emulate_media(reduced_motion="no-preference")
    _at(page, 390).evaluate(SPACE)
    found.append(("clipped", page.evaluate(CLIPPED)))
    found.append(("clipped", ["scrolls sideways with wide spacing"] if page.evaluate(SIDEWAYS) else []))
    return found


def _at(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 900})
    return page
