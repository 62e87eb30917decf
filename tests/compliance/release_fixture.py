"""Keeps an office of the release that is checked out, so that every later one must still read it (21 CFR 11.10(c)).

`python -m tests.compliance.release_fixture FOLDER` founds an office, lets people do what people do, and writes
`office.sql.gz` (a text dump), `checkpoint`, `keys.txt`, `evidence.json.gz` and `told.json`. Nothing in it is secret or
about anybody. `tests/compliance/old_release.py` opens what was kept.
"""

import gzip
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from coe import acts
from coe.database import reading
from coe.evidence.checkpoints import seal
from coe.evidence.keys import declare, log_key
from coe.founding import library_folder
from coe.migrate import migrate
from coe.packet.extract import extract
from tests.compliance.old_release import told_of
from tests.features.filling import Known, filled
from tests.features.house import House, empty, with_wrong
from tests.features.steps import afterwards, clocks, deciding, founding, policies, signing, submitting, versions
from tests.features.steps.library import all_approve

PEOPLE = (
    ("Olga", ""), ("Paul", ""), ("Nora", ""), ("Boss", ""),
    ("Mia", "medical_reviewer"), ("Max", "medical_reviewer"), ("Hana", "medical_head"), ("Leo", "legal_reviewer"),
    ("Rosa", "regulatory_reviewer"), ("Sven", "signatory"), ("Karl", "coordinator"),
    ("Pia", "policy_owner"), ("Petra", "policy_owner"),
    ("Cleo", "chair of the board"), ("Cora", "medical of the board"), ("Cyril", "compliance of the board"),
    ("Ada", "administrator"), ("Uma", "administrator"),
)  # fmt: skip
SEED = 189
LATER = "Known ground", "Well-known ground"


def founded(folder: Path) -> House:
    """An office with its calendars, five policies, people, accounts, roles and seats."""
    house = empty(folder, SEED)
    migrate(house.office.engine)
    for name in ("office", "office-berlin"):
        house.declare_calendar(name)
    for policy in (
        founding.compiled("brochure.yaml"),
        founding.compiled("renewal.yaml"),
        founding.compiled("cx-initiative.yaml", folder=library_folder()),
        founding.compiled("leaflet.yaml"),
    ):
        house.publish(policy.document)
    founding.appoint_all(house, PEOPLE)
    declare(house.office, log_key(house.home, house.clock))
    founding.line_manager(house, "Boss", "Olga")
    return house


def leaflets(house: House) -> None:
    """One that goes through rework, a condition and release to its revocation; others that end otherwise."""
    submitting.submits(house, "Olga")
    deciding.requests_changes(house, "Mia", "medical", "Name the dose")
    deciding.gates_decide(house, "Leo approves at legal, Rosa approves at regulatory")
    submitting.resubmits(house, "Olga", " with:", (("field", "answer"), ("title", "Which pill at which time")))
    deciding.approves_on_condition(house, "Mia", "medical", "Name the dose in the caption")
    deciding.decides(house, "Sven", "approves", "certification")
    submitting.meets(house, "Olga", "c1", "It is in the caption")
    deciding.verifies(house, "Mia", "c1")
    submitting.acts_without_reason(house, "Olga", "release")

    submitting.submits_together(house, "Olga", "artwork", "Nora")
    deciding.decides(house, "Max", "rejects", "medical")

    submitting.submits_with(house, "Paul", (("field", "answer"), ("audience", "patients"), ("budget_owner", "Max")))
    deciding.decides(house, "Cleo", "approves", "steering")
    deciding.decides(house, "Cyril", "abstains", "steering")
    deciding.decides(house, "Cora", "approves", "steering")
    deciding.decides(house, "Leo", "stands aside", "legal")
    submitting.puts_on_hold(house, "Karl", "The label is being changed")
    submitting.acts_without_reason(house, "Karl", "resume")

    submitting.submits(house, "Paul")
    submitting.acts_with_reason(house, "Paul", "withdraws", "The congress has one of its own")

    submitting.submits(house, "Olga")
    submitting.raises_tier(house, "Karl", "T3")


