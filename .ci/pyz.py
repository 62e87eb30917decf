"""Build dist/verify.pyz, the offline verifier as one file: the same sources always give the same bytes."""

import hashlib
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold; no build leaves its own
START = b"from governance.__main__ import main\n\nraise SystemExit(main())\n"
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


if __name__ == "__main__":
    if not (ROOT / "governance" / "__main__.py").exists():
        sys.exit("governance/__main__.py is missing, so there is no verifier to pack.")
    print(build(ROOT / "dist" / "verify.pyz"), " dist/verify.pyz")
