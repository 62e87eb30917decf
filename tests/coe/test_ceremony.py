"""Signing: every component wrong, replayed, foreign, late or twice, and what stays when the decision does not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.identity import accounts
from coe.identity.account_tables import challenge, totp_use
from coe.identity.ceremony import Ceremony, Rules
from coe.identity.credential_errors import (
    AccountChanged,
    AccountClosed,
    CredentialRefused,
    ExpiredChallenge,
    ForeignChallenge,
    Locked,
    MissingComponent,
    OtherText,
    ReplayedCode,
    TemporaryPassword,
    UnknownChallenge,
    UsedChallenge,
    WrongCode,
    WrongPassword,
)
from coe.identity.joint import Once
from coe.identity.totp import STEP_MS, code_at, counter_of
from tests.coe.account_desk import ACT, CEREMONY, KEY, NOW, PASSWORD, PASSWORDS, SEEN, Desk, invite, opened_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(tmp_path) as made:
        yield made


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


def test_after_a_restart_the_same_session_gives_all_components_again(desk: Desk) -> None:
    desk.sign(desk.attempt())
    later = NOW + STEP_MS
    restarted = Ceremony(PASSWORDS, KEY, since=later)
    with pytest.raises(MissingComponent):
        desk.sign(replace(desk.attempt(later), login=None), later, restarted)
    desk.sign(desk.attempt(later), later, restarted)
    again = later + STEP_MS
    desk.sign(replace(desk.attempt(again), login=None), again, restarted)


def test_a_password_that_its_owner_must_change_signs_nothing(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        accounts.demand_password(connection, desk.ada.id)
    with pytest.raises(TemporaryPassword):
        desk.sign(desk.attempt())
    with desk.engine.begin() as connection:
        accounts.set_password(connection, desk.ada.id, PASSWORD, PASSWORDS, NOW)
    desk.sign(desk.attempt())


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


def test_after_the_clock_was_set_back_the_refusal_tells_so_and_how_long_codes_stay_used_up(desk: Desk) -> None:
    desk.sign(desk.attempt())
    with pytest.raises(ReplayedCode) as refused:
        desk.sign(desk.attempt(NOW - 3_600_000), NOW - 3_600_000)
    assert "set back" in refused.value.why
    assert "61 min" in refused.value.cure
    assert "half a minute" not in str(refused.value)
    with pytest.raises(ReplayedCode):
        desk.sign(desk.attempt(NOW), NOW)
    desk.sign(desk.attempt(NOW + STEP_MS), NOW + STEP_MS)


def test_a_code_of_a_device_that_is_a_little_ahead_is_no_clock_set_back(desk: Desk) -> None:
    ahead = desk.attempt(NOW + STEP_MS)
    desk.sign(replace(ahead, challenge=desk.challenge()))
    with pytest.raises(ReplayedCode) as refused:
        desk.sign(replace(desk.attempt(NOW - STEP_MS), challenge=desk.challenge()))
    assert "half a minute" in refused.value.cure


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


def test_a_used_challenge_or_code_is_noticed_before_the_lock_and_costs_no_failure(desk: Desk) -> None:
    attempt = desk.attempt()
    desk.sign(attempt)
    fresh = desk.attempt()
    with desk.engine.connect() as connection:
        with pytest.raises(UsedChallenge):
            CEREMONY.check(connection, replace(attempt, password="wrong"), NOW)
        with pytest.raises(ReplayedCode):
            CEREMONY.check(connection, fresh, NOW)


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


def test_a_password_replaced_while_signing_does_not_sign(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        checked = CEREMONY.check(connection, desk.attempt(), NOW)
    with desk.engine.begin() as connection:
        accounts.set_password(connection, desk.ada.id, "another long password", PASSWORDS, NOW)
    with desk.engine.begin() as connection, pytest.raises(AccountChanged):
        CEREMONY.consume(connection, checked, NOW)


def test_every_refusal_says_what_why_and_the_cure(desk: Desk) -> None:
    with pytest.raises(CredentialRefused) as refused:
        desk.sign(replace(desk.attempt(), code="000000"))
    assert all((refused.value.what, refused.value.why, refused.value.cure, str(refused.value)))


def test_a_ceremony_for_several_is_used_up_with_the_first_that_stands_and_in_no_other_transaction(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        once = Once(CEREMONY, CEREMONY.check(connection, desk.attempt(), NOW))
    with desk.engine.begin() as connection:
        refused = connection.begin_nested()
        once(connection, NOW)
        refused.rollback()
        assert connection.execute(select(totp_use.c.counter)).all() == []
        for _ in range(2):
            with connection.begin_nested():
                once(connection, NOW)
        assert len(connection.execute(select(totp_use.c.counter)).all()) == 1
    with desk.engine.begin() as connection, pytest.raises(UsedChallenge):
        once(connection, NOW)
