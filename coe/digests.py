"""Which notices share one daily mail. The set is fixed when it is claimed, so that a mail tried again is the same mail.

A working table holds the name of the digest of each notice in one; a notice is never in two.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, insert, select

from coe.outbox import claim, undelivered
from coe.tables import digest, notice

MOST = 500
Place = tuple[int, int]


def waiting_for(connection: Connection, person: str, now: int) -> tuple[RowMapping, ...]:
    """What is to be sent to a person now and is in no digest, oldest first."""
    return undelivered(connection, now, MOST, notice.c.person == person, digest.c.name.is_(None))


def parts_of(connection: Connection, name: str) -> tuple[RowMapping, ...]:
    """The notices of a digest, oldest first."""
    mine = (digest.c.seq == notice.c.seq, digest.c.place == notice.c.place)
    found = select(notice).join(digest, mine[0] & mine[1]).where(digest.c.name == name)
    return tuple(connection.execute(found.order_by(notice.c.seq, notice.c.place)).mappings())


def form(connection: Connection, places: Iterable[Place], now: int, lease: int) -> tuple[str, int]:
    """Make one digest of these notices and claim it: its name and the attempt, ("", 0) where another has them."""
    mine = [each for each in places if claim(connection, *each, now, lease)]
    if not mine:
        return "", 0
    name = f"digest.{mine[0][0]}.{mine[0][1]}"
    connection.execute(insert(digest), [{"seq": seq, "place": place, "name": name} for seq, place in mine])
    return name, 1


def claim_again(connection: Connection, name: str, now: int, lease: int) -> int:
    """Take a whole digest for another attempt: its number, or 0 where another has it or it is not time yet."""
    taken = [claim(connection, row["seq"], row["place"], now, lease) for row in parts_of(connection, name)]
    return min(taken, default=0)
