"""Uploaded files: of the declared kinds only, by name and by content, within the declared size, packed or unpacked."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import IO, Final

from sqlalchemy import Engine
from werkzeug.datastructures import FileStorage

from coe.blobs import Blobs
from coe.database import writing
from coe.office_errors import BadBlob
from coe.sealed_files import put_sealed
from governance.formats.jcs import Json
from governance.language.definition import Field
from web.parts.forms import megabytes
from web.site.archives import trouble
from web.words.translating import gettext, marked

HEAD_BYTES: Final = 4096
ZIP: Final = b"PK\x03\x04"
LONGEST_NAME: Final = 120
SAME: Final[Mapping[str, str]] = {"jpeg": "jpg", "htm": "html", "tiff": "tif"}


class BadUpload(Exception):
    """A file that is not taken; the sentence says why and how to clear it."""


def keep(field: Field, upload: FileStorage, blobs: Blobs, engine: Engine | None = None) -> dict[str, Json]:
    """The answer for an uploaded file, now in the store; one in a personal field is encrypted under a key of its own,
    which the database of `engine` keeps. Raises BadUpload, OfficeUnavailable.
    """
    name = _plain_name(upload.filename or "")
    kind = _kind(field, name)
    stream: IO[bytes] = upload.stream
    head = stream.read(HEAD_BYTES)
    if not head:
        raise BadUpload(gettext("“%(name)s” is empty. Choose the right file.", name=name))
    if not _LOOKS[SAME.get(kind, kind)](head):
        other = marked("“%(name)s” is called .%(kind)s, but its content is something else. Export it again.")
        raise BadUpload(gettext(other, name=name, kind=kind))
    stream.seek(0)
    if head.startswith(ZIP) and (said := trouble(name, stream)):
        raise BadUpload(said)
    stream.seek(0)
    limit = min(blobs.largest, field.most or blobs.largest)
    try:
        digest, size = _put(field, replace(blobs, largest=limit), stream, engine)
    except BadBlob:
        most = megabytes(limit)
        too_large = gettext("“%(name)s” is larger than %(limit)s. Send a smaller file.", name=name, limit=most)
        raise BadUpload(too_large) from None
    return {"file": digest, "name": name, "size": size, "type": kind}


def _put(field: Field, blobs: Blobs, stream: IO[bytes], engine: Engine | None) -> tuple[str, int]:
    """Digest and size of the file, now in the store. Raises BadBlob, OfficeUnavailable."""
    if field.personal:
        if engine is None:
            raise ValueError("a file in a personal field needs a database for its key")
        with writing(engine) as connection:
            return put_sealed(connection, blobs, stream)
    digest = blobs.put(stream)
    return digest, blobs.path(digest).stat().st_size


def _kind(field: Field, name: str) -> str:
    """The accepted word for this name; another spelling of it (`jpeg`) is taken for it."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    for word in field.accept:
        if SAME.get(word, word) == SAME.get(ending, ending) and SAME.get(word, word) in _LOOKS:
            return word
    kinds = ", ".join(word.upper() for word in field.accept)
    raise BadUpload(gettext("“%(name)s” is not one of %(kinds)s. Choose another file.", name=name, kinds=kinds))


def _plain_name(name: str) -> str:
    """The file's name without folders and characters that cannot be seen, not longer than people can read."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if char.isprintable() and unicodedata.category(char) != "Cf").strip()
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:16]}" or "file"


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


def _is_text(head: bytes) -> bool:
    try:
        # The head may end inside a character: three bytes at most belong to it.
        head.decode() if len(head) < HEAD_BYTES else head[:-3].decode(errors="strict")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 8
    return b"\x00" not in head


def _is_html(head: bytes) -> bool:
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return _is_text(head) and begins.startswith((b"<!doctype html", b"<html"))


def _is_office(head: bytes) -> bool:
    parts = (b"[Content_Types].xml", b"_rels/", b"docProps")
    return head.startswith(ZIP) and any(part in head for part in parts)


_LOOKS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "pdf": _begins(b"%PDF-"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "jpg": _begins(b"\xff\xd8\xff"),
    "gif": _begins(b"GIF87a", b"GIF89a"),
    "tif": _begins(b"II*\x00", b"MM\x00*"),
    "webp": lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    "mp4": lambda head: head[4:8] == b"ftyp",
    "zip": _begins(ZIP),
    "docx": _is_office,
    "pptx": _is_office,
    "xlsx": _is_office,
    "html": _is_html,
    "txt": _is_text,
    "csv": _is_text,
    "md": _is_text,
    "ics": _begins(b"BEGIN:VCALENDAR"),
}
