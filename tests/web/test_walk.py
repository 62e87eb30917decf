"""Every address × role × thing × method of the app against one table: what is not in the table is closed, and fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from tests.web.deciding import entries
from tests.web.owner_house import copied
from tests.web.review_office import ReviewOffice
from tests.web.review_pages import Browser
from tests.web.walk_office import WALKERS, Walk, kind_of, walked
from tests.web.walk_table import EVERYBODY, TABLE
from web.app import OPEN

PASSED, REFUSED = {200, 302, 400, 409, 422}, {403, 404}
LAST = ("profile.end", "security.logout")
OTHER_METHODS = ("PUT", "PATCH", "DELETE")


@pytest.fixture
def walk(founded_office: ReviewOffice, tmp_path: Path) -> Iterator[Walk]:
    made = walked(copied(founded_office, tmp_path))
    yield made
    made.pages.house.engine.dispose()


def doors(walk: Walk) -> list[tuple[str, Rule]]:
    """Every method of every address, those that end a session last."""
    rules = sorted(walk.pages.app.url_map.iter_rules(), key=lambda rule: (rule.endpoint in LAST, rule.endpoint))
    return [(method, rule) for rule in rules for method in ("GET", "POST") if method in (rule.methods or ())]


def unlisted(walk: Walk) -> list[str]:
    return [name for method, rule in doors(walk) if (name := f"{method} {rule.endpoint}") not in TABLE]


def address(walk: Walk, rule: Rule, about: dict[str, str]) -> str:
    values = {name: int(value) if name == "place" else value for name, value in about.items()}
    return walk.pages.app.url_map.bind("localhost").build(rule.endpoint, values)


def token(browser: Browser) -> str:
    browser.get("/profile")
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.last)
    assert found
    return unescape(found[1])


def test_every_address_is_in_the_table_and_nothing_else(walk: Walk) -> None:
    assert unlisted(walk) == [], "say in tests/web/walk_table.py who passes these doors"
    assert sorted(TABLE.keys() - {f"{method} {rule.endpoint}" for method, rule in doors(walk)}) == []
    assert WALKERS.keys() == EVERYBODY


def test_a_new_address_fails_until_it_is_in_the_table(walk: Walk) -> None:
    walk.pages.app.add_url_rule("/forgotten/<number>", "forgotten", lambda number: number, methods=["GET", "POST"])
    assert unlisted(walk) == ["GET forgotten", "POST forgotten"]


@pytest.mark.slow
@pytest.mark.parametrize("role", WALKERS)
def test_every_door_opens_for_those_the_table_names_and_for_nobody_else(walk: Walk, role: str) -> None:
    browser, wrong = walk.browser(role), list[str]()
    form = {"csrf_token": token(browser), "command_id": walk.pages.house.clock.new_id(), "seed": "0" * 64}
    size = cache(lambda: entries(walk.pages.house))
    for method, rule in sorted(doors(walk), key=lambda door: door[0]):
        wanted, things = TABLE[f"{method} {rule.endpoint}"], walk.things_of(rule, role)
        assert wanted.keys() == things.keys(), rule.endpoint
        for standing, about in things.items():
            where = address(walk, rule, dict(about))
            with browser.client.open(where, method=method, data=form if method == "POST" else None) as answer:
                expected = PASSED if role in wanted[standing] else REFUSED
                if answer.status_code not in expected:
                    wrong.append(f"{method} {rule.endpoint} {standing}: {answer.status_code}")
        if method == "GET" and entries(walk.pages.house) != size():
            pytest.fail(f"opening {rule.endpoint} wrote to the ledger")
    assert wrong == []


@pytest.mark.parametrize("role", ["owner", "without a role"])
def test_what_is_not_yours_looks_like_what_never_was(walk: Walk, role: str) -> None:
    """Neither code nor words tell a thing this walker can read no page of from one that does not exist."""
    browser, told = walk.browser(role), list[str]()
    form = {"csrf_token": token(browser), "command_id": walk.pages.house.clock.new_id(), "seed": "0" * 64}
    for method, rule in doors(walk):
        things = walk.things_of(rule, role)
        read = TABLE[MAIN.get(kind_of(rule), f"{method} {rule.endpoint}")]
        for standing, about in things.items() if "unknown" in things else ():
            if role in read.get(standing, EVERYBODY):
                continue
            sent = form if method == "POST" else None
            answers = [
                browser.client.open(address(walk, rule, dict(one)), method=method, data=sent)
                for one in (about, things["unknown"])
            ]
            if len({(answer.status_code, shown(answer.text, about, things["unknown"])) for answer in answers}) != 1:
                told.append(f"{method} {rule.endpoint} {standing}: {[answer.status_code for answer in answers]}")
    assert told == []


MAIN = {
    **dict.fromkeys(
        ("number", "gate,number", "condition,number", "number,place", "name,number", "id_,number", "number,question"),
        "GET initiative.show",
    ),
    "person": "GET people.one", "incident": "GET incidents.one",
    "draft": "GET intake.draft", "section": "GET intake.draft",
}  # fmt: skip
"""By kind of thing, the page on which it is read."""


def shown(page: str, *about: Mapping[str, str]) -> str:
    """A page without the token of its form and without what its address names."""
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    for value in (value for one in about for value in one.values() if len(value) > 1):
        page = page.replace(value, "")
    return page


def test_nobody_gets_in_without_signing_in_and_no_post_counts_without_a_token(walk: Walk) -> None:
    stranger, signed_in, wrong = walk.pages.app.test_client(), walk.browser("administrator").client, list[str]()
    before = entries(walk.pages.house)
    for method, rule in doors(walk):
        for standing, about in walk.things_of(rule, "administrator").items():
            where = address(walk, rule, dict(about))
            if method == "POST":
                codes = {stranger.post(where).status_code, signed_in.post(where).status_code}
                # Without a session a form leads to the door before its token is looked at; behind it, 400 for all.
                if not codes <= {302, 400} or signed_in.post(where, data={"csrf_token": "forged"}).status_code != 400:
                    wrong.append(f"POST {rule.endpoint} {standing}: {codes}")
            elif rule.endpoint not in OPEN:
                answer = stranger.get(where)
                if answer.status_code != 302 or not answer.headers["Location"].startswith("/sign-in?next="):
                    wrong.append(f"GET {rule.endpoint} {standing}: {answer.status_code}")
    assert wrong == []
    assert entries(walk.pages.house) == before


def test_no_other_method_does_anything(walk: Walk) -> None:
    client, before = walk.browser("administrator").client, entries(walk.pages.house)
    codes = {
        (method, rule.endpoint): client.open(address(walk, rule, dict(about)), method=method).status_code
        for method in OTHER_METHODS
        for _, rule in doors(walk)
        for about in list(walk.things_of(rule, "administrator").values())[:1]
    }
    assert {door: code for door, code in codes.items() if code not in (400, 405)} == {}
    assert entries(walk.pages.house) == before
