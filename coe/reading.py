"""What pages, flows and the packet ask of the office beside the record tables: folded states, facts, due steps."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, assert_never, cast

from sqlalchemy import Connection, Engine, select

from coe import ledger
from coe.database import reading
from coe.law import OfficeLaw, definition_for, facts_from
from coe.memory import Kept, Memory
from coe.statements import Statements
from coe.tables import calendar, clock_step, definition, disclosure, initiative
from governance.formats.jcs import Json, decode
from governance.language.definition import Definition
from governance.law.pools import Facts
from governance.record.commands import AskCheckIn, Escalate, Expire, GiveNotice, Hold, Remind
from governance.record.entry import Entry
from governance.record.state import Initiative

MOST_DISCLOSED = 500


StepKind: TypeAlias = Literal["remind", "escalate", "notice", "expire", "check-in"]


@dataclass(frozen=True, slots=True)
class DueStep:
    """A moment, UTC ms, that has come: a step of an open gate's clock, or one of an approved record, which has no
    `gate` and its term as `opening`.
    """

    initiative: str
    gate: str
    opening: int
    step: str
    kind: StepKind
    at: int

    def command(self) -> Remind | Escalate | GiveNotice | Expire | AskCheckIn:
        """What `system` sends."""
        match self.kind:
            case "remind":
                return Remind(self.gate, self.opening, self.step)
            case "escalate":
                return Escalate(self.gate, self.opening, self.step)
            case "notice":
                return GiveNotice(self.opening, self.step)
            case "expire":
                return Expire(self.opening)
            case "check-in":
                return AskCheckIn(self.step)
            case _:
                assert_never(self.kind)


class Reader:
    """Folded states kept for reading, brought up to date at each question. Safe for many threads."""

    def __init__(self, engine: Engine, law: OfficeLaw) -> None:
        self._engine = engine
        self._law = law
        self._statements = Statements(engine.dialect)
        self._memory = Memory(law, self._statements)
        self._lock = threading.Lock()

    def look(self, *streams: str) -> tuple[Kept, ...]:
        """Version, head hash and folded state of each stream, all at one moment. Raises OfficeUnavailable, Damaged."""
        # The snapshot begins inside the lock, so that it is never older than what is kept.
        with self._lock, reading(self._engine) as connection:
            size = ledger.read_head(connection).size
            cursor: Any = connection.connection.cursor()
            self._memory.catch_up(cursor, size)
            return tuple(self._memory.look(cursor, stream) for stream in streams)

    def initiative_state(self, record: str) -> Initiative | None:
        """The initiative as it stands; None where nothing was submitted under this id."""
        state = self.look(f"initiative/{record}")[0].state
        return state if isinstance(state, Initiative) else None

    def facts_for(self, record: str) -> Facts:
        """What the law would consult for this initiative now."""
        state = self.initiative_state(record)
        law = self.definition(state.definition, state.workflow) if state else None
        return self.facts(law, state.owner) if state and law else Facts({}, law=law)

    def facts(self, law: Definition, owner: str, to: Definition | None = None) -> Facts:
        """What the law would consult now for an initiative of this owner under this definition; `to` is a version it
        might be moved to.
        """
        streams = self._law.consulted("initiative/x", Hold(""), Initiative(owner=owner), law, owner, to)
        kept = self.look(*streams)
        return facts_from({name: each.state for name, each in zip(streams, kept, strict=True)}, law, to)

    def definition(self, digest: str, workflow: str = "") -> Definition | None:
        """A published definition by its digest; with "" as digest, the one in force of a workflow."""
        if not workflow:
            statement = select(definition.c.workflow).where(definition.c.digest == digest)
            with reading(self._engine) as connection:
                workflow = connection.execute(statement).scalar() or ""
        shelf = self.look(f"definition/{workflow}")[0].state if workflow else None
        return definition_for(self._law, lambda _: shelf, Initiative(workflow=workflow, definition=digest), workflow)


def steps_due(connection: Connection, now: int, limit: int = 100) -> tuple[DueStep, ...]:
    """Steps whose moment has come, the longest overdue first; costs by what is due, not by what is open."""
    columns = (getattr(clock_step.c, name) for name in ("initiative", "gate", "opening", "step", "kind", "at"))
    statement = (
        select(*columns).where(clock_step.c.at <= now).order_by(clock_step.c.at, *clock_step.primary_key.columns)
    )
    return tuple(DueStep(*row) for row in connection.execute(statement.limit(limit)))


def entries(connection: Connection, stream: str) -> tuple[Entry, ...]:
    """A stream's entries in order. Raises Damaged."""
    return ledger.entries(connection, stream)


def values(connection: Connection, commits: Sequence[str]) -> dict[str, Json]:
    """The values of those commitments that are disclosed here; an erased one is left out."""
    found: dict[str, Json] = {}
    wanted = [commit for commit in dict.fromkeys(commits) if commit]
    for start in range(0, len(wanted), MOST_DISCLOSED):
        some = disclosure.c.commit.in_(wanted[start : start + MOST_DISCLOSED])
        for commit, value in connection.execute(select(disclosure.c.commit, disclosure.c.value).where(some)):
            found[commit] = decode(value.encode())
    return found


def id_of_number(connection: Connection, number: str) -> str | None:
    """The id of the initiative with this human number."""
    statement = select(initiative.c.id).where(initiative.c.number == number)
    return cast("str | None", connection.execute(statement).scalars().first())


def calendar_names(connection: Connection) -> tuple[str, ...]:
    """The calendars that were declared."""
    return tuple(connection.execute(select(calendar.c.name).order_by(calendar.c.name)).scalars())
