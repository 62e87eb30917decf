"""What the office keeps outside of itself: the witnesses' folder, the daily mail, the alarm when neither happens."""

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.acts import Judgement
from coe.database import reading
from coe.evidence.keys import log_key
from coe.evidence.shared_folder import answer
from coe.evidence.witness import Witness
from coe.home import Home
from coe.office_errors import BadHome, NotConsistent
from coe.tables import incident
from governance.ledger.note import open_checkpoint
from governance.office.keys import WITNESSES
from governance.record import commands as c
from tests.workflows.clockwork import HOUR, Clockwork
from tests.workflows.mail_server import Taking, serving
from workflows.anchor import Anchored, anchor

DAY = 24 * HOUR


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").prepare()
    home.configure(zone="Europe/Berlin", anchor_mailbox="anchors@auditor.example")
    return home


@pytest.fixture
def server() -> Iterator[Taking]:
    with serving() as server:
        yield server


def runs(work: Clockwork, home: Home, server: Taking) -> Anchored:
    return anchor(work.office, home, lambda: smtplib.SMTP("127.0.0.1", server.port, timeout=10))


def incidents(work: Clockwork) -> list[str]:
    with reading(work.engine) as connection:
        return list(connection.execute(select(incident.c.kind)).scalars())


def test_the_newest_checkpoint_goes_to_the_mailbox_outside_once(work: Clockwork, home: Home, server: Taking) -> None:
    first = runs(work, home, server)
    assert (first.mailed, first.window.rest.entries) == (True, 0)
    assert not runs(work, home, server).mailed
    (mail,) = server.messages
    assert (mail["To"], mail["Auto-Submitted"]) == ("anchors@auditor.example", "auto-generated")
    assert mail["Message-ID"] == f"<{first.window.size}.-1@{home.config()['origin'].replace('/', '.')}>"
    assert mail["Content-Language"] == "en"  # evidence, in the language of the record
    (attached,) = mail.iter_attachments()
    key = log_key(home, work.clock).public
    note = attached.get_payload(decode=True)
    assert isinstance(note, bytes)
    found, _ = open_checkpoint(note, [key])
    assert found.size == first.window.size
    body = mail.get_body(("plain",))
    assert body is not None
    assert f"coe verify --against {attached.get_filename()}" in body.get_content()


def test_once_a_day_if_anything_was_recorded_and_at_once_after_an_approval(
    work: Clockwork, home: Home, server: Taking
) -> None:
    runs(work, home, server)
    leaflet = work.submit()
    work.clock.advance(HOUR)
    assert not runs(work, home, server).mailed
    work.decide(leaflet, "medical", "Mia", Judgement("approve"))
    work.decide(leaflet, "legal", "Leo", Judgement("approve"))
    assert runs(work, home, server).mailed
    work.clock.advance(DAY)
    assert not runs(work, home, server).mailed  # nothing new
    work.submit()
    assert runs(work, home, server).mailed
    assert len(server.messages) == 3


def test_a_server_that_does_not_answer_is_asked_again_later(work: Clockwork, home: Home, server: Taking) -> None:
    def down() -> smtplib.SMTP:
        raise ConnectionRefusedError("no server")

    assert not anchor(work.office, home, down).mailed
    assert not runs(work, home, server).mailed
    work.clock.advance(60_000)
    done = runs(work, home, server)
    assert (done.mailed, [each.kind for each in done.window.anchors]) == (True, ["mailed"])


def test_without_a_mailbox_nothing_is_mailed_and_a_false_one_is_told(
    work: Clockwork, home: Home, server: Taking
) -> None:
    home.configure(anchor_mailbox="")
    assert not runs(work, home, server).mailed
    home.configure(anchor_mailbox="nobody")
    with pytest.raises(BadHome, match="anchor_mailbox"):
        runs(work, home, server)
    assert server.messages == []


def test_too_long_without_an_anchor_is_one_incident_told_again_every_week(
    work: Clockwork, home: Home, server: Taking
) -> None:
    home.configure(anchor_mailbox="")
    work.clock.advance(DAY + HOUR)
    for _ in range(3):
        assert runs(work, home, server).window.overdue
    assert incidents(work) == ["anchor-overdue"]
    work.clock.advance(7 * DAY)
    runs(work, home, server)
    assert incidents(work) == ["anchor-overdue"] * 2
    home.configure(anchor_mailbox="anchors@auditor.example")
    assert not runs(work, home, server).window.overdue
    assert len(incidents(work)) == 2


def test_witnesses_are_asked_and_heard_through_the_folder_they_share(
    work: Clockwork, home: Home, server: Taking, tmp_path: Path
) -> None:
    key, shared = log_key(home, work.clock), tmp_path / "shared"
    qa = Witness.make(tmp_path / "qa", "qa", (key.public,))
    shared.mkdir()
    home.configure(witness_folder=str(shared))
    texts = work.confided("declare")
    work.send(WITNESSES, "system", c.DeclareWitnesses((qa.public.vkey(),), 1, texts.text("Two pairs of eyes")), texts)
    assert runs(work, home, server).cosigned == 0
    answer(qa, shared, work.clock.now() // 1000)
    done = runs(work, home, server)
    assert (done.cosigned, done.window.counted is not None and done.window.counted.who) == (1, ("qa",))
    (shared / f"{qa.public.key_id.hex()}.cosigned").write_bytes(b"nothing")
    assert runs(work, home, server).cosigned == 0
    home.configure(witness_folder=str(tmp_path / "gone"))
    assert runs(work, home, server).cosigned == 0


def test_a_log_that_is_not_the_one_signed_before_opens_one_incident_however_often_it_is_refused(
    work: Clockwork, home: Home, server: Taking
) -> None:
    runs(work, home, server)
    last = home.keys / "last-checkpoint"
    last.write_bytes(last.read_bytes().replace(b"\n", b"0\n", 2))
    for _ in range(3):
        work.submit()
        with pytest.raises(NotConsistent):
            runs(work, home, server)
    assert incidents(work) == ["log-refused"]
