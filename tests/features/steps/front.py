"""Steps of people at their browsers: the running pages over the scenario's office, real sign-in, real forms.

Every request notes how long the log was, so that the next step can say what it recorded and what it did not.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pytest_bdd import parsers, step, then
from sqlalchemy import select
from werkzeug.test import TestResponse

from coe.database import reading
from coe.home import write_private
from coe.ledger import read_head
from coe.tables import entry
from governance.record.entry import Entry, read_entry
from governance.record.events import DenialRecorded
from tests.features.house import House
from tests.web.review_pages import Browser, plain
from web.app import create_app

PAGES = {
    "the leaflet": "/initiatives/{number}",
    "the decision at medical": "/decisions/{number}/medical",
    "the coordinator’s acts": "/initiatives/{number}/office",
    "the move to a later version": "/initiatives/{number}/move",
    "the end of its use": "/initiatives/{number}/retire",
    "the trail": "/trail",
    "the people": "/people",
    "the page of Mia": "/people/{mia}",
    "the inbox": "/inbox",
    "one’s own initiatives": "/initiatives",
}
"""Pages as a feature names them."""
FORGED = {"at": "1577836800000", "time": "2020-01-01T00:00:00Z", "submitted": "2020-01-01", "when": "1 January 2020"}
"""Whatever could be taken for a time, sent along by somebody who wants it earlier."""
NOBODY = "nobody signed in"
OK, ELSEWHERE, CLOSED, NOTHING_HERE = 200, 302, 403, 404
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Front:
    """The running pages, who sits at which browser, and the last answer."""

    house: House
    app: Flask
    browsers: dict[str, Browser] = field(default_factory=dict)
    last: TestResponse | None = None
    size: int = 0

    def browser(self, who: str) -> Browser:
        """The person's browser, signed in with both factors."""
        if who not in self.browsers:
            self.browsers[who] = Browser(self.house, who, self.app.test_client()).sign_in()
            self.counted(who)
        return self.browsers[who]

    def open_again(self) -> None:
        """The pages over the office as it is now, after its database was replaced."""
        house = self.house
        house.reopen()
        self.app = create_app(house.home, house.office, house.clock, house.ceremony.passwords)
        self.app.config["TESTING"] = False
        self.browsers.clear()

    def counted(self, who: str) -> None:
        """The authenticator's last code was used in a browser: the house must not use it again."""
        self.house.counters[who] = self.house.clock.now() // 30_000

    def note(self) -> None:
        """What is recorded from now on is of the next request."""
        with reading(self.house.office.engine) as connection:
            self.size = read_head(connection).size

    def recorded(self) -> tuple[Entry, ...]:
        """The entries since."""
        with reading(self.house.office.engine) as connection:
            data = connection.execute(select(entry.c.bytes).where(entry.c.seq >= self.size).order_by(entry.c.seq))
            return tuple(read_entry(bytes(each)) for each in data.scalars())

    def answer(self) -> TestResponse:
        assert self.last is not None, "nothing was asked of the pages"
        return self.last

    def address(self, page: str) -> str:
        """Where a page that a feature names is."""
        number = self.house.state().number if self.house.record else ""
        return PAGES[page].format(number=number, mia=self.house.people.get("Mia", ""))

    def client(self, who: str) -> FlaskClient:
        """The person's browser without its reading of forms; one without a session for nobody."""
        return self.app.test_client() if who == NOBODY else self.browser(who).client


@pytest.fixture
def front(house: House) -> Front:
    """The app over this office, with the key its accounts were made under."""
    key = house.home.keys / "second-factor.key"
    if not key.exists():
        write_private(key, b64encode(house.ceremony.key.raw))
    app = create_app(house.home, house.office, house.clock, house.ceremony.passwords)
    app.config["TESTING"] = False
    return Front(house, app)


@step(parsers.re(r"(?P<name>\w+) asks for (?P<page>[\w’ ]+)"))
def asks_for(front: Front, name: str, page: str) -> None:
    front.note()
    front.last = front.browser(name).get(front.address(page))


@then(parsers.re(r"the answer is (?P<code>\d{3})(?:: “(?P<words>.+)”)?"))
def answered(front: Front, code: str, words: str | None) -> None:
    """The code of the answer, and words that its page says."""
    said = plain(front.answer().text)
    assert front.answer().status_code == int(code), said[:600]
    assert words is None or words in said, said


@then("nothing was recorded")
def nothing_recorded(front: Front) -> None:
    assert [(each.stream, each.command_type) for each in front.recorded()] == []


@then("she is sent to the door")
def sent_to_door(front: Front) -> None:
    assert front.answer().status_code == ELSEWHERE
    assert front.answer().location.startswith("/sign-in"), front.answer().location


@then(parsers.re(r"only the denial of (?P<who>\w+|a stranger) was recorded: “(?P<code>[\w-]+)”"))
def only_denial(front: Front, who: str, code: str) -> None:
    wanted = DenialRecorded(front.house.people.get(who, ""), "", "", code)
    events = [event for each in front.recorded() for event in each.events]
    found = [(event.person, event.code) for event in events if isinstance(event, DenialRecorded)]
    assert len(events) == 1, events
    assert found == [(wanted.person, wanted.code)]


@then(parsers.re(r"the denial of (?P<who>\w+) is on record"))
def denial_recorded(front: Front, who: str) -> None:
    found = [event for each in front.recorded() for event in each.events if isinstance(event, DenialRecorded)]
    assert [event.person for event in found] == [front.house.people[who]]


@then("these may open these pages, and nobody else:")
def may_open(front: Front, datatable: Sequence[Sequence[str]]) -> None:
    """| page | person … | with yes or no; whoever is not signed in is sent to the door."""
    people = datatable[0][1:]
    found = []
    for page, *_ in datatable[1:]:
        codes = {who: front.client(who).get(front.address(page)) for who in people}
        found.append([page, *(_admitted(answer) for answer in codes.values())])
    assert found == [list(row) for row in datatable[1:]]


def _admitted(answer: TestResponse) -> str:
    if answer.status_code == ELSEWHERE and answer.location.startswith("/sign-in"):
        return "to the door"
    return {OK: "yes", CLOSED: "no", NOTHING_HERE: "no"}.get(answer.status_code, str(answer.status_code))
