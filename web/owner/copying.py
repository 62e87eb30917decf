"""Views of beginning anew from a submitted record, and the keeping of its answers when it is withdrawn."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection, select
from werkzeug.exceptions import BadRequest

from coe import drafts
from coe.database import reading, writing
from coe.drafts import Draft
from coe.office_errors import UnknownRecord
from coe.requests import Before
from coe.tables import initiative
from governance.language.definition import Definition
from web.owner.copied import Copied, Source, copied
from web.owner.drafting import ID
from web.owner.start_pages import CopyPage
from web.parts.moments import iso_day
from web.parts.pages import PageFrame
from web.parts.pieces import Link
from web.review.review_desk import open_record
from web.rows.changes import submissions
from web.rows.records import Record
from web.site.context import clock, engine, library, person
from web.site.frame import frame, zone
from web.words.counts import counted
from web.words.translating import gettext, lazy_gettext

pages = Blueprint("copying", __name__)

MOST_TOLD = 3
NEVER = lazy_gettext("Decisions, conditions, requests and their replies")
STAYS = lazy_gettext("They belong to that version of that record, and stay with it.")


@pages.get("/initiatives/<number>/copy")
def show(number: str) -> ResponseReturnValue:
    """What would come along into a new draft, and what would not."""
    record, _ = open_record(number)
    law = law_now(record)
    head = frame(gettext("Copy as new"), current="initiatives.index")
    return render_template("copy.html", page=copy_page(record, law, copy_of(record, law), head))


@pages.post("/initiatives/<number>/copy")
def make(number: str) -> ResponseReturnValue:
    """Begin the draft, one however often the button is pressed: the page brought its id."""
    record, _ = open_record(number)
    law, id_ = law_now(record), wanted_id("draft")
    come = copy_of(record, law)
    with writing(engine()) as connection:
        begun = drafts.find(connection, id_, lock=True) is not None
        submitted = connection.execute(select(initiative.c.id).where(initiative.c.id == id_)).first() is not None
        if not begun and not submitted:
            drafts.save(connection, draft_of(come, law, id_, clock().now()))
    flash(told(number, come), "pass")
    return redirect(url_for("intake.draft", id_=id_))


def keeping(record: Record) -> Before:
    """What runs inside the withdrawal: a draft of the next version is not left behind, and with `keep` ticked the
    answers, as last written, are a draft of their own.
    """
    law, id_ = law_now(record), wanted_id("draft") if request.form.get("keep") else ""
    come = copy_of(record, law)

    def before(connection: Connection, at: int) -> None:
        written = drafts.find(connection, record.id, lock=True)
        drafts.drop(connection, record.id)
        if id_ and written is not None:
            drafts.save(connection, replace(written, id=id_, replies={}, stamps={}, updated=at))
        elif id_:
            drafts.save(connection, draft_of(come, law, id_, at))

    return before


def law_now(record: Record) -> Definition:
    """The definition a new draft of this kind is written under. Raises UnknownRecord."""
    with reading(engine()) as connection:
        law = library().in_force(connection).get(record.law.workflow)
    if law is None:
        raise UnknownRecord(
            gettext("This cannot be begun anew."),
            gettext("Its workflow is not published any more."),
            gettext("Start another."),
        )
    return law


def copy_of(record: Record, law: Definition) -> Copied:
    """The answers last submitted, for a draft of whoever is signed in."""
    last = submissions(record.entries)[-1]
    owner = () if record.state.owner == person() else (record.state.owner,)
    sections = record.law.section_by_name
    writers = {name: tuple(dict.fromkeys((*record.state.contributors.get(name, ()), *owner))) for name in sections}
    days = iso_day(last.at, zone()), iso_day(clock().now(), zone())
    return copied(law, Source(record.law, record.state.answers, writers, *days))


def draft_of(come: Copied, law: Definition, id_: str, now: int) -> Draft:
    """The draft as it is kept first."""
    return Draft(id_, person(), law.workflow, now, 1, answers=come.answers, edits=come.edits)


def wanted_id(name: str) -> str:
    """The id the page brought for the draft it begins. Raises BadRequest."""
    id_ = request.form.get(name, "")
    if not ID.fullmatch(id_):
        raise BadRequest
    return id_


def told(number: str, come: Copied) -> str:
    """What was copied and what was not, in one line; the page before told all of it."""
    labels = tuple(dict.fromkeys(label.partition(",")[0] for label, _ in come.left))
    more = (
        gettext(" and %(others)s", others=counted(len(labels) - MOST_TOLD, "other")) if len(labels) > MOST_TOLD else ""
    )
    names = ", ".join(f"“{label}”" for label in labels[:MOST_TOLD])
    without = gettext(" To answer anew: %(names)s%(more)s.", names=names, more=more) if labels else ""
    return gettext(
        "Begun from %(number)s: %(answers)s came along.%(without)s",
        number=number,
        answers=counted(len(come.answers), "answer"),
        without=without,
    )


def copy_page(record: Record, law: Definition, come: Copied, head: PageFrame) -> CopyPage:
    """Both lists."""
    number = record.state.number
    along = tuple(
        (section.title, counted(sum(field.name in come.answers for field in section.fields), "answer"))
        for section in law.sections
    )
    newer = "" if law.digest == record.law.digest else gettext(" The form has changed since: the draft follows it.")
    return CopyPage(
        frame=head,
        back=Link(number, url_for("initiative.show", number=number)),
        title=record.title,
        lead=gettext(
            "A draft of yours with the answers of version %(round)s. Nothing happens to %(number)s.%(newer)s",
            round=record.state.round,
            number=number,
            newer=newer,
        ),
        along=along,
        files=come.files,
        left=(*come.left, (NEVER, STAYS)),
        action=url_for("copying.make", number=number),
        hidden=(("csrf_token", generate_csrf()), ("draft", clock().new_id())),
    )
