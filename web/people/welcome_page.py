"""What the page after an invitation or a reset needs; it is shown once and kept nowhere."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from coe.credentials import Issued
from coe.identity.accounts import NewAccount
from web.parts.pages import PageFrame, TotpSetup
from web.site.frame import frame


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """What the person must be given, over a channel that is theirs alone; the frame's title is the heading."""

    frame: PageFrame
    login: str
    password: str
    setup: TotpSetup
    recovery_codes: tuple[str, ...]
    back_href: str


def handed_over(title: str, issued: Issued, back: str) -> str:
    """The page that shows new credentials, once."""
    page = WelcomePage(
        frame(title), issued.login, issued.password, setup_of(issued.account), issued.account.recovery_codes, back
    )
    return render_template("welcome.html", page=page)


def setup_of(made: NewAccount) -> TotpSetup:
    """The new authenticator as a drawing and as text."""
    import segno

    drawing = Markup(segno.make_qr(made.uri, error="m").svg_inline(omitsize=True, border=2))  # noqa: S704 - digits of a code
    text = base64.b32encode(made.secret).decode().rstrip("=")
    return TotpSetup(drawing, " ".join(text[place : place + 4] for place in range(0, len(text), 4)))
