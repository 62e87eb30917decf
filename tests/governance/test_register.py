"""Who may say what of people, roles and seats."""

import pytest

from governance.law.pools import Person, Pool
from governance.office.office_law import follow_ups
from governance.record import commands as c
from governance.record import events as e
from tests.governance import proven_office as office
from tests.governance.proven_office import CHAIR, HOUR, LAWYER, MEDICAL, OWNER, START, Log

ADMIN = "role/administrator"
ROLE = "role/medical"
BOARD = "committee/board"
WHY = "w" * 64


@pytest.fixture
def log() -> Log:
    return office.founded()


def pool(log: Log, stream: str) -> Pool:
    state = log.head(stream).state
    assert isinstance(state, Pool)
    return state


def members(log: Log, stream: str, at: int = 0) -> tuple[str, ...]:
    return pool(log, stream).members(at or log.at, {})


def grant(person: str, since: int = 0, until: int = 0, seat: str = "") -> c.Grant:
    return c.Grant(person, since, until, WHY, seat)


class TestFounding:
    def test_system_registers_grants_and_declares_while_nobody_administers(self) -> None:
        log = Log()
        log.does("person/ada", c.RegisterPerson(WHY, WHY), "system")
        log.does(ADMIN, grant("ada"), "system")
        assert members(log, ADMIN) == ("ada",)

    @pytest.mark.parametrize(
        ("stream", "command"),
        [
            ("person/new", c.RegisterPerson(WHY, WHY)),
            (ADMIN, grant(OWNER)),
            (ROLE, grant(OWNER)),
            (ROLE, c.Ungrant(MEDICAL, WHY)),
            (ROLE, c.Delegate(MEDICAL, OWNER, START, START + 9 * HOUR)),
            (f"person/{OWNER}", c.RecordManager("pia")),
            (f"person/{OWNER}", c.DeclareAbsence(START, START + 9)),
            ("calendar/office", c.DeclareCalendar(office.CALENDAR, WHY)),
        ],
    )
    def test_system_does_nothing_by_hand_once_an_administrator_was_appointed(
        self, log: Log, stream: str, command: c.Command
    ) -> None:
        assert log.refused(stream, command, "system") == "not-administrator"
        assert log.refused(stream, command, "pia") == "not-administrator"
        if isinstance(command, c.Grant | c.RegisterPerson | c.RecordManager):
            log.judged(stream, command, "ada")

    def test_system_stays_out_when_the_last_administrators_grant_has_run_out(self) -> None:
        log = Log()
        log.does("person/ada", c.RegisterPerson(WHY, WHY), "system")
        log.does(ADMIN, grant("ada", 0, START + HOUR), "system")
        log.at = START + 2 * HOUR
        assert members(log, ADMIN) == ()
        assert log.refused("person/new", c.RegisterPerson(WHY, WHY), "system") == "not-administrator"
        assert log.refused("person/new", c.RegisterPerson(WHY, WHY), "ada") == "not-administrator"


class TestPeople:
    def test_an_id_is_never_used_twice(self, log: Log) -> None:
        assert log.refused(f"person/{OWNER}", c.RegisterPerson(WHY, WHY), "ada") == "known"

    def test_a_person_has_name_and_address(self, log: Log) -> None:
        assert log.refused("person/new", c.RegisterPerson("", WHY), "ada") == "incomplete"
        assert log.refused("person/new", c.RegisterPerson(WHY, ""), "ada") == "incomplete"

    def test_nobody_is_their_own_line_manager_or_has_an_unknown_one(self, log: Log) -> None:
        stream = f"person/{OWNER}"
        assert log.refused(stream, c.RecordManager(OWNER), "ada") == "own-manager"
        assert log.refused(stream, c.RecordManager("nobody"), "ada") == "unknown-person"
        assert log.refused("person/nobody", c.RecordManager(""), "ada") == "unknown-person"
        log.does(stream, c.RecordManager("pia"), "ada")
        state = log.does(stream, c.RecordManager(""), "ada")
        assert state.events == (e.ManagerRecorded(""),)

    def test_an_absence_is_declared_by_oneself_or_an_administrator(self, log: Log) -> None:
        stream = f"person/{MEDICAL}"
        away = c.DeclareAbsence(START, START + HOUR)
        assert log.refused(stream, away, OWNER) == "not-administrator"
        log.judged(stream, away, MEDICAL)
        log.judged(stream, away, "ada")

    @pytest.mark.parametrize(("since", "until"), [(5, 5), (6, 5), (-1, 5), (0, 0)])
    def test_a_period_ends_after_it_begins(self, log: Log, since: int, until: int) -> None:
        assert log.refused(f"person/{MEDICAL}", c.DeclareAbsence(since, until), MEDICAL) == "period"
        assert log.refused(ROLE, c.Delegate(MEDICAL, OWNER, since, until), MEDICAL) == "period"
        if until:
            assert log.refused(ROLE, grant(OWNER, since, until), "ada") == "period"

    def test_an_unknown_person_declares_nothing(self, log: Log) -> None:
        assert log.refused("person/nobody", c.DeclareAbsence(1, 2), "nobody") == "unknown-person"


