"""The app as a whole: guards, headers, hosts, errors, and pages that start without slow imports."""

import re
import subprocess
import sys

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from tests.web.browsing import Browser
from tests.web.owner_house import OwnerHouse
from tests.web.review_office import PASSWORD
from web.site.security import LARGEST_REQUEST

DAY_MS = 86_400_000


def test_a_stranger_is_sent_to_sign_in_and_back_to_the_page_wanted(house: OwnerHouse) -> None:
    stranger = Browser(house.app.test_client())
    answer = stranger.open("/initiatives?since=1")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/initiatives?since%3D1"
    house.sign_in(stranger, "astrid", answer.location)
    assert stranger.page is not None
    assert stranger.page.location == "/initiatives?since=1"


def test_the_code_step_says_which_code_and_how_to_go_back(house: OwnerHouse) -> None:
    browser = Browser(house.app.test_client())
    browser.open("/sign-in")
    browser.post("/sign-in", {"email": "astrid@example.org", "password": PASSWORD})
    page = browser.follow().text
    assert "Without the device, enter a recovery code." in page
    assert '<a href="/sign-in">Sign in as somebody else</a>' in page


@pytest.mark.parametrize(
    "path", ["/initiatives", "/initiatives/new", "/initiatives/INI-2026-0001", "/drafts/x/need", "/drafts/x/check"]
)
def test_no_page_opens_without_signing_in(house: OwnerHouse, path: str) -> None:
    answer = house.app.test_client().get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_every_answer_carries_the_headers(house: OwnerHouse) -> None:
    browser = house.browser("astrid")
    for url in ("/initiatives", "/nothing-here", "/sign-in"):
        headers = browser.open(url).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_the_session_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(house: OwnerHouse) -> None:
    cookie = house.app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_another_host_name_is_not_answered(house: OwnerHouse) -> None:
    answer = house.app.test_client().get("/sign-in", headers={"Host": "evil.example.org"})
    assert answer.status_code == 400


def test_an_unknown_address_says_what_to_do(house: OwnerHouse) -> None:
    answer = house.browser("astrid").open("/nothing-here")
    assert answer.status_code == 404
    assert "What to do." in answer.text


def test_an_unknown_number_is_not_found_and_not_echoed_as_markup(house: OwnerHouse) -> None:
    answer = house.browser("astrid").open("/initiatives/<script>alert(1)")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_a_post_without_its_token_changes_nothing(house: OwnerHouse) -> None:
    number = house.office.submit()
    browser = house.browser("astrid")
    answer = browser.client.post(f"/initiatives/{number}/withdraw", data={"withdraw-text": "no"})
    assert answer.status_code == 400
    assert "too old" in answer.text
    assert house.office.state(number).status == "in review"


def test_nothing_is_decided_by_a_get(house: OwnerHouse) -> None:
    number = house.office.submit()
    assert house.browser("astrid").open(f"/initiatives/{number}/withdraw").status_code == 405
    assert house.office.state(number).status == "in review"


def test_a_request_beyond_all_limits_is_413(house: OwnerHouse) -> None:
    browser = house.browser("astrid")
    browser.open("/initiatives/new")
    path = re.sub(r"\?.*", "", browser.follow().request.path)
    announced = {"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)}
    answer = browser.client.post(path, content_type="multipart/form-data; boundary=x", environ_overrides=announced)
    assert answer.status_code == 413
    assert "Too large" in answer.text


def test_a_fault_of_ours_shows_a_reference_and_no_traceback(house: OwnerHouse) -> None:
    house.app.view_functions["ready"] = lambda: str(1 // 0)
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = house.browser("astrid").open("/ready")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert re.search(r'this reference: <span class="machine">[0-9a-f]{8}<', answer.text)


def test_a_database_that_does_not_answer_is_503_and_says_nothing_is_lost(house: OwnerHouse) -> None:
    def fail() -> str:
        from coe.office_errors import unavailable

        raise unavailable(OperationalError("", None, Exception("database is locked")))

    house.app.view_functions["ready"] = fail
    answer = house.browser("astrid").open("/ready")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Nothing was recorded" in answer.text


def test_the_navigation_shows_what_a_person_may_do(house: OwnerHouse) -> None:
    owner = _nav(house.browser("astrid").open("/initiatives"))
    assert owner[0] == "My initiatives"
    assert "People" not in owner
    assert "Inbox" not in owner


def test_the_count_beside_my_initiatives_is_what_waits_for_me(house: OwnerHouse) -> None:
    number = house.office.submit()
    for who, gate in (("jonas", "legal"), ("lucia", "regulatory")):
        house.office.decide(number, who, gate)
    browser = house.browser("astrid")
    assert "1 with others" in browser.open("/initiatives").text
    house.office.decide(number, "sofia", "medical", "request changes", requests=(("", "Say more."),))
    page = browser.open("/initiatives").text
    assert re.search(r'My initiatives<span class="count">1<', page)
    assert "Yours: 1 request to answer" in page


def test_pages_load_neither_prefect_nor_weasyprint() -> None:
    code = "import sys, web.app, web.serve; sys.exit(bool({'prefect', 'weasyprint', 'alembic'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _nav(answer: TestResponse) -> list[str]:
    nav = re.search(r'<nav class="nav".*?</nav>', answer.text, re.DOTALL)
    assert nav
    return re.findall(r"<a [^>]*>([^<]+)", nav[0])
