"""The bytes of an entry: one spelling each, and nothing but `Unreadable` for any others."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import Unreadable
from governance.formats.jcs import NotCanonical, encode
from governance.record import commands as c
from governance.record import events as e
from governance.record.entry import Entry, command_digest, entry_hash, read_entry
from tests.governance.test_codec import ANY_JSON, CLASSES, TEXT, instances

HEX = "ab" * 32


def holding(*events: e.Event, **parts: Any) -> Entry:
    from governance.record.codec import answers_to, tag_of

    command = answers_to(events[0])
    entry = Entry(3, "initiative/i1", 1, "", {}, "c1", tag_of(command), command_digest(command), "olga", 5, events)
    return replace(entry, **parts)


PLAIN = holding(e.Withdrawn(HEX), e.Judged(HEX))
FULL = replace(PLAIN, version=2, prev=HEX, reads={"role/a": 0, "person/b": 4}, blobs=(HEX,), commits=(HEX, HEX))


def bent(entry: Entry = FULL, **parts: Any) -> bytes:
    """The entry's JSON with other parts, canonical; `...` removes one."""
    document = {**json.loads(entry.encode()), **parts}
    return encode({key: value for key, value in document.items() if value is not ...})


@pytest.mark.parametrize("entry", [PLAIN, FULL, replace(FULL, blobs=()), replace(PLAIN, seq=0, at=0)])
def test_an_entry_is_read_back_equal_from_its_own_bytes(entry: Entry) -> None:
    assert read_entry(entry.encode()) == entry
    assert read_entry(entry.encode()).encode() == entry.encode()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_entry_of_any_events_is_read_back_equal(data: st.DataObject) -> None:
    from governance.record.codec import answers_to

    first = data.draw(st.sampled_from(CLASSES).flatmap(instances))
    try:
        answers_to(first)
    except Unreadable:
        with pytest.raises(Unreadable):
            read_entry(bent(events=[{"type": "judged", "schema": 1, "why": "w"}]))
        return
    entry = holding(first, e.Judged(HEX))
    assert read_entry(entry.encode()) == entry


def test_the_command_is_rebuilt_from_the_first_event() -> None:
    assert PLAIN.command() == c.Withdraw(HEX)
    assert PLAIN.command_digest == command_digest(c.Withdraw(HEX))
    assert command_digest(c.Withdraw(HEX)) != command_digest(c.Hold(HEX))


def test_the_hash_is_the_leaf_hash() -> None:
    from governance.ledger.merkle import leaf_hash

    assert entry_hash(PLAIN.encode()) == leaf_hash(PLAIN.encode()).hex()


@pytest.mark.parametrize(
    "parts",
    [
        {"v": 2},
        {"v": True},
        {"v": "1"},
        {"v": ...},
        {"seq": -1},
        {"seq": True},
        {"seq": "3"},
        {"seq": ...},
        {"version": 0},
        {"version": True},
        {"version": 1},
        {"prev": ...},
        {"prev": ""},
        {"prev": None},
        {"prev": HEX.upper()},
        {"prev": HEX + "\n"},
        {"prev": HEX[:-1]},
        {"reads": {}},
        {"reads": []},
        {"reads": None},
        {"reads": {"role/a": -1}},
        {"reads": {"role/a": True}},
        {"reads": {"role/a": None}},
        {"reads": {"Role/a": 1}},
        {"reads": {"role": 1}},
        {"blobs": []},
        {"blobs": [1]},
        {"blobs": HEX},
        {"blobs": [HEX[1:]]},
        {"commits": []},
        {"commits": {}},
        {"commits": [HEX.upper()]},
        {"command": None},
        {"command": []},
        {"command": {}},
        {"command": {"id": "c1", "type": "withdraw"}},
        {"command": {"id": "c1", "type": "withdraw", "digest": HEX}},
        {"command": {"id": "c1", "type": "hold", "digest": FULL.command_digest}},
        {"command": {"id": 1, "type": "withdraw", "digest": FULL.command_digest}},
        {"command": {"id": "c1", "type": "withdraw", "digest": FULL.command_digest, "more": 1}},
        {"actor": None},
        {"actor": ["olga"]},
        {"at": -1},
        {"at": True},
        {"at": "5"},
        {"events": []},
        {"events": None},
        {"events": {}},
        {"events": [[]]},
        {"events": [{"type": ["withdrawn"], "schema": 1}]},
        {"events": [{"type": "judged", "schema": 1, "why": HEX}]},
        {"events": [{"type": "withdrawn", "schema": True, "reason": HEX}]},
        {"events": [{"type": "withdrawn", "schema": 1, "reason": "another"}]},
        {"events": [{"type": "withdrawn", "schema": 1}]},
        {"surplus": 1},
    ],
    ids=str,
)
def test_anything_else_in_a_part_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        read_entry(bent(**parts))


