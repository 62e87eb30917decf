"""The process that makes packets: what was asked for is there when it ends, and a second one prints nothing twice."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from coe.erasing import Named, Order, erase_answer
from coe.home import Home
from coe.office import Office
from coe.packet.build import Packet
from coe.packet.making import begin, make_asked
from coe.packet.requests import ask, asked, covers, failure, made
from tests.coe.evidence_office import Bureau, bureau


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Bureau]:
    made = bureau(tmp_path)
    made.submits({"title": "Leaflet", "who": "Told by Mia, a nurse"})
    yield made
    made.engine.dispose()


@pytest.mark.slow
def test_a_process_of_its_own_makes_what_is_asked_for(house: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COE_DATABASE_URL", str(house.engine.url))
    ask(house.home, house.record)
    with begin(house.home) as process:
        assert process.wait(timeout=120) == 0
    assert failure(house.home, house.record) == ""
    packet = made(house.home, house.record)
    assert packet is not None
    assert packet.read_bytes().startswith(b"%PDF-")
    assert covers(packet) >= 14
    assert asked(house.home) == ()


def test_two_makers_at_once_print_each_packet_once(house: Bureau) -> None:
    printed: list[str] = []

    def build(office: Office, home: Home, record: str, told: Callable[[str], None]) -> Packet:
        printed.append(record)
        return Packet(b"%PDF", b"", "", len(printed))

    for record in ("0a", "0b"):
        ask(house.home, record)
    makers = [Thread(target=make_asked, args=(house.office, house.home, build)) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert sorted(printed) == ["0a", "0b"]


def test_a_packet_printed_while_something_was_erased_is_printed_again(house: Bureau) -> None:
    printed: list[bytes] = []

    def build(office: Office, home: Home, record: str, told: Callable[[str], None]) -> Packet:
        if not printed:
            order = Order(house.people["ada"], "Asked for by letter", house.clock.new_id(), bytes(32))
            erase_answer(office, home, Named(record, "", "who"), order)
        printed.append(b"%%PDF of reading %d" % len(printed))
        return Packet(printed[-1], b"", "", len(printed))

    ask(house.home, house.record)
    assert make_asked(house.office, house.home, build) == 1
    packet = made(house.home, house.record)
    assert packet is not None
    assert packet.read_bytes() == printed[-1] == b"%PDF of reading 1"
    assert asked(house.home) == ()
