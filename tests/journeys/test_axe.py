"""Every page of a real office, as one or two of those who may open it × light and dark × 1440 and 390 px: axe finds
nothing (WCAG 2.2 AA).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.served import DESK, PHONE, Served, founded, serving, visitor
from tests.journeys.tour import OWN, everything
from web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
MOST_MS = 60_000
"""A forecast is made while its reader waits."""
NOT_PAGES = {
    "assets": "files", "ready": "a word for a health check", "home": "leads on", "packets.file": "a PDF",
    "files.show": "what was handed in", "trail.export": "CSV", "bundles.download": "a ZIP",
    "certification.export": "JSON", "security.tf_select": "closed to all", "intake.draft": "leads to its first section",
}  # fmt: skip
ELSEWHERE = {
    "security.second_factor": "shown between password and code: in the gallery, and in every journey",
    "initiative.release": "needs an approval that nothing holds up: in the gallery, as `confirm`",
}
"""Pages that this office has no example of, and where axe sees them instead."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, fonts: Path) -> Iterator[Served]:
    with serving(founded(tmp_path_factory.mktemp("axe"), fonts, portfolio=True)) as served:
        yield served


@pytest.fixture(scope="module")
def tour(office: Served, browser: Browser) -> dict[str, tuple[tuple[str, str], ...]]:
    return everything(office, browser)


def violations(page: Page) -> list[str]:
    """What axe says of the page as it stands, everything unfolded."""
    page.evaluate("document.querySelectorAll('main details, footer details').forEach((one) => { one.open = true; })")
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']} {node['html'][:160]} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("who", OWN)
def test_axe_finds_nothing(
    browser: Browser, office: Served, tour: dict[str, tuple[tuple[str, str], ...]], who: str
) -> None:
    reader = visitor(office, browser)
    reader.page.set_default_timeout(MOST_MS)
    if who:
        reader.sign_in(who)
    faults = []
    for name, path in tour[who]:
        reader.open(path)
        for width, height in (DESK, PHONE):
            reader.page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark"):
                reader.page.emulate_media(color_scheme=scheme)
                faults += [f"{name} {width} {scheme}: {fault}" for fault in violations(reader.page)]
    reader.page.context.close()
    assert faults == []


def test_the_tour_leaves_no_page_out(office: Served, tour: dict[str, tuple[tuple[str, str], ...]]) -> None:
    app = create_app(office.home, office.office, office.clock)
    at = app.url_map.bind("127.0.0.1")
    seen = {str(at.match(path.partition("?")[0])[0]) for pages in tour.values() for _, path in pages}
    pages = {str(rule.endpoint) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - seen - set(NOT_PAGES) == set(ELSEWHERE)
