"""The three answers as someone without the key meets them, who holds the file and repairs what anyone can."""

import json
from copy import deepcopy
from dataclasses import replace
from time import perf_counter

from governance.ledger.commitments import Disclosure
from governance.ledger.note import COSIGNATURE, Key, assemble, cosignature_line, cosigned_message, parse_note
from governance.record import commands as c
from governance.record import events as e
from governance.record.entry import read_entry
from governance.verifier.evidence import Evidence, Proven
from governance.verifier.verification import verify
from tests.governance import proven_office as office
from tests.governance.asking import FIRST_OWN, KEYS, answered, broken, entries, fitted, lawful, proofs, said
from tests.governance.proven_office import LAWYER, MEDICAL, OWNER, SUBJECT, Log, public


def test_a_lawful_journey_is_answered_yes_three_times() -> None:
    assert said(lawful()) == ("yes", "yes", "yes")
    assert len(lawful().encode()) <= 15_000


def test_the_answers_say_what_they_do_not_show() -> None:
    intact, signed, law = verify(lawful().encode(), KEYS)
    assert any("after its last one here, entry 16" in limit for limit in intact.limits)
    assert any("no witness" in limit for limit in signed.limits)
    assert any("misdeclared reads" in limit for limit in law.limits)


class TestWhoeverHoldsTheFile:
    """Someone without the key changes evidence and repairs what anyone can: digests, order, the file's own digest."""

    def test_changes_an_entry(self) -> None:
        changed = []
        for proven in lawful().entries:
            entry = read_entry(proven.data)
            later = replace(entry, at=entry.at + 1) if entry.stream == SUBJECT else entry
            changed.append(replace(proven, data=later.encode()))
        assert "root" in broken(replace(lawful(), entries=tuple(changed)), FIRST_OWN)

    def test_spells_an_entry_in_a_way_that_nobody_can_read_and_the_entry_is_named(self) -> None:
        *rest, last = lawful().entries
        spoilt = replace(last, data=last.data.replace(b'"approve"', b'"reject"'))
        answer = answered(replace(lawful(), entries=(*rest, spoilt)), "intact")
        assert answer.contradictions[0].startswith(f"entry {last.seq}: ")

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

    def test_swaps_two_entries_that_do_not_depend_on_each_other(self) -> None:
        first, second, *rest = lawful().entries
        assert "order of the log" in broken(replace(lawful(), entries=(second, first, *rest)), first.seq)

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
        denied = log.does("security/2026-11-22", c.RecordDenial("p", "grant", "role/medical", "not-yours"), "system")
        evidence = replace(log.evidence(), entries=_with(log, denied.seq))
        assert "only streams that the initiative's entries read" in broken(evidence, denied.seq)

    def test_adds_the_registration_of_somebody_nobody_named_here(self) -> None:
        log = office.approved()
        stranger = log.does("person/nils", c.RegisterPerson(log.text("Dr Nils"), log.text("nils@example.org")), "ada")
        evidence = replace(log.evidence(), entries=_with(log, stranger.seq))
        assert "registrations of people they name" in broken(evidence, stranger.seq)

    def test_adds_more_of_somebody_named_than_the_registration(self) -> None:
        log = office.submitted()
        log.does(f"person/{MEDICAL}", c.DeclareAbsence(1, 2), MEDICAL)
        log.says(MEDICAL, "medical")
        registered, away = (x.seq for x in log.entries if x.stream == f"person/{MEDICAL}")
        assert said(replace(log.evidence(), entries=_with(log, registered))) == ("yes", "yes", "yes")
        assert "registrations of people" in broken(replace(log.evidence(), entries=_with(log, registered, away)), away)

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

    def test_takes_everything_out(self) -> None:
        empty = Evidence(SUBJECT, lawful().checkpoint, (), (), {})
        answer = answered(empty, "intact")
        assert (answer.say, answer.contradictions) == ("no", (f"expected entries of {SUBJECT}; found none",))

    def test_names_another_record(self) -> None:
        assert answered(replace(lawful(), subject="initiative/other"), "intact").say == "no"
        assert answered(replace(lawful(), subject="role/medical"), "intact").say == "no"
        assert said(office.approved().evidence("role/medical"))[2] == "no"


def _with(log: Log, *more: int) -> tuple[Proven, ...]:
    everything = Evidence(SUBJECT, b"", tuple(Proven(s, log.kept[s], ()) for s in range(len(log.kept))), (), {})
    chosen = {x.seq for x in log.evidence().entries} | {*more}
    return tuple(x for x in proofs(log, everything) if x.seq in chosen)


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
