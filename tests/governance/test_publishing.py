"""What may come into force, by whom, and that nothing old comes back."""

import pytest

from governance.errors import NotADefinition
from governance.formats.jcs import Json
from governance.law.shelf import Shelf
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative
from tests.governance import proven_office as office
from tests.governance.proven_office import MEDICAL, OWNER, SUBJECT, Log, digest_of, document

STREAM = "definition/piece"
WHY = "w" * 64
NEWER = document(title="Newer")
FIRST = digest_of(office.DEFINITION)


@pytest.fixture
def log() -> Log:
    return office.founded()


def publish(law: dict[str, Json], reason: str = WHY, supersedes: str = FIRST) -> c.Publish:
    return c.Publish(law, reason, supersedes)


def problems(log: Log, law: dict[str, Json]) -> list[str]:
    with pytest.raises(NotADefinition) as raised:
        log.judged(STREAM, publish(law), "pia")
    return [f"{each.pointer} {each.what}" for each in raised.value.problems]


def shelf(log: Log) -> Shelf:
    state = log.head(STREAM).state
    assert isinstance(state, Shelf)
    return state


def gates(log: Log) -> list[dict[str, Json]]:
    return [dict(gate) for gate in office.DEFINITION["gates"]]  # type: ignore[union-attr, arg-type]  # a list of objects


def test_an_owner_of_the_policy_publishes_and_the_newest_is_in_force(log: Log) -> None:
    (published,) = log.does(STREAM, publish(NEWER), "pia").events
    assert published == e.Published(NEWER, WHY, digest_of(NEWER), FIRST)
    assert shelf(log).law().title == "Newer"
    assert shelf(log).law(digest_of(office.DEFINITION)).title == "Piece"
    with pytest.raises(KeyError):
        shelf(log).law("0" * 64)


@pytest.mark.parametrize("person", ["ada", OWNER, MEDICAL, "nobody", "system"])
def test_nobody_else_publishes_administrators_and_system_included(log: Log, person: str) -> None:
    assert log.refused(STREAM, publish(NEWER), person) == "not-policy-owner"


def test_system_publishes_while_the_policy_has_no_owner() -> None:
    log = Log()
    log.does(STREAM, publish(office.DEFINITION, supersedes=""), "system")
    log.does("person/pia", c.RegisterPerson(WHY, WHY), "system")
    log.does("role/policy_owner", c.Grant("pia", 0, 0, WHY), "system")
    assert log.refused(STREAM, publish(NEWER), "system") == "not-policy-owner"
    log.judged(STREAM, publish(NEWER), "pia")


def test_system_does_not_publish_again_when_the_last_owner_of_the_policy_is_gone(log: Log) -> None:
    log.does("role/policy_owner", c.Ungrant("pia", WHY), "ada")
    assert log.refused(STREAM, publish(NEWER), "system") == "not-policy-owner"
    assert log.refused(STREAM, publish(NEWER), "pia") == "not-policy-owner"


def test_a_definition_needs_a_reason_and_its_own_name(log: Log) -> None:
    assert log.refused(STREAM, publish(NEWER, ""), "pia") == "reason-missing"
    assert log.refused("definition/other", publish(NEWER), "pia") == "other-workflow"


def test_an_old_definition_does_not_come_back(log: Log) -> None:
    assert log.refused(STREAM, publish(office.DEFINITION), "pia") == "published-before"
    log.does(STREAM, publish(NEWER), "pia")
    for law in (office.DEFINITION, NEWER):
        assert log.refused(STREAM, publish(law), "pia") == "published-before"
    reordered = dict(reversed(list(NEWER.items())))
    assert log.refused(STREAM, publish(reordered), "pia") == "published-before"


def test_what_is_no_definition_is_refused_with_every_problem(log: Log) -> None:
    found = problems(log, document(prefix="lower", tiers=[], gates=[]))
    assert {line.split(" ")[0] for line in found} >= {"/prefix", "/tiers", "/gates"}


@pytest.mark.parametrize("law", [{}, {"workflow": 1}, {"workflow": "piece", "gates": {"a": [None]}}])
def test_any_document_is_refused_in_order(log: Log, law: dict[str, Json]) -> None:
    assert problems(log, law)


def test_a_definition_outside_the_ledgers_json_is_refused_in_order(log: Log) -> None:
    floats: dict[str, Json] = document(title=1.5)  # type: ignore[arg-type]  # what YAML may hold
    assert problems(log, floats)


def test_a_broken_guarantee_is_no_law(log: Log) -> None:
    promise: list[Json] = [{"if": {"rush": "yes"}, "never opens": ["board"]}]
    assert any(line.startswith("/guarantees/0") for line in problems(log, document(guarantees=promise)))
    kept: list[Json] = [{"if": {"rush": "yes"}, "approval needs": ["board"]}]
    log.judged(STREAM, publish(document(guarantees=kept)), "pia")


def test_a_gate_no_answers_reach_is_no_law(log: Log) -> None:
    medical, board = gates(log)
    never: dict[str, Json] = {**board, "when": {"all": [{"rush": "yes"}, {"rush": "no"}]}}
    assert any("board" in line or "/gates/1" in line for line in problems(log, document(gates=[medical, never])))


def test_nothing_was_published_by_any_refusal(log: Log) -> None:
    before = shelf(log)
    problems(log, document(gates=[]))
    assert shelf(log) == before


def test_a_running_initiative_stays_on_the_definition_it_was_submitted_under() -> None:
    log = office.submitted()
    log.does(STREAM, publish(NEWER), "pia")
    log.says(MEDICAL, "medical")
    state = log.head(SUBJECT).state
    assert isinstance(state, Initiative)
    assert state.definition == digest_of(office.DEFINITION)
    log.does("initiative/i2", office.submission(log), OWNER)
    newer = log.head("initiative/i2").state
    assert isinstance(newer, Initiative)
    assert newer.definition == digest_of(NEWER)


class TestCalendars:
    def test_an_administrator_replaces_a_calendar_with_a_reason(self, log: Log) -> None:
        declare = c.DeclareCalendar(office.CALENDAR, WHY)
        log.does("calendar/office", declare, "ada")
        assert log.refused("calendar/office", declare, "pia") == "not-administrator"
        assert log.refused("calendar/office", c.DeclareCalendar(office.CALENDAR, ""), "ada") == "reason-missing"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"spans": []},
            {"spans": [1]},
            {"spans": [0, 0]},
            {"spans": [0, True]},
            {"spans": "0,1"},
            {"valid_from": None},
            {"valid_to": -(2**53)},
            {"hours_per_day": 0},
            {"hours_per_day": 25},
        ],
        ids=str,
    )
    def test_a_calendar_without_working_time_is_refused(self, log: Log, wrong: dict[str, Json]) -> None:
        declare = c.DeclareCalendar({**office.CALENDAR, **wrong}, WHY)
        assert log.refused("calendar/office", declare, "ada") == "bad-calendar"
