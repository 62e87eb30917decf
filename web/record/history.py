"""What happened to an initiative, entry by entry, as people read it: the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, tzinfo

from coe.manifestation import IMPORTED, NOT_SIGNED, beside_others, manifested, signature_of
from coe.way.marks import Mark
from governance.language.definition import Definition
from governance.law.why_words import DONE
from governance.record import events as e
from web.parts.answers import Reader, fingerprint
from web.parts.moments import moment
from web.parts.pieces import HistoryEntry, Moment, State
from web.record.history_afterwards import told_later
from web.record.history_dialogue import told_beside
from web.record.paper import paper_words
from web.rows.records import Happened, Record
from web.words.translating import Recorded, as_recorded
from web.words.vocabulary import listed

MARKS: Mapping[str, tuple[Mark, str]] = {
    "approve": ("passed", "Approved"),
    "approve with conditions": ("conditional", "Approved with conditions"),
    "request changes": ("sent_back", "Changes asked for"),
    "reject": ("refused", "Rejected"),
    "abstain": ("not_needed", "Abstained"),
    "recuse": ("recused", "Stood aside"),
}

UNDATED = Moment("", "")
Said = tuple[Mark, str, str, str, str]


def history(record: Record, reader: Reader, viewer: str = "", zone: tzinfo = UTC) -> tuple[HistoryEntry, ...]:
    """Every entry that people care for; reminders and escalations of the clock included."""
    found = [entry_shown(record.law, each, reader, record.at, viewer, zone) for each in record.entries]
    return tuple(reversed([entry for entry in found if entry is not None]))


def entry_shown(
    law: Definition, happened: Happened, reader: Reader, now: int, viewer: str = "", zone: tzinfo = UTC
) -> HistoryEntry | None:
    """One entry: its first event told by whoever acted, its consequences in one line below."""
    shown = moment(happened.at, now, zone)
    with as_recorded():
        told = _recorded(law, happened, reader, viewer, zone)
    return replace(told, moment=shown) if told else None


def _recorded(
    law: Definition, happened: Happened, reader: Reader, viewer: str, zone: tzinfo
) -> HistoryEntry | None:
    """The same in the words of the record, its moment to be filled in."""
    first = happened.events[0]
    who = "You" if happened.actor == viewer else reader.name_of(happened.actor)
    if isinstance(first, e.QuestionAsked | e.QuestionAnswered | e.QuestionClosed | e.PassedOn):
        told: Said | None = told_beside(law, first, who, reader)
    else:
        told = _told(law, first, who, reader)
    if told is None:
        return None
    mark, word, title, quote, detail = told
    signed, paper = _signed(happened, reader, zone), paper_words(first, zone) or beside_others(first)
    more = " ".join(filter(None, (signed, detail, paper, *consequences(law, happened.events[1:]))))
    printed = fingerprint(first.signature.seen) if isinstance(first, e.DecisionSigned | e.ConditionVerified) else ""
    title = Recorded(title[:1].upper() + title[1:])
    said = tuple(_comments(law, first, reader))
    return HistoryEntry(UNDATED, State(mark, Recorded(word)), title, Recorded(more), quote, printed, said)


def commits(entries: Iterable[Happened]) -> set[str]:
    """Every commitment the history opens."""
    found: set[str] = set()
    for event in (event for each in entries for event in each.events):
        match event:
            case e.DecisionSigned(note=note, requests=requests, conditions=conditions, comments=comments):
                found.add(event.signature.name)
                found |= {note, *comments.values(), *(ask.text for ask in requests), *(one.text for one in conditions)}
            case e.Submitted(replies=replies, answers=answers):
                found |= set(replies.values())
                found |= {str(v["commit"]) for v in answers.values() if isinstance(v, dict) and v.keys() == {"commit"}}
            case e.ConditionVerified(signature=signature, note=text):
                found |= {signature.name, text}
            case e.ConditionMet(note=text) | e.CheckedIn(note=text):
                found.add(text)
            case e.QuestionAsked(text=text) | e.QuestionAnswered(text=text):
                found.add(text)
            case (
                e.TierRaised(reason=text)
                | e.PutOnHold(reason=text)
                | e.Withdrawn(reason=text)
                | e.Revoked(reason=text)
                | e.Moved(reason=text)
                | e.Retired(reason=text)
                | e.AnswerErased(reason=text)
                | e.PassedOn(reason=text)
            ):
                found.add(text)
            case _:
                pass
    return found - {""}


def _told(law: Definition, event: e.Event, who: str, reader: Reader) -> Said | None:
    def text(commit: str) -> str:
        return reader.texts.get(commit, "erased at a person’s request") if commit else ""

    match event:
        case e.Submitted(round=number):
            return "waiting", "Submitted", f"{who} submitted version {number}", "", ""
        case e.DecisionSigned():
            return _decided(law, event, who, text(event.note), reader)
        case e.TierRaised(tier=tier, reason=reason):
            return "warning", "Tier raised", f"{who} raised the tier to {tier}", text(reason), ""
        case e.PutOnHold(reason=reason):
            return "on_hold", "On hold", f"{who} put this on hold", text(reason), "All clocks stopped."
        case e.Resumed():
            return "waiting", "Resumed", f"{who} resumed it", "", "The clocks run on with what was left of them."
        case e.Withdrawn(reason=reason):
            return "refused", "Withdrawn", f"{who} withdrew this", text(reason), ""
        case e.Revoked(reason=reason):
            return "refused", "Revoked", f"{who} revoked the approval", text(reason), ""
        case e.ConditionMet(condition=number, note=note):
            return "waiting", "Condition met", f"{who} met condition {number}", text(note), ""
        case e.ConditionVerified(condition=number, note=note):
            title = f"{who} verified condition {number}"
            return "passed", "Condition verified", title, text(note), ""
        case e.Released():
            return "passed", "Released", f"{who} released this", "", ""
        case e.Moved(definition=digest, reason=reason):
            title = f"{who} moved this to version {digest[:12]}… of the workflow"
            return "waiting", "Moved", title, text(reason), _fates(law, event)
        case e.AnswerErased(reason=reason):
            return "refused", "Erased", _erased(law, event, who), text(reason), "In every version, for good."
        case e.Reminded(gate=gate, step=step, to=to):
            names = listed(tuple(map(reader.name_of, to))) or "nobody"
            return "warning", "Reminder", f"Reminder for {law.title_of(gate)}, {_clock(step)}", "", f"To {names}."
        case e.Escalated(gate=gate, step=step, to=to):
            names = listed(tuple(map(reader.name_of, to)))
            told = f"{names} may decide too." if names else "Nobody stands in for those who may decide."
            return "warning", "Escalated", f"{law.title_of(gate)} was escalated, {_clock(step)}", "", told
        case _:
            return told_later(event, who, text)


def _erased(law: Definition, event: e.AnswerErased, who: str) -> str:
    asked = law.field_by_name.get(event.field)
    return f"{who} had the answer to “{asked.label if asked else event.field}” erased"


def _clock(step: str) -> str:
    """A step of a gate's clock as people say it."""
    return {"overdue": "overdue", "100%": "due now"}.get(
        step, f"{step[:-1]}\u00a0% used" if step.endswith("%") else step
    )


