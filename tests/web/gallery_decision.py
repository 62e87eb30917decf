"""Sample contexts of the decision page."""

from __future__ import annotations

from dataclasses import replace

from werkzeug.datastructures import MultiDict
from wtforms import Form, TextAreaField
from wtforms.validators import InputRequired

from tests.web.gallery_forms import decision_form
from tests.web.gallery_parts import HISTORY, HOSTILE, PLAN, SECTIONS, TODAY, WARNING, WAY, WAY_SMALL, WHY, frame, say
from web.parts.pieces import Answer, Change, Choice, Claim, Evidence, FieldError, Finding, Link, Moment, Notice, State
from web.parts.redline import redline
from web.record.questions import QuestionView, Said, Talk
from web.record.work_pages import DecisionPage, OutcomeChoice

CLAIMS = (
    Claim(
        "changed", redline("Fewer admissions.", f"21% fewer. {HOSTILE}"), (("For", (("same", "Cardiology"),)),),
        (("Statement from data", (("same", "231 (9.7%) against 318 (13.4%)."),)),),
        ("Reference", (("same", "trial.pdf, table 2"),)), Link("trial.pdf", "/files/1"), "9f86 d081 … 0f00",
    ),
    Claim("added", say("Once a day."), (), (), ("Reference", ()), missing="No evidence handed in"),
    Claim("removed", say("Well tolerated."), (), (("Statement from data", say(HOSTILE)),), ("Reference", say("Label"))),
)  # fmt: skip
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
PURPOSE = (
    Answer("Need, in a customer’s words", say("“Tell me which of my patients this changes something for.”")),
    Answer("Objective", say("Guideline-led initiation within 14 days of discharge"), voice="product"),
    Answer("Measure", say("Initiated in 14 days: 31% today, 40% by June 2027"), voice="product"),
)


CHECKLIST = (
    ("reference", "7 claims, 7 references"),
    ("context", "Checked by you, 16 Nov; unchanged"),
    ("population", "Changed: key message 2"),
    ("safety", "Matches the label of 12 Aug 2026"),
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
        changes=(*CHANGES, Change(Answer("Key messages", name="key_messages"), claims=CLAIMS)),
        views=(Choice("Your sections", "?show=mine", 3, True), Choice("Everything", "?show=all", 5)),
        purpose=PURPOSE,
        purpose_meta="unchanged since version 1",
        unchanged=SECTIONS,
        findings=(),
        outcomes=outcomes(),
        checklist=CHECKLIST,
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


class Saying(Form):
    """What the forms of a question hold."""

    text = TextAreaField("Your answer", [InputRequired("Write it.")], render_kw={"rows": 2, "data-voice": "person"})


YESTERDAY = Moment("yesterday, 16:02", "2026-11-17T15:02Z")
QUESTION = QuestionView(
    "q1", "1", "Key message 2", "Medical", State("passed", "Answered"), Said("You", YESTERDAY, HOSTILE),
    (Said("Astrid Lindqvist", YESTERDAY, "Table 2, page 1417.", new=True), Said("Jonas Meier", YESTERDAY, HOSTILE)),
    Saying(prefix="q1"), "/answer", Form(), "/close",
)  # fmt: skip


def decision_questions() -> DecisionPage:
    page = decision()
    changes = tuple(replace(c, answer=replace(c.answer, name=f"f{n}")) for n, c in enumerate(page.changes))
    ask = Saying(MultiDict({"ask-text": ""}), prefix="ask")
    ask.validate()
    errors = (FieldError("ask-text", "Write the question; one sentence is enough."),)
    other = replace(QUESTION, id="q2", number="2", answer=None, close=None)
    talk = Talk({"f0": (QUESTION, other)}, "/decide", ask, "f1", "about “Safety statement”", "/ask", errors, 2)
    return replace(page, changes=changes, talk=talk)


def decision_nothing_changed() -> DecisionPage:
    return replace(decision(), changes=(), unchanged=(), why=None, place="")
