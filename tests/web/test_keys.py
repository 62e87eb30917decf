"""The switch for single keys: it holds on every page, in every browser, and for its person alone."""

from __future__ import annotations

from tests.web.review_pages import Browser, Pages, plain

ON, OFF = 'data-keys="on"', 'data-keys="off"'
KEYS = "/profile/keys"


def test_keys_switched_off_stay_off_on_the_next_page_and_in_another_browser(pages: Pages) -> None:
    sofia = pages.browser("sofia")
    assert ON in sofia.get("/inbox").text
    assert sofia.post(KEYS).status_code == 302
    assert OFF in sofia.get("/inbox").text
    assert "Switch keys on" in plain(sofia.get("/policies").text)
    elsewhere = Browser(pages.house, "sofia", pages.app.test_client()).sign_in()
    assert OFF in elsewhere.get("/inbox").text
    assert ON in pages.browser("jonas").get("/inbox").text
    elsewhere.post(KEYS)
    assert ON in sofia.get("/inbox").text


def test_the_switch_leads_back_to_where_it_was_pressed_and_nowhere_else(pages: Pages) -> None:
    sofia = pages.browser("sofia")
    sofia.get("/inbox")
    form = sofia.form(KEYS)

    def led(came: str) -> str | None:
        return sofia.client.post(KEYS, data=form, headers={"Referer": came}).location

    assert led("http://localhost/inbox?order=due") == "/inbox?order=due"
    assert led("http://elsewhere.example/inbox") == "/profile"
    assert led("http://localhost//elsewhere.example/inbox") == "/profile"
    assert led("http://localhost/profile/codes") == "/profile"


def test_a_switch_that_is_neither_on_nor_off_changes_nothing(pages: Pages) -> None:
    sofia = pages.browser("sofia")
    sofia.get("/inbox")
    assert sofia.post(KEYS, keys="perhaps").status_code == 400
    assert ON in sofia.get("/inbox").text
