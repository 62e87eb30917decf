"""The mail server of the demo: what it takes is on disk, and it takes only so much."""

import smtplib
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.workflows.mail_server import free_port
from workflows.catch_all import LARGEST_BYTES, Mailbox, controller


@pytest.fixture
def server(tmp_path: Path) -> Iterator[smtplib.SMTP]:
    running = controller(tmp_path / "mailbox", free_port())
    running.start()
    with smtplib.SMTP("127.0.0.1", running.port, timeout=10) as client:
        yield client
    running.stop()


def mail(text: str = "Due on Monday") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "clearway@localhost", "mia@example.org", "Your turn"
    message.set_content(text)
    return message


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "mailbox").iterdir())


def test_each_message_is_one_file_in_the_order_they_came(server: smtplib.SMTP, tmp_path: Path) -> None:
    for number in range(3):
        server.send_message(mail(f"Mail {number}"))
    files = kept(tmp_path)
    assert [path.suffix for path in files] == [".eml"] * 3
    texts = [message_from_bytes(path.read_bytes(), policy=default).get_content().strip() for path in files]
    assert texts == ["Mail 0", "Mail 1", "Mail 2"]
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


def test_a_message_that_is_too_large_is_refused(server: smtplib.SMTP, tmp_path: Path) -> None:
    with pytest.raises(smtplib.SMTPException):
        server.send_message(mail("x" * (LARGEST_BYTES + 1)))
    assert kept(tmp_path) == []


def test_a_full_mailbox_refuses_for_now_and_loses_nothing(tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mailbox", most=1)
    assert box.keep(b"first").startswith("250")
    assert box.keep(b"second").startswith("452")
    assert [path.read_bytes() for path in kept(tmp_path)] == [b"first"]


def test_a_disk_that_takes_nothing_is_told_to_the_sender(tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mailbox")
    (tmp_path / "mailbox").rmdir()
    assert box.keep(b"first").startswith("452 The message was not kept")
