"""The drawing in a real browser: its words are no wider than they were measured, and none lies on another."""

from __future__ import annotations

import base64
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

from coe.way.drawing import draw_way
from coe.way.layout import WayGate
from coe.way.letters import text_width
from coe.way.marks import PRINT

pytestmark = pytest.mark.browser
TITLES = (
    "Executive steering", "Medical", "Legal und Compliance der Region", "WWWW MMMM", "Illicit filling", "Übergröße",
    "Patient safety and pharmacovigilance", "Certification of the exact file", "T1, T2 or T3", "½ → 16 business hours",
)  # fmt: skip
BOXES = """() => [...document.querySelectorAll('svg text')].map((text) => {
  const box = text.getBBox();
  return [box.x, box.y + box.height * 0.22, box.x + box.width, box.y + box.height * 0.85];
})"""


@pytest.fixture
def page(browser: Browser) -> Page:
    """A page with the face the words were measured in, cut off from every network."""
    face = (files("fontpkg_schibsted_grotesk") / "files" / "SchibstedGrotesk[wght].ttf").read_bytes()
    source = f"url(data:font/ttf;base64,{base64.b64encode(face).decode()})"
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_content(
        f"<style>@font-face {{ font-family: 'Schibsted Grotesk'; src: {source}; font-weight: 100 900 }}</style>"
        "<main></main>"
    )
    page.evaluate(
        "() => Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 12px 'Schibsted Grotesk'`)))"
    )
    return page


@pytest.mark.parametrize("strong", [False, True])
def test_words_are_no_wider_than_measured_and_hardly_narrower(page: Page, *, strong: bool) -> None:
    measured = page.evaluate(
        """([texts, weight]) => texts.map((text) => {
          const pen = document.createElement('canvas').getContext('2d');
          pen.font = `${weight} 14px 'Schibsted Grotesk'`;
          return pen.measureText(text).width;
        })""",
        [list(TITLES), 600 if strong else 400],
    )
    for text, wide in zip(TITLES, measured, strict=True):
        assert wide <= text_width(text, 14, strong=strong) + 0.1, text
        assert wide >= text_width(text, 14, strong=strong) * 0.88, text


@pytest.mark.parametrize("width", [658.0, 1360.0])
def test_words_of_a_large_way_stay_on_the_sheet_and_apart(page: Page, width: float) -> None:
    middle = tuple(
        WayGate(f"g{number}", title, "waiting", f"with {title}", ("s",), title) for number, title in enumerate(TITLES)
    )
    last = WayGate("z", "Approved", "not_open", "", tuple(gate.key for gate in middle))
    svg = draw_way((WayGate("s", "Submitted", "passed", "3 Nov"), *middle, last), width=width, palette=PRINT)
    page.evaluate("(svg) => { document.querySelector('main').innerHTML = svg }", svg)
    boxes = page.evaluate(BOXES)
    assert len(boxes) > len(TITLES)
    for number, one in enumerate(boxes):
        assert one[0] >= -0.5
        assert one[2] <= width + 0.5
        for other in boxes[number + 1 :]:
            assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]), (
                one,
                other,
            )
