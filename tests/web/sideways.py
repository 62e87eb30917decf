"""Whether a page in a real browser goes beyond its sides."""

from __future__ import annotations

from playwright.sync_api import Page

WIDTHS = (1440, 390)
BEYOND = """() => { const wide = document.documentElement.clientWidth;
  const held = (one) => { for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
    if (getComputedStyle(up).overflowX !== 'visible') return true; return false; };
  const found = document.documentElement.scrollWidth > wide ? [`scrolls ${document.documentElement.scrollWidth}`] : [];
  for (const one of document.querySelectorAll('body *')) {
    if (one.closest('svg') && one.tagName !== 'svg' || one.matches('.skip, .spoken, .sprite') || !one.checkVisibility())
      continue;
    const box = one.getBoundingClientRect();
    if (box.width > 1 && (box.left < -1 || box.right > wide + 1) && !held(one))
      found.push(`${one.outerHTML.slice(0, 100)} ${Math.round(box.left)} to ${Math.round(box.right)}`);
  } return found; }"""
"""What stands beyond a side: there one can scroll to it on the one side, and not on the other."""


def beyond(page: Page) -> list[str]:
    """What of the page stands beyond its sides, on a desk and on a phone."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {one}" for one in page.evaluate(BEYOND)]
    return found
