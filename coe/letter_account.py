"""What a mail about somebody's credentials may say: the entry it comes from, with the text as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from coe.database import reading
from coe.incidents import address_of, name_of
from coe.reading import values
from coe.tables import entry
from governance.record import events as e
from governance.record.entry import Entry, read_entry


@dataclass(frozen=True, slots=True)
class AccountLetter:
    """`kind` is the notice's; `person` (an id) is whose credentials it is about, `whose` their name, `by` who acted (""
    for the office itself or the person); `at` is UTC ms; `what` was changed and `left` are recovery codes, where noted.
    """

    kind: str
    name: str
    address: str
    person: str
    whose: str
    by: str
    at: int
    reason: str = ""
    what: str = ""
    left: int = 0


def account_letter(engine: Engine, notice: Mapping[str, object]) -> AccountLetter | None:
    """The letter for a row of `notice` about credentials; None without its entry. Raises OfficeUnavailable."""
    with reading(engine) as connection:
        data = connection.execute(select(entry.c.bytes).where(entry.c.seq == notice["seq"])).scalar()
        return None if data is None else _letter(connection, read_entry(bytes(data)), notice)


def _letter(connection: Connection, found: Entry, notice: Mapping[str, object]) -> AccountLetter:
    event, recipient = found.events[0], str(notice["person"])
    subject = event.about if isinstance(event, e.IncidentOpened) else found.stream
    person = subject.partition("/")[2]
    commit = str(getattr(event, "reason", ""))
    return AccountLetter(
        kind=str(notice["kind"]),
        name=name_of(connection, recipient),
        address=address_of(connection, recipient),
        person=person,
        whose=name_of(connection, person),
        by=name_of(connection, found.actor) if found.actor != person else "",
        at=found.at,
        reason=str(values(connection, [commit]).get(commit, "")),
        what=event.what if isinstance(event, e.CredentialNoted) else "",
        left=event.left if isinstance(event, e.CredentialNoted) else 0,
    )
