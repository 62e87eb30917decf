"""How often one person, or one address where nobody is signed in, may do what is costly or worth guessing at.

Counted in this process's memory by the library `limits`: several web processes allow several times as much, and a
restart forgets. What must not be forgotten, wrong passwords and codes, is counted in the database (`coe.watch`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Final

from flask import Flask, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from coe.home import Home
from coe.office_errors import BadHome
from web.site.accounts import current_person_id

ALLOWED: Final[Mapping[str, str]] = {
    "sign-in": "60/minute",
    "signing": "60/minute",
    "upload": "60/minute",
    "search": "120/minute",
    "making": "20/minute",
    "sending": "300/minute",
}
"""By kind of act; the setting `limit-KIND` of the data folder replaces one."""
SIGNING: Final = (
    "decide.sign", "conditions.sign", "signing.challenge", "profile.codes", "profile.password", "profile.report",
)  # fmt: skip
KINDS: Final[Mapping[str, str]] = {
    "POST security.login": "sign-in",
    "POST security.second_factor": "sign-in",
    **{f"POST {endpoint}": "signing" for endpoint in SIGNING},
    "GET trail.index": "search",
    "GET trail.export": "making",
    "POST packets.ask": "making",
    "GET bundles.index": "making",
    "POST bundles.make": "making",
    "GET policies.forecast": "search",
}
"""Endpoints that cost much or invite guessing; every other form that is sent counts as `upload` with a file in it, and
as `sending` without.
"""


def install_limits(app: Flask, home: Home) -> None:
    """Count from now on, for this app alone. Raises BadHome for a setting that is no limit."""
    allowed = {kind: _limit(kind, home.config().get(f"limit-{kind}", usual)) for kind, usual in ALLOWED.items()}
    counter = MovingWindowRateLimiter(MemoryStorage())

    def within() -> None:
        """Raises TooManyRequests, which says in how many seconds to try again."""
        kind = kind_of_request()
        if not kind:
            return
        who = current_person_id() or request.remote_addr or ""
        if not counter.hit(allowed[kind], kind, who):
            again = counter.get_window_stats(allowed[kind], kind, who).reset_time - time.time()
            raise TooManyRequests(retry_after=max(1, math.ceil(again)))

    app.before_request(within)


def kind_of_request() -> str:
    """What this request counts as; "" for what may be done at will, such as reading."""
    known = KINDS.get(f"{request.method} {request.endpoint}", "")
    if known or request.method != "POST":
        return known
    return "upload" if any(file.filename for file in request.files.values()) else "sending"


def _limit(kind: str, said: str) -> RateLimitItem:
    try:
        return parse(said)
    except ValueError as error:
        raise BadHome(
            f"The setting “limit-{kind}” cannot be used.", f"“{said}” is no limit.", "Write it as 60/minute."
        ) from error
