"""Every page of a real office, as one or two of those who may open it × light and dark × 1440 and 390 px: axe finds
nothing (WCAG 2.2 AA).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.axe import violations_in_every_view
from tests.journeys.served import Served, founded, serving, visitor
from tests.journeys.tour import OWN, everything, foreseen
from web.app import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOT_PAGES = {
    "assets": "files", "ready": "a word for a health check", "home": "leads on", "packets.file": "a PDF",
    "packets.verifier": "a program",
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
    foreseen(office, browser)
    return everything(office)


@pytest.mark.parametrize("who", OWN)
def test_axe_finds_nothing(
    browser: Browser, office: Served, tour: dict[str, tuple[tuple[str, str], ...]], who: str
) -> None:
    reader = visitor(office, browser)
    if who:
        reader.sign_in(who)
    faults = []
    for name, path in tour[who]:
        reader.open(path)
        faults += [f"{name} {fault}" for fault in violations_in_every_view(reader.page)]
    reader.page.context.close()
    assert faults == []


def test_the_tour_leaves_no_page_out(office: Served, tour: dict[str, tuple[tuple[str, str], ...]]) -> None:
    app = create_app(office.home, office.office, office.clock)
    at = app.url_map.bind("127.0.0.1")
    seen = {str(at.match(path.partition("?")[0])[0]) for pages in tour.values() for _, path in pages}
    pages = {str(rule.endpoint) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - seen - set(NOT_PAGES) == set(ELSEWHERE)
