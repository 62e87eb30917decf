"""A file is opened by what names it, so that whoever compares or signs a version opens the very file it shows."""

from dataclasses import replace

from coe.database import reading
from coe.governance_law import Governance
from governance.formats.jcs import Json
from governance.record.events import Submitted
from tests.web.owner_house import OwnerHouse
from web.record.references import files_of
from web.rows.records import Library, Record, record_by_number

FIRST: Json = {"file": "a" * 64, "name": "leaflet.pdf", "size": 9, "type": "application/pdf"}
SECOND: Json = {"file": "b" * 64, "name": "leaflet.pdf", "size": 9, "type": "application/pdf"}
PERSONAL: Json = {"commit": "c" * 64}


def submitted(house: OwnerHouse, *given: Json) -> Record:
    """A record that was submitted with each of these as its final file, version after version."""
    number = house.office.submit()
    with reading(house.office.engine) as connection:
        found = record_by_number(connection, Library(), Governance(), number, house.office.clock.at)
    (entry,) = (each for each in found.entries if any(isinstance(event, Submitted) for event in each.events))
    (event,) = (one for one in entry.events if isinstance(one, Submitted))
    versions = (replace(event, answers={**event.answers, "final_file": one}) for one in given)
    return replace(found, entries=tuple(replace(entry, events=(one,)) for one in versions))


def test_each_version_keeps_the_file_it_was_submitted_with(house: OwnerHouse) -> None:
    assert files_of(submitted(house, FIRST, SECOND)) == {"a" * 64: FIRST, "b" * 64: SECOND}


def test_a_personal_file_is_named_by_its_commitment_and_no_answer_names_none(house: OwnerHouse) -> None:
    assert files_of(submitted(house, PERSONAL, None)) == {"c" * 64: PERSONAL}
