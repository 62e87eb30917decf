"""`coe backup`: database, uploaded files and settings in one archive, taken while the office works; keys apart."""

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from coe.continuity.archive import CONFIG, DATABASE, KEYS, OFFICE, Manifest, Writer, written
from coe.continuity.copying import copy_out
from coe.continuity.workplace import workplace
from coe.database import engine_for, reading
from coe.evidence.checkpoints import latest
from coe.home import Home
from coe.ledger import read_head
from coe.migrate import current
from coe.office import Office
from coe.office_errors import BadBackup
from governance.record.entry import HEX64

Told = Callable[[str], None]
PACKAGE = "clearway-coe"


def back_up(office: Office, home: Home, output: Path, told: Told = lambda _: None) -> Manifest:
    """Write the archive whole or not at all; `told` hears of each file before it is added.

    The database is copied before the files it names, so every file is there. Raises BadBackup, OfficeError, OSError.
    """
    with workplace(output) as work:
        copy = work / DATABASE
        told(DATABASE)
        copy_out(office.engine, copy)
        with written(output) as archive:
            _add(archive, DATABASE, copy)
            for path in sorted(home.blobs.glob("??/*")):
                if HEX64.fullmatch(path.name):
                    told(path.name)
                    _add_blob(archive, path)
            if home.config_file.exists():
                told(CONFIG)
                _add(archive, CONFIG, home.config_file)
            manifest = _described(office, copy, archive)
            archive.finish(manifest)
            told("")
    return manifest


def back_up_keys(home: Home, output: Path, now: int) -> Manifest:
    """The key folder in an archive of its own, to be kept apart from every other backup. Raises OSError."""
    with written(output) as archive:
        for path in sorted(home.keys.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                _add(archive, f"keys/{path.name}", path)
        manifest = Manifest(KEYS, version(PACKAGE), now, tuple(archive.listed))
        archive.finish(manifest)
    return manifest


def _described(office: Office, copy: Path, archive: Writer) -> Manifest:
    """What the copy says of itself."""
    engine = engine_for(f"sqlite:///{copy}")
    try:
        with reading(engine) as connection:
            head, kept = read_head(connection), latest(connection)
            revision = current(connection) or ""
    finally:
        engine.dispose()
    return Manifest(
        OFFICE,
        version(PACKAGE),
        office.clock.now(),
        tuple(archive.listed),
        office.engine.dialect.name,
        revision,
        head.size,
        head.range.root().hex(),
        kept[2].decode() if kept else "",
    )


def _add(archive: Writer, name: str, path: Path) -> None:
    with path.open("rb") as file:
        archive.add(name, file)


def _add_blob(archive: Writer, path: Path) -> None:
    with path.open("rb") as file:
        listed = archive.add(f"blobs/{path.parent.name}/{path.name}", file)
    if listed.sha256 != path.name:
        raise BadBackup("No backup was made.", f"The file {path.name} was altered.", "Restore it from an older backup.")


def digest_of(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
