"""What the page after an invitation needs; it is shown once and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from web.pages import PageFrame, TotpSetup


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """What the new person must be given, over a channel that is theirs alone."""

    frame: PageFrame
    name: str
    login: str
    password: str
    setup: TotpSetup
    recovery_codes: tuple[str, ...]
    back_href: str
