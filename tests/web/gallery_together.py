"""Sample contexts of several decisions in one sitting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wtforms import FieldList, FormField, HiddenField, PasswordField, StringField
from wtforms import Form as Plain

from tests.web.gallery_decision import CHANGES
from tests.web.gallery_parts import HOSTILE, SECTIONS, TODAY, frame
from web.parts.choosing import options
from web.parts.pieces import FieldError, Link, Moment, State
from web.record.questions import QuestionView, Said
from web.review.together_form import JointRow
from web.review.together_pages import JointCandidate, JointDonePage, JointPage, JointRecord, JointResult

SAID = Said("You", Moment("yesterday, 9:00", "2026-11-19T08:00:00Z"), HOSTILE)


class Joint(Plain):
    """Two rows and a ceremony."""

    rows = FieldList(FormField(JointRow))
    act = HiddenField()
    challenge = HiddenField()
    login = HiddenField()
    password = PasswordField("Password")
    code = StringField("Code")


def joint_form() -> Joint:
    form = Joint(data={"rows": [{"number": "INI-2026-0001"}, {"number": "INI-2026-0002", "tick": True}]})
    for row in form.rows:
        row.form.checklist.choices = options([("same", "Nothing but what is declared differs"), ("code", HOSTILE)])
    return form


def together() -> JointPage:
    """Three to choose from, and one that has to be decided by itself."""
    found = tuple(
        JointCandidate(f"INI-2026-000{n}/coordination", f"INI-2026-000{n}", title, "T0", "Coordination", TODAY)
        for n, title in enumerate(("The line on the bag", HOSTILE, "The line on the box"), 1)
    )
    aside = (
        (Link("INI-2026-0004 The line on the poster", "/decisions/INI-2026-0004/coordination"), f"Why. {HOSTILE}"),
    )
    picked = frozenset({found[0].value})
    return JointPage(frame("Several at once"), Link("Inbox", "/inbox"), "/together", found, aside, picked=picked)


FIRST = replace(SECTIONS[0], answers=tuple(replace(one, name="audiences") for one in SECTIONS[0].answers))
APART: dict[str, Any] = {
    "differ": frozenset({"audiences"}),
    "alike": f"They differ in “{HOSTILE}”; every other answer is the same in all of them.",
}


def together_records() -> JointPage:
    """Two on one page, one of them with something missing."""
    form = joint_form()
    drawn = tuple(
        JointRecord(
            f"INI-2026-000{n}", title, "/decisions/INI-2026-0001/x", "T0", "Coordination", "Priya Raman", TODAY, since,
            CHANGES[:2] if since else CHANGES[2:], (("You asked: “Which code?”", "It is printed."),),
            (FIRST, *SECTIONS[1:]),
            (QuestionView("q1", "1", "All of it", "Coordination", State("passed", "Answered"), SAID, (SAID,)),),
            "Clears Coordination; Regulatory is next", ("for Coordination, as coordinator, ", "approve", " version 2."),
            "9f86 d081 … 0f00", row.form,
        )
        for n, (title, since, row) in enumerate(zip(("Line", HOSTILE), ("version 1", ""), form.rows, strict=True), 1)
    )  # fmt: skip
    form.rows[1].form.checklist.errors = ("The checklist is not complete.",)
    errors = (FieldError(form.rows[1].form.checklist.id, "INI-2026-0002: The checklist is not complete."),)
    head = (frame("Several at once"), Link("Inbox", "/inbox"), "/together")
    return JointPage(*head, records=drawn, form=form, fingerprint="9f86d081884c7d65", errors=errors, **APART)


def together_none() -> JointPage:
    return JointPage(frame("Several at once"), Link("Inbox", "/inbox"), "/together")


def together_done() -> JointDonePage:
    """Signed, refused, and left alone."""
    results = (
        JointResult(Link("INI-2026-0001", "/decisions/INI-2026-0001/x"), HOSTILE, State("passed", "Signed"), "Signed."),
        JointResult(
            Link("INI-2026-0002", "/decisions/INI-2026-0002/x"), "The box", State("refused", "Not signed"),
            "The record is withdrawn.", "Decisions are given while it is in review.",
        ),
    )  # fmt: skip
    left = (Link("INI-2026-0003", "/decisions/INI-2026-0003/x"),)
    return JointDonePage(frame("Signed"), "1 of 2 signed", results, left, (Link("Inbox", "/inbox"),))
