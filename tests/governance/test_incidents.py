"""Who may report, acknowledge and close an incident, and that none closes without its root cause."""

import pytest

from governance.office.incidents import Incident
from governance.record import commands as c
from governance.record import events as e
from governance.record.incident_kinds import HOURS, KINDS
from tests.governance import proven_office as office
from tests.governance.proven_office import MEDICAL, OWNER, Log

STREAM = "incident/i1"
WHY = "w" * 64
FAILED = c.OpenIncident("verify-failed", "", WHY)


@pytest.fixture
def log() -> Log:
    """An office with an administrator (`ada`) and somebody of quality (`pia`)."""
    log = office.founded()
    log.does("role/quality", c.Grant("pia", 0, 0, WHY), "ada")
    return log


def incident(log: Log) -> Incident:
    state = log.head(STREAM).state
    assert isinstance(state, Incident)
    return state


@pytest.mark.parametrize("actor", ["system", OWNER, "ada"])
def test_the_office_and_every_registered_person_may_report(log: Log, actor: str) -> None:
    entry = log.does(STREAM, FAILED, actor)
    assert entry.events == (e.IncidentOpened("verify-failed", "", WHY),)
    assert "role/administrator" in entry.reads
    assert (incident(log).opener, incident(log).opened) == (actor, entry.at)


def test_a_stranger_reports_nothing(log: Log) -> None:
    assert log.refused(STREAM, FAILED, "nobody") == "unknown-person"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.OpenIncident("fire", "", WHY), "kind"),
        (c.OpenIncident("other", "Somebody Else", WHY), "about"),
        (c.OpenIncident("other", "", ""), "reason-missing"),
    ],
)
def test_a_report_has_a_known_kind_a_stream_and_a_description(log: Log, command: c.Command, code: str) -> None:
    assert log.refused(STREAM, command, OWNER) == code


def test_an_id_is_never_used_twice(log: Log) -> None:
    log.does(STREAM, FAILED, "system")
    assert log.refused(STREAM, FAILED, OWNER) == "known"


def test_administrators_and_quality_acknowledge_once_and_nobody_else(log: Log) -> None:
    log.does(STREAM, FAILED, "system")
    seen = c.AcknowledgeIncident(WHY)
    assert log.refused(STREAM, seen, MEDICAL) == "not-answerable"
    assert log.refused(STREAM, seen, "system") == "not-answerable"
    assert log.refused(STREAM, c.AcknowledgeIncident(""), "ada") == "reason-missing"
    log.judged(STREAM, seen, "ada")
    entry = log.does(STREAM, seen, "pia")
    assert (incident(log).acknowledged_by, incident(log).acknowledged, incident(log).answer) == ("pia", entry.at, WHY)
    assert log.refused(STREAM, seen, "ada") == "acknowledged"


@pytest.mark.parametrize("kind", KINDS)
def test_no_incident_is_closed_without_its_root_cause(log: Log, kind: str) -> None:
    log.does(STREAM, c.OpenIncident(kind, "", WHY), "system")
    assert log.refused(STREAM, c.CloseIncident(""), "ada") == "reason-missing"
    assert log.refused(STREAM, c.CloseIncident("", WHY), "ada") == "reason-missing"
    log.judged(STREAM, c.CloseIncident(WHY), "ada")


def test_only_a_named_administrator_closes(log: Log) -> None:
    log.does(STREAM, FAILED, "system")
    assert log.refused(STREAM, c.CloseIncident(WHY), "pia") == "not-administrator"
    assert log.refused(STREAM, c.CloseIncident(WHY), "system") == "by-hand"
    log.does(STREAM, c.CloseIncident(WHY, WHY), "ada")
    assert (incident(log).closed_by, incident(log).root_cause) == ("ada", WHY)
    assert log.refused(STREAM, c.CloseIncident(WHY), "ada") == "not-open"
    assert log.refused(STREAM, c.AcknowledgeIncident(WHY), "ada") == "not-open"


def test_the_office_closes_nothing_even_while_it_is_founded() -> None:
    log = Log()
    log.does(STREAM, FAILED, "system")
    assert log.refused(STREAM, c.CloseIncident(WHY), "system") == "by-hand"


def test_an_incident_about_an_administrator_is_closed_by_another(log: Log) -> None:
    log.does(STREAM, c.OpenIncident("misuse", "person/ada", WHY), OWNER)
    assert log.refused(STREAM, c.CloseIncident(WHY), "ada") == "own-incident"
    log.does("role/administrator", c.Grant("pia", 0, 0, WHY), "ada")
    log.judged(STREAM, c.CloseIncident(WHY), "pia")


def test_what_was_not_reported_is_neither_acknowledged_nor_closed(log: Log) -> None:
    assert log.refused(STREAM, c.AcknowledgeIncident(WHY), "ada") == "not-open"
    assert log.refused(STREAM, c.CloseIncident(WHY), "ada") == "not-open"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_says_what_it_means_and_what_to_do(kind: object) -> None:
    assert isinstance(kind, type(KINDS["other"]))
    assert kind.title
    assert kind.meaning.endswith(".")
    assert kind.cure.endswith(".")
    assert HOURS[kind.severity] > 0
