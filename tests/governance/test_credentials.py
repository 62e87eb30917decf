"""Who may confirm, replace, test and end what people sign with: never one person alone, never about oneself."""

import pytest

from governance.law.pools import Person
from governance.office.credentials import LONGEST_REFERENCE, RESET_OPEN_MS
from governance.record import commands as c
from governance.record import events as e
from governance.record.identity import Identity, Signatures
from tests.governance import proven_office as office
from tests.governance.proven_office import CHAIR, HOUR, MEDICAL, OWNER, Log

ADMIN = "role/administrator"
MIA = f"person/{MEDICAL}"
SIGNATURES = "office/signatures"
WHY = "w" * 64
LETTER = "Letter of 2 November 2026, CW-17"


@pytest.fixture
def log() -> Log:
    """Ada and Cora administer; Mia reviews, Olga owns."""
    log = office.founded()
    log.does(ADMIN, c.Grant(CHAIR, 0, 0, WHY), "ada")
    log.does(ADMIN, c.Grant(OWNER, 0, 0, WHY), "ada")
    return log


def identity(log: Log, stream: str = MIA) -> Identity:
    state = log.head(stream).state
    assert isinstance(state, Person)
    return state.identity


def asked(log: Log, by: str = "ada") -> c.ApproveCredentialReset:
    log.does(MIA, c.AskCredentialReset(WHY), by)
    return c.ApproveCredentialReset(identity(log).asked)


class TestIdentity:
    def test_an_administrator_confirms_it_with_how_and_once(self, log: Log) -> None:
        assert log.refused(MIA, c.ConfirmIdentity(""), "ada") == "how-missing"
        assert log.refused(MIA, c.ConfirmIdentity(WHY), MEDICAL) == "not-administrator"
        assert log.refused(MIA, c.ConfirmIdentity(WHY), "system") == "not-administrator"
        log.does(MIA, c.ConfirmIdentity(WHY), "ada")
        assert (identity(log).confirmed_by, identity(log).confirmed) == ("ada", log.entries[-1].at)
        assert log.refused(MIA, c.ConfirmIdentity(WHY), CHAIR) == "confirmed"

    def test_nobody_confirms_themselves(self, log: Log) -> None:
        assert log.refused("person/ada", c.ConfirmIdentity(WHY), "ada") == "own-credentials"
        log.judged("person/ada", c.ConfirmIdentity(WHY), CHAIR)

    def test_the_office_itself_confirms_only_while_it_is_founded(self) -> None:
        log = Log()
        log.does("person/ada", c.RegisterPerson(WHY, WHY), "system")
        log.judged("person/ada", c.ConfirmIdentity(WHY), "system")

    def test_nobody_is_confirmed_who_is_not_registered(self, log: Log) -> None:
        assert log.refused("person/nobody", c.ConfirmIdentity(WHY), "ada") == "unknown-person"


class TestReset:
    def test_it_takes_two_administrators_neither_of_whom_it_is_for(self, log: Log) -> None:
        for actor, code in ((MEDICAL, "not-administrator"), ("system", "not-administrator")):
            assert log.refused(MIA, c.AskCredentialReset(WHY), actor) == code
        assert log.refused("person/ada", c.AskCredentialReset(WHY), "ada") == "own-credentials"
        assert log.refused(MIA, c.AskCredentialReset(""), "ada") == "reason-missing"
        approve = asked(log)
        for actor, code in (
            ("ada", "second-person"), (MEDICAL, "not-administrator"), ("system", "not-administrator"),
        ):  # fmt: skip
            assert log.refused(MIA, approve, actor) == code
        log.does(MIA, approve, CHAIR)
        assert identity(log) == Identity(issued_by=CHAIR)

    def test_an_administrator_does_not_approve_their_own(self, log: Log) -> None:
        log.does("person/ada", c.AskCredentialReset(WHY), CHAIR)
        approve = c.ApproveCredentialReset(identity(log, "person/ada").asked)
        assert log.refused("person/ada", approve, "ada") == "own-credentials"
        log.judged("person/ada", approve, OWNER)

    def test_system_asks_and_approves_nothing_even_while_the_office_is_founded(self) -> None:
        log = Log()
        log.does("person/ada", c.RegisterPerson(WHY, WHY), "system")
        assert log.refused("person/ada", c.AskCredentialReset(WHY), "system") == "not-administrator"
        assert log.refused("person/ada", c.ApproveCredentialReset(log.at), "system") == "not-administrator"

    def test_what_was_not_asked_is_not_approved_nor_twice_nor_another_time(self, log: Log) -> None:
        assert log.refused(MIA, c.ApproveCredentialReset(0), CHAIR) == "not-asked"
        approve = asked(log)
        assert log.refused(MIA, c.AskCredentialReset(WHY), CHAIR) == "asked-already"
        assert log.refused(MIA, c.ApproveCredentialReset(approve.asked + 1), CHAIR) == "not-asked"
        log.does(MIA, approve, CHAIR)
        assert log.refused(MIA, approve, CHAIR) == "not-asked"

    def test_waiting_grants_nothing_it_lapses(self, log: Log) -> None:
        approve = asked(log)
        log.at = approve.asked + RESET_OPEN_MS
        assert log.refused(MIA, approve, CHAIR) == "not-asked"
        log.does(MIA, c.AskCredentialReset(WHY), CHAIR)

    def test_whoever_handed_the_new_ones_over_does_not_confirm_who_holds_them(self, log: Log) -> None:
        log.does(MIA, c.ConfirmIdentity(WHY), CHAIR)
        log.does(MIA, asked(log), CHAIR)
        assert identity(log).confirmed == 0
        assert log.refused(MIA, c.ConfirmIdentity(WHY), CHAIR) == "issued-it"
        log.does(MIA, c.ConfirmIdentity(WHY), "ada")


