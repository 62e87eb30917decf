"""Whatever bytes are brought, there is an answer: never an exception, never a *yes* for what was changed."""

import json
import zlib
from hashlib import sha256
from time import perf_counter
from typing import SupportsIndex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import Unreadable
from governance.verifier.brought import checkpoint_in, examined
from governance.verifier.verdict import Verdict
from tests.governance.asking import KEYS, lawful
from tests.governance.sealed_pdf import document, packed, sealed, stream, written

SECONDS = 5
ORIGINAL = lawful().encode()


def pdf(attached: bytes) -> bytes:
    """A packet around an attachment of any kind, sealed in form."""
    listed = f"{sha256(ORIGINAL).hexdigest()}  evidence.json\n".encode()
    objects = document({b"evidence.json": ORIGINAL, b"MANIFEST": listed})
    return sealed(written({**objects, 11: attached}))


PACKET = pdf(packed(ORIGINAL))


def answers(verdict: Verdict) -> tuple[str, ...]:
    return tuple(answer.say for answer in verdict.answers)


def test_the_files_that_are_changed_below_are_answered_yes() -> None:
    assert answers(examined(ORIGINAL, KEYS)) == answers(examined(PACKET, KEYS)) == ("yes", "yes", "yes")


DAMAGE = st.lists(
    st.one_of(
        st.tuples(st.just("flip"), st.floats(0, 1), st.integers(0, 7)),
        st.tuples(st.just("cut"), st.floats(0, 1), st.integers(1, 400)),
        st.tuples(st.just("end"), st.floats(0, 1), st.just(0)),
        st.tuples(st.just("copy"), st.floats(0, 1), st.integers(1, 400)),
        st.tuples(st.just("twice"), st.floats(0, 1), st.integers(1, 60)),
        st.tuples(st.just("write"), st.floats(0, 1), st.binary(min_size=1, max_size=30)),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data: bytes, steps: list[tuple[str, float, int | bytes]]) -> bytes:
    out = bytearray(data)
    for what, where, much in steps:
        place = min(int(where * len(out)), max(len(out) - 1, 0))
        match what, much:
            case "flip", int(bit) if out:
                out[place] ^= 1 << bit
            case "cut", int(length):
                del out[place : place + length]
            case "end", _:
                del out[place:]
            case "copy", int(length):
                source = len(out) // 3
                out[place : place + length] = out[source : source + length]
            case "twice", int(length):
                out[place:place] = out[place : place + length]
            case "write", bytes(new):
                out[place : place + len(new)] = new
            case _:
                pass
    return bytes(out)


@settings(max_examples=120, deadline=None)
@given(DAMAGE)
def test_damaged_evidence_is_answered_no(steps: list[tuple[str, float, int | bytes]]) -> None:
    data = damaged(ORIGINAL, steps)
    if data != ORIGINAL:
        assert answers(examined(data, KEYS))[0] == "no"


@settings(max_examples=120, deadline=None)
@given(DAMAGE)
def test_a_damaged_packet_is_answered_no_or_reads_the_very_same_evidence(
    steps: list[tuple[str, float, int | bytes]],
) -> None:
    """A PDF has bytes that mean nothing to the evidence; the seal, which PDF tools check, covers those."""
    verdict = examined(damaged(PACKET, steps), KEYS)
    if not verdict.refuted:
        assert answers(verdict) == ("yes", "yes", "yes")
        assert verdict.claims[0] == examined(PACKET, KEYS).claims[0]


DEEP = 200_000
HOSTILE = {
    "nothing": b"",
    "a byte order mark": b"\xef\xbb\xbf" + ORIGINAL,
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "a number of a million digits": b'{"a":' + b"9" * 1_000_000 + b"}",
    "a number of any exponent": b'{"a":1e999999999}',
    "not a number": b'{"a":NaN}',
    "half a surrogate": b'{"a":"\\ud800"}',
    "UTF-16": ORIGINAL.decode().encode("utf-16"),
    "a key twice": ORIGINAL.replace(b'{"checkpoint"', b'{"checkpoint":"","checkpoint"', 1),
    "only a header": b"%PDF-1.7",
    "a PDF of nothing": b"%PDF-" + b"\0" * 1_000_000,
    "many trailers": b"%PDF-1.7\n" + b"startxref\n0\n%%EOF\n" * 50_000,
    "evidence that unpacks to a thousand times its size": pdf(
        stream(zlib.compress(b"\0" * (64 << 20), 9), b"/Type /EmbeddedFile /Filter /FlateDecode")
    ),
    "packed a hundred times": pdf(
        stream(zlib.compress(b"x"), b"/Type /EmbeddedFile /Filter [" + b"/FlateDecode " * 100 + b"]")
    ),
    "an attachment that refers to itself": pdf(b"11 0 R"),
    "a length of minus one": pdf(stream(ORIGINAL).replace(b"/Length ", b"/Length -", 1)),
    "a length beyond the end": pdf(stream(ORIGINAL).replace(b"/Length ", b"/Length 9", 1)),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_made_to_hurt_its_reader_is_answered_no_in_little_time(data: bytes) -> None:
    began = perf_counter()
    verdict = examined(data, KEYS)
    assert answers(verdict)[0] == "no"
    assert verdict.refuted
    assert perf_counter() - began < SECONDS


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["9" * 400, "-0", "1.5", "1E5", "true", "[[[[]]]]", '{"a":1,"a":2}', "null", '"\\u0000"']),
    st.data(),
)
def test_values_of_any_kind_under_a_digest_that_fits_are_answered_no(value: str, data: st.DataObject) -> None:
    """Written into the text itself, as no encoder of ours would: numbers of any size, keys twice."""
    text = ORIGINAL.decode()
    places = [n for n, letter in enumerate(text) if letter == ":" and text[n - 1] == '"']
    place = data.draw(st.sampled_from(places)) + 1
    changed = (text[:place] + value + "," + text[place:]).encode()
    body, _, rest = changed.rpartition(b'"sha256":"')
    fitted = body + b'"sha256":"' + sha256(body + rest[66:]).hexdigest().encode() + rest[64:]
    assert answers(examined(fitted, KEYS))[0] == "no"


class Cursed(bytes):
    """Bytes that fail when they are read, as a bug of ours would."""

    __slots__ = ()

    def startswith(self, _: object, __: SupportsIndex | None = None, ___: SupportsIndex | None = None) -> bool:
        raise ZeroDivisionError("a fault nobody thought of")


def test_a_fault_nobody_thought_of_is_a_no_too() -> None:
    verdict = examined(Cursed(ORIGINAL), KEYS)
    assert answers(verdict) == ("no", "not asked", "not asked")
    assert "ZeroDivisionError" in verdict.answers[0].contradictions[0]


@settings(max_examples=60, deadline=None)
@given(DAMAGE, st.sampled_from([ORIGINAL, PACKET, lawful().checkpoint]))
def test_a_checkpoint_is_found_or_refused_in_anything(
    steps: list[tuple[str, float, int | bytes]], original: bytes
) -> None:
    try:
        found = checkpoint_in(damaged(original, steps))
    except Unreadable:
        return
    assert found.size >= 0


def test_the_checkpoint_in_a_packet_in_evidence_and_on_paper_is_the_same() -> None:
    note = lawful().checkpoint
    lines = b"\n".join(note.split(b"\n")[:3])
    kept = (note, PACKET, ORIGINAL, lines, lines + b"\n", b"\n\n" + lines + b"\n\n")
    assert len({checkpoint_in(each) for each in kept}) == 1
    assert json.loads(ORIGINAL)["checkpoint"].startswith(checkpoint_in(note).origin)
