"""Who may open what: every route has its rule, and every rule is asked. `test_walk` tries every door."""

import pytest
from flask import Flask

from tests.web.review_office import PASSWORDS
from tests.web.review_pages import Pages
from web.app import create_app
from web.site.guards import RULES, rule_of

PEOPLE = ("astrid", "ben", "sofia", "karin", "aude", "ada")
ADDRESSES: dict[str, tuple[str, ...]] = {
    # address: who may open it; {number} is Astrid's initiative in review, {approved} one approved, {sofia} a person
    "/initiatives": PEOPLE,
    "/inbox": PEOPLE,
    "/initiatives/{number}": ("astrid", "sofia", "karin", "aude"),
    "/initiatives/{number}/versions": ("astrid", "sofia", "karin", "aude"),
    "/initiatives/{number}/copy": ("astrid", "sofia", "karin", "aude"),
    "/decisions/{number}/medical": ("sofia",),
    "/initiatives/{number}/office": ("karin",),
    "/initiatives/{number}/move": ("karin",),
    "/initiatives/{approved}/retire": ("astrid", "karin"),
    "/initiatives/{number}/conditions/c1/verify": ("astrid", "sofia", "karin", "aude"),
    "/trail": ("aude",),
    "/office/status": ("aude", "ada"),
    "/trail/bundles": ("aude",),
    "/people": ("ada",),
    "/people/{sofia}": ("sofia", "aude", "ada"),
    "/qualifications": PEOPLE,
    "/people/{sofia}/erase": ("ada",),
    "/office/incidents": ("aude", "ada"),
    "/office/incidents/new": PEOPLE,
    "/office/reviews": ("aude", "ada"),
    "/office/reviews/trail": ("aude", "ada"),
    "/manual": PEOPLE,
    "/manual/reviews": PEOPLE,
    "/mailbox": PEOPLE,
}


def routes(app: Flask) -> list[str]:
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()})


def test_every_route_has_a_rule(pages: Pages) -> None:
    assert [endpoint for endpoint in routes(pages.app) if rule_of(endpoint) is None] == []


def test_no_rule_is_left_of_a_route_that_is_gone(pages: Pages) -> None:
    assert sorted(RULES.keys() - set(routes(pages.app))) == []


def test_a_route_without_a_rule_is_closed(pages: Pages) -> None:
    pages.app.add_url_rule("/forgotten", "forgotten", lambda: "open to all")
    assert pages.browser("ada").get("/forgotten").status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_the_door(pages: Pages) -> None:
    number = pages.house.submit()
    for address in ADDRESSES:
        named = address.format(number=number, approved=number, sofia=pages.house.ids["sofia"])
        answer = pages.app.test_client().get(named)
        assert answer.status_code == 302, address
        assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("who", PEOPLE)
def test_each_role_opens_its_pages_and_no_others(pages: Pages, who: str) -> None:
    house = pages.house
    number = house.submit()
    house.decide(number, "lucia", "regulatory", "approve with conditions", conditions=(("Add the code.", ""),))
    approved = house.submit()
    for reviewer, gate in (("sofia", "medical"), ("jonas", "legal"), ("lucia", "regulatory")):
        house.decide(approved, reviewer, gate)
    browser = pages.browser(who)
    for address, admitted in ADDRESSES.items():
        answer = browser.get(address.format(number=number, approved=approved, sofia=house.ids["sofia"]))
        assert (answer.status_code == 200) == (who in admitted), (address, answer.status_code)
        assert answer.status_code in (200, 403, 404), (address, answer.status_code)


def test_the_mailbox_exists_in_the_demonstration_only(pages: Pages) -> None:
    browser = pages.browser("sofia")
    assert browser.get("/mailbox").status_code == 200
    pages.house.home.configure(demo="no")
    pages.app = create_app(pages.house.home, pages.house.office, pages.house.clock, PASSWORDS)
    pages.known.clear()
    assert pages.browser("sofia").get("/mailbox").status_code == 404


def test_a_forged_signing_form_without_what_was_seen_is_refused_and_breaks_nothing(pages: Pages) -> None:
    number, browser = pages.house.submit(), pages.browser("sofia")
    browser.get("/profile")
    token = browser.form("/profile/codes")["csrf_token"]
    assert browser.post(f"/decisions/{number}/medical", {"csrf_token": token}).status_code == 422
