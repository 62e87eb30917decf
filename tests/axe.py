"""axe in a page of a real browser: which rules, in which views, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (1440, 390)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""In the dark only colours are other ones: `tests/web/test_styles.py` holds the styles to it."""
ASKED: dict[str, dict[str, object]] = {"light": RULES, "dark": COLOURS}
UNFOLD = "document.querySelectorAll('main details, footer details').forEach((one) => { one.open = true; })"
RUN = "(options) => axe.run(document, options).then((found) => found.violations)"
"""Only the violations leave the browser: all that passed is megabytes a page."""


def violations(page: Page, rules: Mapping[str, object] = RULES) -> list[str]:
    """What axe says of the page as it stands, everything unfolded."""
    page.evaluate(UNFOLD)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{one['id']} {node['html'][:160]} {node['failureSummary']}"
        for one in page.evaluate(RUN, rules)
        for node in one["nodes"]
    ]


def violations_in_every_view(page: Page) -> list[str]:
    """What axe says at each width, light and, of colours, dark; the page is loaded once."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {fault}" for fault in violations(page, ASKED[scheme])]
    return found
