"""The unanchored window: what lies after the last checkpoint somebody outside keeps, and could be rewritten unseen.

Three kinds of anchor, the strongest first. *Cosigned*: enough witnesses compared the log with all they saw before, and
signed. *Mailed*: a mail server took a checkpoint for a mailbox outside; that somebody keeps it is hoped. *Handed out*:
a packet under it was made; whoever holds the packet holds the checkpoint. Only the first is measured where witnesses
are declared; where none are, the second. The third is shown and never counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Engine, and_, func, select

from coe.database import writing
from coe.evidence.cosignatures import standing
from coe.evidence.keys import log_keys, own_keys, witnesses
from coe.ledger import read_head
from coe.tables import approval, delivery, entry, handed_out
from governance.ledger.note import Key, parse_checkpoint, parse_note
from governance.office.keys import Witnesses

HOUR_MS = 3_600_000
ANCHOR_PLACE = -1
"""The place, among a checkpoint's delivery marks, of the mail that carried it outside; notices count from 0."""

Kind = Literal["cosigned", "mailed", "handed out"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint of `size` entries that somebody outside has since `at` (UTC ms); `who` where it is known."""

    kind: Kind
    size: int
    at: int
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """Entries after an anchor: how many, since when (UTC ms; 0 for none); and the approvals among them alike."""

    entries: int
    since: int
    approvals: int
    approved: int


@dataclass(frozen=True, slots=True)
class Window:
    """How the log of `size` entries stands at `now` (UTC ms) under the policy of its witnesses; `anchors` are the
    newest of each kind, `counted` the one the policy measures, `rest` what lies after it.
    """

    now: int
    size: int
    policy: Witnesses
    anchors: tuple[Anchor, ...]
    counted: Anchor | None
    rest: Rest

    @property
    def overdue(self) -> bool:
        """Whether an entry, or an approval, lies outside for longer than the policy allows."""
        return self._older(self.rest.since, self.policy.hours) or self.overdue_approval

    @property
    def overdue_approval(self) -> bool:
        """Whether an approval does."""
        return self._older(self.rest.approved, self.policy.approval_hours)

    def _older(self, since: int, hours: int) -> bool:
        return bool(since) and self.now - since > hours * HOUR_MS


def window(connection: Connection, now: int) -> Window:
    """The window at this moment (UTC ms). Raises Damaged, NoteError."""
    size, policy = read_head(connection).size, witnesses(connection)
    own = own_keys(log_keys(connection))
    found = tuple(
        each for each in (_cosigned(connection, policy, own), mailed(connection), _handed(connection)) if each
    )
    measured: Kind = "cosigned" if policy.needed else "mailed"
    counted = next((each for each in found if each.kind == measured), None)
    return Window(now, size, policy, found, counted, rest(connection, counted.size if counted else 0))


def note_handed_out(engine: Engine, initiative: str, note: bytes, now: int) -> None:
    """A packet of the initiative (its id) was made under this checkpoint: somebody holds it from now on (UTC ms)."""
    size = parse_checkpoint(parse_note(note).text).size
    with writing(engine) as connection:
        mine = (handed_out.c.size == size) & (handed_out.c.initiative == initiative)
        if connection.execute(select(handed_out.c.size).where(mine)).first() is None:
            connection.execute(handed_out.insert().values(size=size, initiative=initiative, at=now))


def rest(connection: Connection, size: int) -> Rest:
    """What was recorded after the first `size` entries; costs by the approvals among them, not by the entries."""
    log = read_head(connection).size
    since = connection.execute(select(entry.c.at).where(entry.c.seq == size)).scalar()
    columns = select(func.count(), func.min(approval.c.at))
    approvals, approved = connection.execute(columns.where(approval.c.seq >= size)).one()
    return Rest(max(0, log - size), since or 0, approvals, approved or 0)


def mailed(connection: Connection) -> Anchor | None:
    """The newest checkpoint a mail server took for the mailbox outside."""
    taken = and_(delivery.c.place == ANCHOR_PLACE, delivery.c.delivered > 0)
    columns = select(delivery.c.seq, delivery.c.delivered).where(taken).order_by(delivery.c.seq.desc())
    row = connection.execute(columns.limit(1)).first()
    return None if row is None else Anchor("mailed", row.seq, row.delivered)


def _cosigned(connection: Connection, policy: Witnesses, own: tuple[Key, ...]) -> Anchor | None:
    found = standing(connection, policy, own)
    if found is None:
        return None
    size, quorum = found
    return Anchor("cosigned", size, (quorum.at or 0) * 1000, quorum.names)


def _handed(connection: Connection) -> Anchor | None:
    columns = select(handed_out.c.size, func.min(handed_out.c.at)).group_by(handed_out.c.size)
    row = connection.execute(columns.order_by(handed_out.c.size.desc()).limit(1)).first()
    return None if row is None else Anchor("handed out", row[0], row[1])

