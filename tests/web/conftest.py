"""One office is founded for all tests of a worker; each test gets a copy of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.owner_desk import Desk, new_desk
from tests.web.owner_house import OwnerHouse, copied, opened
from tests.web.review_office import ReviewOffice, opened_office
from tests.web.review_pages import Pages, opened_pages


@pytest.fixture(scope="session")
def founded_office(tmp_path_factory: pytest.TempPathFactory) -> ReviewOffice:
    """An office with people, accounts, a calendar, and cx-initiative in force. Never changed by a test."""
    return opened_office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def house(founded_office: ReviewOffice, tmp_path: Path) -> Iterator[OwnerHouse]:
    """The whole app over an office of this test's own."""
    made = opened(copied(founded_office, tmp_path))
    yield made
    made.office.engine.dispose()


@pytest.fixture
def pages(founded_office: ReviewOffice, tmp_path: Path) -> Iterator[Pages]:
    """The browsers of reviewers, auditors and administrators over an office of this test's own."""
    made = opened_pages(copied(founded_office, tmp_path))
    yield made
    made.house.engine.dispose()


@pytest.fixture
def desk(house: OwnerHouse) -> Desk:
    """An owner who has just opened a new draft."""
    return new_desk(house)
