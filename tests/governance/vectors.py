"""Published test vectors beside the repository; tests that need them say so when they are absent."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "vectors"
ABSENT = "no published vectors: the folder ../shared/data/vectors is absent"


def published(pattern: str) -> list[object]:
    """Parameters for `parametrize`: the vector files that match, or one skipped parameter that says why."""
    found = sorted(FOLDER.glob(pattern))
    if not found:
        return [pytest.param(FOLDER, marks=pytest.mark.skip(reason=ABSENT))]
    return [pytest.param(path, id=str(path.relative_to(FOLDER))) for path in found]


def count(pattern: str) -> int:
    """How many vector files match; skips the test where the folder is absent."""
    if not FOLDER.is_dir():
        pytest.skip(ABSENT)
    return len(list(FOLDER.glob(pattern)))
