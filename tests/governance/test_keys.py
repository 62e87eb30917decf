"""Log keys hand over by a statement that both sign; witnesses are declared by an administrator."""

from functools import lru_cache

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from governance.ledger.note import COSIGNATURE, Key, NoteError, assemble, parse_checkpoint, signature_line
from governance.office.keys import (
    DAY_MS,
    LOG,
    STATEMENT,
    WITNESSES,
    LogKeys,
    Witnesses,
    evolve_keys,
    handed_over,
    rotation_statement,
    succession,
)
from governance.record import commands as c
from governance.record import events as e
from tests.governance import proven_office as office
from tests.governance.proven_office import ORIGIN, OWNER, Log

WHY = "w" * 64


@lru_cache
def private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b"."))


def key(name: str, origin: str = ORIGIN) -> Key:
    return Key(origin, private(name).public_key().public_bytes_raw())


def vkey(name: str, origin: str = ORIGIN) -> str:
    return key(name, origin).vkey()


def witness(name: str) -> str:
    return Key(name, key(name).public, COSIGNATURE).vkey()


def statement(old: str, new: str, *signers: str, text: str = "") -> str:
    text = text or rotation_statement(vkey(old), vkey(new))
    lines = [signature_line(ORIGIN, key(name).public, private(name).sign(text.encode())) for name in signers]
    return assemble(text, lines).decode()


def rotation(old: str, new: str, overlap: int = 0, note: str = "") -> c.RotateKey:
    return c.RotateKey(vkey(old), vkey(new), note or statement(old, new, old, new), WHY, overlap)


@pytest.fixture
def log() -> Log:
    log = office.founded()
    log.does(LOG, c.DeclareKey(vkey("one")), "system")
    return log


def keys(log: Log) -> LogKeys:
    state = log.head(LOG).state
    assert isinstance(state, LogKeys)
    return state


class TestHandingOver:
    def test_both_sign_and_the_new_key_is_in_use(self, log: Log) -> None:
        entry = log.does(LOG, rotation("one", "two"), "system")
        assert entry.reads == {}
        assert keys(log).current == vkey("two")
        assert keys(log).signing(log.at) == (vkey("two"),)

    def test_the_old_key_signs_beside_it_for_the_overlap(self, log: Log) -> None:
        log.does(LOG, rotation("one", "two", overlap=2), "system")
        at = keys(log).lives[-1].at
        assert keys(log).signing(at + 2 * DAY_MS - 1) == (vkey("two"), vkey("one"))
        assert keys(log).signing(at + 2 * DAY_MS) == (vkey("two"),)

    @pytest.mark.parametrize("signers", [("one",), ("two",), ("one", "three"), ("three", "two")])
    def test_a_statement_that_only_one_of_them_signed_is_refused(self, log: Log, signers: tuple[str, ...]) -> None:
        note = statement("one", "two", *signers)
        assert log.refused(LOG, rotation("one", "two", note=note), "system") == "key-not-cross-signed"

    @pytest.mark.parametrize(
        "text",
        [
            rotation_statement(vkey("two"), vkey("one")),
            rotation_statement(vkey("one"), vkey("three")),
            f"{STATEMENT}\n",
            f"{ORIGIN}\n1\n{'A' * 43}=\n",
        ],
    )
    def test_what_both_signed_must_say_so(self, log: Log, text: str) -> None:
        note = statement("one", "two", "one", "two", text=text)
        assert log.refused(LOG, rotation("one", "two", note=note), "system") == "key-not-cross-signed"

    def test_a_statement_is_never_read_as_a_checkpoint(self) -> None:
        with pytest.raises(NoteError):
            parse_checkpoint(rotation_statement(vkey("one"), vkey("two")))

    def test_only_the_key_in_use_hands_over_and_none_comes_back(self, log: Log) -> None:
        assert log.refused(LOG, rotation("two", "three"), "system") == "key-not-current"
        log.does(LOG, rotation("one", "two"), "system")
        assert log.refused(LOG, rotation("one", "three"), "system") == "key-not-current"
        assert log.refused(LOG, rotation("two", "one"), "system") == "key-used"

    def test_not_to_a_key_of_another_log_a_witness_or_itself(self) -> None:
        note = statement("one", "two", "one", "two")
        for new in (vkey("two", "other.example"), witness("two"), vkey("one")):
            with pytest.raises(NoteError, match="another key of the same log"):
                handed_over(note, vkey("one"), new)

    def test_at_the_machine_only_and_with_a_reason(self, log: Log) -> None:
        assert log.refused(LOG, rotation("one", "two"), "ada") == "no-such-act"
        assert log.refused("key/other", rotation("one", "two"), "system") == "no-such-act"
        asked = rotation("one", "two")
        assert log.refused(LOG, c.RotateKey(asked.old, asked.vkey, asked.note, ""), "system") == "reason-missing"
        assert log.refused(LOG, rotation("one", "two", overlap=401), "system") == "overlap"

    def test_once_keys_hand_over_none_is_declared_from_nowhere(self, log: Log) -> None:
        log.does(LOG, c.DeclareKey(vkey("zero")), "system")  # as earlier releases let it happen
        log.does(LOG, rotation("zero", "two"), "system")
        assert log.refused(LOG, c.DeclareKey(vkey("three")), "system") == "key-not-handed-over"
        before = keys(log)
        log.does(LOG, c.DeclareKey(vkey("two")), "system")
        assert keys(log) == before


