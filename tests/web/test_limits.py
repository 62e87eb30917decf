"""Who asks too often is told when to go on, and nobody else notices."""

import pytest
from flask import Flask

from coe.office_errors import BadHome
from tests.web.review_office import PASSWORDS
from tests.web.review_pages import Pages, plain
from tests.web.walk_table import TABLE
from web.app import create_app
from web.site.limits import KINDS


def limited(pages: Pages, **limits: str) -> Flask:
    pages.house.home.configure(**{f"limit-{kind.replace('_', '-')}": said for kind, said in limits.items()})
    pages.app = create_app(pages.house.home, pages.house.office, pages.house.clock, PASSWORDS)
    return pages.app


def test_guessing_at_the_door_ends_with_a_page_that_says_when_to_go_on(pages: Pages) -> None:
    stranger = limited(pages, sign_in="2/hour").test_client()
    wrong = {"email": "nobody@example.org", "password": "wrong"}
    pages.app.config["WTF_CSRF_ENABLED"] = False
    codes = [stranger.post("/sign-in", data=wrong).status_code for _ in range(2)]
    assert 429 not in codes
    answer = stranger.post("/sign-in", data=wrong)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert f"try again in {answer.headers['Retry-After']} seconds" in plain(answer.text)
    elsewhere = stranger.post("/sign-in", data=wrong, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == codes[0]


def test_one_person_s_limit_is_no_other_s(pages: Pages) -> None:
    limited(pages, search="1/hour")
    pages.house.grant("role/auditor", "ben", "ada")
    assert [pages.browser("aude").get("/trail").status_code for _ in range(2)] == [200, 429]
    assert pages.browser("ben").get("/trail").status_code == 200
    assert pages.browser("aude").get("/profile").status_code == 200


def test_a_setting_that_is_no_limit_stops_the_start(pages: Pages) -> None:
    with pytest.raises(BadHome, match="limit-upload"):
        limited(pages, upload="many")


def test_every_address_with_a_limit_of_its_own_exists() -> None:
    assert sorted(KINDS.keys() - TABLE.keys()) == []
