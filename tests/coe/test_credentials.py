"""Accounts and what opens them: logins, passwords, codes, recovery, and the sessions they begin."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask_security import Security
from flask_security.utils import verify_password
from sqlalchemy import select

from coe.identity import accounts
from coe.identity.account_tables import account, recovery_code, sign_in
from coe.identity.accounts import Invitation
from coe.identity.credential_errors import (
    AccountClosed,
    LoginTaken,
    WeakPassword,
    WrongCode,
)
from coe.identity.passwords import HOUSE_WORDS, Cost, Passwords
from coe.identity.sign_ins import Limits, begin, end, find, note_use
from coe.identity.totp import BadKey, TotpKey, code_at, create_key, read_key
from tests.coe.account_desk import KEY, NOW, PASSWORD, PASSWORDS, Desk, invite, opened_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(tmp_path) as made:
        yield made


def test_codes_follow_the_published_vectors() -> None:
    secret = b"12345678901234567890"
    vectors = {59: "287082", 1_111_111_109: "081804", 1_234_567_890: "005924", 20_000_000_000: "353130"}
    assert {second: code_at(secret, second * 1000) for second in vectors} == vectors


def test_a_closed_account_signs_nothing_and_keeps_its_login(desk: Desk) -> None:
    attempt = desk.attempt()
    with desk.engine.begin() as connection:
        accounts.close_account(connection, desk.ada.id, NOW)
    with pytest.raises(AccountClosed):
        desk.sign(attempt)
    with desk.engine.begin() as connection, pytest.raises(LoginTaken):
        invite(connection, person="p-other")


@pytest.mark.parametrize("variant", ["ADA@example.org", " ada@example.org ", "\uff21da@example.org"])
def test_a_variant_of_a_login_is_the_same_login(desk: Desk, variant: str) -> None:
    with desk.engine.begin() as connection, pytest.raises(LoginTaken):
        invite(connection, variant, "p-other")
    with desk.engine.begin() as connection:
        found = accounts.find_by_login(connection, variant)
    assert found is not None
    assert found.id == desk.ada.id


def test_a_person_has_one_account(desk: Desk) -> None:
    with desk.engine.begin() as connection, pytest.raises(LoginTaken):
        invite(connection, "second@example.org")


@pytest.mark.parametrize("login", ["", "  ", "two words", "x" * 255, "tab\tbed"])
def test_a_login_nobody_could_type_is_refused(desk: Desk, login: str) -> None:
    with desk.engine.begin() as connection, pytest.raises(LoginTaken):
        invite(connection, login, "p-other")


@pytest.mark.parametrize("password", ["short", "x" * 257, "EVE@example.org"])
def test_weak_passwords_are_refused(desk: Desk, password: str) -> None:
    with desk.engine.begin() as connection, pytest.raises(WeakPassword):
        accounts.create_account(
            connection, Invitation("eve@example.org", "eve@example.org", "p-eve", password), PASSWORDS, KEY, NOW
        )


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "qwertyuiop12",
        "iloveyou12345",
        "Password2026!",
        "letmeinletmein",
        "eve@example.org99",
        "clearwaysteering",
    ],
)
def test_long_passwords_that_others_would_guess_are_refused_without_asking_anybody(desk: Desk, password: str) -> None:
    invitation = Invitation("eve@example.org", "eve@example.org", "p-eve", password)
    with desk.engine.begin() as connection, pytest.raises(WeakPassword) as refused:
        accounts.create_account(connection, invitation, PASSWORDS, KEY, NOW)
    assert "leaked" in refused.value.why


def test_the_words_of_this_house_are_written_down_for_those_who_choose() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "sign-in-and-stay-yourself.md"
    assert ", ".join(HOUSE_WORDS) in page.read_text("utf-8")


@pytest.mark.parametrize(
    "password",
    [
        "four words nobody strung",
        "x7$Kq!w2Lm9@",
        "早起きは三文の徳なりけり",
        "The tide, the lamp, the seventh ladder. " * 6,
    ],
)
def test_passwords_nobody_guesses_are_taken(desk: Desk, password: str) -> None:
    with desk.engine.begin() as connection:
        accounts.set_password(connection, desk.ada.id, password, PASSWORDS, NOW)
        kept = accounts.find_account(connection, desk.ada.id)
    assert kept
    assert PASSWORDS.verify(kept.password_hash, password)


def test_a_lost_device_stops_signing_at_once_and_its_replacement_starts(desk: Desk) -> None:
    attempt = desk.attempt()
    with desk.engine.begin() as connection:
        session = begin(connection, desk.ada.id, NOW)
        accounts.report_lost(connection, desk.ada.id, NOW)
        assert find(connection, session, NOW, Limits()) is None
    with pytest.raises(AccountClosed):
        desk.sign(attempt)
    with desk.engine.begin() as connection:
        renewed = accounts.replace_second_factor(connection, desk.ada.id, KEY, NOW)
    with pytest.raises(WrongCode):
        desk.sign(attempt)
    desk.sign(replace(attempt, code=code_at(renewed.secret, NOW)))


def test_ten_recovery_codes_work_once_each_and_are_not_stored(desk: Desk) -> None:
    assert len(set(desk.ada.recovery_codes)) == 10
    with desk.engine.begin() as connection:
        for code in desk.ada.recovery_codes:
            assert accounts.use_recovery_code(connection, desk.ada.id, code.upper().replace("-", " "), NOW)
            assert not accounts.use_recovery_code(connection, desk.ada.id, code, NOW)
        assert not accounts.use_recovery_code(connection, desk.ada.id, "", NOW)
        stored = str(connection.execute(select(recovery_code)).all())
    assert not any(code in stored for code in desk.ada.recovery_codes)


def test_recovery_codes_of_one_account_do_not_open_another(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        bob = invite(connection, "bob@example.org", "p-bob")
        assert not accounts.use_recovery_code(connection, bob.id, desk.ada.recovery_codes[0], NOW)


def test_the_secret_is_encrypted_and_bound_to_its_account(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        sealed = connection.execute(select(account.c.totp_secret)).scalar_one()
    assert desk.ada.secret.hex() not in sealed
    assert KEY.open(sealed, desk.ada.id) == desk.ada.secret
    for key, owner in ((KEY, "somebody-else"), (TotpKey(bytes(32)), desk.ada.id)):
        with pytest.raises(BadKey):
            key.open(sealed, owner)


def test_the_key_lives_in_a_file_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "totp.key"
    assert create_key(path) == read_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        create_key(path)
    path.write_text("not a key", encoding="ascii")
    for broken in (path, tmp_path / "missing.key"):
        with pytest.raises(BadKey):
            read_key(broken)


def test_flask_security_verifies_the_same_hash() -> None:
    app = Flask("hashes")
    app.config.update(SECRET_KEY="x", SECURITY_PASSWORD_SALT="x", SECURITY_PASSWORD_SINGLE_HASH=True)
    from flask_security.datastore import UserDatastore

    Security(app, UserDatastore.__new__(UserDatastore), register_blueprint=False)
    with app.app_context():
        assert verify_password(PASSWORD, PASSWORDS.hash(PASSWORD))
        assert not verify_password("wrong", PASSWORDS.hash(PASSWORD))


def test_a_hash_of_another_cost_still_verifies_and_asks_for_renewal() -> None:
    cheap = PASSWORDS.hash(PASSWORD)
    dearer = Passwords(Cost(passes=2, memory_kib=16))
    assert dearer.verify(cheap, PASSWORD)
    assert dearer.needs_rehash(cheap)
    assert not PASSWORDS.needs_rehash(cheap)
    assert not PASSWORDS.verify("not a hash", PASSWORD)


def test_two_ways_to_type_one_password_are_one_password() -> None:
    assert PASSWORDS.verify(PASSWORDS.hash("cafe\u0301 au lait noir"), "caf\u00e9 au lait noir")


def test_a_session_ends_by_idling_by_age_and_by_signing_out(desk: Desk) -> None:
    limits = Limits(idle_ms=100, longest_ms=250)
    with desk.engine.begin() as connection:
        session = begin(connection, desk.ada.id, NOW)
        assert find(connection, session, NOW + 99, limits) is not None
        assert find(connection, session, NOW + 100, limits) is None
        note_use(connection, session, NOW + 99)
        note_use(connection, session, NOW + 198)
        assert find(connection, session, NOW + 249, limits) is not None
        assert find(connection, session, NOW + 250, limits) is None
        end(connection, session, NOW + 200)
        assert find(connection, session, NOW + 201, limits) is None
        assert session not in str(connection.execute(select(sign_in)).all())
