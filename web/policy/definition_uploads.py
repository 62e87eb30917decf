"""Uploaded workflow files: compiled at once, so that what is wrong is told with its line while the file is at hand."""

from __future__ import annotations

from typing import Final

from werkzeug.datastructures import FileStorage

from coe.founding import library_folder
from coe.policy.definitions import compile_text
from governance.formats.jcs import Json
from web.site.uploads import BadUpload
from web.words.translating import gettext

LARGEST: Final = 500_000
MOST_FAULTS: Final = 5
NAME: Final = "uploaded.yaml"


def compiled(upload: FileStorage) -> dict[str, Json]:
    """The compiled document of an uploaded YAML file; it may include what the library includes. Raises BadUpload."""
    data = upload.stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        most = LARGEST // 1000
        raise BadUpload(gettext("This workflow file is larger than %(most)s kB. Send a smaller one.", most=most))
    library = library_folder()
    found = compile_text(NAME, lambda name: data if name == NAME else (library / name).read_bytes())
    if found.problems:
        told = [
            gettext("Line %(line)s: %(what)s %(cure)s", line=p.place.line, what=p.what, cure=p.cure).strip()
            for p in found.problems[:MOST_FAULTS]
        ]
        more = (
            [gettext("And %(others)s more.", others=len(found.problems) - MOST_FAULTS)]
            if len(found.problems) > MOST_FAULTS
            else []
        )
        raise BadUpload(" ".join([*told, *more]))
    return found.document
