"""Restoring: verified before it is there, whole or not at all, refusing to sign what is too old, forgetting again."""

import hashlib
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import TextClause, Update, func, select, text, update

from coe.acts import Judgement
from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.continuity.archive import OFFICE, check, copied, written
from coe.continuity.archive import opened as unpacked
from coe.continuity.backup import back_up, back_up_keys
from coe.continuity.restore import Restored, Wanted, restore
from coe.database import engine_for, reading, writing
from coe.erasing import Order, erase_person, extent
from coe.erasure_list import erasure_list
from coe.evidence.checkpoints import seal
from coe.evidence.keys import declare, log_key
from coe.evidence.log_verify import verify
from coe.governance_law import Governance
from coe.home import Home
from coe.identity import accounts
from coe.identity.account_tables import account
from coe.identity.accounts import Invitation
from coe.identity.passwords import TEST_COST, Passwords
from coe.office import Office
from coe.office_errors import BadBackup, BadKey, NotConsistent, NotErasures
from coe.opening import open_office, second_factor_key
from coe.tables import disclosure, metadata
from tests.coe.evidence_office import Bureau, bureau
from tests.coe.test_backup import killed
from tests.features.steps.integrity import unprotected

ANSWERS = {"title": "Leaflet", "who": "Told by Pat Ient", "story": "A night"}


def worked(folder: Path, url: str = "") -> Bureau:
    """An office with a file, a decision, an account, and a checkpoint of it all."""
    made = bureau(folder, url=url, migrated=True)
    made.home.configure(database="postgresql+psycopg://elsewhere/office")
    Blobs(made.home.blobs).put(io.BytesIO(b"an upload"))
    made.person("pat", "Dr Pat Ient", by="ada")
    made.submits(ANSWERS)
    made.says("mia", "medical", Judgement("approve"))
    invitation = Invitation("pat@example.org", "pat@example.org", made.people["pat"], "correct horse battery")
    with writing(made.engine) as connection:
        key = second_factor_key(made.home)
        accounts.create_account(connection, invitation, Passwords(TEST_COST), key, made.clock.now())
    declare(made.office, log_key(made.home, made.clock))
    signed(made)
    return made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """Founded once, then copied."""
    made = worked(tmp_path_factory.mktemp("template"))
    made.engine.dispose()  # the last connection takes the log into the database file
    return made


@pytest.fixture
def house(template: Bureau, tmp_path: Path) -> Iterator[Bureau]:
    folder = tmp_path / "living"
    shutil.copytree(template.home.folder.parent, folder)
    engine, home, clock = (
        engine_for(f"sqlite:///{folder}/office.sqlite"),
        Home(folder / "home"),
        MovedClock(template.clock.at),
    )
    office = Office(engine, Governance(), clock=clock, blobs=Blobs(home.blobs))
    yield replace(template, office=office, clock=clock, home=home, people=dict(template.people))
    engine.dispose()


def signed(house: Bureau) -> bytes:
    note = seal(house.engine, house.home, log_key(house.home, house.clock), house.clock)
    assert note
    return note


def saved(house: Bureau, tmp_path: Path) -> Path:
    back_up(house.office, house.home, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def keys(house: Bureau, tmp_path: Path) -> Path:
    back_up_keys(house.home, tmp_path / "k.zip", house.clock.now())
    return tmp_path / "k.zip"


def opened(folder: Path) -> Office:
    return open_office(Home(folder))


def rows(office: Office) -> dict[str, list[tuple[object, ...]]]:
    with reading(office.engine) as connection:
        return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in metadata.sorted_tables}


