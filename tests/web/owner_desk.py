"""An owner at a new draft, section by section."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from coe.tables import draft as draft_table
from governance.formats.jcs import Json
from tests.web.browsing import Browser
from tests.web.owner_house import OwnerHouse, full_answers, inputs


@dataclass
class Desk:
    """An owner at a new draft."""

    house: OwnerHouse
    browser: Browser
    path: str

    def fill(self, section: str, given: dict[str, Json], go: str = "next") -> int:
        self.browser.open(self.at(section))
        typed = inputs(self.house.office.law, section, given)
        return self.browser.post(self.at(section, ""), {**typed, "go": go}).status_code

    def fill_all(self, **changes: Json) -> None:
        given = {**full_answers(self.house.office), **changes}
        for section in self.house.office.law.sections:
            assert self.fill(section.name, given) == 302, self.text

    def at(self, section: str, query: str = "?workflow=cx-initiative") -> str:
        return f"{self.path}/{section}{query}"

    @property
    def text(self) -> str:
        assert self.browser.page is not None
        return self.browser.page.text

    @property
    def id(self) -> str:
        return self.path.rpartition("/")[2]


def new_desk(house: OwnerHouse) -> Desk:
    browser = house.browser("astrid")
    browser.open("/initiatives/new")
    page = browser.follow()
    return Desk(house, browser, page.request.path.rpartition("/")[0])


def drafts(house: OwnerHouse) -> int:
    with house.office.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(draft_table)).scalar_one())
