"""Who is told what: notices are derived from an entry and committed with it; delivering them is a flow's business.

A notice is known by its entry and place, so its Message-ID never changes, however often it is tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from coe.tables import cursor, delivery, digest, notice
from governance.law.consulted import ADMINISTRATORS
from governance.law.gates import standings
from governance.law.passing import handed_to
from governance.law.pools import SYSTEM, Facts, Person
from governance.office.incidents import Incident
from governance.record import events as e
from governance.record.entry import Entry
from governance.record.incident_kinds import LOCK_OUT
from governance.record.state import Initiative

ACCOUNT_KINDS = (
    "locked-out", "reset-asked", "reset-to-approve", "credentials-issued", "loss-reported", "loss-to-replace",
    "account-closed", "credential-changed",
)  # fmt: skip
ALSO_WHO_ACTED = ("your-turn", "loss-reported", "credential-changed")
"""Told to the one who acted, too: it may have been somebody else with their credentials."""
RETRY_MS = 60_000
LONGEST_RETRY_MS = 6 * 3_600_000


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person. `kind` is one of: your-turn, reminder, escalation, changes-requested, returned,
    approved, rejected, condition-set, condition-met, condition-verified, on-hold, resumed, withdrawn, revoked,
    ratified, expiring, expired, check-in, renewed, retired, question-asked, question-answered, passed-on, incident,
    incident-closed, or one of ACCOUNT_KINDS. The `step` of a question's notice is its id.
    """

    person: str
    kind: str
    gate: str = ""
    step: str = ""


def notices(entry: Entry, after: object, facts: Facts) -> tuple[Notice, ...]:
    """Who is told of an entry, each once; `after` is its stream's state.

    Never the one who acted, except on their turn and where it may not have been they.
    """
    match after:
        case Initiative():
            able = _able(entry, after, facts)
            found = dict.fromkeys(notice for event in entry.events for notice in _told(event, after, able))
        case Incident():
            found = dict.fromkeys(_of_incident(entry, after, facts))
        case Person():
            found = dict.fromkeys(_of_account(entry, facts))
        case _:
            return ()
    return tuple(each for each in found if each.person != entry.actor or each.kind in ALSO_WHO_ACTED)


def _of_incident(entry: Entry, after: Incident, facts: Facts) -> Iterator[Notice]:
    """All administrators in office hear of one that opens; whoever reported it, that it is closed."""
    match entry.events[0]:
        case e.IncidentOpened(kind=kind, about=about):
            yield from (Notice(person, "incident") for person in facts.pool(ADMINISTRATORS).members(entry.at, {}))
            if kind == LOCK_OUT and about.startswith("person/"):
                yield Notice(about.partition("/")[2], "locked-out")
        case e.IncidentClosed() if after.opener != SYSTEM:
            yield Notice(after.opener, "incident-closed")
        case _:
            pass


def _of_account(entry: Entry, facts: Facts) -> Iterator[Notice]:
    """The person hears of whatever is done to their credentials; administrators, of what waits for one of them."""
    person = entry.stream.partition("/")[2]
    others = (each for each in facts.pool(ADMINISTRATORS).members(entry.at, {}) if each != person)
    match entry.events[0]:
        case e.CredentialResetAsked():
            yield Notice(person, "reset-asked")
            yield from (Notice(each, "reset-to-approve") for each in others)
        case e.CredentialResetApproved():
            yield Notice(person, "credentials-issued")
        case e.LossReported():
            yield Notice(person, "loss-reported")
            yield from (Notice(each, "loss-to-replace") for each in others)
        case e.AccountClosed():
            yield Notice(person, "account-closed")
        case e.CredentialNoted():
            yield Notice(person, "credential-changed")
        case _:
            pass


def _able(entry: Entry, after: Initiative, facts: Facts) -> dict[str, tuple[str, ...]]:
    """Who can act at each gate that this entry opened."""
    opened = [event.gate for event in entry.events if isinstance(event, e.GateOpened)]
    if not opened or facts.law is None:
        return {}
    found = standings(facts.law, facts, after, entry.at)
    return {name: found[name].able for name in opened}


def _told(event: e.Event, after: Initiative, able: Mapping[str, tuple[str, ...]]) -> Iterator[Notice]:
    owner = after.owner
    match event:
        case e.GateOpened(gate=gate):
            yield from (Notice(person, "your-turn", gate) for person in able.get(gate, ()))
        case e.Reminded(gate=gate, step=step, to=to):
            # Whoever passed their turn on to somebody who can act is not reminded of it; that person is.
            turn = (person for person in to if handed_to(after, gate, person) not in to)
            yield from (Notice(person, "reminder", gate, step) for person in turn)
        case e.Escalated(gate=gate, step=step, to=to):
            yield from (Notice(person, "escalation", gate, step) for person in to)
        case e.NoticeGiven(step=step, to=to):
            yield from (Notice(person, "expiring", "", step) for person in to)
        case e.Expired(to=to):
            yield from (Notice(person, "expired") for person in to)
        case e.CheckInAsked(step=step):
            yield Notice(owner, "check-in", "", step)
        case e.Ratified(gate=gate):
            yield Notice(owner, "ratified", gate)
        case e.DecisionSigned(gate=gate, requests=requests, conditions=conditions):
            if requests:
                yield Notice(owner, "changes-requested", gate)
            if conditions:
                yield Notice(owner, "condition-set", gate)
        case e.ConditionMet(condition=condition):
            yield from (Notice(c.person, "condition-met", c.gate) for c in after.conditions if c.id == condition)
        case e.ConditionVerified(condition=condition):
            yield from (Notice(owner, "condition-verified", c.gate) for c in after.conditions if c.id == condition)
        case e.PassedOn(gate=gate, to=to, person=person):
            yield Notice(to, "your-turn", gate, "passed-on")
            if person:
                yield Notice(person, "passed-on", gate)
        case e.QuestionAsked() | e.QuestionAnswered():
            yield _of_a_question(event, after)
        case _:
            kind = _TO_OWNER.get(type(event))
            if kind:
                yield Notice(owner, kind)