def delegated(house: House) -> None:
    """A reviewer is away and lends her role; clocks run out, and nothing is approved by that."""
    founding.away(house, "Mia", "Friday 27 November, 17:00")
    founding.lends(house, "Mia", "medical_reviewer", "Nora", "Friday 27 November, 17:00")
    submitting.submits(house, "Olga")
    guessed = signing.opened(house, "Nora", "medical")
    wrong = with_wrong(guessed.attempt, password="incorrect horse")
    house.try_to(lambda: house.signed("Nora", guessed.act, wrong, house.clock.new_id()))
    house.refused()
    deciding.tries(house, "Olga", "approve", "medical")
    house.refused()
    deciding.decides(house, "Nora", "approves", "medical")
    clocks.looked_at_hourly(house, "Tuesday 24 November, 12:00")


def versioned(house: House) -> None:
    """A policy changes by hand, a leaflet moves to it, and from then on policy governs itself."""
    files: dict[str, str] = {}
    told = versions.Told()
    submitting.submits(house, "Olga")
    deciding.decides(house, "Leo", "approves", "legal")
    policies.changed(files, "leaflet", *LATER)
    policies.publishes(house, files, "Pia", "leaflet")
    versions.moves(house, "Karl", "Plainer words")
    versions.governs_itself(house)
    policies.changed(files, "leaflet", "New ground", "Unknown ground")
    versions.proposes(house, told, files, "Olga")
    versions.approve(house, "Pia", "Leo")
    house.workflow = "leaflet"


def brochures(house: House) -> None:
    """An approval ends, is renewed by another record, checked in on and revoked."""
    house.workflow = "brochure"
    afterwards.has_approved(house, "Olga")
    afterwards.releases(house, "Olga")
    clocks.becomes(house, "Wednesday 2 December, 10:00")
    clocks.looked_at(house)
    afterwards.answers_check_in(house, "Olga", "7 days after", "Nurses took it up")
    clocks.becomes(house, "Monday 28 December, 10:00")
    clocks.looked_at(house)
    afterwards.submits_renewal(house, "Olga")
    afterwards.decides_renewal(house, "Mia", "approve")
    submitting.acts_with_reason(house, "Karl", "revokes", "The label changed")


def longest_form(house: House) -> None:
    """An initiative of the library, whose form holds tables, people and personal answers."""
    house.workflow = "cx-initiative"
    law = house.in_force()
    house.submit("Olga", acts.Draft(filled(law, {"title": "Technique"}, Known(house.people, {}, house.people["Paul"]))))
    all_approve(house, ())


def dump(database: Path) -> bytes:
    """The whole database as SQL text, compressed; the same content gives the same bytes."""
    with closing(sqlite3.connect(database)) as connection:
        return gzip.compress("\n".join(connection.iterdump()).encode(), mtime=0)


def keep(folder: Path) -> None:
    """Make the office and write what is kept of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        house = founded(Path(scratch))
        leaflets(house)
        delegated(house)
        versioned(house)
        brochures(house)
        longest_form(house)
        key = log_key(house.home, house.clock)
        note = seal(house.office.engine, house.home, key, house.clock)
        assert note is not None
        with reading(house.office.engine) as connection:
            evidence = extract(connection, house.record_id(), note)
        told = told_of(house.reader, house.office.engine)
        house.office.engine.dispose()
        (folder / "office.sql.gz").write_bytes(dump(house.home.database))
        (folder / "evidence.json.gz").write_bytes(gzip.compress(evidence.encode(), mtime=0))
        (folder / "checkpoint").write_bytes(note)
        (folder / "told.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (folder / "keys.txt").write_text(key.public.vkey() + "\n", "ascii")


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
