"""The three answers as an attacker meets them: whoever holds the file, and whoever runs the office."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from hashlib import sha256
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance import codec
from governance import commands as c
from governance import events as e
from governance.commitments import Disclosure
from governance.entry import Entry, command_digest, read_entry
from governance.errors import LawError
from governance.evidence import Evidence, Proven
from governance.jcs import Json, encode
from governance.merkle import inclusion_proof, leaf_hash, nodes_of_list
from governance.note import COSIGNATURE, Key, assemble, cosignature_line, cosigned_message, parse_note
from governance.verification import Answer, verify
from tests.governance import proven_office as office
from tests.governance.proven_office import CHAIR, HOUR, LAWYER, MEDICAL, OWNER, SUBJECT, Log, public

KEYS = (public(),)
FIRST_OWN = 13


@cache
def lawful() -> Evidence:
    return office.approved().evidence()


def said(evidence: Evidence, keys: tuple[Key, ...] = KEYS) -> tuple[str, ...]:
    return tuple(answer.say for answer in verify(evidence.encode(), keys))


def answered(evidence: Evidence, question: str, keys: tuple[Key, ...] = KEYS) -> Answer:
    return next(a for a in verify(evidence.encode(), keys) if a.question == question)


def entries(evidence: Evidence) -> list[Entry]:
    return [read_entry(proven.data) for proven in evidence.entries]


def broken(evidence: Evidence, entry: int) -> str:
    """The evidence is not intact, and its first contradiction names this entry; what it says."""
    answer = answered(evidence, "intact")
    assert answer.say == "no"
    assert answer.contradictions[0].startswith(f"entry {entry}: expected "), answer.contradictions
    return answer.contradictions[0]


def test_a_lawful_journey_is_answered_yes_three_times() -> None:
    assert said(lawful()) == ("yes", "yes", "yes")
    assert len(lawful().encode()) <= 15_000


def test_the_answers_say_what_they_do_not_show() -> None:
    intact, signed, law = verify(lawful().encode(), KEYS)
    assert any("after its last one here, entry 16" in limit for limit in intact.limits)
    assert any("no witness" in limit for limit in signed.limits)
    assert any("misdeclared reads" in limit for limit in law.limits)


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


def fitted(document: dict[str, Json]) -> bytes:
    """The file with the digest that fits the rest, as anyone can compute it."""
    body = encode({key: value for key, value in document.items() if key != "sha256"})
    return encode({**json.loads(body), "sha256": sha256(body).hexdigest()})


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
    forged = replace(original, checkpoint=log.checkpoint(), entries=_proven(log, original))
    assert len(verify(forged.encode(), KEYS)) == 3


def _proven(log: Log, evidence: Evidence) -> tuple[Proven, ...]:
    node = nodes_of_list([leaf_hash(data) for data in log.kept])
    return tuple(
        Proven(x.seq, log.kept[x.seq], inclusion_proof(node, x.seq, len(log.kept))) for x in evidence.entries
    )


def _recommanded(document: dict[str, Json]) -> None:
    """Give the entry the digest its first event asks for, where it is an event at all."""
    try:
        command = codec.answers_to(codec.event_of(document["events"][0]))  # type: ignore[index]  # or it fails
        document["command"] = {"id": "c", "type": codec.tag_of(command), "digest": command_digest(command)}
    except (LawError, TypeError, KeyError, IndexError, ValueError):
        pass


class TestWhoeverHoldsTheFile:
    """Someone without the key changes evidence and repairs what anyone can: digests, order, the file's own digest."""

    def test_changes_an_entry(self) -> None:
        changed = []
        for proven in lawful().entries:
            entry = read_entry(proven.data)
            later = replace(entry, at=entry.at + 1) if entry.stream == SUBJECT else entry
            changed.append(replace(proven, data=later.encode()))
        assert "root" in broken(replace(lawful(), entries=tuple(changed)), FIRST_OWN)

    def test_leaves_out_any_one_entry_but_the_last(self) -> None:
        for gone in range(len(lawful().entries) - 1):
            rest = (*lawful().entries[:gone], *lawful().entries[gone + 1 :])
            kept = {seq: tree for seq, tree in lawful().why.items() if seq != lawful().entries[gone].seq}
            assert answered(replace(lawful(), entries=rest, why=kept), "intact").say == "no"

    def test_leaves_out_a_decision(self) -> None:
        rest = tuple(x for x in lawful().entries if x.seq != FIRST_OWN + 1)
        kept = {seq: tree for seq, tree in lawful().why.items() if seq != FIRST_OWN + 1}
        assert f"version 2 of {SUBJECT}" in broken(replace(lawful(), entries=rest, why=kept), FIRST_OWN + 2)

    def test_leaves_out_the_end_which_is_a_limit_the_answer_states(self) -> None:
        last = lawful().entries[-1].seq
        kept = {seq: tree for seq, tree in lawful().why.items() if seq != last}
        shorter = replace(lawful(), entries=lawful().entries[:-1], why=kept, disclosed=())
        answer = answered(shorter, "intact")
        assert answer.say == "yes"
        assert any(f"entry {last - 1}, would show in the whole log only" in limit for limit in answer.limits)

    def test_hides_a_revocation_in_a_stream_that_was_read(self) -> None:
        log = office.submitted()
        log.does("role/medical", c.Ungrant(MEDICAL, log.text("moved")), "ada")
        log.does("role/medical", c.Grant(LAWYER, 0, 0, log.text("moved")), "ada")
        log.says(LAWYER, "medical")
        revoked = FIRST_OWN + 1
        assert said(log.evidence()) == ("yes", "yes", "yes")
        assert "version 2 of role/medical" in broken(log.evidence(left_out=[revoked]), revoked + 1)
        hidden = log.evidence(left_out=[revoked, revoked + 1])
        assert "3 entries of role/medical, which was read" in broken(hidden, revoked + 2)

    def test_leaves_out_a_whole_stream(self) -> None:
        rest = tuple(x for x in lawful().entries if read_entry(x.data).stream != "committee/board")
        assert "2 entries of committee/board, which was read" in broken(replace(lawful(), entries=rest), FIRST_OWN)

    def test_puts_entries_in_another_order(self) -> None:
        *others, before, last = lawful().entries
        assert answered(replace(lawful(), entries=(*others, last, before)), "intact").say == "no"

    def test_repeats_an_entry(self) -> None:
        twice = replace(lawful(), entries=(*lawful().entries, lawful().entries[-1]))
        assert answered(twice, "intact").say == "no"

    def test_files_an_entry_under_another_number(self) -> None:
        first, *rest = lawful().entries
        moved = replace(lawful(), entries=(replace(first, seq=first.seq + 1), *rest))
        assert f"filed under {first.seq + 1}" in broken(moved, first.seq)

    def test_mixes_two_packets(self) -> None:
        log = office.submitted()
        log.says(MEDICAL, "medical", "request changes", requests=(c.Ask("", log.text("no")),))
        mixed = (*lawful().entries[:-2], *log.evidence().entries[-1:])
        assert answered(replace(lawful(), entries=mixed), "intact").say == "no"

    def test_adds_a_stream_nobody_read(self) -> None:
        log = office.approved()
        key = log.does("key/log", c.DeclareKey(public().vkey()), "system")
        evidence = replace(log.evidence(), entries=_with(log, key.seq))
        assert "only streams that the initiative's entries read" in broken(evidence, key.seq)

    def test_changes_a_disclosed_value(self) -> None:
        first, *rest = lawful().disclosed
        changed = replace(lawful(), disclosed=(replace(first, value="something else"), *rest))
        committing = min(x.seq for x in entries(lawful()) if first.commit in x.commits)
        assert "not the one committed to" in broken(changed, committing)

    def test_writes_a_nonce_in_another_way(self) -> None:
        first, *rest = lawful().disclosed
        upper = replace(lawful(), disclosed=(replace(first, nonce=first.nonce.upper()), *rest))
        assert answered(upper, "intact").say == "no"

    def test_discloses_what_nobody_committed_to(self) -> None:
        invented = office.opened("I approve of everything")
        answer = answered(replace(lawful(), disclosed=(*lawful().disclosed, invented)), "intact")
        assert answer.say == "no"
        assert invented.commit in answer.contradictions[0]

    def test_leaves_out_a_disclosure_which_is_what_erasure_does(self) -> None:
        assert said(replace(lawful(), disclosed=())) == ("yes", "yes", "yes")

    def test_changes_leaves_out_or_adds_a_tree(self) -> None:
        last = max(lawful().why)
        tree = lawful().why[last]
        assert isinstance(tree, dict)
        for why in ({**lawful().why, last: {**tree, "state": "rejected"}}, {last: tree}, {**lawful().why, last: None}):
            law = answered(replace(lawful(), why=why), "lawful")
            assert law.say == "no"
            assert "*why* tree" in law.contradictions[0]
        assert answered(replace(lawful(), why={**lawful().why, 0: tree}), "intact").say == "no"

    def test_swaps_the_definition(self) -> None:
        swapped = []
        for proven in lawful().entries:
            entry = read_entry(proven.data)
            first = entry.events[0]
            if isinstance(first, e.Published):
                other = office.document(title="Another")
                log = office.founded()
                entry = log.forges(
                    entry.stream,
                    (replace(first, definition=other, digest=office.digest_of(other)),),
                    entry.actor,
                    entry.reads,
                    seq=entry.seq,
                    version=1,
                    prev="",
                    at=entry.at,
                )
            swapped.append(replace(proven, data=entry.encode()))
        answers = verify(replace(lawful(), entries=tuple(swapped)).encode(), KEYS)
        assert [a.say for a in answers] == ["no", "yes", "no"]

    def test_names_another_record(self) -> None:
        assert answered(replace(lawful(), subject="initiative/other"), "intact").say == "no"
        assert said(replace(lawful(), subject="role/medical"))[2] == "no"


