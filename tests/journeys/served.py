"""A demonstration office served to a real browser, under a clock that is moved: nobody waits for the next code.

A code is good once, and a new one comes every half minute. So before a code is typed the office's clock goes on by half
a minute, as it would on the wall; people, passwords, ceremony and pages are the real ones.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from coe.clock import MovedClock
from coe.database import engine_for, reading
from coe.demo.answers import Setting
from coe.demo.load import load, moved_office, open_stage, settle
from coe.demo.people import COST, PASSWORD, login
from coe.governance_law import Governance
from coe.home import Home
from coe.identity.accounts import find_by_login
from coe.identity.passwords import Passwords
from coe.identity.totp import STEP_MS, code_at
from coe.migrate import migrate
from coe.office import Office
from coe.opening import second_factor_key
from governance.language.definition import Definition
from web.app import create_app
from web.parts.fonts import cut_all
from web.rows.records import Library
from web.words.translating import CATALOGUES

WEDNESDAY = int(datetime(2026, 11, 18, 9, 30, tzinfo=UTC).timestamp() * 1000)  # 10:30 in Berlin
DESK, PHONE = (1440, 900), (390, 844)


class Silent(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@dataclass
class Served:
    """The office, where its pages are, and what answers there."""

    home: Home
    office: Office
    clock: MovedClock
    setting: Setting
    address: str = ""
    app: Flask | None = None

    def code(self, who: str) -> str:
        """A fresh code of this person (`astrid.lindqvist`): the clock goes on to the next half minute."""
        self.clock.advance(STEP_MS)
        with reading(self.office.engine) as connection:
            account = find_by_login(connection, login(who))
        assert account is not None
        assert account.totp_secret is not None
        return code_at(second_factor_key(self.home).open(account.totp_secret, account.id), self.clock.now())

    def law(self, workflow: str) -> Definition:
        """The definition in force."""
        with reading(self.office.engine) as connection:
            return Library().in_force(connection)[workflow]


@dataclass
class Visitor:
    """One person at one browser, and everything the browser complained about."""

    served: Served
    page: Page
    who: str = ""
    faults: list[str] = field(default_factory=list)
    password: str = PASSWORD

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.set_default_timeout(10_000)

    def open(self, path: str) -> None:
        """Go to a page of the office."""
        self.page.goto(f"{self.served.address}{path}")

    def sign_in(self, who: str) -> None:
        """Password, then code."""
        self.who = who
        self.open("/sign-in")
        self.page.get_by_label("Login").fill(login(who))
        self.page.get_by_label("Password").fill(self.password)
        self.page.get_by_role("button", name="Continue").click()
        self.page.get_by_label("Code").fill(self.served.code(who))
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(re.compile(r"/(initiatives|inbox|trail)$"))

    def sign_out(self) -> None:
        """Leave the browser to the next person, without a word."""
        self.page.context.clear_cookies()

    def leave(self) -> None:
        """Sign out by the menu."""
        self.page.locator("header summary").first.click()
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/sign-in*")


def cut_fonts(cache: Path) -> Path:
    """The fonts, cut once for every office of a run: it takes seconds, and a page waits for them."""
    cut_all(cache)
    return cache


def founded(folder: Path, fonts: Path, *, portfolio: bool) -> Served:
    """A demonstration's office in an empty folder, with or without its portfolio."""
    home = Home(folder / "home").prepare()
    (home.folder / "cache").symlink_to(fonts)
    home.configure(demo="yes", demo_began=str(WEDNESDAY))
    clock = MovedClock(WEDNESDAY)
    engine = engine_for(f"sqlite:///{home.database}")
    migrate(engine)
    office = moved_office(Office(engine, Governance()), home, clock)
    setting = settle(office, home, WEDNESDAY, clock)
    clock.set(WEDNESDAY)
    if portfolio:
        load(open_stage(home, office, clock), home, setting)
    return Served(home, office, clock, setting)


@contextmanager
def serving(served: Served, catalogues: Path = CATALOGUES) -> Iterator[Served]:
    """The pages of this office on a free port of loopback."""
    app = create_app(served.home, served.office, served.clock, Passwords(COST), catalogues)
    served.app = app
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    served.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        served.office.engine.dispose()


def visitor(
    served: Served, browser: Browser, size: tuple[int, int] = DESK, *, dark: bool = False, language: str = "en-GB"
) -> Visitor:
    """A fresh browser window, nobody signed in."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale=language,
        timezone_id="Europe/Berlin",
    )
    return Visitor(served, context.new_page())