def _decided(law: Definition, event: e.DecisionSigned, who: str, note: str, reader: Reader) -> Said:
    mark, word = MARKS[event.outcome]
    commits = (*(one.text for one in event.requests), *(one.text for one in event.conditions))
    asked = [reader.texts.get(commit, "") for commit in commits]
    quote = "” “".join(filter(None, (note, *asked)))
    seat = f" ({event.seat.rpartition('/')[2].replace('_', ' ')} seat)" if event.seat else ""
    title = f"{who}{seat} {DONE[event.outcome]} for {law.title_of(event.gate)}"
    if event.signature.method == IMPORTED:
        return mark, word, title, quote, NOT_SIGNED
    return mark, word, title, quote, ""


def _signed(happened: Happened, reader: Reader, zone: tzinfo) -> str:
    """The manifestation of the entry's signature, by the name that was printed under it; "" without one."""
    signature = signature_of(happened.events[0])
    if signature is None:
        return ""
    name = reader.texts.get(signature.name) or reader.name_of(happened.actor)
    return f"{manifested(name, happened.at, zone, signature.meaning)}."


def _comments(law: Definition, event: e.Event, reader: Reader) -> Iterator[tuple[str, str]]:
    """What was said of single entries of the checklist."""
    if isinstance(event, e.DecisionSigned):
        gate = law.gate_by_name.get(event.gate)
        asked = dict(gate.checklist) if gate else {}
        order = {name: place for place, name in enumerate(asked)}
        for name, commit in sorted(event.comments.items(), key=lambda one: order.get(one[0], len(order))):
            words = asked.get(name, name.replace("_", " "))
            yield words, reader.texts.get(commit, "erased at a person’s request")


def consequences(law: Definition, events: tuple[e.Event, ...]) -> Iterator[str]:
    """What the law drew from an act, in sentences."""
    opened = tuple(law.title_of(event.gate) for event in events if isinstance(event, e.GateOpened))
    carried = tuple(law.title_of(event.gate) for event in events if isinstance(event, e.CarriedOver))
    if opened:
        yield f"{listed(opened)} opened."
    if carried:
        what = "The decision" if len(carried) == 1 else "The decisions"
        yield f"{what} of {listed(carried)} carried over: nothing reviewed there changed."
    for event in events:
        match event:
            case e.GatePassed(gate=gate):
                yield f"{law.title_of(gate)} passed."
            case e.ReturnedToOwner(meeting=meeting):
                yield "Returned to the owner" + (", and a live meeting is called." if meeting else ".")
            case e.Approved(code=code):
                yield f"Approved, code {code}." if code else "Approved."
            case e.Ratified(gate=gate):
                yield f"Ratified by {law.title_of(gate)}."
            case e.Revoked(gate=gate):
                yield f"{law.title_of(gate)} did not ratify: the approval is taken back."
            case e.Rejected(gate=gate):
                yield f"Rejected at {law.title_of(gate)}."
            case e.GateSuspended(gate=gate):
                yield f"{law.title_of(gate)} waits again."
            case _:
                pass


def _fates(law: Definition, event: e.Moved) -> str:
    gone = tuple(law.title_of(gate) for gate in event.lapsed)
    return f"Decisions lapse at {listed(gone)}; all others stand." if gone else "Every decision stands."
