"""Headers, hosts, cookies and limits that hold for every answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import SecurityError

from coe.home import Home
from web.assets import CONTENT_SECURITY_POLICY

LARGEST_REQUEST = 55 << 20
LARGEST_FORM = 2 << 20
MOST_PARTS = 3_000
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]


def secure(app: Flask, home: Home) -> None:
    """Set limits and cookies; `address` in the settings (`https://clearway.example.org`) names the host when there is
    one, otherwise only loopback is answered.
    """
    address = urlsplit(home.config().get("address", ""))
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_PARTS,
        SESSION_COOKIE_SECURE=address.scheme == "https",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=[*LOOPBACK, *([address.hostname] if address.hostname else [])],
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(refuse_host)
    app.after_request(harden)


def refuse_host() -> None:
    """Stop at once for a host that is not ours: no address of a page can be built for it."""
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception


def harden(response: Response) -> Response:
    """The headers of every answer; pages are never kept by a browser or a proxy."""
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint != "assets":
        headers["Cache-Control"] = "no-store"
    return response
