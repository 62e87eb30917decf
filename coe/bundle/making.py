"""Making a bundle: one checkpoint over the log, the draw, then packet by packet in worker processes, into one ZIP.

A packet is in memory in one worker only and on disk until it is in the ZIP, so memory does not grow with the sample.
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from coe.bundle.index import Contents, Made, index_csv, index_html, index_json, readme
from coe.bundle.register import register, titles
from coe.bundle.verifier import verifier
from coe.clock import MovedClock
from coe.continuity.archive import Writer, written
from coe.continuity.workplace import workplace
from coe.database import reading
from coe.evidence.checkpoints import seal as seal_log
from coe.evidence.keys import declare, log_key
from coe.home import Home
from coe.office import Office
from coe.office_errors import OfficeUnavailable
from coe.opening import open_office
from coe.packet.build import DEFAULT_ZONE, build_packet
from coe.reading import Reader
from governance.formats.jcs import encode
from governance.verifier.bundles import INDEX, REGISTER
from governance.verifier.sampling import Registered, Selection, draw, rows_json

Job: TypeAlias = tuple[str, str]
"""The id of a record, and where its packet goes."""
Result: TypeAlias = tuple[str, str]
"""The fingerprint printed on the packet, or "" and why there is none."""
Making: TypeAlias = Callable[[Iterable[Job]], Iterator[Result]]
Told: TypeAlias = Callable[[int, int], None]
AT_ONCE = 4
TASKS_A_WORKER = 50
"""Workers are replaced after so many packets each: what a drawing library keeps for itself does not grow for ever."""
LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class Drawn:
    """A register as it stood, and the sample drawn from it."""

    register: tuple[Registered, ...]
    sample: tuple[Registered, ...]


def drawn(office: Office, selection: Selection) -> Drawn:
    """The draw, the same for command and page. Raises OfficeUnavailable, Damaged."""
    with reading(office.engine) as connection:
        rows = register(connection, Reader(office.engine, office.law))
    return Drawn(rows, draw(rows, selection))


def make_bundle(
    office: Office, home: Home, selection: Selection, output: Path, making: Making, told: Told = lambda *_: None
) -> Contents:
    """Write the bundle whole or not at all; `told` hears how many packets are done, of how many.

    A packet that cannot be made is listed with the reason. Raises OfficeError, OSError.
    """
    from coe.packet.seal import make_seal_key

    key, now = log_key(home, office.clock), office.clock.now()
    declare(office, key)
    seal_log(office.engine, home, key, office.clock)
    make_seal_key(home.keys, at=datetime.fromtimestamp(now / 1000, UTC))
    found = drawn(office, selection)
    with reading(office.engine) as connection:
        named = titles(connection, tuple(row.id for row in found.sample))
    packets: list[Made] = []
    with workplace(output) as work, written(output) as archive:
        files = [work / f"{row.id}.pdf" for row in found.sample]
        told(0, len(files))
        results = making((row.id, str(file)) for row, file in zip(found.sample, files, strict=True))
        for row, file, made in zip(found.sample, files, results, strict=True):
            packets.append(_added(archive, Made(row, named.get(row.id, "")), made, file))
            told(len(packets), len(files))
        contents = Contents(key.origin, now, selection, found.register, tuple(packets))
        _finish(archive, contents, ZoneInfo(home.config().get("zone", DEFAULT_ZONE)))
    return contents


def alone(office: Office, home: Home) -> Making:
    """One packet after the other, in this process."""
    return lambda jobs: (_made(office, home, job) for job in jobs)


@contextmanager
def workers(home: Home, count: int, now: int, tasks: int = TASKS_A_WORKER) -> Iterator[Making]:
    """Worker processes (0: one for each processor, at most four), each with an office of its own; `now` is the time of
    every seal. After `tasks` packets each, others take over. They end with the block.
    """
    count, crew = count or min(os.cpu_count() or 1, AT_ONCE), ExitStack()
    with crew:
        yield lambda jobs: crew.enter_context(closing(_in_shifts(iter(jobs), (str(home.folder), now), count, tasks)))


def _in_shifts(jobs: Iterator[Job], house: tuple[str, int], count: int, tasks: int) -> Generator[Result, None, None]:
    """A pool for each shift. The pool's own limit of tasks a worker would do, but waits for ever once all have reached
    it together (Python's issue 115634).
    """
    while shift := list(islice(jobs, count * tasks)):
        pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, house)
        try:
            yield from pool.map(_one, shift)
        finally:
            pool.shutdown(cancel_futures=True)


_HERE: dict[str, tuple[Office, Home]] = {}


def _begin(folder: str, now: int) -> None:
    home = Home(Path(folder))
    _HERE["office"] = open_office(home, MovedClock(now)), home


def _one(job: Job) -> Result:
    return _made(*_HERE["office"], job)


def _made(office: Office, home: Home, job: Job) -> Result:
    """A packet on disk, or why there is none. Without a database there is no bundle at all."""
    record, path = job
    try:
        packet = build_packet(office, home, record)
        Path(path).write_bytes(packet.pdf)
    except (OfficeUnavailable, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever one packet raises is listed, and holds up no other
        return "", (str(error) or type(error).__name__)[:LONGEST_WHY]
    return packet.fingerprint, ""


def _added(archive: Writer, one: Made, made: Result, file: Path) -> Made:
    """The packet in the ZIP and off the disk, or why there is none."""
    fingerprint, why = made
    if why:
        return replace(one, why=why)
    name = f"packets/{one.row.number}.pdf"
    with file.open("rb") as source:
        listed = archive.add(name, source, packed=False)
    file.unlink()
    return replace(one, file=name, sha256=listed.sha256, size=listed.size, fingerprint=fingerprint)


def _finish(archive: Writer, contents: Contents, zone: ZoneInfo) -> None:
    beside = {
        REGISTER: encode(rows_json(contents.register)),
        "index.html": index_html(contents, zone),
        "index.csv": index_csv(contents.packets),
        "README.txt": readme(contents),
        "verify.pyz": verifier(),
    }
    for name, data in {**beside, INDEX: index_json(contents, beside)}.items():
        archive.add(name, BytesIO(data))
