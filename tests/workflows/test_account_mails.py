"""What people read of their own credentials, and administrators of what waits for one of them."""

from pathlib import Path

import pytest

from coe.home import Home
from coe.incidents import alarm
from coe.outbox import ACCOUNT_KINDS
from governance.record import commands as c
from tests.workflows.clockwork import Clockwork
from tests.workflows.mail_server import serving
from tests.workflows.test_deliver import send, told
from workflows.mails_account import TOLD

Mails = list[tuple[str, str, str, str]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path).prepare()
    home.configure(zone="Europe/Berlin", url="https://clearway.example", origin="clearway.example/log")
    return home


@pytest.fixture
def staffed(work: Clockwork) -> Clockwork:
    """Two people administer the office."""
    work.people["Bo"] = work.register("Bo", "bo@example.org")
    work.register("Ada", "ada@example.org", "administrator")
    why = work.confided("Bo too")
    grant = c.Grant(work.people["Bo"], 0, 0, why.text("founding"))
    work.send("role/administrator", work.people["Ada"], grant, why)
    return work


def mails(work: Clockwork, home: Home) -> Mails:
    """To whom, subject, text and HTML of everything that is due."""
    with serving() as server:
        send(work, home, server)
    return [
        (str(mail["To"]).partition(" <")[0], str(mail["Subject"]), told(mail), told(mail, "html"))
        for mail in server.messages
    ]


Reasoned = type[c.AskCredentialReset | c.ReportLoss | c.CloseAccount]


def said(work: Clockwork, actor: str, make: Reasoned, why: str) -> int:
    texts = work.confided(f"{actor}{make}{why}")
    return work.send(f"person/{work.people['Mia']}", work.people[actor], make(texts.text(why)), texts).at


def test_every_kind_has_its_words() -> None:
    assert sorted(TOLD) == sorted(ACCOUNT_KINDS)


def test_a_reset_is_told_to_its_person_and_to_whoever_may_approve_it(staffed: Clockwork, home: Home) -> None:
    asked = said(staffed, "Ada", c.AskCredentialReset, "<b>Lost</b> it; see https://evil.example/now")
    found = {to: (subject, text, html) for to, subject, text, html in mails(staffed, home)}
    assert {to: subject for to, (subject, _, _) in found.items()} == {
        "Mia": "New credentials were asked for you", "Bo": "Approve new credentials?: Mia",
    }  # fmt: skip
    assert "Nothing has changed yet" in found["Mia"][1]
    assert "Ada asked that you get" in found["Mia"][1]
    assert f"https://clearway.example/people/{staffed.people['Mia']}/credentials" in found["Bo"][1]
    for _, text, html in found.values():
        assert "https://evil.example" not in text + html
        assert "<b>Lost" not in html
    staffed.send(f"person/{staffed.people['Mia']}", staffed.people["Bo"], c.ApproveCredentialReset(asked))
    ((to, subject, text, _),) = mails(staffed, home)
    assert (to, subject) == ("Mia", "You have new credentials")
    assert "Bo approved new credentials for you" in text


def test_a_loss_and_a_closed_account_are_told_even_to_whoever_reported_it(staffed: Clockwork, home: Home) -> None:
    said(staffed, "Mia", c.ReportLoss, "Stolen in the train")
    found = mails(staffed, home)
    assert sorted((to, subject) for to, subject, _, _ in found) == [
        ("Ada", "A device is lost: Mia"), ("Bo", "A device is lost: Mia"), ("Mia", "A loss was reported"),
    ]  # fmt: skip
    assert any("You reported that your authenticator is lost." in text for _, _, text, _ in found)
    assert all("Stolen in the train" in html for _, _, _, html in found)
    said(staffed, "Ada", c.CloseAccount, "Left the company")
    assert [(to, subject) for to, subject, _, _ in mails(staffed, home)] == [("Mia", "Your account is closed")]


def test_a_used_recovery_code_is_told_with_how_many_are_left(staffed: Clockwork, home: Home) -> None:
    mia = staffed.people["Mia"]
    staffed.send(f"person/{mia}", mia, c.NoteCredential("recovery code used", 4))
    staffed.send(f"person/{mia}", mia, c.NoteCredential("recovery code used", 3))
    many, few = (text for _, _, text, _ in mails(staffed, home))
    assert "On your account: recovery code used. You have 4 recovery codes left." in many
    assert "before they run out" not in many
    assert "You have 3 recovery codes left. Renew them before they run out." in few
    assert "report a loss on the page" in few


def test_a_locked_account_is_told_to_its_owner_and_all_administrators(staffed: Clockwork, home: Home) -> None:
    alarm(staffed.office, "lock-out", f"person/{staffed.people['Mia']}", "lock-out/1", "5 wrong passwords in a row.")
    found = mails(staffed, home)
    assert sorted((to, subject) for to, subject, _, _ in found) == [
        ("Ada", "Incident, major: Account locked (Mia)"),
        ("Bo", "Incident, major: Account locked (Mia)"),
        ("Mia", "Your account is locked for a while"),
    ]
    (mine,) = (text for to, _, text, _ in found if to == "Mia")
    assert "5 wrong passwords in a row." in mine
    assert "https://clearway.example/profile" in mine
