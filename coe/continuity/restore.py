"""`coe restore`: a backup becomes an office in an empty folder, verified before it appears there, or nothing does.

A restored office is an older state of the log. Where more was signed or witnessed since, it goes on refusing to sign,
and says so here; what was erased since is forgotten again.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from coe.continuity.archive import DATABASE, KEYS, Listed, Manifest, check, copied, opened
from coe.continuity.backup import Told
from coe.continuity.copying import copy_in
from coe.continuity.restored_log import forget, keys_of, newest_seen, refuse_unsound
from coe.continuity.workplace import workplace
from coe.database import engine_for
from coe.home import PRIVATE_FILE, PRIVATE_FOLDER, Home, sync_folder
from coe.law import OfficeLaw
from coe.migrate import migrate
from coe.office_errors import BadBackup


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a restore is to begin from and what it is told beside the backup.

    `keys` is the archive of the key folder, `checkpoint` a signed note newer than the backup (b"" for none), `erasures`
    the bytes of lists or packets, `database` the URL of an empty database to fill instead of SQLite in the folder.
    """

    backup: Path
    folder: Path
    keys: Path | None = None
    checkpoint: bytes = b""
    erasures: Sequence[bytes] = ()
    database: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place. `forgotten` values were erased again; `newest` is the size of the longest log that was
    signed or witnessed as far as is known here (0: nothing is known), so that a shorter one is not signed.
    """

    manifest: Manifest
    forgotten: int
    newest: int

    @property
    def behind(self) -> bool:
        """Whether more was signed or witnessed than this backup holds."""
        return self.newest > self.manifest.entries


def restore(wanted: Wanted, law: OfficeLaw, told: Told = lambda _: None) -> Restored:
    """Verify a backup and put it in place, whole or not at all. Raises BadBackup, NotErasures, OfficeError, OSError."""
    folder = wanted.folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadBackup("Nothing was restored.", f"{folder} is not empty.", "Name an empty folder, or a new one.")
    manifest = check(wanted.backup)
    with workplace(folder) as work:
        home = Home(work / "home").prepare()
        _unpack(wanted.backup, home, told)
        if wanted.keys is not None:
            check(wanted.keys, KEYS)
            _unpack(wanted.keys, home, told, KEYS)
        restored = _proven(home, wanted, law, manifest, told)
        told(str(folder))
        home.folder.replace(folder)  # takes the place of an empty folder, or of none, in one step
        sync_folder(folder.parent)
    return restored


def _unpack(path: Path, home: Home, told: Told, *kind: str) -> None:
    with opened(path, *kind) as (archive, manifest):
        for one in manifest.files:
            told(one.path)
            _put(archive, one, home.database if one.path == DATABASE else home.folder / one.path)


def _put(archive: ZipFile, one: Listed, target: Path) -> None:
    """A file of the archive on disk, mode 0600, before this returns."""
    target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        for chunk in copied(archive, one):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _proven(home: Home, wanted: Wanted, law: OfficeLaw, manifest: Manifest, told: Told) -> Restored:
    """The office unpacked at `home`, brought to this release, verified whole, made to forget again, settled."""
    engine = engine_for(f"sqlite:///{home.database}")
    try:
        migrate(engine)
        told("verify")
        own = keys_of(engine, home)
        newest = newest_seen(home, own, wanted.checkpoint)
        refuse_unsound(engine, home, law, manifest, own, wanted.checkpoint)
        forgotten = forget(engine, home, own, wanted.erasures)
    finally:
        engine.dispose()
    if wanted.database:
        _move_in(home, wanted.database)
    home.settle(database=wanted.database)
    return Restored(manifest, forgotten, newest)


def _move_in(home: Home, url: str) -> None:
    """Fill the database named, which then takes the place of the file."""
    target = engine_for(url)
    try:
        copy_in(home.database, target)
    finally:
        target.dispose()
    for left in home.folder.glob(f"{home.database.name}*"):
        left.unlink()
