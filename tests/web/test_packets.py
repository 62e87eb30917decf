"""The page of a packet: asked for once, watched while it is made, fetched when it is there."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import select

from coe.bundle.verifier import verifier
from coe.database import reading
from coe.home import Home
from coe.office import Office
from coe.packet.build import Packet
from coe.packet.making import make_asked
from coe.packet.requests import ask, asked, failure, made, note
from coe.packet.seal import certificate_fingerprint, make_seal_key
from coe.tables import head
from tests.web.review_pages import Pages, plain
from web.site.context import EXTENSION, Context

PDF = b"%PDF-1.7 made"


def printing_with(pages: Pages, printer: Callable[[Home], object]) -> None:
    context: Context = pages.app.extensions[EXTENSION]
    pages.app.extensions[EXTENSION] = replace(context, printer=printer)


@pytest.fixture
def number(pages: Pages) -> str:
    """An initiative whose packet nobody has asked for; the printer here is a fake and starts no process."""
    size = pages.house.submit()

    def build(office: Office, home: Home, record: str, told: Callable[[str], None]) -> Packet:
        told("Printing")
        return Packet(PDF, b"", "", 7)

    printing_with(pages, lambda home: make_asked(pages.house.office, home, build))
    return size


def test_an_auditor_has_the_packet_made_and_takes_it(pages: Pages, number: str) -> None:
    browser, page = pages.browser("aude"), f"/initiatives/{number}/packet"
    assert "Not made yet" in browser.get(page).text
    assert browser.get(f"{page}.pdf").headers["Location"] == page
    assert browser.get(page).status_code == 200
    assert browser.post(page).headers["Location"] == page
    ready = plain(browser.get(page).text)
    assert "Ready Under a checkpoint of 7 entries." in ready
    assert f"Download {number}.pdf" in ready
    answer = browser.get(f"{page}.pdf")
    assert (answer.mimetype, answer.data) == ("application/pdf", PDF)
    assert f"filename={number}.pdf" in answer.headers["Content-Disposition"]


def test_looking_at_the_page_asks_for_nothing(pages: Pages, number: str) -> None:
    pages.browser("aude").get(f"/initiatives/{number}/packet")
    pages.browser("aude").get(f"/initiatives/{number}/packet.pdf")
    assert asked(pages.house.home) == ()


def test_while_it_is_made_the_page_says_how_far_it_is_asks_again_by_itself_and_starts_no_second(
    pages: Pages, number: str
) -> None:
    started: list[Home] = []
    printing_with(pages, started.append)
    browser, page = pages.browser("aude"), f"/initiatives/{number}/packet"
    browser.get(page)
    browser.post(page)
    waiting = browser.get(page)
    assert "Waiting its turn" in plain(waiting.text)
    assert waiting.headers["Refresh"] == "2"
    (record,) = asked(pages.house.home)
    note(pages.house.home, record, "Judging it again")
    assert "Judging it again" in plain(browser.get(page).text)
    browser.post(page)
    assert len(started) == 1


def test_what_is_there_for_the_log_as_it_stands_is_not_made_again(pages: Pages, number: str) -> None:
    browser, page = pages.browser("aude"), f"/initiatives/{number}/packet"
    printed: list[int] = []
    with reading(pages.house.engine) as connection:
        size = connection.execute(select(head.c.size)).scalar_one()

    def build(office: Office, home: Home, record: str, told: Callable[[str], None]) -> Packet:
        printed.append(size)
        return Packet(PDF, b"", "", size)

    printing_with(pages, lambda home: make_asked(pages.house.office, home, build))
    for _ in range(2):
        browser.get(page)
        browser.post(page)
    assert printed == [size]


def test_why_it_was_not_made_is_said_and_it_can_be_tried_again(pages: Pages, number: str) -> None:
    def build(office: Office, home: Home, record: str, told: Callable[[str], None]) -> Packet:
        raise LookupError("no paper")

    printing_with(pages, lambda home: make_asked(pages.house.office, home, build))
    browser, page = pages.browser("aude"), f"/initiatives/{number}/packet"
    browser.get(page)
    browser.post(page)
    assert "Not made no paper Try again" in plain(browser.get(page).text)


def test_a_packet_made_anew_takes_the_place_of_the_earlier_one(pages: Pages, number: str) -> None:
    browser, page = pages.browser("aude"), f"/initiatives/{number}/packet"
    browser.get(page)
    browser.post(page)
    (old,) = (pages.house.home.folder / "packets").glob("*.pdf")
    record = old.name.partition(".")[0]
    ask(pages.house.home, record)
    make_asked(pages.house.office, pages.house.home, lambda *_: Packet(b"%PDF new", b"", "", 12))
    assert [path.name for path in (pages.house.home.folder / "packets").iterdir()] == [f"{record}.12.pdf"]
    assert made(pages.house.home, record)
    assert failure(pages.house.home, record) == ""


def test_a_stranger_takes_no_packet_and_has_none_made(pages: Pages, number: str) -> None:
    browser = pages.browser("ben")
    for address in (f"/initiatives/{number}/packet", f"/initiatives/{number}/packet.pdf"):
        assert browser.get(address).status_code == 404
    browser.get("/initiatives")
    token = browser.form("/sign-out")["csrf_token"]
    assert browser.post(f"/initiatives/{number}/packet", {"csrf_token": token[:1]}).status_code == 403
    assert asked(pages.house.home) == ()


def test_the_page_says_how_to_verify_and_offers_the_verifier_of_this_release(pages: Pages, number: str) -> None:
    browser, page = pages.browser("aude"), f"/initiatives/{number}/packet"
    told = plain(browser.get(page).text)
    assert f"python3 -S verify.pyz verify {number}.pdf --keys keys.txt" in told
    assert "made with the first packet" in told
    make_seal_key(pages.house.home.keys)
    told = plain(browser.get(page).text)
    assert f"--seal {certificate_fingerprint(pages.house.home.keys)}" in told
    answer = browser.get("/verify.pyz")
    assert answer.data == verifier()
    assert sha256(answer.data).hexdigest() in told
    assert "attachment; filename=verify.pyz" in answer.headers["Content-Disposition"]