class TestGrants:
    def test_an_administrator_grants_and_ends(self, log: Log) -> None:
        log.does(ROLE, grant(LAWYER), "ada")
        assert members(log, ROLE) == (MEDICAL, LAWYER)
        log.does(ROLE, c.Ungrant(MEDICAL, WHY), "ada")
        assert members(log, ROLE) == (LAWYER,)
        assert log.refused(ROLE, grant(MEDICAL), "ada") == "held"  # back to when it was held
        log.does(ROLE, grant(MEDICAL, log.at), "ada")
        assert members(log, ROLE) == (LAWYER, MEDICAL)

    def test_nobody_grants_themselves_a_role(self, log: Log) -> None:
        assert log.refused(ROLE, grant("ada"), "ada") == "own-grant"
        assert log.refused(ADMIN, grant("ada"), "ada") == "own-grant"

    def test_an_administrator_takes_nobodys_authority_by_delegating_it_to_themselves(self, log: Log) -> None:
        lend = c.Delegate(MEDICAL, "ada", log.at, log.at + 9 * HOUR)
        assert log.refused(ROLE, lend, "ada") == "own-grant"
        log.judged(ROLE, lend, MEDICAL)

    def test_a_grant_is_for_a_known_person_with_a_reason_and_once(self, log: Log) -> None:
        assert log.refused(ROLE, grant("nobody"), "ada") == "unknown-person"
        assert log.refused(ROLE, c.Grant(OWNER, 0, 0, ""), "ada") == "reason-missing"
        assert log.refused(ROLE, grant(MEDICAL), "ada") == "held"
        log.does(ROLE, c.Grant(OWNER, 0, 0, WHY, scope={"market": ("DE",)}), "ada")
        assert members(log, ROLE) == (MEDICAL,)
        log.judged(ROLE, c.Grant(OWNER, 0, 0, WHY, scope={"market": ("FR",)}), "ada")

    def test_seats_are_for_committees_only(self, log: Log) -> None:
        assert log.refused(BOARD, grant(OWNER), "ada") == "seat"
        assert log.refused(ROLE, grant(OWNER, seat="chair"), "ada") == "seat"
        log.does(BOARD, grant(CHAIR, seat="legal"), "ada")
        assert pool(log, BOARD).seats() == ("chair", "legal")

    def test_ending_needs_a_reason_and_something_to_end(self, log: Log) -> None:
        assert log.refused(ROLE, c.Ungrant(MEDICAL, ""), "ada") == "reason-missing"
        assert log.refused(ROLE, c.Ungrant(OWNER, WHY), "ada") == "not-held"
        log.does(ROLE, c.Ungrant(MEDICAL, WHY), "ada")
        assert log.refused(ROLE, c.Ungrant(MEDICAL, WHY), "ada") == "not-held"

    def test_the_last_administrator_stays(self, log: Log) -> None:
        assert log.refused(ADMIN, c.Ungrant("ada", WHY), "ada") == "last-administrator"
        log.does(ADMIN, grant("pia", log.at + 50 * HOUR), "ada")
        assert log.refused(ADMIN, c.Ungrant("ada", WHY), "ada") == "last-administrator"
        log.does(ADMIN, grant(OWNER), "ada")
        log.does(ADMIN, c.Ungrant("ada", WHY), OWNER)
        assert members(log, ADMIN) == (OWNER,)
        assert log.refused(ROLE, grant(LAWYER), "ada") == "not-administrator"

    def test_a_new_administrator_is_judged_by_the_pool_itself(self, log: Log) -> None:
        """`role/administrator` is not in its own reads: its state is what the law consults."""
        assert ADMIN not in log.reads(ADMIN, grant(OWNER), "ada")
        assert ADMIN in log.reads(ROLE, grant(OWNER), "ada")
        assert log.refused(ADMIN, grant(OWNER), "pia") == "not-administrator"


