import json
import struct
from pathlib import Path
from unicodedata import normalize

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from governance.formats.jcs import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_INTEGER,
    Json,
    NotCanonical,
    decode,
    encode,
    encode_rfc8785,
    number,
)
from tests.governance.vectors import count, published

_text = st.text(max_size=8).map(lambda text: normalize("NFC", text))
_leaves = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | _text
ledger_values: st.SearchStrategy[Json] = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4), max_leaves=12
)
any_values = st.recursive(
    _leaves | st.text(max_size=8) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("path", published("jcs/input/*.json"))
def test_published_input_gives_the_published_bytes(path: Path) -> None:
    expected = (path.parents[1] / "output" / path.name).read_bytes()
    assert encode_rfc8785(json.loads(path.read_bytes())) == expected


def test_the_published_jcs_vectors_are_all_there() -> None:
    assert count("jcs/input/*.json") == count("jcs/output/*.json") >= 4


@given(ledger_values)
@settings(max_examples=100, deadline=None)
def test_ledger_bytes_equal_those_of_the_rfc8785_package_and_decode_to_the_same_value(value: Json) -> None:
    data = encode(value)
    assert data == rfc8785.dumps(value)
    assert decode(data) == value


@given(any_values)
@settings(max_examples=100, deadline=None)
def test_the_whole_rfc_equals_the_rfc8785_package(value: object) -> None:
    assert encode_rfc8785(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.integers(0, 2**64 - 1).map(lambda bits: struct.unpack(">d", struct.pack(">Q", bits))[0]))
@settings(max_examples=200, deadline=None)
@example(5e-324)
@example(9007199254740993.0)
@example(1e23)
def test_numbers_of_every_magnitude_equal_the_rfc8785_package(value: float) -> None:
    try:
        expected = rfc8785.dumps(value).decode()
    except rfc8785.FloatDomainError:
        with pytest.raises(NotCanonical):
            number(value)
    else:
        assert number(value) == expected


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        # RFC 8785, appendix B
        (0x0000000000000000, "0"),
        (0x8000000000000000, "0"),
        (0x0000000000000001, "5e-324"),
        (0x8000000000000001, "-5e-324"),
        (0x7FEFFFFFFFFFFFFF, "1.7976931348623157e+308"),
        (0xFFEFFFFFFFFFFFFF, "-1.7976931348623157e+308"),
        (0x4340000000000000, "9007199254740992"),
        (0xC340000000000000, "-9007199254740992"),
        (0x4430000000000000, "295147905179352830000"),
        (0x44B52D02C7E14AF5, "9.999999999999997e+22"),
        (0x44B52D02C7E14AF6, "1e+23"),
        (0x44B52D02C7E14AF7, "1.0000000000000001e+23"),
        (0x444B1AE4D6E2EF4E, "999999999999999700000"),
        (0x444B1AE4D6E2EF4F, "999999999999999900000"),
        (0x444B1AE4D6E2EF50, "1e+21"),
        (0x3EB0C6F7A0B5ED8C, "9.999999999999997e-7"),
        (0x3EB0C6F7A0B5ED8D, "0.000001"),
        (0x41B3DE4355555553, "333333333.3333332"),
        (0x41B3DE4355555554, "333333333.33333325"),
        (0x41B3DE4355555555, "333333333.3333333"),
        (0x41B3DE4355555556, "333333333.3333334"),
        (0x41B3DE4355555557, "333333333.33333343"),
        (0xBECBF647612F3696, "-0.0000033333333333333333"),
        (0x43143FF3C1CB0959, "1424953923781206.2"),
    ],
)
def test_numbers_of_appendix_b(bits: int, text: str) -> None:
    assert number(struct.unpack(">d", struct.pack(">Q", bits))[0]) == text


