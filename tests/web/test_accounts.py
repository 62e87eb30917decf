"""Signing in through a real Flask client: both factors or nothing, once each, and sessions that really end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, event, select
from werkzeug.test import TestResponse

from coe import accounts
from coe.account_tables import account, metadata, sign_in
from coe.accounts import Invitation, NewAccount
from coe.ceremony import Attempt
from coe.passwords import TEST_COST, Passwords
from coe.totp import STEP_MS, TotpKey, code_at
from web.accounts import NoMail, Options, current_account_id, current_person_id, current_session, install
from web.second_factor import local_path

NOW = 1_780_000_000_000
MINUTE = 60_000
PASSWORD = "correct horse battery"
KEY = TotpKey(bytes(range(32)))
PASSWORDS = Passwords(TEST_COST)
TEMPLATES = Path(__file__).parents[2] / "web" / "templates"


@dataclass
class House:
    """An app, one account, and a clock that moves only when told."""

    app: Flask
    engine: Engine
    ada: NewAccount
    now: int = NOW

    def code(self) -> str:
        return code_at(self.ada.secret, self.now)


@dataclass
class Visitor:
    """A browser: it posts the CSRF token of the page it looks at."""

    house: House
    client: FlaskClient

    def token(self, page: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get(page).text)
        return found[1] if found else self.token("/sign-in")

    def post(self, url: str, form: dict[str, str]) -> TestResponse:
        return self.client.post(url, data=form | {"csrf_token": self.token(url)})

    def password(self, login: str = "ada@example.org", password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/sign-in", {"email": login, "password": password, **more})

    def code(self, code: str) -> TestResponse:
        return self.post("/sign-in/code", {"code": code})

    def sign_in(self) -> TestResponse:
        self.password()
        return self.code(self.house.code())

    def who(self) -> str:
        return self.client.get("/who").text


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    engine = create_engine(f"sqlite:///{tmp_path / 'accounts.db'}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    metadata.create_all(engine)
    with engine.begin() as connection:
        invitation = Invitation("Ada@example.org", "ada@example.org", "p-ada", PASSWORD)
        ada = accounts.create_account(connection, invitation, PASSWORDS, KEY, NOW)
    app = Flask("house", template_folder=str(TEMPLATES))
    app.config.update(SECRET_KEY="k" * 32, TESTING=True)
    made = House(app, engine, ada)
    install(app, engine, KEY, Options(passwords=PASSWORDS, clock=lambda: made.now))
    app.add_url_rule("/who", "who", lambda: f"{current_person_id()} {bool(current_account_id())}")
    app.add_url_rule("/session", "session", current_session)
    yield made
    engine.dispose()


@pytest.fixture
def ada(house: House) -> Visitor:
    return Visitor(house, house.app.test_client())


def failures(house: House) -> int:
    with house.engine.connect() as connection:
        count: int = connection.execute(select(account.c.failed_count)).scalar_one()
        return count


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
    ada.password()
    ada.code(recovery)
    assert ada.who() == "p-ada True"
    other = Visitor(ada.house, ada.house.app.test_client())
    other.password()
    assert "recovery code is not valid" in other.code(recovery).text
    assert failures(ada.house) == 1


def test_signing_in_replaces_whatever_session_was_planted(ada: Visitor) -> None:
    ada.client.get("/sign-in")
    with ada.client.session_transaction() as planted:
        planted["planted"], planted["session_id"] = "by somebody else", "chosen by somebody else"
        token = planted["csrf_token"]
    ada.sign_in()
    with ada.client.session_transaction() as session:
        assert "planted" not in session
        assert session["session_id"] != "chosen by somebody else"
        assert session.get("csrf_token") != token
        first = session["session_id"]
    ada.house.now += STEP_MS
    other = Visitor(ada.house, ada.house.app.test_client())
    other.sign_in()
    with other.client.session_transaction() as session:
        assert session["session_id"] != first


def signed_out(visitor: Visitor) -> TestResponse:
    # Signed in, no page of ours carries a form yet, so take a token the way any page would.
    with visitor.house.app.test_request_context():
        from flask import session
        from flask_wtf.csrf import generate_csrf

        token, raw = generate_csrf(), session["csrf_token"]
    with visitor.client.session_transaction() as kept:
        kept["csrf_token"] = raw
    return visitor.client.post("/sign-out", data={"csrf_token": token})


def test_signing_out_ends_the_session_even_for_a_kept_cookie(ada: Visitor) -> None:
    ada.sign_in()
    cookie = ada.client.get_cookie("session")
    assert cookie is not None
    assert signed_out(ada).location == "/sign-in"
    assert ada.who() == "None False"
    ada.client.set_cookie("session", cookie.value)
    assert ada.who() == "None False"
    with ada.house.engine.connect() as connection:
        assert connection.execute(select(sign_in.c.ended_at)).scalar_one() == NOW


def test_signing_out_needs_a_post_with_a_token(ada: Visitor) -> None:
    ada.sign_in()
    assert ada.client.get("/sign-out").status_code == 405
    assert ada.client.post("/sign-out").status_code == 400
    assert ada.who() == "p-ada True"


@pytest.mark.parametrize("url", ["/sign-in", "/sign-in/code"])
def test_a_post_without_csrf_token_is_refused(ada: Visitor, url: str) -> None:
    ada.password()
    form = {"email": "ada@example.org", "password": PASSWORD, "code": ada.house.code()}
    assert ada.client.post(url, data=form).status_code == 400
    assert ada.who() == "None False"


def test_an_idle_session_ends_and_use_keeps_it(ada: Visitor) -> None:
    ada.sign_in()
    for _ in range(3):
        ada.house.now += 29 * MINUTE
        assert ada.who() == "p-ada True"
    ada.house.now += 30 * MINUTE
    assert ada.who() == "None False"


def test_even_a_busy_session_ends_after_twelve_hours(ada: Visitor) -> None:
    ada.sign_in()
    for _ in range(12 * 3 - 1):
        ada.house.now += 20 * MINUTE
        assert ada.who() == "p-ada True"
    ada.house.now += 20 * MINUTE
    assert ada.who() == "None False"


@pytest.mark.parametrize("change", ["lost", "closed", "password"])
def test_losing_the_device_closing_and_a_new_password_end_sessions_at_once(ada: Visitor, change: str) -> None:
    ada.sign_in()
    with ada.house.engine.begin() as connection:
        match change:
            case "lost":
                accounts.report_lost(connection, ada.house.ada.id, NOW)
            case "closed":
                accounts.close_account(connection, ada.house.ada.id, NOW)
            case _:
                accounts.set_password(connection, ada.house.ada.id, "another long password", PASSWORDS, NOW)
    assert ada.who() == "None False"


def test_a_session_flask_security_made_alone_counts_for_nothing(ada: Visitor) -> None:
    with ada.house.engine.connect() as connection:
        uniquifier = connection.execute(select(account.c.fs_uniquifier)).scalar_one()
    ada.client.get("/sign-in")
    with ada.client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = uniquifier, True
    assert ada.who() == "None False"


def test_no_token_header_and_no_json_sign_in(ada: Visitor) -> None:
    answer = ada.client.post(
        "/sign-in?include_auth_token=1",
        json={"email": "ada@example.org", "password": PASSWORD},
        headers={"X-CSRFToken": ada.token("/sign-in")},
    )
    assert "token" not in (answer.json or {} if answer.is_json else {})
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


def test_the_session_signs_through_the_same_ceremony(ada: Visitor) -> None:
    ada.sign_in()
    session_id = ada.client.get("/session").text
    ceremony = ada.house.app.extensions["clearway-accounts"].ceremony
    later = NOW + STEP_MS
    with ada.house.engine.begin() as connection:
        token = ceremony.issue_challenge(connection, ada.house.ada.id, session_id, "d" * 64, "approve", later)
        code = code_at(ada.house.ada.secret, later)
        attempt = Attempt(ada.house.ada.id, PASSWORD, code, token, "d" * 64, "approve", session_id, "ada@example.org")
        assert ceremony.verify_signing(connection, attempt, later).person_id == "p-ada"


def test_only_the_routes_named_here_exist(ada: Visitor) -> None:
    ours = {rule.rule for rule in ada.house.app.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert ours == {"/sign-in", "/sign-in/code", "/sign-out", "/tf-select"}
    assert ada.client.get("/tf-select").location == "/sign-in"


def test_the_cookie_is_hidden_from_scripts_and_other_sites(ada: Visitor) -> None:
    header = ada.client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


def test_flask_security_never_mails(house: House) -> None:
    with pytest.raises(RuntimeError, match="outbox"):
        NoMail(house.app).send_mail("t", "s", "to@example.org", "from@example.org", "", "")


def test_without_a_secret_key_nothing_is_installed(house: House) -> None:
    with pytest.raises(RuntimeError, match="SECRET_KEY"):
        install(Flask("bare"), house.engine, KEY)