class TestDelegation:
    def test_a_holder_lends_what_they_hold_for_a_while(self, log: Log) -> None:
        log.does(ROLE, c.Delegate(MEDICAL, OWNER, log.at, log.at + 2 * HOUR), MEDICAL)
        assert members(log, ROLE) == (MEDICAL, OWNER)
        assert members(log, ROLE, log.at + 2 * HOUR) == (MEDICAL,)

    def test_nobody_lends_what_they_do_not_hold_or_what_was_lent_to_them(self, log: Log) -> None:
        week = (log.at, log.at + 99 * HOUR)
        assert log.refused(ROLE, c.Delegate(LAWYER, OWNER, *week), LAWYER) == "not-held"
        log.does(ROLE, c.Delegate(MEDICAL, OWNER, *week), MEDICAL)
        assert log.refused(ROLE, c.Delegate(OWNER, LAWYER, *week), OWNER) == "not-held"

    def test_others_cannot_lend_for_a_holder_but_an_administrator_can(self, log: Log) -> None:
        lend = c.Delegate(MEDICAL, LAWYER, log.at, log.at + HOUR)
        assert log.refused(ROLE, lend, LAWYER) == "not-administrator"
        log.judged(ROLE, lend, "ada")

    def test_authority_never_returns_to_its_lender(self, log: Log) -> None:
        week = (log.at, log.at + 99 * HOUR)
        assert log.refused(ROLE, c.Delegate(MEDICAL, MEDICAL, *week), MEDICAL) == "cycle"
        for person in (LAWYER, OWNER):
            log.does(ROLE, grant(person), "ada")
        log.does(ROLE, c.Delegate(MEDICAL, LAWYER, *week), MEDICAL)
        assert log.refused(ROLE, c.Delegate(LAWYER, MEDICAL, *week), LAWYER) == "cycle"
        log.does(ROLE, c.Delegate(LAWYER, OWNER, *week), LAWYER)
        assert log.refused(ROLE, c.Delegate(OWNER, MEDICAL, *week), OWNER) == "cycle"
        later = (week[1], week[1] + HOUR)
        log.judged(ROLE, c.Delegate(OWNER, MEDICAL, *later), OWNER)

    def test_a_stranger_borrows_nothing(self, log: Log) -> None:
        assert log.refused(ROLE, c.Delegate(MEDICAL, "nobody", log.at, log.at + 1), MEDICAL) == "unknown-person"

    def test_authority_that_ended_cannot_be_used_by_whoever_borrowed_it(self, log: Log) -> None:
        log.does(ROLE, c.Delegate(MEDICAL, OWNER, log.at, log.at + 99 * HOUR), MEDICAL)
        log.does(ROLE, c.Ungrant(MEDICAL, WHY), "ada")
        assert members(log, ROLE) == ()
        assert log.refused(ROLE, c.Delegate(MEDICAL, LAWYER, log.at, log.at + HOUR), MEDICAL) == "not-held"


class TestAbsences:
    def test_an_absence_follows_into_every_pool_of_the_person_by_system_only(self, log: Log) -> None:
        entry = log.does(f"person/{MEDICAL}", c.DeclareAbsence(log.at, log.at + 20 * HOUR), MEDICAL)
        ((stream, command),) = follow_ups(entry.stream, entry.events, (ROLE,))
        assert (stream, command) == (ROLE, c.NoteAbsence(MEDICAL, entry.at, entry.at + 20 * HOUR))
        assert log.refused(stream, command, "ada") == "system-only"
        log.does(stream, command, "system")
        assert pool(log, ROLE).away(MEDICAL, log.at)
        assert not pool(log, ROLE).away(MEDICAL, entry.at + 20 * HOUR)

    def test_nothing_else_has_a_follow_up(self) -> None:
        assert follow_ups(f"person/{MEDICAL}", (e.ManagerRecorded("pia"),), (ROLE,)) == ()
        assert follow_ups(ROLE, (e.AbsenceDeclared(1, 2),), (ROLE,)) == ()
        assert follow_ups(f"person/{MEDICAL}", (e.AbsenceDeclared(1, 2),), ()) == ()

    def test_a_grant_copies_the_absences_that_are_not_over(self, log: Log) -> None:
        stream = f"person/{LAWYER}"
        log.does(stream, c.DeclareAbsence(log.at - 9 * HOUR, log.at), LAWYER)
        running = (log.at, log.at + 30 * HOUR)
        log.does(stream, c.DeclareAbsence(*running), LAWYER)
        (granted,) = log.does(ROLE, grant(LAWYER), "ada").events
        assert isinstance(granted, e.Granted)
        assert granted.away == (running,)
        assert pool(log, ROLE).away(LAWYER, log.at)

    def test_a_person_who_was_never_away_is_folded_so(self, log: Log) -> None:
        state = log.head(f"person/{OWNER}").state
        assert isinstance(state, Person)
        assert (state.registered, state.absences, state.forgotten) == (True, (), frozenset())


@pytest.mark.parametrize(
    ("stream", "command", "actor"),
    [
        (ROLE, c.RegisterPerson(WHY, WHY), "ada"),
        ("person/olga", grant("pia"), "ada"),
        ("calendar/office", grant("pia"), "ada"),
        ("definition/piece", c.DeclareCalendar(office.CALENDAR, WHY), "ada"),
        ("key/log", c.DeclareKey("k"), "ada"),
        ("security/2026-11-22", c.RecordDenial("p", "a", "b", "c"), "ada"),
        ("meeting/m1", grant("pia"), "ada"),
        ("unknown/x", grant("pia"), "ada"),
    ],
)
def test_a_command_has_no_place_in_a_stream_of_another_kind(
    log: Log, stream: str, command: c.Command, actor: str
) -> None:
    assert log.refused(stream, command, actor) == "no-such-act"


def test_keys_and_denials_are_recorded_by_system(log: Log) -> None:
    log.does("key/log", c.DeclareKey("k"), "system")
    entry = log.does("security/2026-11-22", c.RecordDenial("p", "a", "b", "c"), "system")
    assert entry.events == (e.DenialRecorded("p", "a", "b", "c"),)
    assert entry.reads == {}
