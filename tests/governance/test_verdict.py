"""The verdict a quality auditor files: what is established, what is not and what is contradicted, on one page."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from governance.ledger.note import COSIGNATURE, Key, assemble, cosignature_line, cosigned_message, parse_note
from governance.record import commands as c
from governance.record import events as e
from governance.verifier.brought import examined
from governance.verifier.evidence import Evidence
from governance.verifier.verdict import FORMAT, FOUND, Claim, Verdict
from governance.verifier.verdict_page import COLUMNS, LINES, page
from governance.verifier.verification import examine
from tests.governance import proven_office as office
from tests.governance import test_forgeries as forged
from tests.governance.asking import KEYS, lawful
from tests.governance.proven_office import CHAIR, MEDICAL, OWNER, SUBJECT, Log
from tests.governance.test_offline import packet

PRONOUNS = re.compile(r"\b(i|me|my|you|your|we|us|our|he|she|it|its|him|her|his|they|them|their)\b", re.IGNORECASE)
DIGEST = "0" * 64
OUTSIDE = {"witnessed", "after", "keyboard"}


def witness(name: str) -> Key:
    return Key(name, office.signer(name).public_key().public_bytes_raw(), COSIGNATURE)


def cosigned(evidence: Evidence, *names: str, at: int = 1_790_000_000) -> Evidence:
    note = parse_note(evidence.checkpoint)
    lines = [
        cosignature_line(name, witness(name).public, at, office.signer(name).sign(cosigned_message(note.text, at)))
        for name in names
    ]
    return replace(evidence, checkpoint=assemble(note.text, [*(x.line() for x in note.signatures), *lines]))


def asked(evidence: Evidence, keys: tuple[Key, ...] = KEYS, demanded: int = 0) -> Verdict:
    return examine(evidence.encode(), keys, demanded)


def found(verdict: Verdict, name: str) -> Claim:
    return next(claim for claim in verdict.claims if claim.id == name)


def ids(verdict: Verdict, what: str) -> set[str]:
    return {claim.id for claim in verdict.claims if claim.found == what}


def printed(verdict: Verdict, name: str = "packet.pdf") -> str:
    return page(name, DIGEST, verdict)


def busy() -> Log:
    """Changes asked for, one section resubmitted unchanged, a decision carried over."""
    log = office.submitted()
    log.says(MEDICAL, "medical")
    log.says(CHAIR, "board", "request changes", requests=(c.Ask("title", log.text("clearer")),))
    log.does(SUBJECT, office.submission(log, replies={"r1": log.text("as before")}), OWNER)
    return log


def test_a_lawful_journey_establishes_everything_a_file_can_and_says_the_rest_as_loudly() -> None:
    verdict = asked(lawful())
    assert ids(verdict, "contradicted") == set()
    assert ids(verdict, "not established") == OUTSIDE
    shown = printed(verdict)
    assert "\nESTABLISHED\n" in shown
    assert "\nNOT ESTABLISHED\n" in shown
    assert found(verdict, "signatures").grounds == (
        "2026-09-21 21:13:20 UTC  Dr mia: medical, approve (approval)",
        "2026-09-21 21:43:20 UTC  Dr cora: board, approve (approval)",
        "2026-09-21 22:13:20 UTC  Dr leo: board, approve (approval)",
    )
    assert "medical (entry 14), board (entry 16)" in found(verdict, "gates").grounds


def test_a_packet_leaves_whose_seal_it_has_and_its_printed_pages_to_others() -> None:
    verdict = examined(packet(lawful().encode()), KEYS)
    assert ids(verdict, "not established") == {*OUTSIDE, "sealer", "pages"}
    broken = examined(packet(lawful().encode(), b""), KEYS)
    assert found(broken, "intact").found == "contradicted"


def test_the_paper_says_in_how_many_places_a_right_to_act_was_presumed() -> None:
    verdict = asked(lawful())
    lawfully = next(answer for answer in verdict.answers if answer.question == "lawful")
    assert any("(3 places)" in limit for limit in lawfully.limits)
    told = "the right to act is presumed in 3 places, for lack of what was read"
    assert told in " ".join(printed(verdict).split())


def test_nothing_is_approved_by_default_not_even_in_words() -> None:
    verdict = asked(office.submitted().evidence())
    assert {"gates", "signatures"} <= ids(verdict, "not established")


def test_what_was_carried_over_erased_or_imported_is_told() -> None:
    log = busy()
    assert "medical (entry 16)" in found(asked(log.evidence()), "carried").grounds[0]
    assert "4 committed values" in found(asked(replace(lawful(), disclosed=())), "undisclosed").grounds[0]
    other = office.submitted()
    signing = other.signing("medical", "approve", MEDICAL)
    seq = other.does(SUBJECT, replace(signing, signature=replace(signing.signature, method="imported")), MEDICAL).seq
    verdict = asked(other.evidence())
    assert f"at entry {seq}:" in found(verdict, "imported").grounds[0]
    assert found(verdict, "signatures").found == "not established"


def _early_reminder() -> Log:
    return forged.reminder_before_its_time()[0]


def _invented_carry_over() -> Log:
    log = office.submitted()
    log.says(MEDICAL, "medical")
    log.says(CHAIR, "board", "request changes", requests=(c.Ask("title", log.text("clearer")),))
    events = log.judged(SUBJECT, office.submission(log, "Another", {"r1": log.text("done")}), OWNER)
    invented = tuple(e.CarriedOver("medical") if isinstance(x, e.GateOpened) else x for x in events)
    assert invented != events
    log.forges(SUBJECT, invented, OWNER)
    return log


@pytest.mark.parametrize(
    ("forgery", "about"),
    [
        (lambda: forged.owner_approves()[0], "gates"),
        (lambda: forged.board_decides_before_medical()[0], "gates"),
        (lambda: forged.gate_passes_without_votes()[0], "gates"),
        (lambda: forged.page_never_seen()[0], "gates"),
        (lambda: forged.older_definition()[0], "definition"),
        (lambda: forged.definition_under_a_false_digest()[0], "definition"),
        (lambda: forged.due_time_moved()[0], "clocks"),
        (_early_reminder, "clocks"),
        (lambda: forged.dated_back()[0], "clocks"),
        (lambda: forged.wrong_tree_digest()[0], "why"),
        (_invented_carry_over, "carried"),
    ],
)
def test_a_forgery_contradicts_the_claim_it_touches_and_leaves_no_other_established(
    forgery: Callable[[], Log], about: str
) -> None:
    verdict = asked(forgery().evidence())
    assert {"acts", about} <= ids(verdict, "contradicted")
    assert ids(verdict, "established") <= {"intact", "signed"}
    assert any("is unlawful" in ground for ground in found(verdict, "signatures").grounds)


def test_a_broken_record_establishes_nothing_of_the_law() -> None:
    rest = tuple(x for x in lawful().entries if b"committee/board" not in x.data or b"initiative/" in x.data)
    verdict = asked(replace(lawful(), entries=rest))
    assert ids(verdict, "contradicted") == {"intact"}
    assert ids(verdict, "established") == {"signed"}


class TestWitnesses:
    names = ("witness.test/a", "witness.test/b", "witness.test/c")
    brought = (*KEYS, *map(witness, names))

    def test_k_of_n_is_what_the_auditor_demands(self) -> None:
        two = cosigned(lawful(), *self.names[:2])
        for demanded, said, what in (
            (0, "yes", "established"),
            (2, "yes", "established"),
            (3, "no", "not established"),
        ):
            verdict = asked(two, self.brought, demanded)
            assert verdict.answers[1].say == said
            assert verdict.refuted == (said == "no")
            assert found(verdict, "witnessed").found == what
            assert "2 of 3" in found(verdict, "witnessed").says
        assert asked(two, self.brought, 3).answers[1].contradictions == (
            "expected cosignatures by 3 of the 3 witnesses brought; found 2",
        )

    def test_one_witness_signing_twice_is_one(self) -> None:
        twice = cosigned(cosigned(lawful(), self.names[0]), self.names[0], at=1_790_000_001)
        assert "1 of 3" in found(asked(twice, self.brought), "witnessed").says

    def test_a_witness_does_not_excuse_a_log_key_that_did_not_sign(self) -> None:
        impostor = Key(office.ORIGIN, office.public("other.test/log").public)
        verdict = asked(cosigned(lawful(), self.names[0]), (impostor, witness(self.names[0])))
        assert verdict.answers[1].say == "no"
        assert found(verdict, "signed").found == "contradicted"

    def test_a_witness_does_not_stand_in_for_the_log(self) -> None:
        verdict = asked(cosigned(lawful(), self.names[0]), (witness(self.names[0]),))
        assert found(verdict, "witnessed").found == "established"
        assert found(verdict, "signed").found == "not established"


def crowded() -> Log:
    """Sixty decisions, by people whose names are hostile."""
    log = office.submitted()
    for n in range(30):
        person, name = f"p{n}", f"Dr \x1b[2J\u202e {n} " + "m" * 200
        log.does(f"person/{person}", c.RegisterPerson(log.text(name), log.text(f"{n}@example.org")), "ada")
        log.does("role/medical", c.Grant(person, 0, 0, log.text("more")), "ada")
        signing = log.signing("medical", "recuse", person, note=log.text("kin"))
        log.does(SUBJECT, replace(signing, signature=replace(signing.signature, name=log.text(name))), person)
    return log


@cache
def _pages() -> list[tuple[str, Verdict]]:
    every = [(forgery.__name__, asked(forgery()[0].evidence())) for forgery in forged.FORGERIES]
    witnesses = TestWitnesses()
    return [
        *every,
        ("lawful", asked(lawful())),
        ("packet", examined(packet(lawful().encode()), KEYS)),
        ("crowded", examined(packet(crowded().evidence().encode()), KEYS)),
        ("witnessed", asked(cosigned(lawful(), *witnesses.names), witnesses.brought, 3)),
        ("unread", examined(b"{}", KEYS)),
        ("broken", asked(replace(lawful(), entries=lawful().entries[1:]))),
        ("undisclosed", asked(replace(lawful(), disclosed=()), ())),
        ("m" * 300, asked(busy().evidence())),
    ]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: printed(verdict, name) for name, verdict in _pages()}


def test_every_verdict_fits_eighty_columns_and_one_page_of_paper(pages: dict[str, str]) -> None:
    for name, shown in pages.items():
        lines = shown.splitlines()
        assert len(lines) <= LINES, name
        assert max(map(len, lines)) <= COLUMNS, name
    assert "more; --json shows all" in pages["crowded"]


def test_hostile_texts_are_inert_on_the_page(pages: dict[str, str]) -> None:
    assert "\\x1b[2J" in pages["crowded"]
    assert all(letter.isprintable() or letter == "\n" for shown in pages.values() for letter in shown)


def test_the_verdict_is_in_plain_words_without_pronouns() -> None:
    for _, verdict in _pages():
        for claim in verdict.claims:
            if claim.found != "contradicted":  # which quotes the law
                texts = (claim.says, *claim.grounds, *claim.limits)
                assert [text for text in texts if PRONOUNS.search(text)] == []


def test_each_claim_is_told_once_and_in_one_of_three_words() -> None:
    for name, verdict in _pages():
        told = [claim.id for claim in verdict.claims]
        assert len(told) == len(set(told)), name
        assert {claim.found for claim in verdict.claims} <= set(FOUND)
        assert all(claim.grounds for claim in verdict.claims), name


def test_the_shape_for_machines_is_versioned_and_whole() -> None:
    document = asked(lawful()).as_json()
    assert list(document) == ["format", "about", "answers", "claims", "notes"]
    assert document["format"] == FORMAT == "clearway-verdict/1"
    claims = document["claims"]
    assert isinstance(claims, list)
    assert [list(claim) for claim in claims if isinstance(claim, dict)] == [
        ["id", "claim", "found", "grounds", "limits"]
    ] * len(claims)
