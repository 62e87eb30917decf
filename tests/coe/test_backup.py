"""Backups of a working office: whole or not at all, consistent, and noticed when they are damaged."""

import io
import json
import os
import random
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from coe.blobs import Blobs
from coe.continuity.archive import KEYS, MANIFEST, Manifest, check, copied, opened
from coe.continuity.backup import back_up, back_up_keys
from coe.continuity.workplace import workplace
from coe.database import reading
from coe.evidence.keys import log_key
from coe.ledger import read_head
from coe.office import Office
from coe.office_errors import BadBackup
from tests.coe.evidence_office import Bureau, bureau

ANSWERS = {"title": "Leaflet", "who": "Nurse Ada", "story": "A night"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = bureau(tmp_path_factory.mktemp("backup"), migrated=True)
    log_key(made.home, made.clock)
    made.home.configure(database="postgresql+psycopg://elsewhere/office", zone="Europe/Berlin")
    Blobs(made.home.blobs).put(io.BytesIO(b"an upload"))
    made.submits(ANSWERS)
    yield made
    made.engine.dispose()


def head(office: Office) -> tuple[int, str]:
    with reading(office.engine) as connection:
        found = read_head(connection)
    return found.size, found.range.root().hex()


def contents(path: Path) -> dict[str, bytes]:
    with opened(path) as (archive, manifest):
        return {one.path: b"".join(copied(archive, one)) for one in manifest.files}


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The archive again, with other files in it."""
    with ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def test_a_backup_says_what_it_holds_and_keeps_the_keys_out(house: Bureau, tmp_path: Path) -> None:
    manifest = back_up(house.office, house.home, tmp_path / "b.zip")
    assert (manifest.entries, manifest.root) == head(house.office)
    assert check(tmp_path / "b.zip") == manifest
    blob = next(house.home.blobs.glob("??/*"))
    assert [one.path for one in manifest.files] == [
        "office.sqlite",
        f"blobs/{blob.parent.name}/{blob.name}",
        "config.json",
    ]
    assert b"PRIVATE KEY" not in b"".join(contents(tmp_path / "b.zip").values())
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"b.zip"}


def test_the_keys_go_into_a_file_of_their_own(house: Bureau, tmp_path: Path) -> None:
    back_up_keys(house.home, tmp_path / "k.zip", 5)
    assert [one.path for one in check(tmp_path / "k.zip", KEYS).files] == ["keys/log.pem"]
    with pytest.raises(BadBackup, match="not 'clearway-backup/1'"):
        check(tmp_path / "k.zip")


def test_the_office_works_on_while_it_is_backed_up(house: Bureau, tmp_path: Path) -> None:
    done, failed = threading.Event(), list[Exception]()
    begun = threading.Event()

    def work() -> None:
        try:
            while not done.is_set():
                house.person(f"p{house.clock.new_id()}", by="ada")
                begun.set()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
            begun.set()

    worker = threading.Thread(target=work)
    worker.start()
    begun.wait()
    manifest = back_up(house.office, house.home, tmp_path / "b.zip")
    done.set()
    worker.join()
    assert not failed
    assert manifest.entries < head(house.office)[0]
    assert check(tmp_path / "b.zip") == manifest


def test_whatever_byte_is_flipped_is_noticed_or_nothing_of_the_contents_changes(house: Bureau, tmp_path: Path) -> None:
    file, draw = tmp_path / "b.zip", random.Random(7)
    back_up(house.office, house.home, file)
    sound, whole = contents(file), file.read_bytes()
    noticed = 0
    for _ in range(60):
        data = bytearray(whole)
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        file.write_bytes(data)
        try:
            check(file)
        except BadBackup:
            noticed += 1
        else:
            assert contents(file) == sound
    assert noticed > 40


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "keys/log.pem", "blobs/ab/short", "office.sqlite-wal"])
def test_a_file_that_has_no_place_in_a_backup_is_never_unpacked(house: Bureau, tmp_path: Path, name: str) -> None:
    file = tmp_path / "b.zip"
    back_up(house.office, house.home, file)

    def smuggle(files: dict[str, bytes]) -> None:
        listed = json.loads(files[MANIFEST])
        files[name] = b"x"
        listed["files"].append(
            {"path": name, "size": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
        )
        files[MANIFEST] = json.dumps(listed, separators=(",", ":"), sort_keys=True).encode()

    rewritten(file, smuggle)
    with pytest.raises(BadBackup, match="other files than its MANIFEST names"):
        check(file)


@pytest.mark.parametrize("broken", [b"", b"PK", b"{}", b"\x00" * 100])
def test_what_is_no_archive_is_told_as_such(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(broken)
    with pytest.raises(BadBackup, match="is no sound backup"):
        check(tmp_path / "b.zip")


def test_a_file_that_is_missing_or_shorter_than_listed_is_noticed(house: Bureau, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    back_up(house.office, house.home, file)
    rewritten(file, lambda files: files.update({"config.json": files["config.json"][:-1]}))
    with pytest.raises(BadBackup, match=r"config\.json is not what its manifest says"):
        check(file)
    rewritten(file, lambda files: files.__delitem__("config.json"))
    with pytest.raises(BadBackup, match="other files"):
        check(file)


def test_an_altered_upload_stops_the_backup_and_leaves_the_older_one(house: Bureau, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    before = back_up(house.office, house.home, file)
    blob = next(house.home.blobs.glob("??/*"))
    kept = blob.read_bytes()
    blob.write_bytes(b"another")
    with pytest.raises(BadBackup, match="was altered"):
        back_up(house.office, house.home, file)
    blob.write_bytes(kept)
    assert check(file) == before


def test_two_programs_do_not_write_the_same_backup(house: Bureau, tmp_path: Path) -> None:
    with workplace(tmp_path / "b.zip"), pytest.raises(BadBackup, match="at this moment"):
        back_up(house.office, house.home, tmp_path / "b.zip")
    back_up(house.office, house.home, tmp_path / "b.zip")


@pytest.mark.parametrize("stage", range(4))
def test_killed_at_any_stage_a_backup_leaves_the_older_one_or_none(house: Bureau, tmp_path: Path, stage: int) -> None:
    file = tmp_path / "b.zip"
    killed(stage, lambda told: back_up(house.office, house.home, file, told))
    assert not file.exists()
    before: Manifest = back_up(house.office, house.home, file)
    killed(stage, lambda told: back_up(house.office, house.home, file, told))
    assert check(file) == before
    back_up(house.office, house.home, file)
    assert {path.name for path in tmp_path.iterdir()} == {"b.zip"}


def killed(stage: int, act: Callable[[Callable[[str], None]], object]) -> None:
    """Do it in another process, which is killed with -9 when it has told of its steps so often."""
    child = os.fork()
    if not child:
        steps = iter(range(stage))

        def told(_: str) -> None:
            if next(steps, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            act(told)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it was over before it was killed"


def test_a_copy_can_stand_anywhere(house: Bureau, tmp_path: Path) -> None:
    """Nothing in the archive depends on where it was made."""
    manifest = back_up(house.office, house.home, tmp_path / "b.zip")
    shutil.move(tmp_path / "b.zip", tmp_path / "moved.zip")
    assert check(tmp_path / "moved.zip") == manifest
    assert str(house.home.folder).encode() not in b"".join(contents(tmp_path / "moved.zip").values())
