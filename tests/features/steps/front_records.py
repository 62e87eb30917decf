"""Steps of owners, coordinators and administrators in a browser: what they change, and what the log then says of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from importlib import metadata

from pytest_bdd import parsers, step, then
from sqlalchemy import select

from coe.blobs import Blobs
from coe.database import reading
from coe.tables import entry
from governance.law.gates import text_of
from governance.record.entry import read_entry
from governance.record.events import DecisionSigned, Submitted
from tests.features.moments import spoken
from tests.features.steps.front import ELSEWHERE, FORGED, OK, Front
from tests.features.steps.submitting import answers
from tests.web.browsing import Browser as Typist
from tests.web.review_pages import plain

PROOF = b"%PDF-1.7\n" + b"x" * 100


def typist(front: Front, name: str) -> Typist:
    """The person's browser, reading every kind of input off a page."""
    return Typist(front.browser(name).client)


@step(parsers.re(r"(?P<name>\w+) changes the title to “(?P<title>.+)” in a browser, stating that it is (?P<day>.+)"))
def changes_title(front: Front, name: str, title: str, day: str) -> None:
    """Every section is opened, requests are answered, and it is submitted again, with forged times in every request."""
    assert day == FORGED["when"]
    browser, record = typist(front, name), front.house.record_id()
    headers = {"Date": "Wed, 01 Jan 2020 00:00:00 GMT", "X-Time": FORGED["time"]}
    for section in front.house.law().sections:
        where = f"/drafts/{record}/{section.name}"
        assert browser.open(where).status_code == OK
        replies = {box: "Done as asked" for box, _ in browser.sheet(where).values if box.startswith("reply-")}
        given = {**FORGED, **replies, **({"q-title": title} if section.name == "need" else {}), "go": "next"}
        answer = browser.post(where, given, headers=headers)
        assert answer.status_code == ELSEWHERE, plain(answer.text)[:900]
    assert browser.open(f"/drafts/{record}/check").status_code == OK
    front.house.clock.advance(1_000)  # so that no entry before it has the time of this one
    front.note()
    front.last = browser.post(f"/drafts/{record}/check", {**FORGED}, headers=headers)
    assert front.last.status_code == ELSEWHERE, plain(front.last.text)[:900]


@then(parsers.re(r"one entry was recorded, by (?P<name>\w+), on (?P<day>\w+ \d+ \w+) at the server's time"))
def one_entry(front: Front, name: str, day: str) -> None:
    found = front.recorded()
    assert [(each.actor, each.at) for each in found] == [(front.house.people[name], front.house.clock.now())]
    assert spoken(found[0].at).startswith(day)


@then(parsers.re(r"the entries of the leaflet still say “(?P<old>.+)”, and now “(?P<new>.+)”"))
def old_and_new(front: Front, old: str, new: str) -> None:
    """In the stored bytes, and in the order of the submissions."""
    with reading(front.house.office.engine) as connection:
        rows = connection.execute(
            select(entry.c.bytes).where(entry.c.stream == front.house.record).order_by(entry.c.seq)
        )
        events = [event for data in rows.scalars() for event in json.loads(bytes(data))["events"]]
    titles = [event["answers"]["title"] for event in events if event["type"] == "submitted"]
    assert titles == [old, new]


@step(parsers.re(r"(?P<name>\w+) invites somebody as “(?P<login>.+)” in a browser"))
def invites(front: Front, name: str, login: str) -> None:
    browser = typist(front, name)
    assert browser.open("/people").status_code == OK
    front.note()
    front.last = browser.post("/people/invite", {"name": "Somebody Else", "email": login})


def given_role(front: Front, name: str, who: str, role: str, reason: str) -> None:
    """On the person's page, from today on."""
    browser, person = typist(front, name), front.house.people[who]
    assert browser.open(f"/people/{person}").status_code == OK
    today = datetime.fromtimestamp(front.house.clock.now() / 1000, UTC).date().isoformat()
    front.note()
    given = {"role": f"role/{role}", "since": today, "reason": reason}
    front.last = browser.post(f"/people/{person}/grant", given)


