"""The page on which an administrator has a person forgotten."""

from coe.database import reading
from coe.identity.accounts import find_by_login
from tests.web.review_pages import Pages, plain


def test_what_goes_and_what_stays_is_read_before_anybody_is_erased(pages: Pages) -> None:
    house, browser = pages.house, pages.browser("ada")
    number = house.submit(need_source="Told by Ben Okafor")
    url = f"/people/{house.ids['ben']}"
    browser.get(url)
    assert f'href="{url}/erase"' in browser.last
    page = plain(browser.get(f"{url}/erase").text)
    assert "The name and the address." in page
    assert f"The answer to “Who said it?” of {number}, which names them" in page
    before = house.reader.look(f"person/{house.ids['ben']}")[0].version
    assert browser.post(f"{url}/erase", reason="Asked for").status_code == 422
    assert "Confirm that you have read it." in plain(browser.last)
    assert browser.post(f"{url}/erase", reason="", sure="y").status_code == 422
    assert house.reader.look(f"person/{house.ids['ben']}")[0].version == before, "nothing is erased without both"
    form = browser.form(f"{url}/erase")
    assert browser.post(f"{url}/erase", form, reason="Asked for", sure="y").status_code == 302
    assert browser.post(f"{url}/erase", form, reason="Asked for", sure="y").status_code == 302
    shown = plain(browser.get(url).text)
    assert "Account closed" in shown
    assert "Name and address cannot be read any more" in shown
    assert f"{url}/erase" not in browser.last
    assert "Ben Okafor" not in plain(browser.get("/people").text)
    with reading(house.engine) as connection:
        assert find_by_login(connection, "ben@example.org") is None


def test_whoever_signed_keeps_the_printed_name(pages: Pages) -> None:
    house, browser = pages.house, pages.browser("ada")
    house.decide(house.submit(), "sofia", "medical")
    url = f"/people/{house.ids['sofia']}"
    assert "a signature keeps it" in plain(browser.get(f"{url}/erase").text)
    assert browser.post(f"{url}/erase", reason="Asked for", sure="y").status_code == 302
    assert "Dr Sofia Brandt" in plain(browser.get("/people").text)
    assert "sofia@example.org" not in plain(browser.get(url).text)


def test_nobody_is_offered_to_erase_themselves(pages: Pages) -> None:
    browser, url = pages.browser("ada"), f"/people/{pages.house.ids['ada']}"
    browser.get(url)
    assert f"{url}/erase" not in browser.last
    browser.get(f"{url}/erase")
    assert browser.post(f"{url}/erase", reason="Me", sure="y").status_code == 403
