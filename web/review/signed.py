"""The page after a signature: what was signed, what follows from it, and who is next."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from governance.record import events as e
from web.parts.act_pages import SignedPage
from web.parts.pieces import Link, State
from web.parts.way import way
from web.parts.why_shown import who_next
from web.record.history import MARKS, consequences, entry_shown
from web.review.review_desk import open_gate, open_record, record_address, waiting_next
from web.rows.records import Happened, Record
from web.site.context import name_of, person
from web.site.frame import frame, zone
from web.words.translating import Recorded, gettext, lazy_gettext
from web.words.vocabulary import DID

pages = Blueprint("signed", __name__)

COUNTS = lazy_gettext("Your decision counts; the gate needs more before it concludes.")
WAITS = {
    "request changes": lazy_gettext(
        "It goes back to its owner, with what you asked for, once the gates beside yours have decided."
    ),
}
"""By outcome, what is waited for when nothing follows at once."""


@pages.get("/decisions/<number>/<gate>/signed")
def show(number: str, gate: str) -> ResponseReturnValue:
    """What the reader signed here last; whoever has signed nothing goes to the decision."""
    record, reader = open_record(number)
    open_gate(record, gate)
    happened = last_signed(record, gate, person())
    if happened is None:
        return redirect(url_for("decide.show", number=number, gate=gate))
    entry = entry_shown(record.law, happened, reader, record.at, person(), zone())
    return render_template("signed.html", page=page_of(record, happened, entry.detail if entry else ""))


def page_of(record: Record, happened: Happened, told: str) -> SignedPage:
    """The page; `told` is the signature spelled out, with what followed."""
    event = happened.events[0]
    assert isinstance(event, e.DecisionSigned)  # noqa: S101 - the first event of such an entry
    number, drawn = record.state.number, way(record, person(), name_of, zone())
    follows = tuple(map(Recorded, consequences(record.law, happened.events[1:])))
    mark, word = MARKS[event.outcome]
    following = waiting_next()
    links = (
        *(
            (Link(gettext("Open the next decision"), following),)
            if following
            else (Link(gettext("Inbox"), url_for("inbox.index")),)
        ),
        Link(gettext("Look at %(number)s", number=number), record_address(number)),
        *((Link(gettext("Inbox"), url_for("inbox.index")),) if following else ()),
    )
    return SignedPage(
        frame(gettext("Signed"), current="inbox.index"),
        number,
        record.title,
        State(mark, word),
        gettext("You %(outcome)s for %(gate)s", outcome=DID[event.outcome], gate=record.law.title_of(event.gate)),
        Recorded(told.removesuffix(" ".join(follows)).strip()),
        drawn.svg,
        drawn.small,
        drawn.text,
        follows,
        WAITS.get(event.outcome, COUNTS),
        who_next(record, name_of),
        links,
    )


def last_signed(record: Record, gate: str, who: str) -> Happened | None:
    """The entry of somebody's last decision at a gate."""
    found = (
        each
        for each in reversed(record.entries)
        if each.actor == who and isinstance(each.events[0], e.DecisionSigned) and each.events[0].gate == gate
    )
    return next(found, None)