def _with(log: Log, seq: int) -> tuple[Proven, ...]:
    everything = Evidence(SUBJECT, b"", tuple(Proven(s, log.kept[s], ()) for s in range(len(log.kept))), (), {})
    chosen = {x.seq for x in log.evidence().entries} | {seq}
    return tuple(x for x in _proven(log, everything) if x.seq in chosen)


def test_an_operator_who_breaks_the_chain_of_a_stream_is_noticed() -> None:
    for prev in ("0" * 64, office.submitted().head("role/medical").hash):
        log = office.submitted()
        events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
        seq = log.forges(SUBJECT, events, MEDICAL, prev=prev).seq
        assert "prev" in broken(log.evidence(), seq)


def test_an_operator_who_skips_a_version_of_a_stream_is_noticed() -> None:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    seq = log.forges(SUBJECT, events, MEDICAL, version=3).seq
    assert f"version 2 of {SUBJECT}" in broken(log.evidence(), seq)


def test_the_same_evidence_has_one_spelling() -> None:
    """Twice the same tree, trees in another order, unused bits of base64: anyone could make the digest fit."""
    document = json.loads(lawful().encode())
    assert fitted(document) == lawful().encode()
    proof = document["entries"][0]["proof"]
    assert proof[0].endswith("=")
    swollen = deepcopy(document)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    swollen["entries"][0]["proof"][0] = proof[0][:-2] + letters[letters.index(proof[0][-2]) + 1] + "="
    twice = {**document, "why": [*document["why"], document["why"][-1]]}
    turned = {**document, "why": document["why"][::-1]}
    for other in (swollen, twice, turned):
        assert "spelled in another way" in verify(fitted(other), KEYS)[0].contradictions[0]


