"""The initiative the demonstration tells in full: *A heart diary for the first month at home*."""

from __future__ import annotations

from coe.demo import story
from coe.demo.answers import (
    Answers,
    Setting,
    answered,
    audiences,
    contacts,
    dialogue,
    evidence,
    html_file,
    measures,
    messages,
    promotional,
)
from coe.demo.people import STEERING_VOTES

LABEL = "Cardiolex label, version 7 of 3 March"
FILE, FILED = html_file(
    "heart-diary.html",
    "My heart diary",
    (
        "Weigh yourself each morning before breakfast and write it down.",
        "Call us when you gain two kilograms in three days.",
        "Dizziness is common. Do not drive until you know how you react.",
    ),
)
SAFETY_BEFORE = "As with every medicine there can be side effects. Read the package leaflet."
SAFETY_AFTER = (
    "Dizziness is common (7 in 100 people), fainting is uncommon (4 in 1,000). Do not drive until you know how you "
    "react. Call a doctor at once when you faint. Read the package leaflet."
)


def diary_deeds(setting: Setting) -> tuple[story.Deed, ...]:
    """All that happens: steering, one gate that asks for changes, a condition met and verified, the release."""
    consent = "Print the word STOP and the address of the privacy office on the first page before anything is sent."
    vague = "State the rates of dizziness and fainting from the label, as prominent as the benefit."
    return (
        story.Submit("astrid.lindqvist", diary(setting), files=(FILE,)),
        *(story.Decide(seat, "steering") for seat in STEERING_VOTES),
        story.Decide("sofia.brandt", "medical"),
        story.Decide("jonas.meier", "legal", "approve with conditions", conditions=((consent, setting.day(20)),)),
        story.Decide("nkechi.okafor", "patient_safety"),
        story.Decide("yuki.tanaka", "privacy"),
        story.Decide("lucia.rossi", "regulatory", "request changes", requests=(("safety_statement", vague),)),
        story.Submit("astrid.lindqvist", {"safety_statement": SAFETY_AFTER}, {"r1": "Done: both rates, in figures."}),
        story.Decide("lucia.rossi", "regulatory"),
        story.Decide("elena.petrova", "certification"),
        story.Meet("astrid.lindqvist", "c1", "Printed on the first page; the proof is in the archive."),
        story.Verify("jonas.meier", "c1", "Seen on the proof."),
        story.Release("astrid.lindqvist"),
    )


def diary(setting: Setting) -> Answers:
    """Complete answers; the safety statement is still the vague one."""
    return answered(setting, {**_need(setting), **_aim(setting), **_words(), **_meeting(setting), **_file()})


def _need(setting: Setting) -> Answers:
    return {
        "title": "A heart diary for the first month at home",
        "audiences": audiences("patients", "caregivers", "hcp"),
        "specialty": ["cardiology", "nursing"],
        "need_statement": (
            "“They sent me home with eleven tablets and a leaflet. Nobody told me what a bad day looks like, so I "
            "waited until I could not breathe.”"
        ),
        "need_source": "Mrs K., 71, interviewed at home in Potsdam",
        "evidence": evidence(
            ("interviews", "9 of 12 did not know which weight gain is a reason to call", "Insight archive 24-117",
             setting.day(-80)),
            ("call_notes", "Every third call in the first month asks “is this normal?”", "Support line, May",
             setting.day(-70)),
            ("field_data", "21 % are back in hospital within 30 days", "Registry of the heart network",
             setting.day(-120)),
        ),
    }  # fmt: skip


def _aim(setting: Setting) -> Answers:
    return {
        "objective": "Fewer patients return to hospital in the first month",
        "measures": measures(
            ("Calls made in time", "Calls within a day of a gain of 2 kg", "action", "short", "31 %", "60 %",
             setting.day(110)),
            ("Back in hospital", "Readmitted within 30 days", "patient_outcome", "long", "21 %", "16 %",
             setting.day(400)),
        ),
        "benchmark": "The home visits of the regional heart network",
        "budget": "180000 EUR",
    }  # fmt: skip


def _words() -> Answers:
    return {
        **promotional(LABEL),
        "format": ["article", "tool"],
        "story": (
            "Somebody comes home with a weak heart. Each morning the diary asks for one number and one answer. On a "
            "bad day it says whom to call, and a nurse calls back."
        ),
        "key_messages": messages(
            ("Weigh yourself each morning; call us at two kilograms in three days.", "Knows when to call",
             "Weight gain came before 8 of 10 readmissions", "HOMEWARD study, table 2", "everyone"),
            ("Take Cardiolex at the same hour, even on a good day.", "One rule instead of eleven",
             "Missed doses doubled the readmissions", "HOMEWARD study, table 4", "cardiology"),
            plain=(
                "Weigh yourself each morning. Two kilograms more in three days: call us.",
                "Take Cardiolex at the same hour, on good days, too.",
            ),
        ),
        "study_context": (
            "HOMEWARD: 1,204 adults after discharge, 30 days, open label. It was not powered for mortality."
        ),
    }  # fmt: skip


def _meeting(setting: Setting) -> Answers:
    return {
        **dialogue(setting, "Message service of the support line", "nkechi.okafor", "Every day 8 to 20, nurses"),
        "touchpoints": ["content", "dialogue", "service"],
        "contact_plan": contacts(
            ("Discharged within a week", "post", 1, setting.day(30), setting.day(210), 2_000, 100),
            ("Diary kept, first month", "messaging", 2, setting.day(30), setting.day(240), 8_000, 900),
        ),
        "personal_data": "yes",
        "consent": "Written consent at discharge; one word, STOP, ends it and deletes the number within a day.",
    }


def _file() -> Answers:
    return {"safety_statement": SAFETY_BEFORE, "material_ready": "yes", "final_file": FILED}
