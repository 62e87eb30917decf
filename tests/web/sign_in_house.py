"""An app one person can sign in to, and a browser that posts CSRF tokens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_security import auth_required
from sqlalchemy import Engine, create_engine, event, select
from werkzeug.test import TestResponse

from coe.identity import accounts
from coe.identity.account_tables import account
from coe.identity.accounts import Invitation, NewAccount
from coe.identity.passwords import TEST_COST, Passwords
from coe.identity.totp import TotpKey, code_at
from coe.tables import metadata
from web.site.accounts import (
    Options,
    current_account_id,
    current_person_id,
    current_session,
    install,
    must_choose_password,
)

NOW = 1_780_000_000_000
MINUTE = 60_000
PASSWORD = "correct horse battery"
KEY = TotpKey(bytes(range(32)))
PASSWORDS = Passwords(TEST_COST)
TEMPLATES = Path(__file__).parents[2] / "web" / "templates"


@dataclass
class House:
    """An app, one account, and a clock that moves only when told."""

    app: Flask
    engine: Engine
    ada: NewAccount
    now: int = NOW

    def code(self) -> str:
        return code_at(self.ada.secret, self.now)


@dataclass
class Visitor:
    """A browser: it posts the CSRF token of the page it looks at."""

    house: House
    client: FlaskClient

    def token(self, page: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get(page).text)
        return found[1] if found else self.token("/sign-in")

    def post(self, url: str, form: dict[str, str]) -> TestResponse:
        return self.client.post(url, data=form | {"csrf_token": self.token(url)})

    def password(self, login: str = "ada@example.org", password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/sign-in", {"email": login, "password": password, **more})

    def code(self, code: str) -> TestResponse:
        return self.post("/sign-in/code", {"code": code})

    def sign_in(self) -> TestResponse:
        self.password()
        return self.code(self.house.code())

    def who(self) -> str:
        """Who the pages say it is; Flask-Security's own guard must agree."""
        said = self.client.get("/who").text
        assert ("guarded page" in self.client.get("/guarded").text) == (said != "None False")
        return said


@contextmanager
def opened_house(folder: Path) -> Iterator[House]:
    engine = create_engine(f"sqlite:///{folder / 'accounts.db'}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    metadata.create_all(engine)
    with engine.begin() as connection:
        invitation = Invitation("Ada@example.org", "ada@example.org", "p-ada", PASSWORD)
        ada = accounts.create_account(connection, invitation, PASSWORDS, KEY, NOW)
    app = Flask("house", template_folder=str(TEMPLATES))
    app.config.update(SECRET_KEY="k" * 32, TESTING=True)
    made = House(app, engine, ada)
    install(app, engine, KEY, Options(passwords=PASSWORDS, clock=lambda: made.now))
    app.add_url_rule("/who", "who", lambda: f"{current_person_id()} {bool(current_account_id())}")
    app.add_url_rule("/guarded", "guarded", auth_required("session")(lambda: "guarded page"))
    app.add_url_rule("/session", "session", current_session)
    app.add_url_rule("/choosing", "choosing", lambda: str(must_choose_password()))
    yield made
    engine.dispose()


def failures(house: House) -> int:
    with house.engine.connect() as connection:
        count: int = connection.execute(select(account.c.failed_count)).scalar_one()
        return count