class TestSignedByWhom:
    def test_without_a_key_the_question_is_not_asked(self) -> None:
        assert said(lawful(), ()) == ("yes", "not asked", "yes")

    def test_a_key_that_did_not_sign_is_a_no(self) -> None:
        assert said(lawful(), (public("other.test/log"),)) == ("yes", "no", "yes")

    def test_another_key_under_the_logs_own_name_is_a_no(self) -> None:
        impostor = Key(office.ORIGIN, public("other.test/log").public)
        assert said(lawful(), (impostor,)) == ("yes", "no", "yes")

    def test_one_right_key_among_several_is_enough(self) -> None:
        assert said(lawful(), (public("other.test/log"), public())) == ("yes", "yes", "yes")

    def test_the_checkpoint_of_another_log_does_not_hold_these_entries(self) -> None:
        log = office.submitted()
        log.says(MEDICAL, "medical")
        answers = said(replace(lawful(), checkpoint=log.checkpoint()))
        assert answers == ("no", "yes", "not asked")

    def test_a_trusted_key_of_another_log_does_not_speak_for_this_one(self) -> None:
        borrowed = office.approved().checkpoint(key="other.test/log")
        answer = answered(replace(lawful(), checkpoint=borrowed), "signed", (public("other.test/log"),))
        assert answer.say == "no"
        assert "another log" in answer.contradictions[0]

    def test_a_log_built_anew_without_the_key_is_intact_and_not_signed(self) -> None:
        log = office.submitted()
        log.says(MEDICAL, "medical")
        forged = replace(log.evidence(), checkpoint=log.checkpoint(office.ORIGIN, "other.test/log"))
        assert said(forged, KEYS) == ("yes", "no", "yes")

    def test_a_changed_signature_is_noticed_by_whoever_brings_the_key(self) -> None:
        text, _, line = lawful().checkpoint.decode().rpartition(" ")
        other = line.replace(line[20], "A" if line[20] != "A" else "B")
        assert answered(replace(lawful(), checkpoint=f"{text} {other}".encode()), "signed").say == "no"

    def test_a_witness_is_named_and_takes_a_limit_away(self) -> None:
        name = "witness.test/w"
        witness = Key(name, office.signer(name).public_key().public_bytes_raw(), COSIGNATURE)
        note = parse_note(lawful().checkpoint)
        signature = office.signer(name).sign(cosigned_message(note.text, 1_790_000_000))
        line = cosignature_line(name, witness.public, 1_790_000_000, signature)
        cosigned = assemble(note.text, [*(x.line() for x in note.signatures), line])
        answer = answered(replace(lawful(), checkpoint=cosigned), "signed", (*KEYS, witness))
        assert answer.say == "yes"
        assert not answer.limits
        assert any(name in ground for ground in answer.grounds)


