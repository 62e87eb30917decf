"""Signing: every component wrong, replayed, foreign, late or twice, and what stays when the decision does not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask_security import Security
from flask_security.utils import verify_password
from sqlalchemy import Connection, Engine, create_engine, event, select

from coe import accounts
from coe.account_tables import account, challenge, metadata, recovery_code, sign_in, totp_use
from coe.accounts import Invitation, NewAccount
from coe.ceremony import Attempt, Ceremony, Rules
from coe.credential_errors import (
    AccountChanged,
    AccountClosed,
    CredentialRefused,
    ExpiredChallenge,
    ForeignChallenge,
    Locked,
    LoginTaken,
    MissingComponent,
    OtherText,
    ReplayedCode,
    UnknownChallenge,
    UsedChallenge,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from coe.passwords import TEST_COST, Cost, Passwords
from coe.sign_ins import Limits, begin, end, find, note_use
from coe.totp import STEP_MS, BadKey, TotpKey, code_at, counter_of, create_key, read_key

NOW = 1_780_000_000_000
SEEN = "a" * 64
ACT = "approve initiative/1"
PASSWORD = "correct horse battery"
KEY = TotpKey(bytes(range(32)))
PASSWORDS = Passwords(TEST_COST)
CEREMONY = Ceremony(PASSWORDS, KEY)


@dataclass
class Desk:
    """One person with an account, and an engine."""

    engine: Engine
    ada: NewAccount

    def challenge(self, now: int = NOW, session: str = "s1", ceremony: Ceremony = CEREMONY) -> str:
        with self.engine.begin() as connection:
            return ceremony.issue_challenge(connection, self.ada.id, session, SEEN, ACT, now)

    def attempt(self, now: int = NOW, session: str = "s1") -> Attempt:
        code = code_at(self.ada.secret, now)
        return Attempt(self.ada.id, PASSWORD, code, self.challenge(now, session), SEEN, ACT, session, "Ada@example.org")

    def sign(self, attempt: Attempt, now: int = NOW, ceremony: Ceremony = CEREMONY) -> object:
        with self.engine.begin() as connection:
            return ceremony.verify_signing(connection, attempt, now)

    def fail(self, now: int = NOW) -> int | None:
        with self.engine.begin() as connection:
            return CEREMONY.record_failure(connection, self.ada.id, now).locked_until


def invite(connection: Connection, login: str = "ada@example.org", person: str = "p-ada") -> NewAccount:
    return accounts.create_account(connection, Invitation(login, login, person, PASSWORD), PASSWORDS, KEY, NOW)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    engine = create_engine(f"sqlite:///{tmp_path / 'accounts.db'}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    metadata.create_all(engine)
    with engine.begin() as connection:
        ada = invite(connection)
    yield Desk(engine, ada)
    engine.dispose()


def test_right_components_sign_and_the_record_says_which(desk: Desk) -> None:
    attempt = desk.attempt()
    with desk.engine.begin() as connection:
        signed = CEREMONY.verify_signing(connection, attempt, NOW)
    assert signed.components == ("login", "password", "totp")
    assert (signed.person_id, signed.act, signed.seen_digest, signed.at_ms) == ("p-ada", ACT, SEEN, NOW)
    assert signed.first_in_session
    assert signed.totp_counter == NOW // STEP_MS
    assert PASSWORD not in repr(signed) + repr(attempt)


def test_the_next_signature_of_the_session_needs_no_login_but_a_new_code(desk: Desk) -> None:
    desk.sign(desk.attempt())
    later = NOW + STEP_MS
    with desk.engine.begin() as connection:
        signed = CEREMONY.verify_signing(connection, replace(desk.attempt(later), login=None), later)
    assert not signed.first_in_session
    assert signed.components == ("password", "totp")


def test_the_first_signature_of_another_session_needs_all_components_again(desk: Desk) -> None:
    desk.sign(desk.attempt())
    later = NOW + STEP_MS
    with pytest.raises(MissingComponent):
        desk.sign(replace(desk.attempt(later, session="s2"), login=None), later)


def test_a_policy_may_ask_only_the_password_later_but_never_at_first(desk: Desk) -> None:
    lenient = Ceremony(PASSWORDS, KEY, Rules(always_both=False))
    with pytest.raises(MissingComponent):
        desk.sign(replace(desk.attempt(), code=None), NOW, lenient)
    desk.sign(desk.attempt(), NOW, lenient)
    with desk.engine.begin() as connection:
        signed = lenient.verify_signing(connection, replace(desk.attempt(), code=None, login=None), NOW)
    assert signed.components == ("password",)
    with pytest.raises(WrongCode):
        desk.sign(replace(desk.attempt(), code="000000"), NOW, lenient)


@pytest.mark.parametrize("code", [None, "", "  "])
def test_the_default_policy_always_asks_for_both(desk: Desk, code: str | None) -> None:
    desk.sign(desk.attempt())
    with pytest.raises(MissingComponent):
        desk.sign(replace(desk.attempt(NOW + STEP_MS), code=code), NOW + STEP_MS)


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", "x" * 100_000])
def test_a_wrong_password_is_refused_and_uses_nothing_up(desk: Desk, password: str) -> None:
    attempt = desk.attempt()
    with pytest.raises(WrongPassword) as refused:
        desk.sign(replace(attempt, password=password))
    assert refused.value.counts
    desk.sign(attempt)


def test_somebody_elses_login_is_refused(desk: Desk) -> None:
    with pytest.raises(WrongPassword):
        desk.sign(replace(desk.attempt(), login="bob@example.org"))


@pytest.mark.parametrize("code", ["000000", "12345", "1234567", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_a_wrong_code_is_refused_and_uses_nothing_up(desk: Desk, code: str) -> None:
    attempt = desk.attempt()
    with pytest.raises(WrongCode) as refused:
        desk.sign(replace(attempt, code=code))
    assert refused.value.counts
    desk.sign(attempt)


def test_codes_of_the_neighbouring_half_minutes_are_taken_and_no_others(desk: Desk) -> None:
    secret, step = desk.ada.secret, NOW // STEP_MS
    for away in (-1, 0, 1):
        assert counter_of(secret, code_at(secret, NOW + away * STEP_MS), NOW, 1) == step + away
    for away in (-2, 2):
        assert counter_of(secret, code_at(secret, NOW + away * STEP_MS), NOW, 1) is None


def test_codes_follow_the_published_vectors() -> None:
    secret = b"12345678901234567890"
    vectors = {59: "287082", 1_111_111_109: "081804", 1_234_567_890: "005924", 20_000_000_000: "353130"}
    assert {second: code_at(secret, second * 1000) for second in vectors} == vectors


def test_a_replayed_code_is_refused_even_for_another_challenge(desk: Desk) -> None:
    desk.sign(desk.attempt())
    with pytest.raises(ReplayedCode) as refused:
        desk.sign(desk.attempt())
    assert "half a minute" in refused.value.cure
    assert not refused.value.counts


def test_a_code_older_than_the_last_one_used_is_refused(desk: Desk) -> None:
    ahead = desk.attempt(NOW + STEP_MS)
    desk.sign(replace(ahead, challenge=desk.challenge()))
    with pytest.raises(ReplayedCode):
        desk.sign(desk.attempt())


def test_the_code_of_the_sign_in_does_not_sign(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        CEREMONY.verify_second_factor(connection, desk.ada.id, code_at(desk.ada.secret, NOW), NOW)
    with pytest.raises(ReplayedCode):
        desk.sign(desk.attempt())
    with desk.engine.connect() as connection:
        assert connection.execute(select(totp_use.c.purpose)).scalars().all() == ["sign-in"]


def test_a_challenge_lives_two_minutes(desk: Desk) -> None:
    attempt, late = desk.attempt(), NOW + 120_000
    with pytest.raises(ExpiredChallenge):
        desk.sign(replace(attempt, code=code_at(desk.ada.secret, late)), late)
    desk.sign(replace(attempt, code=code_at(desk.ada.secret, late - 1)), late - 1)


def test_a_challenge_that_expires_while_waiting_for_the_lock_does_not_sign(desk: Desk) -> None:
    attempt = desk.attempt()
    with desk.engine.begin() as connection, pytest.raises(ExpiredChallenge):
        CEREMONY.consume(connection, CEREMONY.check(connection, attempt, NOW), NOW + 120_000)


def test_a_challenge_signs_once(desk: Desk) -> None:
    attempt = desk.attempt()
    desk.sign(attempt)
    with pytest.raises(UsedChallenge):
        desk.sign(replace(attempt, code=code_at(desk.ada.secret, NOW + STEP_MS)), NOW + STEP_MS)


def test_of_two_checked_at_once_only_one_is_committed(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        first = CEREMONY.check(connection, (attempt := desk.attempt()), NOW)
        twin = CEREMONY.check(connection, attempt, NOW)
        other = CEREMONY.check(connection, desk.attempt(), NOW)
    with desk.engine.begin() as connection:
        CEREMONY.consume(connection, first, NOW)
    with desk.engine.begin() as connection, pytest.raises(UsedChallenge):
        CEREMONY.consume(connection, twin, NOW)
    with desk.engine.begin() as connection, pytest.raises(ReplayedCode):
        CEREMONY.consume(connection, other, NOW)


def test_a_challenge_nobody_issued_is_unknown(desk: Desk) -> None:
    with pytest.raises(UnknownChallenge):
        desk.sign(replace(desk.attempt(), challenge="made up"))


def test_a_challenge_of_another_session_or_account_is_foreign(desk: Desk) -> None:
    with pytest.raises(ForeignChallenge):
        desk.sign(replace(desk.attempt(), session="s2"))
    with desk.engine.begin() as connection:
        bob = invite(connection, "bob@example.org", "p-bob")
    stolen = replace(desk.attempt(), account_id=bob.id, login="bob@example.org", code=code_at(bob.secret, NOW))
    with pytest.raises(ForeignChallenge):
        desk.sign(stolen)


@pytest.mark.parametrize("change", [{"seen_digest": "b" * 64}, {"act": "reject initiative/1"}])
def test_a_challenge_for_another_text_or_act_does_not_sign(desk: Desk, change: dict[str, str]) -> None:
    with pytest.raises(OtherText):
        desk.sign(replace(desk.attempt(), **change))


@pytest.mark.parametrize("nothing", [("", SEEN, ACT), ("s1", "", ACT), ("s1", SEEN, "")])
def test_no_challenge_is_issued_for_nothing(desk: Desk, nothing: tuple[str, str, str]) -> None:
    with desk.engine.begin() as connection, pytest.raises(OtherText):
        CEREMONY.issue_challenge(connection, desk.ada.id, *nothing, NOW)


def test_the_token_itself_is_not_in_the_database(desk: Desk) -> None:
    token = desk.challenge()
    with desk.engine.connect() as connection:
        row = connection.execute(select(challenge)).one()
    assert token not in str(row)


def test_when_the_decision_rolls_back_challenge_and_code_can_be_used_again(desk: Desk) -> None:
    attempt = desk.attempt()
    with desk.engine.connect() as connection:
        CEREMONY.verify_signing(connection, attempt, NOW)
        connection.rollback()
    desk.sign(attempt)


def test_five_failures_lock_and_even_the_right_components_do_not_count(desk: Desk) -> None:
    assert [desk.fail() for _ in range(5)] == [None] * 4 + [NOW + 60_000]
    with pytest.raises(Locked) as refused:
        desk.sign(desk.attempt())
    assert refused.value.until == NOW + 60_000
    assert "Wait 1 min" in refused.value.cure
    assert not refused.value.counts
    after = NOW + 60_000
    desk.sign(desk.attempt(after), after)


def test_each_further_failure_doubles_the_lock_up_to_an_hour(desk: Desk) -> None:
    locks = [desk.fail() for _ in range(60)][4:]
    minutes = [((until or 0) - NOW) // 60_000 for until in locks]
    assert minutes[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(minutes[7:]) == {60}


def test_a_signature_forgets_the_failures_before_it(desk: Desk) -> None:
    for _ in range(4):
        desk.fail()
    desk.sign(desk.attempt())
    assert desk.fail() is None


def test_somebody_else_can_unlock(desk: Desk) -> None:
    for _ in range(5):
        desk.fail()
    with desk.engine.begin() as connection:
        accounts.unlock(connection, desk.ada.id)
    desk.sign(desk.attempt())


def test_a_failure_of_nobody_is_refused(desk: Desk) -> None:
    with desk.engine.begin() as connection, pytest.raises(AccountClosed):
        CEREMONY.record_failure(connection, "nobody", NOW)


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


def test_a_password_replaced_while_signing_does_not_sign(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        checked = CEREMONY.check(connection, desk.attempt(), NOW)
    with desk.engine.begin() as connection:
        accounts.set_password(connection, desk.ada.id, "another long password", PASSWORDS, NOW)
    with desk.engine.begin() as connection, pytest.raises(AccountChanged):
        CEREMONY.consume(connection, checked, NOW)


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


def test_every_refusal_says_what_why_and_the_cure(desk: Desk) -> None:
    with pytest.raises(CredentialRefused) as refused:
        desk.sign(replace(desk.attempt(), code="000000"))
    assert all((refused.value.what, refused.value.why, refused.value.cure, str(refused.value)))


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
