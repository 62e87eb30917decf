"""The conditions of a packet: what an approval was made to depend on, who owes it, and who verified that it was met."""

from __future__ import annotations

from collections.abc import Iterator

from coe.packet.page import Obligation, Signed
from coe.packet.record import Moment, PacketRecord
from coe.packet.words import is_signature
from coe.source_words import day_words
from coe.way.marks import Mark
from governance.law.gates import binding
from governance.record import events as e
from governance.record.state import Condition

STATUS: dict[str, tuple[Mark, str]] = {
    "open": ("warning", "Open"),
    "met": ("conditional", "Met, to be verified"),
    "verified": ("passed", "Met and verified"),
}


def obligations(record: PacketRecord) -> Iterator[Obligation]:
    """Every condition ever set, in order."""
    in_force = binding(record.law, record.state)
    for condition in record.state.conditions:
        yield obligation(record, condition, in_force=condition.id in in_force)


def obligation(record: PacketRecord, condition: Condition, *, in_force: bool) -> Obligation:
    """One condition as it stands; not in force where the approval it came with did not stand."""
    mark, word = STATUS[condition.status]
    gone = Signed("not_needed", "No longer in force", "the approval did not stand")
    return Obligation(
        record.text(condition.text),
        f"Set by {record.name(condition.person)} at {record.gate_title(condition.gate)}, round {condition.round}",
        record.name(record.state.owner),
        day_words(condition.due) if condition.due else "no day set",
        Signed(mark, word) if in_force else gone,
        "".join(_met(record, condition)),
        "".join(_verified(record, condition)),
    )


def _met(record: PacketRecord, condition: Condition) -> Iterator[str]:
    for moment, event in _events(record):
        if isinstance(event, e.ConditionMet) and event.condition == condition.id:
            said = f"“{record.text(event.note)}” " if event.note else ""
            yield f"{said}{record.name(moment.entry.actor)}, {record.clock(moment.entry.at)}, entry {moment.entry.seq}"


def _verified(record: PacketRecord, condition: Condition) -> Iterator[str]:
    """Who verified it, when and with what meaning: wherever that signature is shown (21 CFR 11.50)."""
    for moment, event in _events(record):
        if isinstance(event, e.ConditionVerified) and event.condition == condition.id:
            name = record.text(event.signature.name) or record.name(moment.entry.actor)
            said = f"“{record.text(event.note)}” " if event.note else ""
            signed = is_signature(event.signature.method)
            act = f"Signed, meaning “{event.signature.meaning}”" if signed else "Imported, not a signature"
            yield f"{said}{act}: {name}, {record.clock(moment.entry.at)}, entry {moment.entry.seq}"


def _events(record: PacketRecord) -> Iterator[tuple[Moment, e.Event]]:
    return ((moment, event) for moment in record.moments for event in moment.entry.events)
