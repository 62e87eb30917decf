"""A packet's decisions and requests: each signature spelled out with all that it is bound to (21 CFR 11.50)."""

from __future__ import annotations

from collections.abc import Iterator

from coe.manifestation import beside_others
from coe.packet.holdings import capacity
from coe.packet.obligations import obligation
from coe.packet.page import Claim, DecisionPage, Obligation, Reason, Request, Shown, Signed
from coe.packet.record import Moment, PacketRecord, utc
from coe.packet.words import ACTS, OUTCOMES, SIGNED_HERE, is_signature
from coe.source_words import source_words
from coe.way.marks import Mark
from governance.language.definition import Gate
from governance.law import why_words
from governance.law.gates import binding
from governance.record import events as e

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
    signed = is_signature(event.signature.method)
    return DecisionPage(
        gate=gate.title,
        round=f"round {event.round}",
        reference=f"Decision {place} of {of}, entry {entry.seq}",
        outcome=Signed(OUTCOME_MARK[event.outcome], OUTCOMES[event.outcome]),
        person=record.text(event.signature.name) or record.name(entry.actor),
        role=capacity(record, moment, gate, event.seat),
        sentence=f"Signed for {gate.title}: {ACTS[event.outcome]} version {event.round}, all of what was shown."
        if signed
        else "",
        meaning=event.signature.meaning,
        local=record.local(entry.at),
        utc=utc(entry.at),
        signed_with=SIGNED_HERE.get(event.signature.method, f"{event.signature.method}, not a signature"),
        digest=event.signature.seen if signed else "",
        signature=signed,
        version=str(event.round),
        note=record.text(event.note),
        checklist=tuple(
            Claim("passed", words, record.text(event.comments.get(name, "")))
            for name, words in gate.checklist
            if name in event.checklist or name in event.comments
        ),
        asks_ticks=bool(gate.checklist),
        acknowledged=tuple(_acknowledged(moment, event)),
        conditions=tuple(_conditions(record, event, entry.actor)),
        shown=tuple(_shown(record, moment, gate, event)) if signed else (),
        why=tuple(_why(record, moment, gate)),
        source=source_words(gate.source),
        paper=_paper(record, event) or beside_others(event),
    )


def _paper(record: PacketRecord, event: e.DecisionSigned) -> str:
    """The other time of a decision that was transcribed from paper."""
    if not event.stated:
        return ""
    said = f"given {record.local(event.stated)}, {utc(event.stated)}"
    return f"Transcribed from paper: {said}, as its signer states; scan SHA-256 {event.scan}"


def _acknowledged(moment: Moment, event: e.DecisionSigned) -> Iterator[Claim]:
    """The findings this decision took note of."""
    found = {each.id: each for each in moment.state.findings}
    for name in event.acknowledged:
        what = found[name].what if name in found else name
        yield Claim("warning", what, "Acknowledged")


def _conditions(record: PacketRecord, event: e.DecisionSigned, person: str) -> Iterator[Claim]:
    bound = binding(record.law, record.state)
    for condition in record.state.conditions:
        if (condition.gate, condition.person, condition.round) == (event.gate, person, event.round):
            told = obligation(record, condition, in_force=condition.id in bound)
            yield Claim(told.status.mark, told.text, _became(told))


def _became(told: Obligation) -> str:
    """What became of a condition, in a line; Conditions tells it in full."""
    state = " ".join(filter(None, [f"{told.status.word}{'; ' if told.status.rest else ''}{told.status.rest}."]))
    return " ".join(filter(None, [state, f"Due {told.due}." if told.due[0].isdigit() else "", told.verified]))


def _shown(record: PacketRecord, moment: Moment, gate: Gate, event: e.DecisionSigned) -> Iterator[Shown]:
    """The sections on the page that was signed, with the digest each had in that round and how much was new in it."""
    sent = {submitted.round: submitted.answers for _, submitted in record.submissions()}
    now, before = sent.get(event.round, {}), sent.get(event.round - 1)
    for name in gate.reviews if now else ():
        section = record.law_of(moment).section_by_name[name]
        answered = sum(field.name in now for field in section.fields)
        told = f"{answered} answer{'' if answered == 1 else 's'}"
        if before is not None:
            changed = sum(now.get(field.name) != before.get(field.name) for field in section.fields)
            told += f", {changed} changed in this round" if changed else ", none changed in this round"
        yield Shown(section.title, told, moment.state.sections[name])


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
