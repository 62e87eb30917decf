"""Keeping what was typed: a posted section becomes a change of the draft, whatever else is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from werkzeug.datastructures import FileStorage, MultiDict

from coe import drafts
from coe.database import writing
from coe.drafts import LARGEST_BYTES, REPLY, Change, Draft, changed
from coe.tables import initiative
from governance.errors import Refused, Stale
from governance.formats.jcs import Json
from governance.language.definition import Field
from web.owner.drafting import Desk, asked_fields
from web.parts.forms import QUESTION, REMOVE, UPLOADED
from web.parts.typed import answers_in, replies_in
from web.policy import definition_uploads
from web.site import uploads
from web.site.context import blobs, clock, engine, name_of, person
from web.words.translating import gettext

MOST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of it: the desk as it is now, what was typed, the fields another tab changed, errors by field, and
    whether the section has all it needs.
    """

    desk: Desk
    typed: Mapping[str, Json]
    tab: str
    conflicts: tuple[str, ...]
    errors: Mapping[str, str]
    complete: bool
    asked_before: tuple[str, ...]


def keep_section(
    desk: Desk, section: str, form: MultiDict[str, str], files: Mapping[str, FileStorage], go: str = ""
) -> Kept:
    """Keep a posted section. Raises OfficeUnavailable when it cannot be written, Refused when it is too long."""
    was = _was(form.get("was"))
    # What the page did not show is not emptied by it: another tab may have made it appear.
    fields = tuple(field for field in asked_fields(desk, section) if field.name in was)
    typed = answers_in(fields, form)
    errors = _files(fields, form, files, typed)
    _drop_row(typed, go)
    replies = {REPLY + id_: text for id_, text in replies_in(form).items() if id_ in {r.id for r in desk.requests}}
    tab = form.get("tab", "")[:32]
    change = Change(person(), section, tab, _whole(form.get("shown")), was, {**typed, **replies})
    draft, conflicts = _write(desk, change)
    said = {name: _conflict(draft, name, section) for name in conflicts}
    now = replace(desk, draft=draft, begun=draft.version > 0 or desk.begun)
    return Kept(
        now,
        {**draft.answers, **{name: value for name, value in typed.items() if name in conflicts}},
        tab,
        conflicts,
        {**errors, **said},
        _complete(now, section),
        tuple(field.name for field in fields),
    )


def _write(desk: Desk, change: Change) -> tuple[Draft, tuple[str, ...]]:
    with writing(engine()) as connection:
        stored = drafts.find(connection, desk.draft.id, lock=True)
        if stored is None:
            _refuse_submitted(connection, desk)
        elif not stored.may_edit(change.person):
            raise _stale(gettext("You are no longer a contributor to it."))
        draft, conflicts = changed(stored or desk.draft, change, clock().now())
        if draft.version != (stored or desk.draft).version:
            _refuse_long(draft)
            drafts.save(connection, draft)
    return draft, conflicts


def _refuse_submitted(connection: Connection, desk: Desk) -> None:
    """A draft that is gone was submitted or thrown away in another window: it must not come back to life."""
    row = connection.execute(initiative.select().where(initiative.c.id == desk.draft.id)).one_or_none()
    if row is not None and (desk.record is None or row.status != "in rework"):
        raise _stale(gettext("It was submitted meanwhile, in another window or by its owner."))
    if desk.begun:
        raise _stale(gettext("It was submitted or thrown away meanwhile, in another window."))


def _refuse_long(draft: Draft) -> None:
    size = len(json.dumps([dict(draft.answers), dict(draft.replies)], ensure_ascii=False).encode())
    if size > LARGEST_BYTES:
        raise Refused(
            "draft-too-large",
            gettext("This was not kept."),
            gettext(
                "The draft would have %(size)s bytes of text; %(most)s are the most.",
                size=size,
                most=LARGEST_BYTES,
            ),
            gettext("Put long material into a file and describe it here."),
        )


def _stale(why: str) -> Stale:
    return Stale("draft-gone", gettext("This was not kept."), why, gettext("Open the initiative from your list."))


def _files(
    fields: tuple[Field, ...],
    form: MultiDict[str, str],
    files: Mapping[str, FileStorage],
    typed: dict[str, Json],
) -> dict[str, str]:
    """Take the files of this section in; what is wrong with one, by field. A refused file leaves the kept one."""
    errors = {}
    for field in fields:
        if field.kind not in UPLOADED:
            continue
        upload = files.get(QUESTION + field.name)
        if form.get(QUESTION + field.name + REMOVE):
            typed[field.name] = None
        if upload is None or not upload.filename:
            continue
        try:
            typed[field.name] = (
                definition_uploads.compiled(upload)
                if field.kind == "definition"
                else uploads.keep(field, upload, blobs(), engine())
            )
        except uploads.BadUpload as refused:
            errors[field.name] = str(refused)
    return errors


def _drop_row(typed: dict[str, Json], go: str) -> None:
    act, _, rest = go.partition(":")
    name, _, row = rest.partition(":")
    rows = typed.get(name.removeprefix(QUESTION))
    if act == "drop" and isinstance(rows, list) and row.isdecimal() and int(row) < len(rows):
        typed[name.removeprefix(QUESTION)] = [each for place, each in enumerate(rows) if place != int(row)] or None


def _conflict(draft: Draft, name: str, section: str) -> str:
    value = draft.value(name)
    shown = (
        value if isinstance(value, str) else gettext("another answer") if value is not None else gettext("no answer")
    )
    if len(shown) > MOST_SHOWN:
        shown = f"{shown[:MOST_SHOWN]}…"
    who = [each for each in draft.edits.get(section, ()) if each != person()]
    by = gettext(" by %(who)s", who=name_of(who[-1])) if who else gettext(" in another tab")
    return gettext(
        "Changed meanwhile%(by)s, to “%(shown)s”. What you typed is below: save again to keep yours instead.",
        by=by,
        shown=shown,
    )


def _complete(desk: Desk, section: str) -> bool:
    names = {field.name for field in asked_fields(desk, section)}
    return not any(problem.field in names for problem in desk.live.problems)


def _was(text: str | None) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(name): str(digest) for name, digest in found.items()} if isinstance(found, dict) else {}


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - digits of a version
