"""Input from a machine nobody has registered is refused before anything in it is looked at (21 CFR 11.10(h)).

Clearway has no interface for programs yet, so that every key, token or signed hook is one it never issued. Basic and
Negotiate are left alone: a proxy in front may ask people for them.
"""

from __future__ import annotations

from typing import Final

from flask import request
from flask.typing import ResponseReturnValue

from web.site.context import office

UNAUTHORISED: Final = 401
OF_PEOPLE: Final = ("basic", "negotiate")
KEYS: Final = ("X-Api-Key", "X-Auth-Token", "X-Hub-Signature-256", "X-Signature")
SAID: Final = "This source is not known here. Nothing was read. Register it with the office, or sign in as a person.\n"


def refuse_unknown_source() -> ResponseReturnValue | None:
    """401 for whatever claims to come from a program; only the denial is recorded, ten an hour at most."""
    scheme = request.headers.get("Authorization", "").partition(" ")[0].lower()
    claims = bool(scheme) and scheme not in OF_PEOPLE
    if not claims and not request.is_json and not any(name in request.headers for name in KEYS):
        return None
    office().deny("", f"{request.method.lower()} {request.endpoint or 'nothing'}", "", "unknown-source")
    realm = 'Bearer realm="Clearway"'
    return SAID, UNAUTHORISED, {"Content-Type": "text/plain; charset=utf-8", "WWW-Authenticate": realm}
