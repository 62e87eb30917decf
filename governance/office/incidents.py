"""The law of incidents (EU GMP Annex 11 §13): anybody may report one, alarms open one, and none closes without its root
cause. Nothing closes by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.law.consulted import ADMINISTRATORS, QUALITY
from governance.law.pools import SYSTEM, Facts
from governance.law.standing import given
from governance.office.register import authority
from governance.record import commands as c
from governance.record import events as e
from governance.record.entry import STREAM
from governance.record.incident_kinds import KINDS


@dataclass(frozen=True)
class Incident:
    """What an incident's stream says; times are UTC ms, 0 while it has not happened, texts are commitments."""

    kind: str = ""
    about: str = ""
    reason: str = ""
    opener: str = ""
    opened: int = 0
    answer: str = ""
    acknowledged_by: str = ""
    acknowledged: int = 0
    root_cause: str = ""
    note: str = ""
    closed_by: str = ""
    closed: int = 0


def evolve_incident(incident: Incident, event: e.IncidentEvent, actor: str, at: int) -> Incident:
    """The next state of an incident; total."""
    match event:
        case e.IncidentOpened(kind=kind, about=about, reason=reason):
            return Incident(kind, about, reason, actor, at)
        case e.IncidentAcknowledged(reason=reason):
            return replace(incident, answer=reason, acknowledged_by=actor, acknowledged=at)
        case e.IncidentClosed(root_cause=cause, note=note):
            return replace(incident, root_cause=cause, note=note, closed_by=actor, closed=at)
        case _:
            assert_never(event)


def decide_incident(
    state: Incident, facts: Facts, command: c.IncidentCommand, actor: str, at: int
) -> tuple[e.IncidentEvent, ...]:
    """Events of an incident's stream, or `Refused`."""
    match command:
        case c.OpenIncident():
            return (_opened(state, facts, command, actor),)
        case c.AcknowledgeIncident(reason=reason):
            _answerable(facts, actor, at)
            _open(state, "acknowledged")
            if state.acknowledged:
                raise OutOfOrder("acknowledged", "Nothing to do.", "It is acknowledged already.", "Reload the page.")
            return (e.IncidentAcknowledged(given(reason, "answer")),)
        case c.CloseIncident(root_cause=cause, note=note):
            if actor == SYSTEM:
                raise Forbidden("by-hand", "This is not closed by the office.", "It asks for a judgement.", "Sign in.")
            authority(facts, actor, at)
            _open(state, "closed")
            if state.about == f"person/{actor}":
                raise Forbidden("own-incident", "You cannot close this.", "It is about you.", "Ask another one.")
            return (e.IncidentClosed(given(cause, "root cause"), note),)
        case _:
            assert_never(command)


def _opened(state: Incident, facts: Facts, asked: c.OpenIncident, actor: str) -> e.IncidentOpened:
    if actor != SYSTEM and not facts.person(actor).registered:
        raise Forbidden("unknown-person", "You cannot do this.", "You are not registered.", "Ask an administrator.")
    if state.opened:
        raise OutOfOrder("known", "This incident is open already.", "Its id is taken.", "Report it under a new id.")
    if asked.kind not in KINDS:
        raise Refused("kind", "This is no kind of incident.", f"Known are {', '.join(KINDS)}.", "Choose one of them.")
    if asked.about and not STREAM.fullmatch(asked.about):
        raise Refused(
            "about", "This cannot be what it is about.", "It names no stream.", "Use kind/id, or leave it out."
        )
    return e.IncidentOpened(asked.kind, asked.about, given(asked.reason, "description"))


def _answerable(facts: Facts, actor: str, at: int) -> None:
    if not any(facts.pool(pool).admits(actor, at, {}) for pool in (ADMINISTRATORS, QUALITY)):
        raise Forbidden("not-answerable", "You cannot do this.", "It is for administrators and quality.", "Tell one.")


def _open(state: Incident, act: str) -> None:
    if not state.opened or state.closed:
        why = "It is closed." if state.closed else "There is no such incident."
        raise OutOfOrder("not-open", f"This cannot be {act}.", why, "Check the link, or report a new one.")
