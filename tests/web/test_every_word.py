"""Every page of a real office in a language nobody speaks: what is neither in it nor somebody's own words is English
that forgot to be translated.
"""

from __future__ import annotations

from pathlib import Path

from tests.journeys.reader import reader
from tests.journeys.served import founded
from tests.journeys.tour import everything
from tests.web.pseudo import ASKED, CODE, pseudo
from tests.web.unspoken import said_of, untranslated
from web.app import create_app


def test_no_page_says_anything_of_its_own_that_is_not_translated(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    served = founded(tmp_path, tmp_path / "fonts", portfolio=True)
    tour = everything(served)
    app = create_app(served.home, served.office, served.clock, catalogues=pseudo(tmp_path / "pseudo", apart=True))
    said, left = said_of(served), list[str]()
    for who, pages in tour.items():
        browser = reader(app, served, who, ASKED) if who else None
        for name, path in pages:
            answer = browser.open(path) if browser else app.test_client().get(path, headers=ASKED)
            # A forecast is made meanwhile; each request waits for it a little.
            while browser and name == "policy-forecast" and "<progress" in answer.text:
                left += [f"{name}: {words}" for words in untranslated(answer.text, said)]
                answer = browser.open(path)
            assert f'<html lang="{CODE}"' in answer.text, path
            left += [f"{name}: {words}" for words in untranslated(answer.text, said)]
    assert sorted(set(left)) == []
