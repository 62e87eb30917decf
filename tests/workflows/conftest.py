"""An office under the real law for every test that asks for `work`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflows.clockwork import Clockwork, office_in


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Clockwork]:
    """An office at work on SQLite."""
    with office_in(tmp_path) as work:
        yield work
