"""OWASP ASVS, chapters 6, 7, 9, 11 and 16: passwords as typed, random secrets, sessions that nobody can make."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import func, select

from coe.database import create, engine_for
from coe.home import Home
from coe.identity import sign_ins
from coe.identity.account_tables import account, recovery_code, sign_in
from coe.identity.accounts import RECOVERY_BYTES
from coe.identity.passwords import LONGEST, Passwords, refuse_weak
from coe.identity.totp import new_secret
from coe.opening import session_key
from tests.web.review_pages import Pages
from tests.web.sign_in_house import MINUTE, NOW, PASSWORDS, House, Visitor, opened_house
from web.site.limits import ALLOWED

YEAR = 365 * 24 * 60 * MINUTE
ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to" / "sign-in-and-stay-yourself.md"
MANY = 200


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened_house(tmp_path) as made:
        yield made


@pytest.fixture
def ada(house: House) -> Visitor:
    return Visitor(house, house.app.test_client())


@pytest.mark.parametrize(
    "password",
    ["violet harbour lantern oak", "zqxjvkwpmbtr", "Übergrößenträgerin", "8205 5519 7734 1180", "_+!~%^&*)(}{|?><"],
)
def test_no_kind_of_letter_is_demanded(password: str) -> None:
    refuse_weak(password, "ada@example.org")


@pytest.mark.parametrize("length", [64, 65, LONGEST])
def test_long_passwords_are_taken_whole(length: int) -> None:
    password = ("violet harbour lantern oak " * 20)[:length]
    refuse_weak(password, "ada@example.org")
    kept = PASSWORDS.hash(password)
    assert PASSWORDS.verify(kept, password)
    assert not PASSWORDS.verify(kept, password[:-1])


@pytest.mark.parametrize(
    "other", ["Violet harbour oak", "violet harbour oak ", " violet harbour oak", "violet  harbour oak"]
)
def test_a_password_counts_as_it_was_typed(other: str) -> None:
    assert not PASSWORDS.verify(PASSWORDS.hash("violet harbour oak"), other)


def test_two_keyboards_type_the_same_password() -> None:
    assert PASSWORDS.verify(PASSWORDS.hash("Türkçe lantern"), "Tu\u0308rkc\u0327e lantern")


def test_an_old_password_is_not_asked_to_be_changed(ada: Visitor) -> None:
    ada.house.now += 5 * YEAR
    ada.sign_in()
    assert ada.client.get("/choosing").text == "False"


def test_passwords_are_kept_as_argon2id_at_no_less_than_rfc_9106_says() -> None:
    assert re.match(r"\$argon2id\$v=19\$m=65536,t=3,p=1\$", Passwords().hash("violet harbour lantern"))


def test_password_fields_are_masked_and_leave_managers_and_pasting_alone(pages: Pages) -> None:
    stranger, browser = pages.app.test_client(), pages.browser("sofia")
    wanted = {"/sign-in": 1, "/profile/password": 3}
    found = {"/sign-in": stranger.get("/sign-in").text, "/profile/password": browser.get("/profile/password").text}
    for path, page in found.items():
        fields = re.findall(r'<input[^>]*autocomplete="(?:current|new)-password"[^>]*>', page)
        assert len(fields) == wanted[path]
        for field in fields:
            assert 'type="password"' in field
            assert "maxlength" not in field or int(re.findall(r'maxlength="(\d+)"', field)[0]) >= LONGEST
    assert "paste" not in (ROOT / "web" / "static" / "clearway.js").read_text("utf-8")


def test_an_office_begins_without_any_account(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'new.sqlite'}")
    create(engine)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(account)).scalar_one() == 0
    engine.dispose()


def test_two_offices_share_no_key(tmp_path: Path) -> None:
    first, second = (Home(tmp_path / name).prepare() for name in ("one", "two"))
    keys = session_key(first), session_key(second)
    assert keys[0] != keys[1]
    assert min(map(len, keys)) >= 32


def test_nobody_is_asked_a_question_that_others_can_answer(ada: Visitor) -> None:
    fields = set(re.findall(r'name="([^"]+)"', ada.client.get("/sign-in").text)) - {"csrf_token", "next", "viewport"}
    assert fields <= {"email", "password", "submit", "color-scheme"}, fields


def test_recovery_codes_are_kept_as_hashes_alone(house: House) -> None:
    with house.engine.connect() as connection:
        kept = str(connection.execute(select(recovery_code)).all()) + str(connection.execute(select(account)).all())
    assert len(house.ada.recovery_codes) == 10
    for code in house.ada.recovery_codes:
        assert code not in kept
        assert code.replace("-", "") not in kept


def test_seeds_codes_and_sessions_are_random_and_long_enough(house: House) -> None:
    seeds = {new_secret() for _ in range(MANY)}
    assert len(seeds) == MANY
    assert min(map(len, seeds)) >= 20
    assert RECOVERY_BYTES * 8 >= 20
    assert len(set(house.ada.recovery_codes)) == 10
    with house.engine.begin() as connection:
        sessions = {sign_ins.begin(connection, house.ada.id, NOW) for _ in range(MANY)}
        kept = connection.execute(select(sign_in.c.session_hash)).scalars().all()
    assert len(sessions) == MANY
    assert min(map(len, sessions)) * 6 >= 128
    assert not sessions & set(kept)


def forged(house: House, key: str = "", salt: str = "cookie-session") -> str:
    """Who somebody is taken to be whose session cookie was made with another key or for another purpose."""
    ada = Visitor(house, house.app.test_client())
    ada.sign_in()
    with ada.client.session_transaction() as session:
        known = dict(session)
    maker, interface = Flask("forger"), SecureCookieSessionInterface()
    maker.secret_key, interface.salt = key or house.app.secret_key, salt
    serializer = interface.get_signing_serializer(maker)
    assert serializer is not None
    stranger = house.app.test_client()
    stranger.set_cookie("session", str(serializer.dumps(known)))
    return stranger.get("/who").text


@pytest.mark.parametrize("key", ["k", "another key of the same length 32"])
def test_a_session_signed_with_another_key_is_nobody_s(house: House, key: str) -> None:
    assert forged(house, key) == "None False"


def test_a_session_signed_with_the_key_of_the_office_is_known_which_shows_that_the_forger_forges(house: House) -> None:
    assert forged(house) == "p-ada True"


@pytest.mark.parametrize("salt", ["wtf-csrf-token", "cookie-sessions", ""])
def test_a_token_made_for_something_else_opens_no_session(house: House, salt: str) -> None:
    assert forged(house, salt=salt) == "None False"


def test_a_session_that_says_it_needs_no_signature_is_nobody_s(ada: Visitor) -> None:
    ada.sign_in()
    cookie = ada.client.get_cookie("session")
    assert cookie is not None
    payload = cookie.value.rpartition(".")[0]
    for forged in (payload, f"{payload}.", f"{payload}.none", f"{payload}.AAAA"):
        stranger = ada.house.app.test_client()
        stranger.set_cookie("session", forged)
        assert stranger.get("/who").text == "None False"


@pytest.mark.parametrize(
    ("who", "path"), [("sofia", "/inbox"), ("aude", "/trail"), ("astrid", "/initiatives"), ("ada", "/people")]
)
def test_every_page_has_signing_out_in_sight(pages: Pages, who: str, path: str) -> None:
    page = pages.browser(who).get(path).text
    assert 'method="post" action="/sign-out"' in page


def test_nothing_that_was_typed_at_the_door_is_logged(ada: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ada.password(password="a very private wrong one")
        ada.password()
        ada.code("000000")
    assert "private" not in caplog.text
    assert "correct horse" not in caplog.text


def test_what_a_stranger_writes_begins_no_line_of_the_log(
    pages: Pages, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(number: str) -> str:
        raise RuntimeError(number[:1])

    monkeypatch.setitem(pages.app.view_functions, "initiative.show", fails)
    assert pages.browser("ada").get("/initiatives/x%0AINFO forged: all is well").status_code == 500
    said = [record.getMessage() for record in caplog.records]
    assert [line for line in said if line.startswith("reference ")]
    assert [line for line in said if "\n" in line] == []


def test_the_limits_written_down_are_those_that_hold() -> None:
    said = " ".join(HOW_TO.read_text("utf-8").split())
    words = {"sign-in": "sign-ins", "signing": "signings", "upload": "uploads", "search": "searches"}
    for kind, word in words.items():
        assert f"{ALLOWED[kind].partition('/')[0]} {word}" in said, kind
    assert f"{ALLOWED['sending'].partition('/')[0]} other forms" in said
    assert f"{ALLOWED['making'].partition('/')[0]} packets or bundles" in said


def test_the_ends_of_a_session_written_down_are_those_that_hold() -> None:
    said = " ".join(HOW_TO.read_text("utf-8").split())
    limits = sign_ins.Limits()
    assert f"{limits.idle_ms // MINUTE} minutes" in said
    assert f"{limits.longest_ms // (60 * MINUTE)} hours" in said
    assert "several at a time are allowed" in said
