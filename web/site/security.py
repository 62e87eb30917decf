"""Headers, hosts, cookies and limits that hold for every answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError

from coe.home import Home
from web.parts.assets import CONTENT_SECURITY_POLICY
from web.site.unknown_sources import refuse_unknown_source

LARGEST_REQUEST = 55 << 20
LARGEST_FORM = 2 << 20
MOST_PARTS = 3_000
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ADDRESS = "CLEARWAY_ADDRESS"
REMEMBERED = "max-age=31536000"
NO_DATA = ("assets", "ready")
"""Endpoints that say nothing about anybody: they answer in clear, for a health check on the machine itself."""


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
        # Under TLS the browser itself then takes it from this host alone, for no other one and no path.
        SESSION_COOKIE_NAME="__Host-session" if address.scheme == "https" else "session",
        **{ADDRESS: address.geturl() if address.scheme == "https" else ""},
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=[*LOOPBACK, *([address.hostname] if address.hostname else [])],
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(refuse_host)
    app.before_request(insist_on_encryption)
    app.before_request(refuse_unknown_source)
    app.after_request(harden)


def refuse_host() -> None:
    """Stop at once for a host that is not ours: no address of a page can be built for it."""
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception


def insist_on_encryption() -> ResponseReturnValue | None:
    """Where the settings name an https address, a request in clear is sent there and learns nothing (21 CFR 11.30).

    A form sent in clear has given its content away already: it is refused, so that its sender notices.
    """
    address = current_app.config[ADDRESS]
    if not address or request.is_secure or request.endpoint in NO_DATA:
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(address.rstrip("/") + request.full_path.rstrip("?"), 308)
    said = f"This office is reached at {address} only. What you sent was not read; change a password it held.\n"
    return said, 403, {"Content-Type": "text/plain; charset=utf-8"}


def harden(response: Response) -> Response:
    """The headers of every answer; pages are never kept by a browser or a proxy."""
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if current_app.config[ADDRESS] and request.is_secure:
        headers["Strict-Transport-Security"] = REMEMBERED
    if request.endpoint != "assets":
        headers["Cache-Control"] = "no-store"
    return response
