"""No byte of evidence can be changed unnoticed, and whatever is read there is an answer."""

import json
from copy import deepcopy
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.errors import LawError
from governance.formats.jcs import Json, encode
from governance.record import codec
from governance.record.entry import command_digest
from governance.verifier.verification import verify
from tests.governance import proven_office as office
from tests.governance.asking import KEYS, fitted, lawful, proofs
from tests.governance.proven_office import OWNER


class TestEveryFlipIsNoticed:
    def test_of_any_single_bit(self) -> None:
        data = bytearray(lawful().encode())
        unnoticed = []
        for place in range(len(data)):
            for bit in range(8):
                data[place] ^= 1 << bit
                if verify(bytes(data), ())[0].say != "no":
                    unnoticed.append((place, bit))
                data[place] ^= 1 << bit
        assert not unnoticed

    @settings(max_examples=80, deadline=None)
    @given(st.data())
    def test_even_when_the_files_own_digest_is_made_to_fit(self, data: st.DataObject) -> None:
        text = bytearray(lawful().encode())
        place = data.draw(st.integers(0, len(text) - 1))
        text[place] ^= 1 << data.draw(st.integers(0, 7))
        try:
            repaired = fitted(json.loads(text))
        except ValueError:  # no JSON is left to repair
            repaired = bytes(text)
        if repaired != lawful().encode():  # a flip in the digest itself is repaired by fitting it
            assert "no" in {answer.say for answer in verify(repaired, KEYS)}

    def test_cut_short_or_lengthened(self) -> None:
        data = lawful().encode()
        for changed in (b"", data[:-1], data[: len(data) // 2], data + b"\n", b" " + data, data + data):
            assert verify(changed, KEYS)[0].say == "no"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text("abé0/{", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abv", max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_whatever_stands_anywhere_in_the_file_there_is_an_answer_and_never_yes(data: st.DataObject) -> None:
    document = json.loads(lawful().encode())
    del document["sha256"]
    before = deepcopy(document)
    place, key = document, data.draw(st.sampled_from(sorted(document)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place)) if isinstance(place, dict) else st.integers(0, len(place) - 1))
    place[key] = data.draw(JSON)
    erased = {**document, "disclosed": []} == {**before, "disclosed": []} and document["disclosed"] == []
    if encode(document) != encode(before) and not erased:
        assert "no" in {answer.say for answer in verify(fitted(document), KEYS)}


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_whatever_an_operator_writes_into_a_signed_entry_there_is_an_answer(data: st.DataObject) -> None:
    """Entries of any shape under a root of their own, correctly signed: the law may say no, never fail."""
    log = office.approved()
    seq = data.draw(st.integers(0, len(log.kept) - 1))
    document = json.loads(log.kept[seq])
    place, key = document, data.draw(st.sampled_from(sorted(document)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.integers(0, 3)):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place)) if isinstance(place, dict) else st.integers(0, len(place) - 1))
    place[key] = data.draw(JSON | st.sampled_from(["medical", "board", "T2", "legal", OWNER, "reject", 2**53 - 1, -1]))
    _recommanded(document)
    original = log.evidence()
    log.kept[seq] = encode(document)
    forged = replace(original, checkpoint=log.checkpoint(), entries=proofs(log, original))
    assert len(verify(forged.encode(), KEYS)) == 3


def _recommanded(document: dict[str, Json]) -> None:
    """Give the entry the digest its first event asks for, where it is an event at all."""
    try:
        command = codec.answers_to(codec.event_of(document["events"][0]))  # type: ignore[index]  # or it fails
        document["command"] = {"id": "c", "type": codec.tag_of(command), "digest": command_digest(command)}
    except (LawError, TypeError, KeyError, IndexError, ValueError):
        pass
