"""An office of the first kept release, opened by this one: retrievable throughout retention (21 CFR 11.10(c)).

Whoever makes these tests red has changed what a stored log means. Add, never change: a new field has a default that is
left out of the bytes, a new command has a name of its own, an old fold stays.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coe.database import reading
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import Report, verify
from coe.home import Home
from coe.ledger import Head, read_head
from coe.migrate import migrate
from coe.office import Office
from coe.opening import open_office
from coe.reading import Reader
from coe.rebuild import rebuild
from governance.ledger.note import Key, open_checkpoint, parse_vkey
from governance.verifier import verification
from tests.compliance import old_release


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """As the old release left it."""
    return old_release.restored(tmp_path / "home")


@pytest.fixture
def office(home: Home) -> Iterator[Office]:
    """Opened by this release, which brings the database to its own schema."""
    opened = open_office(home)
    migrate(opened.engine)
    yield opened
    opened.engine.dispose()


def keys() -> tuple[Key, ...]:
    return tuple(map(parse_vkey, old_release.KEYS.read_text("ascii").split()))


def audited(office: Office) -> Report:
    return verify(office.engine, office.law, keys=keys(), last=old_release.CHECKPOINT.read_bytes())


def head(office: Office) -> Head:
    with reading(office.engine) as connection:
        return read_head(connection)


def test_the_log_is_intact_and_signed_under_the_key_that_was_kept(office: Office) -> None:
    report = audited(office)
    assert report.intact, report.problems
    assert report.signed == 2  # the one in the database, and the one kept outside


def test_every_act_is_lawful_under_the_law_of_its_time(office: Office) -> None:
    assert list(contradictions(office.engine)) == []


def test_migration_keeps_count_and_root(home: Home, office: Office) -> None:
    kept, _ = open_checkpoint(old_release.CHECKPOINT.read_bytes(), keys())
    with closing(sqlite3.connect(home.database)) as connection:
        (count,) = connection.execute("SELECT COUNT(*) FROM entry").fetchone()
    assert (count, head(office).size, head(office).range.root()) == (kept.size, kept.size, kept.root)


def test_every_record_reads_as_it_was_told_then(office: Office) -> None:
    told = old_release.told_of(Reader(office.engine, office.law), office.engine)
    assert told == json.loads(old_release.TOLD.read_text("utf-8"))
    assert {each["status"] for each in told.values()} > {"released", "rejected", "withdrawn", "revoked", "approved"}


def test_its_record_tables_can_be_rebuilt(office: Office) -> None:
    assert rebuild(office.engine, office.law) == head(office).size
    assert audited(office).intact
    test_every_record_reads_as_it_was_told_then(office)


def test_a_packet_of_that_time_still_proves_itself() -> None:
    answers = verification.verify(old_release.evidence(), keys())
    assert [(each.question, each.say) for each in answers] == [("intact", "yes"), ("signed", "yes"), ("lawful", "yes")]
