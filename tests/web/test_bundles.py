"""The pages on which an auditor draws a sample and has its packets made."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from zipfile import ZipFile

from coe.bundle import jobs
from coe.bundle.making import Job, Making, Result, drawn
from governance.verifier.sampling import Selection
from tests.web.review_pages import Pages, plain

ASKED = "/trail/bundles?method=random&size=2&states=all&seed=abc"


def drawn_numbers(pages: Pages, selection: Selection) -> list[str]:
    return [row.number for row in drawn(pages.house.office, selection).sample]


def test_the_sample_is_shown_before_anything_is_made_and_is_the_one_the_command_draws(pages: Pages) -> None:
    for _ in range(5):
        pages.house.submit()
    browser = pages.browser("aude")
    page = plain(browser.get(ASKED).text)
    numbers = drawn_numbers(pages, Selection("random", 2, "abc", closed=False))
    assert len(numbers) == 2
    assert "2 of 5 records in the population, 5 in the register" in page
    assert [number for number in page.split() if number.startswith("INI-")] == numbers
    assert "0 records match" in plain(browser.get("/trail/bundles?method=random&size=2&states=closed").text)
    assert jobs.all_of(pages.house.home, 0) == ()


def test_a_draw_that_cannot_be_made_is_told_beside_its_field(pages: Pages) -> None:
    pages.house.submit()
    browser = pages.browser("aude")
    answer = browser.get("/trail/bundles?method=luck&size=0&states=all")
    assert answer.status_code == 422
    assert "Not a valid choice" in plain(answer.text)


def test_a_bundle_is_asked_for_once_made_by_the_next_run_and_downloaded(pages: Pages) -> None:
    house, browser = pages.house, pages.browser("aude")
    for _ in range(3):
        house.submit()
    browser.get(ASKED)
    form = browser.form("/trail/bundles")
    first = browser.post("/trail/bundles", form)
    assert browser.post("/trail/bundles", form).headers["Location"] == first.headers["Location"]
    url = first.headers["Location"]
    waiting = browser.get(url).text
    assert "Waits for the next run" in plain(waiting)
    assert '<meta http-equiv="refresh"' in waiting
    assert browser.get(f"{url}/bundle.zip").status_code == 404
    assert jobs.make_asked(house.office, house.home, lambda: by_hand(pages)) == 1
    page = browser.get(url).text
    assert "2 of 2 packets" in plain(page)
    assert "refresh" not in page
    browser.post("/trail/bundles", form)
    assert jobs.find(house.home, url.rpartition("/")[2], house.clock.now()).state == "made", "pressed once more"
    answer = browser.get(f"{url}/bundle.zip")
    (house.home.folder / "got.zip").write_bytes(answer.data)
    with ZipFile(house.home.folder / "got.zip") as archive:
        index = json.loads(archive.read("index.json"))
    wanted = drawn_numbers(pages, Selection("random", 2, "abc", closed=False))
    assert [one["number"] for one in index["packets"]] == wanted
    assert "Made" in plain(browser.get("/trail/bundles").text)


def test_a_run_that_died_is_told_and_begun_again(pages: Pages) -> None:
    house, browser = pages.house, pages.browser("aude")
    house.submit()
    browser.get(ASKED)
    url = browser.post("/trail/bundles").headers["Location"]
    id_ = url.rpartition("/")[2]
    progress = house.home.folder / "bundles" / f"{id_}.done"
    progress.write_text("0 1 1")
    now = house.clock.now() / 1000
    os.utime(progress, (now, now))
    assert "Being made" in plain(browser.get(url).text)
    os.utime(progress, (now - 700, now - 700))
    assert "nobody works on it: a restart, perhaps" in plain(browser.get(url).text)
    jobs.make_asked(house.office, house.home, lambda: by_hand(pages))
    found = jobs.find(house.home, id_, house.clock.now())
    assert (found.state, found.begun, found.done, found.total) == ("made", 2, 1, 1)


def test_what_cannot_be_made_says_why_and_holds_up_no_other(pages: Pages) -> None:
    house, browser = pages.house, pages.browser("aude")
    house.submit()
    last = house.home.keys / "last-checkpoint"
    last.write_text("rubbish")
    browser.get(ASKED)
    url = browser.post("/trail/bundles").headers["Location"]
    assert jobs.make_asked(house.office, house.home, lambda: by_hand(pages)) == 0
    assert "The log was not signed." in plain(browser.get(url).text)


def by_hand(_: Pages) -> AbstractContextManager[Making]:
    """Packets that are none, at once: printing is the packet's own test."""

    def making(asked: Iterable[Job]) -> Iterator[Result]:
        for record, path in asked:
            Path(path).write_bytes(f"%PDF of {record}".encode())
            yield "ab" * 32, ""

    return nullcontext(making)
