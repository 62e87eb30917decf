"""Web sessions: new at every sign-in, and over when they end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from coe.identity import accounts
from coe.identity.account_tables import account, sign_in
from coe.identity.ceremony import Attempt
from coe.identity.totp import STEP_MS, code_at
from tests.web.sign_in_house import MINUTE, NOW, PASSWORD, PASSWORDS, House, Visitor, opened_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened_house(tmp_path) as made:
        yield made


@pytest.fixture
def ada(house: House) -> Visitor:
    return Visitor(house, house.app.test_client())


def test_signing_in_replaces_whatever_session_was_planted(ada: Visitor) -> None:
    ada.client.get("/sign-in")
    with ada.client.session_transaction() as planted:
        planted["planted"] = "by somebody else"
        token = planted["csrf_token"]
    ada.sign_in()
    with ada.client.session_transaction() as session:
        assert "planted" not in session
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


def test_signing_out_has_the_browser_forget(ada: Visitor) -> None:
    ada.sign_in()
    assert signed_out(ada).headers["Clear-Site-Data"] == '"cache", "storage"'


def test_signing_out_needs_a_post_with_a_token(ada: Visitor) -> None:
    ada.sign_in()
    assert ada.client.get("/sign-out").status_code == 405
    assert ada.client.post("/sign-out").status_code == 400
    assert ada.who() == "p-ada True"


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


@pytest.mark.parametrize("change", [{"active": False}, {"fs_uniquifier": "another"}])
def test_a_row_changed_behind_our_back_ends_its_sessions_too(ada: Visitor, change: dict[str, object]) -> None:
    ada.sign_in()
    with ada.house.engine.begin() as connection:
        connection.execute(update(account).values(**change))
    assert ada.who() == "None False"


def test_a_session_flask_security_made_alone_counts_for_nothing(ada: Visitor) -> None:
    with ada.house.engine.connect() as connection:
        uniquifier = connection.execute(select(account.c.fs_uniquifier)).scalar_one()
    ada.client.get("/sign-in")
    with ada.client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = uniquifier, True
    assert ada.who() == "None False"


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


def test_the_cookie_is_hidden_from_scripts_and_other_sites(ada: Visitor) -> None:
    header = ada.client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
