import re
from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.ledger.note import (
    COSIGNATURE,
    ED25519,
    MAX_BYTES,
    MAX_SIGNATURES,
    Checkpoint,
    Key,
    NoteError,
    Signature,
    Verified,
    add_signatures,
    assemble,
    cosignature_line,
    cosigned_message,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    signature_line,
)

ORIGIN = "office.example/log"
LOG, WITNESS = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
LOG_KEY = Key(ORIGIN, LOG.public_key().public_bytes_raw())
WITNESS_KEY = Key("qa.example/stick", WITNESS.public_key().public_bytes_raw(), COSIGNATURE)
STRANGER = Key("other.example", Ed25519PrivateKey.from_private_bytes(b"3" * 32).public_key().public_bytes_raw())
CHECKPOINT = Checkpoint(ORIGIN, 42, sha256(b"root").digest())
TEXT = CHECKPOINT.text()
WHEN = 1_790_000_000


def log_line(text: str = TEXT) -> str:
    return signature_line(LOG_KEY.name, LOG_KEY.public, LOG.sign(text.encode()))


def witness_line(text: str = TEXT, when: int = WHEN) -> str:
    return cosignature_line(WITNESS_KEY.name, WITNESS_KEY.public, when, WITNESS.sign(cosigned_message(text, when)))


NOTE = assemble(TEXT, [log_line(), witness_line()])

# The example of C2SP signed-note.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n"
    "\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def test_the_example_of_the_signed_note_specification_opens() -> None:
    key = parse_vkey(EXAMPLE_KEY)
    assert key.vkey() == EXAMPLE_KEY
    opened = open_note(EXAMPLE_NOTE.encode(), [key])
    assert opened.text == "This is an example message.\n"
    assert opened.verified == (Verified(key),)


# The example of the documentation of Go's sumdb/note, which the specification describes.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

# The example of C2SP tlog-cosignature; it gives no key of the witness, so its shape alone is read.
COSIGNED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def test_the_example_of_gos_documentation_opens_and_no_other_text_does() -> None:
    key = parse_vkey(GO_KEY)
    assert open_note(GO_NOTE.encode(), [key]).names == ("PeterNeumann",)
    with pytest.raises(NoteError, match="does not hold"):
        open_note(GO_NOTE.replace("answer", "question").encode(), [key])


def test_the_example_of_the_cosignature_specification_has_the_parts_it_says() -> None:
    note = parse_note(COSIGNED.encode())
    log, witness = note.signatures
    assert (len(log.body), len(witness.body)) == (64, 72)
    assert int.from_bytes(witness.body[:8], "big") == 1679315147
    signed = "cosignature/v1\ntime 1679315147\n" + COSIGNED.partition("\n\n")[0] + "\n"
    assert cosigned_message(note.text, 1679315147).decode() == signed


def test_checkpoint_signed_by_log_and_witness_opens_with_both_names_and_the_time() -> None:
    checkpoint, opened = open_checkpoint(NOTE, [LOG_KEY, WITNESS_KEY, STRANGER])
    assert checkpoint == CHECKPOINT
    assert opened.names == (ORIGIN, "qa.example/stick")
    assert opened.verified == (Verified(LOG_KEY), Verified(WITNESS_KEY, WHEN))
    assert opened.keys == {LOG_KEY, WITNESS_KEY}


def test_the_witness_signs_header_time_and_the_whole_text() -> None:
    assert cosigned_message(TEXT, 1679315147) == b"cosignature/v1\ntime 1679315147\n" + TEXT.encode()


def test_signatures_by_unknown_keys_are_ignored() -> None:
    assert open_note(NOTE, [WITNESS_KEY]).names == ("qa.example/stick",)
    same_name = Key(ORIGIN, STRANGER.public)
    assert open_note(NOTE, [same_name, WITNESS_KEY]).keys == {WITNESS_KEY}


def test_a_note_signed_by_no_given_key_is_refused() -> None:
    for keys in ([], [STRANGER]):
        with pytest.raises(NoteError, match="signed by none of the"):
            open_note(NOTE, keys)


