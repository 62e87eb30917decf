"""How many statements a page takes."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event

from tests.web.owner_house import OwnerHouse


def statements(house: OwnerHouse, act: Callable[[], object]) -> int:
    """The statements sent to the office's database during an act."""
    counted: list[str] = []

    def note(*given: object) -> None:
        counted.append(str(given[2]))

    event.listen(house.office.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(house.office.engine, "before_cursor_execute", note)
    return len(counted)
