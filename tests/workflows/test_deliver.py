"""The outbox through a real SMTP server: once, in order, whatever fails, and hostile text stays text."""

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from coe.acts import Judgement
from coe.home import Home
from coe.office_errors import BadHome, OfficeUnavailable
from coe.tables import cursor, delivery
from tests.workflows.clockwork import APPROVE, CHANGES, HOUR, MONDAY, Clockwork, office_in
from tests.workflows.delivering import SPAWN, deliver_in, killed_while_the_first_is_taken
from tests.workflows.mail_server import KEPT, Taking, free_port, serving
from workflows.deliver import LEASE_MS, Delivery, deliver
from workflows.post import Post
from workflows.remind import remind

MINUTE = 60_000


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path).prepare()
    home.configure(zone="Europe/Berlin", url="https://clearway.example", origin="clearway.example/log")
    return home


def told(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def send(work: Clockwork, home: Home, server: Taking) -> Delivery:
    home.configure(smtp=f"smtp://127.0.0.1:{server.port}")
    return deliver(work.office, home)


def test_every_notice_is_sent_once_and_in_order(work: Clockwork, home: Home) -> None:
    work.submit()
    with serving() as server:
        assert send(work, home, server) == Delivery(sent=2)
        assert send(work, home, server) == Delivery()
    with work.office.engine.connect() as connection:
        assert connection.execute(select(cursor.c.position)).scalar_one() > 0, "what is sent is not looked at again"
    assert [message["To"] for message in server.messages] == ["Mia <mia@example.org>", "Leo <leo@example.org>"]


def test_the_due_date_comes_first_and_one_button_opens_the_page(work: Clockwork, home: Home) -> None:
    work.submit()
    work.clock.set(MONDAY + 8 * HOUR)
    remind(work.office, work.clock.now())
    with serving() as server:
        send(work, home, server)
    mail = server.messages[-1]
    assert mail["Subject"] == "Reminder, due Tue 17 Nov, 17:00: Cardiolex leaflet (LEA-2026-0001)"
    text, html = told(mail), told(mail, "html")
    assert text.splitlines()[:2] == ["Reminder: 8 of 16 working hours left", "Due Tuesday 17 November 2026, 17:00"]
    page = "https://clearway.example/decisions/LEA-2026-0001/medical"
    ways_out = [f"https://clearway.example/people/{work.people['Mia']}#absence", f"{page}#decide"]
    links = [page, *ways_out, "https://clearway.example/profile/notices"]
    assert re.findall(r'href="([^"]*)"', html) == links
    assert re.findall(r"https?://\S+", text) == links
    assert len(re.findall('class="button"', html)) == 1
    for word in ("Nothing is decided until you sign there", "medical head can decide too", "You get this because"):
        assert word in text
        assert word in html


def test_the_way_is_a_picture_inside_the_mail_and_told_in_words(work: Clockwork, home: Home) -> None:
    work.submit()
    with serving() as server:
        send(work, home, server)
    mail = server.messages[0]
    pictures = {
        part["Content-ID"]: part.get_content() for part in mail.walk() if part.get_content_type() == "image/png"
    }
    assert set(pictures) == {"<mark>", "<way>", "<way-dark>"}
    assert all(content.startswith(b"\x89PNG") for content in pictures.values())
    assert set(re.findall(r'src="([^"]*)"', told(mail, "html"))) == {"cid:mark", "cid:way", "cid:way-dark"}
    assert 'alt="Medical: your turn. Legal: with someone else."' in told(mail, "html")
    assert "- Medical: your turn" in told(mail)


def test_after_rework_the_mail_shows_how_the_request_was_answered(work: Clockwork, home: Home) -> None:
    initiative = work.submit()
    work.decide(initiative, "medical", "Mia", CHANGES)
    work.decide(initiative, "legal", "Leo", APPROVE)
    with serving() as server:
        send(work, home, server)
        asked = [mail for mail in server.messages if mail["To"] == "Olga <olga@example.org>"]
        signed = "Signed, meaning “review”: Mia, 16 Nov 2026, 09:00:00 in Berlin (08:00:00 UTC)."
        for body in (told(asked[0]), told(asked[0], "html")):
            assert "Name the dose" in body
            assert signed in body
        work.resubmit(initiative, {"r1": "The dose is named"})
        send(work, home, server)
    mail = next(mail for mail in reversed(server.messages) if mail["To"] == "Mia <mia@example.org>")
    assert "Answers your request" in told(mail)
    assert "The dose is named" in told(mail)


def test_an_answer_that_changed_though_nobody_asked_is_named(work: Clockwork, home: Home) -> None:
    initiative = work.submit()
    work.decide(initiative, "medical", "Mia", CHANGES)
    work.decide(initiative, "legal", "Leo", CHANGES)
    work.resubmit(initiative, {"r1": "Named", "r2": "Named"}, title="Cardiolex leaflet, shorter")
    with serving() as server:
        send(work, home, server)
    mail = next(mail for mail in reversed(server.messages) if mail["To"] == "Mia <mia@example.org>")
    assert "- Title (Changed, and nobody asked for it)" in told(mail)
    assert "- Key message (Answers your request)" in told(mail)
    assert "and one answer changed though nobody asked:" in told(mail)


def test_a_first_reading_flags_nothing(work: Clockwork, home: Home) -> None:
    work.submit()
    with serving() as server:
        send(work, home, server)
    assert not any("nobody asked" in told(mail) for mail in server.messages)


def test_a_mail_that_is_late_says_that_nothing_is_left_to_do(work: Clockwork, home: Home) -> None:
    initiative = work.submit()
    work.decide(initiative, "medical", "Mia", APPROVE)
    with serving() as server:
        send(work, home, server)
    assert "Nothing is left to do" in told(server.messages[0])


def test_with_the_server_down_everything_waits_and_is_sent_once_in_the_end(work: Clockwork, home: Home) -> None:
    work.submit()
    home.configure(smtp=f"smtp://127.0.0.1:{free_port()}")
    for _ in range(3):
        done = deliver(work.office, home)
        assert (done.sent, done.failed) == (0, 0)
        assert "does not answer" in done.stopped
    with serving() as server:
        assert send(work, home, server).sent == 2
    assert len({message["Message-ID"] for message in server.messages}) == 2


def test_a_mail_the_server_refuses_is_tried_later_and_holds_up_no_other(work: Clockwork, home: Home) -> None:
    work.submit()
    with serving(lambda content: "451 Later" if b"mia@example.org" in content else KEPT) as server:
        assert send(work, home, server) == Delivery(sent=1, failed=1)
        assert send(work, home, server) == Delivery()
        server.answer = lambda _: KEPT
        work.clock.advance(MINUTE)
        assert send(work, home, server) == Delivery(sent=1)
    assert [message["To"] for message in server.messages] == ["Leo <leo@example.org>", "Mia <mia@example.org>"]


def test_each_further_attempt_waits_twice_as_long(work: Clockwork, home: Home) -> None:
    work.submit()
    with serving(lambda _: "451 Later") as server:
        waits = []
        for _ in range(4):
            assert send(work, home, server).failed == 2
            with work.engine.connect() as connection:
                upcoming = connection.execute(select(delivery.c.next)).scalars().first()
            assert upcoming is not None
            waits.append((upcoming - work.clock.now()) // MINUTE)
            work.clock.set(upcoming)
    assert waits == [1, 2, 4, 8]


def test_an_address_that_is_none_holds_up_no_other(work: Clockwork, home: Home) -> None:
    work.register("Nora", "nora@example.org, everybody@example.org", "medical_reviewer")
    work.register("Ivan", "not an address", "medical_reviewer")
    work.submit()
    with serving() as server:
        assert send(work, home, server) == Delivery(sent=2, failed=2)
    assert {message["To"] for message in server.messages} == {"Mia <mia@example.org>", "Leo <leo@example.org>"}


def test_a_crash_between_accepting_and_marking_repeats_the_mail_under_its_id(tmp_path: Path, home: Home) -> None:
    with office_in(tmp_path, busy_ms=100) as work:
        work.submit()
        blocker = work.engine.raw_connection()
        cursor = blocker.cursor()

        def accept_and_lock(_: bytes) -> str:
            cursor.execute("BEGIN IMMEDIATE")
            return KEPT

        with serving(accept_and_lock) as server:
            with pytest.raises(OfficeUnavailable):
                send(work, home, server)
            cursor.execute("ROLLBACK")
            server.answer = lambda _: KEPT
            assert send(work, home, server) == Delivery(sent=1)  # the other one; the first is still claimed
            work.clock.advance(LEASE_MS)
            assert send(work, home, server) == Delivery(sent=1)
        blocker.close()
    ids = [message["Message-ID"] for message in server.messages]
    assert ids[0] == ids[2]
    assert ids[0] != ids[1]


@pytest.mark.slow
def test_a_killed_process_loses_nothing(work: Clockwork, home: Home, tmp_path: Path) -> None:
    work.submit()
    with killed_while_the_first_is_taken(work, home, tmp_path) as server:
        work.clock.advance(LEASE_MS)
        assert send(work, home, server).sent == 2
    ids = [message["Message-ID"] for message in server.messages]
    assert len(ids) == 3
    assert ids[0] == ids[1]


@pytest.mark.slow
def test_two_processes_send_each_mail_once(work: Clockwork, home: Home, tmp_path: Path) -> None:
    for number in range(10):
        work.submit(f"Leaflet {number}")
    with serving() as server:
        home.configure(smtp=f"smtp://127.0.0.1:{server.port}")
        begin = SPAWN.Event()
        processes = [SPAWN.Process(target=deliver_in, args=(tmp_path, begin, work.clock.now())) for _ in range(2)]
        for process in processes:
            process.start()
        begin.set()
        for process in processes:
            process.join(60)
        assert [process.exitcode for process in processes] == [0, 0]
    ids = [message["Message-ID"] for message in server.messages]
    assert len(ids) == len(set(ids)) == 20


HOSTILE = "<script>alert(1)</script> http://evil.example/login\r\nBcc: all@evil.example\u202e www.evil.example"


def test_hostile_text_stays_text_in_every_part(work: Clockwork, home: Home) -> None:
    work.register('Eve" <eve@evil.example>\r\nBcc: all@evil.example', "eve@example.org", "medical_reviewer")
    initiative = work.submit(HOSTILE.replace("\r\n", " "), HOSTILE)
    work.decide(initiative, "medical", "Mia", Judgement("request changes", HOSTILE, (("message", HOSTILE),)))
    with serving() as server:
        assert send(work, home, server).failed == 0
    assert len(server.messages) == 4
    for raw, message in zip(server.taken, server.messages, strict=True):
        head = raw.split(b"\r\n\r\n", 1)[0].lower()
        assert b"\nbcc:" not in head
        assert len(message.get_all("To", [])) == 1
        assert message["To"].addresses[0].domain == "example.org"
        html, text = told(message, "html"), told(message)
        assert "<script" not in html
        for shown in (html, text):
            assert "http://evil.example" not in shown
            assert "www.evil.example" not in shown
            assert "\u202e" not in shown
        assert all(href.startswith("https://clearway.example/") for href in re.findall(r'href="([^"]*)"', html))
        assert not any(line.lower().startswith("bcc:") for line in text.splitlines())


def test_a_bad_mail_address_in_the_settings_names_the_cure(home: Home) -> None:
    for wrong in ("ftp://host", "smtp://host:port"):
        with pytest.raises(BadHome, match="smtp://HOST:PORT"):
            Post.find(home, {"COE_SMTP": wrong})


def test_the_password_is_never_printed(home: Home) -> None:
    post = Post.find(home, {"COE_SMTP": "smtps://mail%40example.org@host", "COE_SMTP_PASSWORD": "secret"})
    assert (post.port, post.user) == (465, "mail@example.org")
    assert "secret" not in repr(post)
