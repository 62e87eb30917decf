"""Errors of the law, the office and the web, turned into pages and HTTP codes in this one place."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, flash, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError, TooManyRequests

from coe.identity.credential_errors import CredentialRefused
from coe.office_errors import BadBlob, OfficeError, OfficeUnavailable, UnknownRecord
from governance.errors import Forbidden, OutOfOrder, Refused, Stale
from web.parts.pages import ErrorPage, PageFrame, RefusedPage
from web.parts.pieces import Link
from web.rows.nothing_here import NothingHere
from web.site.accounts import SESSION_KEY
from web.site.frame import frame
from web.words.translating import gettext, lazy_gettext, spoken

BAD_REQUEST, UNAUTHORISED, FORBIDDEN, NOT_FOUND, NOT_THIS_WAY, CONFLICT, TOO_LARGE = 400, 401, 403, 404, 405, 409, 413
UNPROCESSABLE, TOO_OFTEN, BROKEN, UNAVAILABLE = 422, 429, 500, 503
HOME = Link(lazy_gettext("My initiatives"), "/initiatives")
KEPT = lazy_gettext("Nothing was changed by this request, and nothing kept before is lost.")

_log = logging.getLogger(__name__)
_TITLES = {
    BAD_REQUEST: (
        lazy_gettext("This request cannot be understood"),
        lazy_gettext("Part of what was sent is missing or malformed."),
        lazy_gettext("Reload the page and try again."),
    ),
    FORBIDDEN: (
        lazy_gettext("Not for you"),
        lazy_gettext("This page is not open to you."),
        lazy_gettext("Ask an administrator for the role you need."),
    ),
    NOT_FOUND: (
        lazy_gettext("There is nothing here"),
        lazy_gettext("This address names nothing that exists."),
        lazy_gettext("Check the link, or start anew."),
    ),
    NOT_THIS_WAY: (
        lazy_gettext("Not this way"),
        lazy_gettext("This address only answers a form that is sent, or only a page that is opened."),
        lazy_gettext("Go back and use the page’s own button."),
    ),
    TOO_LARGE: (
        lazy_gettext("Too large"),
        lazy_gettext("What was sent is larger than 55 MB in all, or 2 MB of text."),
        lazy_gettext("Send a smaller file, or shorter text."),
    ),
}


def install_errors(app: Flask) -> None:
    """Register every handler."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CredentialRefused, not_signed)
    app.register_error_handler(OfficeError, office_error)
    app.register_error_handler(CSRFError, expired_page)
    app.register_error_handler(TooManyRequests, too_often)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)


def refusal_code(error: Refused) -> int:
    """The HTTP code of a refusal by the law."""
    match error:
        case Forbidden():
            return FORBIDDEN
        case Stale() | OutOfOrder():
            return CONFLICT
        case _:
            return UNPROCESSABLE


def refused(error: Refused) -> ResponseReturnValue:
    """The page that says what was refused, why, and how to clear it."""
    code = refusal_code(error)
    recorded = gettext("The denial was recorded.") if code != UNPROCESSABLE and not isinstance(error, Stale) else ""
    back = Link(gettext("Back to the page"), request.referrer) if _own(request.referrer) else HOME
    page = RefusedPage(frame(gettext("Refused")), *_sentences(error), links=(back,), recorded=recorded)
    return render_template("refused.html", page=page), code


def not_signed(error: CredentialRefused) -> ResponseReturnValue:
    """A signing that failed outside a page of its own."""
    page = RefusedPage(frame(gettext("Not signed")), *_sentences(error), links=(HOME,))
    return render_template("refused.html", page=page), UNPROCESSABLE


