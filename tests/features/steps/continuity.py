"""Steps of whoever runs the machine: backups, restoring them, drills, and the alarm when there was none."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import func, select, text

from coe.continuity.backup import back_up, back_up_keys
from coe.continuity.drill import DAY_MS, Outcome, drill, watch
from coe.continuity.restore import Restored, Wanted, restore
from coe.database import reading
from coe.erasure_list import erasure_list
from coe.evidence.checkpoints import seal
from coe.evidence.keys import declare, log_key
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.home import Home
from coe.migrate import REVISION
from coe.office_errors import BadBackup, NotConsistent
from coe.opening import open_office
from coe.tables import disclosure, incident, notice
from tests.features.house import House
from tests.features.steps.integrity import contents


@dataclass
class Safe:
    """What is kept away from the office, and what came of restoring it."""

    folder: Path
    restored: Restored | None = None
    error: BadBackup | None = None
    drilled: Outcome | None = None
    record: bytes = b""

    @property
    def again(self) -> Home:
        return Home(self.folder / "again")

    def wanted(self, **told: object) -> Wanted:
        keys = self.folder / "keys.zip"
        return Wanted(self.folder / "backup.zip", self.again.folder, keys, **told)  # type: ignore[arg-type]  # known fields


@pytest.fixture
def safe(tmp_path: Path) -> Safe:
    return Safe(tmp_path / "safe")


@step("the office is backed up, keys apart")
def backs_up(house: House, safe: Safe) -> None:
    safe.folder.mkdir()
    versioned(house)
    declare(house.office, log_key(house.home, house.clock))
    safe.record = contents(house)
    back_up(house.office, house.home, safe.folder / "backup.zip")
    back_up_keys(house.home, safe.folder / "keys.zip", house.clock.now())


def versioned(house: House) -> None:
    """The scenarios' offices are made without Alembic; one that is backed up says its schema's version."""
    with house.office.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT OR IGNORE INTO alembic_version VALUES (:it)"), {"it": REVISION})


@step("one byte in the middle of the backup is flipped")
def flips(safe: Safe) -> None:
    data = bytearray((safe.folder / "backup.zip").read_bytes())
    data[len(data) // 2] ^= 1
    (safe.folder / "backup.zip").write_bytes(data)


@step("the backup is restored into an empty folder")
def restores(house: House, safe: Safe) -> None:
    safe.restored = restore(safe.wanted(), house.office.law)


@step("the backup is restored into an empty folder, and told of that checkpoint")
def restores_told(house: House, safe: Safe, kept: dict[str, bytes | int]) -> None:
    safe.restored = restore(safe.wanted(checkpoint=kept["note"]), house.office.law)


@step("the backup is restored into an empty folder with the list of erasures")
def restores_forgetting(house: House, safe: Safe) -> None:
    note = seal(house.office.engine, house.home, log_key(house.home, house.clock), house.clock)
    with reading(house.office.engine) as connection:
        told = erasure_list(connection, note or b"")
    safe.restored = restore(safe.wanted(erasures=(told,)), house.office.law)


@step("somebody tries to restore the backup")
def tries(house: House, safe: Safe) -> None:
    try:
        restores(house, safe)
    except BadBackup as error:
        safe.error = error


@then(parsers.re(r"nothing is restored: “(?P<words>.+)”"))
def nothing_restored(safe: Safe, words: str) -> None:
    assert words in str(safe.error)
    assert sorted(path.name for path in safe.folder.iterdir()) == ["backup.zip", "keys.zip"]


@then("the office restored verifies, and holds the same record")
def same(house: House, safe: Safe) -> None:
    office = open_office(safe.again, house.clock)
    assert verify(office.engine, office.law, blobs=office.blobs).problems == ()
    assert list(contradictions(office.engine)) == []
    house.office.engine.dispose()
    house.office = office
    assert contents(house) == safe.record


@then(parsers.re(r"the office restored refuses to sign: “(?P<words>.+)”"))
def refuses(house: House, safe: Safe, words: str) -> None:
    assert safe.restored is not None
    assert safe.restored.behind
    office = open_office(safe.again, house.clock)
    with pytest.raises(NotConsistent, match=words):
        seal(office.engine, safe.again, log_key(safe.again, house.clock), house.clock)
    office.engine.dispose()


@then(parsers.re(r"nobody can read “(?P<words>.+)” in the office restored"))
def forgotten(house: House, safe: Safe, words: str) -> None:
    files = b"".join(path.read_bytes() for path in safe.again.folder.glob("office.sqlite*"))
    assert words.encode() not in files
    office = open_office(safe.again, house.clock)
    with reading(office.engine) as connection:
        assert connection.execute(select(func.count()).select_from(disclosure)).scalar_one()
    office.engine.dispose()


@step("a restore drill is done")
def drills(house: House, safe: Safe) -> None:
    versioned(house)
    safe.drilled = drill(house.office, house.home)


@then("the drill is on record as restored, with the size and root of the log")
def on_record(house: House, safe: Safe) -> None:
    assert safe.drilled is not None
    report = verify(house.office.engine, house.office.law)
    recorded = safe.drilled.recorded
    assert (recorded.result, recorded.entries, safe.drilled.seq) == ("restored", report.size - 1, report.size - 1)
    assert recorded.root


@step(parsers.re(r"it is (?P<days>\d+) days later"))
def later(house: House, days: str) -> None:
    house.clock.advance(int(days) * DAY_MS)


@step("the alarms are looked at")
def looks(house: House) -> None:
    watch(house.office, house.home, house.clock.now())


@then(parsers.re(r"administrators are told of “(?P<kind>[\w-]+)” once"))
def told(house: House, kind: str) -> None:
    with reading(house.office.engine) as connection:
        opened = connection.execute(select(incident.c.seq).where(incident.c.kind == kind)).scalars().all()
        people = connection.execute(select(notice.c.person).where(notice.c.seq.in_(opened))).scalars().all()
    assert len(opened) == 1
    assert sorted(map(house.name, people)) == ["Ada", "Uma"]
