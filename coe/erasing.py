"""Erasing what may be forgotten of a person (GDPR Article 17), and what stays because a record needs it.

Erased are value and nonce: the address, the name of somebody who never signed, answers in personal fields that name the
person, drafts, the account's secrets. Signed names, reasons, notes and requests stay with their records.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, delete, or_, select

from coe import acts
from coe.bundle import kept as bundles
from coe.clock import named_id
from coe.database import reading
from coe.drafts import PARKED, of_person
from coe.founding import recorded
from coe.home import Home
from coe.identity.accounts import erase_account
from coe.identity.totp import TotpKey
from coe.law import facts_from, id_of
from coe.ledger import bytes_of, entries
from coe.office import Office
from coe.office_errors import UnknownRecord
from coe.packet import requests as packets
from coe.reading import Reader, values
from coe.requests import Before, Receipt, Request
from coe.retention import has_signed
from coe.sealed_files import destroy_keys
from coe.search.index import MERGED, forget
from coe.tables import disclosure, draft, entry, initiative, passage, person, pool_member
from governance.errors import Forbidden, OutOfOrder
from governance.formats.jcs import decode
from governance.law.consulted import ADMINISTRATORS
from governance.reading.answers import is_commitment
from governance.record import commands as c
from governance.record import events as e
from governance.record.codec import tag_of
from governance.record.entry import Entry, read_entry
from governance.record.state import OPEN

TITLES = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms)\b\.?\s*)+", re.IGNORECASE)
SHORTEST_NAME = 5
ERASING = ("erase-person", "erase-answer")


@dataclass(frozen=True, slots=True)
class Named:
    """A personal answer: the initiative's id and number, and the field."""

    record: str
    number: str
    field: str


@dataclass(frozen=True, slots=True)
class Extent:
    """What erasing a person would do. `signed`: their printed name stays; `answers` name them and go, `kept` counts the
    other texts that do and stay; `pools` they hold end; `drafts` go; the open initiatives `owned` stay without an owner
    who can act.
    """

    person: str
    signed: bool
    answers: tuple[Named, ...]
    kept: int
    pools: tuple[str, ...]
    drafts: int
    owned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Who has something erased, and why; one `command_id` and `seed` make a second click the same act."""

    actor: str
    reason: str
    command_id: str
    seed: bytes


def extent(engine: Engine, who: str, now: int) -> Extent:
    """What would be erased of a person, read from one snapshot. Raises UnknownRecord."""
    with reading(engine) as connection:
        row = connection.execute(select(person.c.name, person.c.email).where(person.c.id == who)).one_or_none()
        if row is None:
            raise UnknownRecord("There is no such person.", f"Nobody is registered as {who[:40]}.", "Check the id.")
        held = select(pool_member.c.pool).where(pool_member.c.person == who, pool_member.c.until > now).distinct()
        owned = select(initiative.c.number).where(initiative.c.owner == who, initiative.c.status.in_(OPEN))
        mine = select(draft.c.id).where(draft.c.owner == who)
        return Extent(
            who,
            has_signed(connection, who, row.name),
            *_naming(connection, (row.name, row.email)),
            tuple(sorted(connection.execute(held).scalars())),
            len(connection.execute(mine).all()),
            tuple(sorted(connection.execute(owned).scalars())),
        )


def erase_person(office: Office, home: Home, found: Extent, order: Order, key: TotpKey) -> tuple[Receipt, ...]:
    """End what the person holds, erase what names them, then the person and their account; the entries recorded.

    Each is an act of its own. The law is asked before the first, so that a refusal does nothing; after a crash the same
    order goes on. Raises Refused.
    """
    act = acts.reasoned(partial(c.ErasePerson, name=not found.signed), order.reason, order.seed)
    if not recorded(office, [_id(order, f"person/{found.person}")]):
        _refuse_early(office, found.person, act.command, order.actor)
    done = [
        _sent(office, order, pool, acts.reasoned(partial(c.Ungrant, found.person), order.reason, order.seed))
        for pool in found.pools
    ]
    done += [erase_answer(office, home, each, order) for each in found.answers]
    done.append(_sent(office, order, f"person/{found.person}", act, partial(_forgetting, found.person, key)))
    _forget_printed(home)
    scrub(office.engine)
    return tuple(done)


def erase_answer(office: Office, home: Home, answer: Named, order: Order) -> Receipt:
    """Erase the answers to one personal field in every round of an initiative. Raises Refused."""
    act = acts.reasoned(partial(c.EraseAnswer, answer.field), order.reason, order.seed)
    receipt = _sent(office, order, f"initiative/{answer.record}", act, partial(_unlocking, answer), answer.field)
    _forget_printed(home)
    scrub(office.engine)
    return receipt


def erasures(connection: Connection) -> Iterator[tuple[Entry, bytes]]:
    """Every entry that erased something, in the order of the log, with its bytes."""
    for data in bytes_of(connection, ERASING):
        yield read_entry(data), data


def erased_since(connection: Connection, size: int) -> bool:
    """Whether anything was erased after the log had `size` entries."""
    later = select(entry.c.seq).where(entry.c.seq >= size, entry.c.type.in_(ERASING)).limit(1)
    return connection.execute(later).first() is not None


def commits_of(entry: Entry) -> tuple[str, ...]:
    """The commitments an entry had forgotten."""
    return tuple(
        each for event in entry.events if isinstance(event, e.PersonErased | e.AnswerErased) for each in event.commits
    )


def forget_commits(connection: Connection, commits: tuple[str, ...]) -> int:
    """Destroy value and nonce of these commitments; how many there still were."""
    _overwriting(connection, 0)
    destroy_keys(connection, values(connection, commits).values())
    forget(connection, commits)
    return sum(connection.execute(delete(disclosure).where(disclosure.c.commit == one)).rowcount for one in commits)


def forget_person(connection: Connection, who: str, key: TotpKey, at: int) -> None:
    """Close and empty a person's account and throw their drafts away, in the caller's transaction."""
    _overwriting(connection, at)
    erase_account(connection, who, key, at)
    parked = draft.c.id.startswith(f"{PARKED}:{who}:", autoescape=True)
    for mine in of_person(connection, who):
        destroy_keys(connection, mine.answers.values() if mine.owner == who else ())
    connection.execute(delete(draft).where(or_(draft.c.owner == who, parked)))


def scrub(engine: Engine) -> None:
    """After an erasure: leave no copy of it in SQLite's write-ahead log, no dead row for PostgreSQL to find."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA secure_delete=ON")
            raw.execute(MERGED)
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in (disclosure, draft, passage):
                connection.exec_driver_sql(f"VACUUM {table.name}")


