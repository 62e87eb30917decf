"""The words of a packet, drawn from its evidence alone, in the order they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from coe.packet.decisions import decision_pages, request_pages
from coe.packet.page import Change, Claim, EntryRow, Fact, Message, PacketPage, Part, Round, Shown, Signed, Span
from coe.packet.record import PacketRecord, utc
from coe.packet.words import shown, spoken
from coe.way.gates import way_gates
from coe.way.marks import Mark
from governance import events as e
from governance import policy_words
from governance.entry import entry_hash
from governance.gates import Standing, binding
from governance.jcs import Json
from governance.verification import Answer

STATUS_MARK: dict[str, Mark] = {
    "in review": "waiting",
    "in rework": "sent_back",
    "on hold": "on_hold",
    "approved": "passed",
    "released": "passed",
    "expired": "refused",
    "retired": "not_needed",
    "revoked": "refused",
    "rejected": "refused",
    "withdrawn": "not_needed",
}
THOUSAND = 1000


def packet_page(record: PacketRecord, answers: tuple[Answer, ...], fingerprint: str, log_key: str) -> PacketPage:
    """The whole packet. `answers` are the verifier's, asked when it was made; `fingerprint` its manifest's."""
    state, law = record.state, record.law
    last = record.moments[-1].entry
    proves, limits = _verdict(answers)
    return PacketPage(
        record=state.number,
        title=_title(record),
        status=Signed(STATUS_MARK[state.status], state.status.capitalize(), _status_words(record)),
        packet=f"Audit packet, entry {last.seq}",
        inventory="2 files inside",
        made=f"Record as of {record.clock(max(entry.at for entry in record.entries))}",
        way=way_gates(law, state, record.found, caption=lambda s: _caption(record, s)),
        facts_note=f"As declared in version {state.round} and decided since.",
        facts=_facts(record),
        verdict_note="Recomputed when this packet was made. Repeat it with the files enclosed.",
        proves=proves,
        limits=limits,
        fingerprint=fingerprint,
        fingerprint_note="Of the manifest. Read aloud or scan; it must match the file enclosed.",
        submission=tuple(_submission(record)),
        rounds=tuple(_rounds(record)),
        decisions=decision_pages(record),
        findings=tuple(Claim("warning" if f.severity == "warn" else "refused", f.what, f.cure) for f in state.findings),
        requests=request_pages(record),
        timeline=tuple(_timeline(record)),
        timeline_note="From the first submission to the last entry. Solid: with the owner. Hatched: waiting on a gate.",
        definition_note=f"“{law.title}”, digest {law.digest[:16]}…, in sentences.{_before(record)}",
        definition=policy_words.sentences(law),
        files=tuple(_files(record)),
        communications=tuple(_messages(record)),
        log_key=log_key,
        checkpoint=record.evidence.checkpoint.decode(),
        entries=tuple(_entries(record)),
    )


def _before(record: PacketRecord) -> str:
    """Which versions judged it before it was moved; all of them are in the evidence."""
    moves = [moment.entry for moment in record.moments if isinstance(moment.entry.events[0], e.Moved)]
    judged_by = [f"{law.digest[:16]}…" for law in reversed(record.earlier)]
    told = zip(judged_by, moves, strict=False)
    return "".join(f" Until entry {entry.seq} it was judged by {digest}, also enclosed." for digest, entry in told)


def _title(record: PacketRecord) -> str:
    match record.state.answers.get("title"):
        case str() as title:
            return title
        case {"commit": str() as commit}:
            return record.text(commit)
        case _:
            return record.state.number


def _status_words(record: PacketRecord) -> str:
    state = record.state
    rounds = f"{state.round} round{'s' if state.round > 1 else ''}"
    match state.status:
        case "approved":
            return f"on {record.day(state.approved)}, after {rounds}; not yet released{_to_ratify(record)}"
        case "released":
            return f"after {rounds}; approved on {record.day(state.approved)}{_to_ratify(record)}"
        case "expired":
            return f"since {record.day(state.expires)}; approved on {record.day(state.approved)}; may not be used"
        case "rejected" | "withdrawn" | "revoked" | "retired":
            return f"on {record.day(state.closed)}, after {rounds}"
        case _:
            return f"in round {state.round}; not decided"


def _to_ratify(record: PacketRecord) -> str:
    """Who still has to confirm the approval."""
    waiting = [s.gate.title for s in record.found.values() if s.gate.ratifies and s.state in ("open", "waiting")]
    return f"; to be ratified by {' and '.join(waiting)}" if waiting else ""


def _caption(record: PacketRecord, standing: Standing) -> str:
    if not standing.votes:
        return ""
    vote = standing.votes[-1]
    carried = "carried over" if vote.round != record.state.round else record.day(vote.at)
    return (
        f"{record.name(vote.person)}, {carried}"
        if len(standing.votes) == 1
        else f"{len(standing.votes)} votes, {carried}"
    )


def _facts(record: PacketRecord) -> tuple[Fact, ...]:
    state = record.state
    bound = binding(record.law, state)
    conditions = [x for x in state.conditions if x.id in bound]
    done = sum(x.status == "verified" for x in conditions)
    tier = next((t.title for t in record.law.tiers if t.name == state.tier), "")
    people = {moment.entry.actor for moment, _ in record.signed()}
    return (
        Fact("Owner", record.name(state.owner)),
        Fact("Tier", f"{state.tier}, {tier}" if tier else state.tier),
        Fact("Submitted", f"Version {state.round}, {record.day(state.submitted)}"),
        Fact("Decisions", f"{sum(1 for _ in record.signed())} by {len(people)} people"),
        Fact("Conditions", f"{done} verified, {len(conditions) - done} open" if conditions else "none"),
        Fact("Expires", record.day(state.expires) if state.expires else "no date set"),
        *((Fact("Code", state.code, code=True),) if state.code else ()),
        Fact("Workflow", record.law.title),
        Fact("Definition", record.law.digest[:16], code=True),
    )


def _verdict(answers: tuple[Answer, ...]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """What was established, and as loudly what was not."""
    titles = {
        "intact": "The record is intact",
        "signed": "The log key signed it",
        "lawful": "The decisions were lawful",
    }
    proves = tuple(Claim("passed", titles[a.question], _sentence(a.grounds[0])) for a in answers if a.say == "yes")
    refused = tuple(Claim("refused", titles[a.question], "; ".join(a.contradictions)) for a in answers if a.say == "no")
    # The first page has room for the gravest limit of each answer; what limits *intact* is what limits *signed*.
    limits = tuple(Claim("not_open", _sentence(a.limits[0])) for a in answers if a.limits and a.question != "intact")
    open_ends = (
        Claim("not_open", "Which person held the account", "Password and second factor were used each time"),
        Claim("not_open", "That the claims are true", "Only who judged them, and on what evidence"),
    )
    return proves, (*refused, *limits, *open_ends)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _submission(record: PacketRecord) -> Iterator[Part]:
    """Every answer of the last submission, section by section: the text that was decided on."""
    for section in record.law.sections:
        given = ((field, record.state.answers.get(field.name)) for field in section.fields)
        facts = tuple(
            Fact(field.label, _text(record, field.name, value)) for field, value in given if value is not None
        )
        yield Part(section.title, record.state.sections[section.name], facts)


def _rounds(record: PacketRecord) -> Iterator[Round]:
    before: e.Submitted | None = None
    for moment, submitted in record.submissions():
        changes = tuple(_changes(record, before, submitted)) if before else ()
        kept = before.answers if before else submitted.answers
        same = sum(kept.get(name) == value for name, value in submitted.answers.items())
        answers = f"{same}{' other' if changes else ''} answer{'' if same == 1 else 's'}"
        yield Round(
            f"Round {submitted.round}",
            f"Submitted {record.clock(moment.entry.at)} by {record.name(moment.entry.actor)}.",
            changes,
            f"{answers} did not change." if before else f"{answers}; the first version.",
        )
        before = submitted


def _changes(record: PacketRecord, before: e.Submitted, after: e.Submitted) -> Iterator[Change]:
    asked: dict[str, list[str]] = {}
    for request in record.state.requests:
        if request.round == before.round:
            asked.setdefault(request.concerns, []).append(f"request {request.id[1:]} of {record.name(request.person)}")
    for field in record.law.field_by_name.values():
        old, new = before.answers.get(field.name), after.answers.get(field.name)
        if old != new:
            requests = asked.get(field.name, [])
            remark = f"answers {', '.join(requests)}" if requests else "not requested"
            yield Change(field.label, _text(record, field.name, old), _text(record, field.name, new), remark)


def _text(record: PacketRecord, field: str, value: Json) -> str:
    asked = record.law.field_by_name[field]
    if isinstance(value, dict) and isinstance(commit := value.get("commit"), str):
        return record.text(commit)
    return record.name(value) if asked.kind == "person" and isinstance(value, str) else shown(asked, value)


def _timeline(record: PacketRecord) -> Iterator[Span]:
    """From submission to return, return to resubmission, and each gate's opening to its conclusion."""
    start, end = record.moments[0].entry.at, record.moments[-1].entry.at
    whole = max(1, end - start)
    opened: dict[str, int] = {}
    returned = 0
    for moment in record.moments:
        at = moment.entry.at
        for event in moment.entry.events:
            match event:
                case e.GateOpened(gate=gate):
                    opened[gate] = at
                case e.GatePassed(gate=gate) | e.GateSettled(gate=gate) | e.GateSuspended(gate=gate) if gate in opened:
                    title = record.gate_title(gate)
                    yield _span(record, title, opened.pop(gate), at, (start, whole), waiting=True)
                case e.ReturnedToOwner():
                    returned = at
                case e.Submitted() if returned:
                    yield _span(record, "With the owner", returned, at, (start, whole), waiting=False)
                    returned = 0
                case _:
                    pass


