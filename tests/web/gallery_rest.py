"""Sample contexts of the other pages: signing in, trail, people, mailbox, errors, refusal."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from tests.web.gallery_forms import AbsenceForm, GrantForm, InviteForm, SecondFactorForm, SignInForm, TrailForm
from tests.web.gallery_parts import BACK, BLOCKS, CONDITIONAL, HISTORY, HOSTILE, NOT_OPEN, PASSED, WARNING, WHY, frame
from web.parts.pages import (
    Chip,
    DemoPerson,
    ErrorPage,
    MailboxPage,
    MessageRow,
    MessageView,
    PageFrame,
    PeoplePage,
    PersonPage,
    PersonRow,
    RefusedPage,
    RoleView,
    SecondFactorPage,
    SignInPage,
    TotpSetup,
    TrailDay,
    TrailPage,
    TrailRow,
    Verdict,
)
from web.parts.pieces import FieldError, Link, Moment, Notice, PersonRef
from web.policy.forecast_page import ForecastPage

NOON = Moment("13:47", "2026-11-23T12:47Z")
QR = Markup('<svg viewBox="0 0 3 3"><path d="M0 0h1v1H0zM2 0h1v1H2zM0 2h1v1H0zM1 1h1v1H1z"/></svg>')
ERRORS = {
    403: (
        "Not yours to open",
        "Your roles today do not include this page.",
        "Ask whoever grants roles, or go back to your inbox.",
    ),
    404: ("Nothing here", "No record has this number.", "Check the number, or search for a word of its title."),
    409: (
        "This page is out of date",
        "The submission changed after you opened this page.",
        "Read the changes, then decide on version 4.",
    ),
    413: ("That file is too large", "It has 61 MB; this field takes 50 MB.", "Reduce it, or split it into two files."),
    500: (
        "Something broke here",
        "The fault is ours and was recorded.",
        "Try again; if it happens twice, tell the administrator.",
    ),
    503: ("Busy for a moment", "The database did not answer in time.", "Wait a few seconds and send it again."),
}


def sign_in() -> SignInPage:
    people = (
        DemoPerson("Dr Sofia Brandt", "Medical reviewer", "sofia@example.org"),
        DemoPerson("Astrid Lindqvist", "Owner", "astrid@example.org"),
    )
    return SignInPage(PageFrame("Sign in", demo=True), SignInForm(), action="/sign-in", demo_people=people)


def sign_in_wrong() -> SignInPage:
    form = SignInForm(MultiDict([("email", HOSTILE)]))
    form.validate()
    return SignInPage(PageFrame("Sign in"), form, (FieldError("password", "Enter your password"),), "/sign-in")


def second_factor() -> SecondFactorPage:
    return SecondFactorPage(PageFrame("Second factor"), SecondFactorForm(), action="/code", back="/sign-in")


def second_factor_setup() -> SecondFactorPage:
    return replace(second_factor(), setup=TotpSetup(QR, "JBSW Y3DP EHPK 3PXP"))


INITIATIVE = Link("INI-2026-0148", "/i/148")
ROWS = (
    TrailRow(
        "48,209",
        NOON,
        PersonRef("Ngozi Okafor", "Patient safety"),
        CONDITIONAL,
        "Approved with a condition",
        INITIATIVE,
        "c07b 11e9",
        "Night rota must name two people before the first message goes out.",
        "Due 15 Jan 2027",
    ),
    TrailRow(
        "48,196",
        NOON,
        PersonRef("Tomás Ibarra", "Commercial"),
        BLOCKS,
        "Refused: cannot decide on own initiative",
        INITIATIVE,
        "83da 5f02",
        detail="Separation of duties; budget owner of this initiative",
    ),
    TrailRow("48,163", NOON, PersonRef(HOSTILE, HOSTILE), BACK, "Requested changes", None, "5e6c 90ab", HOSTILE),
)
VERDICT = Verdict(
    CONDITIONAL,
    "Verified up to 10:56",
    "All 48,216 entries recomputed today at 14:08 in 21 s.",
    ((PASSED, "No entry was altered or removed", "Root 9f41 c07b … 2ae6 matches the checkpoint"),),
    (
        (WARNING, "The last 3 h 12 min are not anchored", "Next checkpoint 16:00"),
        (NOT_OPEN, "Who sat at the keyboard", "Which account, not which person"),
    ),
    Link("What is kept outside", "/office/status"),
)


def trail() -> TrailPage:
    return TrailPage(
        frame=frame("Trail", "Trail", "Auditor, read only"),
        summary="48,216 entries since 2 March 2026. You may read every one; nothing here can be changed.",
        url="/trail?what=decision&from=2026-11-16",
        form=TrailForm(),
        action="/trail",
        chips=(Chip("What", "Decision", "/trail"), Chip("When", "16 to 24 Nov 2026", "/trail")),
        count="3 entries in 1 initiative",
        days=(TrailDay("Monday 23 November 2026", ROWS),),
        verdict=VERDICT,
        packets=((Link("Packet of INI-2026-0148", "/packet/148"), "12 pages, sealed 23 Nov, 13:50"),),
        earlier_href="/trail?before=48163",
    )


def trail_empty() -> TrailPage:
    return replace(trail(), days=(), chips=(), count="0 entries", verdict=None, packets=())


def people() -> PeoplePage:
    rows = (
        PersonRow("Dr Sofia Brandt", "sofia@example.org", "/people/1", "Medical reviewer", PASSED),
        PersonRow(HOSTILE, HOSTILE, "/people/2", "", NOT_OPEN),
    )
    return PeoplePage(frame("People", "People"), "2 people, 1 can decide today.", rows, InviteForm(), "/people/invite")


def people_empty() -> PeoplePage:
    return PeoplePage(frame("People", "People"), "", ())


def person() -> PersonPage:
    return PersonPage(
        frame=frame("Dr Sofia Brandt", "People"),
        name="Dr Sofia Brandt",
        email="sofia@example.org",
        state=PASSED,
        roles=(RoleView("Medical reviewer", "2 March 2026", "", "Henrik Dahl"),),
        absences=(("24 Dec to 2 Jan", "Dr Imre Szabó stands in"),),
        history=HISTORY[:2],
        grant_form=GrantForm(),
        grant_action="/grant",
        absence_form=AbsenceForm(),
        absence_action="/absence",
    )


def mailbox() -> MailboxPage:
    rows = (
        MessageRow("Due today: Cardiolex: heart-failure email series", "sofia@example.org", NOON, "/mail/1", True),
        MessageRow(HOSTILE, HOSTILE, NOON, "/mail/2"),
    )
    body = "Your decision for Medical is due today, 16:30.\n\n" + HOSTILE
    message = MessageView(
        rows[0].subject, "clearway@example.org", "sofia@example.org", NOON, body, (Link("Open the page", "/d/142"),)
    )
    return MailboxPage(frame("Mailbox"), rows, message)


def mailbox_empty() -> MailboxPage:
    return MailboxPage(frame("Mailbox"), ())


def error(code: int) -> ErrorPage:
    title, what, cure = ERRORS[code]
    return ErrorPage(
        frame=frame(title),
        code=code,
        title=title,
        what=what,
        cure=cure,
        links=(Link("Open the inbox", "/inbox"), Link("Search", "/search")),
        changed=("Key message 2 was reworded by Astrid Lindqvist, 14:02", HOSTILE) if code == 409 else (),
        kept="What you wrote is kept below your decision." if code in (409, 503) else "",
        reference="4b7e-19c2" if code == 500 else "",
    )


def forecast_making() -> ForecastPage:
    return ForecastPage(
        frame("Policy"),
        "Forecast: Customer-experience initiative",
        "Being made: records go through the law in simulated time. You may leave this page.",
        Link("Customer-experience initiative", "/policy"),
        again=2,
        done=240,
        total=600,
    )


def refused() -> RefusedPage:
    notices = (
        Notice("attend", "You are signed in as a delegate", link=Link("See the delegation", "/people/1")),
        Notice("pass", "Saved"),
        Notice("way", "New"),
    )
    return RefusedPage(
        frame=frame("Refused", notices=notices),
        act="Approve INI-2026-0148 for Medical",
        reason="You contributed to “Key messages”, which Medical reviews.",
        cure="Another medical reviewer decides: Dr Imre Szabó or Dr Mateusz Kowalczyk.",
        why=WHY,
        links=(Link("Open the initiative", "/i/148"),),
        recorded="The refusal is entry 48,196 of the trail.",
    )