def _forget_printed(home: Home) -> None:
    """Whoever only decided, asked or was named stands in packets of records that are not theirs: all are forgotten."""
    packets.forget_all(home)
    bundles.forget_all(home)


def _refuse_early(office: Office, who: str, command: c.Command, actor: str) -> None:
    """Ask the law for the last of several acts before the first is done. A refusal that matters is on record."""
    stream = f"person/{who}"
    subject, pool = Reader(office.engine, office.law).look(stream, ADMINISTRATORS)
    facts = facts_from({ADMINISTRATORS: pool.state}, None)
    try:
        office.law.judge(stream, subject.state, facts, c.Stamped(command, actor, office.clock.now()))
    except (Forbidden, OutOfOrder) as refused:
        office.deny(actor, tag_of(command), stream, refused.code)
        raise


def _naming(connection: Connection, own: tuple[str, str]) -> tuple[tuple[Named, ...], int]:
    """The personal answers in which the person's name or address stands, and how many other texts say it too."""
    opened = connection.execute(select(disclosure.c.value).where(disclosure.c.commit.in_(own))).scalars()
    names = [text for value in opened if len(text := TITLES.sub("", str(decode(value.encode())))) >= SHORTEST_NAME]
    if not names:
        return (), 0
    said = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    texts = connection.execute(select(disclosure.c.commit, disclosure.c.value).where(disclosure.c.commit.not_in(own)))
    told = {commit for commit, value in texts if said.search(str(decode(value.encode())))}
    found: dict[Named, set[str]] = {}
    for data in bytes_of(connection, ("submit",)) if told else ():
        if any(commit.encode() in data for commit in told):
            for answer, commit in _answers_in(read_entry(data), told):
                found.setdefault(answer, set()).add(commit)
    return tuple(found), len(told - {commit for commits in found.values() for commit in commits})


def _answers_in(entry: Entry, told: set[str]) -> Iterator[tuple[Named, str]]:
    for event in entry.events:
        if isinstance(event, e.Submitted):
            for field, value in event.answers.items():
                if isinstance(value, dict) and value.keys() == {"commit"} and value["commit"] in told:
                    yield Named(id_of(entry.stream), event.number, field), str(value["commit"])


def _sent(
    office: Office, order: Order, stream: str, act: acts.Act, before: Before | None = None, field: str = ""
) -> Receipt:
    return office.handle(
        Request(_id(order, stream, field), stream, order.actor, act.command, act.disclosures, before=before)
    )


def _forgetting(who: str, key: TotpKey, connection: Connection, at: int) -> None:
    forget_person(connection, who, key, at)


def _id(order: Order, stream: str, field: str = "") -> str:
    return named_id(f"{order.command_id}/{stream}/{field}")


def _unlocking(answer: Named, connection: Connection, at: int) -> None:
    """Destroy the keys of the files that were given as this answer, in every version, with the answer."""
    _overwriting(connection, at)
    found = [
        str(given["commit"])
        for entry in entries(connection, f"initiative/{answer.record}")
        for event in entry.events
        if isinstance(event, e.Submitted) and isinstance(given := event.answers.get(answer.field), dict)
        if is_commitment(given)
    ]
    destroy_keys(connection, values(connection, found).values())


def _overwriting(connection: Connection, _: int) -> None:
    """Have SQLite write zeros over what it deletes."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