@pytest.mark.parametrize(
    "stream",
    [
        "",
        "/",
        "initiative/",
        "initiative",
        "/i1",
        "other/i1",
        "Initiative/i1",
        "initiative/I1",
        "initiative/-1",
        "initiative/../x",
        "initiative/a/b",
        "initiative/a b",
        "initiative/é",
        "initiative/a\n",
        "initiative/" + "a" * 101,
        "xinitiative/a",
    ],
)
def test_a_stream_is_kind_and_id_in_lowercase_ascii(stream: str) -> None:
    with pytest.raises(Unreadable):
        read_entry(bent(stream=stream))
    with pytest.raises(Unreadable):
        read_entry(bent(reads={stream: 1}))


def test_the_longest_id_and_every_kind_are_streams() -> None:
    for kind in ("initiative", "person", "role", "committee", "definition", "calendar", "meeting", "thread", "key"):
        assert read_entry(bent(stream=f"{kind}/{'a' * 100}")).stream.startswith(kind)
    assert read_entry(bent(stream="security/2026-11-22")).stream == "security/2026-11-22"


def test_a_head_that_was_empty_is_kept_as_nought() -> None:
    assert read_entry(FULL.encode()).reads["role/a"] == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b"\n",
        lambda data: b" " + data,
        lambda data: data.replace(b'"at":5', b'"at": 5'),
        lambda data: data.replace(b'"at":5', b'"at":5.0'),
        lambda data: data.replace(b'"at":5', b'"at":5e0'),
        lambda data: data.replace(b'"at":5', b'"at":05'),
        lambda data: data.replace(b'"at":5', b'"at":5,"at":5'),
        lambda data: data.replace(b'"at":5', b'"at":' + b"9" * 4000),
        lambda data: data.replace(b'"actor":"olga",', b"").replace(b'"at":5', b'"at":5,"actor":"olga"'),
        lambda data: data.replace(b"olga", b"\\u006flga"),
        lambda data: data.replace(b"olga", b"\xff"),
        lambda data: data.replace(b"olga", "o\u0308lga".encode()),
        lambda data: data.replace(b"olga", b"\\ud800"),
        lambda data: data[:-1],
        lambda data: data[:0],
        lambda data: data[:0] + b"[" * 100_000,
        lambda data: data[:5] * 500 + b"1" + b"}" * 500,
        lambda data: b"\xef\xbb\xbf" + data,
    ],
)
def test_other_spellings_of_the_same_are_refused(spoil: Any) -> None:
    spoilt = spoil(PLAIN.encode())
    assert spoilt != PLAIN.encode()
    with pytest.raises(Unreadable):
        read_entry(spoilt)


def test_an_entry_can_be_quoted_in_evidence_whatever_people_typed() -> None:
    """Its text is one in form NFC as a whole: no mark goes with the letter of an escape before it."""
    for title in ("\n\u0301", "t\t\u0323", "\r\u030c"):
        submitted = e.Submitted("w", {"title": title}, {}, {}, HEX, "N", "olga", 1, "T1", {})
        with pytest.raises(NotCanonical, match="combining mark"):
            holding(submitted).encode()
        with pytest.raises(Unreadable):
            read_entry(encode({**json.loads(PLAIN.encode()), "actor": title}))
    for title in ("\u0301", "é\nß", "\t\u4e2d", "\U0001f9ea", "\x00\x1f"):
        entry = holding(e.Submitted("w", {"title": title}, {}, {}, HEX, "N", "olga", 1, "T1", {}))
        quoted = json.loads(encode({"entry": entry.encode().decode()}))["entry"]
        assert read_entry(quoted.encode()) == entry


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_json_is_an_entry_with_the_same_bytes_or_unreadable(data: st.DataObject) -> None:
    document = json.loads(FULL.encode())
    place: Any = document
    while data.draw(st.booleans()):
        inside = [v for v in (place.values() if isinstance(place, dict) else place) if isinstance(v, dict | list) and v]
        if not inside:
            break
        place = data.draw(st.sampled_from(inside))
    if isinstance(place, dict):
        place[data.draw(st.sampled_from(sorted(place)) | TEXT)] = data.draw(ANY_JSON)
    else:
        place[data.draw(st.integers(0, len(place) - 1))] = data.draw(ANY_JSON)
    written = encode(document)
    try:
        entry = read_entry(written)
    except Unreadable:
        return
    assert entry.encode() == written


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_entry(data)
