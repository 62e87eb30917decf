"""Build dist/verify.pyz, the offline verifier as one file: the same sources always give the same bytes.

Its SHA-256 is printed and written into docs/reference/verify-pyz.md, which is published with the release.
"""

import hashlib
import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold; no build leaves its own
START = b"from governance.__main__ import main\n\nraise SystemExit(main())\n"
PAGE = ROOT / "docs" / "reference" / "verify-pyz.md"
DIGEST = re.compile(r"`[0-9a-f]{64}`")
SHEBANG = b"#!/usr/bin/env python3\n"


def build(target: Path) -> str:
    """Write the archive and return its SHA-256; stored, not compressed, since compressors differ between machines."""
    sources = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "governance").rglob("*.py")}
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(SHEBANG)
        with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as archive:
            for name, content in sorted((sources | {"__main__.py": START}).items()):
                entry = zipfile.ZipInfo(name, EPOCH)
                entry.create_system = 3  # Unix, wherever it is built
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content)
    target.chmod(0o755)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def published(page: str, digest: str) -> str:
    """The page with this digest in the place of the one it has."""
    return DIGEST.sub(f"`{digest}`", page)


if __name__ == "__main__":
    if not (ROOT / "governance" / "__main__.py").exists():
        sys.exit("governance/__main__.py is missing, so there is no verifier to pack.")
    digest = build(ROOT / "dist" / "verify.pyz")
    PAGE.write_text(published(PAGE.read_text(encoding="utf-8"), digest), encoding="utf-8")
    print(digest, " dist/verify.pyz")
