"""A packet told from a real office and never printed: what its pages would say."""

from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.packet.books import posted
from coe.packet.document import packet_html
from coe.packet.extract import extract, size_of
from coe.packet.page import PacketPage
from coe.packet.record import packet_record
from coe.packet.story import packet_page
from governance.verifier.evidence import Evidence
from governance.verifier.verification import examine
from tests.coe.evidence_office import Bureau


def evidence_of(house: Bureau) -> Evidence:
    note = seal(house.engine, house.home, log_key(house.home, house.clock), house.clock)
    with reading(house.engine) as connection:
        return extract(connection, house.record, note or b"")


def told(house: Bureau, evidence: Evidence | None = None) -> PacketPage:
    """What the packet of the house's record says; the verifier has nothing against it, and it can be set as a page."""
    found = evidence or evidence_of(house)
    key = log_key(house.home, house.clock).public
    with reading(house.engine) as connection:
        books = posted(connection, house.record, size_of(found))
    verdict = examine(found.encode(), (key,))
    assert [a.say for a in verdict.answers] == ["yes", "yes", "yes"], verdict
    page = packet_page(packet_record(found, "Europe/Berlin"), verdict, "ab" * 32, key, books)
    assert packet_html(page).html
    return page
