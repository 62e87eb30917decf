"""Alarms: incidents the office opens itself, each once, and the incidents as pages, mails and reports read them."""

from sqlalchemy import Connection, RowMapping, func, select

from coe.acts import reasoned
from coe.clock import named_id
from coe.database import reading
from coe.founding import new_seed
from coe.office import Office
from coe.reading import values
from coe.requests import Request
from coe.tables import entry, incident, initiative, person
from coe.words.speaking import gettext, lazy_gettext
from governance.errors import Refused
from governance.law.pools import SYSTEM
from governance.record.commands import OpenIncident
from governance.record.review_kinds import KINDS as REVIEWS

OFFICE = {
    "office/configuration": lazy_gettext("the configuration"),
    "key/log": lazy_gettext("the log’s key"),
    "key/witnesses": lazy_gettext("the witnesses"),
    "office/continuity": lazy_gettext("the backups"),
}


def alarm(office: Office, kind: str, about: str, name: str, reason: str) -> str:
    """Open an incident by `system`, once for each `name`; its id. A name that was opened before keeps its first reason.

    `kind` is one of `governance.record.incident_kinds`, `about` a stream or "", `reason` a sentence for the
    administrators, who are told by mail. Raises OfficeUnavailable, Refused for a kind that is none.
    """
    id_ = named_id(f"incident/{name}")
    with reading(office.engine) as connection:
        if opened_before(connection, name):
            return id_
    act = reasoned(lambda text: OpenIncident(kind, about, text), reason, new_seed())
    try:
        office.handle(Request(id_, f"incident/{id_}", SYSTEM, act.command, act.disclosures))
    except Refused as refused:
        if refused.code != "command-id-reused":  # somebody else was faster, in other words
            raise
    return id_


def opened_before(connection: Connection, name: str) -> bool:
    """Whether an alarm of this name was ever raised."""
    mine = entry.c.command == named_id(f"incident/{name}")
    return connection.execute(select(entry.c.seq).where(mine)).first() is not None


def still_open(connection: Connection, kind: str) -> dict[str, int]:
    """What the open incidents of a kind are about, each with when the latest was opened (UTC ms)."""
    latest = select(incident.c.about, func.max(incident.c.opened)).group_by(incident.c.about)
    rows = connection.execute(latest.where(incident.c.kind == kind, incident.c.closed == 0))
    return {row[0]: row[1] for row in rows}


def one(connection: Connection, id_: str) -> RowMapping | None:
    """An incident's row, None where there is none."""
    return connection.execute(select(incident).where(incident.c.id == id_)).mappings().one_or_none()


def subject(connection: Connection, about: str) -> str:
    """What an incident is about, in the reader's words: a record's number, a name, a review; "" for nothing."""
    kind, _, id_ = about.partition("/")
    match kind:
        case "initiative":
            return str(connection.execute(select(initiative.c.number).where(initiative.c.id == id_)).scalar() or about)
        case "person":
            return name_of(connection, id_) or gettext("a person no longer named")
        case "review" if id_ in REVIEWS:
            return gettext(REVIEWS[id_].title)
        case _:
            return str(OFFICE.get(about, about))


def name_of(connection: Connection, id_: str) -> str:
    """A person's printed name; "" where erased or unknown."""
    commit = connection.execute(select(person.c.name).where(person.c.id == id_)).scalar() or ""
    return str(values(connection, [commit]).get(commit, ""))


def address_of(connection: Connection, id_: str) -> str:
    """A person's address; "" where erased or unknown."""
    commit = connection.execute(select(person.c.email).where(person.c.id == id_)).scalar() or ""
    return str(values(connection, [commit]).get(commit, ""))
