"""Sample contexts of the pages about credentials: one's own account, somebody else's, the office's certification."""

from __future__ import annotations

from dataclasses import replace

from wtforms import BooleanField, Form, HiddenField, PasswordField, RadioField, SelectField, StringField

from tests.web.gallery_parts import HOSTILE, frame
from tests.web.gallery_rest import QR
from web.parts.choosing import options
from web.parts.credential_words import Standing
from web.parts.pages import TotpSetup
from web.parts.pieces import FieldError, Link, State
from web.people.credential_pages import (
    Act,
    CertificationPage,
    CodesPage,
    CredentialsPage,
    PasswordPage,
    ProfilePage,
    SessionRow,
)
from web.people.credentials import FOR_GOOD, ISSUED
from web.people.welcome_page import WelcomePage
from web.site.notices import HOW, NEVER_WAIT, NoticesPage

CODES = tuple(f"{n:05x}-9f3c1-07be2-d41{n % 10}a" for n in range(70_001, 70_011))


class Password(Form):
    current = PasswordField("Present password")
    fresh = PasswordField("New password", description="At least 12 characters that nobody would guess.")
    again = PasswordField("New password again")


class Codes(Form):
    password = PasswordField("Password")
    code = StringField("Code", render_kw={"inputmode": "numeric"})


class Notices(Form):
    how = RadioField("Mails come", choices=options(HOW), default="both")
    daily = StringField("The daily mail comes at", render_kw={"type": "time"}, default="08:30")
    quiet_from = StringField("Quiet from", description="Leave both empty for none.", render_kw={"type": "time"})
    quiet_to = StringField("Quiet until", render_kw={"type": "time"})
    weekends = BooleanField("Quiet on Saturdays and Sundays", default=True)
    zone = SelectField(
        "My time zone", choices=options([("", "As the office: Europe/Berlin"), ("Asia/Tokyo", "Asia/Tokyo")])
    )


class Reason(Form):
    reason = StringField("Reason")


class Happened(Form):
    reason = StringField("What happened", description="Every session ends at once and the authenticator fails.")


class How(Form):
    how = StringField("How you verified who they are")


class Reference(Form):
    reference = StringField("Date and reference of the letter")


class Nothing(Form):
    asked = HiddenField()


def act(name: str, title: str, label: str, form: Form, text: str = "", *, ends: bool = False) -> Act:
    for part in form:
        part.id = f"{name}-{part.name}"
        part.label.field_id = part.id
    return Act(name, title, label, f"/{name}", form, ends, text)


STANDING = (
    Standing(State("passed", "Confirmed"), "Identity", "Mia Jensen verified it, 3 Nov, 10:12."),
    Standing(State("passed", "Tested"), "Authenticator", "It last proved right 3 Nov, 10:40."),
    Standing(State("warning", "Few left"), "Recovery codes", "3 of 10 are left. Renew them before they run out."),
)
OPEN = (
    Standing(State("waiting", "Asked"), "New credentials",
             "Asked by Tom Bakker, today, 09:12. Another administrator approves it until Mon 30 Nov, 09:12."),
    Standing(State("refused", "Locked"), "Account", "Too many wrong guesses. The lock ends today, 10:41."),
    Standing(State("warning", "To be changed"), "Password",
             "Given by somebody else, or one that others would guess: it signs nothing until it is changed."),
    Standing(State("warning", "Not confirmed"), "Identity",
             "Nobody has verified who this is. Until then nothing is signed (21 CFR 11.100(b))."),
    Standing(State("refused", "Lost"), "Authenticator", "Reported today, 08:55. A new one takes two administrators."),
    Standing(State("passed", "Ready"), "Recovery codes", "10 of 10 are left."),
)  # fmt: skip


def profile() -> ProfilePage:
    sessions = (
        SessionRow("today, 08:31", "today, 10:40", "a" * 64, own=True),
        SessionRow("yesterday, 16:02", "today, 07:58", "b" * 64, own=False),
    )
    acts = (
        replace(act("codes", "Renew recovery codes", "Show ten new ones", Codes()), urgent=True),
        act("report", "Report a loss", "Report it now", Happened(), ends=True),
    )
    return ProfilePage(
        frame("Your account"), "Dr Sofia Brandt", "sofia.brandt@clearway.example", ("Medical reviewer",), STANDING,
        sessions, "/end", "/password", "/people/1", "/notices", acts,
    )  # fmt: skip


def notices() -> NoticesPage:
    return NoticesPage(frame("Your mails"), Notices(), "/notices", "/profile", NEVER_WAIT)


def notices_wrong() -> NoticesPage:
    form = Notices()
    said = "Give both times of the quiet hours, or neither."
    form.quiet_to.errors = (said,)
    return replace(notices(), form=form, errors=(FieldError("quiet_to", said),))


def password() -> PasswordPage:
    return PasswordPage(frame("Choose your password"), Password(), "/password", first=True, sign_out_href="/out")


def password_wrong() -> PasswordPage:
    form = Password()
    said = "This password cannot be used. It is among the passwords that leaked elsewhere. Choose another."
    form.fresh.errors = (said,)
    return replace(password(), form=form, first=False, errors=(FieldError("fresh", said),))


def codes() -> CodesPage:
    return CodesPage(frame("Recovery codes"), CODES, "/profile")


def credentials() -> CredentialsPage:
    acts = (
        act("approve", "Approve new credentials", "Approve and issue", Nothing(), ISSUED),
        act("confirm", "Confirm who they are", "Confirm", How()),
        act("lost", "Report a loss", "Report it now", Happened(), ends=True),
        act("close", "Close the account", "Close for good", Reason(), FOR_GOOD, ends=True),
    )
    return CredentialsPage(
        frame(f"Credentials of {HOSTILE}"), HOSTILE, "somebody.with.a.rather.long.name@clearway.example", "/people/1",
        OPEN, acts,
    )  # fmt: skip


def credentials_closed() -> CredentialsPage:
    said = "For good, 3 Nov, 10:12. Login and person are never given again."
    gone = (Standing(State("refused", "Closed"), "Account", said),)
    return replace(credentials(), name="Dr Sofia Brandt", standing=gone, acts=())


def certification() -> CertificationPage:
    lines = (("Demanded", "2 Nov, 09:00"), ("Enabled", "not yet"), ("Reference", "none"))
    people = tuple(Link(name, f"/{n}") for n, name in enumerate(("Dr Sofia Brandt", "Jonas Meier", HOSTILE)))
    return CertificationPage(
        frame("Signatures"), State("refused", "Nobody signs"), lines, people, "/export",
        act("enable", "Enable signatures", "Enable signatures", Reference()),
    )  # fmt: skip


def certification_enabled() -> CertificationPage:
    letter = "Letter of 2 November 2026 to the Office of Regional Operations, CW-17"
    lines = (("Demanded", "2 Nov, 09:00"), ("Enabled", "3 Nov, 14:20"), ("Reference", letter))
    return replace(certification(), state=State("passed", "Enabled"), lines=lines, open_people=(), act=None)


def welcome() -> WelcomePage:
    return WelcomePage(
        frame("New credentials for Dr Sofia Brandt"), "sofia.brandt@clearway.example", "Zk3-pQ8uVb1xY0aT",
        TotpSetup(QR, "JBSW Y3DP EHPK 3PXP"), CODES, "/people/1/credentials",
    )  # fmt: skip
