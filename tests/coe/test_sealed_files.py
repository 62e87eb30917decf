"""Files in personal fields: unreadable on the disk, readable with their key, and gone for good when it is destroyed."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from coe import acts
from coe.acts import Draft
from coe.blobs import Blobs
from coe.database import reading, writing
from coe.drafts import Draft as Kept
from coe.drafts import save
from coe.erasing import Named, Order, erase_answer, erase_person, extent, forget_commits
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.identity.totp import TotpKey
from coe.office_errors import BadBlob
from coe.packet.extract import extract
from coe.packet.record import packet_record
from coe.requests import Request
from coe.sealed_files import NONCE_BYTES, Sealed, open_sealed, put_sealed
from coe.tables import disclosure, file_key
from governance.formats.jcs import Json, decode
from governance.ledger.commitments import Disclosure
from governance.verifier.evidence import Evidence
from tests.coe.evidence_office import LAW, SECTION, Bureau, bureau

PDF = b"%PDF-1.7 the scan of a letter by Pat Ient"
SCAN: Json = {"name": "scan", "kind": "file", "accept": ["pdf"], "personal": "yes"}
FIELDS = SECTION["fields"]
assert isinstance(FIELDS, list)
WITH_SCAN: dict[str, Json] = {**LAW, "form": [{**SECTION, "fields": [*FIELDS, SCAN]}]}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Bureau]:
    made = bureau(tmp_path, migrated=True, law=WITH_SCAN)
    yield made
    made.engine.dispose()


def uploaded(house: Bureau) -> dict[str, Json]:
    with writing(house.engine) as connection:
        digest, size = put_sealed(connection, Blobs(house.home.blobs), io.BytesIO(PDF))
    return {"file": digest, "name": "letter.pdf", "size": size, "type": "pdf"}


def submitted(house: Bureau, answer: dict[str, Json]) -> str:
    """The commitment to the file, as the page submits it."""
    house.record = house.clock.new_id()
    act = acts.submission(house.law(), Draft({"title": "A letter", "scan": answer}), bytes(32), {})
    blobs = (str(answer["file"]),)
    owner = house.people["olga"]
    house.office.handle(Request(house.clock.new_id(), house.stream, owner, act.command, act.disclosures, blobs))
    held = house.state().answers["scan"]
    assert isinstance(held, dict)
    return str(held["commit"])


def evidence(house: Bureau) -> Evidence:
    note = seal(house.engine, house.home, log_key(house.home, house.clock), house.clock)
    with reading(house.engine) as connection:
        return extract(connection, house.record, note or b"")


def opened(house: Bureau, digest: Json) -> bytes:
    with reading(house.engine) as connection:
        return open_sealed(connection, Blobs(house.home.blobs), str(digest))


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@given(st.binary(max_size=300), st.integers(1, 64))
def test_whatever_is_read_in_whatever_pieces_is_opened_by_the_key_and_counted(data: bytes, size: int) -> None:
    sealed = Sealed(io.BytesIO(data))
    stored = b"".join(iter(lambda: sealed.read(size), b""))
    assert AESGCM(sealed.key).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], None) == data
    assert sealed.size == len(data)


def test_a_personal_file_lies_encrypted_and_its_key_is_in_no_packet(house: Bureau, tmp_path: Path) -> None:
    answer = uploaded(house)
    commit = submitted(house, answer)
    assert b"Pat Ient" not in on_disk(tmp_path)
    assert opened(house, answer["file"]) == PDF
    assert verify(house.engine, house.office.law, blobs=Blobs(house.home.blobs)).problems == ()
    found = evidence(house)
    assert packet_record(found, "UTC").text(commit) == f"letter.pdf, {len(PDF)} bytes"
    with reading(house.engine) as connection:
        key = connection.execute(select(file_key.c.key)).scalar_one()
    assert key.encode() not in found.encode()


def test_erasing_the_answer_destroys_the_key_and_no_digest_changes(house: Bureau) -> None:
    answer = uploaded(house)
    submitted(house, answer)
    sections, stored = house.state().sections, Blobs(house.home.blobs).read(str(answer["file"]))
    order = Order(house.people["ada"], "Asked for", house.clock.new_id(), bytes(32))
    erase_answer(house.office, house.home, Named(house.record, "", "scan"), order)
    with pytest.raises(BadBlob, match="its key is destroyed"):
        opened(house, answer["file"])
    assert house.state().sections == sections
    assert Blobs(house.home.blobs).read(str(answer["file"])) == stored
    assert verify(house.engine, house.office.law, blobs=Blobs(house.home.blobs)).problems == ()
    assert list(contradictions(house.engine)) == []
    held = house.state().answers["scan"]
    assert isinstance(held, dict)
    assert packet_record(evidence(house), "UTC").text(str(held["commit"])) == "(erased)"


def test_a_restored_office_that_forgets_again_forgets_the_file(house: Bureau) -> None:
    answer = uploaded(house)
    commit = submitted(house, answer)
    with writing(house.engine) as connection:
        forget_commits(connection, (commit,))
    with pytest.raises(BadBlob, match="its key is destroyed"):
        opened(house, answer["file"])


def test_the_files_of_drafts_go_with_their_owner(house: Bureau) -> None:
    answer = uploaded(house)
    with writing(house.engine) as connection:
        save(connection, Kept(house.clock.new_id(), house.people["cora"], "piece", answers={"scan": answer}))
    found = extent(house.engine, house.people["cora"], house.clock.now())
    order = Order(house.people["ada"], "Asked for", house.clock.new_id(), bytes(32))
    erase_person(house.office, house.home, found, order, TotpKey(bytes(32)))
    with pytest.raises(BadBlob, match="its key is destroyed"):
        opened(house, answer["file"])


def test_an_unchanged_file_keeps_its_commitment(house: Bureau) -> None:
    answer = uploaded(house)
    commit = submitted(house, answer)
    with reading(house.engine) as connection:
        row = connection.execute(select(disclosure).where(disclosure.c.commit == commit)).one()
    before = {"scan": Disclosure(row.commit, row.nonce, decode(row.value.encode()))}
    again = acts.submission(
        house.law(), Draft({"title": "A letter", "scan": answer}), hashlib.sha256(b"x").digest(), before
    )
    assert again.disclosures == ()


def test_a_key_of_another_file_opens_nothing(house: Bureau) -> None:
    one, two = uploaded(house), uploaded(house)
    with writing(house.engine) as connection:
        keys = dict(connection.execute(select(file_key.c.digest, file_key.c.key)).tuples().all())
        swapped = file_key.update().where(file_key.c.digest == str(one["file"]))
        connection.execute(swapped.values(key=keys[str(two["file"])]))
    with pytest.raises(BadBlob, match="another's"):
        opened(house, one["file"])
