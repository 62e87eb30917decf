"""The restore drill: what it does is on record, failures too, and one that is overdue is an alarm once."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.blobs import Blobs
from coe.continuity.backup import digest_of
from coe.continuity.drill import DAY_MS, drill, drills, overdue_since, watch
from coe.database import reading
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.tables import incident
from tests.coe.evidence_office import Bureau, bureau


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Bureau]:
    made = bureau(tmp_path, migrated=True)
    Blobs(made.home.blobs).put(io.BytesIO(b"an upload"))
    yield made
    made.engine.dispose()


def incidents(house: Bureau) -> list[str]:
    with reading(house.engine) as connection:
        return list(connection.execute(select(incident.c.kind).order_by(incident.c.seq)).scalars())


def test_a_drill_that_restores_is_on_record_with_size_and_root_and_leaves_nothing_behind(house: Bureau) -> None:
    before = verify(house.engine, house.office.law)
    done = drill(house.office, house.home)
    assert (done.recorded.result, done.recorded.entries, done.recorded.root) == ("restored", before.size, before.root)
    assert drills(house.office).restored == house.clock.at
    assert incidents(house) == []
    assert sorted(path.name for path in house.home.folder.iterdir()) == ["blobs", "keys"]
    assert verify(house.engine, house.office.law).intact
    assert list(contradictions(house.engine)) == []


def test_a_drill_that_fails_is_on_record_as_failed_and_an_incident(house: Bureau) -> None:
    next(house.home.blobs.glob("??/*")).write_bytes(b"rotten")
    done = drill(house.office, house.home)
    assert (done.recorded.result, done.recorded.backup) == ("failed", "")
    assert done.recorded.cause == "No backup was made."
    assert drills(house.office).restored == 0
    assert incidents(house) == ["drill-failed"]
    assert list(contradictions(house.engine)) == []


def test_a_log_that_is_not_the_one_backed_up_fails_the_drill(house: Bureau, tmp_path: Path) -> None:
    """The copy is sound in itself; what lives has moved away from it in between."""
    moved = False

    def told(step: str) -> None:
        nonlocal moved
        if step == "verify" and not moved:
            moved = True
            with house.engine.begin() as connection:
                connection.exec_driver_sql("DROP TRIGGER entry_no_update")
                connection.exec_driver_sql("UPDATE entry SET bytes = CAST('{}' AS BLOB) WHERE seq = 0")

    done = drill(house.office, house.home, told)
    assert (done.recorded.result, done.recorded.cause) == ("failed", "What was restored is not what lives.")
    assert len(done.recorded.backup) == len(digest_of(Path(__file__)))


def test_an_overdue_drill_is_an_alarm_once_until_one_restores(house: Bureau) -> None:
    house.home.configure(drill_days="30")
    assert not watch(house.office, house.home, house.clock.now())
    house.clock.advance(31 * DAY_MS)
    assert [watch(house.office, house.home, house.clock.now()) for _ in range(3)] == [True, True, True]
    assert incidents(house) == ["drill-overdue"]
    drill(house.office, house.home)
    assert not watch(house.office, house.home, house.clock.now())
    house.clock.advance(30 * DAY_MS)
    assert overdue_since(house.office, house.home, house.clock.at) == 0, "on the last day it is not overdue yet"
    house.clock.advance(1)
    assert watch(house.office, house.home, house.clock.now())
    assert incidents(house) == ["drill-overdue", "drill-overdue"]


def test_a_failed_drill_does_not_end_the_alarm(house: Bureau) -> None:
    house.clock.advance(91 * DAY_MS)
    assert watch(house.office, house.home, house.clock.now())
    next(house.home.blobs.glob("??/*")).write_bytes(b"rotten")
    drill(house.office, house.home)
    assert watch(house.office, house.home, house.clock.now())
