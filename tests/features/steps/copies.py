"""Steps of whoever takes copies out of the office: packets by browser, read as text, as JSON and by PDF tools."""

from __future__ import annotations

import resource
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe.database import reading
from coe.evidence.keys import log_key
from coe.packet.making import make_asked
from coe.packet.seal import CERTIFICATE
from coe.tables import entry
from governance.formats.pdf import evidence_from_pdf
from governance.verifier.evidence import read_evidence
from tests.features.house import Kept
from tests.features.steps.deciding import gates_decide, requests_changes
from tests.features.steps.front import OK, Front
from tests.features.steps.packets import Case
from tests.features.steps.submitting import resubmits
from tests.web.review_pages import plain
from web.site.context import EXTENSION, Context


@dataclass(frozen=True)
class Inspected:
    """An office with a leaflet whose packet was taken, and that packet; made once for all scenarios."""

    kept: Kept
    record: str
    at: int
    packet: bytes
    took: float


INSPECTED: dict[Path, Inspected] = {}


@step("a leaflet that was changed once and approved, and its packet as Aude took it in a browser")
def inspected(front: Front, case: Case, templates: Path) -> None:
    house = front.house
    if templates not in INSPECTED:
        requests_changes(house, "Mia", "medical", "Name the dose")
        gates_decide(house, "Leo approves at legal, Rosa approves at regulatory")
        resubmits(house, "Olga", " with:", (("field", "answer"), ("title", "Which pill at which time")))
        gates_decide(house, "Mia approves at medical, Sven approves at certification")
        takes_packet(front, case, "Aude")
        kept, packet = house.kept(templates / "inspected"), case.file.read_bytes()
        INSPECTED[templates] = Inspected(kept, house.record, house.clock.now(), packet, case.took)
    found = INSPECTED[templates]
    house.restore(found.kept)
    house.record, house.clock.at, case.took = found.record, found.at, found.took
    front.open_again()
    case.hold("packet.pdf", found.packet)
    hold_key(front, case)


def hold_key(front: Front, case: Case) -> None:
    """The auditor gets the log's key by a way of its own."""
    case.keys = case.folder / "keys.txt"
    case.keys.write_text(log_key(front.house.home, front.house.clock).public.vkey() + "\n")


@step(parsers.re(r"(?P<name>\w+) takes the packet of the leaflet and the key of the log in a browser"))
def takes_packet(front: Front, case: Case, name: str) -> None:
    house, browser = front.house, front.browser(name)
    context: Context = front.app.extensions[EXTENSION]
    # Made here and not by a process nobody waits for, so that what it costs is known.
    front.app.extensions[EXTENSION] = replace(context, printer=lambda home: make_asked(house.office, home))
    before, page = worked(), f"/initiatives/{house.state().number}/packet"
    browser.get(page)
    browser.post(page)
    front.last = browser.get(f"{page}.pdf")
    case.took = worked() - before
    assert front.last.status_code == OK, plain(front.last.text)[:600]
    case.hold("packet.pdf", front.last.data)
    hold_key(front, case)


def worked() -> float:
    """Seconds of processor that this program and those it started have used: the machine's other work left out."""
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in (mine, theirs))


def printed(case: Case) -> str:
    """What a person reads in the packet, by another program's eyes."""
    told = subprocess.run(["pdftotext", "-layout", str(case.file), "-"], capture_output=True, check=True, text=True)
    return " ".join(told.stdout.split())


@then("its evidence holds every entry of the leaflet, byte for byte")
def every_entry(front: Front, case: Case) -> None:
    enclosed = read_evidence(evidence_from_pdf(case.file.read_bytes()).evidence)
    with reading(front.house.office.engine) as connection:
        rows = connection.execute(
            select(entry.c.bytes).where(entry.c.stream == front.house.record).order_by(entry.c.seq)
        )
        kept = [bytes(data) for data in rows.scalars()]
    held = [each.data for each in enclosed.entries if f'"stream":"{front.house.record}"'.encode() in each.data]
    assert len(kept) > 1
    assert held == kept


@then("its print tells every decision: name, meaning, and time in UTC")
def every_decision(front: Front, case: Case) -> None:
    text = printed(case)
    votes = [vote for each in front.house.state().votes.values() for vote in each]
    assert votes
    for vote in votes:
        when = datetime.fromtimestamp(vote.at / 1000, UTC)
        for part in (front.house.name(vote.person), vote.signature.meaning, f"{when:%Y-%m-%d}"):
            assert part in text, (part, text)


@then("it is sealed as PAdES, and a changed byte breaks the seal")
def sealed(front: Front, case: Case) -> None:
    """Asked of pyHanko, with the office's certificate as the auditor was given it."""
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    trusted = load_cert_from_pemder(str(front.house.home.keys / CERTIFICATE))  # type: ignore[no-untyped-call]
    trust = ValidationContext(trust_roots=[trusted], allow_fetching=False)

    def ask(data: bytes) -> bool:
        embedded = PdfFileReader(BytesIO(data)).embedded_signatures[0]
        assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
        status = validate_pdf_signature(embedded, signer_validation_context=trust)
        return bool(status.intact and status.valid)

    data = bytearray(case.file.read_bytes())
    assert ask(bytes(data))
    place = data.index(b"stream") + 40
    data[place] ^= 1
    with pytest.raises(AssertionError):
        assert ask(bytes(data))


@then(parsers.re(r"it prints “(?P<words>.+)”"))
def prints(case: Case, words: str) -> None:
    assert words in printed(case), printed(case)[:3000]


@then(parsers.re(r"it took less than (?P<seconds>\d+) seconds of this machine's work"))
def took_less(case: Case, seconds: str) -> None:
    assert 0 < case.took < int(seconds)
