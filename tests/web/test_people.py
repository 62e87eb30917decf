"""People and roles: inviting, granting, ending, absences."""

import re

from coe.database import reading
from coe.identity.accounts import find_by_login
from governance.law.pools import Pool
from tests.web.review_office import DAY
from tests.web.review_pages import Browser, Pages, plain


def pool(pages: Pages, stream: str) -> Pool:
    found = pages.house.reader.look(stream)[0].state
    assert isinstance(found, Pool)
    return found


def visiting(pages: Pages, who: str, whom: str) -> tuple[Browser, str]:
    browser, url = pages.browser(who), f"/people/{pages.house.ids[whom]}"
    assert browser.get(url).status_code == 200
    return browser, url


def test_an_invited_person_has_an_account_and_its_secrets_are_shown_once(pages: Pages) -> None:
    browser = pages.browser("ada")
    browser.get("/people")
    form = browser.form("/people/invite")
    answer = browser.post("/people/invite", form, name="Dr <b>Nina</b> Ek", email="nina@example.org")
    assert answer.status_code == 200
    assert "Dr &lt;b&gt;Nina" in answer.text
    assert len(re.findall(r"[0-9a-f]{5}-[0-9a-f]{5}", answer.text)) >= 10
    with reading(pages.house.engine) as connection:
        found = find_by_login(connection, "nina@example.org")
    assert found is not None
    again = browser.post("/people/invite", form, name="Dr <b>Nina</b> Ek", email="nina@example.org")
    assert again.status_code == 302
    assert "not shown again" in plain(browser.get("/people").text)


def test_an_address_that_has_an_account_is_refused_and_nobody_is_registered(pages: Pages) -> None:
    browser = pages.browser("ada")
    people = plain(browser.get("/people").text)
    answer = browser.post("/people/invite", name="Another Sofia", email="sofia@example.org")
    assert answer.status_code == 422
    assert "This account already exists." in plain(answer.text)
    assert "11 people" in people
    assert "11 people" in plain(browser.get("/people").text)


def test_a_role_is_granted_with_dates_and_a_reason_and_ended(pages: Pages) -> None:
    browser, url = visiting(pages, "ada", "ben")
    given = {"role": "role/legal_reviewer", "since": "2026-11-16", "until": "2026-12-31", "reason": "Covers for Jonas."}
    assert browser.post(f"{url}/grant", **given).status_code == 302
    held = pool(pages, "role/legal_reviewer").held(pages.house.ids["ben"], pages.house.clock.now(), {})
    assert len(held) == 1
    assert "“Covers for Jonas.”" in plain(browser.get(url).text)
    assert browser.post(f"{url}/end", role="role/legal_reviewer", reason="Jonas is back.").status_code == 302
    after = pages.house.clock.now() + 1
    assert pool(pages, "role/legal_reviewer").held(pages.house.ids["ben"], after, {}) == ()


def test_a_seat_is_granted_as_alternate(pages: Pages) -> None:
    browser, url = visiting(pages, "ada", "imre")
    seat = "committee/executive-steering#medical"
    given = {"role": seat, "alternate": "y", "since": "2026-11-16", "reason": "Alternate."}
    assert browser.post(f"{url}/grant", **given).status_code == 302
    mine = [h for h in pool(pages, "committee/executive-steering").holdings if h.person == pages.house.ids["imre"]]
    assert [(h.seat, h.alternate) for h in mine] == [("medical", True)]


def test_a_grant_without_reason_or_with_its_days_reversed_is_refused_beside_the_field(pages: Pages) -> None:
    browser, url = visiting(pages, "ada", "ben")
    answer = browser.post(f"{url}/grant", role="role/signatory", since="2026-12-31", until="2026-12-01", reason="")
    text = plain(answer.text)
    assert answer.status_code == 422
    assert "The last day is before the first." in text
    assert "Write one sentence; auditors read it." in text


def test_nobody_grants_themselves_anything(pages: Pages) -> None:
    browser, url = visiting(pages, "ada", "ada")
    assert "Grant a role" not in browser.last
    other, theirs = visiting(pages, "ada", "ben")
    form = other.form(f"{theirs}/grant")
    answer = other.post(f"{url}/grant", form, role="role/signatory", since="2026-11-16", reason="Me.")
    assert answer.status_code == 403


def test_an_absence_is_declared_and_whoever_stands_in_borrows_the_roles(pages: Pages) -> None:
    house = pages.house
    browser, url = visiting(pages, "sofia", "sofia")
    given = {"since": "2026-12-24", "until": "2027-01-02", "delegate": house.ids["imre"]}
    form = browser.form(f"{url}/absence")
    assert browser.post(f"{url}/absence", form, **given).status_code == 302
    assert browser.post(f"{url}/absence", form, **given).status_code == 302
    christmas = house.clock.now() + 39 * DAY
    steering = pool(pages, "committee/executive-steering")
    assert steering.away(house.ids["sofia"], christmas)
    assert steering.lenders(house.ids["imre"], christmas) == (house.ids["sofia"],)
    assert "Dr Imre Szabó stands in" in plain(browser.get(url).text)


def test_nobody_declares_an_absence_for_somebody_else(pages: Pages) -> None:
    browser, url = visiting(pages, "sofia", "sofia")
    form = browser.form(f"{url}/absence")
    other = f"/people/{pages.house.ids['imre']}/absence"
    assert browser.post(other, form, since="2026-12-24", until="2027-01-02").status_code == 403


def test_an_unknown_person_is_not_found(pages: Pages) -> None:
    assert pages.browser("ada").get("/people/nobody").status_code == 404
