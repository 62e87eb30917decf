"""Every form that anybody is shown × what can be wrong with it: it is refused in words, at its field, and nothing is
recorded or lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest

from tests.web.deciding import entries
from tests.web.form_fields import TYPED, Forms, FoundForm
from tests.web.owner_house import copied
from tests.web.review_office import ReviewOffice
from tests.web.review_pages import Browser, plain
from tests.web.test_walk import address, doors
from tests.web.walk_office import Walk, walked
from tests.web.walk_table import TABLE

TOLD: Final = re.compile("aria-invalid|data-error-summary|notice-stop|What to do|How to clear it")
REFUSED: Final = {400, 409, 413, 422, 404}
TOO_LONG: Final = "Long " * 40_000
ROLES: Final = ("owner", "reviewer", "coordinator", "administrator", "quality", "auditor")
"""Between them they are shown every form; the others are shown some of the same."""
SECRET: Final = ("csrf_token",)
UNUSED: Final = {("initiative.release_now", "seed"), ("bundles.make", "seed")}
"""A release says nothing that needs a nonce; the seed of a draw is the auditor's own words."""
DRAFTED: Final = ("intake.save",)
"""A draft keeps whatever is typed and says what is wrong when it is checked: losing it would be worse."""
ENDS: Final = ("/sign-out", "/profile/sessions/end")


@dataclass(frozen=True)
class Shown:
    """A form, and the page somebody saw it on."""

    page: str
    endpoint: str
    form: FoundForm


@pytest.fixture(scope="module")
def walk(founded_office: ReviewOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    made = walked(copied(founded_office, tmp_path_factory.mktemp("matrix")))
    yield made
    made.pages.house.engine.dispose()


def shown_to(walk: Walk, browser: Browser, role: str) -> list[Shown]:
    """Every form on every page this role may open, each kind of form once."""
    found: dict[tuple[str, tuple[str, ...]], Shown] = {}
    at = walk.pages.app.url_map.bind("localhost")
    for method, rule in doors(walk):
        for standing, about in walk.things_of(rule, role).items():
            if method != "GET" or role not in TABLE[f"GET {rule.endpoint}"][standing] or rule.endpoint == "assets":
                continue
            page = address(walk, rule, dict(about))
            answer = browser.get(page)
            for form in Forms(browser.last).found if answer.status_code == 200 else ():
                if form.action in ENDS:
                    continue
                endpoint = str(at.match((form.action or page).partition("?")[0], method="POST")[0])
                key = (endpoint, tuple(sorted(form.named(*{one.kind for one in form.fields}))))
                found.setdefault(key, Shown(page, endpoint, FoundForm(form.action or page, form.fields)))
    return list(found.values())


def faults(walk: Walk, browser: Browser, one: Shown, data: list[tuple[str, str]], what: str) -> list[str]:
    """What is wrong with how this was taken: it must be refused, in words, and leave the ledger alone."""
    before, sent = entries(walk.pages.house), dict[str, list[str]]()
    for name, value in data:
        sent.setdefault(name, []).append(value)
    answer = browser.client.post(one.form.action, data=sent)
    place = f"{one.endpoint} ({what})"
    if entries(walk.pages.house) != before:
        return [f"{place}: something was recorded"]
    if answer.status_code in (302, 303) and one.endpoint in DRAFTED:
        return []
    if answer.status_code not in REFUSED:
        return [f"{place}: {answer.status_code}"]
    if TOLD.search(answer.text):
        return []
    return [f"{place}: {answer.status_code} says nothing to act on: {plain(answer.text)[:600]}"]


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_a_form_with_something_wrong_is_refused_in_words_and_records_nothing(walk: Walk, role: str) -> None:
    browser, wrong = walk.browser(role), list[str]()
    forms = shown_to(walk, browser, role)
    assert forms, role
    for one in forms:
        for name in one.form.named(*TYPED):
            wrong += faults(walk, browser, one, one.form.changed(name, TOO_LONG), f"{name} too long")
        for name in one.form.named("select", "radio"):
            wrong += faults(walk, browser, one, one.form.changed(name, "forged choice"), f"{name} forged")
        for name in one.form.named("number", "date", "time", "datetime-local"):
            wrong += faults(walk, browser, one, one.form.changed(name, "neither number nor day"), f"{name} of no kind")
        for name in one.form.named("hidden"):
            if name not in SECRET and (one.endpoint, name) not in UNUSED:
                wrong += faults(walk, browser, one, one.form.changed(name, "forged\x00hidden"), f"{name} forged")
        if one.form.named(*TYPED, "select", "radio", "checkbox"):
            wrong += faults(walk, browser, one, [("csrf_token", dict(one.form.untouched)["csrf_token"])], "all missing")
    assert wrong == [], "\n".join(wrong)