def _of_a_question(event: e.QuestionAsked | e.QuestionAnswered, after: Initiative) -> Notice:
    """The owner hears of a question and of what its asker adds; the asker, of what anybody else answers."""
    name = event.question if isinstance(event, e.QuestionAnswered) else after.questions[-1].id
    asked = next(one for one in after.questions if one.id == name)
    if asked.answers and asked.answers[-1].person != asked.person:
        return Notice(asked.person, "question-answered", asked.gate, asked.id)
    return Notice(after.owner, "question-asked", asked.gate, asked.id)


_TO_OWNER: dict[type[e.Event], str] = {
    e.ReturnedToOwner: "returned",
    e.Approved: "approved",
    e.Rejected: "rejected",
    e.PutOnHold: "on-hold",
    e.Resumed: "resumed",
    e.Revoked: "revoked",
    e.Renewed: "renewed",
    e.Retired: "retired",
}


def message_id(origin: str, seq: int, place: int) -> str:
    """The Message-ID of a notice: the same for every attempt."""
    return named_id(origin, f"{seq}.{place}")


def named_id(origin: str, name: str) -> str:
    """The Message-ID of what is known by a name, such as a digest."""
    return f"<{name}@{origin.replace('/', '.')}>"


def undelivered(
    connection: Connection, now: int, limit: int = 100, *only: ColumnElement[bool]
) -> tuple[RowMapping, ...]:
    """Notices to be sent now, oldest first, `only` some; each with `attempts` made so far and its `digest`
    (None for none).
    """
    due = or_(delivery.c.seq.is_(None), and_(delivery.c.delivered == 0, delivery.c.next <= now))
    begin = notice.c.seq >= _position(connection)
    statement = select(notice, delivery.c.attempts, digest.c.name.label("digest")).outerjoin(delivery, _MINE)
    statement = statement.outerjoin(digest, _TOGETHER).where(begin, due, *only)
    rows = connection.execute(statement.order_by(notice.c.seq, notice.c.place).limit(limit))
    return tuple(rows.mappings())


def claim(connection: Connection, seq: int, place: int, now: int, lease: int) -> int:
    """Take a notice for one attempt: its number from 1, or 0 when another has it or it is not due.

    Without a mark within `lease` ms (a crash) it is free again.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(delivery).values(seq=seq, place=place, attempts=1, delivered=0, next=now + lease, error="")
    again = first.on_conflict_do_update(
        index_elements=["seq", "place"],
        set_={"attempts": delivery.c.attempts + 1, "next": now + lease},
        where=and_(delivery.c.delivered == 0, delivery.c.next <= now),
    )
    return connection.execute(again.returning(delivery.c.attempts)).scalar_one_or_none() or 0


def hold(connection: Connection, seq: int, place: int, now: int, until: int) -> None:
    """Let a notice wait until then; one that another has claimed or delivered is left alone."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(delivery).values(seq=seq, place=place, attempts=0, delivered=0, next=until, error="")
    free = and_(delivery.c.delivered == 0, delivery.c.next <= now)
    connection.execute(first.on_conflict_do_update(index_elements=["seq", "place"], set_={"next": until}, where=free))


def skip_delivered(connection: Connection) -> int:
    """Remember up to which entry all is delivered, so that looking for more costs by what is not; that entry."""
    position = _position(connection)
    last = connection.execute(select(func.max(notice.c.seq))).scalar()  # first: what comes meanwhile is then seen below
    waiting = select(func.min(notice.c.seq)).outerjoin(delivery, _MINE).where(notice.c.seq >= position)
    left = connection.execute(waiting.where(func.coalesce(delivery.c.delivered, 0) == 0)).scalar()
    if left is None:
        left = 0 if last is None else last + 1
    if left > position:
        upsert(connection, cursor, {"name": _NAME}, {"position": left})
    return max(left, position)


def mark_delivered(connection: Connection, seq: int, place: int, now: int) -> None:
    """The mail server took it."""
    key = {"seq": seq, "place": place}
    upsert(connection, delivery, key, {"delivered": now, "next": 0, "error": ""}, attempts=1)


def mark_failed(connection: Connection, seq: int, place: int, now: int, attempts: int, error: str) -> None:
    """It was not taken; `attempts` counts this one. The next attempt waits twice as long, six hours at most."""
    wait = min(RETRY_MS << min(attempts - 1, 16), LONGEST_RETRY_MS)
    values = {"attempts": attempts, "delivered": 0, "next": now + wait, "error": error[:500]}
    upsert(connection, delivery, {"seq": seq, "place": place}, values)


def upsert(
    connection: Connection, table: Table, key: Mapping[str, object], values: Mapping[str, object], **first: object
) -> None:
    """Insert `key`, `values` and `first`, or set `values` where the key exists."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values({**key, **values, **first})
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))


def _position(connection: Connection) -> int:
    return connection.execute(select(cursor.c.position).where(cursor.c.name == _NAME)).scalar() or 0


_NAME = "outbox"
_TOGETHER = and_(digest.c.seq == notice.c.seq, digest.c.place == notice.c.place)
_MINE = and_(delivery.c.seq == notice.c.seq, delivery.c.place == notice.c.place)
