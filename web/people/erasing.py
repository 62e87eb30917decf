"""Erasing a person: an administrator reads what goes and what stays, gives the reason and confirms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from coe.database import reading
from coe.erasing import Extent, Named, Order, erase_person, extent
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, Link
from web.people.people_forms import PeopleForm
from web.people.persons import known
from web.record.decision_form import LONGEST_TEXT, normal
from web.rows import entry_words
from web.rows.records import record_by_id
from web.site.context import ceremony, clock, context, engine, library, office, person
from web.site.frame import frame
from web.site.signing import errors_of
from web.words.translating import gettext, lazy_gettext, ngettext

pages = Blueprint("erasing", __name__)

UNPROCESSABLE = 422


class EraseForm(PeopleForm):
    """Why, and that the reader knows there is no way back."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_TEXT)],
        description=lazy_gettext("It stays in the trail: name no one in it."),
        render_kw={"rows": 2, "data-voice": "person"},
    )
    sure = BooleanField(
        lazy_gettext("I have read what goes and what stays. There is no way back."),
        [InputRequired(lazy_gettext("Confirm that you have read it."))],
    )


@dataclass(frozen=True, slots=True)
class ErasePage:
    """What erasing a person does, in sentences, and the form that does it."""

    frame: PageFrame
    back: Link
    name: str
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    form: EraseForm
    action: str
    errors: tuple[FieldError, ...] = ()


@pages.get("/people/<id_>/erase")
def show(id_: str) -> str:
    """What would go and what would stay."""
    form = EraseForm(formdata=None)
    form.begin()
    return page_of(id_, form)


@pages.post("/people/<id_>/erase")
def erase(id_: str) -> ResponseReturnValue:
    """Erase what may be erased, once however often it is pressed; the law says who may."""
    form = EraseForm()
    if not form.validate():
        return page_of(id_, form, errors_of(form)), UNPROCESSABLE
    order = Order(person(), normal(form.reason.data), str(form.command_id.data), form.nonces)
    found = extent(engine(), known(id_).id, clock().now())
    erase_person(office(), context().home, found, order, ceremony().key)
    flash(gettext("Erased. Every proof and every packet handed out stays valid."), "pass")
    return redirect(url_for("people.one", id_=id_))


def page_of(id_: str, form: EraseForm, errors: tuple[FieldError, ...] = ()) -> str:
    """The page rendered."""
    who = known(id_)
    found = extent(engine(), who.id, clock().now())
    page = ErasePage(
        frame(gettext("Erase %(name)s", name=who.name), current="people.index"),
        Link(gettext("Person"), url_for("people.one", id_=who.id)),
        who.name or gettext("a person no longer named"),
        tuple(goes(found)),
        tuple(stays(found)),
        form,
        url_for("erasing.erase", id_=who.id),
        errors,
    )
    return render_template("erase.html", page=page)


def goes(found: Extent) -> Iterator[str]:
    """What nobody can read any more afterwards, and what ends."""
    yield gettext("The address.") if found.signed else gettext("The name and the address.")
    yield gettext("The account: nobody signs in with it any more, and its login is never given to anybody else.")
    for answer in found.answers:
        yield gettext(
            "The answer to “%(answer)s” of %(number)s, which names them, in every version.",
            answer=label_of(answer),
            number=answer.number,
        )
    if found.pools:
        yield gettext("What they hold ends: %(pools)s.", pools=", ".join(map(entry_words.pool_words, found.pools)))
    if found.drafts:
        yield ngettext("%(num)s unsubmitted draft.", "%(num)s unsubmitted drafts.", found.drafts, num=found.drafts)
    yield gettext("Packets kept here that show any of it; they are made again without it.")


def label_of(answer: Named) -> str:
    """What the form asks there, under the law of that initiative."""
    with reading(engine()) as connection:
        law = record_by_id(connection, library(), office().law, answer.record, clock().now()).law
    asked = law.field_by_name.get(answer.field)
    return asked.label if asked else entry_words.plain(answer.field)


def stays(found: Extent) -> Iterator[str]:
    """What a record needs, and what is beyond reach."""
    if found.signed:
        yield gettext(
            "The printed name where they signed: a signature keeps it as long as its record (21 CFR 11.50, 11.70)."
        )
    if found.kept:
        yield gettext(
            "%(kept)s reasons, notes and requests that name them: they belong to decisions on record.", kept=found.kept
        )
    if found.owned:
        yield gettext("Open without an owner who can act: %(owned)s.", owned=", ".join(found.owned))
    yield gettext("Every entry of the trail, and the proof of each: an erased text is a digest that nobody can open.")
    yield gettext(
        "Packets and mails already handed out, and backups until they are restored with the list of erasures."
    )
