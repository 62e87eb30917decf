"""When a witness cosigns, and how many cosigned."""

import re
from functools import lru_cache

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import NotCosigned
from governance.ledger.merkle import CompactRange, consistency_proof, leaf_hash, nodes_of_list
from governance.ledger.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    NoteError,
    add_signatures,
    assemble,
    cosignature_line,
    cosigned_message,
    signature_line,
)
from governance.ledger.witnessing import MOST_HASHES, Asked, admitted, parse_asked, quorum

ORIGIN = "office.example/log"
WHEN = 1_790_000_000
LEAVES = [leaf_hash(bytes([number])) for number in range(40)]
OTHERS = [*LEAVES[:5], *(leaf_hash(b"other %d" % number) for number in range(35))]

# The request of C2SP tlog-witness, add-checkpoint (with one of its two signature lines).
EXAMPLE = """\
old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""  # noqa: E501 - a line of the specification


@lru_cache
def private(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b"."))


def key(name: str, kind: int = COSIGNATURE) -> Key:
    return Key(name, private(name).public_key().public_bytes_raw(), kind)


LOG = Key(ORIGIN, key(ORIGIN, 1).public)


def checkpoint(size: int, leaves: list[bytes] = LEAVES, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, size, CompactRange().extend(leaves[:size]).root())


def signed(found: Checkpoint, signer: str = ORIGIN) -> bytes:
    return assemble(
        found.text(), [signature_line(found.origin, key(signer, 1).public, private(signer).sign(found.text().encode()))]
    )


def asked(old: int, size: int, leaves: list[bytes] = LEAVES) -> Asked:
    proof = consistency_proof(nodes_of_list(leaves[:size]), old, size) if 0 < old <= size else ()
    return Asked(old, proof, signed(checkpoint(size, leaves)))


def cosigned(note: bytes, *names: str, when: int = WHEN, keys: str = "") -> bytes:
    """`keys` names another's key under the name."""
    text = note.decode().rpartition("\n\n")[0] + "\n"
    for number, name in enumerate(names):
        at = when + number
        signature = private(keys or name).sign(cosigned_message(text, at))
        note = add_signatures(note, [cosignature_line(name, key(keys or name).public, at, signature)])
    return note


def refused(request: Asked, last: Checkpoint | None, *logs: Key) -> NotCosigned:
    with pytest.raises(NotCosigned) as found:
        admitted(request, last, logs or (LOG,))
    assert all(sentence.endswith(".") for sentence in (found.value.what, found.value.why, found.value.cure))
    return found.value


def test_the_example_of_the_witness_specification_is_read_and_written_alike() -> None:
    found = parse_asked(EXAMPLE.encode())
    assert (found.old, len(found.proof)) == (20852014, 4)
    assert found.encode() == EXAMPLE.encode()


class TestAdmitting:
    def test_what_is_seen_first_needs_no_proof(self) -> None:
        assert admitted(asked(0, 9), None, [LOG]) == checkpoint(9)

    def test_what_extends_the_memory(self) -> None:
        for old, size in ((1, 2), (5, 40), (16, 17), (39, 40)):
            assert admitted(asked(old, size), checkpoint(old), [LOG]) == checkpoint(size)

    def test_the_same_again_whatever_its_proof(self) -> None:
        for request in (asked(9, 9), asked(0, 9), asked(4, 9)):
            assert admitted(request, checkpoint(9), [LOG]) == checkpoint(9)

    def test_a_second_key_of_the_same_log(self) -> None:
        other = Key(ORIGIN, key("stranger").public)
        assert admitted(asked(0, 9), None, [other, LOG]) == checkpoint(9)


class TestRefusing:
    def test_another_history_of_any_length_from_the_place_where_they_part(self) -> None:
        for old, size in ((9, 9), (9, 12), (6, 40)):
            found = refused(asked(old, size, OTHERS), checkpoint(old))
            assert found.code == "fork"
            assert "two histories" in found.why

    def test_a_shorter_log_or_an_older_request(self) -> None:
        found = refused(asked(3, 5), checkpoint(9))
        assert (found.code, "has seen 9" in found.why, "cut short" in found.why) == ("older", True, True)

    def test_a_proof_from_elsewhere_than_the_memory(self) -> None:
        assert refused(asked(4, 12), checkpoint(9)).code == "other-start"
        assert "--from 9" in refused(asked(0, 12), checkpoint(9)).cure
        assert "--from 0" in refused(asked(4, 12), None).cure

    def test_a_proof_that_is_cut_or_of_another_pair(self) -> None:
        good = asked(5, 12)
        for proof in (good.proof[1:], good.proof[:-1], (*good.proof, good.proof[0]), asked(5, 13).proof, ()):
            assert refused(Asked(5, proof, good.note), checkpoint(5)).code == "fork"

    def test_nothing_and_a_proof_of_nothing(self) -> None:
        assert refused(Asked(0, (), signed(Checkpoint(ORIGIN, 0, b"\0" * 32))), None).code == "no-proof"
        assert refused(Asked(0, (LEAVES[0],), signed(checkpoint(9))), None).code == "no-proof"

    def test_a_log_it_keeps_no_key_of(self) -> None:
        foreign = Asked(0, (), signed(checkpoint(9, origin="else.example"), "else.example"))
        assert refused(foreign, None).code == "foreign-log"
        assert refused(asked(0, 9), None, Key("else.example", key("else").public)).code == "foreign-log"

    def test_a_checkpoint_that_the_log_did_not_sign(self) -> None:
        text = checkpoint(9).text()
        line = signature_line(ORIGIN, LOG.public, private("stranger").sign(text.encode()))
        assert refused(Asked(0, (), assemble(text, [line])), None).code == "not-the-log"
        assert refused(Asked(0, (), signed(checkpoint(9), "stranger")), None).code == "not-the-log"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.lists(st.booleans(), min_size=8, max_size=8))
