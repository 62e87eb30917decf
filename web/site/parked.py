"""Forms that arrive after their session has ended: kept for their sender until they have signed in again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, g, request, session, url_for
from sqlalchemy import select

from coe import drafts
from coe.database import reading, writing
from coe.identity.account_tables import account
from web.site.accounts import WAS_KEY
from web.site.context import clock, engine
from web.words.translating import gettext

MOST_KEPT = 300_000
WAY_BACK = "/initiatives"
KEPT_FOR = frozenset({"intake", "decide", "dialogue"})
SECRET = ("csrf_token", "password", "code")


def note_sender() -> None:
    """Remember, before an ended session is forgotten, whose it was: the cookie is signed by us."""
    g.was = session.get("_user_id") or session.get(WAS_KEY)


def park_form() -> str:
    """Keep a posted section of a draft, or a decision, for its sender; the path to come back to."""
    uniquifier = g.get("was")
    if request.blueprint not in KEPT_FOR:
        return WAY_BACK
    back = _way_back()
    if not uniquifier or sum(map(len, request.form.values())) > MOST_KEPT:
        return back
    with reading(engine()) as connection:
        sender = connection.execute(
            select(account.c.person_id).where(account.c.fs_uniquifier == uniquifier, account.c.active)
        ).scalar_one_or_none()
    if sender is not None:
        form = {name: values for name, values in request.form.lists() if not name.endswith(SECRET)}
        with writing(engine()) as connection:
            drafts.park(connection, request.path, sender, form, clock().now())
        flash(gettext("Your session had ended. Sign in again: what you typed is kept and will be there."), "attend")
    return back


def take_parked(person: str, path: str = "") -> Mapping[str, list[str]] | None:
    """The form this person sent to this path (of this page, unless said) after their session had ended, once."""
    with writing(engine()) as connection:
        return drafts.unpark(connection, path or request.path, person)


def _way_back() -> str:
    """Where what was kept is shown again: the page it was written on."""
    if request.blueprint != "dialogue":
        return request.full_path.rstrip("?")
    given = request.view_args or {}
    number, question = str(given["number"]), str(given.get("question", ""))
    gate = str(given.get("gate") or request.form.get(f"{question}-at", ""))
    concerns = request.form.get("ask-concerns") or "whole"
    kept, anchor = ({"kept": question}, question) if question else ({"ask": concerns}, f"talk-{concerns}")
    place: dict[str, Any] = {"number": number, "_anchor": anchor, **kept}
    return url_for("decide.show", gate=gate, **place) if gate else url_for("initiative.show", **place)
