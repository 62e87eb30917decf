"""Steps of signing in a browser: the page of a gate read and sent, whole, in part, altered, late, or made up."""

from __future__ import annotations

import re
import secrets

import pytest
from pytest_bdd import parsers, step, then

from coe.database import reading
from coe.reading import values
from governance.language.asking import asking
from governance.law.gates import seen
from governance.record.events import DecisionSigned
from tests.features.house import PASSWORD
from tests.features.steps.front import ELSEWHERE, FORGED, OK, TOKEN, Front
from tests.web.review_pages import STEP, plain

Fields = dict[str, str | list[str]]
Sheet = dict[str, list[str]]
DOES = {"approves": "approve", "rejects": "reject", "asks for changes": "request changes"}
EIGHT = "01234567"


@pytest.fixture
def sheets() -> dict[str, tuple[str, Sheet]]:
    """Decision pages left open: who, where, and what their form holds."""
    return {}


def where(front: Front, gate: str) -> str:
    return f"/decisions/{front.house.state().number}/{gate}"


def entered(front: Front, gate: str, outcome: str) -> Fields:
    """What a reviewer enters on the page of a gate for an outcome."""
    given: Fields = {"outcome": outcome.replace(" ", "_")}
    if outcome == "approve":
        here = asking(front.house.law().gate_by_name[gate], front.house.state().answers)
        given["checklist"] = [point for point, _ in here.checklist]
    elif outcome == "request changes":
        given["requests-0-text"] = "Say it more clearly"
    else:
        given["note"] = "For this reason"
    return given


def signs(front: Front, name: str, gate: str, outcome: str, **changed: str | list[str]) -> None:
    """Read the decision page and sign it, with some of what it sends changed."""
    browser = front.browser(name)
    assert browser.get(where(front, gate)).status_code == OK, browser.last[:600]
    front.note()
    front.last = browser.sign(where(front, gate), **{**entered(front, gate, outcome), **changed})
    front.counted(name)


@step(parsers.re(r"(?P<name>\w+) (?P<does>approves|rejects|asks for changes) at (?P<gate>\w+) in a browser"))
def decides(front: Front, name: str, does: str, gate: str) -> None:
    signs(front, name, gate, DOES[does])
    assert front.answer().status_code == ELSEWHERE, plain(front.answer().text)[:600]


HOW: dict[str, Fields] = {
    "with everything right": {},
    "without a code": {"code": ""},
    "without a password": {"password": ""},
    "without her login": {"login": ""},
    "with a guessed code": {"code": "000000"},
    "with a wrong password": {"password": "incorrect horse"},
    "with a fingerprint instead of a code": {"code": "", "webauthn": "AAAA", "biometric": "yes"},
}
SENDS = r"(?P<name>\w+) sends (?:his|her) approval at (?P<gate>\w+),? "


@step(parsers.re(SENDS + r"(?P<how>with everything right|without an? \w+|without her login|with an? [\w ]+?)"
                 r"(?: (?P<times>\d+) times)? in a browser"))  # fmt: skip
def sends(front: Front, name: str, gate: str, how: str, times: str | None) -> None:
    for _ in range(int(times or 1)):
        signs(front, name, gate, "approve", **HOW[how])


@step(parsers.re(SENDS + r"stating that it is (?P<day>[\w ]+), in a browser"))
def sends_dated(front: Front, name: str, gate: str, day: str) -> None:
    assert day == FORGED["when"]
    signs(front, name, gate, "approve", **FORGED)
    assert front.answer().status_code == ELSEWHERE, plain(front.answer().text)[:600]


@step(parsers.re(SENDS + r"with the code used before in a browser"))
def sends_used(front: Front, name: str, gate: str) -> None:
    """The code of the signature before: the clock is put back to its half minute, and the code is sent again."""
    browser = front.browser(name)
    assert browser.get(where(front, gate)).status_code == OK
    front.note()
    given = {**entered(front, gate, "approve"), "password": PASSWORD, "code": front.house.code(name)}
    front.last = browser.post(where(front, gate), **given)


