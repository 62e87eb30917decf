"""Sample contexts of the working pages: intake, check answers, inbox, decision, initiative."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from coe.path_drawing import WayGate, draw_way
from tests.web.gallery_forms import CredentialsForm, VerifyForm, WithdrawForm, decision_form, need_form, wrong_form
from web.pages import NavEntry, PageFrame
from web.parts import (
    Answer,
    Change,
    Choice,
    ConditionView,
    Due,
    Evidence,
    FieldError,
    Finding,
    HistoryEntry,
    Link,
    Measure,
    Moment,
    Notice,
    PersonRef,
    RequestView,
    Row,
    Section,
    State,
    Why,
)
from web.redline import Segment, redline
from web.work_pages import (
    CheckAnswersPage,
    Consequence,
    DecisionPage,
    Expected,
    GatePreview,
    InboxGroup,
    InboxPage,
    InboxPreview,
    InboxRow,
    InitiativeGroup,
    InitiativePage,
    InitiativeRow,
    InitiativesPage,
    IntakePage,
    OutcomeChoice,
    SectionStep,
)

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


CHANGES = (
    Change(
        Answer(
            "Key message 2",
            redline(
                "Patients treated with Cardiolex had far fewer hospital admissions than with placebo.",
                "Patients treated with Cardiolex had 21% fewer first heart-failure hospitalisations than with placebo "
                "(HR 0.79; 95% CI 0.69 to 0.90).",
            ),
        ),
        State("passed", "Answers your request 3"),
        "You asked on 16 Nov: “Give the effect size and name the endpoint.”",
        (
            Evidence(
                "First hospitalisation for heart failure: 231 (9.7%) against 318 (13.4%).",
                Link("CARDIO-HF trial, table 2, page 1417", "/files/1"),
            ),
        ),
    ),
    Change(
        Answer(
            "Safety statement",
            redline(
                "Generally well tolerated.",
                "Most common adverse reactions: hypotension (6.1%), dizziness (4.2%). See full prescribing "
                "information.",
            ),
        ),
        State("passed", "Answers your request 4"),
        "You asked on 16 Nov: “State rates from the label.”",
        (
            Evidence(
                "Common: hypotension 6.1%, dizziness 4.2%, hyperkalaemia 2.0%.",
                Link("Product information 4.8, 12 Aug 2026", "/files/2"),
            ),
        ),
    ),
    Change(
        Answer(
            "Send frequency",
            redline("One email every 4 weeks, 3 emails in total.", "One email every 3 weeks, 4 emails in total."),
        ),
        unrequested=True,
        evidence=(
            Evidence(
                "Forecast for cardiologists in Germany: 1.8 promotional contacts in 30 days. Cap 2.0.",
                Link("Contact calendar, weeks 49 to 8", "/files/3"),
            ),
        ),
    ),
)
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
PURPOSE = (
    Answer("Need, in a customer’s words", say("“Tell me which of my patients this changes something for.”")),
    Answer("Objective", say("Guideline-led initiation within 14 days of discharge"), voice="product"),
    Answer("Measure", say("Initiated in 14 days: 31% today, 40% by June 2027"), voice="product"),
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


def outcomes() -> tuple[OutcomeChoice, ...]:
    tail = " version 3, all of what is shown here."
    return (
        OutcomeChoice(
            "approve",
            "Approve",
            "Clears Medical; certification is next",
            ("as medical reviewer, ", "approve", tail),
            "A",
        ),
        OutcomeChoice(
            "approve_with_conditions",
            "Approve with conditions",
            "Clears it; tracked until met",
            ("as medical reviewer, ", "approve with the condition above", tail),
            "W",
        ),
        OutcomeChoice(
            "request_changes",
            "Request changes",
            "Back to the owner, round 3 and a live meeting",
            ("as medical reviewer, ", "ask for changes to", tail),
            "C",
        ),
        OutcomeChoice(
            "reject", "Reject", "Ends this submission; one appeal", ("as medical reviewer, ", "reject", tail), "R"
        ),
        OutcomeChoice(
            "recuse",
            "Recuse myself",
            "An alternate is called",
            ("", "stand aside", " from this decision on version 3."),
            "U",
        ),
    )


def decision() -> DecisionPage:
    return DecisionPage(
        frame=frame("Cardiolex: heart-failure email series", "Inbox"),
        back=Link("Inbox", "/inbox"),
        number="INI-2026-0142",
        title="Cardiolex: heart-failure email series",
        tier="T2",
        tier_because="New branded material",
        round=2,
        version=3,
        gate="Medical",
        audience="Cardiologists, Germany and France",
        owner="Astrid Lindqvist",
        due=TODAY,
        path_svg=WAY,
        path_small_svg=WAY_SMALL,
        path_text="Medical, your turn. Legal and Regulatory have approved.",
        since="version 2",
        changes=CHANGES,
        views=(Choice("Your sections", "?show=mine", 3, True), Choice("Everything", "?show=all", 5)),
        purpose=PURPOSE,
        purpose_meta="unchanged since version 1",
        unchanged=SECTIONS,
        findings=(),
        outcomes=outcomes(),
        checklist=(
            ("reference", "7 claims, 7 references"),
            ("context", "Checked by you, 16 Nov; unchanged"),
            ("population", "Changed: key message 2"),
            ("safety", "Matches the label of 12 Aug 2026"),
        ),
        form=decision_form(),
        action="/decide",
        fingerprint="4b7e 19c2 … d390",
        history=HISTORY,
        why=WHY,
        packet_href="/packet",
        previous_href="/k",
        next_href="/j",
        place="1 of 7",
    )


def decision_refused() -> DecisionPage:
    page = decision()
    return replace(
        page,
        frame=frame(
            "Decision",
            "Inbox",
            notices=(Notice("stop", "Not signed", "Three answers need you.", "Nothing was recorded."),),
        ),
        form=decision_form(wrong=True),
        findings=(Finding(WARNING, "Key message 2 has 19 words", "10 to 14 work best for oncologists."),),
        errors=(
            FieldError("outcome-approve", "Choose a decision"),
            FieldError("checklist", "Tick each, or request changes"),
            FieldError("password", "Enter your password"),
        ),
    )


def decision_first_reading() -> DecisionPage:
    page = decision()
    changes = (Change(Answer("Key message 1", say(HOSTILE)), evidence=(Evidence(HOSTILE),)), Change(PLAN))
    return replace(
        page,
        since="",
        round=1,
        version=1,
        title=HOSTILE,
        owner=HOSTILE,
        audience=HOSTILE,
        changes=changes,
        views=(),
        purpose=(),
    )


def decision_nothing_changed() -> DecisionPage:
    return replace(decision(), changes=(), unchanged=(), why=None, place="")


STEPS = (
    SectionStep("Customer need", State("yours", "1 answer missing"), "/i/need", True),
    SectionStep("Objective and measures", State("passed", "Complete"), "/i/objective", complete=True),
    SectionStep("Content and claims", State("warning", "2 warnings"), "/i/content"),
    SectionStep("Channels and contact plan", State("refused", "1 finding blocks submission"), "/i/plan"),
    SectionStep("Responsibilities", State("passed", "Complete, 8 functions"), "/i/people", complete=True),
    SectionStep("Data plan", State("passed", "Complete"), "/i/data", complete=True),
    SectionStep("Check answers and submit", State("not_open", "Opens when nothing blocks"), ""),
)
CONSEQUENCE = Consequence(
    "T3",
    "Top tier: nurses can reply by message.",
    "One-way only, it would be T2: 3 gates, expected by 11 Dec.",
    (
        GatePreview("Steering", "Every T3 initiative; value and priority", "40 h", NOT_OPEN),
        GatePreview("Medical", "5 claims, each needs a reference", "80 h", NOT_OPEN),
        GatePreview("Legal", "Consent and reimbursement wording", "80 h", NOT_OPEN),
        GatePreview("Regulatory", "Prescribing information is linked", "80 h", NOT_OPEN),
        GatePreview("Patient safety", "A two-way channel can bring in adverse events", "80 h", NOT_OPEN),
        GatePreview("Privacy", "Nurses’ phone numbers are held for 90 days", "80 h", NOT_OPEN),
    ),
    "Working hours promised. The five after Steering run in parallel.",
)
FINDINGS = (
    Finding(
        BLOCKS,
        "62% planned outside preferred channel",
        "1,488 of 2,400 planned contacts are phone calls to doctors who chose email.",
        href="/i/plan#contacts",
        measure=Measure(62, 40, "Limit 40%", "Industry 55%"),
    ),
    Finding(
        WARNING, "Key message 2 has 19 words", "10 to 14 work best for oncologists.", "Cut at least 5.", "/i/content#m2"
    ),
    Finding(
        WARNING,
        "One message for both segments",
        "Nurses and oncologists get the same text.",
        "Add a variant or say why not.",
        "/i/content#v",
    ),
)


def intake(saved: str = "All answers saved, 14:02", payer: str = "") -> IntakePage:
    return IntakePage(
        frame=frame("Customer need", "Initiatives", "Owner"),
        back=Link("My initiatives", "/initiatives"),
        number="INI-2026-0151",
        title="Oncavia: help through the first treatment cycle",
        status="Draft",
        audience="Community oncologists and oncology nurses, Germany",
        contributors="Tomás Ibarra, Dr Mateusz Kowalczyk",
        saved=saved,
        progress="3 of 6 sections complete",
        steps=STEPS,
        position="Section 1 of 6",
        heading="Customer need",
        lead="Before any brand or channel: who is this for, what do they need, and how do we know? Steering reads this "
        "section first.",
        form=need_form(payer),
        action="/intake",
        next_label="Save and continue to Objective",
        consequence=CONSEQUENCE,
        findings=FINDINGS,
        findings_meta="1 blocks, 2 warn you",
        expected=Expected(
            "Wed 23 Dec",
            "if submitted on 24 Nov",
            50,
            92,
            71,
            ((0, "23 Nov"), (33, "7 Dec"), (67, "21 Dec"), (100, "11 Jan")),
            "4 in 5 initiatives like this finish between 14 Dec and 8 Jan. From 61 T3 initiatives closed since March.",
        ),
        links=(Link("Preview as reviewers will see it", "/preview"), Link("See a finished example", "/example")),
    )


def intake_wrong() -> IntakePage:
    errors = (
        FieldError("name", "Give it a title, so that people can find it"),
        FieldError("channels", "Choose at least one"),
        FieldError("market", "Choose a market"),
    )
    return replace(
        intake(),
        title=HOSTILE,
        audience=HOSTILE,
        form=wrong_form(),
        errors=errors,
        expected=None,
        findings=(),
        steps=STEPS[:1],
    )


def check_answers() -> CheckAnswersPage:
    return CheckAnswersPage(
        frame=frame("Check answers", "Initiatives", "Owner"),
        back=Link("My initiatives", "/initiatives"),
        number="INI-2026-0151",
        title="Oncavia: help through the first treatment cycle",
        steps=STEPS,
        progress="6 of 6 sections complete",
        sections=SECTIONS,
        consequence=CONSEQUENCE,
        findings=FINDINGS,
        form=CredentialsForm(),
        action="/submit",
        sentence="as owner, submit version 1 for review, all of what is shown here, as its author.",
        fingerprint="83da 5f02 … 90ab",
    )


def check_answers_blocked() -> CheckAnswersPage:
    return replace(check_answers(), blocked="One finding blocks submission: 62% planned outside preferred channel.")


def _row(number: int, title: str, due: Due, size: str, answers: int, of: int, **more: object) -> InboxRow:
    base = InboxRow(
        f"INI-2026-{number:04}", title, f"/d/{number}", "T2", "A. Lindqvist", due, size, answers, of, reading="8 min"
    )
    return replace(base, **more)  # type: ignore[arg-type]


def inbox() -> InboxPage:
    late = Due(Moment("overdue, 1 h 20", "2026-11-20T12:00Z"), "delegate has it too", 112, "stop")
    calm = Due(Moment("Wed 25 Nov, 09:30", "2026-11-25T08:30Z"), "11 h left", 72)
    first = _row(
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
    return InboxPage(
        frame=frame("Inbox", "Inbox"),
        summary="5 decisions wait for you, about 1 h 50 min of reading. 2 are likely to miss their promise today.",
        groups=(
            InboxGroup(
                "Likely late",
                "less than a working day left",
                (first, _row(139, "Pelluva: pharmacist answers, batch 9", late, "New, 6 answers", 6, 6, tier="T1")),
            ),
            InboxGroup(
                "This week",
                "due by Friday",
                (
                    _row(
                        147,
                        "Oncavia: congress symposium follow-up",
                        calm,
                        "3 of 31 answers",
                        3,
                        31,
                        unrequested=1,
                        round=3,
                    ),
                    _row(144, "Nefrion: dialysis nurse e-learning", calm, "New, 27 answers", 27, 27, reading="34 min"),
                    _row(145, HOSTILE, replace(calm, used=3), "2 of 22 answers", 2, 22, owner=HOSTILE),
                ),
            ),
        ),
        preview=InboxPreview(
            first,
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
        ),
        orders=(
            Choice("By risk", "?by=risk", current=True),
            Choice("By size", "?by=size"),
            Choice("By date", "?by=date"),
        ),
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


def initiatives_empty() -> InitiativesPage:
    return InitiativesPage(
        frame("My initiatives", "Initiatives"), "", (), "/start", Link("See a finished example", "/example")
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
        conditions=(
            ConditionView(
                "C1",
                "Add the material code before release.",
                State("conditional", "Open"),
                "Lucia Rossi, Regulatory, 17 Nov",
                "Astrid Lindqvist",
                "Lucia Rossi",
                TODAY,
                VerifyForm(),
                "/verify",
                "Say it is met",
            ),
        ),
        requests=(
            RequestView(
                3,
                PASSED,
                "Give the effect size and name the endpoint.",
                "Dr Sofia Brandt, 16 Nov",
                "Done in key message 2.",
            ),
            RequestView(4, BACK, HOSTILE, "Dr Sofia Brandt, 16 Nov"),
        ),
        history=HISTORY,
        sections=SECTIONS,
        due=TODAY,
        packet_href="/packet",
        withdraw_form=WithdrawForm(),
        withdraw_action="/withdraw",
    )
