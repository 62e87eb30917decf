"""Every page of the tour, opened by somebody of every role without a browser: who gets which page, made of what.

Own things, another's and those that are closed are among the addresses, so a page is opened as it differs by them. What
is alike in structure is counted; a browser need look at one of each kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Flask

from coe import acts
from coe.database import reading
from coe.demo.people import login
from coe.identity.accounts import find_by_login
from coe.requests import Request
from governance.record import commands as c
from governance.record.commands_elsewhere import Delegate
from tests.journeys.reader import reader
from tests.journeys.served import Served
from tests.journeys.structure import Structure, broken, structure
from tests.journeys.tour import Pages
from web.app import create_app

NOBODY: Final = ""
ROLES: Final[Mapping[str, str]] = {
    "not signed in": NOBODY, "owner": "tomas.herrera", "reviewer": "jonas.meier", "coordinator": "ruth.keller",
    "auditor": "oskar.lind", "administrator": "mia.jensen", "contributor": "astrid.lindqvist",
    "member": "amara.diallo", "policy owner": "beate.hoffmann", "other reviewer": "lucia.rossi",
    "signatory": "elena.petrova", "alternate": "stefan.lindner", "delegate": "karl.eriksen", "quality": "anders.vik",
    "elsewhere": "ulrich.brenner",
}  # fmt: skip
"""By role, who opens. The contributor owns initiatives too, so of an owner's pages each also sees the other's;
`elsewhere` has a role in another workflow only.
"""
STANDING: Final = {
    "released": "INI-2026-0002", "withdrawn": "INI-2026-0005", "revoked": "INI-2026-0001", "rejected": "INI-2026-0007",
    "on hold": "INI-2026-0008",
}  # fmt: skip
ABOUT_ONE: Final = ("", "/packet", "/copy", "/versions", "/retire", "/office", "/move")
GATES: Final = (
    "/decisions/INI-2026-0010/legal", "/decisions/INI-2026-0014/regulatory", "/decisions/INI-2026-0012/steering",
    "/decisions/INI-2026-0013/certification", "/decisions/INI-2026-0016/coordination",
)  # fmt: skip
"""One that is closed, and one for each kind of panel."""
REFUSING: Final = {403: "refused", 404: "not found", 409: "no longer open"}
LEADS_ON: Final = 302
MONTH_MS: Final = 30 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as one role got it; `page` is its address as the map of addresses has it, or how it was refused."""

    role: str
    page: str
    path: str
    made: Structure
    broken: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Whether this is a page that says no."""
        return self.page in REFUSING.values()


def lent(served: Served) -> None:
    """Two roles more than the demonstration has people for: quality, and somebody who stands in."""
    now, seed = served.clock.now(), bytes(32)
    act = acts.reasoned(lambda why: c.Grant(_id(served, ROLES["quality"]), 0, 0, why), "Looks after quality.", seed)
    administrator, lender = _id(served, ROLES["administrator"]), _id(served, ROLES["reviewer"])
    served.office.handle(Request(served.clock.new_id(), "role/quality", administrator, act.command, act.disclosures))
    lending = Delegate(lender, _id(served, ROLES["delegate"]), now, now + MONTH_MS)
    served.office.handle(Request(served.clock.new_id(), "role/legal_reviewer", lender, lending))


def addresses(tour: Mapping[str, Pages]) -> list[str]:
    """Every address of the tour, and those at which an initiative stands otherwise."""
    paths = [path for pages in tour.values() for _, path in pages]
    paths += [f"/initiatives/{number}{end}" for number in STANDING.values() for end in ABOUT_ONE]
    return list(dict.fromkeys((*paths, *GATES)))


def opened(served: Served, tour: Mapping[str, Pages]) -> tuple[list[Opened], dict[str, str]]:
    """Every address as every role gets it, and by role the session that a browser may go on with."""
    app = served.app or create_app(served.home, served.office, served.clock)
    lent(served)
    found, sessions, paths = list[Opened](), dict[str, str](), addresses(tour)
    for role, who in ROLES.items():
        own = [f"/people/{_id(served, who)}"] if who else []
        found += _got(app, served, role, dict.fromkeys((*paths, *own)), sessions)
    return found, sessions


def looks(found: Sequence[Opened]) -> list[Opened]:
    """One of each structure: a page whose own part was not seen at this address, or whose frame was seen nowhere."""
    contents, frames, chosen = set[tuple[str, str]](), set[str](), list[Opened]()
    for one in found:
        if (one.page, one.made.content) not in contents or one.made.frame not in frames:
            chosen.append(one)
        contents.add((one.page, one.made.content))
        frames.add(one.made.frame)
    return chosen


def _got(
    app: Flask, served: Served, role: str, paths: Mapping[str, None], sessions: dict[str, str]
) -> Iterator[Opened]:
    at = app.url_map.bind("127.0.0.1")
    client = reader(app, served, ROLES[role]).client if ROLES[role] else app.test_client()
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (200, LEADS_ON, *REFUSING), f"{role} {path}: {answer.status_code}"
        if answer.status_code != LEADS_ON:
            page = REFUSING.get(answer.status_code) or str(at.match(path.partition("?")[0], return_rule=True)[0])
            yield Opened(role, page, path, structure(answer.text), tuple(broken(answer.text)))
    cookie = client.get_cookie("session")
    sessions[role] = cookie.value if cookie else ""


def _id(served: Served, who: str) -> str:
    with reading(served.office.engine) as connection:
        account = find_by_login(connection, login(who))
    assert account is not None
    return account.person_id
