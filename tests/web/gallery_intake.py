"""Sample contexts of the intake and of checking answers."""

from __future__ import annotations

from dataclasses import replace

from tests.web.gallery_forms import CredentialsForm, need_form, wrong_form
from tests.web.gallery_parts import BLOCKS, HOSTILE, NOT_OPEN, SECTIONS, WARNING, frame
from web.parts.pieces import Change, FieldError, Finding, Link, Measure, Section, State
from web.record.check_pages import CheckAnswersPage, SectionRead
from web.record.work_pages import Consequence, Expected, GatePreview, IntakePage, SectionStep

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
    stands=(GatePreview("Coordination", "Nothing it reviews changed.", "", State("passed", "Stands")),),
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


EXPECTED = Expected(
    "Wed 23 Dec",
    "if submitted on 24 Nov",
    50,
    92,
    71,
    ((0, "23 Nov"), (33, "7 Dec"), (67, "21 Dec"), (100, "11 Jan")),
    "4 in 5 initiatives like this finish between 14 Dec and 8 Jan. From 61 T3 initiatives closed since March.",
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
        findings_meta="1 finding blocks submission, 2 warnings",
        expected=EXPECTED,
        unasked=FINDINGS[1:2],
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


STATES = (State("passed", "Complete"), State("not_open", "2 answers missing"), State("passed", "Complete"))


def read(section: Section, state: State) -> SectionRead:
    return SectionRead(
        section.title,
        state,
        "Steering and Medical read it",
        tuple(Change(answer) for answer in section.answers),
        ("Who said it?",),
        "/i/need",
        state.mark == "passed",
    )


def check_answers() -> CheckAnswersPage:
    return CheckAnswersPage(
        frame=frame("Check answers", "Initiatives", "Owner"),
        back=Link("My initiatives", "/initiatives"),
        number="INI-2026-0151",
        title="Oncavia: help through the first treatment cycle",
        steps=STEPS,
        progress="6 of 6 sections complete",
        sections=tuple(read(one, state) for one, state in zip(SECTIONS, STATES, strict=True)),
        consequence=CONSEQUENCE,
        findings=FINDINGS[1:],
        form=CredentialsForm(),
        action="/submit",
        expected=EXPECTED,
        sentence="as owner, submit version 1 for review, all of what is shown here, as its author.",
        fingerprint="83da 5f02 … 90ab",
    )


def check_answers_blocked() -> CheckAnswersPage:
    return replace(
        check_answers(),
        blocked="It can be submitted once nothing is in the way.",
        stops=FINDINGS[:1],
        stopped="1 finding blocks submission",
    )