def test_a_restored_office_holds_every_row_and_file_and_goes_on(tmp_path: Path, database_url: str) -> None:
    (tmp_path / "living").mkdir()
    house = worked(tmp_path / "living", database_url)
    found = restore(Wanted(saved(house, tmp_path), tmp_path / "again", keys(house, tmp_path)), house.office.law)
    assert (found.forgotten, found.behind, found.newest) == (0, False, found.manifest.entries)
    again = opened(tmp_path / "again")
    assert rows(again) == rows(house.office)
    assert again.blobs is not None
    assert again.blobs.read(hashlib.sha256(b"an upload").hexdigest()) == b"an upload"
    assert "database" not in Home(tmp_path / "again").config(), "it would go on in the database it was taken from"
    assert verify(again.engine, again.law, blobs=again.blobs).intact
    home = Home(tmp_path / "again")
    assert seal(again.engine, home, log_key(home, house.clock), house.clock) == signed(house)
    assert (home.keys / "log.pem").stat().st_mode & 0o777 == 0o600
    again.engine.dispose()
    house.engine.dispose()


@pytest.mark.postgres
def test_an_empty_postgresql_can_be_filled_from_a_backup(
    house: Bureau, tmp_path: Path, postgres_database_url: str
) -> None:
    wanted = Wanted(saved(house, tmp_path), tmp_path / "again", database=postgres_database_url)
    restore(wanted, house.office.law)
    home = Home(tmp_path / "again")
    assert home.config()["database"] == postgres_database_url
    assert not home.database.exists()
    again = open_office(home)
    assert rows(again) == rows(house.office)
    assert verify(again.engine, again.law, blobs=again.blobs).intact
    again.engine.dispose()
    with pytest.raises(BadBackup, match="is not empty"):
        restore(Wanted(wanted.backup, tmp_path / "twice", database=postgres_database_url), house.office.law)
    assert not (tmp_path / "twice").exists()


def test_nothing_is_restored_over_anything(house: Bureau, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "mine").write_text("x")
    with pytest.raises(BadBackup, match="is not empty"):
        restore(Wanted(saved(house, tmp_path), tmp_path / "again"), house.office.law)
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["mine"]


def test_without_the_keys_it_reads_and_cannot_sign(house: Bureau, tmp_path: Path) -> None:
    restore(Wanted(saved(house, tmp_path), tmp_path / "again"), house.office.law)
    with pytest.raises(BadKey, match="Restore both"):
        log_key(Home(tmp_path / "again"), house.clock)


def test_an_older_state_than_was_signed_is_restored_and_goes_on_refusing_to_sign(house: Bureau, tmp_path: Path) -> None:
    backup, older = saved(house, tmp_path), keys(house, tmp_path)
    house.person("lea", by="ada")
    newer = signed(house)
    back_up_keys(house.home, tmp_path / "newer.zip", 1)
    known = restore(Wanted(backup, tmp_path / "known", tmp_path / "newer.zip"), house.office.law)
    told = restore(Wanted(backup, tmp_path / "told", older, newer), house.office.law)
    for found, folder in ((known, tmp_path / "known"), (told, tmp_path / "told")):
        assert found.behind
        assert found.newest == found.manifest.entries + 1
        office, home = opened(folder), Home(folder)
        with pytest.raises(NotConsistent, match="A restored backup is a fork"):
            seal(office.engine, home, log_key(home, house.clock), house.clock)
        assert verify(office.engine, office.law).intact, "it can still be read"
        office.engine.dispose()
    unknown = restore(Wanted(backup, tmp_path / "unknown", older), house.office.law)
    assert not unknown.behind


def test_another_log_than_the_one_that_was_signed_is_not_restored(house: Bureau, tmp_path: Path) -> None:
    """Somebody who has the database rewrites it; what was signed says otherwise."""
    note = signed(house)
    house.says("cora", "board", Judgement("approve"))
    with writing(house.engine) as connection:
        unprotected(connection)
        connection.execute(text("DROP TRIGGER checkpoint_no_delete"))
        connection.execute(text("DELETE FROM checkpoint"))
        connection.execute(text("UPDATE entry SET actor = 'mallory' WHERE seq = 0"))
    with pytest.raises(BadBackup, match="does not verify: entry 0"):
        restore(Wanted(saved(house, tmp_path), tmp_path / "again", None, note), house.office.law)
    assert not (tmp_path / "again").exists()