def test_one_false_signature_under_a_given_key_condemns_the_note() -> None:
    false = signature_line(LOG_KEY.name, LOG_KEY.public, LOG.sign(b"something else"))
    with pytest.raises(NoteError, match="does not hold"):
        open_note(assemble(TEXT, [false, witness_line()]), [LOG_KEY, WITNESS_KEY])


def test_a_cosignature_with_another_time_does_not_hold() -> None:
    line = cosignature_line(WITNESS_KEY.name, WITNESS_KEY.public, WHEN + 1, WITNESS.sign(cosigned_message(TEXT, WHEN)))
    with pytest.raises(NoteError, match="does not hold"):
        open_note(assemble(TEXT, [line]), [WITNESS_KEY])


def test_a_log_signature_is_no_cosignature_of_the_same_key() -> None:
    both = Key(WITNESS_KEY.name, WITNESS_KEY.public, ED25519)
    assert both.key_id != WITNESS_KEY.key_id
    line = Signature(WITNESS_KEY.name, WITNESS_KEY.key_id, WITNESS.sign(TEXT.encode())).line()
    with pytest.raises(NoteError, match="does not hold"):
        open_note(assemble(TEXT, [line]), [WITNESS_KEY])


def test_a_witness_cosigns_checkpoints_only() -> None:
    text = "no checkpoint\n"
    with pytest.raises(NoteError, match="not origin, size and root"):
        open_note(assemble(text, [witness_line(text)]), [WITNESS_KEY])


def test_a_witness_may_cosign_twice_and_counts_once() -> None:
    opened = open_note(add_signatures(NOTE, [witness_line(when=WHEN + 60)]), [WITNESS_KEY])
    assert [each.timestamp for each in opened.verified] == [WHEN, WHEN + 60]
    assert opened.names == ("qa.example/stick",)


def test_adding_a_cosignature_leaves_the_note_as_it_was() -> None:
    assert add_signatures(assemble(TEXT, [log_line()]), [witness_line()]) == NOTE


def test_the_text_may_hold_empty_lines() -> None:
    text = "one\n\ntwo\n\n\nthree\n"
    assert open_note(assemble(text, [log_line(text)]), [LOG_KEY]).text == text


def test_two_keys_that_share_name_and_id_are_refused() -> None:
    class Colliding(Key):
        @property
        def key_id(self) -> bytes:
            return LOG_KEY.key_id

    with pytest.raises(NoteError, match="two different keys"):
        open_note(NOTE, [LOG_KEY, Colliding(ORIGIN, STRANGER.public)])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no signatures"),
        (TEXT.encode(), "no signatures"),
        (TEXT.encode() + b"\n", "no signatures"),
        (TEXT.encode() + log_line().encode(), "no signatures"),
        (NOTE[:-1], "end in a newline"),
        (NOTE + b"\n", "no signatures"),
        (NOTE + b"trailing\n", "not a signature line"),
        (NOTE.replace("— ".encode(), b"- "), "not a signature line"),
        (NOTE.replace("— ".encode(), "—  ".encode()), "empty or holds"),
        (NOTE.replace(b"office.example/log ", b"office.example/log  "), "not canonical base64"),
        (NOTE.replace(b"qa.example/stick ", b"qa+example "), "holds a plus"),
        (NOTE.replace(b"qa.example/stick ", "qa\u2003example ".encode()), "a space"),
        (NOTE.replace(b"42\n", b"42\r\n"), "control character"),
        (NOTE.replace(b"42\n", b"42\t\n"), "control character"),
        (NOTE.replace(b"42\n", b"4\x002\n"), "control character"),
        (NOTE + b"\xff\n", "not UTF-8"),
        (TEXT.encode() + "\n— name !!!!\n".encode(), "not canonical base64"),
        (TEXT.encode() + "\n— name AAAA\n".encode(), "too short"),
        (TEXT.encode() + "\n— name AAAAAA==\n".encode(), "too short"),
        (TEXT.encode() + "\n— name AAAAAAB=\n".encode(), "not canonical base64"),
        (TEXT.encode() + "\n— name\n".encode(), "not a signature line"),
        (TEXT.encode() + b"\n" + "— a AAAAAAAA\n".encode() * (MAX_SIGNATURES + 1), "the limit is"),
        (b"a" * (MAX_BYTES + 1), "the limit is"),
    ],
)
def test_a_malformed_note_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(NoteError, match=re.escape(what)):
        parse_note(data)


