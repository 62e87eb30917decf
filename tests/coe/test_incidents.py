"""Alarms open an incident once, whoever raises them how often; the record table says how each stands."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from coe import acts
from coe.clock import MovedClock
from coe.database import create, engine_for
from coe.founding import new_seed
from coe.governance_law import Governance
from coe.incidents import alarm, one, subject
from coe.office import Office
from coe.requests import Receipt, Request
from coe.tables import entry, incident, notice
from governance.errors import Refused
from governance.record import commands as c
from tests.coe.office_world import START, contents

ADMINISTRATORS = "role/administrator"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office under the real law, with `ada` and `amir` as administrators and `olga`."""
    engine = engine_for(f"sqlite:///{tmp_path}/office.sqlite")
    create(engine)
    office = Office(engine, Governance(), clock=MovedClock(START))
    for name in ("ada", "amir", "olga"):
        send(office, f"person/{name}", "system", acts.person(name.title(), f"{name}@example.org", new_seed()))
    for name, by in (("ada", "system"), ("amir", "ada")):
        send(office, ADMINISTRATORS, by, acts.reasoned(partial(granted, name), "New", new_seed()))
    yield office
    engine.dispose()


def granted(person: str, reason: str) -> c.Grant:
    return c.Grant(person, 0, 0, reason)


def report(kind: str, about: str = "") -> acts.Act:
    return acts.reasoned(partial(c.OpenIncident, kind, about), "Odd", new_seed())


def send(office: Office, stream: str, actor: str, act: acts.Act) -> None:
    office.handle(Request(office.clock.new_id(), stream, actor, act.command, act.disclosures))


def told(office: Office) -> list[tuple[str, str]]:
    with office.engine.connect() as connection:
        return sorted((row.person, row.kind) for row in connection.execute(select(notice)))


def test_an_alarm_opens_one_incident_and_tells_every_administrator(office: Office) -> None:
    first = alarm(office, "anchor-overdue", "key/log", "anchor/2026-01-21", "No anchor for 25 hours.")
    again = alarm(office, "anchor-overdue", "key/log", "anchor/2026-01-21", "No anchor for 26 hours.")
    other = alarm(office, "anchor-overdue", "key/log", "anchor/2026-01-22", "No anchor for 49 hours.")
    assert first == again != other
    with office.engine.connect() as connection:
        rows = connection.execute(select(incident.c.id, incident.c.opener)).all()
        assert sorted(rows) == sorted([(first, "system"), (other, "system")])
    assert told(office) == [("ada", "incident")] * 2 + [("amir", "incident")] * 2


def test_an_alarm_that_another_program_raised_meanwhile_in_other_words_is_raised(office: Office) -> None:
    elsewhere = Office(office.engine, Governance(), clock=office.clock)

    class Late(Office):
        def handle(self, request: Request) -> Receipt:
            alarm(elsewhere, "other", "", "x", "Said by the other one.")
            return super().handle(request)

    id_ = alarm(Late(office.engine, Governance(), clock=office.clock), "other", "", "x", "Said here.")
    with office.engine.connect() as connection:
        assert one(connection, id_) is not None
        mine = select(entry.c.seq).where(entry.c.stream == f"incident/{id_}")
        assert len(connection.execute(mine).all()) == 1


def test_an_alarm_of_an_unknown_kind_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="no kind of incident"):
        alarm(office, "fire", "", "x", "It burns.")


def test_whoever_reported_it_hears_that_it_is_closed_and_the_row_says_who_did_what(office: Office) -> None:
    send(
        office,
        "incident/i1",
        "olga",
        report("misuse", "person/amir"),
    )
    send(office, "incident/i1", "ada", acts.reasoned(c.AcknowledgeIncident, "I look into it", new_seed()))
    send(office, "incident/i1", "ada", acts.reasoned(c.CloseIncident, "A shared desk", new_seed()))
    assert told(office) == [("ada", "incident"), ("amir", "incident"), ("olga", "incident-closed")]
    with office.engine.connect() as connection:
        row = one(connection, "i1")
        assert row is not None
        assert (row["opener"], row["acknowledged_by"], row["closed_by"]) == ("olga", "ada", "ada")
        assert [subject(connection, about) for about in (row["about"], "person/x", "key/log", "")] == [
            "Amir", "a person no longer named", "the log’s key", "",
        ]  # fmt: skip


def test_the_table_is_rebuilt_from_the_log_as_it_was(office: Office) -> None:
    from coe.rebuild import rebuild

    alarm(office, "drill-failed", "", "drill", "It would not open.")
    send(office, "incident/i1", "olga", report("other"))
    send(office, "incident/i1", "ada", acts.reasoned(c.CloseIncident, "A typo", new_seed()))
    before = contents(office.engine)
    assert len(before["incident"]) == 2
    rebuild(office.engine, office.law)
    assert contents(office.engine) == before
