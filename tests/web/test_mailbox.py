"""The demonstration's mailbox: messages as plain text, and nothing in them does anything."""

from email.message import EmailMessage
from uuid import UUID

from tests.web.review_pages import Pages, plain


def caught(pages: Pages, place: int, subject: str, body: str, html: str = "") -> str:
    folder = pages.house.home.folder / "mailbox"
    folder.mkdir(exist_ok=True)
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "clearway@example.org", "sofia@example.org"
    message["Date"] = "Mon, 16 Nov 2026 09:00:00 +0100"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    name = str(UUID(int=place))
    (folder / f"{name}.eml").write_bytes(message.as_bytes())
    return name


def test_the_newest_message_is_open_and_others_are_a_link_away(pages: Pages) -> None:
    older = caught(pages, 1, "Due today", "Your decision for Medical is due.")
    caught(pages, 2, "Your turn", "See http://localhost/decisions/INI-2026-0001/medical.")
    browser = pages.browser("sofia")
    text = browser.get("/mailbox").text
    assert "This is everybody’s mail" in plain(text)
    assert "See http://localhost" in plain(text)
    assert 'href="/decisions/INI-2026-0001/medical"' in text
    assert "Your decision for Medical is due." in plain(browser.get(f"/mailbox?message={older}").text)


def test_html_scripts_and_foreign_links_are_inert(pages: Pages) -> None:
    body = "Read javascript:alert(1) and https://evil.example/decisions/x <script>alert(1)</script>"
    caught(pages, 1, "<script>alert(1)</script>", body, "<script>alert(2)</script>")
    text = pages.browser("sofia").get("/mailbox").text
    assert "<script>alert" not in text
    assert "alert(2)" not in text
    assert 'href="https://evil' not in text
    assert 'href="/decisions/x"' not in text


def test_a_broken_message_and_a_foreign_file_harm_nothing(pages: Pages) -> None:
    name = caught(pages, 1, "Fine", "Fine")
    folder = pages.house.home.folder / "mailbox"
    (folder / "00000000-0000-0000-0000-000000000009.eml").write_bytes(
        b"\xff\xfe: \x00\nDate: never\nSubject: =?x?q?=ff?=\n\n\xff"
    )
    (folder / "notes.eml").write_bytes(b"Subject: not ours\n\nnone")
    browser = pages.browser("sofia")
    assert browser.get("/mailbox").status_code == 200
    assert "not ours" not in browser.last
    assert browser.get(f"/mailbox?message={name}").status_code == 200


def test_an_unknown_or_crooked_name_is_not_found(pages: Pages) -> None:
    browser = pages.browser("sofia")
    for name in ("../../keys/session.key", "00000000-0000-0000-0000-000000000000", "x"):
        assert browser.get(f"/mailbox?message={name}").status_code == 404