Forgery = Callable[[], tuple[Log, int]]


def owner_approves() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    return log, log.forges(SUBJECT, events, OWNER).seq


def stranger_approves() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    return log, log.forges(SUBJECT, events, "pia").seq


def revoked_reviewer_approves() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    log.does("role/medical", c.Ungrant(MEDICAL, log.text("moved")), "ada")
    return log, log.forges(SUBJECT, events, MEDICAL).seq


def board_decides_before_medical() -> tuple[Log, int]:
    log = office.submitted()
    signing = log.signing("board", "approve", CHAIR)
    seen = e.DecisionSigned("board", "approve", signing.signature, 1, "chair", _text(log))
    return log, log.forges(SUBJECT, (seen, e.Judged("0" * 64)), CHAIR).seq


def gate_passes_without_votes() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "recuse", MEDICAL, note=log.text("kin")), MEDICAL)
    forged = (*events[:-1], e.GatePassed("medical"), e.GateOpened("board", 1, 0), events[-1])
    return log, log.forges(SUBJECT, forged, MEDICAL).seq


def approved_by_half_the_board() -> tuple[Log, int]:
    log = office.submitted()
    log.says(MEDICAL, "medical")
    events = log.judged(SUBJECT, log.signing("board", "approve", CHAIR), CHAIR)
    return log, log.forges(SUBJECT, (*events[:-1], e.GatePassed("board"), e.Approved(), events[-1]), CHAIR).seq