def _span(record: PacketRecord, label: str, since: int, until: int, scale: tuple[int, int], *, waiting: bool) -> Span:
    start, whole = scale
    days = f"{record.day(since)} to {record.day(until)}"
    first = (since - start) * THOUSAND // whole
    last = max(first + 1, (until - start) * THOUSAND // whole)
    hours = (until - since) // 3_600_000
    length = f"{hours // 24} d {hours % 24} h" if hours >= 24 else f"{hours} h"  # noqa: PLR2004 - a day
    return Span(label, days, length, "waiting" if waiting else "working", first, last)


def _messages(record: PacketRecord) -> Iterator[Message]:
    """Reminders and escalations, which are entries; whether a mail reached its mailbox is not in the evidence."""
    for moment in record.moments:
        for event in moment.entry.events:
            if isinstance(event, e.Reminded | e.Escalated):
                title = record.gate_title(event.gate)
                verb = "Reminder" if isinstance(event, e.Reminded) else "Escalation"
                people = ", ".join(record.name(person) for person in event.to) or "nobody could be named"
                at = record.clock(moment.entry.at)
                yield Message(at, people, f"{verb} for {title}, {event.step}", Signed("passed", "Recorded"))


def _files(record: PacketRecord) -> Iterator[Shown]:
    for name, value in record.state.answers.items():
        if isinstance(value, dict) and isinstance(digest := value.get("file"), str):
            yield Shown(record.law.field_by_name[name].label, _text(record, name, value), digest)


def _entries(record: PacketRecord) -> Iterator[EntryRow]:
    for entry, proven in zip(record.entries, record.evidence.entries, strict=True):
        said = spoken(record.law, entry.events[0])
        yield EntryRow(str(entry.seq), entry.stream, str(entry.version), said, utc(entry.at), entry_hash(proven.data))


def manifest(evidence: bytes) -> bytes:
    """`MANIFEST`: SHA-256 and name of every file in the packet, one a line, as `sha256sum -c` reads it."""
    return f"{sha256(evidence).hexdigest()}  evidence.json\n".encode()
