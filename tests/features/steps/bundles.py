"""Steps of the auditor who draws a sample and takes its packets home."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from pytest_bdd import parsers, step, then

from coe import acts
from coe.bundle.making import Job, Result, drawn, make_bundle
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.packet.extract import extract
from governance.verifier.sampling import Method, Registered, Selection
from tests.features.house import House
from tests.features.steps.packets import Case
from tests.features.steps.submitting import answers

Sample = tuple[Registered, ...]
CLOSED = Selection("random", 5, "auditor")
METHODS: dict[str, Method] = {"chance": "random", "risk": "risk"}


@pytest.fixture
def samples() -> list[Sample]:
    """What was drawn, the latest last."""
    return []


@step(parsers.parse("Olga has submitted {count:d} leaflets, every second one for patients"))
def submits_many(house: House, count: int) -> None:
    for place in range(count):
        given = {**answers(house), "audience": "patients" if place % 2 else "nurses", "title": f"Leaflet {place}"}
        house.submit("Olga", acts.Draft(given))


@step(parsers.re(r"a sample of (?P<size>\d+) is drawn by (?P<method>chance|risk) with the seed “(?P<seed>\w+)”"))
def draws(house: House, samples: list[Sample], size: str, method: str, seed: str) -> None:
    asked = Selection(METHODS[method], int(size), seed, closed=False)
    samples.append(drawn(house.office, asked).sample)
    assert len(samples[-1]) == int(size)


@step("closed records are drawn")
def draws_closed(house: House, samples: list[Sample]) -> None:
    samples.append(drawn(house.office, CLOSED).sample)


@then("both samples are the same, in the same order")
def same(samples: list[Sample]) -> None:
    assert samples[-1] == samples[-2]


@then("the samples differ")
def differ(samples: list[Sample]) -> None:
    assert samples[-1] != samples[-2]


@then("every record of the sample is of tier T3")
def highest(samples: list[Sample]) -> None:
    assert {row.tier for row in samples[-1]} == {"T3"}


@then("the sample is that leaflet alone")
def alone_drawn(house: House, samples: list[Sample]) -> None:
    assert [row.id for row in samples[-1]] == [house.record_id()]


@step("the bundle of closed records is handed to the auditor, and the key of the log")
def hand_bundle(house: House, case: Case) -> None:
    """Each packet is its evidence: what the PDF adds is promised beside the packet."""

    def making(jobs: Iterable[Job]) -> Iterator[Result]:
        for record, path in jobs:
            note = seal(house.office.engine, house.home, log_key(house.home, house.clock), house.clock)
            with reading(house.office.engine) as connection:
                Path(path).write_bytes(extract(connection, record, note or b"").encode())
            yield "ab" * 32, ""

    case.file = case.folder / "bundle.zip"
    make_bundle(house.office, house.home, CLOSED, case.file, making)
    case.keys = case.folder / "keys.txt"
    case.keys.write_text(log_key(house.home, house.clock).public.vkey() + "\n")


@then("no key is in the bundle")
def no_key(case: Case) -> None:
    with ZipFile(case.file) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert case.keys.read_bytes().strip() not in held


@step("somebody takes the packet out of the bundle")
def takes_out(case: Case) -> None:
    left = io.BytesIO()
    with ZipFile(case.file) as archive, ZipFile(left, "w") as fewer:
        for name in archive.namelist():
            if not name.startswith("packets/"):
                fewer.writestr(name, archive.read(name))
    case.file.write_bytes(left.getvalue())
