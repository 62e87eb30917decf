"""What a mail about an incident may say: its row with the texts as people wrote them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, select

from coe.database import reading
from coe.incidents import address_of, name_of, one, subject
from coe.reading import values
from coe.tables import entry


@dataclass(frozen=True, slots=True)
class IncidentLetter:
    """`kind` is the notice's, `what` the incident's; times are UTC ms, texts still as they were written."""

    kind: str
    name: str
    address: str
    incident: str
    what: str
    about: str
    opener: str
    opened: int
    reason: str
    root_cause: str = ""
    note: str = ""
    closed_by: str = ""


def incident_letter(engine: Engine, notice: Mapping[str, object]) -> IncidentLetter | None:
    """The letter for a row of `notice` about an incident; None when it cannot be found. Raises OfficeUnavailable."""
    with reading(engine) as connection:
        stream = connection.execute(select(entry.c.stream).where(entry.c.seq == notice["seq"])).scalar() or ""
        row = one(connection, stream.removeprefix("incident/"))
        if row is None:
            return None
        recipient = str(notice["person"])
        texts = values(connection, [row["reason"], row["root_cause"], row["note"]])
        return IncidentLetter(
            kind=str(notice["kind"]),
            name=name_of(connection, recipient),
            address=address_of(connection, recipient),
            incident=row["id"],
            what=row["kind"],
            about=subject(connection, row["about"]),
            opener=name_of(connection, row["opener"]),
            opened=row["opened"],
            reason=str(texts.get(row["reason"], "")),
            root_cause=str(texts.get(row["root_cause"], "")),
            note=str(texts.get(row["note"], "")),
            closed_by=name_of(connection, row["closed_by"]),
        )