@step(parsers.re(r"(?P<name>\w+) gives (?P<who>\w+) the role of a (?P<role>\w+) in a browser: “(?P<reason>.+)”"))
def gives(front: Front, name: str, who: str, role: str, reason: str) -> None:
    given_role(front, name, who, role, reason)
    assert front.answer().status_code == ELSEWHERE, plain(front.answer().text)[:900]


@step(parsers.re(r"(?P<name>\w+) tries to give herself the role of a (?P<role>\w+) in a browser: “(?P<reason>.+)”"))
def gives_herself(front: Front, name: str, role: str, reason: str) -> None:
    """One's own page offers no such form, so that of somebody else is sent there."""
    browser, other = typist(front, name), front.house.people["Nora"]
    assert browser.open(f"/people/{other}").status_code == OK
    form = dict(browser.sheet(f"/people/{other}/grant").values)
    today = datetime.fromtimestamp(front.house.clock.now() / 1000, UTC).date().isoformat()
    given = {**form, "role": f"role/{role}", "since": today, "reason": reason}
    front.note()
    front.last = browser.client.post(f"/people/{front.house.people[name]}/grant", data=given)


@step(
    parsers.re(r"(?P<name>\w+) tries to give (?P<who>\w+) the role of a (?P<role>\w+) in a browser, giving no reason")
)
def gives_silently(front: Front, name: str, who: str, role: str) -> None:
    given_role(front, name, who, role, "")


@step(parsers.re(r"(?P<name>\w+) ends the role of (?P<who>\w+) in a browser: “(?P<reason>.+)”"))
def ends(front: Front, name: str, who: str, reason: str) -> None:
    browser, person = typist(front, name), front.house.people[who]
    assert browser.open(f"/people/{person}").status_code == OK
    assert browser.post(f"/people/{person}/end", {"reason": reason}).status_code == ELSEWHERE


@step(parsers.re(r"(?P<name>\w+) tries to put the leaflet on hold in a browser, giving no reason"))
def holds_silently(front: Front, name: str) -> None:
    browser, where = typist(front, name), front.address("the coordinator’s acts")
    assert browser.open(where).status_code == OK
    front.note()
    front.last = browser.post(f"{where}/hold", {"reason": ""})


@then(parsers.re(r"each of these entries says that (?P<name>\w+) did it, and when"))
def says_who_and_when(front: Front, name: str) -> None:
    """In the log itself: the acts on roles since the office was founded."""
    house = front.house
    with reading(house.office.engine) as connection:
        rows = connection.execute(select(entry.c.bytes).where(entry.c.stream == "role/signatory").order_by(entry.c.seq))
        found = [json.loads(bytes(data)) for data in rows.scalars()][1:]
    assert [each["events"][0]["type"] for each in found] == ["granted", "ungranted"]
    assert {(each["actor"], each["events"][0]["person"]) for each in found} == {
        (house.people[name], house.people["Nora"])
    }
    assert all(each["at"] <= house.clock.now() for each in found)


@then("her decision is bound to what Olga entered, digest for digest")
def bound(front: Front) -> None:
    """The decision carries the digest of the sections its gate reviews, as the submission froze them."""
    event = front.recorded()[0].events[0]
    assert isinstance(event, DecisionSigned)
    state, law = front.house.state(), front.house.law()
    assert event.text == text_of(law.gate_by_name[event.gate], state.sections)
    assert front.recorded()[0].actor != state.owner


@then(parsers.re(r"the entry says that the rule “(?P<rule>.+)” looked at it, and what it found"))
def rule_recorded(front: Front, rule: str) -> None:
    house = front.house
    with reading(house.office.engine) as connection:
        data = connection.execute(select(entry.c.bytes).where(entry.c.stream == house.record)).scalars().first()
    event = read_entry(bytes(data or b"")).events[0]
    assert isinstance(event, Submitted)
    assert [(found.check, found.concerns, bool(found.what), len(found.inputs)) for found in event.findings] == [
        (rule, "picture", True, 64)
    ]


