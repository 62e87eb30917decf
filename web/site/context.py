"""What views need of the house: the office, its parts, who is asking. One context per app, one cache per request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import abort, current_app, g
from sqlalchemy import Engine

from coe.blobs import Blobs
from coe.clock import Clock
from coe.home import Home
from coe.identity.ceremony import Ceremony
from coe.office import Office
from web.rows.foreseen import Forecasts
from web.rows.people_names import Person, all_people
from web.rows.records import Library
from web.site.accounts import current_person_id
from web.words.translating import gettext

EXTENSION = "clearway"


@dataclass(frozen=True, slots=True)
class Context:
    """One per app. `printer` starts making the packets that are asked for; `forecasts` are made beside the pages."""

    home: Home
    office: Office
    clock: Clock
    blobs: Blobs
    ceremony: Ceremony
    library: Library
    demo: bool
    printer: Callable[[Home], object]
    forecasts: Forecasts = field(default_factory=Forecasts)


def context() -> Context:
    """The context of the current app."""
    found: Context = current_app.extensions[EXTENSION]
    return found


def office() -> Office:
    """The office; views send it commands with `office().handle(Request(…))`."""
    return context().office


def engine() -> Engine:
    """The engine to read record tables from, with `coe.database.reading`."""
    return context().office.engine


def clock() -> Clock:
    """The office's clock: `now()` in UTC ms, `new_id()`."""
    return context().clock


def blobs() -> Blobs:
    """Where uploads are kept."""
    return context().blobs


def library() -> Library:
    """Published definitions, read once each."""
    return context().library


def ceremony() -> Ceremony:
    """The signing ceremony of this app."""
    return context().ceremony


def person() -> str:
    """The id of the person signed in; the guard in `web.app` admits nobody else."""
    return current_person_id() or abort(401)


def people() -> Mapping[str, Person]:
    """Everybody registered, by id; read once a request."""
    known: Mapping[str, Person] | None = g.get("people")
    if known is None:
        known = g.people = all_people(engine())
    return known


def name_of(id_: str) -> str:
    """The printed name of a person, "the clock" for `system`, and a plain word for somebody erased or unknown."""
    if id_ == "system":
        return gettext("the clock")
    found = people().get(id_)
    return found.name if found and found.name else gettext("a person no longer named")
