"""Acts a record leans on (grants, trainings, publications …), judged as far as an extract of the log can show them.

An extract holds the streams a record read and who may grant and publish, not all that *those* entries read in turn:
that would carry the person streams of everybody who ever held a role, and whole other records. Where it lacks a stream,
the least is presumed that entitles whoever acted, and that is told; everything else is law, and a forgery that breaks
it is contradicted. The office never uses this; a verification of the whole log presumes nothing (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance.law.consulted import ENTITLING
from governance.law.pools import FOREVER, SYSTEM, Holding, Person, Pool, facts_of
from governance.law.shelf import Shelf
from governance.office.office_law import State, judge
from governance.office.publishing import placed
from governance.record import commands as c
from governance.record import events as e
from governance.record.initiative import Initiative

LEANING = (
    c.RegisterPerson, c.RecordManager, c.DeclareAbsence, c.Grant, c.Ungrant, c.Delegate, c.NoteAbsence, c.Publish,
    c.DeclareCalendar, c.RecordTraining, c.IssueUndertaking, c.AcceptUndertaking,
)  # fmt: skip
"""The acts whose law is known to need nothing beyond what can be presumed; all others are folded and not judged."""

_PROPOSED = "proposed"


@dataclass(frozen=True)
class Supporting:
    """An act in a stream that a record read: its stream and state, the command with its actor and time, and the first
    event, which says what an absent stream must have held.
    """

    stream: str
    state: State
    stamped: c.Stamped[c.Command]
    first: e.Event


def judged(act: Supporting, known: Mapping[str, State], absent: Iterable[str]) -> tuple[e.Event, ...]:
    """The events the law gives for the act, `absent` streams presumed. Raises Refused, NotADefinition.

    That a definition keeps its guarantees is not proven again; that takes seconds and needs no other entry.
    """
    facts = facts_of({**known, **{stream: _presumed(act, stream) for stream in absent}})
    stamped, kind = act.stamped, act.stream.partition("/")[0]
    if isinstance(stamped.command, c.Publish) and kind == "definition":
        shelf = act.state if isinstance(act.state, Shelf) else Shelf()
        return placed(act.stream, shelf, facts, stamped.command, stamped.actor, stamped.at)
    return judge(act.stream, act.state, facts, stamped)


def _presumed(act: Supporting, stream: str) -> State:
    """What an absent stream must have held for the act to be lawful; it was not empty, since some version was read."""
    if stream in ENTITLING:
        # `system` acts only while nobody holds these, which an entry of theirs rules out.
        holder = act.stamped.actor if act.stamped.actor != SYSTEM else "somebody"
        return Pool((Holding(holder, "", alternate=False, since=0, until=FOREVER, scope={}),))
    if stream.startswith("person/"):
        return Person(registered=True, absences=act.first.away if isinstance(act.first, e.Granted) else ())
    command = act.stamped.command
    if isinstance(command, c.Publish) and isinstance(act.first, e.Published) and stream == command.by:
        proposed = {_PROPOSED: {**command.definition}}
        return Initiative(
            status="approved", number=act.first.number, answers=proposed, publishes=_PROPOSED,
            supersedes=command.supersedes,
        )  # fmt: skip
    return None
