"""Evidence taken from a real office: complete, minimal, and proven under the checkpoint it names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text

from coe.acts import Judgement
from coe.database import reading, writing
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.office_errors import Damaged, UnknownRecord
from coe.packet.extract import extract
from coe.tables import disclosure
from governance.errors import Refused
from governance.ledger.note import parse_checkpoint, parse_note
from governance.record import commands as c
from governance.record.entry import read_entry
from governance.verifier.evidence import Evidence, read_evidence
from governance.verifier.verification import examine, verify
from tests.coe.evidence_office import Bureau, bureau

ANSWERS = {"title": "Leaflet", "who": "Nurse Ada", "story": "One\n\ttwo “three” \u202e é"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Bureau]:
    made = bureau(tmp_path)
    yield made
    made.engine.dispose()


def sealed(house: Bureau) -> bytes:
    note = seal(house.engine, house.home, log_key(house.home, house.clock), house.clock)
    assert note
    return note


def taken(house: Bureau, note: bytes | None = None) -> Evidence:
    checkpoint = sealed(house) if note is None else note
    with reading(house.engine) as connection:
        return extract(connection, house.record, checkpoint)


def said(house: Bureau, evidence: Evidence) -> list[str]:
    key = log_key(house.home, house.clock).public
    return [answer.say for answer in verify(evidence.encode(), (key,))]


def streams(evidence: Evidence) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for proven in evidence.entries:
        entry = read_entry(proven.data)
        found.setdefault(entry.stream, []).append(entry.version)
    return found


def test_a_real_record_is_intact_signed_and_lawful(house: Bureau) -> None:
    house.submits(ANSWERS)
    house.says("mia", "medical", Judgement("approve", note="fine"))
    evidence = taken(house)
    assert said(house, evidence) == ["yes", "yes", "yes"]
    assert read_evidence(evidence.encode()) == evidence


def test_it_holds_the_record_and_what_was_read_and_nothing_of_others(house: Bureau) -> None:
    house.submits(ANSWERS)
    first = house.record
    house.record = ""
    house.submits({"title": "Another"})
    house.record = first
    house.says("mia", "medical", Judgement("approve"))
    found = streams(taken(house))
    assert set(found) == {
        f"initiative/{first}", f"person/{house.people['olga']}", "calendar/office", "definition/piece",
        "role/medical", "role/coordinator", "committee/board", f"person/{house.people['mia']}",
    }  # fmt: skip
    assert all(versions == list(range(1, len(versions) + 1)) for versions in found.values())
    assert len(found["committee/board"]) == 2
    assert list(taken(house).entries) == sorted(taken(house).entries, key=lambda proven: proven.seq)


def test_what_came_later_in_a_stream_that_was_read_is_left_out(house: Bureau) -> None:
    house.submits(ANSWERS)
    house.grants("role/medical", "leo", by="ada")
    evidence = taken(house)
    assert streams(evidence)["role/medical"] == [1]
    assert said(house, evidence) == ["yes", "yes", "yes"]
    house.says("leo", "medical", Judgement("approve"))
    assert streams(taken(house))["role/medical"] == [1, 2]
    assert said(house, taken(house)) == ["yes", "yes", "yes"]


def test_it_holds_those_who_were_entitled_to_grant_what_it_leans_on(house: Bureau) -> None:
    house.grants("role/medical", "leo", by="ada")
    house.submits(ANSWERS)
    evidence = taken(house)
    assert streams(evidence)["role/administrator"] == [1]
    verdict = examine(evidence.encode(), (log_key(house.home, house.clock).public,))
    assert next(claim.found for claim in verdict.claims if claim.id == "grants") == "established"


def test_under_an_older_checkpoint_only_what_it_covers_is_taken(house: Bureau) -> None:
    house.submits(ANSWERS)
    note = sealed(house)
    house.says("mia", "medical", Judgement("approve"))
    evidence = taken(house, note)
    assert len(streams(evidence)[house.stream]) == 1
    assert max(proven.seq for proven in evidence.entries) < parse_checkpoint(parse_note(note).text).size
    assert said(house, evidence) == ["yes", "yes", "yes"]


def test_an_unknown_record_is_said_to_be_unknown(house: Bureau) -> None:
    note = sealed(house)
    with reading(house.engine) as connection:
        for record, checkpoint in (("0190", note), ("0190", b""), ("", note), ("x' or 1=1", note)):
            with pytest.raises(UnknownRecord):
                extract(connection, record, checkpoint)


def test_it_opens_its_own_texts_the_owners_name_and_the_grounds_of_those_who_acted_alone(house: Bureau) -> None:
    house.submits(ANSWERS)
    house.says("mia", "medical", Judgement("approve", note="fine"))
    values = {each.value for each in taken(house).disclosed if isinstance(each.value, str)}
    assert values == {"Nurse Ada", "fine", "Dr Mia", "Dr Olga", "founding"}


def test_the_ground_of_somebody_who_did_not_act_stays_undisclosed(house: Bureau) -> None:
    why = house.text("to stand in for Mia, who is ill")
    house.send("role/medical", house.people["ada"], c.Grant(house.people["leo"], 0, 0, why.commit), why)
    house.submits(ANSWERS)
    house.says("mia", "medical", Judgement("approve"))
    evidence = taken(house)
    assert streams(evidence)["role/medical"] == [1, 2]
    assert why.commit not in {each.commit for each in evidence.disclosed}


def test_an_erased_value_is_left_out_and_every_answer_stays(house: Bureau) -> None:
    house.submits(ANSWERS)
    before = taken(house)
    gone = next(each for each in before.disclosed if each.value == "Nurse Ada")
    with writing(house.engine) as connection:
        connection.execute(delete(disclosure).where(disclosure.c.commit == gone.commit))
    after = taken(house)
    assert {each.commit for each in before.disclosed} - {each.commit for each in after.disclosed} == {gone.commit}
    assert said(house, after) == ["yes", "yes", "yes"]


def test_each_entry_of_the_record_has_its_tree(house: Bureau) -> None:
    house.submits(ANSWERS)
    house.says("mia", "medical", Judgement("approve"))
    evidence = taken(house)
    own = [p.seq for p in evidence.entries if read_entry(p.data).stream == house.stream]
    assert list(evidence.why) == own


def test_the_same_log_gives_the_same_bytes(house: Bureau) -> None:
    house.submits(ANSWERS)
    assert taken(house).encode() == taken(house).encode()


def test_a_text_that_cannot_be_quoted_is_refused_when_it_is_sent_and_not_when_the_packet_is_made(
    house: Bureau,
) -> None:
    with pytest.raises(Refused, match="combining mark"):
        house.submits({**ANSWERS, "story": "line\n\u0301"})
    with reading(house.engine) as connection:
        assert connection.execute(select(disclosure.c.commit)).all()
    house.record = ""
    house.submits({**ANSWERS, "who": "line\n\u0301"})
    assert said(house, taken(house)) == ["yes", "yes", "yes"]


@pytest.mark.parametrize(
    "change",
    [
        "update entry set bytes = cast(replace(cast(bytes as text), 'Leaflet', 'Luaflet') as blob) where type='submit'",
        "update entry set bytes = 'text' where type='submit'",
        "update entry set bytes = x'7b7d' where stream='role/medical'",
    ],
)
def test_an_entry_changed_in_the_database_is_named_and_no_packet_is_made(house: Bureau, change: str) -> None:
    house.submits(ANSWERS)
    note = sealed(house)
    tamper(house, change)
    with pytest.raises(Damaged, match=r"Entry \d+ cannot be read"):
        taken(house, note)


def test_a_tampered_time_is_told_by_the_verifier(house: Bureau) -> None:
    house.submits(ANSWERS)
    note = sealed(house)
    at = house.clock.now()
    tamper(
        house,
        f"update entry set bytes = cast(replace(cast(bytes as text), '{at}', '{at + 1}') as blob) where type='submit'",
    )
    assert said(house, taken(house, note))[0] == "no"


def tamper(house: Bureau, change: str) -> None:
    """What someone with the database file can do."""
    with house.engine.begin() as connection:
        names = connection.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all()
        for name in names:
            connection.execute(text(f"drop trigger {name}"))
        assert connection.execute(text(change)).rowcount == 1


def test_entries_missing_under_the_checkpoint_are_said_in_words(house: Bureau) -> None:
    house.submits(ANSWERS)
    note = sealed(house)
    with writing(house.engine) as connection:
        connection.execute(text("DROP TRIGGER entry_no_delete"))
        connection.execute(text("DELETE FROM entry WHERE stream = 'role/administrator'"))
    with pytest.raises(Damaged, match="does not hold the"):
        taken(house, note)
