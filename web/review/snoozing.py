"""Snoozing: a decision steps aside in its reviewer's inbox for a while. It still waits, and its clock keeps running."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coe.database import reading, writing
from coe.office_errors import UnknownRecord
from coe.snoozes import bring_back, put_off
from web.parts.moments import moment
from web.parts.pages import RefusedPage
from web.parts.pieces import Link
from web.review.inbox_asked import Asked
from web.review.inbox_parts import SnoozedRow
from web.review.review_desk import address
from web.rows.reviews import Open, open_for, snoozed_by
from web.site.context import clock, engine, person
from web.site.frame import frame, held, zone
from web.words.translating import gettext, lazy_gettext

pages = Blueprint("snoozing", __name__)

UNPROCESSABLE = 422
HOUR_MS = 3_600_000
MORNING: Final = time(9)
WEEK = 7
CHOICES: Final[Mapping[str, object]] = {
    "hours": lazy_gettext("3 hours"),
    "tomorrow": lazy_gettext("tomorrow, 09:00"),
    "monday": lazy_gettext("next Monday, 09:00"),
}


@pages.post("/inbox/snooze")
def snooze() -> ResponseReturnValue:
    """Put one decision off, at most until an hour before it is due."""
    now, wanted = clock().now(), request.form.get("until", "")
    if wanted not in CHOICES:
        return not_snoozed(gettext("There is no such time to choose."), gettext("Choose one of the list."))
    one = opened_here()
    last = one.due - HOUR_MS if one.due else 0
    if last and last <= now:
        late = gettext("Its promise is missed already.") if one.due <= now else gettext("It is due within the hour.")
        return not_snoozed(late, gettext("Decide now, or pass it on to a colleague."))
    asked = until_of(wanted, now, zone())
    until = min(asked, last) if last else asked
    with writing(engine()) as connection:
        put_off(connection, person(), one.initiative, one.gate, one.opening, until)
    back = moment(until, now, zone()).text
    shorter = gettext("Snoozed until %(when)s only: that is an hour before it is due.", when=back)
    usual = gettext("Snoozed until %(when)s. Its clock keeps running.", when=back)
    flash(shorter if until < asked else usual, "attend" if until < asked else "pass")
    return redirect(Asked.again(request.form.get("back", "")).href())


@pages.post("/inbox/bring-back")
def back() -> ResponseReturnValue:
    """End a snooze before its time."""
    one = opened_here()
    with writing(engine()) as connection:
        bring_back(connection, person(), one.initiative, one.gate)
    flash(gettext("It stands in your inbox again."), "pass")
    return redirect(Asked.again(request.form.get("back", "")).href())


def until_of(choice: str, now: int, where: tzinfo) -> int:
    """When a snooze chosen now ends (UTC ms), by the clock on the wall `where` it is read."""
    if choice == "hours":
        return now + 3 * HOUR_MS
    today = datetime.fromtimestamp(now / 1000, where).date()
    days = 1 if choice == "tomorrow" else WEEK - today.weekday()
    return int(datetime.combine(today + timedelta(days), MORNING, where).timestamp() * 1000)


def opened_here() -> Open:
    """The open gate the form is about. Raises UnknownRecord where it does not wait for this reader."""
    number, gate = request.form.get("number", ""), request.form.get("gate", "")
    with reading(engine()) as connection:
        found = open_for(connection, person(), held()[0], number, gate)
    if found is None:
        what, why = gettext("This decision does not wait for you."), gettext("It was decided or closed meanwhile.")
        raise UnknownRecord(what, why, gettext("Open the inbox again."))
    return found


def not_snoozed(why: str, cure: str) -> ResponseReturnValue:
    """The page that says why it stays where it is."""
    links = (Link(gettext("Back to the inbox"), url_for("inbox.index")),)
    page = RefusedPage(frame(gettext("Not snoozed")), gettext("Not snoozed"), why, cure, links=links)
    return render_template("refused.html", page=page), UNPROCESSABLE


def snoozed_rows() -> tuple[SnoozedRow, ...]:
    """What the reader put off, soonest back first."""
    now = clock().now()
    with reading(engine()) as connection:
        found = snoozed_by(connection, person(), held()[0], now)
    return tuple(
        SnoozedRow(one.number, one.title, one.gate, address(one.number, one.gate), moment(one.until, now, zone()))
        for one in found
    )
