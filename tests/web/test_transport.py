"""On the way to the office: encryption where there is an https address, and no input from unknown machines."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from coe.database import reading
from coe.tables import denial
from tests.web.deciding import entries
from tests.web.owner_house import OwnerHouse
from tests.web.review_office import PASSWORDS
from tests.web.review_pages import Pages, plain
from web.app import create_app

ADDRESS = "https://clearway.example.org"


def open_system(house: OwnerHouse) -> FlaskClient:
    """The office behind a proxy that speaks TLS."""
    house.office.home.configure(address=ADDRESS)
    return create_app(house.office.home, house.office.office, house.office.clock, PASSWORDS).test_client()


def test_a_page_asked_for_in_clear_is_asked_for_again_under_the_https_address(house: OwnerHouse) -> None:
    answer = open_system(house).get("/initiatives?since=1", base_url="http://clearway.example.org")
    assert (answer.status_code, answer.location) == (308, f"{ADDRESS}/initiatives?since=1")
    assert "Set-Cookie" not in answer.headers


def test_a_form_sent_in_clear_is_not_read(house: OwnerHouse) -> None:
    form = {"email": "astrid@example.org", "password": "correct horse battery"}
    answer = open_system(house).post("/sign-in", data=form, base_url="http://clearway.example.org")
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_answers_under_tls_ask_browsers_to_stay_there(house: OwnerHouse) -> None:
    answer = open_system(house).get("/sign-in", base_url=ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_a_health_check_on_the_machine_needs_no_tls(house: OwnerHouse) -> None:
    assert open_system(house).get("/ready", base_url="http://127.0.0.1:8000").text == "ready\n"


def test_without_an_https_address_nothing_is_insisted_on(house: OwnerHouse) -> None:
    answer = house.app.test_client().get("/sign-in")
    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "Bearer 0123"}, {"X-Api-Key": "0123"}, {"X-Hub-Signature-256": "sha256=00"},
     {"Content-Type": "application/json"}],
)  # fmt: skip
def test_a_machine_nobody_registered_is_refused_and_leaves_one_denial(
    house: OwnerHouse, headers: dict[str, str]
) -> None:
    number, before = house.office.submit(), entries(house.office)
    answer = house.app.test_client().post(f"/decisions/{number}/medical", data="{}", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert entries(house.office) == before + 1
    with reading(house.office.engine) as connection:
        rows = connection.execute(select(denial.c.person, denial.c.act, denial.c.code)).all()
    assert [tuple(row) for row in rows] == [("", "post decide.sign", "unknown-source")]


def test_a_signed_in_browser_that_also_brings_a_key_is_no_person(pages: Pages) -> None:
    pages.house.submit()
    browser = pages.browser("sofia")
    assert browser.client.get("/inbox", headers={"Authorization": "Bearer 0123"}).status_code == 401
    assert browser.get("/inbox").status_code == 200
    assert "Denied an unknown source: get inbox.index" in plain(pages.browser("aude").get("/trail").text)


def test_a_flood_of_unknown_sources_does_not_fill_the_log(house: OwnerHouse) -> None:
    stranger, before = house.app.test_client(), entries(house.office)
    for _ in range(25):
        stranger.get("/trail", headers={"Authorization": "Bearer 0123"})
    assert entries(house.office) == before + 10


def test_a_proxy_that_asks_people_for_a_password_is_left_alone(house: OwnerHouse) -> None:
    answer = house.app.test_client().get("/sign-in", headers={"Authorization": "Basic YTpi"})
    assert answer.status_code == 200
