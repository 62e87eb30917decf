"""The daily mail and quiet hours through a real SMTP server: one mail, nothing twice, nothing lost, whatever dies."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select, tuple_

from coe.database import reading, writing
from coe.governance_law import Governance
from coe.home import Home
from coe.incidents import alarm
from coe.letter import Letters
from coe.mail_preferences import keep_preference
from coe.notice_times import Preference
from coe.tables import delivery, digest, notice
from governance.record import commands as c
from tests.workflows.clockwork import APPROVE, CHANGES, HOUR, MONDAY, Clockwork
from tests.workflows.delivering import killed_while_the_first_is_taken
from tests.workflows.mail_server import KEPT, serving
from tests.workflows.test_deliver import MINUTE, send, told
from workflows.deliver import LEASE_MS, Delivery
from workflows.mails_digest import compose_digest
from workflows.remind import remind

DAY = 24 * HOUR
DAILY = Preference("daily", daily=12 * 60)
NIGHT = Preference("at once", quiet_from=18 * 60, quiet_to=7 * 60)
NOON = MONDAY + 3 * HOUR


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path).prepare()
    home.configure(zone="Europe/Berlin", url="https://clearway.example", origin="clearway.example/log")
    return home


def prefer(work: Clockwork, who: str, chosen: Preference) -> None:
    with writing(work.engine) as connection:
        keep_preference(connection, work.people[who], chosen)


def to(messages: list[EmailMessage], who: str) -> list[EmailMessage]:
    return [mail for mail in messages if str(mail["To"]).startswith(f"{who} <")]


def kinds_to(messages: list[EmailMessage], who: str) -> list[str]:
    return [str(mail["Subject"]).partition(":")[0] for mail in to(messages, who)]


def undelivered(work: Clockwork) -> int:
    with work.engine.connect() as connection:
        return len(connection.execute(select(delivery).where(delivery.c.delivered == 0)).all())


def test_everything_waits_for_one_mail_with_what_runs_out_first_on_top(work: Clockwork, home: Home) -> None:
    prefer(work, "Mia", DAILY)
    work.submit("First leaflet")
    work.clock.advance(HOUR)
    work.submit("Second leaflet")
    with serving() as server:
        assert send(work, home, server) == Delivery(sent=2)
        assert to(server.messages, "Mia") == []
        work.clock.set(NOON - 1)
        assert send(work, home, server) == Delivery()
        work.clock.set(NOON)
        assert send(work, home, server) == Delivery(sent=1)
        work.clock.advance(DAY)
        assert send(work, home, server) == Delivery()
    (mail,) = to(server.messages, "Mia")
    text = told(mail)
    assert str(mail["Subject"]) == "Your daily mail: 2 ask for you, first due Tue 17 Nov, 17:00"
    assert text.index("First leaflet") < text.index("Second leaflet")
    for number in ("LEA-2026-0001", "LEA-2026-0002"):
        page = f"https://clearway.example/decisions/{number}/medical"
        assert page in text
        assert page in told(mail, "html")
    assert "List-Unsubscribe" not in mail
    assert len(re.findall('class="button"', told(mail, "html"))) == 1
    assert undelivered(work) == 0


def test_the_order_is_that_of_the_inbox_not_of_the_dates(work: Clockwork) -> None:
    old = work.submit("A long clock, mostly used")
    work.clock.set(MONDAY + 2 * DAY + 7 * HOUR)
    new = work.submit("A short clock, hardly begun")
    work.clock.advance(HOUR)
    letters, now = Letters(work.engine, Governance()), work.clock.now()
    with reading(work.engine) as connection:
        wanted = tuple_(notice.c.initiative, notice.c.gate).in_([(old, "legal"), (new, "medical")])
        rows = connection.execute(select(notice).where(notice.c.kind == "your-turn", wanted)).mappings().all()
    found = [letter for row in rows if (letter := letters.read(dict(row), now))]
    lines = compose_digest(found, 0, "https://clearway.example", "Europe/Berlin", now).lines
    assert [line.title for line in lines] == ["A long clock, mostly used", "A short clock, hardly begun"]
    assert lines[0].due > lines[1].due


def test_what_may_never_wait_comes_at_once_at_any_hour(work: Clockwork, home: Home) -> None:
    work.register("Ada", "ada@example.org", "administrator")
    prefer(work, "Mia", DAILY)
    prefer(work, "Ada", Preference("daily", quiet_from=0, quiet_to=23 * 60 + 59))
    work.submit()
    work.clock.set(MONDAY + 8 * HOUR)
    remind(work.office, work.clock.now())
    alarm(work.office, "verify-failed", "", "verify/1", "entry 7")
    with serving() as server:
        send(work, home, server)
        assert [str(mail["Subject"])[:8] for mail in to(server.messages, "Ada")] == ["Incident"]
        assert kinds_to(server.messages, "Mia") == ["Your daily mail"]  # the reminder at half waits
        work.clock.set(MONDAY + 27 * HOUR)
        send(work, home, server)
        work.clock.set(MONDAY + 29 * HOUR)  # 80 % are used: the last reminder, an hour after the daily mail
        remind(work.office, work.clock.now())
        send(work, home, server)
    assert kinds_to(server.messages, "Mia") == ["Your daily mail", "Your daily mail", "Reminder, due Tue 17 Nov, 17"]


def test_a_mail_waits_for_the_end_of_the_quiet_hours(work: Clockwork, home: Home) -> None:
    prefer(work, "Leo", NIGHT)
    work.clock.set(MONDAY + 10 * HOUR)  # 19:00 in Berlin
    work.submit()
    with serving() as server:
        send(work, home, server)
        assert to(server.messages, "Leo") == []
        work.clock.set(MONDAY + 22 * HOUR - 1)
        send(work, home, server)
        assert to(server.messages, "Leo") == []
        work.clock.set(MONDAY + 22 * HOUR)  # 7:00 the next day
        send(work, home, server)
        assert len(to(server.messages, "Leo")) == 1


def test_what_is_due_before_the_quiet_hours_end_comes_at_once(work: Clockwork, home: Home) -> None:
    prefer(work, "Mia", DAILY)
    work.submit()
    with serving() as server:
        work.clock.set(NOON)
        send(work, home, server)
        work.clock.set(MONDAY + 31 * HOUR)  # Tuesday 16:00, due 17:00, next daily mail on Wednesday
        remind(work.office, work.clock.now())
        send(work, home, server)
    assert kinds_to(server.messages, "Mia") == ["Your daily mail", *["Reminder, due Tue 17 Nov, 17"] * 2]


def test_both_sends_what_asks_at_once_and_the_rest_once_a_day(work: Clockwork, home: Home) -> None:
    prefer(work, "Olga", Preference("both", daily=12 * 60))
    work.submit()
    record = work.submit("Another")
    work.decide(record, "medical", "Mia", CHANGES)
    work.decide(record, "legal", "Leo", APPROVE)
    why = work.confided("hold")
    work.send(f"initiative/{work.submit('Held')}", work.people["Carl"], c.Hold(why.text("Waiting")), why)
    with serving() as server:
        send(work, home, server)
        now = [str(mail["Subject"]) for mail in to(server.messages, "Olga")]
        assert len(now) == 2
        assert not any("On hold" in subject for subject in now)
        work.clock.set(NOON)
        send(work, home, server)
    last = to(server.messages, "Olga")[-1]
    assert str(last["Subject"]) == "Your daily mail: 1 for your information"
    assert "On hold" in told(last)


def test_another_choice_releases_what_waits_and_sends_it_once(work: Clockwork, home: Home) -> None:
    prefer(work, "Mia", DAILY)
    work.submit()
    with serving() as server:
        send(work, home, server)
        prefer(work, "Mia", Preference())
        assert send(work, home, server) == Delivery(sent=1)
        prefer(work, "Mia", DAILY)
        work.clock.set(NOON)
        assert send(work, home, server) == Delivery()


def test_a_refused_daily_mail_delivers_nothing_and_comes_again_as_the_same_mail(work: Clockwork, home: Home) -> None:
    prefer(work, "Mia", DAILY)
    work.submit()
    work.submit("Second")
    refused = list[bytes]()

    def refuse(content: bytes) -> str:
        refused.append(content)
        return "451 Later"

    with serving() as server:
        send(work, home, server)
        work.clock.set(NOON)
        server.answer = refuse
        assert send(work, home, server) == Delivery(failed=1)
        assert undelivered(work) == 2
        server.answer = lambda _: KEPT
        work.clock.advance(MINUTE)
        work.submit("Third, for tomorrow")
        send(work, home, server)
        (mail,) = to(server.messages, "Mia")
        assert mail["Message-ID"] == message_from_bytes(refused[0], policy=default)["Message-ID"]
        assert "Third" not in told(mail)
        work.clock.set(NOON + DAY)
        send(work, home, server)
    assert "Third" in told(to(server.messages, "Mia")[1])
    assert undelivered(work) == 0


@pytest.mark.slow
def test_a_process_killed_while_the_daily_mail_is_taken_sends_the_same_mail_again(
    work: Clockwork, home: Home, tmp_path: Path
) -> None:
    for who in ("Mia", "Leo"):
        prefer(work, who, DAILY)
    for number in range(3):
        work.submit(f"Leaflet {number}")
    work.clock.set(NOON)
    with killed_while_the_first_is_taken(work, home, tmp_path) as server:
        assert send(work, home, server).sent == 1  # the other's; the first is still claimed
        work.clock.advance(LEASE_MS)
        work.submit("Arrived in between")
        assert send(work, home, server).sent == 1
        work.clock.advance(LEASE_MS)
        assert send(work, home, server).sent == 0
    ids = [message["Message-ID"] for message in server.messages]
    assert len(ids) == 3
    assert ids[0] == ids[2]
    assert ids[0] != ids[1]
    assert told(server.messages[0]).count("/decisions/") == told(server.messages[2]).count("/decisions/") == 3
    with work.engine.connect() as connection:
        assert len(connection.execute(select(digest)).all()) == 6
