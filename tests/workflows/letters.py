"""A letter of every kind that the office writes, in every variant that says something else, and the mails of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from coe.letter import Clock, Letter, Point, Signed
from coe.letter_account import AccountLetter
from coe.letter_incident import IncidentLetter
from coe.outbox import ACCOUNT_KINDS
from coe.way.layout import GateState, WayGate
from governance.language.definition import Escalation
from governance.record.incident_kinds import KINDS
from tests.workflows.clockwork import HOUR, MONDAY
from workflows.mails import TO_DECIDE, Mail, compose
from workflows.mails_account import compose_account
from workflows.mails_digest import Digest, compose_digest
from workflows.mails_incident import compose_incident
from workflows.news import NEWS

URL, ZONE = "https://clearway.example", "Europe/Berlin"
CHANGES = ("password changed", "password to be changed", "recovery codes renewed", "recovery code used")
STATES: tuple[GateState, ...] = (
    "passed", "conditional", "yours", "waiting", "not_open", "sent_back", "refused", "on_hold",
)  # fmt: skip
WAY = tuple(
    WayGate(state, "Kardiologia", state, "", STATES[at - 1 : at] if at else ()) for at, state in enumerate(STATES)
)
LETTER = Letter(
    kind="", step="", name="Olgamaria", address="olga@example.org", initiative="i", number="LEA-2026-0001",
    title="Folheto Kardioleks", tier="T1", round=2, status="in review", record="broshuro", owner="Olgamaria",
    gate="medical", gate_title="Kardiologia", person="p1",
)  # fmt: skip
SIGNED = Signed("Miarosa", MONDAY, "I have read it")
ASKED = Point("Mesagxo", "Nomu la dozon", "Nomita", "Kardiologia", mine=True)
POINTS = (
    ASKED,
    replace(ASKED, mine=False),
    replace(ASKED, answer=""),
    replace(ASKED, text="", answer=""),
    Point("Titolo", "", asked=False),
)
CLOCKS = (
    None, Clock(MONDAY, 16, 8, business=True), Clock(MONDAY, 1, 1, business=True), Clock(MONDAY, 0, 1, business=True),
    Clock(MONDAY, 16, -1, business=True), Clock(MONDAY, 16, -5, business=True), Clock(MONDAY, 0, 5, business=False),
    Clock(MONDAY, 0, 1, business=False), Clock(MONDAY, 0, -1, business=False), Clock(MONDAY, 0, -9, business=False),
)  # fmt: skip
AHEAD = (
    (MONDAY + HOUR, Escalation("100%", "delegate")),
    (MONDAY + 2 * HOUR, Escalation("8 business hours late", "role/kapitano_medicina")),
    (MONDAY + 3 * HOUR, Escalation("2 days late", "role/policy_owner")),
)
DATA = frozenset(
    {
        "Olgamaria", "Miarosa", "Leokarlo", "Kardiologia", "Folheto Kardioleks", "broshuro", "Mesagxo", "Titolo",
        "Nomu la dozon", "Nomita", "kapitano medicina", "LEA-2026-0001", "Perdita en la trajno", "Komuna skribotablo",
        "Tabloj estas sxlositaj", "kiel flegistoj akceptis", ZONE,
    }
)  # fmt: skip
"""What people wrote, and a policy declares, in these letters."""


def deciding() -> Iterator[Letter]:
    """Whatever asks for a decision, or did."""
    for kind in TO_DECIDE:
        yield replace(LETTER, kind=kind, points=POINTS, name="")
        mine = replace(LETTER, kind=kind, turn=True, due=MONDAY + HOUR, upcoming=AHEAD)
        yield from (replace(mine, clock=clock, points=POINTS[: at % 3]) for at, clock in enumerate(CLOCKS))
        yield from (replace(mine, points=POINTS[at:]) for at in range(len(POINTS)))
        yield replace(mine, points=(*POINTS, POINTS[-1], POINTS[-1]), upcoming=())
        yield replace(mine, points=POINTS[-1:] * 2, way=WAY)
        yield replace(mine, step="passed-on") if kind == "your-turn" else mine
        for step in ("100%", "1 business hours late", "8 business hours late", "2 business days late",
                     "3 hours late", "2 days late", "1 months late"):  # fmt: skip
            yield replace(mine, step=step)


def telling() -> Iterator[Letter]:
    """Whatever tells of something that happened, those without words of their own too."""
    for kind in (*NEWS, "withdrawn"):
        told = replace(LETTER, kind=kind, signed=SIGNED)
        for status in ("in rework", "released", "retired"):
            yield replace(told, status=status, due=MONDAY, expires=MONDAY, ask="kiel flegistoj akceptis")
        yield replace(told, gate="", gate_title="", signed=replace(SIGNED, name=""))
        for point in (replace(ASKED, status="open"), replace(ASKED, status="closed", answer="", due="2026-12-01")):
            if kind not in ("changes-requested", "returned"):
                yield replace(told, points=(point,))
        yield replace(told, points=(ASKED,)) if "question" not in kind else told


def of_accounts() -> Iterator[AccountLetter]:
    """Every kind of mail about credentials."""
    for kind in ACCOUNT_KINDS:
        letter = AccountLetter(kind, "Olgamaria", "olga@example.org", "p1", "Miarosa", "", MONDAY)
        yield letter
        yield replace(letter, by="Leokarlo", reason="Perdita en la trajno", name="")
        if kind == "credential-changed":
            yield from (replace(letter, what=what, left=left) for what in CHANGES for left in (1, 4))


def of_incidents() -> Iterator[IncidentLetter]:
    """Every kind of incident, opened and closed."""
    for kind in KINDS:
        letter = IncidentLetter(
            "incident", "Olgamaria", "olga@example.org", "i1", kind, "", "", MONDAY, "Perdita en la trajno"
        )
        yield letter
        yield replace(letter, name="", about="Miarosa", opener="Leokarlo", reason="")
        yield replace(letter, kind="incident-closed", root_cause="", closed_by="")
        closed = replace(letter, kind="incident-closed", closed_by="Leokarlo", about="Miarosa")
        yield replace(closed, root_cause="Komuna skribotablo", note="Tabloj estas sxlositaj")


def digests() -> Iterator[tuple[tuple[Letter, ...], int]]:
    """What daily mails are made of: the letters, and how many records are missing."""
    mine = replace(LETTER, kind="your-turn", turn=True, due=MONDAY + HOUR, clock=CLOCKS[1], points=POINTS)
    other = replace(mine, initiative="j", due=MONDAY - HOUR, clock=CLOCKS[4])
    open_ended = replace(mine, initiative="l", due=0, clock=None)
    news = replace(LETTER, kind="on-hold")
    more = replace(news, kind="resumed")
    yield from (((mine,), 0), ((mine, other, open_ended), 1), ((mine, news), 2), ((mine, other, news, more), 0))
    yield from (((news,), 0), ((news, more), 1), ((open_ended,), 0))
    yield ((open_ended, replace(open_ended, initiative="m")), 0)
    yield ((replace(LETTER, kind="approved", name=""),), 0)
    yield ((), 3)


def composed() -> Iterator[tuple[str, Callable[[], Mail | Digest]]]:
    """What each is called, and how its mail is made."""
    for one in (*deciding(), *telling()):
        yield f"{one.kind}, {one.status}, {one.step}", partial(compose, one, URL, ZONE, MONDAY)
    for account in of_accounts():
        yield account.kind, partial(compose_account, account, URL, ZONE, MONDAY)
    for incident in of_incidents():
        yield f"{incident.kind} {incident.what}", partial(compose_incident, incident, URL, ZONE, MONDAY)
    for letters, missing in digests():
        kinds = " ".join(one.kind for one in letters)
        yield f"daily: {kinds}", partial(compose_digest, letters, missing, URL, ZONE, MONDAY)
