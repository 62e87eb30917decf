"""Every mail in a language nobody speaks: what is neither in it nor somebody's own words is English that forgot to be
translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from coe.database import writing
from coe.home import Home
from coe.incidents import alarm
from coe.mail_preferences import keep_preference
from coe.notice_times import Preference
from coe.outbox import ACCOUNT_KINDS
from coe.page_preferences import LANGUAGE, prefer
from coe.words.catalogues import Catalogues
from coe.words.speaking import Tongue, speaking
from tests.web.pseudo import CODE, pseudo
from tests.web.unspoken import untranslated
from tests.workflows.clockwork import HOUR, MONDAY, Clockwork
from tests.workflows.letters import DATA, LETTER, WAY, composed
from tests.workflows.mail_server import serving
from tests.workflows.test_deliver import told
from workflows.deliver import deliver
from workflows.mails import TO_DECIDE, compose
from workflows.mails_account import TOLD
from workflows.news import NEWS
from workflows.rendering import envelope
from workflows.way_picture import captioned

BRACKET = "⟦"
ADDRESS = re.compile(r"https://\S+")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return pseudo(tmp_path / "pseudo")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path).prepare()
    home.configure(zone="Europe/Berlin", url="https://clearway.example", origin="clearway.example/log")
    return home


def english(message: EmailMessage, known: frozenset[str]) -> list[str]:
    """What its subject and its bodies say in no language but English, and is nobody's own."""
    lines = [str(message["Subject"]), *told(message).splitlines()]
    spoken = "".join(f"<p>{escape(ADDRESS.sub('', line))}</p>" for line in lines)
    return [*untranslated(spoken, known), *untranslated(told(message, "html"), known)]


def forgotten(tongue: Tongue) -> Iterator[str]:
    """What each mail says in no language but English, and is nobody's own."""
    with speaking(tongue):
        for name, made in composed():
            mail = made()
            message = envelope(mail, "olga@example.org", "office@example.org", "<1@clearway>", MONDAY)
            assert message["Content-Language"] == CODE
            assert f'<html lang="{CODE}"' in told(message, "html")
            # A signature is of the record: HTML says that it is English, and text has no way to.
            known = DATA | {f"{getattr(mail, 'signed', '')}."}
            yield from (f"{name}: {words}" for words in english(message, known))


def test_no_mail_says_anything_of_its_own_that_is_not_translated(tmp_path: Path) -> None:
    assert sorted(set(forgotten(Catalogues(pseudo(tmp_path, apart=True)).of(CODE)))) == []


@pytest.mark.parametrize(
    "sentence",
    ["%(lead)s, due %(moment)s", "Dear %(name)s,", "%(num)s business hour late", "Your turn", "with someone else"],
)
def test_one_sentence_that_nobody_translated_is_noticed(tmp_path: Path, sentence: str) -> None:
    path = pseudo(tmp_path, apart=True) / CODE / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as written:
        catalogue = read_po(written, locale=CODE)
    assert sentence in catalogue
    catalogue.delete(sentence)
    with path.open("wb") as out:
        write_po(out, catalogue)
    assert next(forgotten(Catalogues(tmp_path).of(CODE)), "")


def test_every_kind_of_mail_is_among_them() -> None:
    named = {name.partition(",")[0].partition(" ")[0] for name, _ in composed()}
    assert named == {*TO_DECIDE, *NEWS, *ACCOUNT_KINDS, "withdrawn", "incident", "incident-closed", "daily:"}
    assert sorted(TOLD) == sorted(ACCOUNT_KINDS)


def test_a_signature_stays_as_it_was_recorded_and_html_says_so(shipped: Path) -> None:
    (made,) = [made for name, made in composed() if name.startswith("condition-verified, released")]
    with speaking(Catalogues(shipped).of(CODE)):
        message = envelope(made(), "olga@example.org", "office@example.org", "<1@clearway>", MONDAY)
    signed = "Signed, meaning “I have read it”: Miarosa, 16 Nov 2026, 09:00:00 in Berlin (08:00:00 UTC)"
    assert f'<span lang="en">{signed}</span>' in told(message, "html")
    assert signed in told(message)


def test_the_words_in_the_picture_of_the_way_are_translated_too(shipped: Path) -> None:
    with speaking(Catalogues(shipped).of(CODE)):
        assert all(gate.caption.startswith(BRACKET) for gate in captioned(WAY))


@pytest.mark.parametrize(("title", "drawn"), [("Kardiológia", True), ("St.Gallen", True), ("Ιατρική", False)])
def test_a_way_in_letters_that_its_font_does_not_have_is_told_and_not_drawn(title: str, drawn: bool) -> None:  # noqa: FBT001
    way = (replace(WAY[0], title=title),)
    mail = compose(replace(LETTER, kind="on-hold", way=way), "https://clearway.example", "UTC", MONDAY)
    html = told(envelope(mail, "olga@example.org", "office@example.org", "<1@clearway>", MONDAY), "html")
    assert ("cid:way" in html) == drawn
    assert ("display:none" in html.partition('class="small')[2].partition(">")[0]) == drawn
    assert "</strong> passed" in html


def test_times_are_the_languages_own_in_the_readers_zone(shipped: Path) -> None:
    with speaking(Catalogues(shipped).of(CODE)):
        mail = compose(LETTER, "https://clearway.example", "Asia/Tokyo", MONDAY)
    assert mail.sent == "⟦lundo, la 16-a de Novembro 2026, 17:00 in Asia/Tokyo (08:00 UTC)⟧"


def test_each_is_written_to_in_their_own_language_digest_and_alarm_too(
    work: Clockwork, home: Home, shipped: Path
) -> None:
    ada = work.register("Ada", "ada@example.org", "administrator")
    with writing(work.engine) as connection:
        prefer(connection, work.people["Mia"], LANGUAGE, CODE)
        prefer(connection, work.people["Leo"], LANGUAGE, "xx")
        prefer(connection, ada, LANGUAGE, CODE)
    work.submit()
    alarm(work.office, "verify-failed", "key/log", "verify/1", "entry 7")
    found = {}
    with serving() as server:
        home.configure(smtp=f"smtp://127.0.0.1:{server.port}")
        deliver(work.office, home, catalogues=shipped)
        found = {str(mail["To"]).partition(" ")[0]: mail for mail in server.messages}
        with writing(work.engine) as connection:
            keep_preference(connection, work.people["Mia"], Preference("daily", daily=12 * 60))
        work.submit("Another")
        work.clock.set(MONDAY + 3 * HOUR)
        deliver(work.office, home, catalogues=shipped)
    assert {who: mail["Content-Language"] for who, mail in found.items()} == {"Mia": CODE, "Leo": "en", "Ada": CODE}
    assert str(found["Leo"]["Subject"]).startswith("Your turn, due Fri 20 Nov, 17:00: ")
    assert str(found["Mia"]["Subject"]).startswith("⟦⟦⟦Your turn⟧, due")
    assert "⟦the log’s key⟧" in str(found["Ada"]["Subject"])
    daily = next(mail for mail in server.messages if "Your daily mail" in str(mail["Subject"]))
    assert str(daily["Subject"]).startswith("⟦Your daily mail: ⟦1 asks for you⟧")
