"""How each person wants their notices, kept in a working table; whoever never chose has them at once."""

from dataclasses import asdict

from sqlalchemy import Connection, select, tuple_, update

from coe.notice_times import Preference
from coe.outbox import upsert
from coe.tables import delivery, mail_preference, notice


def preference_of(connection: Connection, person: str) -> Preference:
    """What a person chose, or else the default."""
    row = connection.execute(select(mail_preference).where(mail_preference.c.person == person)).mappings().first()
    return Preference(**{name: value for name, value in row.items() if name != "person"}) if row else Preference()


def keep_preference(connection: Connection, person: str, chosen: Preference) -> None:
    """Keep the choice; what is held back for this person is judged anew, nothing of it is lost or sent twice."""
    upsert(connection, mail_preference, {"person": person}, asdict(chosen))
    mine = select(notice.c.seq, notice.c.place).where(notice.c.person == person)
    held = (delivery.c.attempts == 0, delivery.c.delivered == 0)
    again = update(delivery).where(*held, tuple_(delivery.c.seq, delivery.c.place).in_(mine))
    connection.execute(again.values(next=0))
