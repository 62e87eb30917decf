"""People a record names: their printed names are in its evidence, can be verified, and are gone once erased."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from coe.acts import Judgement
from coe.database import writing
from coe.packet.changes import text
from coe.packet.record import packet_record
from coe.tables import disclosure
from governance.formats.jcs import Json
from governance.record import commands as c
from governance.record.entry import read_entry
from governance.verifier.evidence import Evidence
from tests.coe.evidence_office import LAW, SECTION, Bureau, bureau
from tests.coe.packet_told import evidence_of, told

GATES = [gate for gate in (LAW["gates"] if isinstance(LAW["gates"], list) else []) if isinstance(gate, dict)]
NAMING: dict[str, Json] = {
    "section": "people",
    "fields": [
        {"name": "sponsor", "kind": "person"},
        {"name": "deputy", "kind": "person", "personal": "yes"},
        {
            "name": "team",
            "kind": "table",
            "columns": [{"name": "who", "kind": "person"}, {"name": "part", "kind": "line"}],
        },
    ],
}


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    gates: list[Json] = [{**gate, "reviews": ["need", "people"]} for gate in GATES]
    made = bureau(tmp_path_factory.mktemp("people"), law={**LAW, "form": [SECTION, NAMING], "gates": gates})
    for name in ("sven", "dora", "tina", "nora"):
        made.person(name, by="ada")
    yield made
    made.engine.dispose()


@pytest.fixture
def house(founded: Bureau) -> Bureau:
    """One office for all; a record of its own for each test."""
    founded.record = ""
    return founded


def naming(house: Bureau) -> Evidence:
    """Sven sponsors, Dora is the deputy, Tina is of the team; Nora is nobody here."""
    answers: dict[str, Json] = {
        "title": "Leaflet",
        "sponsor": house.people["sven"],
        "deputy": house.people["dora"],
        "team": [{"who": house.people["tina"], "part": "Drawing"}],
    }
    house.submits(answers)
    return evidence_of(house)


def given(house: Bureau, evidence: Evidence) -> dict[str, str]:
    """What the packet prints for each answer; its verifier says yes three times."""
    page = told(house, evidence)
    return {
        answer.label: " ".join(x.text for row in answer.table.rows for cell in row.cells for x in cell.pieces)
        if answer.table
        else answer.text
        for part in page.submission
        for answer in part.answers
    }


def people(evidence: Evidence) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for proven in evidence.entries:
        entry = read_entry(proven.data)
        if entry.stream.startswith("person/"):
            found.setdefault(entry.stream.partition("/")[2], []).append(entry.version)
    return found


def test_a_person_in_an_answer_is_printed_by_name_wherever_the_answer_holds_them(house: Bureau) -> None:
    said = given(house, naming(house))
    assert (said["Sponsor"], said["Deputy"]) == ("Dr Sven", "Dr Dora")
    assert said["Team"] == "Dr Tina Drawing"


def test_of_somebody_named_only_the_registration_is_enclosed_and_of_others_nothing(house: Bureau) -> None:
    house.send(f"person/{house.people['sven']}", house.people["sven"], c.DeclareAbsence(1, 2))
    found = people(naming(house))
    assert {name: found.get(house.people[name]) for name in ("sven", "dora", "tina", "nora", "leo", "olga")} == {
        "sven": [1], "dora": [1], "tina": [1], "nora": None, "leo": None, "olga": [1],
    }  # fmt: skip
    assert "Dr Nora" not in {each.value for each in evidence_of(house).disclosed}


def test_whoever_granted_a_role_that_was_used_is_named(house: Bureau) -> None:
    house.grants("role/medical", "nora", by="ada")
    house.submits({"title": "Leaflet"})
    house.says("nora", "medical", Judgement("approve"))
    granted = [each.reference for each in told(house).holdings if each.person == "Dr Nora"]
    assert granted[0].startswith("Granted by Dr Ada, ")


def test_once_forgotten_a_person_is_printed_as_erased_and_the_older_packet_verifies_still(house: Bureau) -> None:
    before = naming(house)
    gone = house.names["sven"]
    with writing(house.engine) as connection:
        kept = connection.execute(disclosure.select().where(disclosure.c.commit == gone)).mappings().one()
        connection.execute(disclosure.delete().where(disclosure.c.commit == gone))
    try:
        after = evidence_of(house)
        assert given(house, after)["Sponsor"] == "erased person"
        assert house.people["sven"] in people(after)
        assert "Dr Sven" not in after.encode().decode()
        assert given(house, before)["Sponsor"] == "Dr Sven"
    finally:
        with writing(house.engine) as connection:
            connection.execute(disclosure.insert().values(**kept))


def test_evidence_of_an_older_release_without_their_registrations_verifies_and_prints_the_id(house: Bureau) -> None:
    """A packet that was made before names were enclosed."""
    evidence = naming(house)
    added = {f"person/{id_}" for id_ in people(evidence) if id_ != house.people["olga"]}
    rest = [x for x in evidence.entries if read_entry(x.data).stream not in added]
    known = {commit for x in rest for commit in read_entry(x.data).commits}
    older = replace(
        evidence, entries=tuple(rest), disclosed=tuple(x for x in evidence.disclosed if x.commit in known)
    )
    assert given(house, older)["Sponsor"] == f"person {house.people['sven'][-8:]}"


def test_an_answer_that_names_nobody_registered_is_printed_as_it_stands(house: Bureau) -> None:
    record = packet_record(naming(house), "UTC")
    assert text(record, "sponsor", "0190-unknown") == "person -unknown"
