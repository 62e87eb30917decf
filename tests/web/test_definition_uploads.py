"""Uploaded workflow files: compiled with the library's parts, or refused with the lines that are wrong."""

from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage

from coe.founding import library_folder
from coe.policy.definitions import compile_file
from governance.reading.document import definition_digest
from web.parts.forms import definition_words
from web.policy.definition_uploads import LARGEST, compiled
from web.site.uploads import BadUpload

PERMIT = library_folder() / "travel-permit.yaml"
INCLUDING = library_folder() / "cx-initiative.yaml"


def upload(content: bytes) -> FileStorage:
    return FileStorage(BytesIO(content), "policy.yaml")


@pytest.mark.parametrize("path", [PERMIT, INCLUDING], ids=["alone", "with parts"])
def test_an_uploaded_file_compiles_as_it_does_in_the_library(path: Path) -> None:
    document = compiled(upload(path.read_bytes()))
    assert definition_digest(document) == compile_file(path).digest


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"workflow: [", "Line 1"),
        (b"", "Line 1"),
        (PERMIT.read_bytes().replace(b"panel: {role: director}", b"panel: {rol: director}"), "Did you mean `role`?"),
        (PERMIT.read_bytes() + b"\ninclude: ../../secret.yaml\n", "is not the name of a YAML file"),
        (b"# " + b"x" * LARGEST, "larger than 500 kB"),
    ],
)
def test_a_file_that_is_no_definition_is_refused_with_its_lines(content: bytes, said: str) -> None:
    with pytest.raises(BadUpload, match=said):
        compiled(upload(content))


def test_a_file_with_many_faults_tells_the_first_and_counts_the_rest() -> None:
    with pytest.raises(BadUpload, match=r"And \d+ more"):
        compiled(upload(PERMIT.read_bytes().replace(b"decide:", b"decides:").replace(b"meaning:", b"meanings:")))


def test_a_kept_definition_is_recognised_by_its_title_and_fingerprint() -> None:
    document = compiled(upload(PERMIT.read_bytes()))
    assert definition_words(document) == f"Travel permit (5 gates), fingerprint {definition_digest(document)[:8]}"
