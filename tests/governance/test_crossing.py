"""Two packets of one log: what an operator with all keys hides from one shows in the other."""

from pathlib import Path

import pytest

from governance.__main__ import main
from governance.record import commands as c
from governance.verifier.evidence import Evidence
from governance.verifier.verdict import Verdict
from governance.verifier.verification import examine
from tests.governance import proven_office as office
from tests.governance.asking import KEYS, lawful
from tests.governance.proven_office import DEFINITION, HOUR, LAWYER, MEDICAL, OWNER, SUBJECT, Log, public

OTHER = "initiative/i2"


def beside(evidence: Evidence, other: Evidence) -> Verdict:
    return examine(evidence.encode(), KEYS, beside=(("other.pdf", other),))


def said(verdict: Verdict) -> list[str]:
    return [answer.say for answer in verdict.answers]


def rolled_back() -> tuple[Log, int]:
    """A newer definition comes into force, somebody submits under it, then the operator submits under the old one."""
    log = office.founded()
    log.at += HOUR  # when it will be written, two entries from here
    command = office.submission(log)
    stale, events = log.reads(SUBJECT, command, OWNER), log.judged(SUBJECT, command, OWNER)
    log.at -= HOUR
    newer = c.Publish(office.document(title="Newer"), log.text("newer"), office.digest_of(DEFINITION))
    log.does("definition/piece", newer, "pia")
    log.does(OTHER, office.submission(log), OWNER)
    return log, log.forges(SUBJECT, events, OWNER, stale).seq


def test_a_law_that_was_rolled_back_shows_beside_a_packet_made_under_its_successor() -> None:
    log, seq = rolled_back()
    assert said(examine(log.evidence().encode(), KEYS)) == ["yes", "yes", "yes"]  # the limit that one packet has
    verdict = beside(log.evidence(), log.evidence(OTHER))
    assert said(verdict) == ["yes", "yes", "no"]
    assert (
        verdict.answers[2]
        .contradictions[0]
        .startswith(
            f"entry {seq}: expected definition/piece read at version 2 or later, which other.pdf shows at entry "
        )
    )
    assert next(claim for claim in verdict.claims if claim.id == "beside").found == "contradicted"
    assert said(beside(log.evidence(OTHER), log.evidence())) == ["yes", "yes", "yes"]


def test_a_hidden_revocation_shows_beside_a_packet_that_read_it() -> None:
    log = office.submitted()
    signing = log.signing("medical", "approve", MEDICAL)
    stale, events = log.reads(SUBJECT, signing, MEDICAL), log.judged(SUBJECT, signing, MEDICAL)
    log.does("role/medical", c.Ungrant(MEDICAL, log.text("moved")), "ada")
    log.does(OTHER, office.submission(log), OWNER)
    log.forges(SUBJECT, events, MEDICAL, stale)
    assert said(beside(log.evidence(), log.evidence(OTHER))) == ["yes", "yes", "no"]


def test_two_histories_of_one_log_are_no_record() -> None:
    log = office.submitted()
    log.does("role/medical", c.Grant(LAWYER, 0, 0, log.text("other history")), "ada")
    log.says(LAWYER, "medical")
    verdict = beside(lawful(), log.evidence())
    assert said(verdict)[0] == "no"
    assert "two histories" in verdict.answers[0].contradictions[0]


def test_packets_that_agree_establish_it() -> None:
    log = office.submitted()
    log.does(OTHER, office.submission(log), OWNER)
    verdict = beside(log.evidence(), log.evidence(OTHER))
    assert said(verdict) == ["yes", "yes", "yes"]
    assert next(claim for claim in verdict.claims if claim.id == "beside").found == "established"


def test_only_what_is_itself_proven_may_deny_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, _ = rolled_back()
    one, other, keys = tmp_path / "one.json", tmp_path / "other.json", tmp_path / "keys.txt"
    one.write_bytes(log.evidence().encode())
    other.write_bytes(log.evidence(OTHER).encode())
    keys.write_text(public().vkey(), encoding="utf-8")
    words = ["verify", str(one), "--beside", str(other)]
    assert main([*words, "--keys", str(keys)]) == 1
    assert "* No packet held beside denies the record: 1 brought." in capsys.readouterr().out
    assert main(words) == 2
    other.write_bytes(other.read_bytes()[:-1])
    assert main([*words, "--keys", str(keys)]) == 2
    assert "other.json cannot be held beside (intact: no)" in capsys.readouterr().err
