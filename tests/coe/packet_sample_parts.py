"""The chapters of the packet that the tests print; names, numbers and studies are invented."""

from coe.packet.page import (
    Answered,
    Bar,
    Change,
    Claim,
    DecisionPage,
    Holding,
    Obligation,
    Part,
    Reason,
    Request,
    Round,
    Shown,
    Signed,
    Span,
)
from coe.packet.tabled import Table, changed, given
from governance.language.definition import Field


def submission() -> tuple[Part, ...]:
    return (
        Part(
            "Customer need",
            "b11f6a20" * 8,
            (
                Answered("What is it called?", "Clinic-day support for heart-failure nurses"),
            ),
        ),
        Part(
            "Key messages",
            "5d90c3e7" * 8,
            (Answered("Key messages", "", _messages(14)), Answered("Who is there?", "Two nurses, on every day.")),
        ),
        Part("Channels and contact plan", "02a8b7f4" * 8, (Answered("Contact plan", "", _contacts(30)),)),
    )


MESSAGES = Field(
    "messages",
    "table",
    "Key messages",
    columns=(
        Field("message", "text", "Message"),
        Field("value", "line", "Value to the customer"),
        Field("data", "text", "Statement from data"),
        Field("reference", "line", "Reference"),
        Field("for", "choice", "For"),
    ),
    claim="message",
    evidence=("data", "reference"),
)
CONTACTS = Field(
    "contacts",
    "table",
    "Contact plan",
    columns=(
        Field("segment", "line", "Segment"),
        Field("channel", "choice", "Channel"),
        Field("message", "number", "Key message no."),
        Field("from", "date", "From"),
        Field("until", "date", "Until"),
        Field("planned", "number", "Contacts planned"),
        Field("outside", "number", "Outside preferred channel"),
    ),
)



def _messages(many: int) -> Table | None:
    said = "Nurse-led titration was followed by 4.1 fewer first readmissions per 100 patients in 90 days."
    shown = "First readmission within 90 days: 11.8 against 15.9 per 100 (difference 4.1, 95% CI 1.2 to 7.0)."
    rows = (
        (said, "Fewer nights in hospital", shown, "TITRATE-N study, table 3, page 88", "Nursing"),
        ("Every clinic day has a nurse who titrates.", "Nobody waits for a doctor", "", "", "Everyone"),
    )
    return given(MESSAGES, [rows[place % 2] for place in range(many)])


def _contacts(many: int) -> Table | None:
    rows = (
        ("Heart-failure nurses, Germany", "Event", "1", "2026-12-01", "2027-02-28", "2000", "0"),
        ("Cardiologists in hospitals of maximum care", "Phone call", "2", "2027-01-11", "2027-03-31", "450", "12"),
        ("Carers", "Email", "1", "2027-01-11", "2027-01-31", "90", "90"),
    )
    return given(CONTACTS, [rows[place % 3] for place in range(many)])


def conditions() -> tuple[Obligation, ...]:
    return (
        Obligation(
            "Add the material code before release",
            "Set by Luca Rossi at Regulatory, round 2",
            "Astrid Lindqvist",
            "1 Dec 2026",
            Signed("passed", "Met and verified"),
            "“Done, page 1.” Astrid Lindqvist, 21 Nov 2026, 09:00:00 in Berlin (08:00 UTC), entry 48,139",
            "Signed, meaning “verification”: Luca Rossi, 21 Nov 2026, 11:00:00 in Berlin (10:00 UTC), entry 48,140",
        ),
    )


def holdings() -> tuple[Holding, ...]:
    granted = "Granted by Ada Byron, 2 Jan 2026, entry 31,877"
    return (
        Holding("Dr Imre Szabó", "medical reviewer, alternate", "from 2 Jan 2026", "Trained to June 2027", granted),
        Holding("Luca Rossi", "regulatory reviewer", "from 2 Jan 2026 to 2 Jan 2027", "", granted),
    )


def rounds() -> tuple[Round, ...]:
    return (
        Round(
            "Round 1",
            "Version 1, submitted 3 Nov 2026 by Astrid Lindqvist.",
            unchanged="24 answers; the first version.",
        ),
        Round(
            "Round 2",
            "Version 1 to version 2, submitted 13 Nov 2026. 22 other answers did not change.",
            (
                Change(
                    "Key message 1",
                    "Nurse-led titration keeps patients out of hospital.",
                    "Nurse-led titration was followed by 4.1 fewer first readmissions "
                    "per 100 patients in 90 days (95% CI 1.2 to 7.0).",
                    "answers request 1 of Dr Sofia Brandt, 9 Nov",
                    "“First readmission within 90 days: 11.8 against 15.9 per 100.” TITRATE-N study, table 3, page 88.",
                ),
                Change(
                    "Audience",
                    "Heart-failure nurses in Germany",
                    "Heart-failure nurses in Germany and France",
                    "not requested; tier computed again, still T3",
                ),
                _contact_plan(),
            ),
            findings=(
                Claim(
                    "warning",
                    "Key message 2 has 19 words",
                    "10 to 14 work best for oncologists; acknowledged by Dr Imre Szabó in entry 47,620.",
                ),
            ),
        ),
    )


