"""Periodic reviews as the office keeps them: which are due when, and who may not do one because they acted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, or_, select

from coe.ledger import first_since
from coe.office_errors import BadHome
from coe.tables import entry, review
from governance.record.review_kinds import KINDS, PERSONAL, ReviewKind

DAY_MS = 86_400_000
SETTING = "review_days_"
MOST_DAYS = 3_660


@dataclass(frozen=True, slots=True)
class Standing:
    """How a kind of review stands: up to when all is reviewed and when the next one is due (UTC ms; 0 for an office
    without an entry), how long a period is, and the last review's row.
    """

    name: str
    kind: ReviewKind
    since: int
    due: int
    days: int
    last: RowMapping | None = None


def standings(connection: Connection, settings: Mapping[str, str]) -> tuple[Standing, ...]:
    """Every kind of review. Raises BadHome for a setting `review_days_…` that is no number of days."""
    founded = connection.execute(select(entry.c.at).where(entry.c.seq == 0)).scalar() or 0
    return tuple(_standings(connection, settings, founded))


def _standings(connection: Connection, settings: Mapping[str, str], founded: int) -> Iterator[Standing]:
    for name, kind in KINDS.items():
        statement = select(review).where(review.c.subject == name).order_by(review.c.seq.desc()).limit(1)
        last = connection.execute(statement).mappings().one_or_none()
        days, since = days_of(name, kind, settings), last["until"] if last else 0
        begins = since or founded
        yield Standing(name, kind, since, begins + (days + kind.grace) * DAY_MS if begins else 0, days, last)


def days_of(name: str, kind: ReviewKind, settings: Mapping[str, str]) -> int:
    """How long a period of this kind is here. Raises BadHome."""
    given = settings.get(SETTING + name, "")
    if not given:
        return kind.days
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= MOST_DAYS:
        why = f"{SETTING}{name} is “{given[:20]}”, which is no number of days up to {MOST_DAYS}."
        raise BadHome("The settings cannot be used.", why, f"`coe config set {SETTING}{name} {kind.days}`")
    return int(given)


def covers(name: str, stream: str, command: str) -> bool:
    """Whether a review of this kind covers a command of this type in this stream."""
    return name in KINDS and stream.partition("/")[0] in KINDS[name].covers and command not in PERSONAL


def own_entries(connection: Connection, name: str, actor: str, since: int, until: int) -> int:
    """How many entries of what this kind of review covers the actor wrote in the period."""
    kind = KINDS.get(name)
    if kind is None or not kind.covers:
        return 0
    covered = or_(*(entry.c.stream.startswith(f"{each}/", autoescape=True) for each in kind.covers))
    first, last = first_since(connection, since), first_since(connection, until)
    mine = entry.c.actor == actor, covered, entry.c.type.not_in(PERSONAL)
    counted = select(func.count()).where(entry.c.seq >= first, entry.c.seq < last, *mine)
    return int(connection.execute(counted).scalar_one())
