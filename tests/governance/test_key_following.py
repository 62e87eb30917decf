"""A packet tells whoever brings another of the log's keys who handed over to whom, and which of them is revoked."""

from dataclasses import replace

import pytest

from governance.ledger.merkle import inclusion_proof, leaf_hash, nodes_of_list
from governance.ledger.note import COSIGNATURE, Key, assemble, parse_note, signature_line
from governance.office.keys import LOG
from governance.record import commands as c
from governance.record import events as e
from governance.verifier.evidence import Evidence, Proven
from governance.verifier.verification import examine
from tests.governance import proven_office as office
from tests.governance.proven_office import ORIGIN, Log
from tests.governance.test_keys import WHY, key, private, rotation, statement, vkey


def packet(log: Log, *signers: str) -> Evidence:
    """The extract with the log's keys in it, its checkpoint signed by the keys of these names."""
    evidence = log.evidence()
    node = nodes_of_list([leaf_hash(data) for data in log.kept])
    keyed = (
        Proven(x.seq, log.kept[x.seq], inclusion_proof(node, x.seq, len(log.kept)))
        for x in log.entries
        if x.stream == LOG
    )
    entries = tuple(sorted((*evidence.entries, *keyed), key=lambda proven: proven.seq))
    text = parse_note(evidence.checkpoint).text
    lines = [signature_line(ORIGIN, key(name).public, private(name).sign(text.encode())) for name in signers]
    return replace(evidence, entries=entries, checkpoint=assemble(text, lines))


def signed(evidence: Evidence, *names: str, demanded: int = 0) -> tuple[str, str]:
    """The answer, and all that is said with it."""
    answer = examine(evidence.encode(), tuple(map(key, names)), demanded).answers[1]
    return answer.say, " ".join((*answer.grounds, *answer.contradictions, *answer.limits))


@pytest.fixture
def log() -> Log:
    log = office.approved()
    log.does(LOG, c.DeclareKey(vkey("one")), "system")
    log.does(LOG, rotation("one", "two"), "system")
    return log


def test_the_old_key_leads_to_the_new_one_and_back(log: Log) -> None:
    found = packet(log, "two")
    say, said = signed(found, "one")
    assert (say, f"the log's key {key('one').key_id.hex()} handed over to {key('two').key_id.hex()}" in said) == (
        "yes",
        True,
    )
    assert signed(packet(log, "one"), "two")[0] == "yes"
    assert [answer.say for answer in examine(found.encode(), (key("one"),)).answers] == ["yes", "yes", "yes"]
    assert signed(found, "three")[0] == "no"


def test_without_the_history_the_old_key_leads_nowhere(log: Log) -> None:
    found = packet(log, "two")
    bare = replace(found, entries=tuple(p for p in found.entries if log.entries[p.seq].stream != LOG))
    assert signed(bare, "one")[0] == "no"


def test_whoever_brings_a_revoked_key_is_told_since_when(log: Log) -> None:
    log.does(LOG, c.RevokeKey(vkey("one"), log.at, WHY), "system")
    say, said = signed(packet(log, "one", "two"), "one", "two")
    assert (say, "is revoked: what it signed from 2026-" in said) == ("yes", True)
    assert "counts for nothing" in said
    say, said = signed(packet(log, "one"), "one", "two")
    assert (say, "only one that was revoked before" in said) == ("no", True)


def test_a_checkpoint_from_before_the_revocation_still_counts(log: Log) -> None:
    before = packet(log, "one")
    log.does(LOG, c.RevokeKey(vkey("one"), log.at, WHY), "system")
    assert signed(before, "one")[0] == "yes"


def test_a_statement_only_one_of_them_signed_is_neither_lawful_nor_followed(log: Log) -> None:
    forged = e.KeyRotated(vkey("two"), vkey("three"), statement("two", "three", "three"), WHY)
    log.forges(LOG, (forged,), "system", reads={})
    found = packet(log, "three")
    assert signed(found, "two")[0] == "no"
    assert examine(found.encode(), (key("three"),)).answers[2].say == "no"


def test_a_log_key_brought_as_a_witness_is_no_witness(log: Log) -> None:
    itself = Key(ORIGIN, key("two").public, COSIGNATURE)
    answer = examine(packet(log, "two").encode(), (key("two"), itself), 1).answers[1]
    assert (answer.say, "by 1 of the 0 witnesses brought; found 0" in answer.contradictions[0]) == ("no", True)
