"""The manual belongs to the running release, and an older copy of a page is marked obsolete."""

import re
from importlib import metadata

import pytest

from tests.web.review_pages import Pages, plain
from web.site.manuals import FOLDER, ORDER

RELEASE = metadata.version("clearway-coe")


def test_every_page_says_which_release_it_belongs_to(pages: Pages) -> None:
    ben = pages.browser("ben")
    read = ben.get("/manual").text
    found = re.findall(r'href="(/manual/[^"]+)"', read)
    assert len(found) == len(ORDER)
    for address in found:
        page = plain(ben.get(address.replace("&amp;", "&")).text)
        assert f"Belongs to release {RELEASE}" in page
        assert "obsolete as soon as" in page
        assert "The page you kept is obsolete" not in page


@pytest.mark.parametrize("older", ["0.0.1", "<b>x</b>"])
def test_a_page_kept_from_another_release_is_obsolete(pages: Pages, older: str) -> None:
    ben = pages.browser("ben")
    answer = ben.get(f"/manual/reviews?release={older}")
    assert "The page you kept is obsolete" in plain(answer.text)
    assert "<b>x" not in answer.text
    assert f"/manual/reviews?release={RELEASE}" in answer.text


def test_pages_are_text_lists_and_commands(pages: Pages) -> None:
    text = pages.browser("ben").get("/manual/reviews").text
    for part in ("<table>", "<ol>", "<code", "coe report evaluation"):
        assert part in text
    assert pages.browser("ben").get("/manual/none").status_code == 404


def test_every_page_in_the_folder_is_in_the_manual() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted(ORDER)
