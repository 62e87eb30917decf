"""WTForms forms of the shapes the pages expect, filled with invented answers."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from web.parts.choosing import options

NEED = (
    "“The week after the first infusion is when they call, and it is never during clinic hours. I need something my "
    "nurses can send the same evening that tells a frightened patient what is normal, what is not, and whom to ring.”"
)
AFFECTED = options([("main", "Main audience"), ("affected", "Affected"), ("not", "Not affected")])
MISSING = "choose an answer, “not affected” is fine"
OUTCOMES = ("approve", "approve_with_conditions", "request_changes", "reject", "abstain", "recuse")


class Audiences(Form):
    hcp = RadioField(
        "Healthcare professionals", [InputRequired(MISSING)], choices=AFFECTED, description="doctors and nurses"
    )
    patient = RadioField("Patients", [InputRequired(MISSING)], choices=AFFECTED, description="in their first cycle")
    caregiver = RadioField("Caregivers", [InputRequired(MISSING)], choices=AFFECTED, description="who call on day 8")
    system = RadioField("Health systems", [InputRequired(MISSING)], choices=AFFECTED, description="out-of-hours lines")
    payer = RadioField("Payers", [InputRequired(MISSING)], choices=AFFECTED)


class EvidenceRow(Form):
    kind = SelectField(
        "Kind", choices=options([("interview", "Interviews"), ("field", "Field data"), ("thread", "Public thread")])
    )
    shows = TextAreaField("What it shows", render_kw={"rows": 2})
    source = StringField("Source")
    collected = DateField("Collected", [Optional()])


class MeasureRow(Form):
    name = StringField("Name")
    definition = TextAreaField("Definition", render_kw={"rows": 2})
    source = StringField("Source")
    owner = StringField("Owner")
    baseline = StringField("Baseline")
    target = StringField("Target", [InputRequired("Say what would be enough")])
    by = DateField("By", [Optional()])


class NeedForm(Form):
    audiences = FormField(Audiences, "How does this affect each audience?")
    need = TextAreaField(
        "The need, in the customer’s own words",
        description="Quote them. No brand names here.",
        render_kw={"data-voice": "person", "data-count": "words", "rows": 3},
    )
    evidence = FieldList(
        FormField(EvidenceRow),
        "Evidence for the need",
        description="At least one piece. One should be unstructured: a call note, a thread, an interview.",
    )


class EveryKindForm(Form):
    """One field of every kind, all wrong."""

    name = StringField(
        "Working title", [InputRequired("Give it a title, so that people can find it")], description="Short."
    )
    channels = SelectMultipleField(
        "Channels",
        [InputRequired("Choose at least one")],
        choices=options([("email", "Email"), ("visit", "Visit"), ("line", "Help line")]),
    )
    lane = RadioField(
        "Where does this start?",
        [InputRequired("Choose one")],
        choices=options(
            [("a", "With a request from a customer, in writing or by telephone"), ("b", "With a plan of our own")]
        ),
    )
    two_way = RadioField(
        "Can they answer?", [InputRequired("Choose yes or no")], choices=options([("yes", "Yes"), ("no", "No")])
    )
    budget = IntegerField("Budget in euro", [InputRequired("Give a whole number, 0 is fine")])
    start = DateField("First contact", [Optional()])
    market = SelectField(
        "Market", choices=options([("", "Choose"), ("de", "Germany")]), validators=[InputRequired("Choose a market")]
    )
    file = FileField("Final file", [Optional()], description="PDF, PNG or HTML, up to 50 MB.")
    shared = BooleanField("Medical affairs and commercial own this together")
    sources = FieldList(FormField(EvidenceRow), "Sources")
    measures = FieldList(FormField(MeasureRow), "Measures", description="At least one short and one long.")


class CredentialsForm(Form):
    csrf_token = HiddenField(default="sample")
    seen = HiddenField(default="4b7e19c2d390")
    password = PasswordField("Password", [InputRequired("Enter your password")])
    code = StringField("Code", [InputRequired("Enter the six digits")])


class DecisionForm(CredentialsForm):
    challenge = HiddenField(default="sample")
    outcome = RadioField(
        "Decision", [InputRequired("Choose a decision")], choices=options((name, name) for name in OUTCOMES)
    )
    note = TextAreaField("Note", description="Optional when you approve. Auditors read it too.", render_kw={"rows": 2})
    condition_text = TextAreaField("Condition", description="What must be true before release.")
    condition_due = DateField("Met by", [Optional()])
    checklist = SelectMultipleField(
        "Checklist",
        [InputRequired("Tick each, or request changes")],
        choices=options(
            [
                ("reference", "A reference for every claim"),
                ("context", "Whole-study context"),
                ("population", "Population and endpoint match"),
                ("safety", "Safety statement is current"),
            ]
        ),
    )
    acknowledge = SelectMultipleField(
        "Warnings", [InputRequired("Tick it to say you have seen it")], choices=options([("length", "Length")])
    )


class SignInForm(Form):
    csrf_token = HiddenField(default="sample")
    email = StringField("Email", [InputRequired("Enter your email address")], render_kw={"autocomplete": "username"})
    password = PasswordField(
        "Password", [InputRequired("Enter your password")], render_kw={"autocomplete": "current-password"}
    )
    remember = BooleanField("Stay signed in on this computer today")


class SecondFactorForm(Form):
    csrf_token = HiddenField(default="sample")
    code = StringField(
        "Code from your authenticator",
        [InputRequired("Enter the six digits")],
        description="Six digits. Each code works once. Without the device, enter a recovery code.",
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "data-voice": "machine"},
    )


class WithdrawForm(CredentialsForm):
    reason = TextAreaField("Reason", [InputRequired("Say why; the trail keeps it")])


class VerifyForm(Form):
    csrf_token = HiddenField(default="sample")
    note = StringField("How you know it is met", id="verify-note")


class TrailForm(Form):
    who = StringField("Who", [Optional()])
    what = SelectField(
        "What", choices=options([("", "Everything"), ("decision", "Decisions"), ("refusal", "Refusals")])
    )
    since = DateField("From", [Optional()])
    until = DateField("To", [Optional()])
    initiative = StringField("Initiative", [Optional()])


class InviteForm(Form):
    csrf_token = HiddenField(default="sample")
    name = StringField("Name", [InputRequired("Give the name as it will be printed beside signatures")])
    email = StringField("Email", [InputRequired("Give an email address")])
    role = SelectField("First role", choices=options([("medical_reviewer", "Medical reviewer"), ("owner", "Owner")]))


class GrantForm(Form):
    csrf_token = HiddenField(default="sample", id="grant-csrf")
    role = SelectField("Role", choices=options([("medical_reviewer", "Medical reviewer"), ("owner", "Owner")]))
    since = DateField("From", id="grant-since")
    until = DateField("Until", [Optional()], id="grant-until")
    reason = StringField("Reason", id="grant-reason")


class AbsenceForm(Form):
    csrf_token = HiddenField(default="sample", id="absence-csrf")
    since = DateField("From", id="absence-since")
    until = DateField("Until", id="absence-until")
    delegate = SelectField("Delegate", choices=options([("imre", "Dr Imre Szabó")]))
    reason = StringField("Reason", [Optional()], id="absence-reason")


def need_form(payer: str = "") -> NeedForm:
    answers = MultiDict(
        [
            ("audiences-hcp", "main"),
            ("audiences-patient", "affected"),
            ("audiences-caregiver", "affected"),
            ("audiences-system", "not"),
            (
                "need",
                NEED,
            ),
            *_evidence(
                0, "interview", "11 of 14 nurses name days 6 to 10 as the peak for unplanned calls", "2026-11-03"
            ),
            *_evidence(1, "field", "38% of week-2 calls reach the out-of-hours line, n = 1,206", "2026-10-28"),
            *_evidence(2, "thread", "Patients ask one another what fever is “still normal”", "2026-11-12"),
        ]
    )
    if payer:
        answers["audiences-payer"] = payer
    form = NeedForm(answers)
    form.validate()
    return form


def _evidence(row: int, kind: str, shows: str, collected: str) -> list[tuple[str, str]]:
    values = {"kind": kind, "shows": shows, "source": "Nurse interviews, transcript", "collected": collected}
    return [(f"evidence-{row}-{name}", value) for name, value in values.items()]


def wrong_form() -> EveryKindForm:
    form = EveryKindForm(
        MultiDict(
            [
                ("sources-0-shows", "x" * 200),
                ("measures-0-name", "x" * 200),
                ("measures-1-name", "Loyalty"),
                ("budget", "much"),
            ]
        )
    )
    form.validate()
    return form


def decision_form(*, wrong: bool = False) -> DecisionForm:
    if wrong:
        form = DecisionForm(MultiDict([("note", "")]))
        form.validate()
        return form
    return DecisionForm(data={"outcome": "approve", "checklist": ["reference", "context", "population", "safety"]})
