"""The offline verifier as one file, `verify.pyz`: the same sources always give the same bytes."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold; no build leaves its own
START = b"from governance.__main__ import main\n\nraise SystemExit(main())\n"
SHEBANG = b"#!/usr/bin/env python3\n"


def verifier() -> bytes:
    """The archive; stored, not compressed, since compressors differ between machines."""
    sources = dict(_sources(files("governance"), "governance"))
    made = BytesIO(SHEBANG)
    made.seek(0, 2)
    with ZipFile(made, "a", ZIP_STORED) as archive:
        for name, content in sorted((sources | {"__main__.py": START}).items()):
            entry = ZipInfo(name, EPOCH)
            entry.create_system = 3  # Unix, wherever it is built
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        name = f"{path}/{each.name}"
        if each.is_dir():
            yield from _sources(each, name)
        elif each.name.endswith(".py"):
            yield name, each.read_bytes()
