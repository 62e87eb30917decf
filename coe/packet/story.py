"""The words of a packet, drawn from its evidence alone, in the order they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from coe.packet.appendix import anchor, checkpoint_of, entries, entries_note, others
from coe.packet.books import Posted, messages
from coe.packet.changes import changed_since_entry, rounds, submission, text
from coe.packet.decisions import decision_pages, request_pages
from coe.packet.holdings import holdings, holdings_note
from coe.packet.obligations import obligations
from coe.packet.page import Claim, Fact, Message, PacketPage, Shown, Signed, Stated
from coe.packet.questions import questions
from coe.packet.record import PacketRecord
from coe.packet.rules import rules, sources
from coe.packet.timeline import duration, timeline, totals
from coe.packet.words import acted
from coe.way.gates import way_gates
from coe.way.marks import Mark
from governance.law.gates import Standing, binding
from governance.ledger.note import Key
from governance.record import events as e
from governance.verifier.claims import Signers, signed, witnessed
from governance.verifier.verdict import Answer, Found, Verdict

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
FOUND_MARK: dict[Found, Mark] = {"established": "passed", "not established": "not_open", "contradicted": "refused"}
TIMELINE_NOTE = (
    "Working time, of what was promised. Solid: the clock ran. Hatched: it was on hold, or had run out. "
    "From the first submission to the last entry."
)


def packet_page(
    record: PacketRecord, verdict: Verdict, fingerprint: str, key: Key, books: tuple[Posted, ...] | None = None
) -> PacketPage:
    """The whole packet. `verdict` is the verifier's, asked when it was made; `fingerprint` its manifest's; `key` the
    log's; `books` the office's own on its notices, None where they were not read.
    """
    law = record.law
    return replace(
        _cover(record, verdict.answers, fingerprint, key),
        claims=tuple(_claims(record, verdict)),
        submission=tuple(submission(record)),
        rounds=tuple(rounds(record)),
        decisions=decision_pages(record),
        requests=request_pages(record),
        questions=tuple(questions(record)),
        conditions=tuple(obligations(record)),
        acts=tuple(_acts(record)),
        timeline=timeline(record),
        timeline_note=TIMELINE_NOTE,
        totals=totals(record),
        holdings=holdings(record),
        holdings_note=holdings_note(record),
        definition_note=f"“{law.title}”, digest {law.digest[:16]}…, in sentences.{_before(record)}",
        definition=rules(law),
        sources=sources(law),
        reminders=tuple(_reminders(record)),
        communications=None if books is None else tuple(messages(record, books)),
        files=tuple(_files(record)),
        checkpoint=record.evidence.checkpoint.decode(),
        entries=entries(record),
        entries_note=entries_note(record),
        others=others(record),
    )


def _cover(record: PacketRecord, answers: tuple[Answer, ...], fingerprint: str, key: Key) -> PacketPage:
    """The first page."""
    state, last = record.state, record.moments[-1].entry
    proves, limits = _verdict(answers)
    return PacketPage(
        record=state.number,
        title=_title(record),
        status=Signed(STATUS_MARK[state.status], state.status.capitalize(), _status_words(record)),
        packet=f"Audit packet, entry {last.seq}",
        inventory="2 files inside",
        made=f"Record as of {record.clock(max(entry.at for entry in record.entries))}",
        way=way_gates(record.law, state, record.found, caption=lambda s: _caption(record, s)),
        facts_note=f"As declared in version {state.round} and decided since.",
        facts=_facts(record),
        verdict_note="Recomputed when this packet was made. Repeat it with the files enclosed.",
        proves=proves,
        limits=limits,
        fingerprint=fingerprint,
        fingerprint_note="Of the manifest. Read aloud or scan; it must match the file enclosed.",
        log_key=key.vkey(),
        log_key_id=key.key_id.hex(),
        anchor=anchor(record),
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
        Fact("Changed", changed_since_entry(record)),
        Fact("Decisions", f"{sum(1 for _ in record.signed())} by {len(people)} people"),
        Fact("Conditions", f"{done} verified, {len(conditions) - done} open" if conditions else "none"),
        Fact("Expires", record.day(state.expires) if state.expires else "no date set"),
        Fact("Duration", duration(record)),
        *((Fact("Code", state.code, code=True),) if state.code else ()),
        Fact("Workflow", record.law.title),
        Fact("Definition", record.law.digest[:16], code=True),
    )


def _verdict(answers: tuple[Answer, ...]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """What was established, and as loudly what was not."""
    titles = {
        "intact": "The record is intact",
        "signed": "The office’s own log key signed it",
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


def _claims(record: PacketRecord, verdict: Verdict) -> Iterator[Stated]:
    """The verdict claim by claim, as anyone gets it who brings no keys: a packet cannot vouch for itself."""
    unasked = {"signed": signed(Signers(), checkpoint_of(record)), "witnessed": witnessed(Signers())}
    for claim in verdict.claims:
        told = unasked.get(claim.id, claim)
        outcome = Signed(FOUND_MARK[told.found], told.found.capitalize())
        yield Stated(outcome, told.says, tuple(map(_sentence, told.grounds)), tuple(map(_sentence, told.limits)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _reminders(record: PacketRecord) -> Iterator[Message]:
    """Reminders and escalations, which are entries; whether a mail reached its mailbox is not in the evidence."""
    for moment in record.moments:
        for event in moment.entry.events:
            if isinstance(event, e.Reminded | e.Escalated):
                title = record.gate_title(event.gate)
                verb = "Reminder" if isinstance(event, e.Reminded) else "Escalation"
                people = ", ".join(record.name(person) for person in event.to) or "nobody could be named"
                at, about = record.clock(moment.entry.at), f"{verb} for {title}, {event.step}"
                yield Message(at, people, f"{about}, entry {moment.entry.seq}", Signed("passed", "Recorded"))


def _acts(record: PacketRecord) -> Iterator[Claim]:
    """What people and the clock did to the record besides deciding, with the reasons they gave."""
    for moment in record.moments:
        entry = moment.entry
        for event in entry.events:
            if said := acted(record.law.record, event):
                given = getattr(event, "reason", "") or getattr(event, "note", "")
                reason = f"“{record.text(given)}” " if given else ""
                who = "the clock" if entry.actor == "system" else record.name(entry.actor)
                yield Claim("not_open", said, f"{reason}{who}, {record.clock(entry.at)}, entry {entry.seq}")


def _files(record: PacketRecord) -> Iterator[Shown]:
    for name, value in record.state.answers.items():
        if isinstance(value, dict) and isinstance(digest := value.get("file"), str):
            yield Shown(record.law.field_by_name[name].label, text(record, name, value), digest)


def manifest(evidence: bytes) -> bytes:
    """`MANIFEST`: SHA-256 and name of every file in the packet, one a line, as `sha256sum -c` reads it."""
    return f"{sha256(evidence).hexdigest()}  evidence.json\n".encode()
