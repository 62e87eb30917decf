"""What the samples share: the frame, the way, states, sections, history, and hostile text."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from coe.way.drawing import WayGate, draw_way
from web.parts.pages import NavEntry, PageFrame
from web.parts.pieces import Answer, Due, HistoryEntry, Moment, PersonRef, Row, Section, State, Why
from web.parts.redline import Segment, redline

HOSTILE = "<script>alert(1)</script> \u202eevil\u202c " + "w" * 200 + " مرحبا بالعالم \"onmouseover='x'\""
PASSED, YOURS, NOT_OPEN = State("passed", "Passed"), State("yours", "Your turn"), State("not_open", "Not open yet")
WARNING, BLOCKS = State("warning", "Warning"), State("refused", "Blocks")
CONDITIONAL, BACK, WAITING = (
    State("conditional", "With a condition"),
    State("sent_back", "Sent back"),
    State("waiting", "With someone else"),
)
TODAY = Due(Moment("today, 16:30", "2026-11-20T15:30Z"), "2 h 10 min left of 40 working hours", 95, "attend")
GATES = (
    WayGate("intake", "Intake", "passed", "13 Nov"),
    WayGate("triage", "Triage", "passed", "13 Nov", ("intake",)),
    WayGate("legal", "Legal", "passed", "approved by Jonas Meier, 19 Nov", ("triage",)),
    WayGate("medical", "Medical", "yours", "your turn, due today, 16:30", ("triage",)),
    WayGate("regulatory", "Regulatory", "conditional", "approved by Lucia Rossi, 1 condition open", ("triage",)),
    WayGate("certification", "Certification", "not_open", "8 h", ("legal", "medical", "regulatory")),
    WayGate("release", "Release", "not_open", "8 h", ("certification",)),
)
WAY = Markup(draw_way(GATES, width=1360, label=14))
BARE = tuple(replace(gate, title="", caption="") for gate in GATES)
WAY_SMALL = Markup(draw_way(BARE, width=358, name="small"))


def frame(title: str, current: str = "", role: str = "Medical reviewer", **more: object) -> PageFrame:
    nav = tuple(
        NavEntry(label, f"/{label.lower()}", 7 if label == "Inbox" else 0, label == current)
        for label in ("Inbox", "Initiatives", "Trail", "People")
    )
    base = PageFrame(
        title=title,
        nav=nav,
        person=PersonRef("Dr Sofia Brandt", role, "SB"),
        person_href="/people/1",
        search_href="/search",
        sign_out_href="/sign-out",
        keys_href="/keys",
        csrf_token="sample",
    )
    return replace(base, **more)  # type: ignore[arg-type]


def say(text: str) -> tuple[Segment, ...]:
    return (("same", text),)


HISTORY = (
    HistoryEntry(
        Moment("19 Nov, 16:20", "2026-11-19T15:20Z"),
        PASSED,
        "Jonas Meier approved for Legal",
        "Signed, meaning: approval. Bound to sections 2, 5 and 7",
    ),
    HistoryEntry(
        Moment("19 Nov, 11:05", "2026-11-19T10:05Z"),
        WAITING,
        "Astrid Lindqvist submitted version 3",
        "5 answers changed, 58 words. Legal and Regulatory decisions on 19 other answers carry over",
    ),
    HistoryEntry(
        Moment("17 Nov, 09:12", "2026-11-17T08:12Z"),
        CONDITIONAL,
        "Lucia Rossi approved with a condition for Regulatory",
        "Due 27 Nov",
        "Add the material code before release.",
    ),
    HistoryEntry(
        Moment("16 Nov, 15:41", "2026-11-16T14:41Z"),
        BACK,
        "You asked for two changes",
        "Requests 3 and 4, both answered above",
    ),
)
PLAN = Answer(
    "Contact plan",
    columns=("Segment", "Channel", "From", "Contacts"),
    rows=(
        Row("changed", (say("Cardiologists, Germany"), say("Email"), say("7 Dec 2026"), redline("3", "4"))),
        Row("added", (say("Cardiologists, France"), say("Email"), say("14 Dec 2026"), say("4"))),
        Row("removed", (say("Nurses, Germany"), say("Telephone"), say("9 Dec 2026"), say("1"))),
    ),
)
SECTIONS = (
    Section(
        "Audiences",
        "unchanged since version 1",
        (Answer("Healthcare professionals", say("Main audience"), voice="product"),),
        "/s/1",
    ),
    Section("Contact plan", "3 rows, read by Regulatory", (PLAN,), "/s/2"),
    Section(
        "Final file",
        "unchanged since version 2",
        (Answer("File", say("sha256 9f41 c07b 2ae6"), voice="machine"), Answer("Waiver")),
        "/s/3",
    ),
)
WHY = Why(
    YOURS,
    "Medical has not passed: it needs one qualified reviewer",
    (
        Why(YOURS, "You may decide: medical reviewer since 2 March 2026, neither owner nor contributor"),
        Why(State("not_open", "Open"), "Dr Imre Szabó may decide too, as your delegate from 16:30"),
        Why(PASSED, "Steering is not needed: tier T2"),
    ),
)
