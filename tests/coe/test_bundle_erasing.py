"""What was erased stands in no bundle kept here, nor in one that was being made meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coe.bundle import jobs
from coe.bundle.making import Making
from coe.erasing import Named, Order, erase_answer
from tests.coe.evidence_office import Bureau, bureau
from tests.coe.test_bundle import ALL, asked, evidence_alone, files_of, says


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Bureau]:
    made = bureau(tmp_path)
    made.submits({"title": "Leaflet", "who": "Nurse Ada"})
    yield made
    made.engine.dispose()


def erase_who(house: Bureau) -> None:
    order = Order(house.people["ada"], "Asked for by letter", house.clock.new_id(), bytes(32))
    erase_answer(house.office, house.home, Named(house.record, "", "who"), order)


def test_an_erasure_throws_away_the_bundles_kept_here(house: Bureau) -> None:
    id_ = house.clock.new_id()
    jobs.ask(house.home, id_, ALL, house.people["ada"], 1)
    (house.home.folder / "bundles" / f"{id_}.zip").write_bytes(b"PK")
    erase_who(house)
    assert jobs.made(house.home, id_) is None
    assert jobs.all_of(house.home, 1) == ()


def test_a_bundle_made_while_something_was_erased_is_made_again(house: Bureau) -> None:
    begun: list[int] = []

    @contextmanager
    def crew() -> Iterator[Making]:
        if not begun:
            erase_who(house)
        begun.append(1)
        yield evidence_alone(house)

    id_ = house.clock.new_id()
    jobs.ask(house.home, id_, ALL, house.people["ada"], 1)
    assert jobs.make_asked(house.office, house.home, crew) == 1
    assert len(begun) == 2
    kept = jobs.made(house.home, id_)
    assert kept is not None
    assert says(asked(house, files_of(kept)))["intact"] == "yes"
    assert jobs.find(house.home, id_, 1).state == "made"