@step(parsers.re(r"(?P<name>\w+) submits a leaflet with the file of a proof in a browser"))
def submits_file(front: Front, name: str) -> None:
    """A new draft, section by section, with one file."""
    house, browser = front.house, typist(front, name)
    assert browser.open("/initiatives/new?workflow=leaflet").status_code == ELSEWHERE
    draft = browser.follow().request.path.rpartition("/")[0]
    given = {f"q-{field}": str(answer) for field, answer in answers(house).items()}
    for section in house.in_force().sections:
        where = f"{draft}/{section.name}"
        browser.open(f"{where}?workflow=leaflet")
        mine = {f"q-{field.name}": given[f"q-{field.name}"] for field in section.fields if f"q-{field.name}" in given}
        files = {"q-proof": (PROOF, "proof.pdf")} if section.name == "artwork" else None
        answer = browser.post(where, {**mine, "go": "next"}, files)
        assert answer.status_code == ELSEWHERE, plain(answer.text)[:900]
    browser.open(f"{draft}/check")
    front.note()
    front.last = browser.post(f"{draft}/check")
    assert front.last.status_code == ELSEWHERE, plain(front.last.text)[:900]
    house.record = f"initiative/{draft.rpartition('/')[2]}"


@then("the log names the digest of exactly those bytes, and they are kept")
def digest_named(front: Front) -> None:
    found, event = front.recorded()[0], front.recorded()[0].events[0]
    assert isinstance(event, Submitted)
    digest = sha256(PROOF).hexdigest()
    assert found.blobs == (digest,)
    assert event.answers["proof"] == {"file": digest, "name": "proof.pdf", "size": len(PROOF), "type": "pdf"}
    assert Blobs(front.house.home.blobs).path(digest).read_bytes() == PROOF


@step("one byte of the kept file is altered")
def alters_file(front: Front) -> None:
    path = Blobs(front.house.home.blobs).path(sha256(PROOF).hexdigest())
    path.write_bytes(PROOF[:-1] + b"y")


@step(parsers.re(r"(?P<name>\w+) enters “(?P<answer>.+)” as (?P<field>\w+) of a new leaflet in a browser"))
def enters(front: Front, name: str, answer: str, field: str) -> None:
    """The section that asks it, with this one answer; the browser sends what no page offers."""
    law = front.house.in_force()
    section = next(section for section in law.sections if field in {each.name for each in section.fields})
    browser = typist(front, name)
    assert browser.open("/initiatives/new?workflow=leaflet").status_code == ELSEWHERE
    draft = browser.follow().request.path.rpartition("/")[0]
    where = f"{draft}/{section.name}"
    browser.open(f"{where}?workflow=leaflet")
    front.note()
    front.last = browser.post(where, {f"q-{field}": answer, "go": "next"})


@step(parsers.re(r"(?P<name>\w+) reads the manual(?: of release (?P<release>[\d.]+))? in a browser"))
def reads_manual(front: Front, name: str, release: str | None) -> None:
    """The page on deciding and signing, from the list of all or by an address that was kept."""
    asked = f"?release={release}" if release else ""
    front.last = front.browser(name).get(f"/manual/decide-and-sign{asked}")
    assert front.last.status_code == OK


@then("it says that it belongs to the running release")
def of_this_release(front: Front) -> None:
    text = plain(front.answer().text)
    assert metadata.version("clearway-coe") in text
    assert "The page you kept is obsolete" not in text


@then("it says that it is obsolete, and where the one in force is")
def obsolete(front: Front) -> None:
    assert "The page you kept is obsolete" in plain(front.answer().text)
    assert f"release={metadata.version('clearway-coe')}" in front.answer().text
