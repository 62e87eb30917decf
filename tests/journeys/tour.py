"""Every page of the demonstration's office, by who opens it: what pictures are taken of and axe is run on.

A test holds this against the map of addresses: a page that nobody is shown here fails it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Browser
from sqlalchemy import select

from coe.bundle import jobs
from coe.database import reading
from coe.demo.people import login
from coe.identity.accounts import find_by_login
from coe.tables import incident
from governance.verifier.sampling import Selection
from tests.journeys.reader import reader
from tests.journeys.served import Served, visitor
from web.app import create_app

FORECAST_MS = 60_000
Pages = tuple[tuple[str, str], ...]
DECISION: Final = "/decisions/INI-2026-0011/legal"
DRAFT: Final = "When the hair goes"
SECTIONS: Final = ("need", "content", "channels", "check", "contributors")
EVERYBODY: Final[Pages] = (
    ("profile", "/profile"), ("notices", "/profile/notices"), ("password", "/profile/password"),
    ("qualifications", "/qualifications"), ("manual", "/manual"), ("manual-page", "/manual/decide-and-sign"),
    ("policies", "/policy"),
    ("policy", "/policy/cx-initiative"), ("report-incident", "/office/incidents/new"),
)  # fmt: skip
OWN: Final[Mapping[str, Pages]] = {
    "": (("sign-in", "/sign-in"),),
    "tomas.herrera": (
        ("initiatives", "/initiatives"), ("start", "/initiatives/new"), ("rework", "/initiatives/INI-2026-0009"),
        ("condition", "/initiatives/INI-2026-0010"), ("not-found", "/initiatives/INI-2026-9999"),
    ),
    "astrid.lindqvist": (
        ("released", "/initiatives/INI-2026-0002"), ("in-review", "/initiatives/INI-2026-0012"),
        ("packet", "/initiatives/INI-2026-0002/packet"), ("retire", "/initiatives/INI-2026-0002/retire"),
        ("copy", "/initiatives/INI-2026-0002/copy"), ("versions", "/initiatives/INI-2026-0011/versions"),
    ),
    "jonas.meier": (
        ("inbox", "/inbox"), ("search", "/search?q=patient"), ("decision", DECISION),
        ("refused", "/decisions/INI-2026-0012/legal"),
        ("ask", f"{DECISION}?ask=whole"), ("pass-on", f"{DECISION}/pass-on"),
    ),
    "amara.diallo": (("steering", "/decisions/INI-2026-0015/steering"),),
    "lucia.rossi": (
        ("verify", "/initiatives/INI-2026-0010/conditions/c1/verify"),
        ("signed", "/decisions/INI-2026-0011/regulatory/signed"),
    ),
    "sofia.brandt": (("inbox-clear", "/inbox"),),
    "ruth.keller": (
        ("coordinate", "/initiatives/INI-2026-0008/office"), ("move", "/initiatives/INI-2026-0012/move"),
        ("together", "/together"),
        ("together-records", "/together?pick=INI-2026-0017/coordination&pick=INI-2026-0018/coordination"),
    ),
    "beate.hoffmann": (
        ("policy-changes", "/policy/cx-initiative/changes"), ("policy-forecast", "/policy/cx-initiative/forecast"),
    ),
    "oskar.lind": (
        ("search-nothing", "/search?q=zebra"), ("trail", "/trail"),
        ("trail-one", "/trail?initiative=INI-2026-0002"), ("bundles", "/trail/bundles"),
        ("status", "/office/status"), ("reviews", "/office/reviews"), ("review", "/office/reviews/trail"),
        ("signatures", "/office/signatures"), ("incidents", "/office/incidents"),
    ),
    "mia.jensen": (("people", "/people"), ("mailbox", "/mailbox")),
}  # fmt: skip


def everything(served: Served) -> dict[str, Pages]:
    """Every page by who looks at it, those at an id of this office included."""
    draft, owner, administrator = prepared(served), "tomas.herrera", "mia.jensen"
    with reading(served.office.engine) as connection:
        account = find_by_login(connection, login("jonas.meier"))
        found = connection.execute(select(incident.c.id).limit(1)).scalar_one()
    assert account is not None
    person, bundle = f"/people/{account.person_id}", served.office.clock.new_id()
    jobs.ask(served.home, bundle, Selection("random", 1, "20261118"), account.person_id, served.clock.now())
    more: dict[str, Pages] = {
        owner: (*((f"intake-{name}", f"{draft}/{name}") for name in SECTIONS), *EVERYBODY),
        "jonas.meier": (("person-own", person), *EVERYBODY),
        "oskar.lind": (("incident", f"/office/incidents/{found}"), ("bundle", f"/trail/bundles/{bundle}")),
        administrator: (
            ("person", person), ("credentials", f"{person}/credentials"), ("erase", f"{person}/erase"),
            ("qualifications", "/qualifications"),
        ),
    }  # fmt: skip
    return {who: (*pages, *more.get(who, ())) for who, pages in OWN.items()}


def prepared(served: Served) -> str:
    """Where the unfinished form of the demonstration stands; its owner reports an incident while there."""
    owner = reader(create_app(served.home, served.office, served.clock), served, "tomas.herrera")
    href = re.search(rf'href="([^"]+)"[^>]*><bdi>{DRAFT}', owner.open("/initiatives").text)
    assert href
    owner.open("/office/incidents/new")
    owner.post("/office/incidents/new", {"reason": "A code was read out on the phone, this morning at the desk."})
    return href[1]


def foreseen(served: Served, browser: Browser) -> None:
    """Wait until a forecast has taken the place of how far it is."""
    owner = visitor(served, browser)
    owner.sign_in("tomas.herrera")
    owner.open("/policy/cx-initiative/forecast")
    owner.page.locator("table.figures").first.wait_for(timeout=FORECAST_MS)
    owner.page.context.close()