def decision(gate: str, place: int) -> DecisionPage:
    return DecisionPage(
        gate=gate,
        round="round 2",
        reference=f"Decision {place + 4} of 8, entry 48,{102 + place}",
        outcome=Signed("conditional", "Approved with 1 condition")
        if gate == "Regulatory"
        else Signed("passed", "Approved"),
        person="Dr Imre Szabó",
        role="Medical reviewer, alternate for Dr Sofia Brandt",
        sentence=f"I approve version 2 for {gate}, all of what was shown to me.",
        meaning="approval",
        local="20 Nov 2026, 16:58:14 in Berlin",
        utc="2026-11-20T15:58:14Z",
        signed_with="password, second factor",
        digest="b3d844a1" * 7 + "17c208be",
        note="Whole-study context is now in the text; the neutral endpoint is named." if place == 0 else "",
        checklist=(
            Claim("passed", "A reference for every claim", "5 claims, 5 references"),
            Claim("passed", "Whole-study context", "All three endpoints named, one of them neutral"),
            Claim("passed", "Population and endpoint match", "Changed in this round; see Rounds"),
            Claim("passed", "Safety statement is current", "Matches the label of 12 August 2026"),
        ),
        conditions=(
            Claim(
                "passed", "Add the material code before release", "Met 21 Nov 2026, verified by L. Rossi, entry 48,140"
            ),
        )
        if gate == "Regulatory"
        else (),
        shown=(
            Shown("Submission, version 2", "24 answers", "b11f6a20" * 8),
            Shown("Nurse leaflet, German", "4 pages", "5d90c3e7" * 8),
            Shown("Nurse leaflet, French", "4 pages", "02a8b7f4" * 8),
            Shown("Redline and findings", "2 changes, 0 findings", "e46b9013" * 8),
        ),
        why=(why(gate),),
    )


def why(gate: str) -> Reason:
    stood_in = Reason(
        "Stood in for Dr Sofia Brandt, who recused",
        "entry 48,061",
        because=(Reason("“I advised the study group until June.”", quoted=True),),
    )
    return Reason(
        f"{gate} passed on 20 November, 16:58",
        because=(
            Reason("One qualified reviewer had to approve", "Definition 11, gate medical"),
            Reason(
                "Dr Imre Szabó approved version 2",
                "entry 48,102",
                because=(
                    Reason("Eligible: in the medical pool, trained to June 2027", "entry 31,877"),
                    stood_in,
                    Reason("Not owner, author, the author\u2019s line lead or budget owner", "entry 46,530"),
                ),
            ),
            Reason("No mandatory comment was open", "request 1 answered, entry 47,614"),
            Reason("It was in time: 9 of 80 working hours used", "entry 47,620"),
        ),
    )


def requests() -> tuple[Request, ...]:
    return (
        Request(
            "Request 1",
            "Dr Sofia Brandt for Medical, 9 Nov 2026, 10:01 in Berlin (09:01 UTC), entry 47,512",
            "Give the effect size and name the endpoint. “Keeps out of hospital” is not what the study measured.",
            "Effect size and interval added; the endpoint is first readmission within 90 days.",
            "Astrid Lindqvist, 13 Nov 2026, 09:20 in Berlin (08:20 UTC), entry 47,614",
            Signed("passed", "Answered", "in version 2"),
        ),
        Request(
            "Request 2",
            "Luca Rossi for Regulatory, 9 Nov 2026, 11:40 in Berlin (10:40 UTC), entry 47,530",
            "Add the material code.",
            "",
            "",
            Signed("waiting", "Open", "carried as a condition"),
        ),
    )


def timeline() -> tuple[Span, ...]:
    return (
        Span("Intake and triage, round 1", "3 to 4 Nov", "7 h of 16 h", (Bar("working", 0, 80),)),
        Span("Steering, round 1", "4 to 19 Nov", "92 h of 80 h", (Bar("working", 80, 700), Bar("waiting", 600, 700))),
        Span("On hold, round 1", "10 Nov", "40 min", (Bar("waiting", 400, 410),)),
        Span("Medical, round 2", "19 to 20 Nov", "9 h of 80 h", (Bar("working", 700, 1000),)),
    )


def _contact_plan() -> Change:
    return Change(
        "Contact plan",
        "",
        "",
        "not requested",
        table=changed(
            CONTACTS,
            [("Nurses", "Event", "1", "2026-12-01", "", "2000", "0"), ("Doctors", "Email", "1", "", "", "500", "")],
            [("Nurses", "Event", "1", "2026-12-01", "", "1800", "0"), ("Carers", "Visit", "2", "", "", "90", "9")],
        ),
    )