class TestLoss:
    def test_it_is_reported_by_its_owner_or_an_administrator(self, log: Log) -> None:
        assert log.refused(MIA, c.ReportLoss(""), MEDICAL) == "reason-missing"
        for other in ("leo", "system"):
            assert log.refused(MIA, c.ReportLoss(WHY), other) == "not-administrator"
        log.judged(MIA, c.ReportLoss(WHY), "ada")
        log.does(MIA, c.ReportLoss(WHY), MEDICAL)
        assert identity(log).lost == log.entries[-1].at

    def test_only_new_credentials_end_it(self, log: Log) -> None:
        log.does(MIA, c.ReportLoss(WHY), MEDICAL)
        log.does(MIA, asked(log), CHAIR)
        assert identity(log).lost == 0


class TestAuthenticators:
    def test_only_its_owner_tries_or_changes_one(self, log: Log) -> None:
        for command in (c.TestAuthenticator("enrolment", "passed"), c.NoteCredential("password changed", 9)):
            assert log.refused(MIA, command, "ada") == "not-yours"
            assert log.does(MIA, command, MEDICAL).reads == {}

    def test_a_test_that_failed_leaves_it_due(self, log: Log) -> None:
        log.does(MIA, c.TestAuthenticator("enrolment", "failed"), MEDICAL)
        assert identity(log).tested == 0
        log.does(MIA, c.TestAuthenticator("enrolment", "passed"), MEDICAL)
        assert identity(log).tested == log.entries[-1].at


class TestClosing:
    def test_an_administrator_closes_another_account_for_good(self, log: Log) -> None:
        assert log.refused("person/ada", c.CloseAccount(WHY), "ada") == "own-credentials"
        assert log.refused(MIA, c.CloseAccount(WHY), MEDICAL) == "not-administrator"
        assert log.refused(MIA, c.CloseAccount(""), "ada") == "reason-missing"
        log.does(MIA, c.CloseAccount(WHY), "ada")
        for again in (c.ConfirmIdentity(WHY), c.AskCredentialReset(WHY), c.ReportLoss(WHY), c.CloseAccount(WHY)):
            assert log.refused(MIA, again, "ada") == "account-closed"
        assert log.refused(MIA, c.RegisterPerson(WHY, WHY), "ada") == "known"

    def test_whoever_cannot_sign_in_is_given_nothing(self, log: Log) -> None:
        log.does(MIA, c.CloseAccount(WHY), "ada")
        assert log.refused("role/legal", c.Grant(MEDICAL, 0, 0, WHY), "ada") == "account-closed"
        lend = c.Delegate("ada", MEDICAL, log.at, log.at + HOUR)
        assert log.refused(ADMIN, lend, "ada") == "account-closed"

    def test_a_reset_that_waits_ends_with_the_account(self, log: Log) -> None:
        approve = asked(log)
        log.does(MIA, c.CloseAccount(WHY), CHAIR)
        assert identity(log).asked == 0
        assert log.refused(MIA, approve, CHAIR) == "account-closed"


class TestCertification:
    def test_an_administrator_records_the_letter_and_the_office_is_held_to_it(self, log: Log) -> None:
        assert log.refused(SIGNATURES, c.EnableSignatures(LETTER), MEDICAL) == "not-administrator"
        assert log.refused(SIGNATURES, c.EnableSignatures(LETTER), "system") == "not-administrator"
        entry = log.does(SIGNATURES, c.EnableSignatures(LETTER), "ada")
        assert entry.events == (e.SignaturesEnabled(LETTER),)
        assert log.head(SIGNATURES).state == Signatures(entry.at, entry.at, LETTER)
        assert log.refused(SIGNATURES, c.EnableSignatures(LETTER), "ada") == "enabled"
        log.does(SIGNATURES, c.EnableSignatures("A later letter"), "ada")

    @pytest.mark.parametrize("reference", ["", "  ", "two\nlines", "x" * (LONGEST_REFERENCE + 1)])
    def test_a_letter_without_a_reference_enables_nothing(self, log: Log, reference: str) -> None:
        assert log.refused(SIGNATURES, c.EnableSignatures(reference), "ada") == "reference"

    def test_the_office_demands_it_of_itself_once_while_it_is_founded(self, log: Log) -> None:
        assert log.refused(SIGNATURES, c.DemandCertification(), "system") == "not-administrator"
        new = Log()
        demanded = new.does(SIGNATURES, c.DemandCertification(), "system").at
        assert new.refused(SIGNATURES, c.DemandCertification(), "system") == "demanded"
        new.does(SIGNATURES, c.EnableSignatures(LETTER), "system")
        assert new.head(SIGNATURES).state == Signatures(demanded, new.entries[-1].at, LETTER)

    @pytest.mark.parametrize("stream", ["office/continuity", MIA])
    def test_it_has_one_place(self, log: Log, stream: str) -> None:
        assert log.refused(stream, c.EnableSignatures(LETTER), "ada") == "no-such-act"