@step(parsers.re(SENDS + r"in the name of (?P<other>\w+) in a browser"))
def sends_as(front: Front, name: str, gate: str, other: str) -> None:
    """Whatever could say who acts, says somebody else; the law is told by the session alone."""
    person = front.house.people[other]
    forged: Fields = dict.fromkeys(("person", "actor", "owner", "account_id", "on_behalf_of", "seat"), person)
    signs(front, name, gate, "approve", **forged)
    assert front.answer().status_code == ELSEWHERE, plain(front.answer().text)[:600]


@step(parsers.re(r"(?P<name>\w+) sends (?P<what>an approval) at (?P<gate>\w+), which no page offered"))
def sends_unasked(front: Front, name: str, what: str, gate: str) -> None:
    """In a fresh session, a form made up by hand, with a challenge of one's own and both components right."""
    del what
    front.browsers.pop(name, None)
    house, browser = front.house, front.browser(name)
    act, shown = f"decide {house.record} {gate}", seen(house.law(), house.state(), gate)
    token = TOKEN.search(browser.client.get("/initiatives").text)
    assert token
    base = {"csrf_token": token[1], "act": act, "seen": shown}
    challenge = re.search(r'value="([^"]+)"', browser.client.post("/challenge", data=base).text)
    assert challenge
    house.clock.advance(STEP)
    form = {**base, "challenge": challenge[1], "command_id": house.clock.new_id(), "seed": secrets.token_hex(32),
            "login": f"{name.lower()}@example.org", "password": PASSWORD, "code": house.code(name),
            **entered(front, gate, "approve")}  # fmt: skip
    front.note()
    front.last = browser.client.post(where(front, gate), data=form)
    front.counted(name)


@step(parsers.re(r"a program nobody registered sends a decision at (?P<gate>\w+) with a key of its own"))
def program(front: Front, gate: str) -> None:
    front.note()
    headers = {"Authorization": f"Bearer {EIGHT}"}
    front.last = front.app.test_client().post(where(front, gate), json={"outcome": "approve"}, headers=headers)


@step(parsers.re(r"(?P<name>\w+) has the page of (?P<gate>\w+) open in a browser"))
def has_open(front: Front, sheets: dict[str, tuple[str, Sheet]], name: str, gate: str) -> None:
    browser = front.browser(name)
    assert browser.get(where(front, gate)).status_code == OK
    sheets["open"] = (name, browser.form(where(front, gate)))


@step(parsers.re(r"(?P<name>\w+) sends what she had open"))
def sends_open(front: Front, sheets: dict[str, tuple[str, Sheet]], name: str) -> None:
    browser = front.browser(name)
    front.note()
    front.last = browser.sign(where(front, "medical"), sheets["open"][1], **entered(front, "medical", "approve"))
    front.counted(name)


@step(parsers.re(r"(?P<name>\w+) sends her form with his own components"))
def sends_foreign(front: Front, sheets: dict[str, tuple[str, Sheet]], name: str) -> None:
    browser, (_, sheet) = front.browser(name), sheets["open"]
    browser.get(where(front, "medical"))
    mine = browser.form(where(front, "medical"))
    front.note()
    stolen = {**mine, "challenge": sheet["challenge"], "seen": sheet["seen"], "act": sheet["act"]}
    front.last = browser.sign(where(front, "medical"), stolen, **entered(front, "medical", "approve"))
    front.counted(name)


@then(parsers.re(r"the signature at (?P<gate>\w+) is (?P<name>\w+)’s own"))
def signed_alone(front: Front, gate: str, name: str) -> None:
    """The account that acted and the printed name are one person's."""
    house, found = front.house, front.recorded()[0]
    event = found.events[0]
    assert isinstance(event, DecisionSigned)
    with reading(house.office.engine) as connection:
        printed = values(connection, (event.signature.name,))[event.signature.name]
    assert (found.actor, printed, event.gate) == (house.people[name], name, gate)