def one_person_votes_twice() -> tuple[Log, int]:
    log = office.submitted()
    log.says(MEDICAL, "medical")
    events = log.judged(SUBJECT, log.signing("board", "approve", LAWYER), LAWYER)
    log.says(CHAIR, "board")
    return log, log.forges(SUBJECT, events, CHAIR).seq


def consequence_left_out() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    return log, log.forges(SUBJECT, (events[0], events[-1]), MEDICAL).seq


def _text(log: Log) -> str:
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    signed = events[0]
    assert isinstance(signed, e.DecisionSigned)
    return signed.text


def _bent_submission(**words: object) -> tuple[Log, int]:
    log = office.founded()
    first, *rest = log.judged(SUBJECT, office.submission(log), OWNER)
    assert isinstance(first, e.Submitted)
    return log, log.forges(SUBJECT, (replace(first, **words), *rest), OWNER).seq  # type: ignore[arg-type]  # chosen below


def higher_tier() -> tuple[Log, int]:
    return _bent_submission(tier="T2")


def other_owner() -> tuple[Log, int]:
    return _bent_submission(owner=MEDICAL)


def later_round() -> tuple[Log, int]:
    return _bent_submission(round=2)


def other_section_digest() -> tuple[Log, int]:
    return _bent_submission(sections={"need": "0" * 64})


def due_time_moved() -> tuple[Log, int]:
    log = office.founded()
    events = log.judged(SUBJECT, office.submission(log), OWNER)
    moved = tuple(replace(x, due=x.due + HOUR) if isinstance(x, e.GateOpened) else x for x in events)
    assert moved != events
    return log, log.forges(SUBJECT, moved, OWNER).seq


def wrong_tree_digest() -> tuple[Log, int]:
    log = office.founded()
    events = log.judged(SUBJECT, office.submission(log), OWNER)
    return log, log.forges(SUBJECT, (*events[:-1], e.Judged("0" * 64)), OWNER).seq


def seat_of_somebody_else() -> tuple[Log, int]:
    log = office.submitted()
    log.says(MEDICAL, "medical")
    first, *rest = log.judged(SUBJECT, log.signing("board", "approve", LAWYER), LAWYER)
    assert isinstance(first, e.DecisionSigned)
    return log, log.forges(SUBJECT, (replace(first, seat="chair"), *rest), LAWYER).seq


def page_never_seen() -> tuple[Log, int]:
    log = office.submitted()
    first, *rest = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    assert isinstance(first, e.DecisionSigned)
    other = replace(first, signature=replace(first.signature, seen="0" * 64))
    return log, log.forges(SUBJECT, (other, *rest), MEDICAL).seq


def older_definition() -> tuple[Log, int]:
    log = office.founded()
    events = log.judged(SUBJECT, office.submission(log), OWNER)
    log.does("definition/piece", c.Publish(office.document(title="Newer"), log.text("newer")), "pia")
    return log, log.forges(SUBJECT, events, OWNER).seq


def definition_under_a_false_digest() -> tuple[Log, int]:
    log = office.founded()
    shelf = log.judged("definition/piece", c.Publish(office.document(title="Newer"), log.text("newer")), "pia")
    first = shelf[0]
    assert isinstance(first, e.Published)
    seq = log.forges("definition/piece", (replace(first, digest="0" * 64),), "pia").seq
    log.forges(SUBJECT, log.judged(SUBJECT, office.submission(log), OWNER), OWNER)
    return log, seq


def law_that_was_never_published() -> tuple[Log, int]:
    return _bent_submission(definition="0" * 64)


