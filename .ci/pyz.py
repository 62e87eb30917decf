"""Build dist/verify.pyz, the offline verifier as one file: the same sources always give the same bytes.

Its SHA-256 is printed and written into docs/reference/verify-pyz.md, which is published with the release.
"""

import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "verify-pyz.md"
DIGEST = re.compile(r"`[0-9a-f]{64}`")
sys.path.insert(0, str(ROOT))


def build(target: Path) -> str:
    """Write the archive and return its SHA-256; the office builds the same for its bundles."""
    from coe.bundle.verifier import verifier

    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(verifier())
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
