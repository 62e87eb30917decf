"""Sample contexts of the inbox, my initiatives and one initiative."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from coe.way.drawing import draw_way
from tests.web.gallery_forms import VerifyForm, WithdrawForm
from tests.web.gallery_parts import (
    BACK,
    BARE,
    HISTORY,
    HOSTILE,
    PASSED,
    SECTIONS,
    TODAY,
    WAITING,
    WAY,
    WAY_SMALL,
    WHY,
    frame,
)
from web.parts.pieces import Choice, ConditionView, Due, Link, Moment, PersonRef, RequestView, State, Why
from web.record.work_pages import InitiativeGroup, InitiativePage, InitiativeRow, InitiativesPage, Pause
from web.review.inbox_parts import InboxGroup, InboxPage, InboxPreview, InboxRow, SnoozedRow


def _row(number: int, title: str, due: Due, size: str, answers: int, of: int, **more: object) -> InboxRow:
    base = InboxRow(
        f"INI-2026-{number:04}", title, f"/d/{number}", "T2", "A. Lindqvist", due, size, answers, of, reading="8 min"
    )
    return replace(base, gate="Legal", preview=f"?open={number}", **more)  # type: ignore[arg-type]


LATE = Due(Moment("overdue, 1 h 20", "2026-11-20T12:00Z"), "delegate has it too", 112, "stop")
CALM = Due(Moment("Wed 25 Nov, 09:30", "2026-11-25T08:30Z"), "11 h left", 72)
FIRST = _row(
    142,
    "Cardiolex: heart-failure email series",
    TODAY,
    "5 of 24 answers",
    5,
    24,
    unrequested=2,
    round=2,
    selected=True,
)
INBOX = (
    InboxGroup(
        "Likely late",
        "less than a working day left",
        (FIRST, _row(139, "Pelluva: pharmacist answers, batch 9", LATE, "New, 6 answers", 6, 6, tier="T1", pick="9/x")),
    ),
    InboxGroup(
        "This week",
        "due by Friday",
        (
            _row(
                147,
                "Oncavia: congress symposium follow-up",
                CALM,
                "3 of 31 answers",
                3,
                31,
                unrequested=1,
                round=3,
            ),
            _row(144, "Nefrion: dialysis nurse e-learning", CALM, "New, 27 answers", 27, 27, reading="34 min"),
            _row(145, HOSTILE, replace(CALM, used=3), "2 of 22 answers", 2, 22, owner=HOSTILE),
        ),
    ),
)
PREVIEW = InboxPreview(
    FIRST,
    "INI-2026-0142.legal",
    "it can still be on time, and yours is the last decision before certification.",
    (
        ("Round 2", "You signed version 2 on 16 Nov"),
        ("Reading", "12 min; 19 of 24 answers unchanged"),
        ("If late", "Goes to Dr Imre Szabó, your delegate, today at 16:30"),
    ),
    (
        (State("passed", "Answers your request 3"), "Key message 2"),
        (State("passed", "Answers your request 4"), "Safety statement"),
        (State("warning", "Changed, and nobody asked for it"), "Send frequency"),
    ),
    "and 1 more answer",
    "legal",
    answers=(("You asked: “Which table is this from?”", f"Ben Okafor answered: “{HOSTILE}”"),),
)


def inbox() -> InboxPage:
    return InboxPage(
        frame=frame("Inbox", "Inbox"),
        summary="5 decisions wait for you, about 1 h 50 min of reading. 2 are likely to miss their promise today.",
        groups=INBOX,
        preview=PREVIEW,
        orders=(
            Choice("By risk", "?by=risk", current=True),
            Choice("By size", "?by=size"),
            Choice("By date", "?by=date"),
        ),
        snoozed=(SnoozedRow("INI-2026-0131", "Nefrion: dialysis nurse e-learning", "legal", "/d/131", TODAY.moment),),
        snoozes=(("hours", "3 hours"), ("tomorrow", "tomorrow, 09:00")),
        together_href="/together",
    )


def inbox_empty() -> InboxPage:
    return InboxPage(frame("Inbox", "Inbox"), "", (), next_due="Next due Thursday 26 November, 15:00.")


def initiatives() -> InitiativesPage:
    row = InitiativeRow(
        "INI-2026-0151",
        "Oncavia: help through the first treatment cycle",
        "/i/151",
        "T3",
        "Draft",
        State("yours", "Yours: finish the intake"),
        gaps=("1 answer missing in Customer need", "1 finding blocks submission"),
    )
    waiting = replace(
        row,
        number="INI-2026-0142",
        title="Cardiolex: heart-failure email series",
        tier="T2",
        status="In review, round 2",
        turn=State("waiting", "With Dr Sofia Brandt, Medical"),
        path_svg=WAY_SMALL,
        due=TODAY,
        gaps=(),
    )
    return InitiativesPage(
        frame("My initiatives", "Initiatives", "Owner"),
        "1 waits for you, 2 with others.",
        (
            InitiativeGroup("Your turn", "oldest first", (row,)),
            InitiativeGroup(
                "With others",
                "by due date",
                (waiting, replace(waiting, title=HOSTILE, path_svg=Markup(draw_way(BARE, width=358, name="other")))),
            ),
        ),
        "/start",
    )


def initiatives_many() -> InitiativesPage:
    page = initiatives()
    choices = (("All", 41, False), ("Your turn", 1, False), ("With others", 40, True), ("Finished", 0, False))
    turns = tuple(Choice(label, f"?turn={label[0]}", count, current) for label, count, current in choices)
    rows = replace(page.groups[1], count=40)
    page = replace(page, place="1 to 25 of 40", previous_href="?page=1", next_href="?page=3", action="/initiatives")
    return replace(page, groups=(rows,), turns=turns, turn="others", text=HOSTILE, whole_href="/all")


def initiatives_unmatched() -> InitiativesPage:
    return replace(initiatives_many(), groups=(), place="")


def initiatives_empty() -> InitiativesPage:
    return InitiativesPage(frame("My initiatives", "Initiatives"), "", (), "/start")


CONDITION = ConditionView(
    "C1",
    "Add the material code before release.",
    State("conditional", "Open"),
    "Lucia Rossi, Regulatory, 17 Nov",
    "Astrid Lindqvist",
    "Lucia Rossi",
    TODAY,
)
REQUESTS = (
    RequestView(
        3,
        PASSED,
        "Give the effect size and name the endpoint.",
        "Dr Sofia Brandt, 16 Nov",
        "Done in key message 2.",
    ),
    RequestView(4, BACK, HOSTILE, "Dr Sofia Brandt, 16 Nov"),
)


def initiative() -> InitiativePage:
    return InitiativePage(
        frame=frame("Cardiolex: heart-failure email series", "Initiatives", "Owner"),
        back=Link("My initiatives", "/initiatives"),
        number="INI-2026-0142",
        title="Cardiolex: heart-failure email series",
        tier="T2",
        tier_because="New branded material, one-way",
        status=State("waiting", "In review"),
        round=2,
        version=3,
        audience="Cardiologists, Germany and France",
        owner="Astrid Lindqvist",
        path_svg=WAY,
        path_small_svg=WAY_SMALL,
        path_text="Medical, your turn. Legal and Regulatory have approved.",
        why=Why(WAITING, "Not approved yet: Medical and Certification have not passed", (WHY,)),
        who_next=((PersonRef("Dr Sofia Brandt", "Medical reviewer", "SB"), "decides for Medical by today, 16:30"),),
        conditions=(replace(CONDITION, form=VerifyForm(), action="/verify", action_label="Say it is met"),),
        requests=REQUESTS,
        history=HISTORY,
        sections=SECTIONS,
        due=TODAY,
        packet_href="/packet",
        withdraw_form=WithdrawForm(),
        pause=Pause("A hold is the office’s to declare. Ask:", (Link("Karin Amundsen", "mailto:k@example.org"),)),
        onward=(Link("Copy as new", "/copy"), Link("Compare versions", "/versions")),
        withdraw_action="/withdraw",
    )
