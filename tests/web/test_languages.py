"""The language a reader chose is theirs in every browser, and a catalogue that is shipped is whole."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po

from coe.words.catalogues import CATALOGUES
from coe.words.speaking import SOURCE
from tests.messages import extracted
from tests.web.pseudo import CODE, pseudo
from tests.web.review_office import PASSWORDS, ReviewOffice
from tests.web.review_pages import Browser, Pages
from web.app import create_app

PLACES = re.compile(r"%\(\w+\)s|<[^>]+>")


def faults(catalogue: Catalog) -> list[str]:
    """What keeps a catalogue from being shipped."""
    found = [f"missing: {each.id}" for each in extracted() if each.id and each.id not in catalogue]
    for message in catalogue:
        if not message.id:
            continue
        ids, said = _forms(message.id), _forms(message.string)
        asked = set(PLACES.findall(ids[-1]))
        if message.fuzzy:
            found.append(f"unsure: {ids[0]}")
        if not all(said) or (len(ids) > 1 and len(said) != catalogue.num_plurals):
            found.append(f"not all forms: {ids[0]}")
        elif not all(set(PLACES.findall(one)) >= asked for one in said[-1:]) or any(
            set(PLACES.findall(one)) - set(PLACES.findall(" ".join(ids))) for one in said
        ):
            found.append(f"other places: {ids[0]}")
    return found


def _forms(words: object) -> tuple[str, ...]:
    return tuple(map(str, words)) if isinstance(words, tuple | list) else (str(words or ""),)


def test_every_catalogue_that_is_shipped_is_whole() -> None:
    """None is at present; what a fault is, the next test shows."""
    found = {}
    for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po"):
        with path.open("rb") as written:
            found[path.parts[-3]] = faults(read_po(written, locale=path.parts[-3]))
    assert not any(found.values()), found


def test_a_catalogue_with_a_gap_is_noticed() -> None:
    kept = Catalog(locale="pl", charset="utf-8")
    for message in extracted():
        if message.id:
            whole = message.id if isinstance(message.id, str) else (*message.id, message.id[-1])
            kept.add(message.id, whole)
    assert faults(kept) == []
    kept["Sign in"].string = ""
    kept["Keep"].flags.add("fuzzy")
    kept["%(number)s is released."].string = "Już wydane."
    kept["%(num)s day"].string = ("%(num)s dzień", "%(num)s dni")
    kept.delete("Inbox")
    assert sorted(each.partition(":")[0] for each in faults(kept)) == [
        "missing", "not all forms", "not all forms", "other places", "unsure",
    ]  # fmt: skip


def reader(house: ReviewOffice, catalogues: Path) -> Browser:
    app = create_app(house.home, house.office, house.clock, PASSWORDS, catalogues)
    return Browser(house, "aude", app.test_client()).sign_in()


def spoken(browser: Browser) -> str:
    browser.get("/profile")
    found = re.search(r'<html lang="(\w+)"', browser.last)
    assert found
    return found[1]


def test_a_reader_keeps_the_language_they_chose_whatever_their_browser_asks_for(pages: Pages, tmp_path: Path) -> None:
    browser = reader(pages.house, pseudo(tmp_path))
    assert spoken(browser) == SOURCE
    assert 'value="eo">Esperanto' in browser.last
    assert browser.post("/profile/language", language=CODE).status_code == 302
    assert spoken(browser) == CODE
    assert browser.post("/profile/language", language="").status_code == 302
    assert spoken(browser) == SOURCE
    assert browser.post("/profile/language", language="xx").status_code == 400


def test_one_language_is_no_choice(pages: Pages, tmp_path: Path) -> None:
    browser = reader(pages.house, tmp_path)
    assert spoken(browser) == SOURCE
    assert "/profile/language" not in browser.last