def test_a_checkpoint_of_another_office_is_told_as_such(house: Bureau, tmp_path: Path) -> None:
    other = bureau(tmp_path, migrated=True)
    declare(other.office, log_key(other.home, other.clock))
    with pytest.raises(BadBackup, match="is not of this log"):
        restore(Wanted(saved(house, tmp_path), tmp_path / "again", None, signed(other)), house.office.law)
    other.engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        text("UPDATE initiative SET status = 'approved'"),
        update(disclosure).where(disclosure.c.value == '"Told by Pat Ient"').values(value='"Told by nobody"'),
    ],
    ids=["table", "value"],
)
def test_an_altered_table_or_value_is_found_before_anything_is_put_in_place(
    house: Bureau, tmp_path: Path, statement: TextClause | Update
) -> None:
    with writing(house.engine) as connection:
        assert connection.execute(statement).rowcount == 1
    with pytest.raises(BadBackup, match="does not verify"):
        restore(Wanted(saved(house, tmp_path), tmp_path / "again"), house.office.law)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "living"]


def test_a_manifest_that_speaks_of_another_log_is_noticed(house: Bureau, tmp_path: Path) -> None:
    first = check(saved(house, tmp_path))
    with written(tmp_path / "other.zip") as archive:
        with unpacked(tmp_path / "b.zip") as (source, manifest):
            for one in manifest.files:
                archive.add(one.path, io.BytesIO(b"".join(copied(source, one))))
        archive.finish(replace(first, entries=first.entries - 1))
    assert first.format == OFFICE
    with pytest.raises(BadBackup, match="its manifest says"):
        restore(Wanted(tmp_path / "other.zip", tmp_path / "again"), house.office.law)


def test_what_was_erased_after_the_backup_is_forgotten_again_account_and_all(house: Bureau, tmp_path: Path) -> None:
    backup = saved(house, tmp_path)
    found = extent(house.engine, house.people["pat"], house.clock.now())
    order = Order(house.people["ada"], "Asked for", house.clock.new_id(), bytes(32))
    erase_person(house.office, house.home, found, order, second_factor_key(house.home))
    note = signed(house)
    with reading(house.engine) as connection:
        told = erasure_list(connection, note)
    done = restore(Wanted(backup, tmp_path / "again", erasures=(told,)), house.office.law)
    assert done.forgotten == 3
    for path in (tmp_path / "again").glob("office.sqlite*"):
        for gone in (b"Pat Ient", b"pat@example.org"):
            assert gone not in path.read_bytes()
    office = opened(tmp_path / "again")
    with reading(office.engine) as connection:
        row = connection.execute(select(account)).mappings().one()
        assert connection.execute(select(func.count()).select_from(disclosure)).scalar_one() > 3
    assert (row["active"], row["email"], row["totp_secret"]) == (False, "", None)
    assert verify(office.engine, office.law).intact
    office.engine.dispose()
    wrong = Wanted(backup, tmp_path / "wrong", erasures=(told.replace(b"erasures", b"erasurez"),))
    with pytest.raises(NotErasures):
        restore(wrong, house.office.law)
    assert not (tmp_path / "wrong").exists()


@pytest.mark.parametrize("stage", [0, 1, 3, 4])
def test_killed_at_any_stage_a_restore_leaves_nothing_and_can_be_done_again(
    house: Bureau, tmp_path: Path, stage: int
) -> None:
    """Stages: the database, the file, the settings; then the verification; then putting it in place."""
    wanted = Wanted(saved(house, tmp_path), tmp_path / "again")
    killed(stage, lambda told: restore(wanted, house.office.law, told))
    assert not (tmp_path / "again").exists()
    assert isinstance(restore(wanted, house.office.law), Restored)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "b.zip", "living"]
