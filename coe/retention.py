"""What is never forgotten on request: the printed name of whoever signed belongs to what they signed (21 CFR 11.50,
11.70) and stays as long as that record does (11.10(c)).
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from coe.law import id_of
from coe.tables import entry
from governance.errors import Refused
from governance.record.events import Event, PersonErased


def has_signed(connection: Connection, person: str, name: str) -> bool:
    """Whether an entry of this person's own acts holds the commitment to their printed name. Reads the whole log."""
    own = select(entry.c.bytes).where(entry.c.actor == person, entry.c.stream != f"person/{person}")
    return any(name.encode() in bytes(data) for data in connection.execute(own).scalars())


def refuse_signed(
    connection: Connection, stream: str, events: Iterable[Event], staged: Iterable[Mapping[str, object]]
) -> None:
    """Refuse to forget the name of somebody who signed, in the log or among the rows `staged` beside it."""
    person = id_of(stream)
    for event in events:
        if not isinstance(event, PersonErased) or not event.name:
            continue
        name = event.commits[-1]
        now = (row["bytes"] for row in staged if row["actor"] == person and row["stream"] != stream)
        if any(isinstance(data, bytes) and name.encode() in data for data in now) or has_signed(
            connection, person, name
        ):
            raise Refused(
                "name-signed",
                "The name cannot be erased.",
                "This person has signed, and a signature keeps its printed name as long as the record does.",
                "Erase the address alone.",
            )
