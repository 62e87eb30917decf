"""Steps of administrators, and of people about their own credentials, in a browser."""

from __future__ import annotations

import json

from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe.database import reading
from coe.tables import entry
from governance.law.qualifications import undertaking_digest
from governance.law.shelf import Shelf
from governance.record.entry import read_entry
from governance.record.events import AuthenticatorTested, UndertakingAccepted
from tests.features.house import PASSWORD
from tests.features.steps.front import ELSEWHERE, OK, TOKEN, Front
from tests.features.steps.front_records import typist
from tests.web.browsing import Browser as Typist
from tests.web.review_pages import Browser, plain

TIMES = {"once": 1, "twice": 2}


def credentials(front: Front, who: str) -> str:
    return f"/people/{front.house.people[who]}/credentials"


def asks(front: Front, actor: str, who: str, act: str, **given: str) -> None:
    """Open somebody's credentials and send one of its forms."""
    browser = typist(front, actor)
    assert browser.open(credentials(front, who)).status_code == OK
    front.note()
    front.last = browser.post(f"{credentials(front, who)}/{act}", given)


def done(front: Front) -> None:
    assert front.answer().status_code == ELSEWHERE, plain(front.answer().text)[:900]


@step(parsers.re(r"(?P<actor>\w+) closes the account of (?P<who>\w+) in a browser: “(?P<reason>.+)”"))
def closes(front: Front, actor: str, who: str, reason: str) -> None:
    asks(front, actor, who, "close", reason=reason)
    done(front)


@step(parsers.re(r"(?P<actor>\w+) confirms who (?P<who>\w+) is in a browser: “(?P<how>.+)”"))
def confirms(front: Front, actor: str, who: str, how: str) -> None:
    asks(front, actor, who, "confirm", how=how)
    done(front)


@step(parsers.re(r"(?P<actor>\w+) asks for new credentials for (?P<who>\w+) in a browser: “(?P<reason>.+)”"))
def asks_reset(front: Front, actor: str, who: str, reason: str) -> None:
    asks(front, actor, who, "ask", reason=reason)
    done(front)


@step(parsers.re(r"(?P<actor>\w+) sends an approval of that in a browser"))
def approves_reset(front: Front, actor: str) -> None:
    asks(front, actor, "Mia", "approve")


@step(parsers.re(r"(?P<actor>\w+) enables signatures in a browser: “(?P<reference>.+)”"))
def enables(front: Front, actor: str, reference: str) -> None:
    browser = typist(front, actor)
    assert browser.open("/office/signatures").status_code == OK
    front.last = browser.post("/office/signatures/enable", {"reference": reference})
    done(front)


@then(parsers.re(r"(?P<who>\w+) exports the certification: “(?P<reference>.+)”"))
def exports(front: Front, who: str, reference: str) -> None:
    told = json.loads(front.browser(who).client.get("/office/signatures.json").text)
    assert told["reference"] == reference
    assert told["enabled"] > 0


@step(parsers.re(r"(?P<name>\w+) accepts “(?P<what>\w+)” in a browser"))
def accepts(front: Front, name: str, what: str) -> None:
    browser = typist(front, name)
    assert browser.open("/qualifications").status_code == OK
    front.note()
    front.last = browser.post(f"/qualifications/{what}/accept")
    done(front)


@then(parsers.re(r"the log names the digest of “(?P<text>.+)” as what (?P<name>\w+) accepted"))
def accepted(front: Front, text: str, name: str) -> None:
    found = front.recorded()[0]
    event = found.events[0]
    assert isinstance(event, UndertakingAccepted)
    assert (found.actor, event.digest) == (front.house.people[name], undertaking_digest("Conduct", text))


@step(parsers.re(r"(?P<name>\w+) chooses the password “(?P<password>.+)” in a browser"))
def chooses(front: Front, name: str, password: str) -> None:
    browser = typist(front, name)
    assert browser.open("/profile/password").status_code == OK
    front.note()
    front.last = browser.post("/profile/password", {"current": PASSWORD, "fresh": password, "again": password})


@step(parsers.re(r"(?P<name>\w+) reports a loss in a browser: “(?P<reason>.+)”"))
def reports_loss(front: Front, name: str, reason: str) -> None:
    browser = typist(front, name)
    assert browser.open("/profile").status_code == OK
    front.last = browser.post("/profile/loss", {"reason": reason})
    done(front)


@then(parsers.re(r"nobody signs in with what (?P<name>\w+) had"))
def no_sign_in(front: Front, name: str) -> None:
    """Password and authenticator as they were, in a browser that was never used."""
    with_both = Typist(front.app.test_client())
    front.house.clock.advance(31_000)
    with_both.open("/sign-in")
    with_both.post("/sign-in", {"email": f"{name.lower()}@example.org", "password": PASSWORD})
    if with_both.page is not None and with_both.page.status_code == ELSEWHERE:
        with_both.follow()
        assert with_both.post("", {"code": front.house.code(name)}).status_code != ELSEWHERE
    assert with_both.open("/inbox").status_code == ELSEWHERE


@step(parsers.re(r"(?P<name>\w+) signs in"))
def signs_in(front: Front, name: str) -> None:
    front.browsers[name] = Browser(front.house, name, front.app.test_client()).sign_in()
    front.counted(name)


@then(parsers.re(r"the log says (?P<times>once|twice) that the authenticator of (?P<name>\w+) was tested"))
def tested(front: Front, times: str, name: str) -> None:
    stream = f"person/{front.house.people[name]}"
    with reading(front.house.office.engine) as connection:
        rows = connection.execute(select(entry.c.bytes).where(entry.c.stream == stream)).scalars()
        events = [event for data in rows for event in read_entry(bytes(data)).events]
    found = [event for event in events if isinstance(event, AuthenticatorTested)]
    assert len(found) == TIMES[times], events


@then("the first version can still be read in a browser, beside what was changed")
def both_versions(front: Front) -> None:
    shelf = front.house.reader.look("definition/leaflet")[0].state
    assert isinstance(shelf, Shelf)
    old, new = shelf.digests
    assert new == shelf.current
    text = plain(front.browser("Aude").get(f"/policy/leaflet/changes?since={old}&until={new}").text)
    assert "Known ground" in text
    assert "Well-known ground" in text


@step(parsers.re(r"(?P<name>\w+) signs in with (?:her|his) password alone"))
def password_alone(front: Front, name: str) -> None:
    half = Browser(front.house, name, front.app.test_client())
    half.get("/sign-in")
    token = TOKEN.search(half.last)
    assert token
    form = {"email": f"{name.lower()}@example.org", "password": PASSWORD, "csrf_token": token[1]}
    assert half.client.post("/sign-in", data=form).location == "/sign-in/code"
    front.browsers[name] = half


@step(parsers.re(r"(?P<name>\w+) asks for (?P<page>[\w ]+), as far as she got"))
def asks_half(front: Front, name: str, page: str) -> None:
    front.last = front.browsers[name].client.get(front.address(page))