def test_as_many_signatures_as_the_specification_demands_are_accepted() -> None:
    assert len(parse_note(TEXT.encode() + b"\n" + "— a AAAAAAAA\n".encode() * 16).signatures) == 16


@given(st.integers(0, 8 * len(NOTE) - 1))
@settings(max_examples=100, deadline=None)
def test_any_flipped_bit_is_noticed_when_both_keys_are_asked_for(bit: int) -> None:
    changed = bytearray(NOTE)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        opened = open_note(bytes(changed), [LOG_KEY, WITNESS_KEY])
    except NoteError:
        return
    # A changed name or key id makes a line a stranger's: it no longer counts.
    assert opened.text == TEXT
    assert len(opened.verified) == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "not canonical base64|not name"),
        ("name", "not name"),
        (EXAMPLE_KEY.replace("530d903a", "530d903b"), "states the id"),
        (EXAMPLE_KEY.replace("530d903a", "530D903A"), "states the id"),
        (EXAMPLE_KEY.replace("+Aeky", "+Beky"), "only 0x01 and 0x04"),
        (EXAMPLE_KEY[:-4], "no Ed25519 public key"),
        (EXAMPLE_KEY + "=", "not canonical base64"),
        (EXAMPLE_KEY.replace("example.com", "exam ple.com"), "a space"),
        ("zero+00000000+" + b64encode(b"\x01" + bytes(32)).decode(), "small order"),
    ],
)
def test_a_malformed_verifier_key_is_refused(text: str, what: str) -> None:
    with pytest.raises(NoteError, match=what):
        parse_vkey(text)


def test_verifier_keys_of_both_types_survive_being_written() -> None:
    for key in (LOG_KEY, WITNESS_KEY):
        assert parse_vkey(key.vkey()) == key


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20),
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(st.text("abc é", min_size=1, max_size=5), max_size=2),
)
@settings(max_examples=50, deadline=None)
def test_checkpoints_survive_being_written(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))
    assert parse_checkpoint(checkpoint.text()) == checkpoint


def test_the_example_of_the_checkpoint_specification_parses() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert parse_checkpoint(text).size == 20852163
    assert parse_checkpoint(text).text() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-1],
        TEXT + "\n",
        TEXT.replace("42", "042"),
        TEXT.replace("42", "+42"),
        TEXT.replace("42", "-1"),
        TEXT.replace("42", "4_2"),
        TEXT.replace("42", "\u0664\u0662"),
        TEXT.replace("42", str(2**63)),
        TEXT.replace(ORIGIN, ""),
        TEXT.replace("=\n", "\n"),
        TEXT.replace(b64encode(CHECKPOINT.root).decode(), b64encode(b"short").decode()),
        "\n".join(TEXT.split("\n")[:2]) + "\n",
        TEXT + "extension\n\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)


@pytest.mark.parametrize("origin", ["", "two\nlines", "tab\there"])
def test_an_origin_that_breaks_the_format_cannot_be_written(origin: str) -> None:
    with pytest.raises(NoteError, match="empty or holds control"):
        Checkpoint(origin, 0, bytes(32))


def test_lines_that_would_not_parse_back_cannot_be_assembled() -> None:
    for text, lines in (("no newline", [log_line()]), (TEXT, []), (TEXT, [log_line() + log_line()])):
        with pytest.raises(NoteError):
            assemble(text, lines)
    with pytest.raises(NoteError, match="expected 64"):
        signature_line(LOG_KEY.name, LOG_KEY.public, b"short")
    with pytest.raises(NoteError, match="outside 0 to"):
        cosignature_line(WITNESS_KEY.name, WITNESS_KEY.public, 2**63, bytes(64))
