"""Uploads: declared kinds only, by name and by content, within the declared size."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from werkzeug.datastructures import FileStorage

from coe.blobs import Blobs
from coe.database import create, engine_for, reading
from coe.sealed_files import open_sealed
from governance.language.definition import Field
from web.site.archives import MOST_FILES
from web.site.uploads import BadUpload, keep

PDF = b"%PDF-1.7\n" + b"x" * 100
HTML = b"<!DOCTYPE html><title>x</title>"
FILE = Field("final", "file", "Final file", accept=("pdf", "html", "jpg"), most=10_000)
PACKED = Field("final", "file", "Final files", accept=("zip", "docx"), most=5_000_000)


def upload(content: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(content), name)


def test_a_file_is_kept_by_its_digest(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    answer = keep(FILE, upload(PDF, "final.pdf"), blobs)
    assert answer["name"] == "final.pdf"
    assert answer["type"] == "pdf"
    assert answer["size"] == len(PDF)
    assert blobs.read(str(answer["file"])) == PDF


def test_a_file_in_a_personal_field_is_encrypted_under_a_key_of_its_own(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path}/office.sqlite")
    create(engine)
    blobs, personal = Blobs(tmp_path / "blobs"), replace(FILE, personal=True)
    answers = [keep(personal, upload(PDF, "scan.pdf"), blobs, engine) for _ in range(2)]
    assert answers[0]["size"] == len(PDF)
    assert answers[0]["file"] != answers[1]["file"], "nobody can tell by the digest which file it is"
    assert PDF not in blobs.read(str(answers[0]["file"]))
    with reading(engine) as connection:
        assert open_sealed(connection, blobs, str(answers[0]["file"])) == PDF
    engine.dispose()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (HTML, "final.pdf", "its content is something else"),
        (PDF, "page.html", "its content is something else"),
        (b"MZ\x90\x00", "final.exe", "is not one of PDF, HTML, JPG"),
        (PDF, "final", "is not one of"),
        (b"", "final.pdf", "is empty"),
        (b"%PDF-" + b"x" * 10_000, "final.pdf", "is larger than"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_not_kept(tmp_path: Path, content: bytes, name: str, said: str) -> None:
    with pytest.raises(BadUpload, match=said):
        keep(FILE, upload(content, name), Blobs(tmp_path))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_another_spelling_of_a_kind_is_taken_for_it(tmp_path: Path) -> None:
    assert keep(FILE, upload(b"\xff\xd8\xff\xe0" + b"x" * 9, "Photo.JPEG"), Blobs(tmp_path))["type"] == "jpg"


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "C:\\temp\\final.pdf", "fi\u202enal\x00.pdf"])
def test_a_name_loses_folders_and_what_cannot_be_seen(tmp_path: Path, name: str) -> None:
    kept = str(keep(FILE, upload(PDF, name), Blobs(tmp_path))["name"])
    assert kept in ("passwd.pdf", "final.pdf")


def packed(*files: tuple[str, bytes], level: int = ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", level) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def bomb() -> bytes:
    """One megabyte listed six hundred times, as bombs do that are small themselves: the list is what grows."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 1_000_000)
        archive.filelist *= 600
    return made.getvalue()


def locked() -> bytes:
    """The archive says that its first file is encrypted, in the list and before the file."""
    content = bytearray(packed(("secret.txt", b"x")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def test_an_archive_within_bounds_is_kept(tmp_path: Path) -> None:
    letter = packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    assert keep(PACKED, upload(letter, "letter.docx"), Blobs(tmp_path))["size"] == len(letter)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bomb(), "unpacks to more than 500 MB"),
        (packed(*((f"{place}", b"") for place in range(MOST_FILES + 1))), "more than 5000 files"),
        (locked(), "is locked"),
        (packed(("a", b"x"))[:-10], "is damaged"),
    ],
    ids=["bomb", "many", "locked", "cut"],
)
def test_an_archive_that_nobody_could_open_safely_is_refused_and_not_kept(
    tmp_path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(BadUpload, match=said):
        keep(PACKED, upload(content, "all.zip"), Blobs(tmp_path))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
