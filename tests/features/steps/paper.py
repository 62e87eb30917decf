"""Steps about decisions that were given on paper and are transcribed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from pytest_bdd import parsers, step, then

from coe import acts
from coe.blobs import Blobs
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.founding import new_seed
from coe.packet.decisions import decision_pages
from coe.packet.extract import extract
from coe.packet.record import packet_record
from coe.reading import entries
from governance.record.events import DecisionSigned
from tests.features.house import House
from tests.features.moments import moment, spoken

PAPER = b"%PDF-1.7 a scan"


def transcribe(house: House, name: str, said: str, scan: str, *, sent: bool = True) -> None:
    law, gate = house.law(), house.law().gate_by_name["medical"]
    judged = replace(house.judgement(gate, "approve", {}), stated=moment(said), scan=scan)
    act = acts.decision(law, house.state(), "medical", judged, acts.Signer(house.names[name], new_seed()))
    wanted = replace(house.request(name, act, house.clock.new_id()), blobs=(scan,) if scan and sent else ())
    house.last = house.office.handle(wanted)


def scanned(house: House) -> str:
    return Blobs(house.home.blobs).put(BytesIO(PAPER))


@step(parsers.re(r"(?P<name>\w+) transcribes the paper on which she approved at medical on (?P<said>.+)"))
def transcribes(house: House, name: str, said: str) -> None:
    transcribe(house, name, said, scanned(house))


@step(parsers.re(r"(?P<name>\w+) tries to transcribe a paper of (?P<said>\w+ \d+ \w+, \d+:\d\d)(?P<scan> with.+)?"))
def tries_to(house: House, name: str, said: str, scan: str | None) -> None:
    digest = "" if scan == " without its scan" else scanned(house)
    house.try_to(lambda: transcribe(house, name, said, digest, sent=scan is None))


@then(parsers.re(r"the decision says: given (?P<said>.+), recorded (?P<at>.+), with its scan"))
def says(house: House, said: str, at: str) -> None:
    with reading(house.office.engine) as connection:
        entry = entries(connection, house.record)[-1]
    event = entry.events[0]
    assert isinstance(event, DecisionSigned)
    assert (spoken(event.stated), spoken(entry.at)) == (said, at)
    assert entry.blobs == (event.scan,)
    assert Blobs(house.home.blobs).read(event.scan) == PAPER


@then("the packet prints it as transcribed from paper")
def printed(house: House) -> None:
    note = seal(house.office.engine, house.home, log_key(house.home, house.clock), house.clock)
    with reading(house.office.engine) as connection:
        evidence = extract(connection, house.record_id(), note or b"")
    (page,) = decision_pages(packet_record(evidence, "Europe/Berlin"))
    assert page.paper.startswith("Transcribed from paper: given 16 Nov 2026, 15:00:00 in Berlin, 2026-11-16T14:00:00")
    assert page.local == "17 Nov 2026, 09:00:00 in Berlin"
