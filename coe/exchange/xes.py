"""The ledger's initiatives as an event log in XES (IEEE 1849-2016): a trace each, with no text anyone wrote.

People are told by the ids the ledger knows them by; their names are added only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO
from xml.sax.saxutils import quoteattr

from sqlalchemy import Connection, Engine, select

from coe.database import reading
from coe.ledger import entries
from coe.reading import values
from coe.tables import entry as ledger_entry
from coe.tables import person
from governance.language.definition import Definition
from governance.record import events as e
from governance.record.codec import kebab
from governance.record.entry import Entry

PREFIX = "initiative/"
DefinitionOf = Callable[[str, str], Definition | None]
Value = str | int | datetime

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="unknown"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <string key="lifecycle:transition" value="complete"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>
  <string key="lifecycle:model" value="standard"/>
  <string key="concept:name" value="Clearway"/>
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was written."""

    traces: int
    events: int


@dataclass(frozen=True, slots=True)
class _Step:
    """One event of a trace before it is written."""

    activity: str
    transition: str = "complete"
    more: Mapping[str, Value] = field(default_factory=dict)


def write_xes(engine: Engine, out: TextIO, definition_of: DefinitionOf, *, names: bool = False) -> Counted:
    """Write the log, one trace in memory at a time, in the order of first submissions; the same ledger gives the same
    bytes. Raises Damaged, OfficeUnavailable.
    """
    traces = events = 0
    out.write(HEAD)
    with reading(engine) as connection:
        known = _names(connection) if names else {}
        for stream in _streams(connection):
            written = _trace(out, entries(connection, stream), definition_of, known)
            traces, events = traces + bool(written), events + written
    out.write("</log>\n")
    return Counted(traces, events)


def _streams(connection: Connection) -> list[str]:
    begun = select(ledger_entry.c.stream).where(ledger_entry.c.version == 1, ledger_entry.c.stream.like(f"{PREFIX}%"))
    return list(connection.execute(begun.order_by(ledger_entry.c.seq)).scalars())


def _names(connection: Connection) -> dict[str, str]:
    """Names by id, of those that are not erased."""
    commits = dict(row.tuple() for row in connection.execute(select(person.c.id, person.c.name)))
    found = values(connection, tuple(commits.values()))
    return {who: name for who, commit in commits.items() if isinstance(name := found.get(commit), str)}


def _trace(out: TextIO, kept: tuple[Entry, ...], definition_of: DefinitionOf, names: Mapping[str, str]) -> int:
    first = next((event for entry in kept for event in entry.events if isinstance(event, e.Submitted)), None)
    if first is None:
        return 0
    out.write("  <trace>\n")
    told: dict[str, Value] = {"concept:name": first.number, "workflow": first.workflow, "definition": first.definition}
    _attributes(out, "    ", told)
    law, written = definition_of(first.definition, first.workflow), 0
    for entry in kept:
        for event in entry.events:
            if isinstance(event, e.Submitted | e.Moved):
                law = definition_of(event.definition, first.workflow)
            for step in _steps(event, entry, law):
                out.write("    <event>\n")
                _attributes(out, "      ", _told(step, entry, names))
                out.write("    </event>\n")
                written += 1
    out.write("  </trace>\n")
    return written


def _told(step: _Step, entry: Entry, names: Mapping[str, str]) -> dict[str, Value]:
    """The attributes of an event; `entry` leads back to the ledger."""
    told: dict[str, Value] = {"concept:name": step.activity, "lifecycle:transition": step.transition}
    told["time:timestamp"] = datetime.fromtimestamp(entry.at / 1000, UTC)
    if entry.actor != "system":
        told["org:resource"] = names.get(entry.actor, entry.actor)
    return {**told, **step.more, "entry": entry.seq}


def _steps(event: e.Event, entry: Entry, law: Definition | None) -> Iterator[_Step]:
    """A gate is scheduled when it opens and complete with the decision that concludes it; other votes are steps of
    their own. What the law adds to a decision, and what it judged, is no step.
    """
    match event:
        case e.Submitted(round=number, tier=tier):
            yield _Step("Submit", more={"round": number, "tier": tier})
        case e.GateOpened(gate=gate):
            yield _Step(_words(gate), "schedule", _of(gate, law))
        case e.GateSuspended(gate=gate):
            yield _Step(_words(gate), "suspend", _of(gate, law))
        case e.CarriedOver(gate=gate):
            yield _Step(_words(gate), "autoskip", _of(gate, law))
        case e.DecisionSigned(gate=gate, outcome=outcome, round=number):
            concluded = any(
                isinstance(other, e.GatePassed | e.GateSettled | e.Rejected) and other.gate == gate
                for other in entry.events
            )
            more: dict[str, Value] = {**_of(gate, law), "outcome": outcome, "round": number}
            yield _Step(_words(gate) if concluded else f"{_words(gate)}: vote", more=more)
        case e.Judged() | e.GatePassed() | e.GateSettled():
            pass
        case _:
            gate = getattr(event, "gate", "")
            yield _Step(_words(kebab(type(event).__name__)), more=_of(gate, law) if gate else {})


def _of(gate: str, law: Definition | None) -> dict[str, Value]:
    found = law.gate_by_name.get(gate) if law else None
    told: dict[str, Value] = {"gate": gate}
    if found:
        told["org:role"] = found.panel.partition("/")[2]
    return told


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _attributes(out: TextIO, indent: str, told: Mapping[str, Value]) -> None:
    for key, value in told.items():
        match value:
            case datetime():
                kind, text = "date", value.isoformat(timespec="milliseconds")
            case int():
                kind, text = "int", str(value)
            case _:
                kind, text = "string", "".join(letter for letter in value if letter.isprintable())
        if text:
            out.write(f"{indent}<{kind} key={quoteattr(key)} value={quoteattr(text)}/>\n")
