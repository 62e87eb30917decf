"""The pages of approved records, moves and policy changes in a real browser: axe finds nothing to say."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage
from werkzeug.serving import make_server

from tests.axe import violations
from tests.web.leaflet_house import LEAFLET, Leaflets, leaflets, policy_change
from tests.web.review_pages import Pages

pytestmark = pytest.mark.browser
VIEWS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1440, "light"), (390, "dark"), (320, "light"))


@dataclass
class Scene:
    """The served app, and who opens what."""

    made: Leaflets
    address: str
    views: tuple[tuple[str, str], ...]

    def context(self, browser: Browser, who: str) -> BrowserContext:
        """A window of somebody signed in."""
        context = browser.new_context()
        cookie = self.made.pages.browser(who).client.get_cookie("session")
        assert cookie is not None
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        return context


@pytest.fixture
def scene(pages: Pages) -> Iterator[Scene]:
    made = leaflets(pages)
    expired = made.released()
    made.pass_days(200)
    asked = made.released()
    made.pass_days(40)
    ratified, moving = made.approved("fr"), made.submit({"replaces": asked})
    made.decide(moving, "sofia", "medical")
    later = made.publish(LEAFLET.read_text("utf-8").replace("within: 24", "within: 8"), "Legal has hired")
    change = policy_change(made, LEAFLET.read_text("utf-8").replace("within: 24", "within: 4"))
    views = (
        ("astrid", f"/initiatives/{expired}"),
        ("astrid", f"/initiatives/{asked}"),
        ("astrid", f"/initiatives/{asked}/retire"),
        ("astrid", f"/initiatives/{ratified}"),
        ("astrid", "/initiatives"),
        ("karin", f"/decisions/{ratified}/board"),
        ("karin", f"/initiatives/{moving}/office"),
        ("karin", f"/initiatives/{moving}/move"),
        ("karin", f"/initiatives/{moving}/move?to={later.digest}"),
        ("imre", f"/decisions/{made.submit()}/medical"),
        ("lucia", f"/decisions/{change}/quality"),
    )
    for who, _ in views:
        pages.browser(who)
    server = make_server("127.0.0.1", 0, pages.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Scene(made, f"http://127.0.0.1:{server.server_port}", views)
    server.shutdown()
    thread.join()


def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, scene: Scene) -> None:
    faults: list[str] = []
    for who, path in scene.views:
        context = scene.context(browser, who)
        page = context.new_page()
        said: list[ConsoleMessage] = []

        def note(message: ConsoleMessage, said: list[ConsoleMessage] = said) -> None:
            said.append(message)

        page.on("console", note)
        answer = page.goto(f"{scene.address}{path}")
        assert answer is not None
        assert answer.status == 200, path
        for width, scheme in VIEWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            faults += [f"{path} {width} {scheme}: {each}" for each in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{path} scrolls sideways at {width}")
        faults += [one.text for one in said if "Content Security Policy" in one.text]
        context.close()
    assert faults == []
