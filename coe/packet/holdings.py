"""Who held which role on which ground, from the pools in evidence, for the people who acted in a record."""

from __future__ import annotations

from coe.packet.page import Holding
from coe.packet.record import Moment, PacketRecord
from governance.language.definition import Gate
from governance.law.eligibility import panels
from governance.record import events as e
from governance.record.entry import Entry


def holdings(record: PacketRecord) -> tuple[Holding, ...]:
    """Grants, their ends and delegations that concern somebody who acted, in order of the log."""
    acted = {moment.entry.actor for moment in record.moments}
    found = (
        _told(record, entry, event) for entry in record.entries for event in entry.events if _concerns(event, acted)
    )
    return tuple(each for each in found if each is not None)


def holdings_note(record: PacketRecord) -> str:
    """How many more people stand in those pools, whose grants are enclosed and not printed."""
    acted = {moment.entry.actor for moment in record.moments}
    granted = {x.person for entry in record.entries for x in entry.events if isinstance(x, e.Granted)} - acted
    people = "1 more person stands" if len(granted) == 1 else f"{len(granted)} more people stand"
    return f"Of those who acted here. {people} in the same pools; evidence.json holds their grants." if granted else ""


def capacity(record: PacketRecord, moment: Moment, gate: Gate, seat: str) -> str:
    """In which capacity somebody decided: `medical reviewer`, `board, legal seat, alternate`, `… for Dr Imre Szabó`."""
    person, at = moment.entry.actor, moment.entry.at
    answers = moment.state.answers
    for panel in panels(gate, moment.state):
        pool = moment.facts.pool(panel)
        called = spoken_pool(panel) + (f", {seat.rpartition('/')[2].replace('_', ' ')} seat" if seat else "")
        own = [each for each in pool.held(person, at, answers) if not seat or each.seat in (seat, "")]
        if own:
            return called + (", alternate" if all(each.alternate for each in own) else "")
        lenders = [each for each in pool.lenders(person, at) if pool.held(each, at, answers)]
        if lenders:
            return f"{called}, for {record.name(lenders[0])}, whose authority was lent"
    return spoken_pool(gate.panel) + (f", {seat.rpartition('/')[2].replace('_', ' ')} seat" if seat else "")


def spoken_pool(stream: str) -> str:
    """`role/medical_reviewer` as `medical reviewer`."""
    return stream.partition("/")[2].replace("_", " ").replace("-", " ")


def _concerns(event: e.Event, acted: set[str]) -> bool:
    match event:
        case e.Granted(person=person) | e.Ungranted(person=person):
            return person in acted
        case e.Delegated(person=person, to=to):
            return bool({person, to} & acted)
        case _:
            return False


def _told(record: PacketRecord, entry: Entry, event: e.Event) -> Holding | None:
    pool, told = spoken_pool(entry.stream), f"by {record.name(entry.actor)}, {record.day(entry.at)}, entry {entry.seq}"
    match event:
        case e.Granted():
            seat = f", {event.seat.replace('_', ' ')} seat" if event.seat else ""
            scope = "; ".join(f"{name}: {', '.join(values)}" for name, values in (event.scope or {}).items())
            held = f"{pool}{seat}{', alternate' if event.alternate else ''}" + (f" ({scope})" if scope else "")
            period = _period(record, event.since or entry.at, event.until)
            return Holding(record.name(event.person), held, period, record.text(event.reason), f"Granted {told}")
        case e.Ungranted():
            ended = f"until {record.day(entry.at)}"
            return Holding(record.name(event.person), pool, ended, record.text(event.reason), f"Ended {told}")
        case e.Delegated():
            lent = f"{pool}, lent to {record.name(event.to)}"
            period = _period(record, event.since, event.until)
            return Holding(record.name(event.person), lent, period, "", f"Lent {told}")
        case _:
            return None


def _period(record: PacketRecord, since: int, until: int) -> str:
    return f"from {record.day(since)}" + (f" to {record.day(until)}" if until else "")
