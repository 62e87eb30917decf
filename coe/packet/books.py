"""What the office's own books say of a record: which notices went to whom, and when. They are not in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from coe.packet.page import Message, Signed
from coe.packet.record import PacketRecord
from coe.tables import delivery, entry, notice

KINDS = {
    "your-turn": "To decide",
    "reminder": "Reminder",
    "escalation": "Escalation",
    "changes-requested": "Changes asked for",
    "returned": "Returned for changes",
    "approved": "Approved",
    "rejected": "Rejected",
    "condition-set": "Condition set",
    "condition-met": "Condition met, to verify",
    "condition-verified": "Condition verified",
    "on-hold": "Put on hold",
    "resumed": "Resumed",
    "withdrawn": "Withdrawn",
    "revoked": "Revoked",
    "ratified": "Ratified",
    "expiring": "Approval ends",
    "expired": "Approval ended",
    "check-in": "Check-in asked",
    "renewed": "Renewed",
    "retired": "Retired",
    "question-asked": "Question asked",
    "question-answered": "Question answered",
    "passed-on": "Turn passed on",
}


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice: the entry (and time, UTC ms) it follows from, to whom (a person id), its kind, gate and step; when the
    mail server took it (0 for not yet) and how often that was tried.
    """

    seq: int
    at: int
    person: str
    kind: str
    gate: str
    step: str
    delivered: int
    attempts: int


def posted(connection: Connection, initiative: str, size: int) -> tuple[Posted, ...]:
    """The notices of an initiative (its id) that follow from the first `size` entries of the log."""
    mine = and_(delivery.c.seq == notice.c.seq, delivery.c.place == notice.c.place)
    columns = select(notice, entry.c.at, delivery.c.delivered, delivery.c.attempts).outerjoin(delivery, mine)
    joined = columns.join(entry, entry.c.seq == notice.c.seq)
    wanted = joined.where(notice.c.initiative == initiative, notice.c.seq < size)
    return tuple(
        Posted(row.seq, row.at, row.person, row.kind, row.gate, row.step, row.delivered or 0, row.attempts or 0)
        for row in connection.execute(wanted.order_by(notice.c.seq, notice.c.place))
    )


def messages(record: PacketRecord, books: Iterable[Posted]) -> Iterator[Message]:
    """Each notice as it is printed; people are named where the evidence names them."""
    for each in books:
        about = ", ".join(filter(None, [record.gate_title(each.gate) if each.gate else "", each.step]))
        subject = f"{KINDS.get(each.kind, each.kind)}{f': {about}' if about else ''}, entry {each.seq}"
        yield Message(record.clock(each.at), record.name(each.person), subject, _outcome(record, each))


def _outcome(record: PacketRecord, each: Posted) -> Signed:
    if each.delivered:
        return Signed("passed", "Handed over", record.local(each.delivered))
    if each.attempts:
        return Signed("warning", "Not delivered", f"{each.attempts} attempt{'' if each.attempts == 1 else 's'}")
    return Signed("not_open", "Not sent yet")
