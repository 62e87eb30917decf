"""Signing in through a real Flask client: both factors or nothing, once each."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from coe.identity import accounts
from coe.identity.account_tables import account
from coe.identity.totp import STEP_MS
from tests.web.sign_in_house import KEY, MINUTE, NOW, PASSWORD, PASSWORDS, House, Visitor, failures, opened_house
from web.site.accounts import NoMail, install
from web.site.second_factor import local_path


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened_house(tmp_path) as made:
        yield made


@pytest.fixture
def ada(house: House) -> Visitor:
    return Visitor(house, house.app.test_client())


def test_both_factors_sign_in(ada: Visitor) -> None:
    assert ada.password().location == "/sign-in/code"
    assert ada.who() == "None False"
    response = ada.code(ada.house.code())
    assert (response.status_code, response.location) == (302, "/")
    assert ada.who() == "p-ada True"


def test_any_spelling_of_the_login_signs_in(ada: Visitor) -> None:
    ada.password(" ADA@Example.ORG")
    ada.code(ada.house.code())
    assert ada.who() == "p-ada True"


def test_wrong_password_unknown_login_and_closed_account_read_the_same(ada: Visitor) -> None:
    answers = [ada.password(password="wrong"), ada.password(login="nobody@example.org")]
    with ada.house.engine.begin() as connection:
        accounts.close_account(connection, ada.house.ada.id, NOW)
    answers.append(ada.password())
    texts = {re.sub(r'(value="[^"]*"|ada|nobody)', "", answer.text) for answer in answers}
    assert len(texts) == 1
    assert "Signing in failed" in texts.pop()
    assert ada.code(ada.house.code()).location == "/sign-in"
    assert ada.who() == "None False"


def test_wrong_passwords_lock_and_the_right_one_then_reads_as_wrong(ada: Visitor) -> None:
    for _ in range(5):
        ada.password(password="wrong")
    assert failures(ada.house) == 5
    assert "Signing in failed" in ada.password().text
    ada.house.now += MINUTE
    ada.sign_in()
    assert ada.who() == "p-ada True"
    assert failures(ada.house) == 0


def test_a_wrong_code_does_not_sign_in_and_counts(ada: Visitor) -> None:
    ada.password()
    refused = ada.code("000000")
    assert refused.status_code == 422
    assert "not valid now" in refused.text
    assert failures(ada.house) == 1
    assert ada.who() == "None False"


def test_wrong_codes_lock_and_the_right_one_does_not_help(ada: Visitor) -> None:
    ada.password()
    for _ in range(5):
        ada.code("000000")
    locked = ada.code(ada.house.code())
    assert "locked" in locked.text
    assert "Wait 1 min" in locked.text
    assert ada.code(ada.house.ada.recovery_codes[0]).status_code == 422
    assert ada.who() == "None False"


@pytest.mark.parametrize(("password", "change"), [("password1234", True), (PASSWORD, False)])
def test_a_password_that_has_leaked_since_is_to_be_changed_first(ada: Visitor, password: str, *, change: bool) -> None:
    with ada.house.engine.begin() as connection:
        connection.execute(update(account).values(password_hash=PASSWORDS.hash(password)))
    ada.password(password=password)
    ada.code(ada.house.code())
    assert ada.client.get("/choosing").text == str(change)
    with ada.house.engine.connect() as connection:
        assert connection.execute(select(account.c.temporary)).scalar_one() is change


def test_a_code_signs_in_once(ada: Visitor) -> None:
    ada.sign_in()
    other = Visitor(ada.house, ada.house.app.test_client())
    other.password()
    assert "used already" in other.code(ada.house.code()).text
    assert other.who() == "None False"
    ada.house.now += STEP_MS
    other.code(ada.house.code())
    assert other.who() == "p-ada True"


def test_a_code_without_a_password_leads_back_to_the_start(ada: Visitor) -> None:
    response = ada.client.get("/sign-in/code")
    assert response.location == "/sign-in"
    assert "Enter login and password again" in ada.client.get("/sign-in").text


def test_the_code_step_is_open_for_five_minutes(ada: Visitor) -> None:
    ada.password()
    ada.house.now += 5 * MINUTE
    assert ada.code(ada.house.code()).location == "/sign-in"
    assert ada.who() == "None False"


def test_a_password_changed_between_the_steps_starts_over(ada: Visitor) -> None:
    ada.password()
    with ada.house.engine.begin() as connection:
        accounts.set_password(connection, ada.house.ada.id, "another long password", PASSWORDS, NOW)
    assert ada.code(ada.house.code()).location == "/sign-in"


def test_an_account_without_authenticator_is_refused_at_the_code(ada: Visitor) -> None:
    with ada.house.engine.begin() as connection:
        accounts.report_lost(connection, ada.house.ada.id, NOW)
    ada.password()
    assert "has no second factor" in ada.code(ada.house.code()).text
    assert ada.who() == "None False"


def test_a_recovery_code_signs_in_once(ada: Visitor) -> None:
    recovery = ada.house.ada.recovery_codes[3]
    ada.password(password="wrong")
    ada.password()
    ada.code(recovery)
    assert ada.who() == "p-ada True"
    assert failures(ada.house) == 0
    other = Visitor(ada.house, ada.house.app.test_client())
    other.password()
    assert "recovery code is not valid" in other.code(recovery).text
    assert failures(ada.house) == 1


@pytest.mark.parametrize("url", ["/sign-in", "/sign-in/code"])
def test_a_post_without_csrf_token_is_refused(ada: Visitor, url: str) -> None:
    ada.password()
    form = {"email": "ada@example.org", "password": PASSWORD, "code": ada.house.code()}
    assert ada.client.post(url, data=form).status_code == 400
    assert ada.who() == "None False"


def test_no_token_header_and_no_json_sign_in(ada: Visitor) -> None:
    for password in ("wrong", PASSWORD):
        answer = ada.client.post(
            "/sign-in?include_auth_token=1",
            json={"email": "ada@example.org", "password": password},
            headers={"X-CSRFToken": ada.token("/sign-in"), "Accept": "application/json"},
        )
        assert not answer.is_json
    assert ada.client.get("/who", headers={"Authentication-Token": "anything"}).text == "None False"
    assert ada.who() == "None False"


def test_signing_in_returns_to_the_page_that_asked(ada: Visitor) -> None:
    ada.post("/sign-in?next=/who", {"email": "ada@example.org", "password": PASSWORD})
    assert ada.code(ada.house.code()).location == "/who"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "evil",
        "",
        "/a\nb",
        "javascript:1",
    ],
)
def test_signing_in_never_leads_to_another_site(target: str) -> None:
    assert local_path(target) == "/"


def test_a_path_of_ours_is_kept_with_its_query() -> None:
    assert local_path("/decide/7?step=2#top") == "/decide/7?step=2#top"


def test_only_the_routes_named_here_exist(ada: Visitor) -> None:
    ours = {rule.rule for rule in ada.house.app.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert ours == {"/sign-in", "/sign-in/code", "/sign-out", "/tf-select"}
    assert ada.client.get("/tf-select").location == "/sign-in"


def test_flask_security_never_mails(house: House) -> None:
    with pytest.raises(RuntimeError, match="outbox"):
        NoMail(house.app).send_mail("t", "s", "to@example.org", "from@example.org", "", "")


def test_without_a_secret_key_nothing_is_installed(house: House) -> None:
    with pytest.raises(RuntimeError, match="SECRET_KEY"):
        install(Flask("bare"), house.engine, KEY)
