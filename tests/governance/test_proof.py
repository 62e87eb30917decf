import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.ledger.merkle import ProofError, inclusion_proof, leaf_hash, nodes_of_list, tree_root
from governance.ledger.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    NoteError,
    assemble,
    cosignature_line,
    cosigned_message,
    encode_base64,
    signature_line,
)
from governance.ledger.proof import LogProof, check_inclusion, parse_proof, verify_proof

ORIGIN = "office.example/log"
LOG, WITNESS = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
LOG_KEY = Key(ORIGIN, LOG.public_key().public_bytes_raw())
WITNESS_KEY = Key("qa.example/stick", WITNESS.public_key().public_bytes_raw(), COSIGNATURE)
LEAVES = [leaf_hash(bytes([number])) for number in range(13)]
NODE = nodes_of_list(LEAVES)


def checkpoint_of(size: int, origin: str = ORIGIN) -> bytes:
    text = Checkpoint(origin, size, tree_root(NODE, size)).text()
    log = signature_line(LOG_KEY.name, LOG_KEY.public, LOG.sign(text.encode()))
    witness = cosignature_line(WITNESS_KEY.name, WITNESS_KEY.public, 5, WITNESS.sign(cosigned_message(text, 5)))
    return assemble(text, [log, witness])


def proof_of(index: int, size: int) -> LogProof:
    return LogProof(index, inclusion_proof(NODE, index, size), checkpoint_of(size))


PROOF = proof_of(7, 13)
DATA = PROOF.encode()


def test_the_file_has_the_lines_of_the_specification() -> None:
    lines = DATA.decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 7"]
    assert lines[2:6] == [encode_base64(digest) for digest in PROOF.hashes]
    assert lines[6:10] == ["", ORIGIN, "13", encode_base64(tree_root(NODE, 13))]


def test_every_leaf_is_proven_from_the_file_alone() -> None:
    for size in range(1, 14):
        for index in (0, size // 2, size - 1):
            proof = parse_proof(proof_of(index, size).encode())
            assert proof == proof_of(index, size)
            assert check_inclusion(proof, LEAVES[index]).size == size


def test_log_and_witness_are_named_when_their_keys_are_brought() -> None:
    checkpoint, opened = verify_proof(
        parse_proof(DATA), LEAVES[7], origin=ORIGIN, log_keys=[LOG_KEY], witnesses=[WITNESS_KEY]
    )
    assert checkpoint.size == 13
    assert opened.names == (ORIGIN, "qa.example/stick")


def test_another_leaf_is_not_proven() -> None:
    with pytest.raises(ProofError, match="does not hold"):
        verify_proof(PROOF, LEAVES[8], origin=ORIGIN, log_keys=[LOG_KEY])
    with pytest.raises(ProofError, match="does not hold"):
        check_inclusion(PROOF, LEAVES[8])


def test_a_checkpoint_of_another_log_is_refused_although_its_key_is_known() -> None:
    foreign = LogProof(7, PROOF.hashes, checkpoint_of(13, "other.example/log"))
    with pytest.raises(NoteError, match=re.escape("is of the log 'other.example/log'")):
        verify_proof(foreign, LEAVES[7], origin=ORIGIN, log_keys=[LOG_KEY])


def test_a_checkpoint_signed_by_witnesses_only_is_refused() -> None:
    with pytest.raises(NoteError, match="by no given key of the log"):
        verify_proof(PROOF, LEAVES[7], origin=ORIGIN, log_keys=[], witnesses=[WITNESS_KEY])


def test_without_keys_nothing_is_verified() -> None:
    with pytest.raises(NoteError, match="signed by none"):
        verify_proof(PROOF, LEAVES[7], origin=ORIGIN, log_keys=[])


def test_extra_data_survives_and_vouches_for_nothing() -> None:
    proof = LogProof(7, PROOF.hashes, PROOF.checkpoint, b"packet 12")
    assert parse_proof(proof.encode()) == proof
    assert proof.encode().split(b"\n")[1] == b"extra cGFja2V0IDEy"


HASH = encode_base64(PROOF.hashes[0]).encode()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no empty line"),
        (DATA.replace(b"\n\n", b"\n", 1), "hash 5 is not canonical base64"),
        (DATA.replace(b"@v1", b"@v2", 1), "begins with"),
        (DATA.replace(b"index 7\n", b""), "no index line"),
        (DATA.replace(b"index 7", b"index 07"), "not a decimal"),
        (DATA.replace(b"index 7", b"index -7"), "not a decimal"),
        (DATA.replace(b"index 7", b"index  7"), "not a decimal"),
        (DATA.replace(b"index 7", b"Index 7"), "no index line"),
        (DATA.replace(b"index 7", b"index 7\r"), "not a decimal"),
        (DATA.replace(b"index 7", b"extra \nindex 7"), "empty extra"),
        (DATA.replace(b"index 7", b"extra ?\nindex 7"), "not canonical base64"),
        (DATA.replace(b"index 7", b"extra AA==\nextra AA==\nindex 7"), "no index line"),
        (DATA.replace(HASH, HASH[:-1]), "not canonical base64"),
        (DATA.replace(HASH, b"AAAA"), "32 bytes"),
        (DATA.replace(HASH, b"\n".join([HASH] * 61)), "the limit is 63"),
        (DATA.replace(HASH, "\u00e9".encode()), "not ASCII"),
        (DATA.replace(b"13\n", b"013\n"), "not a decimal"),
        (DATA[:-1], "end in a newline"),
    ],
)
def test_a_malformed_proof_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(NoteError, match=re.escape(what)):
        parse_proof(data)


@given(st.integers(0, 8 * len(DATA) - 1))
@settings(max_examples=100, deadline=None)
def test_any_flipped_bit_of_the_file_is_noticed(bit: int) -> None:
    changed = bytearray(DATA)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        proof = parse_proof(bytes(changed))
        _, opened = verify_proof(proof, LEAVES[7], origin=ORIGIN, log_keys=[LOG_KEY], witnesses=[WITNESS_KEY])
    except (NoteError, ProofError):
        return
    # Only the witness's line can be spoilt without spoiling the proof, and then the witness does not count.
    assert opened.names == (ORIGIN,)