def reminder_before_its_time() -> tuple[Log, int]:
    log = office.submitted()
    events = (e.Reminded("medical", 1, "50%", (MEDICAL,)), e.Judged("0" * 64))
    return log, log.forges(SUBJECT, events, "system").seq


def reads_left_out() -> tuple[Log, int]:
    log = office.founded()
    command = office.submission(log)
    reads = log.reads(SUBJECT, command, OWNER)
    del reads["committee/board"]
    return log, log.forges(SUBJECT, log.judged(SUBJECT, command, OWNER), OWNER, reads).seq


def reads_too_much() -> tuple[Log, int]:
    log = office.founded()
    command = office.submission(log)
    reads = {**log.reads(SUBJECT, command, OWNER), "person/pia": 1}
    return log, log.forges(SUBJECT, log.judged(SUBJECT, command, OWNER), OWNER, reads).seq


def reads_older_than_what_the_log_held() -> tuple[Log, int]:
    log = office.submitted()
    signing = log.signing("medical", "approve", MEDICAL)
    stale = log.reads(SUBJECT, signing, MEDICAL)
    events = log.judged(SUBJECT, signing, MEDICAL)
    log.does("role/medical", c.Ungrant(MEDICAL, log.text("moved")), "ada")
    seq = log.forges(SUBJECT, events, MEDICAL, stale).seq
    log.says(CHAIR, "board")  # truthful again: so the extract holds the revocation
    return log, seq


def reads_older_where_it_made_no_difference() -> tuple[Log, int]:
    log = office.submitted()
    stale = log.reads(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    log.does("committee/board", c.Grant(MEDICAL, 0, 0, log.text("more"), "legal"), "ada")
    events = log.judged(SUBJECT, log.signing("medical", "approve", MEDICAL), MEDICAL)
    seq = log.forges(SUBJECT, events, MEDICAL, stale).seq
    log.says(CHAIR, "board")
    return log, seq


def dated_back() -> tuple[Log, int]:
    log = office.submitted()
    log.at -= 3 * HOUR
    return log, log.says(MEDICAL, "medical").seq


def withdrawn_by_a_reviewer() -> tuple[Log, int]:
    log = office.submitted()
    events = log.judged(SUBJECT, c.Withdraw(log.text("no")), OWNER)
    return log, log.forges(SUBJECT, events, MEDICAL).seq


def act_of_another_kind_of_stream() -> tuple[Log, int]:
    log = office.submitted()
    return log, log.forges(SUBJECT, (e.ManagerRecorded("pia"),), OWNER).seq


def act_before_any_submission() -> tuple[Log, int]:
    log = office.founded()
    events = (e.Withdrawn(log.text("no")), e.Judged("0" * 64))
    return log, log.forges(SUBJECT, events, OWNER).seq


def gate_the_law_does_not_know() -> tuple[Log, int]:
    log = office.submitted()
    signature = log.signing("medical", "approve", MEDICAL).signature
    signed = e.DecisionSigned("unknown", "approve", signature, 1, "", "0" * 64)
    return log, log.forges(SUBJECT, (signed, e.Judged("0" * 64)), MEDICAL).seq


FORGERIES: tuple[Forgery, ...] = (
    owner_approves,
    stranger_approves,
    revoked_reviewer_approves,
    board_decides_before_medical,
    gate_passes_without_votes,
    approved_by_half_the_board,
    one_person_votes_twice,
    consequence_left_out,
    higher_tier,
    other_owner,
    later_round,
    other_section_digest,
    due_time_moved,
    wrong_tree_digest,
    seat_of_somebody_else,
    page_never_seen,
    older_definition,
    definition_under_a_false_digest,
    law_that_was_never_published,
    reminder_before_its_time,
    reads_left_out,
    reads_too_much,
    reads_older_than_what_the_log_held,
    reads_older_where_it_made_no_difference,
    dated_back,
    withdrawn_by_a_reviewer,
    act_of_another_kind_of_stream,
    act_before_any_submission,
    gate_the_law_does_not_know,
)


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__)
def test_an_operator_with_all_keys_cannot_make_an_unlawful_act_lawful(forgery: Forgery) -> None:
    log, seq = forgery()
    intact, signed, law = verify(log.evidence().encode(), KEYS)
    assert (intact.say, signed.say, law.say) == ("yes", "yes", "no"), (intact, law)
    assert law.contradictions[0].startswith(f"entry {seq}: expected "), law.contradictions