def test_whatever_is_asked_all_that_was_cosigned_is_one_history(sizes: list[int], forged: list[bool]) -> None:
    last: Checkpoint | None = None
    given_out: list[Checkpoint] = []
    for size, other in zip(sizes, forged, strict=False):
        old = last.size if last else 0
        if old > size:
            continue
        try:
            last = admitted(asked(old, size, OTHERS if other else LEAVES), last, [LOG])
        except NotCosigned:
            continue
        given_out.append(last)
    for leaves in (LEAVES, OTHERS):
        if given_out and given_out[-1].root == checkpoint(given_out[-1].size, leaves).root:
            assert all(each.root == checkpoint(each.size, leaves).root for each in given_out)
            return
    assert not given_out


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (EXAMPLE.replace("\n\n", "\n", 1), "not canonical base64"),
        ("old 5", "no empty line"),
        (EXAMPLE.replace("old 20852014", "old 020852014"), "leading zeroes"),
        (EXAMPLE.replace("old ", "new "), "begins with"),
        (EXAMPLE.replace("kaw=", "kaw"), "hash 1 is not canonical base64"),
        (EXAMPLE.replace("PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=", "AAAA"), "not 32 bytes"),
        (EXAMPLE.replace("old 20852014", "old é"), "not ASCII"),
        (f"old 1\n{'PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=' + chr(10)}" * 70 + "\n" + EXAMPLE, "limit is|begins"),
        (EXAMPLE.replace("20852163", "x"), "tree size"),
        (EXAMPLE[:-1], "end in a newline"),
    ],
)
def test_a_malformed_request_is_refused(data: str, what: str) -> None:
    with pytest.raises(NoteError, match=what):
        parse_asked(data.encode())


def test_a_proof_may_be_as_long_as_the_specification_says_and_no_longer() -> None:
    longest = Asked(1, tuple(LEAVES[:1] * MOST_HASHES), signed(checkpoint(2)))
    assert parse_asked(longest.encode()) == longest
    with pytest.raises(NoteError, match="limit is 63"):
        parse_asked(Asked(1, (*longest.proof, LEAVES[0]), longest.note).encode())


class TestCounting:
    note = signed(checkpoint(9))

    def test_k_of_n_and_the_moment_it_was_reached(self) -> None:
        found = quorum(cosigned(self.note, "a", "b", "c"), [key("a"), key("b"), key("c"), key("d")], 2)
        assert (found.reached, found.at, found.of, found.names) == (True, WHEN + 1, 4, ("a", "b", "c"))

    def test_too_few(self) -> None:
        found = quorum(cosigned(self.note, "a"), [key("a"), key("b")], 2)
        assert (found.reached, found.at, found.names) == (False, None, ("a",))
        assert str(found) == "1 of 2 witnesses cosigned, 2 needed (a)"

    def test_nobody_is_never_enough(self) -> None:
        assert not quorum(self.note, [], 0).reached
        assert not quorum(cosigned(self.note, "a"), [key("a")], 0).reached
        assert not quorum(self.note, [key("a")], 1).reached

    def test_a_witness_counts_once_however_often_it_signs_and_at_its_first_time(self) -> None:
        twice = cosigned(cosigned(self.note, "a", when=WHEN + 9), "a", when=WHEN)
        found = quorum(twice, [key("a"), key("b")], 2)
        assert (len(found.names), found.reached) == (1, False)
        assert quorum(twice, [key("a")], 1).at == WHEN

    def test_one_key_under_two_names_is_one_witness(self) -> None:
        same = Key("alias", key("a").public, COSIGNATURE)
        note = cosigned(cosigned(self.note, "a"), "alias", keys="a")
        found = quorum(note, [key("a"), same], 2)
        assert (found.of, found.reached) == (1, False)

    def test_under_either_of_its_names_it_is_that_one(self) -> None:
        same = Key("alias", key("a").public, COSIGNATURE)
        for names in ([key("a"), same], [same, key("a")]):
            assert quorum(cosigned(self.note, "a"), names, 1).reached

    def test_the_log_is_no_witness_of_itself(self) -> None:
        itself = Key("helpful", LOG.public, COSIGNATURE)
        note = cosigned(self.note, "helpful", keys=ORIGIN)
        assert quorum(note, [itself], 1).reached
        assert not quorum(note, [itself], 1, [LOG]).reached

    def test_a_log_key_is_no_witness_and_strangers_are_passed_by(self) -> None:
        found = quorum(self.note, [LOG], 1)
        assert (found.of, found.names, found.reached) == (0, (), False)
        assert not quorum(cosigned(self.note, "stranger"), [key("a")], 1).reached

    def test_a_line_under_a_trusted_name_that_does_not_hold_is_told_and_not_passed_by(self) -> None:
        note = cosigned(self.note, "a")
        with pytest.raises(NoteError, match=re.escape("signature by 'a'")):
            quorum(note.replace(b"\n9\n", b"\n8\n"), [key("a")], 1)
