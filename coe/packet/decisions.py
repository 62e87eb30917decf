"""A packet's decisions and requests: each signature spelled out with all that it is bound to (21 CFR 11.50)."""

from __future__ import annotations

from collections.abc import Iterator

from coe.packet.page import Claim, DecisionPage, Reason, Request, Shown, Signed
from coe.packet.record import Moment, PacketRecord, utc
from coe.packet.words import ACTS, OUTCOMES
from coe.source_words import source_words
from coe.way.marks import Mark
from governance import events as e
from governance import why_words
from governance.definition import Gate
from governance.gates import binding
from governance.state import Condition

OUTCOME_MARK: dict[str, Mark] = {
    "approve": "passed",
    "approve with conditions": "conditional",
    "request changes": "sent_back",
    "reject": "refused",
    "abstain": "not_needed",
    "recuse": "recused",
}


def decision_pages(record: PacketRecord) -> tuple[DecisionPage, ...]:
    """Every signed decision, in order."""
    signed = tuple(record.signed())
    return tuple(_page(record, moment, event, n, len(signed)) for n, (moment, event) in enumerate(signed, 1))


def _page(record: PacketRecord, moment: Moment, event: e.DecisionSigned, place: int, of: int) -> DecisionPage:
    gate, entry = record.law_of(moment).gate_by_name[event.gate], moment.entry
    imported = event.signature.method == "imported"
    return DecisionPage(
        gate=gate.title,
        round=f"round {event.round}",
        reference=f"Decision {place} of {of}, entry {entry.seq}",
        outcome=Signed(OUTCOME_MARK[event.outcome], OUTCOMES[event.outcome]),
        person=record.text(event.signature.name) or record.name(entry.actor),
        role=_role(gate, event.seat),
        sentence=""
        if imported
        else f"Signed for {gate.title}: {ACTS[event.outcome]} version {event.round}, all of what was shown.",
        meaning=event.signature.meaning,
        local=record.clock(entry.at),
        utc=utc(entry.at),
        signed_with="imported, not a signature" if imported else "password, second factor",
        digest="" if imported else event.signature.seen,
        note=record.text(event.note),
        checklist=tuple(
            Claim("passed", words, record.text(event.comments.get(name, "")))
            for name, words in gate.checklist
            if name in event.checklist or name in event.comments
        ),
        conditions=tuple(_conditions(record, event, entry.actor)),
        shown=() if imported else tuple(_shown(record, moment, gate, event)),
        why=tuple(_why(record, moment, gate)),
        source=source_words(gate.source),
    )


def _role(gate: Gate, seat: str) -> str:
    pool = gate.panel.partition("/")[2].replace("_", " ").replace("-", " ")
    return f"{pool}, {seat.rpartition('/')[2].replace('_', ' ')} seat" if seat else pool


def _conditions(record: PacketRecord, event: e.DecisionSigned, person: str) -> Iterator[Claim]:
    bound = binding(record.law, record.state)
    for condition in record.state.conditions:
        if (condition.gate, condition.person, condition.round) == (event.gate, person, event.round):
            yield _condition(record, condition, in_force=condition.id in bound)


def _condition(record: PacketRecord, condition: Condition, *, in_force: bool) -> Claim:
    marks: dict[str, Mark] = {"open": "warning", "met": "conditional", "verified": "passed"}
    detail = {"open": "Open", "met": "Met, to be verified", "verified": "Met and verified"}[condition.status]
    if not in_force:
        return Claim("not_needed", record.text(condition.text), "No longer in force; the approval did not stand")
    met = f": {record.text(condition.note)}" if condition.note else ""
    verified = "".join(_verified(record, condition))
    said = f"{detail}{met}".removesuffix(".") if verified else detail + met
    return Claim(marks[condition.status], record.text(condition.text), said + verified)


def _verified(record: PacketRecord, condition: Condition) -> Iterator[str]:
    """Who verified a condition, when and with what meaning: wherever that signature is shown (21 CFR 11.50)."""
    for moment in record.moments:
        for event in moment.entry.events:
            if isinstance(event, e.ConditionVerified) and event.condition == condition.id:
                name = record.text(event.signature.name) or record.name(moment.entry.actor)
                said = f" “{record.text(event.note)}”" if event.note else ""
                imported = event.signature.method == "imported"
                act = "Imported, not a signature" if imported else f"Signed, meaning “{event.signature.meaning}”"
                yield f".{said} {act}: {name}, {record.clock(moment.entry.at)}"


def _shown(record: PacketRecord, moment: Moment, gate: Gate, event: e.DecisionSigned) -> Iterator[Shown]:
    """The sections on the page that was signed, with the digest each had in that round."""
    submitted = next((s for _, s in record.submissions() if s.round == event.round), None)
    for name in gate.reviews if submitted else ():
        section = record.law_of(moment).section_by_name[name]
        answered = sum(field.name in submitted.answers for field in section.fields) if submitted else 0
        yield Shown(section.title, f"{answered} answers", moment.state.sections[name])


def _why(record: PacketRecord, moment: Moment, gate: Gate) -> Iterator[Reason]:
    """The *why* tree as it stood right after this entry."""
    tree = record.evidence.why.get(moment.entry.seq)
    nodes = tree.get("gates") if isinstance(tree, dict) else None
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, dict) and node.get("gate") == gate.name:
            because = node.get("because")
            reasons = [tuple(map(str, r)) for r in because if isinstance(r, list)] if isinstance(because, list) else []
            words = dict.fromkeys(why_words.words(record.law_of(moment), reason, record.name) for reason in reasons)
            yield Reason(f"{gate.title} is {node.get('state')}", because=tuple(map(Reason, words)))


def request_pages(record: PacketRecord) -> tuple[Request, ...]:
    """Every requested change with the owner's answer."""
    asked = {(event.gate, event.round, moment.entry.actor): moment for moment, event in record.signed()}
    answered = {s.round: moment for moment, s in record.submissions()}
    pages = []
    for request in record.state.requests:
        asking = asked[(request.gate, request.round, request.person)].entry
        title = record.gate_title(request.gate)
        reply = answered.get(request.round + 1)
        field = record.law.field_by_name.get(request.concerns)
        pages.append(
            Request(
                f"Request {request.id[1:]}" + (f", {field.label}" if field else ""),
                f"{record.name(request.person)} for {title}, {record.clock(asking.at)}, entry {asking.seq}",
                record.text(request.text),
                record.text(request.reply),
                f"{record.name(record.state.owner)}, {record.clock(reply.entry.at)}, entry {reply.entry.seq}"
                if reply
                else "",
                Signed("passed", "Answered", f"in version {request.round + 1}") if reply else Signed("waiting", "Open"),
            )
        )
    return tuple(pages)
