"""The file a backup is: a ZIP with a MANIFEST that names every other file by size and SHA-256.

It shows a damaged copy, not a forged one: whoever can write the file can write its manifest. That the log inside is the
one that was signed shows when it is restored and verified with keys from elsewhere.
"""

import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from coe.home import PRIVATE_FILE, sync_folder
from coe.office_errors import BadBackup
from governance.formats.jcs import Json, NotCanonical, decode, encode

OFFICE, KEYS = "clearway-backup/1", "clearway-keys/1"
MANIFEST = "MANIFEST"
DATABASE, CONFIG = "office.sqlite", "config.json"
CHUNK = 1 << 20
LARGEST_MANIFEST = 256 << 20
_PATH = {
    OFFICE: re.compile(rf"{re.escape(DATABASE)}|{re.escape(CONFIG)}|blobs/[0-9a-f]{{2}}/[0-9a-f]{{64}}"),
    KEYS: re.compile(r"keys/[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
}
_MOMENT = (1980, 1, 1, 0, 0, 0)  # ZIP's earliest: a file's own time says nothing here


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the archive."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. `made` is UTC ms, `source` the kind of database it was taken from, `revision` its schema;
    `entries` and `root` (hex) are those of the log, `checkpoint` the newest signed note kept ("" for none).
    """

    format: str
    release: str
    made: int
    files: tuple[Listed, ...]
    source: str = ""
    revision: str = ""
    entries: int = 0
    root: str = ""
    checkpoint: str = ""

    def encode(self) -> bytes:
        """The canonical bytes (RFC 8785)."""
        return encode(cast("Json", {**asdict(self), "files": [asdict(one) for one in self.files]}))


class Writer:
    """Adds files to an archive and lists them."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.listed: list[Listed] = []

    def add(self, path: str, source: IO[bytes], *, packed: bool = True) -> Listed:
        """Copy what can be read from `source`; how it is listed. What is packed already is not packed again."""
        digest, size, member = sha256(), 0, _member(path)
        member.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        with self._archive.open(member, "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self.listed.append(Listed(path, size, digest.hexdigest()))
        return self.listed[-1]

    def finish(self, manifest: Manifest) -> None:
        """Write the MANIFEST, last."""
        self._archive.writestr(_member(MANIFEST), manifest.encode())


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """An archive that appears whole or not at all, mode 0600, on disk when the block ends. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    try:
        with os.fdopen(handle, "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.absolute().parent)
    finally:
        part.unlink(missing_ok=True)


def check(path: Path, kind: str = OFFICE) -> Manifest:
    """The manifest, after every file was held against it, byte by byte. Raises BadBackup, OSError."""
    with opened(path, kind) as (archive, manifest):
        for one in manifest.files:
            for _ in copied(archive, one):
                pass
    return manifest


@contextmanager
def opened(path: Path, kind: str = OFFICE) -> Iterator[tuple[ZipFile, Manifest]]:
    """The archive and its manifest, which names exactly the files it holds. Raises BadBackup, OSError."""
    try:
        with ZipFile(path) as archive:
            yield archive, _manifest(archive, path, kind)
    except (BadZipFile, LargeZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error) as error:
        raise _bad(path, f"It cannot be read: {error}.") from error


def copied(archive: ZipFile, one: Listed) -> Iterator[bytes]:
    """A file's bytes, chunk by chunk; never more than it is listed with. Raises BadBackup at the end."""
    digest, size = sha256(), 0
    with archive.open(one.path) as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size > one.size:
                break
            yield chunk
    if (size, digest.hexdigest()) != (one.size, one.sha256):
        raise _bad(Path(str(archive.filename)), f"{one.path} is not what its manifest says.")


def _manifest(archive: ZipFile, path: Path, kind: str) -> Manifest:
    names = [info.filename for info in archive.infolist()]
    if names.count(MANIFEST) != 1 or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise _bad(path, "It holds no MANIFEST.")
    try:
        found = _read(decode(archive.read(MANIFEST), max_bytes=LARGEST_MANIFEST))
    except (NotCanonical, TypeError, ValueError) as error:
        raise _bad(path, f"Its MANIFEST cannot be read: {error}.") from error
    listed = [one.path for one in found.files]
    if found.format != kind:
        raise _bad(path, f"It is {found.format[:40]!r}, not {kind!r}.")
    if sorted(names) != sorted([*listed, MANIFEST]) or not all(map(_PATH[kind].fullmatch, listed)):
        raise _bad(path, "It holds other files than its MANIFEST names.")
    return found


def _read(data: Json) -> Manifest:
    if not isinstance(data, dict) or data.keys() != {one.name for one in fields(Manifest)}:
        raise TypeError("it has other parts")
    kinds = {"made": int, "entries": int, "files": list}
    if any(type(value) is not kinds.get(name, str) for name, value in data.items()):
        raise TypeError("a part has another type")
    files = cast("list[dict[str, Json]]", data["files"])
    rest = {name: value for name, value in data.items() if name != "files"}
    return Manifest(files=tuple(Listed(**one) for one in files), **rest)  # type: ignore[arg-type]  # types checked above


def _member(path: str) -> ZipInfo:
    member = ZipInfo(path, _MOMENT)
    member.compress_type = ZIP_DEFLATED
    member.external_attr = PRIVATE_FILE << 16
    return member


def _bad(path: Path, why: str) -> BadBackup:
    return BadBackup(f"{path.name} is no sound backup.", why, "Use another copy, and find out what happened to this.")
