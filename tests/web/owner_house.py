"""The whole app over a real office, with an owner at a browser; answers are typed as the intake's inputs take them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.database import engine_for
from coe.governance_law import Governance
from coe.home import Home
from coe.office import Office
from governance.formats.jcs import Json
from governance.language.definition import Definition
from tests.web.browsing import Browser
from tests.web.review_office import PASSWORD, PASSWORDS, ReviewOffice, answers
from web.app import create_app

STEP_MS = 30_000


@dataclass
class OwnerHouse:
    """The office, its app, and a way to sit down at a browser."""

    office: ReviewOffice
    app: Flask

    def browser(self, who: str) -> Browser:
        """Somebody signed in with both factors."""
        browser = Browser(self.app.test_client())
        self.sign_in(browser, who)
        return browser

    def sign_in(self, browser: Browser, who: str, at: str = "/sign-in") -> None:
        # One code is good once: let the authenticator move on.
        self.office.clock.advance(STEP_MS)
        browser.open(at)
        browser.post("/sign-in", {"email": f"{who}@example.org", "password": PASSWORD})
        browser.follow()
        browser.post("", {"code": self.office.code(who)})


def copied(office: ReviewOffice, folder: Path) -> ReviewOffice:
    """The same office in a folder of its own: founding one takes seconds, copying it none."""
    home = Home(folder / "home")
    office.engine.dispose()  # the last connection takes the log into the database file
    shutil.copytree(office.home.folder, home.folder, symlinks=True)
    # Cutting the fonts takes seconds: once for all copies.
    fonts = office.home.folder.parent / "fonts"
    fonts.mkdir(exist_ok=True)
    (home.folder / "cache").symlink_to(fonts)
    clock = MovedClock(office.clock.at, seed=1)
    engine = engine_for(f"sqlite:///{home.database}")
    made = Office(engine, Governance(), clock=clock, blobs=Blobs(home.blobs))
    return replace(office, home=home, office=made, clock=clock, streams=dict(office.streams))


def opened(office: ReviewOffice) -> OwnerHouse:
    app = create_app(office.home, office.office, office.clock, PASSWORDS)
    app.config["TESTING"] = False
    return OwnerHouse(office, app)


def full_answers(office: ReviewOffice) -> dict[str, Json]:
    """Complete answers under cx-initiative, tier T2."""
    return {**answers(office.ids), "title": "Cardiolex: heart-failure email series"}


def inputs(law: Definition, section: str, given: dict[str, Json]) -> dict[str, str | list[str] | None]:
    """The inputs of one section for these answers."""
    found: dict[str, str | list[str] | None] = {}
    for field in law.section_by_name[section].fields:
        value = given.get(field.name)
        name = f"q-{field.name}"
        match value:
            case None:
                continue
            case list() if field.kind == "table":
                for place, row in enumerate(value):
                    assert isinstance(row, dict)
                    found |= {f"{name}-{place}-c-{column}": str(cell) for column, cell in row.items()}
            case list():
                found[name] = [str(each) for each in value]
            case dict() if field.kind == "matrix":
                found |= {f"{name}-r-{row}": str(chosen) for row, chosen in value.items()}
            case _:
                found[name] = str(value)
    return found
