"""Views of the last step: everything read once more, then submitted under the owner's name."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection, select
from werkzeug.exceptions import BadRequest

from coe import acts, drafts
from coe.database import reading
from coe.requests import Request
from coe.tables import entry, initiative
from governance.errors import Forbidden, Refused, Stale
from governance.record.commands import Submit
from governance.record.state import Initiative
from web.owner.check_page import Around, check_page
from web.owner.drafting import Desk, file_digests, kept_disclosures, open_desk
from web.owner.expected_draft import through
from web.owner.rehearsed import refusal
from web.record.proposal_check import check_findings, proposed_document, readable_law
from web.rows.live import asked_answers
from web.site.context import clock, engine, name_of, office, person
from web.site.errors import refusal_code
from web.site.frame import frame
from web.words.translating import gettext

pages = Blueprint("submitting", __name__)

SEED = re.compile(r"[0-9a-f]{64}")
COMMAND = re.compile(r"[0-9a-f-]{36}")


@pages.get("/drafts/<id_>/check")
def check(id_: str) -> ResponseReturnValue:
    """Everything that would be submitted, and what still stands in the way."""
    desk = open_desk(id_, person())
    return _shown(desk, foreseen(desk) if desk.ready else None)


def _shown(desk: Desk, refused: Refused | None) -> str:
    hidden = {
        "csrf_token": generate_csrf(),
        "command_id": clock().new_id(),
        "seed": secrets.token_hex(32),
        "seen": desk.draft.fingerprint(),
    }
    document = proposed_document(desk.law, desk.draft.answers)
    proposed = readable_law(document)
    warnings = check_findings(proposed, document) if proposed else ()
    around = Around(
        frame(gettext("Check answers"), current="initiatives.index"), hidden, name_of, warnings, refused, through(desk)
    )
    page = check_page(desk, person(), around)
    return render_template("check_answers.html", page=page)


@pages.post("/drafts/<id_>/check")
def submit(id_: str) -> ResponseReturnValue:
    """Submit what was shown, once however often the button is pressed."""
    command_id, seed = request.form.get("command_id", ""), request.form.get("seed", "")
    if not COMMAND.fullmatch(command_id) or not SEED.fullmatch(seed):
        raise BadRequest
    number = submitted_before(command_id, id_)
    if not number:
        desk = open_desk(id_, person())
        try:
            office().handle(submission(desk, command_id, bytes.fromhex(seed), request.form.get("seen", "")))
        except (Forbidden, Stale):
            raise
        except Refused as refused:
            return _shown(desk, refused), refusal_code(refused)
        number = submitted_before(command_id, id_)
        flash(gettext("%(number)s is submitted. Reviewers have been told.", number=number), "pass")
    return redirect(url_for("initiative.show", number=number))


def submission(desk: Desk, command_id: str, seed: bytes, seen: str) -> Request:
    """The command of this draft; it is refused when the draft is no longer what was `seen`, and ends the draft."""
    if desk.draft.owner != person():
        why = gettext("It is for its owner, who answers for it.")
        raise Forbidden("not-owner", gettext("You cannot submit this."), why, gettext("Tell the owner it is ready."))
    act, files = _act(desk, seed), file_digests(desk.law, asked_answers(desk.law, desk.draft.answers))
    stream = f"initiative/{desk.draft.id}"
    return Request(command_id, stream, person(), act.command, act.disclosures, files, ending(desk.draft.id, seen))


def foreseen(desk: Desk) -> Refused | None:
    """What the law would say to this draft now; it is the law that is asked, and nothing is recorded."""
    command = _act(desk, secrets.token_bytes(32)).command
    if not isinstance(command, Submit):
        return None
    state = desk.record.state if desk.record else Initiative()
    with reading(engine()) as connection:
        return refusal(connection, desk.law, state, f"initiative/{desk.draft.id}", command, desk.draft.owner)


def _act(desk: Desk, seed: bytes) -> acts.Act:
    with reading(engine()) as connection:
        kept = kept_disclosures(connection, desk.record)
    answers = asked_answers(desk.law, desk.draft.answers)
    edits = {name: people for name, people in desk.draft.edits.items() if name in desk.law.section_by_name}
    open_requests = {one.id for one in desk.requests}
    replies = {id_: text for id_, text in desk.draft.replies.items() if id_ in open_requests}
    return acts.submission(desk.law, acts.Draft(answers, edits, replies), seed, kept)


def ending(id_: str, seen: str) -> Callable[[Connection, int], None]:
    """What runs inside the submitting transaction: the draft must still be what was seen, and is used up."""

    def before(connection: Connection, _: int) -> None:
        draft = drafts.find(connection, id_, lock=True)
        if draft is None or draft.fingerprint() != seen:
            raise Stale(
                "draft-changed",
                gettext("This was not submitted."),
                gettext("An answer was changed after this page was opened, in another window or by a contributor."),
                gettext("Check the answers again."),
            )
        drafts.drop(connection, id_)

    return before


def submitted_before(command_id: str, id_: str) -> str:
    """The number this command gave or kept, "" when it was not recorded."""
    mine = entry.c.command == command_id, entry.c.actor == person(), entry.c.stream == f"initiative/{id_}"
    with reading(engine()) as connection:
        if connection.execute(select(entry.c.seq).where(*mine)).first() is None:
            return ""
        return str(connection.execute(select(initiative.c.number).where(initiative.c.id == id_)).scalar_one())
