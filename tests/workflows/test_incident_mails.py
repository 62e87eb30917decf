"""What administrators and reporters read of an incident: what happened, what it means, what to do, by when."""

from pathlib import Path

import pytest

from coe.home import Home
from coe.incidents import alarm
from governance.record import commands as c
from tests.workflows.clockwork import Clockwork
from tests.workflows.mail_server import serving
from tests.workflows.test_deliver import send, told


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path).prepare()
    home.configure(zone="Europe/Berlin", url="https://clearway.example", origin="clearway.example/log")
    return home


@pytest.fixture
def staffed(work: Clockwork) -> Clockwork:
    """Somebody administers the office."""
    work.register("Ada", "ada@example.org", "administrator")
    return work


def test_an_alarm_reaches_every_administrator_with_its_cure_and_its_hour(staffed: Clockwork, home: Home) -> None:
    id_ = alarm(staffed.office, "verify-failed", "", "verify/1", "entry 7: expected prev 12ab; found absent")
    with serving() as server:
        assert send(staffed, home, server).sent == 1
        assert send(staffed, home, server).sent == 0
    (mail,) = server.messages
    assert (mail["To"], mail["Subject"]) == ("Ada <ada@example.org>", "Incident, critical: Verification failed")
    for body in (told(mail), told(mail, "html")):
        for words in (
            "Acknowledge by Monday 16 November 2026, 13:00", "entry 7: expected prev 12ab; found absent",
            "It counts as tampering until explained", "Keep a copy of database and files", "Nothing closes by itself",
            f"https://clearway.example/office/incidents/{id_}", "you are an administrator",
        ):  # fmt: skip
            assert words in body
        assert "Round" not in body
    assert mail["References"] == f"<{id_}@clearway.example.log>"


def test_whoever_reported_reads_its_root_cause_and_hostile_text_stays_text(staffed: Clockwork, home: Home) -> None:
    texts = staffed.confided("report")
    reason = texts.text("<b>See</b> https://evil.example/now")
    about = f"person/{staffed.people['Mia']}"
    staffed.send("incident/i1", staffed.people["Leo"], c.OpenIncident("misuse", about, reason), texts)
    texts = staffed.confided("close")
    close = c.CloseIncident(texts.text("A shared desk"), texts.text("Desks are locked"))
    staffed.send("incident/i1", staffed.people["Ada"], close, texts)
    with serving() as server:
        assert send(staffed, home, server).sent == 2
    opened, closed = server.messages
    assert opened["Subject"] == "Incident, critical: Suspected misuse (Mia)"
    assert "<b>" not in told(opened, "html").split("What was found")[1][:400]
    assert "https://evil.example" not in told(opened)
    assert "Leo opened this incident on Monday 16 November 2026, 09:00." in told(opened)
    assert (closed["To"], closed["Subject"]) == ("Leo <leo@example.org>", "Incident closed: Suspected misuse (Mia)")
    assert "A shared desk" in told(closed)
    assert "Desks are locked" in told(closed)
