"""Hostile words in every field of every form that anybody is shown stay words: on every page of everybody, and in CSV.

Mails are looked at in tests/workflows/test_deliver.py, the packet in tests/coe/test_packet.py and test_printing.py.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

import pytest

from tests.web.deciding import entries
from tests.web.form_fields import FoundForm
from tests.web.owner_house import copied
from tests.web.review_office import PASSWORD, ReviewOffice
from tests.web.review_pages import STEP
from tests.web.test_bad_input_matrix import ROLES, Shown, shown_to
from tests.web.test_walk import address, doors
from tests.web.walk_office import WALKERS, Walk, walked
from tests.web.walk_table import TABLE
from web.oversight.trail_csv import FORMULA

MARK: Final = "data-owned"
HOSTILE: Final = f"""=1+1 <b {MARK}>"'><script {MARK}>x</script>{{{{7*7}}}}\u202ex"""
ESCAPED: Final = f"&lt;b {MARK}&gt;"
WORDS: Final = ("text", "search", "textarea", "tel", "url")
SHOWN_ON: Final = 20
"""Kinds of pages on which the words must turn up, or this test looks at nothing."""


@pytest.fixture
def walk(founded_office: ReviewOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    made = walked(copied(founded_office, tmp_path_factory.mktemp("hostile")), lambda words: f"{HOSTILE} {words}")
    yield made
    made.pages.house.engine.dispose()


class Owned(HTMLParser):
    """Elements that the hostile words made, and the cells of templates they were computed in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if any(name.startswith(MARK) for name, _ in attrs):
            self.found.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        if "=1+1" in data and "{{7*7}}" not in data and "…" not in data:
            self.found.append(data[:200])


def hostile(form: FoundForm, code: str, chosen: tuple[str, str] | None) -> dict[str, list[str]]:
    """The form as a hostile person sends it: hostile words wherever words go, otherwise so that it is taken."""
    sent: dict[str, list[str]] = {}
    for one in form.fields:
        value = one.value
        if one.name == "code":
            value = code
        elif one.kind == "password":
            value = PASSWORD
        elif one.kind in WORDS:
            value = HOSTILE
        elif one.kind == "checkbox":
            value = one.offered
        elif one.kind == "radio" and chosen is not None and one.name == chosen[0]:
            value = one.offered if one.offered == chosen[1] else None
        if value is not None:
            sent.setdefault(one.name, []).append(value)
    return sent


def choices(form: FoundForm) -> list[tuple[str, str] | None]:
    """Every choice of the form's first group of radios; None where it has none."""
    radios = [one for one in form.fields if one.kind == "radio"]
    return [(one.name, one.offered) for one in radios if one.name == radios[0].name] or [None]


def sow(walk: Walk, role: str, form: Shown) -> list[str]:
    """Send the form in every choice; what the answers show that they must not."""
    browser, wrong = walk.browser(role), list[str]()
    for chosen in choices(form.form):
        walk.pages.house.clock.advance(STEP)
        code = walk.pages.house.code(WALKERS[role])
        answer = browser.client.post(form.form.action, data=hostile(form.form, code, chosen))
        assert answer.status_code < 500, (form.endpoint, chosen)
        if answer.mimetype == "text/html":
            wrong += [f"POST {form.endpoint} {chosen}: {each}" for each in Owned(answer.text).found]
    return wrong


def read(walk: Walk, role: str, seen: set[str]) -> list[str]:
    """Open every page the role may open; what they show that they must not, and where the words were met."""
    browser, wrong = walk.browser(role), list[str]()
    for method, rule in doors(walk):
        for standing, about in walk.things_of(rule, role).items():
            if method != "GET" or role not in TABLE[f"GET {rule.endpoint}"][standing] or rule.endpoint == "assets":
                continue
            answer = browser.client.get(address(walk, rule, dict(about)))
            if answer.mimetype == "text/html":
                wrong += [f"GET {rule.endpoint} {standing}: {each}" for each in Owned(answer.text).found]
                seen |= {rule.endpoint} if ESCAPED in answer.text else set()
            elif answer.mimetype == "text/csv":
                cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
                wrong += [f"GET {rule.endpoint}: {cell}" for cell in cells if cell.startswith(FORMULA)]
                seen |= {rule.endpoint} if any(MARK in cell for cell in cells) else set()
    return wrong


@pytest.mark.slow
def test_hostile_words_stay_words_on_every_page_and_in_csv(walk: Walk) -> None:
    before, wrong, seen = entries(walk.pages.house), list[str](), set[str]()
    for role in reversed(ROLES):  # owners last: they withdraw what others decide on
        wrong += read(walk, role, seen)
        for form in shown_to(walk, walk.browser(role), role):
            wrong += sow(walk, role, form)
    wrong += read(walk, "coordinator", seen)
    assert wrong == [], "\n".join(wrong)
    assert entries(walk.pages.house) > before + len(ROLES)
    assert "trail.export" in seen
    assert len(seen) >= SHOWN_ON, sorted(seen)