def test_keys_are_sorted_by_utf16_unit_not_by_code_point() -> None:
    # RFC 8785 section 3.2.3: the emoji's first unit D83D comes before FB33 (FF21 here as well, since FB33 is not NFC).
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\uff21"]
    value: Json = dict.fromkeys(sorted(expected), 1)
    data = encode({"in": [value]})
    assert list(json.loads(data)["in"][0]) == expected
    assert decode(data) == {"in": [value]}
    assert list(json.loads(encode_rfc8785({"\ufb33": 1, "\U0001f600": 2}))) == ["\U0001f600", "\ufb33"]
    with pytest.raises(NotCanonical):
        decode(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def test_control_characters_have_the_escapes_of_the_rfc() -> None:
    text = "".join(map(chr, range(0x20))) + '"\\/\x7f\u2028'
    expected = (
        r'"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014'
        r"\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\"\\/" + '\x7f\u2028"'
    )
    assert encode(text) == expected.encode()
    assert decode(expected.encode()) == text


@pytest.mark.parametrize(
    ("value", "what", "where"),
    [
        ({"amount": 1.5}, "no floats", "/amount"),
        ({"events": [{"a/b": float("nan")}]}, "no floats", "/events/0/a~1b"),
        ([MAX_INTEGER + 1], "integer outside", "/0"),
        ([-MAX_INTEGER - 1], "integer outside", "/0"),
        ({"a": {1: "x"}}, "key 1 is no string", "/a"),
        ({"name": "\ud800"}, "lone surrogate", "/name"),
        ({"\udfff": 1}, "lone surrogate", "/\\udfff"),
        ({"name": "e\u0301"}, "NFC", "/name"),
        ({"e\u0301": 1}, "NFC", "/e\\u0301"),
        ({"when": {1, 2}}, "set has no JSON form", "/when"),
        (b"bytes", "bytes has no JSON form", "the document"),
    ],
)
def test_a_value_outside_the_ledger_profile_is_refused_with_its_place(value: object, what: str, where: str) -> None:
    with pytest.raises(NotCanonical) as caught:
        encode(value)  # type: ignore[arg-type]
    assert what in caught.value.what
    assert caught.value.where == where
    assert where in str(caught.value)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'{"a":1,"a":1}', "duplicate key"),
        (b'{"b":1,"a":2}', "found b'b\":1"),
        (b'{"a": 1}', "canonical bytes are"),
        (b'{"a":1}\n', "canonical bytes are"),
        (b'\xef\xbb\xbf{"a":1}', "not JSON"),
        (b'{"a":1.0}', "no floats"),
        (b'{"a":1e2}', "no floats"),
        (b'{"a":-0}', "canonical bytes are"),
        (b'{"a":NaN}', "no floats"),
        (b'{"a":-Infinity}', "no floats"),
        (b'{"a":01}', "not JSON"),
        (b'{"a":9007199254740992}', "integer outside"),
        (b'{"a":' + b"9" * 5000 + b"}", "integer outside"),
        (b'"\\u0041"', "canonical bytes are"),
        (b'"\\u000A"', "canonical bytes are"),
        (b'"\\u001F"', "canonical bytes are"),
        (b'"\\/"', "canonical bytes are"),
        (b'"\\ud83d\\ude00"', "canonical bytes are"),
        (b'"\\ud83d"', "lone surrogate"),
        (b'"\xed\xa0\x80"', "not UTF-8"),
        (b'"\xff"', "not UTF-8"),
        (b'"\n"', "not JSON"),
        (b"'a'", "not JSON"),
        (b"[1,]", "not JSON"),
        (b"", "not JSON"),
        ('"e\u0301"'.encode(), "NFC"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "nested too deep"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deep"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested too deep"),
        (b'"' + b"a" * MAX_BYTES + b'"', "more than the limit"),
    ],
)
def test_bytes_that_are_not_the_canonical_ones_are_refused(data: bytes, what: str) -> None:
    with pytest.raises(NotCanonical) as caught:
        decode(data)
    assert what in str(caught.value)


def test_the_first_differing_byte_is_named() -> None:
    with pytest.raises(NotCanonical) as caught:
        decode(b'{"a":[1,2, 3]}')
    assert caught.value.where == "byte 10"


def test_nesting_up_to_the_limit_and_wide_values_are_accepted() -> None:
    deep = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert encode(decode(deep)) == deep
    wide: Json = [{} for _ in range(10 * MAX_DEPTH)]
    assert decode(encode(wide)) == wide


def test_the_callers_own_limits_hold() -> None:
    with pytest.raises(NotCanonical, match="limit of 3"):
        decode(b"[[]]", max_bytes=3)
    with pytest.raises(NotCanonical, match="nested too deep"):
        decode(b"[[]]", max_depth=1)


def test_a_value_that_contains_itself_is_refused() -> None:
    endless: list[Json] = []
    endless.append(endless)
    with pytest.raises(NotCanonical, match="nested too deep"):
        encode(endless)


def test_a_combining_mark_after_an_escape_is_nfc_although_the_raw_text_is_not() -> None:
    # Raw text reads n + U+0301; the string itself is a line feed and U+0301, which do not compose.
    assert decode(encode("\n\u0301")) == "\n\u0301"


@given(ledger_values, st.data())
@settings(max_examples=100, deadline=None)
def test_a_flipped_bit_never_decodes_to_the_same_value(value: Json, data: st.DataObject) -> None:
    original = encode(value)
    at = data.draw(st.integers(0, 8 * len(original) - 1))
    changed = bytearray(original)
    changed[at // 8] ^= 1 << at % 8
    try:
        found = decode(bytes(changed))
    except NotCanonical:
        return
    assert encode(found) == changed
    # Compared as bytes, since Python takes 1 and True for equal.
    assert encode(found) != original


@given(st.text(alphabet='{}[]":,0123456789.eE-+ \\utrfnasl\n\u00e9', max_size=30))
@settings(max_examples=200, deadline=None)
def test_whatever_decodes_encodes_to_the_bytes_it_came_from(text: str) -> None:
    try:
        value = decode(text.encode())
    except NotCanonical:
        return
    assert encode(value) == text.encode()


def test_tuples_are_written_as_lists() -> None:
    assert encode({"a": (1, ("x",))}) == b'{"a":[1,["x"]]}'
