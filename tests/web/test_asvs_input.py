"""OWASP ASVS, chapters 1, 4, 5, 8 and 15: what is typed stays text, and what is sent beside it counts for nothing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.database import reading
from coe.policy.definitions import compile_file
from coe.tables import draft
from tests.web.owner_desk import Desk
from tests.web.owner_house import OwnerHouse
from tests.web.review_office import PASSWORDS
from tests.web.review_pages import Pages, plain
from tests.web.test_limits import limited
from tests.web.test_transport import open_system
from web.app import create_app

SEALED_ADDRESS = "http://clearway.example.org"


def test_what_is_typed_is_decoded_once(pages: Pages) -> None:
    page = pages.browser("aude").get("/trail?initiative=%2541%26lt%3B").text
    assert 'value="%41&amp;lt;"' in page


def test_what_is_typed_is_encoded_in_the_addresses_of_a_page(pages: Pages) -> None:
    page = pages.browser("aude").get("/trail?what=decision&initiative=a%26who%3Dsystem%23x").text
    assert 'href="/trail?initiative=a%26who%3Dsystem%23x"' in page
    assert "initiative=a&who" not in page


@pytest.mark.parametrize("typed", ["' OR '1'='1", 'x" OR 1=1 --', "INI-2026-0001'; DROP TABLE entry; --"])
def test_no_words_change_the_question_asked_of_the_database(pages: Pages, typed: str) -> None:
    number = pages.house.submit()
    browser = pages.browser("aude")
    assert "0 entries" in plain(browser.client.get("/trail", query_string={"initiative": typed}).text)
    assert browser.client.get("/search", query_string={"q": typed}).status_code == 200
    assert number in plain(browser.get("/trail").text)


@pytest.mark.parametrize("typed", ["(a+)+$", "[", "\\", ".*", "a{1,99999}"])
def test_signs_of_patterns_are_searched_as_letters(pages: Pages, typed: str) -> None:
    pages.house.submit()
    answer = pages.browser("aude").client.get("/search", query_string={"q": typed})
    assert answer.status_code == 200


def test_signs_of_formats_are_shown_as_letters(pages: Pages) -> None:
    title = "100 %s %(number)s {0.__class__} ${x} %n"
    number = pages.house.submit(title)
    browser = pages.browser("aude")
    for path in (f"/initiatives/{number}/packet", f"/initiatives/{number}/versions", f"/initiatives/{number}"):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert title in plain(answer.text), path


def test_every_answer_says_what_it_is_and_in_which_letters(pages: Pages) -> None:
    browser = pages.browser("aude")
    found = {path: browser.client.get(path).content_type for path in ("/trail", "/trail.csv", "/nothing", "/ready")}
    assert found == {
        "/trail": "text/html; charset=utf-8",
        "/trail.csv": "text/csv; charset=utf-8",
        "/nothing": "text/html; charset=utf-8",
        "/ready": "text/plain; charset=utf-8",
    }


def test_an_asker_who_writes_a_proxy_s_headers_is_not_believed(house: OwnerHouse) -> None:
    """The program that serves believes a proxy on the same machine alone, before a request reaches the app."""
    forged = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example.org", "Forwarded": "proto=https"}
    answer = open_system(house).get("/initiatives", base_url=SEALED_ADDRESS, headers=forged)
    assert (answer.status_code, answer.location) == (308, "https://clearway.example.org/initiatives")


def test_an_invented_address_of_the_asker_buys_no_more_guesses(pages: Pages) -> None:
    stranger = limited(pages, sign_in="1/hour").test_client()
    pages.app.config["WTF_CSRF_ENABLED"] = False
    wrong = {"email": "nobody@example.org", "password": "wrong"}
    sent = [
        stranger.post("/sign-in", data=wrong, headers={"X-Forwarded-For": f"192.0.2.{place}"}).status_code
        for place in range(2)
    ]
    assert sent[0] != 429
    assert sent[1] == 429


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_methods_that_echo_are_refused_and_tell_a_stranger_nothing(pages: Pages, method: str) -> None:
    assert pages.browser("sofia").client.open("/inbox", method=method).status_code == 405
    stranger = pages.app.test_client().open("/inbox", method=method, headers={"X-Secret": "echoed"})
    assert stranger.status_code in (302, 405)
    assert "echoed" not in stranger.text


def test_the_first_of_two_values_counts(pages: Pages) -> None:
    number = pages.house.submit()
    page = plain(pages.browser("aude").get(f"/trail?initiative={number}&initiative=INI-2026-9999").text)
    assert "0 entries" not in page
    assert f"Initiative: {number}" in page or number in page


def test_fields_that_no_form_declares_are_not_kept(desk: Desk) -> None:
    """Owner, number, tier and answers that this workflow does not ask for."""
    desk.browser.open(desk.at("need"))
    forged = {"owner": "somebody", "number": "INI-2026-0007", "tier": "T1", "q-invented": "x", "workflow": "other"}
    desk.browser.post(desk.at("need", ""), {**forged, "q-title": "Mine", "go": "next"})
    with reading(desk.house.office.engine) as connection:
        row = connection.execute(select(draft).where(draft.c.id == desk.id)).one()
    assert (row.owner, row.workflow) == (desk.house.office.ids["astrid"], "cx-initiative")
    assert not {"invented", "owner", "number", "tier"} & set(json.loads(row.answers))


def test_a_workflow_file_cannot_make_objects(tmp_path: Path) -> None:
    file = tmp_path / "evil.yaml"
    mark = tmp_path / "ran"
    file.write_text(f"workflow: !!python/object/apply:os.system ['touch {mark}']\n")
    assert compile_file(file).problems
    assert not mark.exists()


def test_no_page_is_served_with_the_debugger_on(house: OwnerHouse) -> None:
    app = create_app(house.office.home, house.office.office, house.office.clock, PASSWORDS)
    assert not app.debug
    assert not app.config["PROPAGATE_EXCEPTIONS"]
