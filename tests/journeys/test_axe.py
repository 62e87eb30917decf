"""Every page of a real office × everybody's role × light and dark × 1440 and 390 px: axe finds nothing (WCAG 2.2 AA).

All are opened; of those that are alike in structure (see `tests.journeys.structure`) a browser looks at one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.axe import violations_in_every_view
from tests.journeys.pages_by_role import TABLE, page
from tests.journeys.roles import ROLES, Opened, looks, opened
from tests.journeys.served import Served, Visitor, founded, serving, visitor
from tests.journeys.structure import structure
from tests.journeys.tour import Pages, everything, foreseen
from tests.web.pseudo import RIGHT_TO_LEFT, pseudo
from tests.web.sideways import beyond
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
    "policies.changes": "needs a policy's second version: in the gallery",
    "initiative.release": "needs an approval that nothing holds up: in the gallery, as `confirm`",
}
"""Pages that this office has no example of, and where axe sees them instead."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, fonts: Path) -> Iterator[Served]:
    with serving(founded(tmp_path_factory.mktemp("axe"), fonts, portfolio=True)) as served:
        yield served


@pytest.fixture(scope="module")
def tour(office: Served, browser: Browser) -> dict[str, Pages]:
    foreseen(office, browser)
    return everything(office)


@pytest.fixture(scope="module")
def walk(office: Served, tour: dict[str, Pages]) -> tuple[list[Opened], dict[str, str]]:
    return opened(office, tour)


def signed_in(reader: Visitor, office: Served, session: str) -> None:
    """Let a browser go on where somebody without one left off."""
    if session:
        reader.page.context.add_cookies([{"name": "session", "value": session, "url": office.address}])


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing(
    browser: Browser, office: Served, walk: tuple[list[Opened], dict[str, str]], role: str
) -> None:
    found, sessions = walk
    reader = visitor(office, browser)
    signed_in(reader, office, sessions[role])
    faults = []
    for one in looks(found):
        if one.role == role:
            reader.open(one.path)
            faults += [f"{one.path} {fault}" for fault in violations_in_every_view(reader.page)]
    reader.page.context.close()
    assert faults == []


def test_a_browser_shows_what_was_opened_without_one(
    browser: Browser, office: Served, walk: tuple[list[Opened], dict[str, str]]
) -> None:
    found, sessions = walk
    reader = visitor(office, browser)
    signed_in(reader, office, sessions["auditor"])
    for one in [one for one in found if one.role == "auditor"][:8]:
        answer = reader.page.goto(f"{office.address}{one.path}")
        assert answer
        assert structure(answer.text()) == one.made, one.path
    reader.page.context.close()


def test_on_no_page_of_any_role_is_an_id_given_twice_or_a_reference_without_an_end(
    walk: tuple[list[Opened], dict[str, str]],
) -> None:
    assert [f"{one.role} {one.path}: {fault}" for one in walk[0] for fault in one.broken] == []


def test_the_table_of_pages_by_role_is_that_of_this_office(walk: tuple[list[Opened], dict[str, str]]) -> None:
    assert TABLE.read_text("utf-8") == page(walk[0]), "run: python -m tests.journeys.pages_by_role"


def test_written_from_right_to_left_no_page_goes_beyond_its_sides(
    browser: Browser, office: Served, tour: dict[str, Pages], walk: tuple[list[Opened], dict[str, str]], tmp_path: Path
) -> None:
    faults, seen = list[str](), set[str]()
    with serving(replace(office), pseudo(tmp_path, code=RIGHT_TO_LEFT)) as turned:
        for role, who in ROLES.items():
            reader = visitor(turned, browser, language=RIGHT_TO_LEFT)
            signed_in(reader, turned, walk[1][role])
            for name, path in tour.get(who, ()):
                if path in seen:
                    continue
                seen.add(path)
                reader.open(path)
                assert reader.page.locator('html[dir="rtl"]').count() == 1, name
                faults += [f"{name} {fault}" for fault in beyond(reader.page)]
            reader.page.context.close()
    assert faults == []


def test_the_tour_leaves_no_page_out(office: Served, walk: tuple[list[Opened], dict[str, str]]) -> None:
    app = create_app(office.home, office.office, office.clock)
    got = {one.page for one in walk[0]}
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    assert {str(one.endpoint) for one in rules if one.rule not in got} - set(NOT_PAGES) == set(ELSEWHERE)
