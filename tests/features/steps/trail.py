"""Steps of an auditor on the trail: many things that happened, and what each filter finds of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from pytest_bdd import parsers, step, then

from coe import acts
from coe.founding import new_seed
from governance.record import commands as c
from governance.record.entry import Entry
from tests.features.house import House, Kept
from tests.features.moments import BERLIN
from tests.features.steps.front import ELSEWHERE, OK, Front
from tests.features.steps.front_records import typist
from tests.features.steps.submitting import answers
from tests.features.steps.trust import whole_log
from tests.web.review_pages import plain

DAY = 86_400_000
SEQ = re.compile(r'<tr><td class="machine"><b>([\d,]+)</b>')
FILTERS = ("who: Mia", "what: decision", "what: people", "the second leaflet", "the day before last")
PEOPLE = {"register-person", "record-manager", "declare-absence", "note-absence", "grant", "ungrant", "delegate"}


@dataclass
class Read:
    """What was asked of the trail and what it showed, page after page; the second leaflet of the scenario."""

    query: str = ""
    found: list[int] = field(default_factory=list)
    second: str = ""


MADE: dict[Path, tuple[Kept, int, str]] = {}


@pytest.fixture
def trail() -> Read:
    """Nothing was read."""
    return Read()


@step(parsers.re(r"(?P<count>\d+) things have happened, of every kind and by everybody"))
def many(house: House, trail: Read, templates: Path, count: str) -> None:
    """Over some days: leaflets, decisions, holds, roles given and ended. Made once for all scenarios."""
    if templates in MADE:
        kept, house.clock.at, trail.second = MADE[templates]
        house.restore(kept)
        house.reopen()
        return
    happen(house, trail, count)
    MADE[templates] = (house.kept(templates / "many"), house.clock.now(), trail.second)


def happen(house: House, trail: Read, count: str) -> None:
    while len(whole_log(house)) < int(count):
        house.submit("Olga", acts.Draft(answers(house)))
        trail.second = trail.second or house.state().number
        house.decide("Mia", "medical", "approve")
        house.send(house.record, "Karl", acts.reasoned(c.Hold, "Waiting", new_seed()))
        house.send(house.record, "Karl", acts.Act(c.Resume()))
        house.decide("Leo", "legal", "reject")
        house.grant("Nora", "role/signatory")
        ended = acts.reasoned(lambda why: c.Ungrant(house.people["Nora"], why), "Over", new_seed())
        house.send("role/signatory", "Ada", ended)
        house.clock.advance(DAY // 10)


def wanted(house: House, trail: Read, what: str) -> tuple[str, list[int]]:
    """The query of a filter, and the entries that it should find, worked out from the log itself."""
    log, day = whole_log(house), _day(house, 1)
    mine = house.people["Mia"]
    record = next((each.stream for each in log if _numbered(each, trail.second)), "")
    found = {
        "who: Mia": (f"who={mine}", [x for x in log if x.actor == mine]),
        "what: decision": ("what=decision", [x for x in log if x.command_type == "sign-decision"]),
        "what: people": ("what=people", [x for x in log if x.command_type in PEOPLE]),
        "the second leaflet": (f"initiative={trail.second}", [x for x in log if x.stream == record]),
        "the day before last": (f"since={day}&until={day}", [x for x in log if _date(x.at) == day]),
    }
    query, entries = found[what]
    return query, [each.seq for each in entries]


def _numbered(entry_: Entry, number: str) -> bool:
    return getattr(entry_.events[0], "number", "") == number and entry_.command_type == "submit"


def _date(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, BERLIN).date().isoformat()


def _day(house: House, before: int) -> str:
    return _date(house.clock.now() - (before + 1) * DAY)


@step(parsers.re(r"(?P<who>\w+) filters the trail by (?P<what>.+), page after page"))
def filters(front: Front, trail: Read, who: str, what: str) -> None:
    browser = front.browser(who)
    trail.query, _ = wanted(front.house, trail, what)
    address = f"/trail?{trail.query}"
    while address:
        answer = browser.get(address)
        assert answer.status_code == OK
        shown = [int(seq.replace(",", "")) for seq in SEQ.findall(answer.text)]
        assert shown, plain(answer.text)[:600]
        trail.found += shown
        earlier = re.search(r'href="([^"]+before=\d+)"', answer.text)
        address = earlier[1].replace("&amp;", "&") if earlier else ""


@then("she has read exactly the entries that are so, newest first")
def exactly(house: House, trail: Read) -> None:
    what = next(name for name in FILTERS if wanted(house, trail, name)[0] == trail.query)
    expected = sorted(wanted(house, trail, what)[1], reverse=True)
    assert len(expected) > 1
    assert trail.found == expected


@step(parsers.re(r"(?P<name>\w+) puts the leaflet on hold in a browser: “(?P<reason>.+)”"))
def holds(front: Front, name: str, reason: str) -> None:
    browser, where = typist(front, name), front.address("the coordinator’s acts")
    assert browser.open(where).status_code == OK
    front.note()
    front.last = browser.post(f"{where}/hold", {"reason": reason})
    assert front.last.status_code == ELSEWHERE


@then(parsers.re(r"exactly one entry was recorded, by (?P<who>\w+): (?P<kind>[\w-]+)"))
def exactly_one(front: Front, who: str, kind: str) -> None:
    assert [(each.actor, each.command_type) for each in front.recorded()] == [(front.house.people[who], kind)]