def test_words_of_an_answer_do_not_decide_which_question_is_answered_no() -> None:
    """An unlawful act stays one when the texts around it speak of `prev` and `version`."""
    log = office.founded()
    first, *rest = log.judged(SUBJECT, office.submission(log, "A version to prevent prev"), OWNER)
    assert isinstance(first, e.Submitted)
    log.forges(SUBJECT, (replace(first, tier="T2"), *rest), OWNER)
    assert said(log.evidence()) == ("yes", "yes", "no")


def test_a_revocation_hidden_by_misdeclared_reads_throughout_is_the_limit_that_is_stated() -> None:
    log = office.submitted()
    signing = log.signing("medical", "approve", MEDICAL)
    stale, events = log.reads(SUBJECT, signing, MEDICAL), log.judged(SUBJECT, signing, MEDICAL)
    log.does("role/medical", c.Ungrant(MEDICAL, log.text("moved")), "ada")
    log.forges(SUBJECT, events, MEDICAL, stale)
    answer = answered(log.evidence(), "lawful")
    assert answer.say == "yes"
    assert "misdeclared reads show only in a whole-log verification" in answer.limits


def test_a_definition_nobody_can_read_is_answered_no() -> None:
    log = office.founded()
    events = log.judged(SUBJECT, office.submission(log), OWNER)
    law = office.document(gates=[])
    log.forges("definition/piece", (e.Published(law, log.text("why"), office.digest_of(law)),), "pia")
    seq = log.forges(SUBJECT, events, OWNER, {name: log.head(name).version for name in _reads_of(log)}).seq
    answer = answered(_bare(log), "lawful")
    assert answer.say == "no"
    assert answer.contradictions[0].startswith(f"entry {seq}: ")


def _reads_of(log: Log) -> list[str]:
    return ["definition/piece", "calendar/office", f"person/{OWNER}", "role/medical", "committee/board"]


def _bare(log: Log) -> Evidence:
    """Everything in the log, without trees: for logs that no law can tell."""
    everything = Evidence(SUBJECT, b"", tuple(Proven(s, log.kept[s], ()) for s in range(len(log.kept))), (), {})
    read = {*_reads_of(log), SUBJECT}
    chosen = tuple(x for x in _proven(log, everything) if read_entry(x.data).stream in read)
    return Evidence(SUBJECT, log.checkpoint(), chosen, (), {})


def test_an_extract_of_eighty_entries_is_verified_in_much_less_than_a_second() -> None:
    log = office.approved()
    for n in range(70):
        log.does("role/medical", c.Grant(f"p{n}", 0, 0, log.text("more")), "ada") if _registered(log, n) else None
    log.does(SUBJECT, c.Release(), OWNER)
    data = log.evidence().encode()
    verify(data, KEYS)
    began = perf_counter()
    assert [a.say for a in verify(data, KEYS)] == ["yes", "yes", "yes"]
    assert len(log.evidence().entries) > 80
    assert perf_counter() - began < 2


def _registered(log: Log, n: int) -> bool:
    log.does(f"person/p{n}", c.RegisterPerson(log.text(f"P {n}"), log.text(f"p{n}@example.org")), "ada")
    return True


def test_an_erased_value_leaves_every_answer_as_it_was() -> None:
    assert all(isinstance(each, Disclosure) for each in lawful().disclosed)
    for gone in lawful().disclosed:
        rest = tuple(each for each in lawful().disclosed if each is not gone)
        assert said(replace(lawful(), disclosed=rest)) == ("yes", "yes", "yes")
