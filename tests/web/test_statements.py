"""How many statements a list page runs does not depend on how many rows it shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from tests.web.review_office import HOUR
from tests.web.review_pages import Pages

LISTS = (
    ("sofia", "/inbox"),
    ("sofia", "/inbox?order=due&tier=T2&review=first&clock=likely"),
    ("sofia", "/inbox?order=size&size=many"),
    ("astrid", "/initiatives"),
    ("aude", "/trail"),
    ("ada", "/people"),
    ("ada", "/office/status"),
)
FEW, MANY = 3, 30


@pytest.fixture
def statements(pages: Pages) -> Iterator[list[str]]:
    """The statements run since it was cleared last."""
    found: list[str] = []

    def _noted(*given: object) -> None:
        found.append(str(given[2]))

    event.listen(pages.house.engine, "before_cursor_execute", _noted)
    yield found
    event.remove(pages.house.engine, "before_cursor_execute", _noted)


def test_a_list_of_thirty_takes_as_many_statements_as_one_of_three(pages: Pages, statements: list[str]) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for who, place in LISTS:
            pages.browser(who).get(place)
            statements.clear()
            assert pages.browser(who).get(place).status_code == 200
            found[place] = len(statements)
        return found

    for place in range(FEW):
        pages.house.submit(f"Leaflet {place}")
    few = asked()
    for place in range(FEW, MANY):
        pages.house.submit(f"Leaflet {place}")
    assert asked() == few


def test_the_pages_of_an_inbox_follow_each_other_by_risk(pages: Pages) -> None:
    numbers = [pages.house.submit(f"Leaflet {place}") for place in range(53)]
    pages.house.clock.set(pages.house.clock.now() + HOUR)
    browser = pages.browser("sofia")
    first, second = browser.get("/inbox").text, browser.get("/inbox?page=2").text
    assert [number for number in numbers if number in second] == numbers[50:]
    assert not any(f">{number}<" in first for number in numbers[50:])
    assert "53 decisions wait for you" in first
    assert 'href="/inbox?page=2"' in first
    assert 'href="/inbox"' in second
    assert "/inbox?page=3" not in second
