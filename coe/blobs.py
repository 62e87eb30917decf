"""Files by their SHA-256, outside the database. A file is on disk before any entry may name it."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coe.home import PRIVATE_FOLDER, sync_folder
from coe.office_errors import BadBlob, OfficeUnavailable
from governance.record.entry import HEX64

LARGEST_BYTES = 50 << 20
CHUNK = 1 << 20


class Source(Protocol):
    """What a file is read from."""

    def read(self, size: int, /) -> bytes:
        """About so many of the next bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Blobs:
    """The store in a folder. Equal files are kept once."""

    folder: Path
    largest: int = LARGEST_BYTES

    def put(self, source: Source) -> str:
        """Keep what can be read from `source`, durably; its SHA-256 in hex. Raises BadBlob, OfficeUnavailable."""
        try:
            return self._put(source)
        except OSError as error:
            raise OfficeUnavailable(
                "The file was not kept.",
                f"The disk did not take it ({error.strerror}).",
                "Free some space, send it again.",
            ) from error

    def has(self, digest: str) -> bool:
        """Whether a file of this digest is kept."""
        return bool(HEX64.fullmatch(digest)) and self.path(digest).is_file()

    def path(self, digest: str) -> Path:
        """Where a file of this digest is kept. Raises BadBlob for what is no digest."""
        if not HEX64.fullmatch(digest):
            raise BadBlob("There is no such file.", f"{digest[:80]!r} is not a digest.", "Check the link.")
        return self.folder / digest[:2] / digest

    def read(self, digest: str) -> bytes:
        """The file's bytes, checked against their digest. Raises BadBlob."""
        path = self.path(digest)
        if not path.is_file():
            raise BadBlob("The file is missing.", f"{digest} is not in the store.", "Restore it from a backup.")
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise BadBlob("The file was altered.", f"{digest} holds other bytes.", "Restore it from a backup.")
        return data

    def _put(self, source: Source) -> str:
        self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        try:
            digest = hashlib.sha256()
            with os.fdopen(handle, "wb") as file:
                for chunk in self._limited(source):
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            target = self.path(digest.hexdigest())
            target.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            Path(name).replace(target)
            sync_folder(target.parent)
            sync_folder(self.folder)
            return digest.hexdigest()
        finally:
            Path(name).unlink(missing_ok=True)

    def _limited(self, source: Source) -> Iterator[bytes]:
        size = 0
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > self.largest:
                raise BadBlob(
                    "The file is too large.", f"It has more than {self.largest} bytes.", "Send a smaller file."
                )
            yield chunk