def office_error(error: OfficeError) -> ResponseReturnValue:
    """Unknown records, files that cannot be used, and an office that cannot write now."""
    match error:
        case NothingHere():
            # A form is refused, a page is not found; which of both reasons it has shows in neither.
            return _page(FORBIDDEN if request.method == "POST" else NOT_FOUND, *_sentences(error))
        case UnknownRecord():
            return _page(NOT_FOUND, *_sentences(error))
        case OfficeUnavailable():
            _log.error("unavailable: %s", error)
            title, what, cure = gettext("Not available at this moment"), spoken(error.what), spoken(error.cure)
            response = _page(UNAVAILABLE, title, what, cure, kept=KEPT)
            response.headers["Retry-After"] = "5"
            return response
        case BadBlob():
            return _page(UNPROCESSABLE, *_sentences(error))
        case _:
            return broken(error)


def expired_page(_: CSRFError) -> ResponseReturnValue:
    """A form whose session has ended, or that did not come from a page of ours."""
    if request.headers.get("HX-Request"):
        # What was typed stands in that page alone: it must not be led away from there.
        return "", UNAUTHORISED
    # Tokens are checked before sessions: the cookie tells whether its browser believes to be signed in.
    if SESSION_KEY not in session:
        flash(gettext("Your session had ended. Sign in again; what was saved is still there."), "attend")
        return redirect(url_for("security.login", next=request.referrer and _path(request.referrer)))
    return _page(
        BAD_REQUEST,
        gettext("This page is too old"),
        gettext("It was opened in another session, so it cannot prove that you meant to send it."),
        gettext("Open the page again and repeat what you did."),
        kept=KEPT,
    )


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Whatever Flask or Werkzeug refuses."""
    code = error.code or BROKEN
    if code < BAD_REQUEST:
        return error
    if isinstance(error, SecurityError):
        # No address can be built for a host that is not ours, so no page either.
        said = "This host name is not served here. Use the address you were given.\n"
        return said, code, {"Content-Type": "text/plain; charset=utf-8"}
    if isinstance(error, RequestEntityTooLarge):
        code = TOO_LARGE
    title, what, cure = _TITLES.get(code, (error.name, error.description or "", gettext("Go back and try again.")))
    return _page(code, title, what, cure)


def too_often(error: TooManyRequests) -> ResponseReturnValue:
    """More of one kind than one person or address may do in a while; the page and `Retry-After` say when to go on."""
    seconds = error.retry_after if isinstance(error.retry_after, int) else 1
    when = gettext("in one second") if seconds == 1 else gettext("in %(seconds)s seconds", seconds=seconds)
    why = gettext("This was asked for more often than people do it, so it was not looked at.")
    page = _page(TOO_OFTEN, gettext("Too often"), why, gettext("Go back and try again %(when)s.", when=when), kept=KEPT)
    page.headers["Retry-After"] = str(seconds)
    _log.warning("too often: %s by %s", request.endpoint, g.get("person") or request.remote_addr)
    return page


def broken(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged with a reference, never shown."""
    reference = secrets.token_hex(4)
    # An address may hold line breaks: quoted, it cannot pass for another line of the log.
    _log.exception("reference %s: %s %r", reference, request.method, request.path, exc_info=error)
    return _page(
        BROKEN,
        gettext("Something broke here"),
        gettext("The fault is ours and has been noted."),
        gettext("Try again; if it stays, tell the administrator."),
        kept=KEPT,
        reference=reference,
    )


def _sentences(error: Refused | CredentialRefused | OfficeError) -> tuple[str, str, str]:
    """What, why and the cure, as they are said on a page."""
    return spoken(error.what), spoken(error.why), spoken(error.cure)


def _page(code: int, title: str, what: str, cure: str, *, kept: str = "", reference: str = "") -> Response:
    page = ErrorPage(_frame(title), code, title, what, cure, (HOME,), kept=kept, reference=reference)
    return make_response(render_template("error.html", page=page), code)


def _frame(title: str) -> PageFrame:
    """The usual frame, or a bare one where even that cannot be read now."""
    if "person" not in g:
        return PageFrame(title)
    try:
        return frame(title)
    except (OfficeError, RuntimeError):
        return PageFrame(title)


def _own(address: str | None) -> bool:
    return bool(address) and str(address).startswith(request.host_url)


def _path(address: str) -> str:
    return "/" + address.removeprefix(request.host_url) if _own(address) else "/"