class TestRevoking:
    def test_a_key_that_handed_over_and_it_signs_no_more(self, log: Log) -> None:
        log.does(LOG, rotation("one", "two", overlap=90), "system")
        log.does(LOG, c.RevokeKey(vkey("one"), log.at, WHY), "system")
        assert keys(log).signing(log.at) == (vkey("two"),)
        assert log.refused(LOG, c.RevokeKey(vkey("one"), log.at, WHY), "system") == "key-not-in-use"

    def test_never_the_only_key_nor_an_unknown_one_nor_out_of_its_time(self, log: Log) -> None:
        assert log.refused(LOG, c.RevokeKey(vkey("one"), log.at, WHY), "system") == "key-current"
        log.does(LOG, rotation("one", "two"), "system")
        assert log.refused(LOG, c.RevokeKey(vkey("three"), log.at, WHY), "system") == "key-not-in-use"
        for since in (0, log.at + DAY_MS):
            assert log.refused(LOG, c.RevokeKey(vkey("one"), since, WHY), "system") == "since"
        assert log.refused(LOG, c.RevokeKey(vkey("one"), log.at, ""), "system") == "reason-missing"
        assert log.refused(LOG, c.RevokeKey(vkey("one"), log.at, WHY), "ada") == "no-such-act"


class TestTrusting:
    notes = (statement("one", "two", "one", "two"), statement("two", "three", "two", "three"))

    def state(self, log: Log) -> LogKeys:
        log.does(LOG, rotation("one", "two"), "system")
        log.does(LOG, rotation("two", "three"), "system")
        return keys(log)

    def test_whoever_trusts_one_follows_the_statements_both_ways(self, log: Log) -> None:
        state = self.state(log)
        assert succession(state, self.notes, [key("one")]) == (key("one"), key("two"), key("three"))
        assert succession(state, self.notes, [key("two")]) == (key("two"), key("three"), key("one"))
        assert succession(state, self.notes, [key("three")]) == (key("three"), key("two"), key("one"))
        assert succession(state, self.notes, [key("else")]) == (key("else"),)

    def test_a_key_in_doubt_before_it_handed_over_hands_over_nothing(self, log: Log) -> None:
        state = self.state(log)
        handed = state.lives[1].at
        doubtful = evolve_keys(state, e.KeyRevoked(vkey("one"), handed, WHY), handed)
        assert succession(doubtful, self.notes, [key("one")]) == (key("one"),)
        assert succession(doubtful, self.notes, [key("three")])[-1] == key("one")
        later = evolve_keys(state, e.KeyRevoked(vkey("one"), handed + 1, WHY), handed + 1)
        assert succession(later, self.notes, [key("one")]) == (key("one"), key("two"), key("three"))

    def test_a_statement_that_does_not_hold_is_told(self, log: Log) -> None:
        state = self.state(log)
        for trusted in ("one", "two"):
            with pytest.raises(NoteError, match=r"1 of the two keys|signed by"):
                succession(state, [statement("one", "two", "one")], [key(trusted)])


class TestWitnesses:
    def test_an_administrator_declares_them_and_the_last_declaration_counts(self, log: Log) -> None:
        first = c.DeclareWitnesses((witness("a"), witness("b"), witness("c")), 2, WHY, 12, 2)
        assert list(log.does(WITNESSES, first, "ada").reads) == ["role/administrator"]
        log.does(WITNESSES, c.DeclareWitnesses((witness("a"),), 1, WHY), "ada")
        assert log.head(WITNESSES).state == Witnesses((witness("a"),), 1, 24, 4)
        log.does(WITNESSES, c.DeclareWitnesses((), 0, WHY), "ada")

    def test_nobody_else_does(self, log: Log) -> None:
        command = c.DeclareWitnesses((witness("a"),), 1, WHY)
        for actor in (OWNER, "system"):
            assert log.refused(WITNESSES, command, actor) == "not-administrator"
        assert log.refused(LOG, command, "ada") == "no-such-act"

    @pytest.mark.parametrize(
        ("vkeys", "needed", "hours"),
        [
            ((witness("a"),), 0, 24),
            ((witness("a"),), 2, 24),
            ((), 1, 24),
            ((witness("a"), witness("a")), 1, 24),
            ((witness("a"), Key("alias", key("a").public, COSIGNATURE).vkey()), 1, 24),
            ((vkey("one"),), 1, 24),
            (("nonsense",), 1, 24),
            ((witness("a"),), 1, 0),
            ((witness("a"),), 1, 3),
            ((witness("a"),), 1, 8_761),
            (tuple(witness(f"w{number}") for number in range(33)), 1, 24),
        ],
    )
    def test_declarations_that_prove_nothing_are_refused(
        self, log: Log, vkeys: tuple[str, ...], needed: int, hours: int
    ) -> None:
        command = c.DeclareWitnesses(vkeys, needed, WHY, hours)
        assert log.refused(WITNESSES, command, "ada") == "witnesses"

    def test_with_a_reason(self, log: Log) -> None:
        command = c.DeclareWitnesses((witness("a"),), 1, "")
        assert log.refused(WITNESSES, command, "ada") == "reason-missing"
