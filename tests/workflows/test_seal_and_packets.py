"""Checkpoints when the log grew, packets when they were asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coe.evidence.checkpoints import latest
from coe.home import Home
from coe.office import Office
from coe.office_errors import NotConsistent, OfficeUnavailable
from coe.packet.build import Packet
from coe.packet.requests import NoSuchPacket, ask, asked, covers, failure, made, progress
from tests.workflows.clockwork import Clockwork
from workflows.packets import packets
from workflows.seal import seal

RECORD = "01a1e35e-c000-719e-8f4f-f31e78de5857"
OTHER = "01a1e35e-c000-719e-8f4f-f31e78de5858"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path).prepare()


def test_a_checkpoint_is_signed_once_for_each_growth(work: Clockwork, home: Home) -> None:
    assert [seal(work.office, home) for _ in range(2)] == [True, False]
    work.submit()
    assert [seal(work.office, home) for _ in range(2)] == [True, False]
    with work.engine.connect() as connection:
        newest = latest(connection)
    assert newest is not None
    assert newest[2].startswith(home.config()["origin"].encode())


def test_a_log_that_is_not_the_one_signed_before_is_not_sealed(work: Clockwork, home: Home) -> None:
    seal(work.office, home)
    last = home.keys / "last-checkpoint"
    last.write_bytes(last.read_bytes().replace(b"\n", b"0\n", 2))
    work.submit()
    with pytest.raises(NotConsistent):
        seal(work.office, home)


def test_a_packet_asked_for_is_made_once(work: Clockwork, home: Home) -> None:
    ask(home, RECORD)
    assert made(home, RECORD) is None
    assert packets(work.office, home, _printed) == 1
    assert packets(work.office, home, _printed) == 0
    path = made(home, RECORD)
    assert path is not None
    assert (path.read_bytes(), covers(path)) == (RECORD.encode(), 3)
    assert progress(home, RECORD) is None


def test_a_packet_that_cannot_be_made_says_why_and_holds_up_no_other(work: Clockwork, home: Home) -> None:
    ask(home, RECORD)
    ask(home, OTHER)
    assert packets(work.office, home, _only_other) == 1
    assert failure(home, RECORD) == "no such record"
    assert made(home, OTHER) is not None
    ask(home, RECORD)
    assert failure(home, RECORD) == ""


def test_without_a_database_packets_stay_asked_for(work: Clockwork, home: Home) -> None:
    ask(home, RECORD)

    def down(office: Office, home: Home, record: str, told: Callable[[str], None]) -> Packet:
        raise OfficeUnavailable("Nothing was read.", "It is locked.", "Try again.")

    with pytest.raises(OfficeUnavailable):
        packets(work.office, home, down)
    assert asked(home) == (RECORD,)


@pytest.mark.parametrize("name", ["../keys/log", "", "a/b", "A" * 10, "a" * 100])
def test_only_the_id_of_a_record_names_a_packet(home: Home, name: str) -> None:
    with pytest.raises(NoSuchPacket):
        ask(home, name)


def _printed(office: Office, home: Home, record: str, told: Callable[[str], None]) -> Packet:
    told("Printing")
    assert progress(home, record) == "Printing"
    return Packet(record.encode(), b"", "", 3)


def _only_other(office: Office, home: Home, record: str, told: Callable[[str], None]) -> Packet:
    if record == RECORD:
        raise LookupError("no such record")
    return Packet(b"%PDF", b"", "")
