"""The audit packet: evidence taken from the log, verified, told, printed, sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from coe.database import reading
from coe.evidence.checkpoints import seal as seal_log
from coe.evidence.cosignatures import best_for
from coe.evidence.keys import log_key
from coe.evidence.window import note_handed_out
from coe.home import Home
from coe.office import Office
from coe.packet.books import Posted, posted
from coe.packet.extract import extract, size_of
from coe.packet.record import packet_record
from coe.packet.story import manifest, packet_page
from governance.ledger.note import Key
from governance.verifier.evidence import Evidence
from governance.verifier.verification import examine

DEFAULT_ZONE = "Europe/Berlin"


def _nobody(_: str) -> None:
    """Hears the steps where nobody waits for them."""


@dataclass(frozen=True)
class Packet:
    """A packet, the `evidence.json` inside it, and the fingerprint (SHA-256 of its MANIFEST) printed on it; `size` is
    how many entries its checkpoint covers.
    """

    pdf: bytes
    evidence: bytes
    fingerprint: str
    size: int = 0


def build_packet(office: Office, home: Home, initiative: str, told: Callable[[str], None] = _nobody) -> Packet:
    """The sealed packet of an initiative (its id), under a checkpoint sealed now. `told` hears each step as it begins.

    Raises OfficeError, PrintingError, SealError.
    """
    from coe.packet.seal import make_seal_key, seal

    told("Taking the evidence out of the log")
    key = log_key(home, office.clock)
    note = seal_log(office.engine, home, key, office.clock)
    with reading(office.engine) as connection:
        evidence = extract(connection, initiative, best_for(connection, initiative, key) or note or b"")
        books = posted(connection, initiative, size_of(evidence))
    packet = unsealed_packet(evidence, key.public, home.config().get("zone", DEFAULT_ZONE), books, told)
    told("Sealing")
    now = datetime.fromtimestamp(office.clock.now() / 1000, UTC)
    make_seal_key(home.keys, at=now)
    sealed = replace(packet, pdf=seal(packet.pdf, home.keys, at=now))
    note_handed_out(office.engine, initiative, evidence.checkpoint, office.clock.now())
    return sealed


def unsealed_packet(
    evidence: Evidence,
    key: Key,
    zone: str,
    books: tuple[Posted, ...] | None = None,
    told: Callable[[str], None] = _nobody,
) -> Packet:
    """The packet before it is sealed: the same evidence, log key, zone (IANA), books and release give the same bytes.

    Raises PrintingError, and ValueError when the evidence holds no initiative.
    """
    from coe.packet.document import packet_html
    from coe.packet.lettering import bare, packet_fonts
    from coe.packet.printing import Attached, render

    told("Judging it again")
    data = evidence.encode()
    listed = manifest(data)
    fingerprint = sha256(listed).hexdigest()
    record = packet_record(evidence, zone)
    page = packet_page(record, examine(data, (key,)), fingerprint, key, books)
    drawn = packet_html(page)
    told("Printing")
    last = max(entry.at for entry in record.entries)
    pdf = render(
        drawn.html,
        attachments=(
            Attached("evidence.json", data, "application/json", "Entries, proofs, disclosed values", "Data"),
            Attached("MANIFEST", listed, "text/plain", "Digests of the enclosed files", "Supplement"),
        ),
        title=bare(f"{page.record}: {page.title}"),
        identifier=sha256(data).digest()[:16],
        made_at=datetime.fromtimestamp(last / 1000, UTC),
        fonts=packet_fonts(),
        images=drawn.images,
    )
    return Packet(pdf, data, fingerprint, size_of(evidence))
